//! Which part of the log is looked at: it stands in the address, so that it can be kept and shared.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use invite_domain::{
    model::{AuditEntryId, InvitationId, MemberId, Via},
    ports::{AuditCursor, AuditFilter},
};
use serde::Deserialize;
use uuid::Uuid;

/// The words after the question mark, as they came.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) action: String,
    pub(super) via: String,
    pub(super) actor: String,
    pub(super) invitation: String,
    pub(super) member: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) after: String,
}

/// What of it can be read.
pub(super) struct Wanted {
    pub(super) filter: AuditFilter,
    pub(super) after: Option<AuditCursor>,
    pub(super) from_is_bad: bool,
    pub(super) until_is_bad: bool,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

impl Asked {
    /// Reads it. Days that are none are mistakes of whoever typed them; whatever else cannot be read is
    /// left out: an address may come from anywhere.
    pub(super) fn read(&self) -> Wanted {
        let (from, from_is_bad) = day(&self.from);
        let (until, until_is_bad) = day(&self.until);
        let after_until = until.and_then(|day| day.succ_opt());
        Wanted {
            filter: AuditFilter {
                action: Some(self.action.clone()).filter(|text| is_action(text)),
                actor: id(&self.actor),
                via: Via::parse(&self.via).ok(),
                invitation: id(&self.invitation).map(InvitationId::new),
                member: id(&self.member).map(MemberId::new),
                from: from.map(midnight),
                to: after_until.map(midnight),
            },
            after: read_cursor(&self.after),
            from_is_bad,
            until_is_bad,
            from,
            until,
        }
    }
}

impl Wanted {
    /// Whether it is less than everything.
    pub(super) fn is_filtered(&self) -> bool {
        self.filter != AuditFilter::default()
    }

    /// Returns the address of this part of the log from a place in it on.
    pub(super) fn address(&self, place: &str, after: &str) -> String {
        let mut words = self.words();
        words.extend(self.from.map(|day| format!("from={day}")));
        words.extend(self.until.map(|day| format!("until={day}")));
        words.push(format!("after={after}"));
        format!("{place}?{}", words.join("&"))
    }

    /// Returns where the whole of it is as a table.
    pub(super) fn csv(&self, slug: &str) -> String {
        let mut words = self.words();
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        words.extend(self.filter.from.map(|at| format!("from={}", time(at))));
        words.extend(self.filter.to.map(|at| format!("to={}", time(at))));
        let place = format!("/api/v1/accounts/{slug}/audit.csv");
        if words.is_empty() {
            return place;
        }
        format!("{place}?{}", words.join("&"))
    }

    /// None of the values has a character that would need to be encoded.
    fn words(&self) -> Vec<String> {
        let filter = &self.filter;
        let mut words = Vec::new();
        words.extend(filter.action.iter().map(|text| format!("action={text}")));
        words.extend(filter.via.map(|via| format!("via={}", via.as_str())));
        words.extend(filter.actor.map(|id| format!("actor={id}")));
        words.extend(filter.invitation.map(|id| format!("invitation={id}")));
        words.extend(filter.member.map(|id| format!("member={id}")));
        words
    }
}

fn is_action(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c == '_' || c == '.';
    !text.is_empty() && text.len() <= 64 && text.chars().all(fits)
}

fn id(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text.trim()).ok()
}

/// Returns the day, and whether there is something that is none.
fn day(text: &str) -> (Option<NaiveDate>, bool) {
    let text = text.trim();
    if text.is_empty() {
        return (None, false);
    }
    let is_usual = |day: &NaiveDate| (1970..=9999).contains(&chrono::Datelike::year(day));
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let day = day.filter(is_usual);
    (day, day.is_none())
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Writes a place in the log.
pub(super) fn write_cursor(cursor: AuditCursor) -> String {
    format!("{}_{}", cursor.at.timestamp_micros(), cursor.id)
}

/// Anything that is not a cursor of ours begins from the newest.
fn read_cursor(text: &str) -> Option<AuditCursor> {
    let (micros, id) = text.split_once('_')?;
    Some(AuditCursor {
        at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
        id: AuditEntryId::new(Uuid::parse_str(id).ok()?),
    })
}
