//! Saying no, with a reason if the person wants to give one.

use super::{
    PLACE,
    page::{self, Head},
    refused,
    trouble::Trouble,
};
use crate::web::{
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    respond::{self, Answer, see},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{InvalidValue, PersonalMessage, Via},
    service::{DeclineError, DeclineInvitation, NextStep, PreviewError},
};
use poem::{handler, http::StatusCode};
use serde::Deserialize;

#[derive(Deserialize)]
pub(in crate::web) struct Filled {
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "invitation/decline.html")]
struct Ask {
    page: Layout,
    head: Head,
    problems: Problems,
    fields: Vec<Field>,
}

#[handler]
pub(in crate::web) async fn ask(visit: Visit) -> Answer {
    render(&visit, "", None).await
}

#[handler]
pub(in crate::web) async fn decline(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let Some(token) = visit.link.clone() else {
        return refused::unknown(&visit);
    };
    let reason = match PersonalMessage::parse(&filled.reason) {
        Ok(reason) => Some(reason),
        Err(error) if error.code() == "required" => None,
        Err(error) => return render(&visit, &filled.reason, Some(error)).await,
    };
    let command = DeclineInvitation {
        token,
        reason,
        via: Via::Page,
    };
    match visit.services.invitations.decline(command).await {
        // The page tells how it stands, and how to change one's mind.
        Ok(()) | Err(DeclineError::DeadLink(_)) => Ok(see(PLACE)),
        Err(DeclineError::UnknownLink) => refused::unknown(&visit),
        Err(DeclineError::Illegal(_)) => {
            page::render(&visit, &page::Typed::default(), &[Trouble::CannotDecline]).await
        }
        Err(DeclineError::Conflict) => {
            page::render(&visit, &page::Typed::default(), &[Trouble::Conflict]).await
        }
        Err(DeclineError::Store(error)) => Err(error.into()),
    }
}

async fn render(visit: &Visit, typed: &str, wrong: Option<InvalidValue>) -> Answer {
    let Some(token) = visit.link.clone() else {
        return refused::unknown(visit);
    };
    let invitations = &visit.services.invitations;
    let preview = match invitations.preview(&token, visit.user_id()).await {
        Ok(preview) if matches!(preview.next, NextStep::AlreadyIn | NextStep::AwaitApproval) => {
            return Ok(see(PLACE));
        }
        Ok(preview) => preview,
        Err(PreviewError::UnknownLink) => return refused::unknown(visit),
        Err(PreviewError::DeadLink(dead)) => return refused::dead(visit, &dead),
        Err(PreviewError::Store(error)) => return Err(error.into()),
    };
    let texts = visit.texts_for(Some(preview.locale));
    let heading = texts.get("page-decline-heading");
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if let Some(error) = &wrong {
        problems.at("reason", wording::invalid(texts, error, preview.password));
    }
    let mut fields = vec![
        Field::lines("reason", texts.get("page-field-reason"))
            .optional(texts.get("page-optional"))
            .hint(texts.get("page-reason-hint"))
            .at_most(1000)
            .value(typed),
    ];
    problems.mark(&mut fields);
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = Ask {
        page: Layout::new(texts, heading.clone(), "/invitation/decline")
            .of(visit)
            .with_errors(wrong.is_some()),
        head: Head::of(&preview, texts, heading.into_owned()),
        problems,
        fields,
    };
    respond::page(status, &view)
}
