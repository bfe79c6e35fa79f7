//! Setting the new password, with the link that was opened.

use super::{FORGOTTEN, Form, PLACE};
use crate::web::{
    cookies::{NOTICE, RESET, end_session},
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    message::{Message, Symbol},
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use invite_domain::{
    model::{EmailAddress, InvalidValue, InvitationToken, Password, ResetRefusal, Via},
    service::{ResetPasswordError, ResetPreview},
};
use poem::{handler, http::StatusCode};
use serde::Deserialize;

#[derive(Deserialize)]
pub(in crate::web) struct Filled {
    #[serde(default)]
    password: String,
    #[serde(default)]
    repeated: String,
}

/// What is wrong with what was typed.
enum Wrong {
    Missing,
    Different,
    Refused(InvalidValue),
}

#[handler]
pub(in crate::web) async fn show(visit: Visit) -> Answer {
    let Some(token) = visit.reset_link.clone() else {
        return unknown(&visit);
    };
    render(&visit, &token, None).await
}

#[handler]
pub(in crate::web) async fn set(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let Some(token) = visit.reset_link.clone() else {
        return unknown(&visit);
    };
    let new = Password::new(filled.password);
    if new.expose().is_empty() {
        return render(&visit, &token, Some(Wrong::Missing)).await;
    }
    if new != Password::new(filled.repeated) {
        return render(&visit, &token, Some(Wrong::Different)).await;
    }
    let services = &visit.services;
    match services
        .sign_in
        .reset_password(&token, &new, Via::Page)
        .await
    {
        Ok(()) => {
            (services.wake)();
            let mut response = see("/sign-in");
            RESET.clear(&mut response, visit.base());
            end_session(&mut response, visit.base());
            NOTICE.set(&mut response, visit.base(), &Notice::PasswordSet.name());
            Ok(response)
        }
        Err(ResetPasswordError::Refused(error)) => {
            render(&visit, &token, Some(Wrong::Refused(error))).await
        }
        Err(error) => refused(&visit, error),
    }
}

async fn render(visit: &Visit, token: &InvitationToken, wrong: Option<Wrong>) -> Answer {
    match visit.services.sign_in.preview_password_reset(token).await {
        Ok(preview) => form(visit, &preview, wrong.as_ref()),
        Err(error) => refused(visit, error),
    }
}

fn form(visit: &Visit, preview: &ResetPreview, wrong: Option<&Wrong>) -> Answer {
    let texts = visit.texts_for(preview.user.locale);
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    match wrong {
        None => {}
        Some(Wrong::Missing) => problems.at("password", texts.get("page-error-password-required")),
        Some(Wrong::Different) => {
            problems.at("repeated", texts.get("page-error-passwords-differ"));
        }
        Some(Wrong::Refused(error)) => {
            let said = wording::invalid(texts, error, preview.policy);
            problems.at("password", said);
        }
    }
    let mut fields = vec![
        Field::password(
            "password",
            texts.get("page-field-new-password"),
            "new-password",
        )
        .for_new_password(texts, preview.policy),
        Field::password(
            "repeated",
            texts.get("page-field-confirm-new-password"),
            "new-password",
        ),
    ];
    problems.mark(&mut fields);
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let heading = texts.get("page-reset-heading");
    let email = preview.user.email.as_ref().map(EmailAddress::original);
    let view = Form {
        page: Layout::new(texts, heading.clone(), PLACE)
            .of(visit)
            .with_errors(problems.any()),
        heading: heading.into_owned(),
        explanation: texts.get("page-reset-explanation").into_owned(),
        problems,
        action: PLACE,
        identifier: email.map(str::to_owned),
        fields,
        button: texts.get("page-reset-button").into_owned(),
        way_back: "page-cancel",
    };
    page(status, &view)
}

/// Answers to a link that is not one of ours: forged, foreign and cut-off ones alike.
pub(super) fn unknown(visit: &Visit) -> Answer {
    dead(
        visit,
        StatusCode::NOT_FOUND,
        "page-unknown-heading",
        "page-unknown-text",
    )
}

fn refused(visit: &Visit, error: ResetPasswordError) -> Answer {
    match error {
        ResetPasswordError::UnknownLink => unknown(visit),
        ResetPasswordError::DeadLink(ResetRefusal::Expired) => dead(
            visit,
            StatusCode::GONE,
            "page-reset-expired-heading",
            "page-reset-expired-text",
        ),
        ResetPasswordError::DeadLink(ResetRefusal::Used) => dead(
            visit,
            StatusCode::GONE,
            "page-reset-used-heading",
            "page-reset-used-text",
        ),
        // The page asks again before it comes to this.
        ResetPasswordError::Refused(_) => Ok(see(PLACE)),
        ResetPasswordError::Hash(error) => Err(Fault::from(error)),
        ResetPasswordError::Store(error) => Err(Fault::from(error)),
    }
}

fn dead(visit: &Visit, status: StatusCode, heading: &str, text: &str) -> Answer {
    let texts = visit.texts();
    let heading = texts.get(heading);
    let page = Layout::new(texts, heading.clone(), PLACE);
    Message::new(page, Symbol::Clock, heading)
        .text(texts.get(text))
        .link(FORGOTTEN, texts.get("page-reset-again"))
        .answer(status)
}
