//! What the pages say of each kind, and of who holds something.

use crate::web::{navigation::Way, tabs::Tabs, wording};
use invite_domain::{
    model::{Caller, GrantKind, InvalidValue},
    ports::Holders,
};
use invite_i18n::{Arg, Texts};
use std::borrow::Cow;

use super::place;

/// Returns a text that is worded for each kind.
pub(super) fn of_kind(texts: Texts, key: &str, kind: GrantKind) -> String {
    texts.with(key, &[("kind", kind.as_str().into())])
}

/// Returns the ways between the four kinds.
pub(super) fn tabs(texts: Texts, caller: &Caller, current: GrantKind) -> Tabs {
    let ways = GrantKind::ALL.map(|kind| Way {
        place: place::list(caller, kind),
        text: Cow::Owned(of_kind(texts, "rights-kind", kind)),
        is_current: kind == current,
    });
    Tabs::new(texts.get("rights-kinds"), ways.into())
}

/// Returns a number for a text; what is beyond any account reads as the greatest.
pub(super) fn number(n: u64) -> Arg<'static> {
    Arg::Number(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Says who holds a resource by name, and of anything else how many.
pub(super) fn held(texts: Texts, kind: GrantKind, holders: &Holders) -> String {
    let named = holders.named.first();
    match (kind, named) {
        (GrantKind::Resource, None) => texts.get("rights-free").into_owned(),
        (GrantKind::Resource, Some(first)) => {
            let name = ("name", first.name.as_str().into());
            match holders.total.saturating_sub(1) {
                0 => texts.with("rights-held-by", &[name]),
                more => texts.with("rights-held-by-more", &[name, ("n", number(more))]),
            }
        }
        (GrantKind::Role | GrantKind::Group | GrantKind::Permission, _) => {
            texts.with("rights-held", &[("n", number(holders.total))])
        }
    }
}

/// Says what is wrong with a value of these pages' forms.
pub(super) fn invalid(texts: Texts, error: &InvalidValue) -> Cow<'static, str> {
    wording::invalid(
        texts,
        error,
        invite_domain::model::PasswordPolicy::default(),
    )
}
