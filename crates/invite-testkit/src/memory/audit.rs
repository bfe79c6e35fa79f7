//! Reading the audit log in memory.

use super::{MemoryStore, tables::Tables};
use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, Actor, AuditEntry, EmailAddress, PhoneNumber, Subject},
    ports::{AuditCursor, AuditFilter, AuditPage, AuditReader, AuditRecord, StoreError},
};

#[async_trait]
impl AuditReader for MemoryStore {
    async fn entries(
        &self,
        account: AccountId,
        filter: &AuditFilter,
        limit: u32,
        after: Option<AuditCursor>,
    ) -> Result<AuditPage, StoreError> {
        let tables = self.snapshot()?;
        let mut found: Vec<_> = tables
            .audit
            .rows()
            .filter(|entry| entry.account_id == Some(account) && matches(entry, filter))
            .filter(|entry| after.is_none_or(|after| (entry.at, entry.id) < (after.at, after.id)))
            .collect();
        found.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
        let limit = usize::try_from(limit.clamp(1, 1000)).unwrap_or(1000);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| AuditCursor {
            at: last.at,
            id: last.id,
        });
        Ok(AuditPage {
            items: found.into_iter().map(|e| record(&tables, e)).collect(),
            next,
        })
    }
}

fn matches(entry: &AuditEntry, filter: &AuditFilter) -> bool {
    let actor = match &entry.doer.actor {
        Actor::User(id) => Some(id.uuid()),
        Actor::ApiKey(id) => Some(id.uuid()),
        Actor::Invitee | Actor::System => None,
    };
    let name = entry.action.name();
    let family = name.split('.').next();
    filter
        .action
        .as_deref()
        .is_none_or(|wanted| wanted == name || Some(wanted) == family)
        && filter.actor.is_none_or(|wanted| actor == Some(wanted))
        && filter.via.is_none_or(|wanted| entry.doer.via == wanted)
        && filter
            .invitation
            .is_none_or(|wanted| entry.action.invitation() == Some(wanted))
        && filter
            .member
            .is_none_or(|wanted| entry.action.member() == Some(wanted))
        && filter.from.is_none_or(|from| from <= entry.at)
        && filter.to.is_none_or(|to| entry.at < to)
}

fn record(tables: &Tables, entry: &AuditEntry) -> AuditRecord {
    let subject = entry.action.subject();
    AuditRecord {
        id: entry.id,
        at: entry.at,
        action: entry.action.name().to_owned(),
        actor_name: tables.actor_name(&entry.doer.actor),
        doer: entry.doer.clone(),
        subject_name: subject_name(tables, entry, subject),
        subject,
        detail: entry.action.detail(),
    }
}

fn subject_name(tables: &Tables, entry: &AuditEntry, subject: Subject) -> Option<String> {
    match subject {
        Subject::Account => {
            let account = tables.accounts.get(&entry.account_id?)?;
            Some(account.name.to_string())
        }
        Subject::Invitation(id) => {
            let invitee = &tables.invitations.get(&id)?.invitee;
            let name = invitee.name.as_ref().map(ToString::to_string);
            let email = invitee.email.as_ref().map(EmailAddress::original);
            let phone = invitee.phone.as_ref().map(PhoneNumber::as_str);
            name.or(email.or(phone).map(str::to_owned))
        }
        Subject::Member(id) => {
            let place = tables.members.get(&id).map(|member| member.user_id);
            let user = entry.action.user().or(place)?;
            tables.actor_name(&Actor::User(user)).map(|n| n.to_string())
        }
        Subject::User(id) => tables.actor_name(&Actor::User(id)).map(|n| n.to_string()),
        Subject::ApiKey(id) => tables.actor_name(&Actor::ApiKey(id)).map(|n| n.to_string()),
        Subject::Catalog => None,
    }
}
