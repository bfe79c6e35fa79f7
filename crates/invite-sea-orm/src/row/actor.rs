//! Whoever did something: a kind, and an id where the kind has one.

use super::Fields;
use invite_domain::{
    model::{Actor, ApiKeyId, UserId},
    ports::StoreError,
};
use uuid::Uuid;

pub(crate) fn encode(actor: &Actor) -> (&'static str, Option<Uuid>) {
    match actor {
        Actor::User(id) => ("user", Some(id.uuid())),
        Actor::ApiKey(id) => ("api_key", Some(id.uuid())),
        Actor::Invitee => ("invitee", None),
        Actor::System => ("system", None),
    }
}

pub(crate) fn decode(
    fields: Fields<'_>,
    kind_column: &'static str,
    id_column: &'static str,
) -> Result<Actor, StoreError> {
    let kind = fields.text(kind_column)?;
    let id: Option<Uuid> = fields.get(id_column)?;
    match (kind.as_str(), id) {
        ("user", Some(id)) => Ok(Actor::User(UserId::new(id))),
        ("api_key", Some(id)) => Ok(Actor::ApiKey(ApiKeyId::new(id))),
        ("invitee", None) => Ok(Actor::Invitee),
        ("system", None) => Ok(Actor::System),
        _ => Err(fields.unreadable(kind_column, "no such actor")),
    }
}
