//! Writing down what the clock already decided: the sweeper's use case.

use super::InvitationService;
use crate::{
    model::Doer,
    ports::{StoreError, UnitOfWork},
    service::unit::finish,
};

impl InvitationService {
    /// Writes `expired` down for up to `limit` invitations whose time is over, and returns for how
    /// many. Acceptance never depends on this having run; call it again while it returns `limit`.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was written.
    pub async fn expire_due(&self, limit: u32) -> Result<usize, StoreError> {
        let mut unit = self.ports.store.begin().await?;
        let expired = self.expire_in(unit.as_mut(), limit).await;
        finish(unit, expired).await
    }

    async fn expire_in(&self, unit: &mut dyn UnitOfWork, limit: u32) -> Result<usize, StoreError> {
        let now = self.now();
        let overdue = unit.invitations().lock_overdue(now, limit).await?;
        let (expired, events): (Vec<_>, Vec<_>) = overdue
            .into_iter()
            .filter_map(|invitation| invitation.expire(now).ok())
            .unzip();
        let updated = unit.invitations().update_all(&expired).await?;
        let entries: Vec<_> = expired
            .iter()
            .zip(events)
            .filter(|(invitation, _)| updated.contains(&invitation.id))
            .map(|(invitation, event)| self.audit(invitation, Doer::WORKER, event, now))
            .collect();
        unit.audit().append(&entries).await?;
        Ok(entries.len())
    }
}
