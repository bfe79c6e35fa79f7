//! Signing in, in two steps: who, then the password.
//!
//! The first step looks nothing up, so that a known and an unknown person see the same page after the
//! same time.

use super::{
    cookies::{LINK, begin_session, end_session},
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    message::{Message, Symbol},
    place,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use crate::{SetUp, shared::sentences};
use askama::Template;
use invite_domain::{
    model::{DisplayName, Password, User, Via},
    service::SignInError,
};
use poem::{handler, http::StatusCode, web::Query};
use serde::Deserialize;
use std::borrow::Cow;

const PLACE: &str = "/sign-in";

/// Without a password it is the first step, with one (an empty one, too) the second.
#[derive(Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    identifier: String,
    password: Option<String>,
    #[serde(default)]
    to: String,
}

/// The page that was asked for, and needs someone signed in.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    page: Layout,
    problems: Problems,
    fields: Vec<Field>,
    button: &'static str,
    can_go_back: bool,
    /// Where the way leads on, empty for the start page.
    to: String,
}

#[handler]
pub(super) async fn ask(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let to = place::own(&asked.to).unwrap_or_default();
    if visit.session.is_some() {
        return Ok(see(on(to)));
    }
    if matches!(visit.services.set_up, SetUp::Open(_))
        && !visit.services.accounts.has_accounts().await?
    {
        return nothing_here_yet(&visit);
    }
    who(&visit, to, false)
}

#[handler]
pub(super) async fn sign_in(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let to = place::own(&filled.to).unwrap_or_default();
    let identifier = filled.identifier.trim();
    let identifier: String = identifier.chars().take(254).collect();
    if identifier.is_empty() {
        return who(&visit, to, true);
    }
    let Some(password) = filled.password.map(Password::new) else {
        return password_page(&visit, &identifier, to, StatusCode::OK, None);
    };
    let texts = visit.texts();
    let refused = |status, text| password_page(&visit, &identifier, to, status, Some(text));
    if password.expose().is_empty() {
        let text = texts.get("page-error-password-required");
        return refused(StatusCode::UNPROCESSABLE_ENTITY, text);
    }
    match visit
        .services
        .sign_in
        .sign_in(&identifier, &password, visit.visitor.clone())
        .await
    {
        Ok(session) => {
            // Whoever was signed in before in this browser is not anymore.
            if let Some(before) = &visit.session {
                visit
                    .services
                    .sign_in
                    .sign_out(&before.token, Via::Page)
                    .await?;
            }
            let mut response = see(on(to));
            begin_session(&mut response, visit.base(), &session);
            LINK.clear(&mut response, visit.base());
            Ok(response)
        }
        Err(SignInError::WrongCredentials) => {
            let text = texts.get("page-error-wrong-credentials");
            refused(StatusCode::UNPROCESSABLE_ENTITY, text)
        }
        Err(SignInError::TooManyAttempts(waits)) => {
            let text = wording::too_many_attempts(texts, waits);
            refused(StatusCode::TOO_MANY_REQUESTS, text.into())
        }
        Err(SignInError::NoRoles(user)) => no_roles(&visit, &user),
        Err(SignInError::ApprovalPending { user, accounts }) => {
            approval_pending(&visit, &user, &accounts)
        }
        Err(SignInError::MustSetPassword(token)) => {
            if let Some(before) = &visit.session {
                visit
                    .services
                    .sign_in
                    .sign_out(&before.token, Via::Page)
                    .await?;
            }
            // The invitation's page asks for the new password, and for nothing else.
            let mut response = see("/invitation");
            end_session(&mut response, visit.base());
            LINK.set(&mut response, visit.base(), token.expose());
            Ok(response)
        }
        Err(SignInError::Hash(error)) => Err(error.into()),
        Err(SignInError::Store(error)) => Err(error.into()),
    }
}

/// Returns the page to go on to.
fn on(to: &str) -> &str {
    if to.is_empty() { "/" } else { to }
}

/// The first step.
fn who(visit: &Visit, to: &str, is_missing: bool) -> Answer {
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if is_missing {
        problems.at("identifier", texts.get("page-error-identifier-required"));
    }
    let identifier = Field::line("identifier", texts.get("page-field-identifier"))
        .autocomplete("username")
        .like_an_address()
        .at_most(254);
    let status = status_of(&problems);
    step(visit, to, status, vec![identifier], problems)
}

/// The second step: the same for everyone.
fn password_page(
    visit: &Visit,
    identifier: &str,
    to: &str,
    status: StatusCode,
    wrong: Option<Cow<'static, str>>,
) -> Answer {
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if let Some(text) = wrong {
        problems.at("password", text);
    }
    let fields = vec![
        Field::line("identifier", texts.get("page-field-identifier"))
            .autocomplete("username")
            .locked(identifier),
        Field::password(
            "password",
            texts.get("page-field-password"),
            "current-password",
        ),
    ];
    step(visit, to, status, fields, problems)
}

/// Shows a step; the one with a password is the second.
fn step(
    visit: &Visit,
    to: &str,
    status: StatusCode,
    mut fields: Vec<Field>,
    mut problems: Problems,
) -> Answer {
    let texts = visit.texts();
    problems.mark(&mut fields);
    let heading = texts.get("page-sign-in-heading");
    let is_second = fields.iter().any(Field::is_password);
    let view = SignIn {
        page: Layout::new(texts, heading, place::sign_in_to(to))
            .of(visit)
            .with_errors(problems.any()),
        button: if is_second {
            "page-sign-in-button"
        } else {
            "page-continue-button"
        },
        can_go_back: is_second,
        to: to.to_owned(),
        fields,
        problems,
    };
    page(status, &view)
}

fn status_of(problems: &Problems) -> StatusCode {
    if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}

/// The password was right, and no account lets the person in: in the person's own language.
pub(super) fn no_roles(visit: &Visit, user: &User) -> Answer {
    let texts = visit.texts_for(user.locale);
    let heading = texts.get("page-no-roles-heading");
    Message::new(
        Layout::new(texts, heading.clone(), PLACE),
        Symbol::Stop,
        heading,
    )
    .text(sentences::no_roles(texts, user))
    .answer(StatusCode::FORBIDDEN)
}

/// The password was right, and an administrator has to approve first: in the person's own language.
pub(super) fn approval_pending(visit: &Visit, user: &User, accounts: &[DisplayName]) -> Answer {
    let texts = visit.texts_for(user.locale);
    let heading = texts.get("page-approval-heading");
    Message::new(
        Layout::new(texts, heading.clone(), PLACE),
        Symbol::Clock,
        heading,
    )
    .text(sentences::approval_pending(texts, accounts))
    .answer(StatusCode::FORBIDDEN)
}

/// Before the first administrator there is nobody who could sign in.
fn nothing_here_yet(visit: &Visit) -> Answer {
    let texts = visit.texts();
    let heading = texts.get("page-empty-heading");
    Message::new(
        Layout::new(texts, heading.clone(), PLACE),
        Symbol::Clock,
        heading,
    )
    .text(texts.get("page-empty-text"))
    .answer(StatusCode::OK)
}
