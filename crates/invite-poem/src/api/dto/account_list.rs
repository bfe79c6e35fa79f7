//! Lists of accounts on the wire.

use crate::{
    api::cursor,
    shared::{Problem, auth},
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{self, AccountId},
    ports::{AccountCursor, AccountFilter, AccountPage, AccountRef, ReachableAccount},
};
use poem_openapi::{Enum, Object};
use uuid::Uuid;

/// How the caller comes to act in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "AccountAccess", rename_all = "snake_case")]
enum Access {
    /// As its own administrator, or with its own key that administers.
    Administrator,
    /// Through an account above it.
    Parent,
    /// As a standard user, or with its own key that administers nothing.
    Member,
}

impl From<model::Access> for Access {
    fn from(access: model::Access) -> Self {
        match access {
            model::Access::Administrator => Self::Administrator,
            model::Access::Parent => Self::Parent,
            model::Access::Member => Self::Member,
        }
    }
}

/// An account in a list.
#[derive(Debug, Object)]
#[oai(rename = "AccountSummary")]
struct Summary {
    id: String,
    name: String,
    /// The account's name in addresses.
    slug: String,
    /// The account above it, whose administrators may act in this one.
    parent_id: Option<String>,
    access: Access,
    /// Since when nobody may act in it or come in; only those who act from above see it then.
    suspended_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<&ReachableAccount> for Summary {
    fn from(reachable: &ReachableAccount) -> Self {
        let account = &reachable.account;
        Self {
            id: account.id.to_string(),
            name: account.name.to_string(),
            slug: account.slug.to_string(),
            parent_id: account.parent_id.map(|id| id.to_string()),
            access: reachable.access.into(),
            suspended_at: account.suspended_at,
            created_at: account.created_at,
        }
    }
}

/// Part of a list, by name.
#[derive(Debug, Object)]
pub(in crate::api) struct AccountList {
    items: Vec<Summary>,
    /// Where the next part begins; null at the end.
    next_cursor: Option<String>,
}

impl From<&AccountPage> for AccountList {
    fn from(page: &AccountPage) -> Self {
        Self {
            items: page.items.iter().map(Summary::from).collect(),
            next_cursor: page
                .next
                .as_ref()
                .map(|next| cursor::write_key(&next.key, next.id.uuid())),
        }
    }
}

/// Reads where a list of accounts goes on.
///
/// # Errors
/// `invalid_parameter`.
pub(in crate::api) fn read_cursor(text: &str) -> Result<AccountCursor, Problem> {
    let (key, id): (String, Uuid) = cursor::read_key(text)?;
    Ok(AccountCursor {
        key,
        id: AccountId::new(id),
    })
}

/// Reads which accounts are wanted.
///
/// # Errors
/// `invalid_parameter`.
pub(in crate::api) fn read_filter(
    q: Option<&str>,
    parent: Option<&str>,
) -> Result<AccountFilter, Problem> {
    let search = q.map(str::trim).filter(|q| !q.is_empty());
    if search.is_some_and(|q| q.chars().count() > 200) {
        let detail = "a search has at most 200 characters";
        return Err(Problem::parameter("q", "too_long", detail));
    }
    let parent = parent.map(read_parent).transpose()?;
    Ok(AccountFilter {
        search: search.map(str::to_owned),
        parent,
    })
}

fn read_parent(text: &str) -> Result<AccountRef, Problem> {
    auth::account_ref(text).ok_or_else(|| {
        Problem::parameter(
            "parent",
            "account_invalid",
            "an account is named by its id or its slug",
        )
    })
}
