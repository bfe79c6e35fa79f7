//! The API keys of an account: listed, made and shown once, revoked.

mod list;
mod make;
mod revoke;

use super::notice::Said;
use invite_domain::model::{Caller, Scope};
use invite_i18n::Texts;
use poem::{Route, get};
use std::borrow::Cow;

/// What the next page says about what was just done.
pub(in crate::web) const NOTICES: &[Said] = &[REVOKED, GONE];

const REVOKED: Said = Said {
    name: "key-revoked",
    key: "settings-notice-key-revoked",
    is_good: true,
};
const GONE: Said = Said {
    name: "key-gone",
    key: "settings-notice-key-gone",
    is_good: false,
};

/// Adds the pages.
pub(super) fn routes(route: Route) -> Route {
    route
        .at("/a/:account/api-keys", get(list::show).post(make::make))
        .at(
            "/a/:account/api-keys/:id/revoke",
            get(revoke::ask).post(revoke::revoke),
        )
}

/// Returns where the list is.
fn place(caller: &Caller) -> String {
    format!("/a/{}/api-keys", caller.account.slug)
}

/// Says what a key may do.
fn scope(texts: Texts, scope: Scope) -> Cow<'static, str> {
    match scope {
        Scope::Read => texts.get("settings-scope-read"),
        Scope::Invite => texts.get("settings-scope-invite"),
        Scope::Administer => texts.get("settings-scope-administer"),
    }
}
