//! What can be granted in an account: roles, groups, permissions and resources.
//!
//! The four kinds have the same pages; the address says which one is meant.

mod adopt;
mod define;
mod entry;
mod form;
mod list;
mod place;
mod remove;
mod routes;
mod several;
mod words;

pub(super) use routes::routes;

use super::{cookies::NOTICE, fault::Fault, notice::Said, respond::see, visit::Visit};
use invite_domain::service::CatalogError;
use poem::Response;

/// What the next page says about what was just done.
pub(in crate::web) const NOTICES: &[Said] = &[DEFINED, CHANGED, REMOVED, GONE, ADOPTED];

const DEFINED: Said = Said {
    name: "right-defined",
    key: "rights-notice-defined",
    is_good: true,
};
const CHANGED: Said = Said {
    name: "right-changed",
    key: "rights-notice-changed",
    is_good: true,
};
const REMOVED: Said = Said {
    name: "right-removed",
    key: "rights-notice-removed",
    is_good: true,
};
const GONE: Said = Said {
    name: "right-gone",
    key: "rights-notice-gone",
    is_good: false,
};
const ADOPTED: Said = Said {
    name: "right-adopted",
    key: "rights-notice-adopted",
    is_good: true,
};

/// Sends the browser to a page that begins with a notice.
fn see_and_say(visit: &Visit, place: &str, said: &'static Said) -> Response {
    let mut response = see(place);
    NOTICE.set(&mut response, visit.base(), said.name);
    response
}

impl From<CatalogError> for Fault {
    /// What no form can mend.
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::NotFound => Self::NotFound,
            CatalogError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            CatalogError::Store(error) => error.into(),
            CatalogError::AlreadyDefined
            | CatalogError::NotShareable(_)
            | CatalogError::InUse(_)
            | CatalogError::HeldBySeveral => Self::broken(&error),
        }
    }
}
