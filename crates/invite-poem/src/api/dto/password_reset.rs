//! A new password on the wire.

use crate::shared::{FieldProblem, Problem};
use invite_domain::model::{InvitationToken, Password};
use poem_openapi::Object;
use serde::Deserialize;

/// Who forgot their password.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ResetRequest {
    /// What the person signs in with: an address, a login or a number.
    identifier: String,
}

impl ResetRequest {
    /// Returns what identifies the person.
    ///
    /// # Errors
    /// `invalid_input` when it is empty.
    pub(in crate::api) fn read(self) -> Result<String, Problem> {
        if self.identifier.trim().is_empty() {
            return Err(Problem::invalid(vec![FieldProblem::new(
                "identifier",
                "required",
                "an address, a login or a number is needed",
            )]));
        }
        Ok(self.identifier)
    }
}

/// The token of the link, and the new password.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewPassword {
    /// What stands behind the last slash of the link.
    token: String,
    password: String,
}

impl NewPassword {
    /// Returns the token and the new password.
    pub(in crate::api) fn read(self) -> (InvitationToken, Password) {
        (
            InvitationToken::new(self.token),
            Password::new(self.password),
        )
    }
}
