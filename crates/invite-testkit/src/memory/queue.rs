//! The outbox in memory: the side that workers claim from.

use super::{
    MemoryStore,
    tables::{Tables, Waiting, missing},
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        About, Account, AccountId, Claim, CredentialsPolicy, DueInvitation, DueMessage,
        DuePassword, Invitation, Matter, PasswordNews, UserId,
    },
    ports::{MessageQueue, StoreError},
};
use std::{collections::BTreeMap, sync::Arc};

#[async_trait]
impl MessageQueue for MemoryStore {
    async fn claim(
        &self,
        _worker: &str,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<DueMessage>, StoreError> {
        let mut unit = self.try_unit().await?;
        let mut accounts = BTreeMap::new();
        let mut claimed = Vec::new();
        for waiting in in_turn(&unit.tables, now, limit) {
            let taken = Waiting {
                fence: waiting.fence + 1,
                leased_until: Some(now + lease),
                ..waiting
            };
            claimed.push(due_message(&unit.tables, &mut accounts, &taken)?);
            unit.tables.outbox.put(taken.message.id, taken);
        }
        unit.publish();
        Ok(claimed)
    }

    async fn renew(
        &self,
        claims: &[Claim],
        until: DateTime<Utc>,
    ) -> Result<Vec<Claim>, StoreError> {
        let mut unit = self.try_unit().await?;
        let mut holding = Vec::new();
        for claim in claims {
            let waiting = unit.tables.outbox.get(&claim.message);
            let held = |w: &&Waiting| w.fence == claim.fence && w.leased_until.is_some();
            let Some(mut renewed) = waiting.filter(held).cloned() else {
                continue;
            };
            renewed.leased_until = Some(until);
            unit.tables.outbox.put(claim.message, renewed);
            holding.push(Claim {
                leased_until: until,
                ..*claim
            });
        }
        unit.publish();
        Ok(holding)
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let tables = self.snapshot()?;
        let waiting = tables.outbox.rows().filter(|w| may_send(&tables, w));
        Ok(waiting.map(Waiting::free_at).min())
    }
}

/// Whether anything is sent for the message's account at present.
fn may_send(tables: &Tables, waiting: &Waiting) -> bool {
    let account = tables.accounts.get(&waiting.message.account_id);
    account.is_none_or(|account| account.suspended_at.is_none())
}

/// Returns up to `limit` messages that nobody holds: each account's first, then each one's second,
/// and so on, within a round the one that is due longest first.
fn in_turn(tables: &Tables, now: DateTime<Utc>, limit: u32) -> Vec<Waiting> {
    let mut due: Vec<_> = tables
        .outbox
        .rows()
        .filter(|w| w.message.due_at <= now && w.free_at() <= now && may_send(tables, w))
        .collect();
    due.sort_by_key(|w| (w.message.due_at, w.message.id));
    let mut turns: BTreeMap<AccountId, u32> = BTreeMap::new();
    let mut in_turn: Vec<_> = due
        .into_iter()
        .map(|waiting| {
            let turn = turns.entry(waiting.message.account_id).or_default();
            *turn += 1;
            (*turn, waiting)
        })
        .collect();
    // The sort is stable: within a round the order by time stays.
    in_turn.sort_by_key(|(turn, _)| *turn);
    in_turn.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    in_turn.into_iter().map(|(_, w)| w.clone()).collect()
}

fn due_message(
    tables: &Tables,
    accounts: &mut BTreeMap<AccountId, Arc<Account>>,
    taken: &Waiting,
) -> Result<DueMessage, StoreError> {
    let message = taken.message.clone();
    let mut shared = |account: &Account| {
        let shared = accounts.entry(account.id);
        Arc::clone(shared.or_insert_with(|| Arc::new(account.clone())))
    };
    let matter = match message.about {
        About::Invitation { id, .. } | About::AcceptanceCode { id, .. } => {
            let invitation = tables.invitations.get(&id);
            let invitation = invitation.ok_or_else(|| missing("invitation"))?;
            let account = tables.accounts.get(&message.account_id);
            let account = account.ok_or_else(|| missing("account"))?;
            Matter::Invitation(Box::new(DueInvitation {
                is_known: account.settings.credentials == CredentialsPolicy::TemporaryPassword
                    && is_known(tables, invitation),
                invitation: invitation.clone(),
                account: shared(account),
                wordings: Arc::new(tables.wordings_of(account.id)),
            }))
        }
        About::PasswordReset(id) => {
            let reset = tables.password_resets.get(&id);
            let reset = *reset.ok_or_else(|| missing("password reset"))?;
            let news = PasswordNews::Reset(reset);
            Matter::Password(Box::new(due_password(tables, reset.user_id, news, shared)?))
        }
        About::PasswordChanged(user) => {
            let news = PasswordNews::Changed;
            Matter::Password(Box::new(due_password(tables, user, news, shared)?))
        }
    };
    Ok(DueMessage {
        claim: Claim {
            message: message.id,
            fence: taken.fence,
            leased_until: taken.free_at(),
        },
        matter,
        message,
    })
}

fn due_password(
    tables: &Tables,
    user: UserId,
    news: PasswordNews,
    shared: impl FnMut(&Account) -> Arc<Account>,
) -> Result<DuePassword, StoreError> {
    let person = tables.people.get(&user).ok_or_else(|| missing("person"))?;
    let account = tables.places(user).into_iter().next();
    Ok(DuePassword {
        user: person.user.clone(),
        news,
        account: account.map(|(account, _)| account).map(shared),
    })
}

/// Whether someone proved to hold the invited address or number.
fn is_known(tables: &Tables, invitation: &Invitation) -> bool {
    let invitee = &invitation.invitee;
    let holder = tables.holder(invitee.email.as_ref(), invitee.phone.as_ref());
    holder.is_some()
}
