//! The holder of a link asks for a code to accept with. Only a posted form does: mail scanners read.

use super::{
    PLACE,
    page::{self, Typed},
    refused,
    trouble::Trouble,
};
use crate::web::{
    form::Posted,
    respond::{Answer, see},
    visit::Visit,
};
use invite_domain::{
    model::Via,
    service::{AskCode, AskCodeError},
};
use poem::handler;
use serde::Deserialize;

/// What was typed before a new code was asked for.
#[derive(Deserialize)]
pub(in crate::web) struct Filled {
    #[serde(default)]
    name: String,
}

#[handler]
pub(in crate::web) async fn ask(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let Some(token) = visit.link.clone() else {
        return refused::unknown(&visit);
    };
    let command = AskCode {
        token,
        via: Via::Page,
    };
    let typed = Typed {
        name: filled.name,
        ..Typed::default()
    };
    let trouble = match visit.services.invitations.ask_code(command).await {
        Ok(_) => {
            (visit.services.wake)();
            // What was typed stays; without it, reloading the page asks for nothing.
            return if typed.name.is_empty() {
                Ok(see(PLACE))
            } else {
                page::render(&visit, &typed, &[]).await
            };
        }
        Err(AskCodeError::TooSoon { again_at, .. }) => Trouble::CodeTooSoon(again_at),
        Err(AskCodeError::AccountSuspended) => Trouble::Suspended,
        // The page finds out what is to be done instead.
        Err(AskCodeError::NotNeeded) => return Ok(see(PLACE)),
        Err(AskCodeError::UnknownLink) => return refused::unknown(&visit),
        Err(AskCodeError::DeadLink(dead)) => return refused::dead(&visit, &dead),
        Err(AskCodeError::Store(error)) => return Err(error.into()),
    };
    page::render(&visit, &typed, &[trouble]).await
}
