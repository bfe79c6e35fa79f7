//! Invitations in memory, with the unique index over live identities.

use super::{tables::missing, unit_of_work::MemoryUnit};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, AskedCode, CodeClaim, Invitation, InvitationId, State},
    ports::{InsertError, InvitationRepository, StoreError, UpdateError},
};

#[async_trait]
impl InvitationRepository for MemoryUnit {
    async fn lock(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        Ok(self.tables.invitations.get(&id).cloned())
    }

    async fn find_live(
        &mut self,
        account: AccountId,
        identity: &str,
    ) -> Result<Option<Invitation>, StoreError> {
        let id = self.tables.live.get(&(account, identity.to_owned()));
        Ok(id.and_then(|id| self.tables.invitations.get(id)).cloned())
    }

    async fn lock_overdue(
        &mut self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError> {
        let mut overdue: Vec<_> = self
            .tables
            .invitations
            .rows()
            .filter(|i| i.state == State::Invited)
            .filter_map(|i| i.trail.expires_at.map(|end| (end, i)))
            .filter(|(end, _)| *end <= now)
            .collect();
        overdue.sort_by_key(|(end, invitation)| (*end, invitation.id));
        overdue.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(overdue.into_iter().map(|(_, i)| i.clone()).collect())
    }

    async fn insert(&mut self, invitation: &Invitation) -> Result<(), InsertError> {
        if !self.tables.accounts.has(&invitation.account_id) {
            return Err(missing("account").into());
        }
        let place = place(invitation);
        let taken = place.as_ref().is_some_and(|p| self.tables.live.has(p));
        if taken || self.tables.invitations.has(&invitation.id) {
            return Err(InsertError::Taken);
        }
        self.write(invitation);
        Ok(())
    }

    async fn update(&mut self, invitation: &Invitation) -> Result<(), UpdateError> {
        if self.store.faults().at_update() {
            return Err(UpdateError::Stale);
        }
        let stored = self.tables.invitations.get(&invitation.id);
        let Some(stored) = stored.filter(|s| s.version.checked_add(1) == Some(invitation.version))
        else {
            return Err(UpdateError::Stale);
        };
        let old_place = place(stored);
        let holder = place(invitation).and_then(|place| self.tables.live.get(&place));
        if holder.is_some_and(|holder| *holder != invitation.id) {
            return Err(UpdateError::Taken);
        }
        if let Some(old) = old_place {
            self.tables.live.remove(&old);
        }
        self.write(invitation);
        Ok(())
    }

    async fn codes(&mut self, invitation: InvitationId) -> Result<Vec<AskedCode>, StoreError> {
        Ok(self.tables.codes_of(invitation))
    }

    async fn add_code(&mut self, claim: &CodeClaim) -> Result<bool, StoreError> {
        if !self.tables.invitations.has(&claim.invitation) {
            return Err(missing("invitation"));
        }
        let day_before = claim.asked_at - AskedCode::KEPT;
        self.tables.codes.keep(|code| {
            code.claim.invitation != claim.invitation || code.claim.asked_at > day_before
        });
        let of_invitation = self.tables.codes_of(claim.invitation);
        let is_there = of_invitation
            .iter()
            .any(|code| code.claim.asked_at == claim.asked_at);
        Ok(!is_there && self.tables.codes.add(*claim, AskedCode::new(*claim)))
    }

    async fn count_wrong_code(&mut self, claim: &CodeClaim) -> Result<bool, StoreError> {
        let code = self.tables.codes.get(claim);
        let Some(code) = code.filter(|code| code.wrong_tries < AskedCode::TRIES) else {
            return Ok(false);
        };
        let counted = AskedCode {
            wrong_tries: code.wrong_tries + 1,
            ..*code
        };
        self.tables.codes.put(*claim, counted);
        Ok(true)
    }
}

impl MemoryUnit {
    fn write(&mut self, invitation: &Invitation) {
        if let Some(place) = place(invitation) {
            self.tables.live.put(place, invitation.id);
        }
        self.tables
            .invitations
            .put(invitation.id, invitation.clone());
    }
}

/// The key of the unique index, for a live invitation.
fn place(invitation: &Invitation) -> Option<(AccountId, String)> {
    let identity = invitation.live_identity()?;
    Some((invitation.account_id, identity))
}
