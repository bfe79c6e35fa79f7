//! Whoever did something, on the wire.

use super::invitation::actor;
use invite_domain::model::{self, DisplayName};
use poem_openapi::Object;

/// Whoever did something.
#[derive(Debug, Object)]
#[oai(rename = "Actor")]
pub(in crate::api) struct Who {
    /// `user`, `api_key`, `invitee` or `system`.
    kind: String,
    /// The id of the person or the key.
    id: Option<String>,
    /// What the person or the key is called now.
    name: Option<String>,
}

impl Who {
    /// Names someone.
    pub(in crate::api) fn new(of: &model::Actor, name: Option<&DisplayName>) -> Self {
        let (kind, id) = actor(of);
        Self {
            kind: kind.to_owned(),
            id,
            name: name.map(ToString::to_string),
        }
    }
}
