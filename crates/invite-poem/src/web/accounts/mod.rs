//! The accounts that the reader may act in, and those below one of them.

mod list;
mod new;
mod suspend;

pub(super) mod switch;

use super::notice::Said;
use poem::{Route, get};

/// What these pages say about what was just done.
pub(in crate::web) const NOTICES: &[Said] = &[MADE, SUSPENDED, RESUMED];

const MADE: Said = Said {
    name: "account-made",
    key: "accounts-made",
    is_good: true,
};
const SUSPENDED: Said = Said {
    name: "account-suspended",
    key: "accounts-suspended",
    is_good: true,
};
const RESUMED: Said = Said {
    name: "account-resumed",
    key: "accounts-resumed",
    is_good: true,
};

/// Adds the pages.
pub(super) fn routes(route: Route) -> Route {
    route
        .at("/accounts", get(list::all))
        .at("/a/:account/accounts", get(list::below))
        .at("/a/:account/accounts/new", get(new::ask).post(new::create))
        .at(
            "/a/:account/accounts/:below/suspend",
            get(suspend::ask).post(suspend::suspend),
        )
        .at(
            "/a/:account/accounts/:below/resume",
            get(suspend::ask_to_resume).post(suspend::resume),
        )
}
