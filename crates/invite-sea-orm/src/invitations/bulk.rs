//! Writing where many invitations stand, in one statement.

use crate::{
    dialect::{json, list},
    row::{
        Fields,
        invitation::{Facts, Standing},
    },
    sql::Sql,
    unit_of_work::SeaUnitOfWork,
};
use invite_domain::{
    model::{Invitation, InvitationId},
    ports::{StoreError, UpdateError},
};
use std::{collections::HashSet, sync::LazyLock};

/// How many rows go into one statement, to bound the memory that it takes.
const CHUNK: usize = 1000;

static UPDATE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let assignments = Standing::COLUMNS
            .iter()
            .map(|column| format!("{column} = r.{column}"));
        format!(
            "UPDATE invitations SET {} FROM {}
             WHERE invitations.id = r.id AND invitations.version = r.version - 1
             RETURNING invitations.id AS id",
            list(assignments),
            dialect.rows(1, &Standing::ROWS)
        )
    })
});

impl SeaUnitOfWork {
    pub(super) async fn update_invitations(
        &mut self,
        invitations: &[Invitation],
    ) -> Result<Vec<InvitationId>, StoreError> {
        let (moved, other): (Vec<_>, Vec<_>) = invitations
            .iter()
            .partition(|invitation| self.only_moved(invitation));
        let mut updated = Vec::with_capacity(invitations.len());
        for chunk in moved.chunks(CHUNK) {
            self.update_standings(chunk, &mut updated).await?;
        }
        for invitation in other {
            match self.update_invitation(invitation).await {
                Ok(()) => updated.push(invitation.id),
                Err(UpdateError::Stale | UpdateError::Taken) => {}
                Err(UpdateError::Store(error)) => return Err(error),
            }
        }
        Ok(updated)
    }

    /// Whether just its standing changed since it was read here, and it takes nobody's place.
    fn only_moved(&self, invitation: &Invitation) -> bool {
        let live_key = invitation.live_identity();
        self.known_before(invitation).is_some_and(|known| {
            (live_key.is_none() || live_key == known.live_key)
                && known.facts == Facts::of(invitation)
        })
    }

    async fn update_standings(
        &mut self,
        invitations: &[&Invitation],
        updated: &mut Vec<InvitationId>,
    ) -> Result<(), StoreError> {
        let rows: Vec<Standing> = invitations
            .iter()
            .map(|invitation| Standing::of(invitation))
            .collect();
        let mut written = HashSet::with_capacity(rows.len());
        for row in self.transaction.all(&UPDATE, [json(&rows)]).await? {
            written.insert(InvitationId::new(
                Fields::new(&row, "invitations").id("id")?,
            ));
        }
        for invitation in invitations {
            if !written.contains(&invitation.id) {
                continue;
            }
            updated.push(invitation.id);
            if let Some(known) = self.known.get_mut(&invitation.id) {
                known.version = invitation.version;
                known.live_key = invitation.live_identity();
            }
        }
        Ok(())
    }
}
