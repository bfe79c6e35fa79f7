//! The read side in memory.

use super::{MemoryStore, tables::Tables};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccountId, Actor, AskedCode, DisplayName, EmailAddress, Invitation, InvitationId, Invitee,
        Login, PhoneNumber,
    },
    ports::{
        Cursor, HistoryEntry, HistoryFact, InvitationFilter, InvitationReader, Page, PageRequest,
        Place, Standing, StatusCounts, StoreError,
    },
};
use uuid::Uuid;

#[async_trait]
impl InvitationReader for MemoryStore {
    async fn find(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        Ok(own(&self.snapshot()?, account, id).cloned())
    }

    async fn standing(&self, id: InvitationId) -> Result<Option<Standing>, StoreError> {
        let tables = self.snapshot()?;
        let invitation = tables.invitations.get(&id);
        Ok(invitation.and_then(|invitation| standing(&tables, invitation)))
    }

    async fn asked_codes(&self, id: InvitationId) -> Result<Vec<AskedCode>, StoreError> {
        Ok(self.snapshot()?.codes_of(id))
    }

    async fn list(
        &self,
        account: AccountId,
        filter: &InvitationFilter,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError> {
        let tables = self.snapshot()?;
        let mut found: Vec<_> = tables
            .invitations
            .rows()
            .filter(|i| i.account_id == account && matches(i, filter, now))
            .filter(|i| {
                page.after
                    .is_none_or(|after| place(i) < (after.created_at, after.id))
            })
            .collect();
        found.sort_by_key(|i| std::cmp::Reverse(place(i)));
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more).map(|i| place(i));
        Ok(Page {
            items: found.into_iter().cloned().collect(),
            next: last.map(|(created_at, id)| Cursor { created_at, id }),
        })
    }

    async fn counts(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<StatusCounts, StoreError> {
        let tables = self.snapshot()?;
        let own = tables
            .invitations
            .rows()
            .filter(|i| i.account_id == account);
        let mut counts = StatusCounts::default();
        for invitation in own {
            counts.add(invitation.status(now), 1);
        }
        Ok(counts)
    }

    async fn history(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        let tables = self.snapshot()?;
        if own(&tables, account, id).is_none() {
            return Ok(Vec::new());
        }
        let mut history: Vec<_> = actions(&tables, account, id)
            .chain(attempts(&tables, id))
            .collect();
        history.sort_by_key(|(made, entry)| (entry.at, *made));
        Ok(history.into_iter().map(|(_, entry)| entry).collect())
    }
}

/// Returns the invitation with everything that its invitee's step depends on.
pub(super) fn standing(tables: &Tables, invitation: &Invitation) -> Option<Standing> {
    let account = tables.accounts.get(&invitation.account_id)?;
    let Invitee { email, phone, .. } = &invitation.invitee;
    let user = tables.holder(email.as_ref(), phone.as_ref()).map(|u| u.id);
    let place = user.and_then(|user| tables.place(account.id, user));
    Some(Standing {
        place: place.map(|place| Place {
            member: place.id,
            active: place.active,
            awaiting_approval: place.awaiting_approval,
        }),
        user,
        account: account.clone(),
        invitation: invitation.clone(),
    })
}

fn own(tables: &Tables, account: AccountId, id: InvitationId) -> Option<&Invitation> {
    let found = tables.invitations.get(&id);
    found.filter(|invitation| invitation.account_id == account)
}

fn place(invitation: &Invitation) -> (DateTime<Utc>, InvitationId) {
    (invitation.created_at, invitation.id)
}

fn matches(invitation: &Invitation, filter: &InvitationFilter, now: DateTime<Utc>) -> bool {
    let status = filter.status.is_none_or(|s| invitation.status(now) == s);
    let grants = filter
        .grants
        .as_ref()
        .is_none_or(|item| invitation.grant.keys(item.kind).contains(&item.key));
    let inviter = filter
        .inviter
        .is_none_or(|user| invitation.inviter.actor == Actor::User(user));
    let search = filter.search.as_deref();
    status && grants && inviter && search.is_none_or(|text| mentions(&invitation.invitee, text))
}

/// Whether name, address (as typed or in its canonical form), login or number contains the text.
pub(super) fn mentions(invitee: &Invitee, text: &str) -> bool {
    let text = text.to_lowercase();
    [
        invitee.name.as_ref().map(DisplayName::as_str),
        invitee.email.as_ref().map(EmailAddress::original),
        invitee.email.as_ref().map(EmailAddress::canonical),
        invitee.login.as_ref().map(Login::as_str),
        invitee.phone.as_ref().map(PhoneNumber::as_str),
    ]
    .into_iter()
    .flatten()
    .any(|field| field.to_lowercase().contains(&text))
}

fn actions(
    tables: &Tables,
    account: AccountId,
    id: InvitationId,
) -> impl Iterator<Item = (Uuid, HistoryEntry)> {
    tables
        .audit
        .rows()
        .filter(move |e| e.account_id == Some(account) && e.action.invitation() == Some(id))
        .map(|entry| {
            let fact = HistoryFact::Action {
                name: entry.action.name().to_owned(),
                detail: entry.action.detail(),
                doer: entry.doer.clone(),
            };
            (entry.id.uuid(), HistoryEntry { at: entry.at, fact })
        })
}

fn attempts(tables: &Tables, id: InvitationId) -> impl Iterator<Item = (Uuid, HistoryEntry)> {
    tables
        .deliveries
        .rows()
        .filter(move |d| d.invitation_id == id)
        .map(|delivery| {
            let (at, fact) = (delivery.at, HistoryFact::Delivery(delivery.clone()));
            (delivery.id.uuid(), HistoryEntry { at, fact })
        })
}
