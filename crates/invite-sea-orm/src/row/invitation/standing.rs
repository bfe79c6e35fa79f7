//! Where an invitation stands: changed by every transition.

use crate::{
    dialect::{Hex, Kind},
    row::{Fields, millis, named, storable},
};
use chrono::DateTime;
use invite_domain::{
    model::{
        Failure, FailureReason, Invitation, MemberId, PersonalMessage, State, Status,
        SupersededLink, Trail,
    },
    ports::StoreError,
};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use std::error::Error;
use uuid::Uuid;

/// The values as they are stored, named like their columns.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Standing {
    /// The row's id, for writing many at once.
    id: Hex,
    pub(crate) live_key: Option<String>,
    status: &'static str,
    version: i64,
    generation: i64,
    queued_at: Option<i64>,
    invited_at: Option<i64>,
    expires_at: Option<i64>,
    state_at: Option<i64>,
    member_id: Option<Hex>,
    failure: Option<&'static str>,
    detail: Option<String>,
    superseded: Option<String>,
}

impl Standing {
    /// Its columns, without the id.
    pub(crate) const COLUMNS: [&'static str; 12] = [
        "live_key",
        "status",
        "version",
        "generation",
        "queued_at",
        "invited_at",
        "expires_at",
        "state_at",
        "member_id",
        "failure",
        "detail",
        "superseded",
    ];

    /// What a row set of these holds.
    pub(crate) const ROWS: [(&'static str, Kind); 13] = [
        ("id", Kind::Id),
        ("live_key", Kind::Text),
        ("status", Kind::Text),
        ("version", Kind::Int),
        ("generation", Kind::Int),
        ("queued_at", Kind::Int),
        ("invited_at", Kind::Int),
        ("expires_at", Kind::Int),
        ("state_at", Kind::Int),
        ("member_id", Kind::Id),
        ("failure", Kind::Text),
        ("detail", Kind::Text),
        ("superseded", Kind::Text),
    ];

    pub(crate) fn of(invitation: &Invitation) -> Self {
        let (mut at, mut member, mut failure, mut detail) = (None, None, None, None);
        match &invitation.state {
            State::NotInvited | State::Queued | State::Invited => {}
            State::Accepted {
                at: when,
                member: id,
            } => {
                at = Some(*when);
                member = Some(Hex(id.uuid()));
            }
            State::Declined { at: when, reason } => {
                at = Some(*when);
                detail = reason.as_ref().map(|text| text.as_str().to_owned());
            }
            State::Expired { at: when } | State::Revoked { at: when } => at = Some(*when),
            State::Error {
                at: when,
                failure: why,
            } => {
                at = Some(*when);
                failure = Some(why.reason.as_str());
                detail = Some(storable(&why.detail));
            }
        }
        Self {
            id: Hex(invitation.id.uuid()),
            live_key: invitation.live_identity(),
            status: invitation.state.status().as_str(),
            version: invitation.version.into(),
            generation: invitation.generation.into(),
            queued_at: invitation.trail.queued_at.map(millis),
            invited_at: invitation.trail.invited_at.map(millis),
            expires_at: invitation.trail.expires_at.map(millis),
            state_at: at.map(millis),
            member_id: member,
            failure,
            detail,
            superseded: encode_superseded(&invitation.superseded),
        }
    }

    /// Returns the values in the order of [`Self::COLUMNS`].
    pub(crate) fn values(self) -> [Value; 12] {
        [
            self.live_key.into(),
            self.status.into(),
            self.version.into(),
            self.generation.into(),
            self.queued_at.into(),
            self.invited_at.into(),
            self.expires_at.into(),
            self.state_at.into(),
            self.member_id.map(|id| id.0).into(),
            self.failure.into(),
            self.detail.into(),
            self.superseded.into(),
        ]
    }
}

pub(super) fn state(fields: Fields<'_>) -> Result<State, StoreError> {
    let status = fields.parsed("status", |text| Status::parse(text).ok_or("no such status"))?;
    Ok(match status {
        Status::NotInvited => State::NotInvited,
        Status::Queued => State::Queued,
        Status::Invited => State::Invited,
        Status::Accepted => State::Accepted {
            at: fields.time("state_at")?,
            member: MemberId::new(fields.get::<Uuid>("member_id")?),
        },
        Status::Declined => State::Declined {
            at: fields.time("state_at")?,
            reason: fields.parsed_if_any("detail", PersonalMessage::parse)?,
        },
        Status::Expired => State::Expired {
            at: fields.time("state_at")?,
        },
        Status::Error => State::Error {
            at: fields.time("state_at")?,
            failure: Failure {
                reason: fields.parsed("failure", reason)?,
                detail: fields.text("detail")?,
            },
        },
        Status::Revoked => State::Revoked {
            at: fields.time("state_at")?,
        },
    })
}

pub(super) fn trail(fields: Fields<'_>) -> Result<Trail, StoreError> {
    Ok(Trail {
        queued_at: fields.time_if_any("queued_at")?,
        invited_at: fields.time_if_any("invited_at")?,
        expires_at: fields.time_if_any("expires_at")?,
    })
}

/// Reads the code of a failure.
pub(crate) fn reason(text: &str) -> Result<FailureReason, &'static str> {
    named(&FailureReason::ALL, FailureReason::as_str, text)
}

/// The shape of the superseded links. A changed shape gets a further `version`.
#[derive(Serialize, Deserialize)]
#[serde(tag = "version", deny_unknown_fields)]
enum Stored {
    #[serde(rename = "1")]
    One { links: Vec<StoredLink> },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredLink {
    generation: u32,
    good_until: i64,
}

fn encode_superseded(links: &[SupersededLink]) -> Option<String> {
    if links.is_empty() {
        return None;
    }
    let links = links.iter().map(|link| StoredLink {
        generation: link.generation,
        good_until: millis(link.good_until),
    });
    let stored = Stored::One {
        links: links.collect(),
    };
    serde_json::to_string(&stored).ok()
}

pub(super) fn superseded(fields: Fields<'_>) -> Result<Vec<SupersededLink>, StoreError> {
    Ok(fields
        .parsed_if_any("superseded", decode_superseded)?
        .unwrap_or_default())
}

fn decode_superseded(text: &str) -> Result<Vec<SupersededLink>, Box<dyn Error + Send + Sync>> {
    let Stored::One { links } = serde_json::from_str(text)?;
    links
        .into_iter()
        .map(|link| {
            let good_until =
                DateTime::from_timestamp_millis(link.good_until).ok_or("no such instant")?;
            Ok(SupersededLink {
                generation: link.generation,
                good_until,
            })
        })
        .collect()
}
