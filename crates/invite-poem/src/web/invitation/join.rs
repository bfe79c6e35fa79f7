//! A person who has an account says yes: already signed in, or with their password right here.

use super::{
    PLACE,
    accept::refuse,
    page::{self, Typed, invited_identifier},
    refused,
    trouble::Trouble,
};
use crate::web::{
    cookies::{ANSWERED_LINK, begin_session},
    form::Posted,
    respond::{Answer, see},
    sign_in::{approval_pending, no_roles},
    visit::Visit,
};
use invite_domain::{
    model::{InvitationToken, Password, UserId, Via},
    service::{
        AcceptError, AcceptInvitation, Accepted, NextStep, Preview, PreviewError, SignInError,
        SignedInSession,
    },
};
use poem::{Response, handler};
use serde::Deserialize;

#[derive(Deserialize)]
pub(in crate::web) struct Filled {
    #[serde(default)]
    password: String,
}

#[handler]
pub(in crate::web) async fn join(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let Some(token) = visit.link.clone() else {
        return refused::unknown(&visit);
    };
    let invitations = &visit.services.invitations;
    let preview = match invitations.preview(&token, visit.user_id()).await {
        Ok(preview) => preview,
        Err(PreviewError::UnknownLink) => return refused::unknown(&visit),
        Err(PreviewError::DeadLink(dead)) => return refused::dead(&visit, &dead),
        Err(PreviewError::Store(error)) => return Err(error.into()),
    };
    match preview.next {
        NextStep::Join => match accept_as(&visit, &token, visit.user_id()).await {
            Ok(_) => Ok(joined(&visit, &token)),
            Err(error) => refuse(&visit, &Typed::default(), error).await,
        },
        NextStep::SignIn => {
            sign_in_and_join(&visit, &token, &preview, Password::new(filled.password)).await
        }
        // The page finds out what is to be done instead.
        NextStep::SetPassword
        | NextStep::ReplaceTemporaryPassword
        | NextStep::SwitchUser
        | NextStep::AlreadyIn
        | NextStep::AwaitApproval => Ok(see(PLACE)),
    }
}

async fn sign_in_and_join(
    visit: &Visit,
    token: &InvitationToken,
    preview: &Preview,
    password: Password,
) -> Answer {
    if password.expose().is_empty() {
        return page::render(visit, &Typed::default(), &[Trouble::NoPassword]).await;
    }
    let sign_in = &visit.services.sign_in;
    let identifier = invited_identifier(preview);
    let session: SignedInSession = match sign_in
        .sign_in_to_join(&identifier, &password, visit.visitor.clone(), token)
        .await
    {
        Ok(session) => session,
        // Whoever has credentials joins with them, and not with a temporary password.
        Err(SignInError::WrongCredentials | SignInError::MustSetPassword(_)) => {
            return page::render(visit, &Typed::default(), &[Trouble::WrongPassword]).await;
        }
        Err(SignInError::TooManyAttempts(waits)) => {
            return page::render(visit, &Typed::default(), &[Trouble::TooManyAttempts(waits)])
                .await;
        }
        Err(SignInError::NoRoles(user)) => return no_roles(visit, &user),
        Err(SignInError::ApprovalPending { user, accounts }) => {
            return approval_pending(visit, &user, &accounts);
        }
        Err(SignInError::Hash(error)) => return Err(error.into()),
        Err(SignInError::Store(error)) => return Err(error.into()),
    };
    match accept_as(visit, token, Some(session.user.id)).await {
        Ok(accepted) if accepted.approval_pending => {
            // An acceptance that waits for approval begins nothing, whatever else is theirs.
            sign_in.sign_out(&session.token, Via::Page).await?;
            Ok(joined(visit, token))
        }
        Ok(_) => {
            let mut response = joined(visit, token);
            // Whoever has no role here either is in, and signs in once they have one.
            if sign_in.keep_after_joining(&session, Via::Page).await? {
                begin_session(&mut response, visit.base(), &session);
            }
            Ok(response)
        }
        Err(error) => {
            // Whoever could not join did not ask to be signed in.
            sign_in.sign_out(&session.token, Via::Page).await?;
            refuse(visit, &Typed::default(), error).await
        }
    }
}

async fn accept_as(
    visit: &Visit,
    token: &InvitationToken,
    viewer: Option<UserId>,
) -> Result<Accepted, AcceptError> {
    let command = AcceptInvitation {
        token: token.clone(),
        password: None,
        code: None,
        name: None,
        viewer,
        via: Via::Page,
    };
    visit.services.invitations.accept(command).await
}

fn joined(visit: &Visit, token: &InvitationToken) -> Response {
    let mut response = see(PLACE);
    ANSWERED_LINK.set(&mut response, visit.base(), token.expose());
    response
}
