//! Claiming what is due: in a short transaction of its own, fairly among the accounts.

use super::{people::People, turns::due_accounts};
use crate::{
    connect::SeaStore,
    dialect::{Dialect, list},
    mail_wordings,
    row::{Fields, account, invitation, message, millis},
    sql::{Sql, limit, selected},
    transaction::Transaction,
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        About, Account, AccountId, Claim, CredentialsPolicy, DueInvitation, DueMessage,
        DuePassword, Invitation, InvitationId, MailWordings, Matter, OutboxId, OutboxMessage,
        PasswordNews, UserId,
    },
    ports::StoreError,
};
use sea_orm::QueryResult;
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, LazyLock},
};
use uuid::Uuid;

/// Up to `$3` messages of each account, those that are due longest. What other workers hold or have
/// just taken is left out.
static PICK: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let due = format!(
            "FROM outbox WHERE state = 'waiting' AND account_id = r.id AND free_at <= $2
             ORDER BY free_at, id {}",
            limit(3)
        );
        let accounts = dialect.id_rows(1);
        match dialect {
            Dialect::Sqlite => format!(
                "SELECT {}, o.fence FROM {accounts} CROSS JOIN outbox o
                 WHERE o.id IN (SELECT id {due})",
                list(message::COLUMNS.map(|column| format!("o.{column}")))
            ),
            Dialect::Postgres => format!(
                "SELECT o.* FROM {accounts} CROSS JOIN LATERAL (
                    SELECT {}, fence {due} {}
                 ) o",
                list(message::COLUMNS),
                dialect.for_update_skip_locked()
            ),
        }
    })
});

static TAKE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "UPDATE outbox SET free_at = $2, claimed_by = $3, fence = fence + 1
             WHERE id IN (SELECT r.id FROM {})",
            dialect.id_rows(1)
        )
    })
});

static INVITATIONS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM invitations WHERE id IN (SELECT r.id FROM {})",
            list(invitation::columns()),
            dialect.id_rows(1)
        )
    })
});

static ACCOUNTS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM accounts a WHERE id IN (SELECT r.id FROM {})",
            selected("a", "", &account::COLUMNS),
            dialect.id_rows(1)
        )
    })
});

/// Those of the invitations whose address, or without one whose number, someone proved to hold.
static KNOWN: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT i.id AS id FROM {} JOIN invitations i ON i.id = r.id
             WHERE EXISTS (SELECT 1 FROM users u WHERE u.email = i.email)
                OR i.email IS NULL AND EXISTS (SELECT 1 FROM users u WHERE u.phone = i.phone)",
            dialect.id_rows(1)
        )
    })
});

pub(super) struct Picked {
    pub(super) message: OutboxMessage,
    fence: u32,
}

/// Claims up to `limit` messages that are due at `now`, until `until`.
pub(super) async fn claim(
    store: &SeaStore,
    worker: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<DueMessage>, StoreError> {
    let mut transaction = store.transaction().await?;
    let claimed = claim_in(&mut transaction, store, worker, now, until, limit).await;
    match claimed {
        Ok(messages) => {
            transaction.commit().await?;
            Ok(messages)
        }
        Err(error) => {
            transaction.rollback().await?;
            Err(error)
        }
    }
}

async fn claim_in(
    transaction: &mut Transaction,
    store: &SeaStore,
    worker: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<DueMessage>, StoreError> {
    let accounts = due_accounts(transaction, &store.rotation, now, limit).await?;
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let picked = take_shares(transaction, accounts, worker, now, until, limit).await?;
    let invitations = invitations(transaction, &picked).await?;
    let people = People::of(transaction, &picked).await?;
    let accounts = accounts_of(transaction, &picked, &people).await?;
    let wordings = mail_wordings::of_accounts(transaction, accounts.keys().copied()).await?;
    let known = known(transaction, &picked, &accounts).await?;
    let read = Read {
        invitations,
        people,
        accounts,
        wordings,
        known,
    };
    let due = picked.into_iter().filter_map(|picked| {
        Some(DueMessage {
            matter: read.matter(&picked.message)?,
            claim: Claim {
                message: picked.message.id,
                fence: picked.fence,
                leased_until: until,
            },
            message: picked.message,
        })
    });
    Ok(in_turns(due.collect()))
}

/// Everything that the messages of one claim tell about.
struct Read {
    invitations: HashMap<InvitationId, Invitation>,
    people: People,
    accounts: HashMap<AccountId, Arc<Account>>,
    wordings: HashMap<AccountId, Arc<MailWordings>>,
    known: HashSet<InvitationId>,
}

impl Read {
    /// Puts together what a message tells about; `None` where that cannot be read.
    fn matter(&self, message: &OutboxMessage) -> Option<Matter> {
        match message.about {
            About::Invitation { id, .. } | About::AcceptanceCode { id, .. } => {
                Some(Matter::Invitation(Box::new(DueInvitation {
                    invitation: self.invitations.get(&id)?.clone(),
                    is_known: self.known.contains(&id),
                    account: Arc::clone(self.accounts.get(&message.account_id)?),
                    wordings: mail_wordings::of(&self.wordings, message.account_id),
                })))
            }
            About::PasswordReset(id) => {
                let reset = *self.people.resets.get(&id)?;
                self.password(reset.user_id, PasswordNews::Reset(reset))
            }
            About::PasswordChanged(user) => self.password(user, PasswordNews::Changed),
        }
    }

    fn password(&self, user: UserId, news: PasswordNews) -> Option<Matter> {
        let (user, place) = self.people.person(user)?;
        let account = place.and_then(|place| self.accounts.get(&place));
        Some(Matter::Password(Box::new(DuePassword {
            user: user.clone(),
            news,
            account: account.map(Arc::clone),
        })))
    }
}

/// Takes an equal share for each account; what some leave over goes to those that have more.
async fn take_shares(
    transaction: &mut Transaction,
    mut hungry: Vec<Uuid>,
    worker: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Picked>, StoreError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut taken = Vec::new();
    while !hungry.is_empty() && taken.len() < limit {
        hungry.truncate(limit - taken.len());
        let share = (limit - taken.len()) / hungry.len();
        let picked = pick(transaction, &hungry, now, share).await?;
        take(transaction, &picked, worker, until).await?;
        let mut eaten: HashMap<Uuid, usize> = HashMap::new();
        for picked in &picked {
            *eaten.entry(picked.message.account_id.uuid()).or_default() += 1;
        }
        hungry.retain(|account| eaten.get(account).is_some_and(|eaten| *eaten == share));
        taken.extend(picked);
    }
    Ok(taken)
}

async fn pick(
    transaction: &mut Transaction,
    accounts: &[Uuid],
    now: DateTime<Utc>,
    share: usize,
) -> Result<Vec<Picked>, StoreError> {
    let values = [
        transaction.dialect.ids(accounts.iter().copied()),
        millis(now).into(),
        i64::try_from(share).unwrap_or(i64::MAX).into(),
    ];
    let rows = transaction.all(&PICK, values).await?;
    rows.iter()
        .map(|row| {
            let fields = Fields::new(row, "outbox");
            Ok(Picked {
                message: message::decode(fields)?,
                fence: fields.number("fence")? + 1,
            })
        })
        .collect()
}

async fn take(
    transaction: &mut Transaction,
    picked: &[Picked],
    worker: &str,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids = picked.iter().map(|picked| picked.message.id);
    let values = [
        transaction.dialect.ids(ids.map(OutboxId::uuid)),
        millis(until).into(),
        worker.into(),
    ];
    transaction.execute(&TAKE, values).await?;
    Ok(())
}

/// Returns the invitations of what was picked. One that cannot be read is told to the operator and
/// left out, so that it does not hold up every other message for ever.
async fn invitations(
    transaction: &mut Transaction,
    picked: &[Picked],
) -> Result<HashMap<InvitationId, Invitation>, StoreError> {
    let ids = picked
        .iter()
        .filter_map(|picked| picked.message.about.invitation());
    let values = [transaction.dialect.ids(ids.map(InvitationId::uuid))];
    let rows = transaction.all(&INVITATIONS, values).await?;
    let read = |row: &QueryResult| invitation::decode(Fields::new(row, "invitations"));
    Ok(readable(&rows, read)
        .map(|invitation| (invitation.id, invitation))
        .collect())
}

async fn accounts_of(
    transaction: &mut Transaction,
    picked: &[Picked],
    people: &People,
) -> Result<HashMap<AccountId, Arc<Account>>, StoreError> {
    let mut ids: Vec<Uuid> = picked
        .iter()
        .map(|picked| picked.message.account_id)
        .chain(people.places())
        .map(AccountId::uuid)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let values = [transaction.dialect.ids(ids.into_iter())];
    let rows = transaction.all(&ACCOUNTS, values).await?;
    let read = |row: &QueryResult| account::decode(Fields::new(row, "accounts"));
    Ok(readable(&rows, read)
        .map(|account| (account.id, Arc::new(account)))
        .collect())
}

/// Asks who has credentials, for accounts that give out temporary passwords to those who have none.
async fn known(
    transaction: &mut Transaction,
    picked: &[Picked],
    accounts: &HashMap<AccountId, Arc<Account>>,
) -> Result<HashSet<InvitationId>, StoreError> {
    let gives_passwords = |picked: &&Picked| {
        accounts
            .get(&picked.message.account_id)
            .is_some_and(|account| {
                account.settings.credentials == CredentialsPolicy::TemporaryPassword
            })
    };
    let asked: Vec<Uuid> = picked
        .iter()
        .filter(gives_passwords)
        .filter_map(|picked| picked.message.about.invitation())
        .map(InvitationId::uuid)
        .collect();
    if asked.is_empty() {
        return Ok(HashSet::new());
    }
    let values = [transaction.dialect.ids(asked.into_iter())];
    let rows = transaction.all(&KNOWN, values).await?;
    rows.iter()
        .map(|row| {
            Fields::new(row, "invitations")
                .id("id")
                .map(InvitationId::new)
        })
        .collect()
}

pub(super) fn readable<'a, T>(
    rows: &'a [QueryResult],
    read: impl Fn(&QueryResult) -> Result<T, StoreError> + 'a,
) -> impl Iterator<Item = T> + 'a {
    rows.iter().filter_map(move |row| match read(row) {
        Ok(value) => Some(value),
        Err(error) => {
            let source = std::error::Error::source(&error);
            tracing::error!(
                error = source.map(tracing::field::display),
                "a message stays unsent because what it is about cannot be read"
            );
            None
        }
    })
}

/// Puts the longest due first, and lets the accounts take turns.
fn in_turns(mut due: Vec<DueMessage>) -> Vec<DueMessage> {
    due.sort_by_key(|due| (due.message.due_at, due.message.id));
    let mut turns: HashMap<AccountId, usize> = HashMap::new();
    let mut numbered: Vec<(usize, DueMessage)> = due
        .into_iter()
        .map(|due| {
            let turn = turns.entry(due.message.account_id).or_default();
            *turn += 1;
            (*turn, due)
        })
        .collect();
    numbered.sort_by_key(|(turn, _)| *turn);
    numbered.into_iter().map(|(_, due)| due).collect()
}
