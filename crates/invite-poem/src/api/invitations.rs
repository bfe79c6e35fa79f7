//! One invitation: reading, changing, sending and withdrawing.

use super::{
    Group,
    credentials::Credentials,
    dto::{history::History, invitation::Invitation, invitation_patch::InvitationChange},
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{
        Problem, ProblemCode,
        problem_from_catalog::{unavailable, undefined},
        request_log::about_invitation,
    },
};
use invite_domain::{
    model::{self, Caller, InvitationId, Operation},
    service::{EditInvitation, EditInvitationError},
};
use poem::web::Data;
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path},
    payload::Json,
};

/// The operations.
pub(super) struct Invitations;

/// The invitation.
#[derive(ApiResponse)]
enum One {
    #[oai(status = 200)]
    Found(
        Json<Invitation>,
        /// The version, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[OpenApi(tag = "Group::Invitations")]
impl Invitations {
    /// Read an invitation
    #[oai(
        path = "/accounts/:account/invitations/:id",
        method = "get",
        operation_id = "getInvitation"
    )]
    async fn read(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
    ) -> Result<One, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let invitation = services
            .invitations
            .find(&caller, invitation_id(&id)?)
            .await?;
        Ok(found(services, &invitation))
    }

    /// Change an invitation while it is pending
    ///
    /// Absent leaves a field as it is, null clears it. With `If-Match`, nothing is changed unless the
    /// invitation is still at that version.
    #[oai(
        path = "/accounts/:account/invitations/:id",
        method = "patch",
        operation_id = "changeInvitation"
    )]
    async fn change(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
        /// The `ETag` that the change builds on.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        StrictJson(body): StrictJson<InvitationChange>,
    ) -> Result<One, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let id = invitation_id(&id)?;
        let expected = if_match
            .as_deref()
            .map(expected_version)
            .transpose()?
            .flatten();
        let invitation = change(services, &caller, id, expected, &body).await?;
        wake_if_queued(services, &invitation);
        Ok(found(services, &invitation))
    }

    /// Send an invitation
    ///
    /// A message with a new link is queued; sending again is the same.
    #[oai(
        path = "/accounts/:account/invitations/:id/send",
        method = "post",
        operation_id = "sendInvitation"
    )]
    async fn send(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
    ) -> Result<One, Problem> {
        send(services, &credentials, &account, &id).await
    }

    /// Send an invitation again
    ///
    /// The account's `resend_policy` says what becomes of the old link.
    #[oai(
        path = "/accounts/:account/invitations/:id/resend",
        method = "post",
        operation_id = "resendInvitation"
    )]
    async fn resend(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
    ) -> Result<One, Problem> {
        send(services, &credentials, &account, &id).await
    }

    /// Withdraw an invitation
    ///
    /// Its links are dead at once. Withdrawing twice is the same as once.
    #[oai(
        path = "/accounts/:account/invitations/:id/revoke",
        method = "post",
        operation_id = "revokeInvitation"
    )]
    async fn revoke(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
    ) -> Result<One, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let invitation = services
            .invitations
            .revoke(&caller, invitation_id(&id)?)
            .await?;
        Ok(found(services, &invitation))
    }

    /// Read everything that happened to an invitation
    #[oai(
        path = "/accounts/:account/invitations/:id/history",
        method = "get",
        operation_id = "getInvitationHistory"
    )]
    async fn history(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
    ) -> Result<Json<History>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let history = services
            .invitations
            .history(&caller, invitation_id(&id)?)
            .await?;
        Ok(Json(History::from(&*history)))
    }
}

/// Reads an id; a text that is none names nothing that exists.
pub(super) fn invitation_id(text: &str) -> Result<InvitationId, Problem> {
    let id = text
        .parse()
        .map_err(|_| Problem::of(ProblemCode::InvitationNotFound))?;
    about_invitation(id);
    Ok(id)
}

async fn send(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    id: &str,
) -> Result<One, Problem> {
    let caller = credentials.caller(services, account).await?;
    let invitation = services
        .invitations
        .send(&caller, invitation_id(id)?)
        .await?;
    wake_if_queued(services, &invitation);
    Ok(found(services, &invitation))
}

/// How often a change is put over the invitation anew, when others change it under our hands.
const ATTEMPTS: u32 = 4;

/// Changes an invitation: fields that are absent keep what they hold at that moment.
async fn change(
    services: &Services,
    caller: &Caller,
    id: InvitationId,
    expected: Option<u32>,
    body: &InvitationChange,
) -> Result<model::Invitation, Problem> {
    // Whoever may only read is refused for what they ask, not after a look at what it is about.
    caller.may(Operation::Invite)?;
    let mut attempt = 1;
    loop {
        let before = services.invitations.find(caller, id).await?;
        if expected.is_some_and(|version| version != before.version) {
            return Err(Problem::of(ProblemCode::VersionMismatch));
        }
        let command = EditInvitation {
            id,
            changes: body.over(&before)?,
            expected_version: Some(before.version),
        };
        match services.invitations.edit(caller, command).await {
            Ok(invitation) => return Ok(invitation),
            Err(EditInvitationError::Conflict) if expected.is_some() => {
                return Err(Problem::of(ProblemCode::VersionMismatch));
            }
            Err(EditInvitationError::Conflict) if attempt < ATTEMPTS => attempt += 1,
            Err(EditInvitationError::Undefined(items)) => {
                return Err(undefined(&items, |item| body.place(item)));
            }
            Err(EditInvitationError::Unavailable(items)) => {
                return Err(unavailable(&items, |item| body.place(item)));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Reads `If-Match`: one version, or `*` for any.
pub(super) fn expected_version(text: &str) -> Result<Option<u32>, Problem> {
    if text.trim() == "*" {
        return Ok(None);
    }
    let version = text
        .trim()
        .strip_prefix('"')
        .and_then(|t| t.strip_suffix('"'));
    match version.and_then(|v| v.parse().ok()) {
        Some(version) => Ok(Some(version)),
        None => Err(Problem::parameter(
            "If-Match",
            "invalid_version",
            "send the `ETag` as it is",
        )),
    }
}

/// Lets the worker know that a message waits, so that it leaves at once.
pub(super) fn wake_if_queued(services: &Services, invitation: &model::Invitation) {
    if invitation.state == model::State::Queued {
        (services.wake)();
    }
}

fn found(services: &Services, invitation: &model::Invitation) -> One {
    let (shown, etag) = shown(services, invitation);
    One::Found(shown, etag)
}

/// Shows an invitation with its version.
pub(super) fn shown(
    services: &Services,
    invitation: &model::Invitation,
) -> (Json<Invitation>, String) {
    about_invitation(invitation.id);
    let now = services.invitations.moment();
    (
        Json(Invitation::at(invitation, now)),
        format!("\"{}\"", invitation.version),
    )
}
