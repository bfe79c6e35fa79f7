//! A new password for whoever forgot theirs.

use super::{
    Group,
    dto::password_reset::{NewPassword, ResetRequest},
    strict_json::StrictJson,
};
use crate::{Services, shared::Problem};
use invite_domain::model::Via;
use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi};

/// The operations.
pub(super) struct PasswordResets;

/// The same for everyone.
#[derive(ApiResponse)]
enum Requested {
    #[oai(status = 202)]
    Requested,
}

/// The new password is set.
#[derive(ApiResponse)]
enum Reset {
    #[oai(status = 204)]
    Reset,
}

#[OpenApi(tag = "Group::Sessions")]
impl PasswordResets {
    /// Ask for a new password
    ///
    /// Whoever is known by this and has an address gets a mail with a link that works once and for an
    /// hour; at most three mails an hour. The answer is the same for known and unknown people. A person
    /// who has only been invited sets their first password with the invitation.
    #[oai(
        path = "/password/reset-requests",
        method = "post",
        operation_id = "requestPasswordReset"
    )]
    async fn request(
        &self,
        Data(services): Data<&Services>,
        StrictJson(body): StrictJson<ResetRequest>,
    ) -> Result<Requested, Problem> {
        let identifier = body.read()?;
        services
            .sign_in
            .request_password_reset(&identifier, Via::Api)
            .await?;
        (services.wake)();
        Ok(Requested::Requested)
    }

    /// Set a new password with the link of a mail
    ///
    /// Every session of the person ends, and every other such link is dead. No session begins.
    #[oai(
        path = "/password/reset",
        method = "post",
        operation_id = "resetPassword"
    )]
    async fn reset(
        &self,
        Data(services): Data<&Services>,
        StrictJson(body): StrictJson<NewPassword>,
    ) -> Result<Reset, Problem> {
        let (token, password) = body.read();
        services
            .sign_in
            .reset_password(&token, &password, Via::Api)
            .await?;
        (services.wake)();
        Ok(Reset::Reset)
    }
}
