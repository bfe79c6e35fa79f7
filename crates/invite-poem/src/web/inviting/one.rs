//! The page that puts one person on the roster.

use super::{SAVED, confirm, draft::Draft};
use crate::web::{
    cookies::NOTICE,
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    grant_form::{self, GrantForm},
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{Caller, NoChannel, Operation},
    service::CreateInvitationError,
};
use invite_i18n::Texts;
use poem::{Response, handler, http::StatusCode, web::Path};

#[derive(Template)]
#[template(path = "inviting/one.html")]
struct One {
    page: Layout,
    slug: String,
    problems: Problems,
    /// The page of the person, when they are on the roster already.
    known: Option<String>,
    warning: Option<String>,
    who: Vec<Field>,
    grant: GrantForm,
    message: Vec<Field>,
}

/// What is wrong with a draft.
pub(super) struct Refused {
    pub(super) problems: Problems,
    /// The page of the person, when they are on the roster already.
    pub(super) known: Option<String>,
}

impl Refused {
    pub(super) fn nothing(texts: Texts) -> Self {
        Self {
            problems: Problems::none(texts.get("page-problems-heading")),
            known: None,
        }
    }
}

#[handler]
pub(super) async fn show(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = visit.caller_who_may(&account, Operation::Invite).await?;
    let nothing = Refused::nothing(visit.texts());
    render(&visit, &caller, &Draft::default(), nothing).await
}

#[handler]
pub(super) async fn post(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let caller = visit.caller_who_may(&account, Operation::Invite).await?;
    let draft = Draft::read(&fields);
    let is = |wanted: &str| fields.iter().any(|(n, v)| n == "do" && v == wanted);
    let texts = visit.texts();
    let mut refused = Refused::nothing(texts);
    if draft.chosen.is_searching() || is("edit") {
        return render(&visit, &caller, &draft, refused).await;
    }
    let send = is("send");
    let Some(command) = draft.command(texts, send, &mut refused.problems) else {
        return render(&visit, &caller, &draft, refused).await;
    };
    if send {
        return confirm::ask(&visit, &caller, &draft, command).await;
    }
    match visit.services.invitations.create(&caller, command).await {
        Ok(made) => Ok(to_person(&visit, &caller, made.id, Notice::Said(&SAVED))),
        Err(error) => {
            tell(&caller, error, &mut refused, texts)?;
            render(&visit, &caller, &draft, refused).await
        }
    }
}

/// Sends the browser to a person's page.
pub(super) fn to_person(
    visit: &Visit,
    caller: &Caller,
    id: invite_domain::model::InvitationId,
    notice: Notice,
) -> Response {
    let mut response = see(&format!("/a/{}/invitations/{id}", caller.account.slug));
    NOTICE.set(&mut response, visit.base(), &notice.name());
    response
}

/// Shows the form with what was typed and what is wrong.
pub(super) async fn render(
    visit: &Visit,
    caller: &Caller,
    draft: &Draft,
    refused: Refused,
) -> Answer {
    let texts = visit.texts();
    let Refused {
        mut problems,
        known,
    } = refused;
    let mut who = draft.who(texts, &caller.account);
    problems.mark(&mut who);
    let grant = GrantForm::load(visit, caller, &draft.chosen, &mut problems).await?;
    let mut message = draft.message(texts, &caller.account);
    problems.mark(&mut message);
    let slug = caller.account.slug.as_str();
    let has_errors = problems.any();
    let view = One {
        page: Layout::new(
            texts,
            texts.get("invite-heading"),
            format!("/a/{slug}/invite"),
        )
        .of(visit)
        .section(caller, Section::People)
        .with_errors(has_errors),
        slug: slug.to_owned(),
        problems,
        known,
        warning: wording::look_alike(texts, draft.email().as_ref()),
        who,
        grant,
        message,
    };
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, &view)
}

/// Says at its field why nobody was put on the roster.
pub(super) fn tell(
    caller: &Caller,
    error: CreateInvitationError,
    refused: &mut Refused,
    texts: Texts,
) -> Result<(), Fault> {
    let problems = &mut refused.problems;
    match error {
        CreateInvitationError::Store(error) => return Err(error.into()),
        CreateInvitationError::AlreadyInvited(id) => {
            problems.at("email", texts.get("invite-error-already-invited"));
            let slug = &caller.account.slug;
            refused.known = Some(format!("/a/{slug}/invitations/{id}"));
        }
        CreateInvitationError::AlreadyMember(_) => {
            problems.at("email", texts.get("page-error-already-member"));
        }
        CreateInvitationError::Invalid(error) => {
            problems.at("email", super::draft::invalid(texts, &error));
        }
        CreateInvitationError::NoChannel(reason) => no_channel(texts, reason, problems),
        CreateInvitationError::Forbidden(error) => grant_form::refused(texts, &error, problems),
        CreateInvitationError::AccountSuspended => {
            problems.whole(texts.get("page-error-suspended"));
        }
        CreateInvitationError::Undefined(items) => grant_form::undefined(texts, &items, problems),
        CreateInvitationError::Unavailable(items) => {
            grant_form::unavailable(texts, &items, problems);
        }
        CreateInvitationError::LoginTaken => {
            problems.at("login", texts.get("invite-error-login-taken"));
        }
    }
    Ok(())
}

/// Says at its field why no message could leave.
pub(super) fn no_channel(texts: Texts, reason: NoChannel, problems: &mut Problems) {
    match reason {
        NoChannel::NoContact => problems.at("email", texts.get("invite-error-contact")),
        NoChannel::NoEmail => problems.at("email", texts.get("invite-error-no-email")),
        NoChannel::NoPhone => problems.at("phone", texts.get("invite-error-no-phone")),
        NoChannel::SmsNotAllowed => problems.at("email", texts.get("invite-error-no-sms")),
    }
}
