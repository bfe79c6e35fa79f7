//! The page in between: whom the message goes to, and the very message, before it is sent.

use super::{
    SAVED, SENT,
    draft::Draft,
    one::{self, Refused},
};
use crate::web::{
    fault::Fault,
    form::Posted,
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{Caller, DisplayName, Operation},
    ports::RenderedMail,
    service::{CreateInvitation, Known, KnownError, MessagePreview, MessagePreviewError},
};
use poem::{
    handler,
    http::{HeaderValue, StatusCode, header},
    web::Path,
};

/// As every page, and the mail in a frame.
const FRAMING_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
    style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "inviting/confirm.html")]
struct Ask {
    page: Layout,
    slug: String,
    text: String,
    warning: Option<String>,
    hidden: Vec<(&'static str, String)>,
    to: String,
    mail: Option<RenderedMail>,
    sms: Option<String>,
}

/// Asks before anything happens; what was typed comes along.
pub(super) async fn ask(
    visit: &Visit,
    caller: &Caller,
    draft: &Draft,
    command: CreateInvitation,
) -> Answer {
    let texts = visit.texts();
    let mut refused = Refused::nothing(texts);
    if let Err(error) = caller.authority.may_grant(&command.grant) {
        crate::web::grant_form::refused(texts, &error, &mut refused.problems);
        return one::render(visit, caller, draft, refused).await;
    }
    let people = [command.invitee.clone()];
    let known = visit.services.invitations.known(caller, &people).await;
    match known.map_err(known_fault)?.into_iter().next().flatten() {
        Some(Known::Invited(id)) => {
            let error = invite_domain::service::CreateInvitationError::AlreadyInvited(id);
            one::tell(caller, error, &mut refused, texts)?;
            return one::render(visit, caller, draft, refused).await;
        }
        Some(Known::Member(id)) => {
            let error = invite_domain::service::CreateInvitationError::AlreadyMember(id);
            one::tell(caller, error, &mut refused, texts)?;
            return one::render(visit, caller, draft, refused).await;
        }
        None => {}
    }
    let name = command.invitee.name.as_ref().map(DisplayName::as_str);
    let who = name
        .unwrap_or_else(|| command.invitee.known_as())
        .to_owned();
    let warning = wording::look_alike(texts, command.invitee.email.as_ref());
    let preview = match visit.services.previews.of_draft(caller, command).await {
        Ok(preview) => preview,
        Err(MessagePreviewError::NoChannel(reason)) => {
            one::no_channel(texts, reason, &mut refused.problems);
            return one::render(visit, caller, draft, refused).await;
        }
        Err(MessagePreviewError::NoGateway) => {
            refused.problems.whole(texts.get("invite-error-no-gateway"));
            return one::render(visit, caller, draft, refused).await;
        }
        Err(MessagePreviewError::Forbidden(forbidden)) => return Err(Fault::Forbidden(forbidden)),
        Err(MessagePreviewError::Store(error)) => return Err(error.into()),
        Err(error @ (MessagePreviewError::Invalid(_) | MessagePreviewError::NotRendered(_))) => {
            return Err(Fault::broken(&error));
        }
    };
    let slug = caller.account.slug.as_str();
    let (to, mail, sms) = match preview {
        MessagePreview::Mail { to, mail } => (to.original().to_owned(), Some(*mail), None),
        MessagePreview::Text { to, text } => (to.as_str().to_owned(), None, Some(text)),
    };
    let names = [("name", (&who).into()), ("to", (&to).into())];
    let text = if sms.is_some() {
        texts.with("invite-confirm-sms", &names)
    } else {
        texts.with("invite-confirm-mail", &names)
    };
    let view = Ask {
        page: Layout::new(
            texts,
            texts.get("invite-confirm-heading"),
            format!("/a/{slug}/invite"),
        )
        .of(visit)
        .section(caller, Section::People),
        slug: slug.to_owned(),
        text,
        warning,
        hidden: draft.pairs(),
        to,
        mail,
        sms,
    };
    let mut response = page(StatusCode::OK, &view)?;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FRAMING_POLICY),
    );
    Ok(response)
}

/// Puts the person on the roster, and sends unless only saving was asked for.
#[handler]
pub(super) async fn confirmed(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let caller = visit.caller_who_may(&account, Operation::Invite).await?;
    let draft = Draft::read(&fields);
    let send = !fields.iter().any(|(n, v)| n == "do" && v == "save");
    let texts = visit.texts();
    let mut refused = Refused::nothing(texts);
    if let Some(command) = draft.command(texts, send, &mut refused.problems) {
        match visit.services.invitations.create(&caller, command).await {
            Ok(made) => {
                let said = if send {
                    (visit.services.wake)();
                    &SENT
                } else {
                    &SAVED
                };
                return Ok(one::to_person(&visit, &caller, made.id, Notice::Said(said)));
            }
            Err(error) => one::tell(&caller, error, &mut refused, texts)?,
        }
    }
    one::render(&visit, &caller, &draft, refused).await
}

/// Turns what kept people from being looked up into the answer for it.
pub(super) fn known_fault(error: KnownError) -> Fault {
    match error {
        KnownError::Forbidden(forbidden) => Fault::Forbidden(forbidden),
        KnownError::Store(error) => error.into(),
    }
}
