//! The read side: one invitation, lists, counts and histories, outside of any unit of work.

mod audit;
mod history;
mod insight;
mod list;
mod standing;

pub(crate) use standing::sent_temporary_passwords;

use crate::{
    connect::SeaStore,
    dialect::list as names,
    row::{Fields, invitation, millis},
    sql::Sql,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, AskedCode, Invitation, InvitationId, Status},
    ports::{
        HistoryEntry, InvitationFilter, InvitationReader, Page, PageRequest, Standing,
        StatusCounts, StoreError,
    },
};
use std::sync::LazyLock;

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM invitations WHERE account_id = $1 AND id = $2",
        names(invitation::columns())
    ))
});

/// As written down, and then those that are expired by the clock alone.
static COUNTS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let overdue = dialect.found_by("invitations_overdue");
        format!(
            "SELECT status, count(*) AS number FROM invitations WHERE account_id = $1 GROUP BY status
             UNION ALL
             SELECT 'overdue', count(*) FROM invitations {overdue}
             WHERE account_id = $1 AND status = 'invited' AND expires_at <= $2"
        )
    })
});

#[async_trait]
impl InvitationReader for SeaStore {
    async fn find(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        let values = [account.uuid().into(), id.uuid().into()];
        let row = self.read_one(&FIND, values).await?;
        row.as_ref()
            .map(|row| invitation::decode(Fields::new(row, "invitations")))
            .transpose()
    }

    async fn standing(&self, id: InvitationId) -> Result<Option<Standing>, StoreError> {
        standing::standing(self, id).await
    }

    async fn asked_codes(&self, id: InvitationId) -> Result<Vec<AskedCode>, StoreError> {
        crate::invitations::code::asked(self, id).await
    }

    async fn list(
        &self,
        account: AccountId,
        filter: &InvitationFilter,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError> {
        list::list(self, account, filter, page, now).await
    }

    async fn counts(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<StatusCounts, StoreError> {
        let values = [account.uuid().into(), millis(now).into()];
        let (mut written, mut overdue) = (Vec::new(), 0);
        for row in self.read(&COUNTS, values).await? {
            let fields = Fields::new(&row, "invitations");
            let number: i64 = fields.get("number")?;
            let number = u64::try_from(number).unwrap_or_default();
            let status = fields.text("status")?;
            if status == "overdue" {
                overdue = number;
            } else {
                let status = Status::parse(&status)
                    .ok_or_else(|| fields.unreadable("status", "no such status"))?;
                written.push((status, number));
            }
        }
        let mut counts = StatusCounts::default();
        for (status, number) in written {
            let late = if status == Status::Invited {
                overdue
            } else {
                0
            };
            counts.add(status, number.saturating_sub(late));
        }
        counts.add(Status::Expired, overdue);
        Ok(counts)
    }

    async fn history(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        history::history(self, account, id).await
    }
}
