//! Lists, counts, and which invitations are wanted.

use super::{invitation::Invitation, names::StatusName};
use crate::shared::Problem;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{GrantItem, GrantKey, GrantKind, Status},
    ports::{InvitationFilter, Page, StatusCounts},
};
use poem_openapi::Object;
use serde::Deserialize;

/// Part of a list, newest first.
#[derive(Debug, Object)]
pub(in crate::api) struct InvitationList {
    items: Vec<Invitation>,
    /// Where the next part begins; null at the end.
    next_cursor: Option<String>,
}

impl InvitationList {
    /// Shows a page as it stands at `now`.
    pub(in crate::api) fn at(page: &Page, now: DateTime<Utc>) -> Self {
        let items = page.items.iter().map(|item| Invitation::at(item, now));
        Self {
            items: items.collect(),
            next_cursor: page.next.map(crate::api::cursor::write),
        }
    }
}

/// How many invitations stand where.
#[derive(Debug, Object)]
pub(in crate::api) struct Counts {
    total: u64,
    not_invited: u64,
    queued: u64,
    invited: u64,
    accepted: u64,
    expired: u64,
    error: u64,
    declined: u64,
    revoked: u64,
}

impl From<&StatusCounts> for Counts {
    fn from(counts: &StatusCounts) -> Self {
        Self {
            total: counts.total(),
            not_invited: counts.get(Status::NotInvited),
            queued: counts.get(Status::Queued),
            invited: counts.get(Status::Invited),
            accepted: counts.get(Status::Accepted),
            expired: counts.get(Status::Expired),
            error: counts.get(Status::Error),
            declined: counts.get(Status::Declined),
            revoked: counts.get(Status::Revoked),
        }
    }
}

/// Which invitations; every condition that is given must hold.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct Filter {
    pub(in crate::api) status: Option<StatusName>,
    /// Contained, in any case, in name, address, login or phone number.
    pub(in crate::api) q: Option<String>,
    /// Would be granted this; one of role, group, permission and resource.
    pub(in crate::api) role: Option<String>,
    pub(in crate::api) group: Option<String>,
    pub(in crate::api) permission: Option<String>,
    pub(in crate::api) resource: Option<String>,
    /// Sent, or sent last, by this person: the id of a user.
    pub(in crate::api) inviter: Option<String>,
}

/// The longest text to search for.
const MAX_SEARCH: usize = 200;

/// Reads what is to be searched for; nothing is no search.
///
/// # Errors
/// What `refuse` builds.
pub(in crate::api) fn read_search(
    q: Option<&str>,
    refuse: impl Fn(&str, &str, &str) -> Problem,
) -> Result<Option<String>, Problem> {
    let search = q.map(str::trim).filter(|q| !q.is_empty());
    if search.is_some_and(|q| q.chars().count() > MAX_SEARCH) {
        let detail = "a search has at most 200 characters";
        return Err(refuse("q", "too_long", detail));
    }
    Ok(search.map(str::to_owned))
}

impl Filter {
    /// Reads every condition; `refuse` builds the problem from a name, a code and a detail.
    ///
    /// # Errors
    /// What `refuse` builds.
    pub(in crate::api) fn read(
        &self,
        refuse: impl Fn(&str, &str, &str) -> Problem,
    ) -> Result<InvitationFilter, Problem> {
        let search = self.search(&refuse)?;
        let mut grants = self.grants(&refuse)?;
        if let Some(second) = grants.get(1) {
            let detail = "only one of role, group, permission and resource can be asked for";
            return Err(refuse(second.kind.as_str(), "ambiguous", detail));
        }
        let inviter = self.inviter.as_deref().map(str::parse).transpose();
        let inviter = inviter.map_err(|_| refuse("inviter", "id_invalid", "expected an id"))?;
        Ok(InvitationFilter {
            status: self.status.map(Into::into),
            search,
            grants: grants.pop(),
            inviter,
        })
    }

    /// Reads what is searched for.
    ///
    /// # Errors
    /// What `refuse` builds.
    pub(in crate::api) fn search(
        &self,
        refuse: impl Fn(&str, &str, &str) -> Problem,
    ) -> Result<Option<String>, Problem> {
        read_search(self.q.as_deref(), refuse)
    }

    /// Reads what is to be held, of every kind at most one.
    ///
    /// # Errors
    /// What `refuse` builds.
    pub(in crate::api) fn grants(
        &self,
        refuse: impl Fn(&str, &str, &str) -> Problem,
    ) -> Result<Vec<GrantItem>, Problem> {
        let mut grants = Vec::new();
        for (kind, key) in [
            (GrantKind::Role, &self.role),
            (GrantKind::Group, &self.group),
            (GrantKind::Permission, &self.permission),
            (GrantKind::Resource, &self.resource),
        ] {
            let Some(key) = key else { continue };
            let key = GrantKey::parse(key)
                .map_err(|invalid| refuse(kind.as_str(), invalid.code(), invalid.detail()))?;
            grants.push(GrantItem { kind, key });
        }
        Ok(grants)
    }
}
