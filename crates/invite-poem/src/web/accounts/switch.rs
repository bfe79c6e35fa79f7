//! The accounts that one may change to from another one.

use crate::web::{fault::Fault, navigation::people_of, visit::Visit};
use invite_domain::{
    model::{Account, AccountId, Caller, Operation},
    ports::{AccountFilter, AccountPageRequest, AccountRef},
};
use std::borrow::Cow;

/// How many of each kind the menu holds; the page of all accounts holds the rest.
const MOST: usize = 10;

/// An account to change to.
#[derive(Clone)]
pub(in crate::web) struct Other {
    pub(in crate::web) name: String,
    pub(in crate::web) place: String,
    /// How it stands to the reader or to the account that they come from.
    pub(in crate::web) kind: Cow<'static, str>,
    id: AccountId,
}

impl Other {
    fn new(account: &Account, kind: Cow<'static, str>) -> Self {
        Self {
            name: account.name.as_str().to_owned(),
            place: format!("/a/{}", account.slug),
            kind,
            id: account.id,
        }
    }
}

/// Returns the account above, the reader's own and the ones below, without the one they come from.
pub(in crate::web) async fn others(visit: &Visit, caller: &Caller) -> Result<Vec<Other>, Fault> {
    let texts = visit.texts();
    let mut found: Vec<Other> = Vec::new();
    if let Some(parent) = caller.account.parent_id
        && let Some(above) = visit.caller(&AccountRef::Id(parent)).await?
        && above.may(Operation::Invite).is_ok()
    {
        found.push(Other::new(&above.account, texts.get("accounts-above")));
    }
    if let Some(user) = visit.user() {
        let places = visit.services.sign_in.memberships(user).await?;
        let own = places
            .iter()
            .filter(|place| people_of(place).is_some())
            .take(MOST);
        found.extend(own.map(|place| Other::new(&place.account, texts.get("accounts-own"))));
    }
    if caller.may(Operation::ManageAccounts).is_ok() {
        let below = AccountFilter {
            search: None,
            parent: Some(AccountRef::Id(caller.account.id)),
        };
        let page = AccountPageRequest {
            limit: u32::try_from(MOST).unwrap_or(1),
            after: None,
        };
        let accounts = &visit.services.accounts;
        let below = accounts.list(&caller.actor, &below, &page).await?.items;
        let active = below
            .iter()
            .filter(|found| found.account.suspended_at.is_none());
        found.extend(active.map(|found| Other::new(&found.account, texts.get("accounts-below"))));
    }
    let mut seen = vec![caller.account.id];
    found.retain(|other| {
        let is_new = !seen.contains(&other.id);
        seen.push(other.id);
        is_new
    });
    Ok(found)
}
