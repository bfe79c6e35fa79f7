//! What the holder of a link does: look, say yes, say no. The token is in the body, never in an
//! address, so that no log, history or referrer holds it.

use super::{
    Group,
    credentials::Viewer,
    dto::invitee::{AcceptBody, Accepted, DeclineBody, Declined, Preview, TokenBody},
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{Problem, request_log::about_invitation},
};
use invite_domain::service::AcceptError;
use poem::web::Data;
use poem_openapi::{OpenApi, payload::Json};

/// The operations.
pub(super) struct Invitee;

#[OpenApi(tag = "Group::Invitee")]
impl Invitee {
    /// Look at an invitation
    ///
    /// Changes nothing, however often.
    #[oai(
        path = "/invitations/preview",
        method = "post",
        operation_id = "previewInvitation"
    )]
    async fn preview(
        &self,
        Data(services): Data<&Services>,
        viewer: Viewer,
        StrictJson(body): StrictJson<TokenBody>,
    ) -> Result<Json<Preview>, Problem> {
        let preview = services
            .invitations
            .preview(&body.token(), viewer.id())
            .await?;
        Ok(Json(Preview::to(&viewer, &preview)))
    }

    /// Accept an invitation
    ///
    /// The person is a member afterwards; accepting again says so once more. A new person sets a
    /// password, anyone else signs in first.
    #[oai(
        path = "/invitations/accept",
        method = "post",
        operation_id = "acceptInvitation"
    )]
    async fn accept(
        &self,
        Data(services): Data<&Services>,
        viewer: Viewer,
        StrictJson(body): StrictJson<AcceptBody>,
    ) -> Result<Json<Accepted>, Problem> {
        let command = body.command(viewer.id())?;
        let accepted = services.invitations.accept(command).await;
        let accepted = accepted.map_err(|error| refused(error, &viewer))?;
        about_invitation(accepted.invitation.id);
        Ok(Json(Accepted::from(&accepted)))
    }

    /// Decline an invitation
    ///
    /// Declining again is the same as once.
    #[oai(
        path = "/invitations/decline",
        method = "post",
        operation_id = "declineInvitation"
    )]
    async fn decline(
        &self,
        Data(services): Data<&Services>,
        StrictJson(body): StrictJson<DeclineBody>,
    ) -> Result<Json<Declined>, Problem> {
        services.invitations.decline(body.command()?).await?;
        Ok(Json(Declined {
            status: "declined".to_owned(),
        }))
    }
}

/// Tells someone who is signed in as another person both addresses.
fn refused(error: AcceptError, viewer: &Viewer) -> Problem {
    let is_someone_else = matches!(error, AcceptError::SignedInAsSomeoneElse { .. });
    let mut problem = Problem::from(error);
    if is_someone_else {
        problem.members.signed_in_as = viewer.known_as();
    }
    problem
}
