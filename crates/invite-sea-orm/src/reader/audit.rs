//! The audit log by keyset, newest first, with the names of today.

use crate::{
    connect::SeaStore,
    row::{Fields, actor, millis},
    sql::{Sql, limit},
};
use async_trait::async_trait;
use invite_domain::{
    model::{
        AccountId, ApiKeyId, AuditEntryId, DisplayName, Doer, InvitationId, MemberId, Subject,
        UserId, Via,
    },
    ports::{AuditCursor, AuditFilter, AuditPage, AuditReader, AuditRecord, StoreError},
};
use sea_orm::{QueryResult, Value};
use std::fmt::Write as _;
use uuid::Uuid;

const MAX_LIMIT: u32 = 1000;

#[async_trait]
impl AuditReader for SeaStore {
    async fn entries(
        &self,
        account: AccountId,
        filter: &AuditFilter,
        limit: u32,
        after: Option<AuditCursor>,
    ) -> Result<AuditPage, StoreError> {
        let limit = limit.clamp(1, MAX_LIMIT);
        let (before_time, before_id) = before(filter, after);
        let mut query = Query {
            values: vec![
                account.uuid().into(),
                before_time.into(),
                before_id.into(),
                // One more than asked for tells whether there is a further page.
                (i64::from(limit) + 1).into(),
            ],
        };
        let text = query.text(filter);
        let rows = self.read(&Sql::same(text), query.values).await?;
        let items: Result<Vec<_>, _> = rows.iter().map(record).collect();
        let mut items = items?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(|last| AuditCursor {
            at: last.at,
            id: last.id,
        });
        Ok(AuditPage { items, next })
    }
}

/// Returns where to begin: an end that was asked for is a place to go on from, too.
fn before(filter: &AuditFilter, after: Option<AuditCursor>) -> (i64, Uuid) {
    let place = after.map(|AuditCursor { at, id }| (millis(at), id.uuid()));
    let end = filter.to.map(|to| (millis(to), Uuid::nil()));
    let places = place.into_iter().chain(end);
    places.min().unwrap_or((i64::MAX, Uuid::max()))
}

/// A query whose text depends only on which conditions there are, so that it is prepared once.
///
/// `$1` is the account, `$2` and `$3` the place to go on from, `$4` the limit.
struct Query {
    values: Vec<Value>,
}

impl Query {
    fn text(&mut self, filter: &AuditFilter) -> String {
        let conditions = self.conditions(filter);
        // Names are looked up for the entries of the page only.
        format!(
            "SELECT l.id, l.at, l.name, l.detail, l.via, l.actor_kind, l.actor_id,
                    l.invitation_id, l.member_id, l.user_id, l.api_key_id,
                    COALESCE(actor_user.name, actor_key.name) AS actor_name,
                    CASE
                        WHEN l.invitation_id IS NOT NULL
                            THEN COALESCE(i.name, i.email_original, i.phone)
                        WHEN l.api_key_id IS NOT NULL THEN k.name
                        WHEN l.member_id IS NOT NULL OR l.user_id IS NOT NULL THEN u.name
                        WHEN l.name LIKE 'account.%' OR l.name LIKE 'refusal.%' THEN a.name
                    END AS subject_name
             FROM (
                SELECT * FROM audit_log e
                WHERE e.account_id = $1 AND (e.at, e.id) < ($2, $3) {conditions}
                ORDER BY e.at DESC, e.id DESC {limit}
             ) AS l
             LEFT JOIN users actor_user ON actor_user.id = l.actor_id AND l.actor_kind = 'user'
             LEFT JOIN api_keys actor_key ON actor_key.id = l.actor_id AND l.actor_kind = 'api_key'
             LEFT JOIN invitations i ON i.id = l.invitation_id
             LEFT JOIN members m ON m.id = l.member_id
             LEFT JOIN users u ON u.id = COALESCE(l.user_id, m.user_id)
             LEFT JOIN api_keys k ON k.id = l.api_key_id
             LEFT JOIN accounts a ON a.id = l.account_id
             ORDER BY l.at DESC, l.id DESC",
            limit = limit(4),
        )
    }

    fn conditions(&mut self, filter: &AuditFilter) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        if let Some(action) = &filter.action {
            let name = self.bind(action.as_str());
            // Whatever begins with the family and a dot: a slash is what comes after the dot.
            let (first, last) = (
                self.bind(format!("{action}.")),
                self.bind(format!("{action}/")),
            );
            let _ = write!(
                text,
                " AND (e.name = ${name} OR e.name >= ${first} AND e.name < ${last})"
            );
        }
        if let Some(actor) = filter.actor {
            let actor = self.bind(actor);
            let _ = write!(text, " AND e.actor_id = ${actor}");
        }
        if let Some(via) = filter.via {
            let via = self.bind(via.as_str());
            let _ = write!(text, " AND e.via = ${via}");
        }
        if let Some(invitation) = filter.invitation {
            let invitation = self.bind(invitation.uuid());
            let _ = write!(text, " AND e.invitation_id = ${invitation}");
        }
        if let Some(member) = filter.member {
            let member = self.bind(member.uuid());
            let _ = write!(text, " AND e.member_id = ${member}");
        }
        if let Some(from) = filter.from {
            let from = self.bind(millis(from));
            let _ = write!(text, " AND e.at >= ${from}");
        }
        text
    }

    fn bind(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }
}

fn record(row: &QueryResult) -> Result<AuditRecord, StoreError> {
    let fields = Fields::new(row, "audit_log");
    let action = fields.text("name")?;
    Ok(AuditRecord {
        id: AuditEntryId::new(fields.id("id")?),
        at: fields.time("at")?,
        doer: Doer {
            actor: actor::decode(fields, "actor_kind", "actor_id")?,
            via: fields.parsed("via", Via::parse)?,
        },
        actor_name: fields.parsed_if_any("actor_name", DisplayName::parse)?,
        subject: subject(fields, &action)?,
        subject_name: fields.get("subject_name")?,
        detail: fields.text("detail")?,
        action,
    })
}

fn subject(fields: Fields<'_>, action: &str) -> Result<Subject, StoreError> {
    let id = |column| fields.get::<Option<Uuid>>(column);
    if let Some(id) = id("invitation_id")? {
        return Ok(Subject::Invitation(InvitationId::new(id)));
    }
    if let Some(id) = id("api_key_id")? {
        return Ok(Subject::ApiKey(ApiKeyId::new(id)));
    }
    if let Some(id) = id("member_id")? {
        return Ok(Subject::Member(MemberId::new(id)));
    }
    if let Some(id) = id("user_id")? {
        return Ok(Subject::User(UserId::new(id)));
    }
    Ok(Subject::without_id(action))
}
