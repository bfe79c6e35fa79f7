//! The audit log on the wire.

use super::who::Who;
use crate::{api::cursor, shared::Problem};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AuditEntryId, InvitationId, MemberId, Subject, Via},
    ports::{AuditCursor, AuditFilter, AuditPage, AuditRecord},
};
use poem_openapi::Object;
use uuid::Uuid;

/// To whom or what it was done.
#[derive(Debug, Object)]
#[oai(rename = "AuditSubject")]
struct SubjectShown {
    /// `account`, `invitation`, `member`, `user`, `api_key` or `catalog`.
    kind: String,
    id: Option<String>,
    /// What it is called now: a name, else an address or number.
    name: Option<String>,
}

/// One line of the audit log.
#[derive(Debug, Object)]
#[oai(rename = "AuditEntry")]
struct Entry {
    id: String,
    at: DateTime<Utc>,
    /// What was done, such as `invitation.queued`.
    action: String,
    actor: Who,
    /// Through what: `page`, `api`, `command_line` or `worker`.
    via: String,
    subject: SubjectShown,
    /// What there is to say beyond it.
    detail: Option<String>,
}

/// Part of the audit log, newest first.
#[derive(Debug, Object)]
pub(in crate::api) struct AuditList {
    items: Vec<Entry>,
    /// Where the next part begins; null at the end.
    next_cursor: Option<String>,
}

impl From<&AuditPage> for AuditList {
    fn from(page: &AuditPage) -> Self {
        Self {
            items: page.items.iter().map(Entry::from).collect(),
            next_cursor: page
                .next
                .map(|next| cursor::write_moment(next.at, next.id.uuid())),
        }
    }
}

impl From<&AuditRecord> for Entry {
    fn from(record: &AuditRecord) -> Self {
        Self {
            id: record.id.to_string(),
            at: record.at,
            action: record.action.clone(),
            actor: Who::new(&record.doer.actor, record.actor_name.as_ref()),
            via: record.doer.via.as_str().to_owned(),
            subject: SubjectShown {
                kind: record.subject.kind().to_owned(),
                id: subject_id(record.subject),
                name: record.subject_name.clone(),
            },
            detail: Some(record.detail.clone()).filter(|detail| !detail.is_empty()),
        }
    }
}

/// Returns the id of what an entry is about, where it has one of its own.
pub(in crate::api) fn subject_id(subject: Subject) -> Option<String> {
    match subject {
        Subject::Account | Subject::Catalog => None,
        Subject::Invitation(id) => Some(id.to_string()),
        Subject::Member(id) => Some(id.to_string()),
        Subject::User(id) => Some(id.to_string()),
        Subject::ApiKey(id) => Some(id.to_string()),
    }
}

/// Which entries are wanted, as the address says it.
#[derive(Debug, Default)]
pub(in crate::api) struct Wanted {
    pub(in crate::api) action: Option<String>,
    pub(in crate::api) actor: Option<String>,
    pub(in crate::api) via: Option<String>,
    pub(in crate::api) invitation: Option<String>,
    pub(in crate::api) member: Option<String>,
    pub(in crate::api) from: Option<String>,
    pub(in crate::api) to: Option<String>,
}

impl Wanted {
    /// Reads every condition.
    ///
    /// # Errors
    /// `invalid_parameter`, naming the first that is wrong.
    pub(in crate::api) fn filter(&self) -> Result<AuditFilter, Problem> {
        Ok(AuditFilter {
            action: self.action.as_deref().map(action).transpose()?,
            actor: id("actor", self.actor.as_deref())?,
            via: self.via.as_deref().map(via).transpose()?,
            invitation: id("invitation", self.invitation.as_deref())?.map(InvitationId::new),
            member: id("member", self.member.as_deref())?.map(MemberId::new),
            from: time("from", self.from.as_deref())?,
            to: time("to", self.to.as_deref())?,
        })
    }
}

/// Reads where the log goes on.
///
/// # Errors
/// `invalid_parameter`.
pub(in crate::api) fn read_cursor(text: &str) -> Result<AuditCursor, Problem> {
    let (at, id) = cursor::read_moment(text)?;
    Ok(AuditCursor {
        at,
        id: AuditEntryId::new(id),
    })
}

fn action(text: &str) -> Result<String, Problem> {
    let is_name =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let mut parts = text.split('.');
    let fits = parts.next().is_some_and(is_name) && parts.next().is_none_or(is_name);
    if fits && parts.next().is_none() && text.len() <= 64 {
        return Ok(text.to_owned());
    }
    let detail = "an action is a name such as invitation.queued, or a family such as invitation";
    Err(Problem::parameter("action", "action_invalid", detail))
}

fn via(text: &str) -> Result<Via, Problem> {
    Via::parse(text).map_err(|invalid| Problem::parameter("via", invalid.code(), invalid.detail()))
}

fn id(name: &str, text: Option<&str>) -> Result<Option<Uuid>, Problem> {
    let read = |text: &str| {
        Uuid::parse_str(text).map_err(|_| Problem::parameter(name, "id_invalid", "expected an id"))
    };
    text.map(read).transpose()
}

fn time(name: &str, text: Option<&str>) -> Result<Option<DateTime<Utc>>, Problem> {
    let read = |text: &str| {
        DateTime::parse_from_rfc3339(text)
            .map(|time| time.to_utc())
            .map_err(|_| {
                let detail = "expected a time such as 2027-01-31T09:00:00Z";
                Problem::parameter(name, "wrong_type", detail)
            })
    };
    text.map(read).transpose()
}
