//! Changing one's own password.

use super::{
    cookies::NOTICE,
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{Password, PasswordPolicy, User},
    service::ChangePasswordError,
};
use poem::{handler, http::StatusCode};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    repeated: String,
}

#[derive(Template)]
#[template(path = "password.html")]
struct Change {
    page: Layout,
    problems: Problems,
    fields: Vec<Field>,
    identifier: String,
}

#[handler]
pub(super) async fn ask(visit: Visit) -> Answer {
    render(&visit, |_, _| {}).await
}

#[handler]
pub(super) async fn change(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let session = visit.signed_in()?;
    let texts = visit.texts();
    let current = Password::new(filled.current);
    let new = Password::new(filled.password);
    let repeated = Password::new(filled.repeated);
    if current.expose().is_empty() || new.expose().is_empty() || new != repeated {
        return render(&visit, |problems, _| {
            if current.expose().is_empty() {
                problems.at("current", texts.get("page-error-password-required"));
            }
            if new.expose().is_empty() {
                problems.at("password", texts.get("page-error-password-required"));
            } else if new != repeated {
                problems.at("repeated", texts.get("page-error-passwords-differ"));
            }
        })
        .await;
    }
    let changed = visit
        .services
        .sign_in
        .change_password(&session.token, &current, &new, visit.visitor.clone())
        .await;
    match changed {
        Ok(()) => {
            let mut response = see("/");
            NOTICE.set(&mut response, visit.base(), &Notice::PasswordChanged.name());
            Ok(response)
        }
        Err(ChangePasswordError::NotSignedIn) => Err(Fault::SignInFirst),
        Err(ChangePasswordError::WrongPassword) => {
            render(&visit, |problems, _| {
                problems.at("current", texts.get("page-error-wrong-password"));
            })
            .await
        }
        Err(ChangePasswordError::TooManyAttempts(waits)) => {
            render(&visit, |problems, _| {
                problems.at("current", wording::too_many_attempts(texts, waits));
            })
            .await
        }
        Err(ChangePasswordError::Refused(error)) => {
            render(&visit, |problems, policy| {
                problems.at("password", wording::invalid(texts, &error, policy));
            })
            .await
        }
        Err(ChangePasswordError::Hash(error)) => Err(error.into()),
        Err(ChangePasswordError::Store(error)) => Err(error.into()),
    }
}

async fn render(visit: &Visit, tell: impl FnOnce(&mut Problems, PasswordPolicy) + Send) -> Answer {
    let user = &visit.signed_in()?.user;
    let texts = visit.texts();
    let policy = strictest_policy(visit, user).await?;
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    tell(&mut problems, policy);
    let mut fields = vec![
        Field::password(
            "current",
            texts.get("page-field-current-password"),
            "current-password",
        ),
        Field::password(
            "password",
            texts.get("page-field-new-password"),
            "new-password",
        )
        .for_new_password(texts, policy),
        Field::password(
            "repeated",
            texts.get("page-field-password-again"),
            "new-password",
        ),
    ];
    problems.mark(&mut fields);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = Change {
        page: Layout::new(texts, texts.get("page-password-heading"), "/password")
            .of(visit)
            .with_errors(problems.any()),
        problems,
        fields,
        identifier: user
            .email
            .as_ref()
            .map_or_else(String::new, |email| email.original().to_owned()),
    };
    page(status, &view)
}

/// The same rule that the service checks by, for the hint.
async fn strictest_policy(visit: &Visit, user: &User) -> Result<PasswordPolicy, Fault> {
    let memberships = visit.services.sign_in.memberships(user).await?;
    Ok(memberships
        .iter()
        .map(|membership| membership.account.settings.password)
        .max_by_key(|policy| policy.min_length())
        .unwrap_or_default())
}
