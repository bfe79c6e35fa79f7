//! One's own pages: who one is, where one belongs, and where one is signed in.

mod about;
mod edit;
mod everywhere;
mod sessions;

use super::notice::Said;
use poem::{Route, get, post};

/// Where one's sessions are listed.
const SESSIONS: &str = "/profile/sessions";

/// What the next page says about what was just done.
pub(in crate::web) const NOTICES: &[Said] = &[CHANGED, ENDED, GONE];

const CHANGED: Said = Said {
    name: "changed-profile",
    key: "profile-notice-changed",
    is_good: true,
};

const ENDED: Said = Said {
    name: "session-ended",
    key: "profile-notice-ended",
    is_good: true,
};
const GONE: Said = Said {
    name: "session-gone",
    key: "profile-notice-gone",
    is_good: false,
};

/// Adds the pages.
pub(super) fn routes(route: Route) -> Route {
    route
        .at("/profile", get(about::show))
        .at("/profile/edit", get(edit::ask).post(edit::change))
        .at("/profile/sessions", get(sessions::list))
        .at("/profile/sessions/:id/end", post(sessions::end))
        .at(
            "/profile/sessions/everywhere",
            get(everywhere::ask).post(everywhere::sign_out),
        )
}
