//! Many at once: rows to write down, and a selection to send.

use super::{invitation::Invitation, invitation_in::NewInvitation, list::Filter};
use crate::{api::strict_json::object_or_null, shared::problem::ProblemDocument};
use poem_openapi::{
    Enum, Object,
    registry::{MetaSchemaRef, Registry},
    types::{ParseFromJSON, ParseResult, ToJSON, Type},
};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// The most rows, or invitations, of one request.
pub(in crate::api) const MAX_ROWS: usize = 1000;

/// People to put on the roster, each with their own grant.
///
/// Each row is read by itself, so that a wrong one harms no other.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Batch {
    /// Up to 1,000 rows.
    #[oai(validator(min_items = 1, max_items = 1000))]
    pub(in crate::api) invitations: Vec<Row>,
}

/// A row that is not read yet: it should be a `NewInvitation`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::api) struct Row(pub(in crate::api) Value);

impl Type for Row {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        NewInvitation::name()
    }

    fn schema_ref() -> MetaSchemaRef {
        NewInvitation::schema_ref()
    }

    fn register(registry: &mut Registry) {
        NewInvitation::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }

    fn raw_element_iter<'a>(
        &'a self,
    ) -> Box<dyn Iterator<Item = &'a Self::RawElementValueType> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ParseFromJSON for Row {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        Ok(Self(value.unwrap_or_default()))
    }
}

impl ToJSON for Row {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }
}

/// What became of each row, in the order asked.
#[derive(Debug, Object)]
pub(in crate::api) struct BatchAnswer {
    pub(in crate::api) results: Vec<RowResult>,
}

/// What became of one row.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(in crate::api) struct RowResult {
    /// The row's place in the request, from 0.
    pub(in crate::api) index: u32,
    pub(in crate::api) outcome: RowOutcome,
    /// The invitation that was made.
    pub(in crate::api) invitation: Option<Invitation>,
    /// Why none was made.
    pub(in crate::api) problem: Option<ProblemDocument>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(in crate::api) enum RowOutcome {
    /// Written down.
    Created,
    /// Written down, and the message is queued.
    Queued,
    /// A live invitation holds the person's place.
    AlreadyInvited,
    /// The person is in.
    AlreadyMember,
    /// Some of its fields are wrong.
    Invalid,
    /// The caller may not grant this.
    Forbidden,
    /// Something went wrong on our side; the row may be repeated.
    Failed,
}

/// Whom to send to: ids, or a filter.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Selection {
    /// Up to 1,000 ids.
    #[oai(validator(min_items = 1, max_items = 1000))]
    pub(in crate::api) ids: Option<Vec<String>>,
    /// Everything that matches, up to 1,000 at once.
    #[serde(default, deserialize_with = "object_or_null")]
    pub(in crate::api) filter: Option<Filter>,
    /// Where to go on with a filter that matches more: `next_cursor` of the answer before.
    pub(in crate::api) cursor: Option<String>,
}

/// What became of each invitation of the selection.
#[derive(Debug, Object)]
pub(in crate::api) struct SelectionAnswer {
    pub(in crate::api) results: Vec<SentResult>,
    /// Where to go on, when a filter matches more than was done; null when everything was.
    pub(in crate::api) next_cursor: Option<String>,
}

/// What became of one invitation.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(in crate::api) struct SentResult {
    pub(in crate::api) id: String,
    pub(in crate::api) outcome: SentOutcome,
    /// The invitation, now queued.
    pub(in crate::api) invitation: Option<Invitation>,
    /// Why nothing was queued.
    pub(in crate::api) problem: Option<ProblemDocument>,
}

/// What became of an invitation that was to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(in crate::api) enum SentOutcome {
    /// The message is queued.
    Queued,
    /// Nothing was queued; the problem says why.
    Refused,
}
