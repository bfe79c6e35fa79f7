//! The invitation's page: who asks, into what, and the one step that leads in.

use super::{PLACE, refused, trouble::Trouble};
use crate::web::{
    field::{Field, Problems},
    layout::Layout,
    respond::{Answer, page, see},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{ApprovalPolicy, User},
    service::{NextStep, Preview, PreviewError},
};
use invite_i18n::Texts;
use poem::{Response, handler, http::StatusCode};

#[handler]
pub(in crate::web) async fn show(visit: Visit) -> Answer {
    render(&visit, &Typed::default(), &[]).await
}

/// The address of a form is left in the address bar when its answer was not taken: whoever opens it
/// from there comes back to the page.
#[handler]
pub(in crate::web) fn back() -> Response {
    see(PLACE)
}

/// What was typed into the form, to show it again.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) code: String,
}

/// Shows the invitation as it stands now, with what is wrong with the answer to it.
pub(super) async fn render(visit: &Visit, typed: &Typed, troubles: &[Trouble]) -> Answer {
    let Some(token) = visit.link.clone() else {
        return refused::unknown(visit);
    };
    let found = visit
        .services
        .invitations
        .preview(&token, visit.user_id())
        .await;
    match found {
        Ok(preview) if preview.next == NextStep::AlreadyIn => in_page(visit, &preview),
        Ok(preview) if preview.next == NextStep::AwaitApproval => {
            let (account, inviter) = (&preview.account_name, &preview.inviter_name);
            refused::approval_pending(visit, preview.locale, account, inviter)
        }
        Ok(preview) => open_page(visit, &preview, typed, troubles),
        Err(PreviewError::UnknownLink) => refused::unknown(visit),
        Err(PreviewError::DeadLink(dead)) => refused::dead(visit, &dead),
        Err(PreviewError::Store(error)) => Err(error.into()),
    }
}

/// An invitation that waits for an answer.
#[derive(Template)]
#[template(path = "invitation/open.html")]
struct Open {
    page: Layout,
    head: Head,
    explanation: Option<String>,
    /// That accepting does not let them in at once.
    approval: Option<String>,
    problems: Problems,
    action: &'static str,
    fields: Vec<Field>,
    button: String,
    /// Whether another code can be asked for here.
    can_ask_again: bool,
    validity: Option<String>,
}

/// Who asks, into what, and in which words.
#[derive(Template)]
#[template(path = "part/head.html")]
pub(super) struct Head {
    initial: String,
    heading: String,
    lead: String,
    message: Option<String>,
}

/// The template escapes every value that goes into it.
impl askama::filters::HtmlSafe for Head {}

impl Head {
    pub(super) fn of(preview: &Preview, texts: Texts, heading: String) -> Self {
        let account = preview.account_name.as_str();
        let inviter = preview.inviter_name.as_str();
        let first = account.chars().find(|c| c.is_alphanumeric());
        Self {
            initial: first.map_or_else(String::new, |c| c.to_uppercase().collect()),
            heading,
            lead: texts.with(
                "page-invitation-lead",
                &[("inviter", inviter.into()), ("account", account.into())],
            ),
            message: preview.message.as_ref().map(|m| m.as_str().to_owned()),
        }
    }
}

fn open_page(visit: &Visit, preview: &Preview, typed: &Typed, troubles: &[Trouble]) -> Answer {
    let texts = visit.texts_for(Some(preview.locale));
    let account = preview.account_name.as_str();
    let join = texts.with("page-invitation-heading", &[("account", account.into())]);

    let mut problems = Problems::none(texts.get("page-problems-heading"));
    for trouble in troubles {
        trouble.tell(&mut problems, texts, preview.password);
    }
    let asks_first = preview.code.is_some_and(|code| code.asked_at.is_none());
    let mut fields = match preview.next {
        _ if asks_first => Vec::new(),
        NextStep::SetPassword | NextStep::ReplaceTemporaryPassword => {
            new_person(texts, preview, typed)
        }
        NextStep::SignIn => known_person(texts, preview),
        NextStep::Join => locked(texts, preview),
        NextStep::SwitchUser | NextStep::AlreadyIn | NextStep::AwaitApproval => Vec::new(),
    };
    problems.mark(&mut fields);

    let (action, button) = match preview.next {
        _ if asks_first => ("/invitation/code", texts.get("page-code-ask-button")),
        NextStep::SetPassword => ("/invitation/accept", texts.get("page-accept-button")),
        NextStep::ReplaceTemporaryPassword => {
            ("/invitation/accept", texts.get("page-continue-button"))
        }
        NextStep::SignIn => (
            "/invitation/join",
            texts.get("page-sign-in-and-join-button"),
        ),
        NextStep::Join | NextStep::AlreadyIn | NextStep::AwaitApproval => {
            ("/invitation/join", texts.get("page-join-button"))
        }
        NextStep::SwitchUser => ("/invitation/switch", texts.get("page-switch-button")),
    };
    let explanation = match preview.next {
        _ if asks_first => Some(texts.with(
            "page-code-ask-explanation",
            &[("contact", (&invited_identifier(preview)).into())],
        )),
        NextStep::SetPassword if preview.code.is_some() => {
            Some(texts.get("page-code-explanation").into_owned())
        }
        NextStep::SetPassword => Some(texts.get("page-accept-explanation").into_owned()),
        NextStep::ReplaceTemporaryPassword => {
            Some(texts.get("page-temporary-explanation").into_owned())
        }
        NextStep::SignIn => Some(texts.get("page-sign-in-explanation").into_owned()),
        NextStep::SwitchUser => Some(someone_else(visit, texts, preview)),
        NextStep::Join | NextStep::AlreadyIn | NextStep::AwaitApproval => None,
    };
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let open = Open {
        page: Layout::new(texts, join.clone(), PLACE)
            .of(visit)
            .with_errors(problems.any()),
        head: Head::of(preview, texts, join),
        explanation,
        approval: approval_follows(texts, preview),
        problems,
        action,
        fields,
        button: button.into_owned(),
        can_ask_again: preview.code.is_some() && !asks_first,
        validity: preview.expires_at.map(|at| {
            let date = texts.date_time(at);
            texts.with("page-invitation-validity", &[("date", (&date).into())])
        }),
    };
    page(status, &open)
}

/// Says beforehand that an administrator has to approve, to whoever is about to accept.
fn approval_follows(texts: Texts, preview: &Preview) -> Option<String> {
    let account = preview.account_name.as_str();
    let is_needed = preview.approval == ApprovalPolicy::Required;
    is_needed.then(|| texts.with("page-approval-follows", &[("account", account.into())]))
}

/// What the inviter filled in, which nobody can change here.
fn locked(texts: Texts, preview: &Preview) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(name) = &preview.name {
        fields.push(Field::line("name", texts.get("page-field-name")).locked(name.as_str()));
    }
    if let Some(login) = &preview.login {
        fields.push(Field::line("login", texts.get("page-field-login")).locked(login.as_str()));
    }
    fields.extend(contact(texts, preview));
    fields
}

/// The address or number that the person signs in with.
fn contact(texts: Texts, preview: &Preview) -> Option<Field> {
    let email = preview.email.as_ref().map(|email| {
        Field::line("email", texts.get("page-field-email"))
            .autocomplete("username")
            .locked(email.original())
    });
    let phone = || {
        preview.phone.as_ref().map(|phone| {
            Field::line("phone", texts.get("page-field-phone"))
                .autocomplete("username")
                .locked(phone.as_str())
        })
    };
    email.or_else(phone)
}

fn new_person(texts: Texts, preview: &Preview, typed: &Typed) -> Vec<Field> {
    let mut fields = locked(texts, preview);
    fields.extend(code_field(texts, preview, &typed.code));
    if preview.name.is_none() {
        fields.push(
            Field::line("name", texts.get("page-field-your-name"))
                .autocomplete("name")
                .at_most(200)
                .value(typed.name.as_str()),
        );
    }
    let (password, repeated) = if preview.next == NextStep::ReplaceTemporaryPassword {
        ("page-field-new-password", "page-field-confirm-new-password")
    } else {
        ("page-field-password", "page-field-password-again")
    };
    fields.push(
        Field::password("password", texts.get(password), "new-password")
            .for_new_password(texts, preview.password),
    );
    fields.push(Field::password(
        "repeated",
        texts.get(repeated),
        "new-password",
    ));
    fields
}

/// The code that was sent, where one is needed.
fn code_field(texts: Texts, preview: &Preview, typed: &str) -> Option<Field> {
    let date = texts.date_time(preview.code?.asked_at?);
    let contact = invited_identifier(preview);
    let told = [("contact", (&contact).into()), ("date", (&date).into())];
    let field = Field::line("code", texts.get("page-code-field"))
        .hint(texts.with("page-code-hint", &told))
        .autocomplete("one-time-code")
        .numeric()
        .at_most(20);
    Some(field.value(typed))
}

fn known_person(texts: Texts, preview: &Preview) -> Vec<Field> {
    let password = Field::password(
        "password",
        texts.get("page-field-password"),
        "current-password",
    );
    contact(texts, preview)
        .into_iter()
        .chain([password])
        .collect()
}

/// The invited address is shown in full: whoever holds the link has it in their mailbox already.
fn someone_else(visit: &Visit, texts: Texts, preview: &Preview) -> String {
    let own = visit.user().map(User::known_as).unwrap_or_default();
    let invited = invited_identifier(preview);
    texts.with(
        "page-switch-explanation",
        &[("own", own.into()), ("invited", (&invited).into())],
    )
}

/// Whether this is the person that the invitation is for.
fn is_invited(user: &User, preview: &Preview) -> bool {
    match (&preview.email, &preview.phone) {
        (Some(email), _) => user.email.as_ref() == Some(email),
        (None, phone) => phone.is_some() && user.phone == *phone,
    }
}

/// Returns what the invited person signs in with.
pub(super) fn invited_identifier(preview: &Preview) -> String {
    match (&preview.email, &preview.phone) {
        (Some(email), _) => email.original().to_owned(),
        (None, Some(phone)) => phone.as_str().to_owned(),
        (None, None) => String::new(),
    }
}

/// The person is in, by this click or an earlier one.
#[derive(Template)]
#[template(path = "invitation/in.html")]
struct In {
    page: Layout,
    text: String,
    /// Where the account wants people to go on, if it says so.
    continue_url: Option<String>,
    has_session: bool,
    identifier: String,
}

fn in_page(visit: &Visit, preview: &Preview) -> Answer {
    let texts = visit.texts_for(Some(preview.locale));
    let account = preview.account_name.as_str();
    let view = In {
        page: Layout::new(texts, texts.get("page-in-heading"), PLACE).of(visit),
        text: texts.with("page-in-text", &[("account", account.into())]),
        continue_url: preview
            .after_accept_url
            .as_ref()
            .or(preview.login_url.as_ref())
            .map(|url| url.as_str().to_owned()),
        has_session: visit.user().is_some_and(|user| is_invited(user, preview)),
        identifier: invited_identifier(preview),
    };
    page(StatusCode::OK, &view)
}
