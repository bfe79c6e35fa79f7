//! A new person says yes, and sets a password.

use super::{
    PLACE,
    page::{self, Typed},
    refused,
    trouble::Trouble,
};
use crate::web::{
    cookies::ANSWERED_LINK,
    form::Posted,
    respond::{Answer, see},
    visit::Visit,
};
use invite_domain::{
    model::{AcceptanceCode, DisplayName, Password, Via},
    service::{AcceptError, AcceptInvitation},
};
use poem::handler;
use serde::Deserialize;

/// Name and login of the invitee are not among these: what the inviter filled in stays.
#[derive(Deserialize)]
pub(in crate::web) struct Filled {
    #[serde(default)]
    name: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    repeated: String,
}

#[handler]
pub(in crate::web) async fn accept(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let Some(token) = visit.link.clone() else {
        return refused::unknown(&visit);
    };
    let (name, mut troubles) = match DisplayName::parse(&filled.name) {
        Ok(name) => (Some(name), Vec::new()),
        // The service takes the inviter's name, or what stands before the @.
        Err(error) if error.code() == "required" => (None, Vec::new()),
        Err(error) => (None, vec![Trouble::Name(error)]),
    };
    let typed = Typed {
        name: filled.name,
        code: filled.code,
    };
    let code = AcceptanceCode::read(&typed.code);
    if code.is_none() && !typed.code.trim().is_empty() {
        troubles.push(Trouble::CodeMalformed);
    }
    let password = Password::new(filled.password);
    let repeated = Password::new(filled.repeated);
    if password.expose().is_empty() {
        troubles.push(Trouble::NoPassword);
    } else if password != repeated {
        troubles.push(Trouble::PasswordsDiffer);
    }
    if !troubles.is_empty() {
        return page::render(&visit, &typed, &troubles).await;
    }

    let command = AcceptInvitation {
        token: token.clone(),
        password: Some(password),
        code,
        name,
        viewer: visit.user_id(),
        via: Via::Page,
    };
    match visit.services.invitations.accept(command).await {
        Ok(_) => {
            let mut response = see(PLACE);
            ANSWERED_LINK.set(&mut response, visit.base(), token.expose());
            Ok(response)
        }
        Err(error) => refuse(&visit, &typed, error).await,
    }
}

/// Shows why nobody came in.
pub(super) async fn refuse(visit: &Visit, typed: &Typed, error: AcceptError) -> Answer {
    let trouble = match error {
        AcceptError::UnknownLink => return refused::unknown(visit),
        AcceptError::DeadLink(dead) => return refused::dead(visit, &dead),
        // The page finds out what is to be done instead.
        AcceptError::SignInRequired | AcceptError::SignedInAsSomeoneElse { .. } => {
            return Ok(see(PLACE));
        }
        AcceptError::PasswordRequired => Trouble::NoPassword,
        AcceptError::PasswordRefused(error) => Trouble::Password(error),
        AcceptError::Code(refusal) => Trouble::Code(refusal),
        AcceptError::InviterNotEntitled { .. } => Trouble::InviterNotEntitled,
        AcceptError::AccountSuspended => Trouble::Suspended,
        AcceptError::NoSeat => Trouble::NoSeat,
        AcceptError::ResourceTaken(keys) => Trouble::ResourceTaken(keys),
        AcceptError::LoginTaken => Trouble::LoginTaken,
        AcceptError::Conflict => Trouble::Conflict,
        AcceptError::Hash(error) => return Err(error.into()),
        AcceptError::Store(error) => return Err(error.into()),
    };
    page::render(visit, typed, &[trouble]).await
}
