//! Catalogs: what accounts define, what can still be given, and who holds it.

pub(crate) mod available;
mod read;
mod write;

use invite_domain::model::GrantItem;
use serde::Serialize;

/// One thing of a grant, as a row for [`crate::dialect::Dialect::rows`].
#[derive(Serialize)]
pub(crate) struct ItemRow {
    kind: &'static str,
    name: String,
}

impl ItemRow {
    pub(crate) fn of(item: &GrantItem) -> Self {
        Self {
            kind: item.kind.as_str(),
            name: item.key.as_str().to_owned(),
        }
    }
}
