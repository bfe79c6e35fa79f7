//! What the holder of a link does: look, say yes, say no. The token is in the body, never in an
//! address, so that no log, history or referrer holds it.

use super::{
    Group,
    credentials::Viewer,
    dto::invitee::{AcceptBody, Accepted, DeclineBody, Declined, Preview, Renewed, TokenBody},
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{Problem, request_log::about_invitation},
};
use invite_domain::{
    model::Via,
    service::{AcceptError, AskCode, RenewInvitation},
};
use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi, payload::Json};

/// That a code is on its way, and nothing beyond.
#[derive(ApiResponse)]
enum CodeQueued {
    /// A message with a code is queued.
    #[oai(status = 202)]
    Accepted,
}

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
    ///
    /// Where the account's setting `approval` is `required`, `approval_pending` says that an administrator
    /// has to approve first: the person has a place, and it opens nothing until then.
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

    /// Ask for a code to accept with
    ///
    /// Where `code_required` of the preview says so. The code goes to the address or number on record
    /// and to no other, at most once a minute and five times a day; it is good for ten minutes and five
    /// tries, and ends every former one.
    #[oai(
        path = "/invitations/code",
        method = "post",
        operation_id = "askAcceptanceCode"
    )]
    async fn code(
        &self,
        Data(services): Data<&Services>,
        StrictJson(body): StrictJson<TokenBody>,
    ) -> Result<CodeQueued, Problem> {
        let command = AskCode {
            token: body.token(),
            via: Via::Api,
        };
        let sent = services.invitations.ask_code(command).await?;
        (services.wake)();
        about_invitation(sent.claim.invitation);
        Ok(CodeQueued::Accepted)
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

    /// Ask for a new link
    ///
    /// For whoever holds one that has expired or was replaced. The message goes to the address or
    /// number on record and to no other, at most once in 15 minutes and five times a day.
    #[oai(
        path = "/invitations/renew",
        method = "post",
        operation_id = "renewInvitation"
    )]
    async fn renew(
        &self,
        Data(services): Data<&Services>,
        StrictJson(body): StrictJson<TokenBody>,
    ) -> Result<Json<Renewed>, Problem> {
        let command = RenewInvitation {
            token: body.token(),
            via: Via::Api,
        };
        let renewed = services.invitations.renew(command).await?;
        (services.wake)();
        about_invitation(renewed.invitation.id);
        Ok(Json(Renewed::from(renewed)))
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
