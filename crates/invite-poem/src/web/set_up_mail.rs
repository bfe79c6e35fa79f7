//! The second step of setting up: the mail server, tried before it is kept.
//!
//! Whoever chooses a server makes this machine connect to it, so the page is there only for who holds
//! the one-time link *and* is signed in as an administrator of the account that it made, and only
//! until the choice is made once. After that it is the operator's: by `INVITE_SMTP_URL` or the command
//! line.

use super::{
    cookies::NOTICE,
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    notice::{Notice, Said},
    respond::{Answer, page, see},
    set_up::{is_genuine, unknown},
    visit::Visit,
    wording,
};
use crate::{
    MailEncryption, MailRoute, MailServer, MailServerError, MailServerSettings, MailTest,
    MailTestStep,
};
use askama::Template;
use invite_domain::{
    model::{Caller, EmailAddress, InvalidValue, Operation, PasswordPolicy, Secret},
    ports::AccountRef,
    service::FIRST_ACCOUNT,
};
use invite_i18n::Texts;
use poem::{Route, get, handler, http::StatusCode};
use serde::Deserialize;
use std::{borrow::Cow, sync::Arc};

/// Where the step is.
pub(super) const PLACE: &str = "/setup/mail";

/// Adds the page.
pub(super) fn routes(route: Route) -> Route {
    route.at("/setup/mail", get(show).post(choose))
}

/// What the people page says after it.
pub(in crate::web) const NOTICES: &[Said] = &[
    Said {
        name: "set-up-inbox",
        key: "page-setup-said-inbox",
        is_good: true,
    },
    Said {
        name: "set-up-mail",
        key: "page-setup-said-mail",
        is_good: true,
    },
];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Filled {
    host: String,
    port: String,
    encryption: String,
    user: String,
    password: String,
    from: String,
    to: String,
    #[serde(rename = "do")]
    act: String,
}

#[derive(Template)]
#[template(path = "set_up_mail.html")]
struct MailPage {
    page: Layout,
    problems: Problems,
    fields: Vec<Field>,
    /// The operator's server, where one is set: nothing is to be chosen then.
    operator: Option<String>,
    told: Option<Told>,
    /// Where to go when all is done.
    next: Option<String>,
}

/// How a test mail went, in words.
struct Told {
    heading: Cow<'static, str>,
    steps: Vec<(bool, Cow<'static, str>)>,
    said: String,
    is_good: bool,
}

/// Who may choose, and what keeps the choice.
struct Open {
    caller: Caller,
    server: Arc<dyn MailServer>,
}

impl Open {
    /// `Err` is the answer where the step is not open.
    async fn of(visit: &Visit) -> Result<Result<Self, poem::Response>, Fault> {
        let caller = visit.caller(&AccountRef::Id(FIRST_ACCOUNT)).await?;
        let caller = caller.filter(|caller| caller.may(Operation::EditAccount).is_ok());
        let (true, Some(caller)) = (is_genuine(visit), caller) else {
            return unknown(visit).map(Err);
        };
        match &visit.services.mail_server {
            Some(server) if !server.is_chosen().await? => Ok(Ok(Self {
                caller,
                server: server.clone(),
            })),
            _ => Ok(Err(see(&home(&caller)))),
        }
    }
}

fn home(caller: &Caller) -> String {
    format!("/a/{}", caller.account.slug)
}

#[handler]
async fn show(visit: Visit) -> Answer {
    let open = match Open::of(&visit).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let address = visit.user().and_then(|user| user.email.as_ref());
    let address = address.map(|email| email.original().to_owned());
    let filled = Filled {
        port: "587".to_owned(),
        encryption: MailEncryption::Required.as_str().to_owned(),
        to: address.unwrap_or_default(),
        ..Filled::default()
    };
    render(&visit, &open, &filled, none(&visit), None).await
}

#[handler]
async fn choose(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let open = match Open::of(&visit).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let is_operators = matches!(open.server.route().await?, MailRoute::Operator(_));
    if filled.act == "inbox" {
        return keep(&visit, &open, None, "set-up-inbox").await;
    }
    let texts = visit.texts();
    let mut problems = none(&visit);
    let server = if is_operators {
        None
    } else {
        read(texts, &filled, &mut problems)
    };
    let is_tested = is_operators || filled.act != "untested";
    let to = EmailAddress::parse(&filled.to);
    if is_tested && let Err(error) = &to {
        problems.at("to", invalid(texts, error));
    }
    if problems.any() {
        return render(&visit, &open, &filled, problems, None).await;
    }
    if let (true, Ok(to)) = (is_tested, &to) {
        let tested = open.server.test(server.as_ref(), to, texts.locale()).await;
        let test = match tested {
            Ok(test) => test,
            Err(error) => return refused(&visit, &open, &filled, error).await,
        };
        let Some(test) = test else {
            return Err(Fault::NotFound);
        };
        let told = told(texts, test);
        if told.is_good
            && server.is_some()
            && let Err(error) = open.server.choose(server.as_ref()).await
        {
            return refused(&visit, &open, &filled, error).await;
        }
        return render(&visit, &open, &filled, problems, Some(told)).await;
    }
    match &server {
        Some(_) => keep(&visit, &open, server, "set-up-mail").await,
        None => Ok(see(PLACE)),
    }
}

/// Makes the choice and goes on to the people.
async fn keep(
    visit: &Visit,
    open: &Open,
    server: Option<MailServerSettings>,
    name: &str,
) -> Answer {
    match open.server.choose(server.as_ref()).await {
        Ok(()) => {}
        Err(MailServerError::Store(error)) => return Err(error.into()),
        Err(error @ MailServerError::Refused { .. }) => return Err(Fault::broken(&error)),
    }
    let mut response = see(&home(&open.caller));
    if let Some(said) = NOTICES.iter().find(|said| said.name == name) {
        NOTICE.set(&mut response, visit.base(), &Notice::Said(said).name());
    }
    Ok(response)
}

async fn refused(visit: &Visit, open: &Open, filled: &Filled, error: MailServerError) -> Answer {
    let MailServerError::Refused { part, .. } = &error else {
        return match error {
            MailServerError::Store(error) => Err(error.into()),
            error @ MailServerError::Refused { .. } => Err(Fault::broken(&error)),
        };
    };
    let texts = visit.texts();
    let mut problems = none(visit);
    match *part {
        "login" => problems.at("user", texts.get("page-setup-error-login")),
        _ => problems.at("host", texts.get("page-setup-error-host")),
    }
    render(visit, open, filled, problems, None).await
}

/// Reads the server, and tells everything that is wrong at once.
fn read(texts: Texts, filled: &Filled, problems: &mut Problems) -> Option<MailServerSettings> {
    let host = filled.host.trim();
    if host.is_empty() {
        problems.at("host", texts.get("page-error-required"));
    }
    let port = filled.port.trim().parse::<u16>().ok().filter(|p| *p > 0);
    if port.is_none() {
        problems.at("port", texts.get("page-setup-error-port"));
    }
    let encryption = MailEncryption::parse(&filled.encryption).unwrap_or(MailEncryption::Required);
    let user = filled.user.trim();
    if user.is_empty() != filled.password.is_empty() {
        let field = if user.is_empty() { "user" } else { "password" };
        problems.at(field, texts.get("page-setup-error-login"));
    }
    let from = EmailAddress::parse(&filled.from);
    if let Err(error) = &from {
        problems.at("from", invalid(texts, error));
    }
    if problems.any() {
        return None;
    }
    let login = (!user.is_empty()).then(|| {
        let password = Secret::new(filled.password.as_str());
        (user.to_owned(), password)
    });
    Some(MailServerSettings {
        host: host.to_owned(),
        port: port?,
        encryption,
        login,
        from: from.ok()?,
    })
}

fn invalid(texts: Texts, error: &InvalidValue) -> Cow<'static, str> {
    wording::invalid(texts, error, PasswordPolicy::default())
}

fn none(visit: &Visit) -> Problems {
    Problems::none(visit.texts().get("page-problems-heading"))
}

fn told(texts: Texts, test: MailTest) -> Told {
    let done = |step: &MailTestStep| match step {
        MailTestStep::Connection => texts.get("page-setup-step-connection"),
        MailTestStep::Encryption => texts.get("page-setup-step-encryption"),
        MailTestStep::Login => texts.get("page-setup-step-login"),
        MailTestStep::Handover => texts.get("page-setup-step-handover"),
    };
    let not_done = |step: &MailTestStep| match step {
        MailTestStep::Connection => texts.get("page-setup-no-connection"),
        MailTestStep::Encryption => texts.get("page-setup-no-encryption"),
        MailTestStep::Login => texts.get("page-setup-no-login"),
        MailTestStep::Handover => texts.get("page-setup-no-handover"),
    };
    let passed = test.passed.iter().map(|step| (true, done(step)));
    let failed = test.failed.iter().map(|step| (false, not_done(step)));
    let is_good = test.failed.is_none();
    Told {
        heading: if is_good {
            texts.get("page-setup-test-good")
        } else {
            texts.get("page-setup-test-bad")
        },
        steps: passed.chain(failed).collect(),
        said: test.said,
        is_good,
    }
}

async fn render(
    visit: &Visit,
    open: &Open,
    filled: &Filled,
    mut problems: Problems,
    told: Option<Told>,
) -> Answer {
    let texts = visit.texts();
    let operator = match open.server.route().await? {
        MailRoute::Operator(shown) => Some(shown),
        MailRoute::Chosen(_) | MailRoute::Inbox => None,
    };
    let is_good = told.as_ref().is_some_and(|told| told.is_good);
    let to = Field::email("to", texts.get("page-setup-field-to"))
        .hint(texts.get("page-setup-hint-to"))
        .at_most(254)
        .value(&filled.to);
    let mut fields = if operator.is_some() {
        vec![to]
    } else {
        server_fields(texts, filled, to)
    };
    problems.mark(&mut fields);
    let has_errors = problems.any() || told.as_ref().is_some_and(|told| !told.is_good);
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let is_done = is_good && operator.is_none();
    let view = MailPage {
        page: Layout::new(texts, texts.get("page-setup-mail-heading"), PLACE)
            .of(visit)
            .with_errors(has_errors),
        problems,
        fields,
        operator,
        told,
        next: is_done.then(|| home(&open.caller)),
    };
    page(status, &view)
}

fn server_fields(texts: Texts, filled: &Filled, to: Field) -> Vec<Field> {
    let optional = || texts.get("page-optional");
    let encryptions = MailEncryption::ALL.map(|kind| {
        let name = match kind {
            MailEncryption::Required => texts.get("page-setup-tls-required"),
            MailEncryption::Implicit => texts.get("page-setup-tls-implicit"),
            MailEncryption::Offered => texts.get("page-setup-tls-offered"),
            MailEncryption::Off => texts.get("page-setup-tls-none"),
        };
        (kind.as_str(), name)
    });
    vec![
        Field::line("host", texts.get("page-setup-field-host"))
            .hint(texts.get("page-setup-hint-host"))
            .at_most(253)
            .value(&filled.host),
        Field::line("port", texts.get("page-setup-field-port"))
            .hint(texts.get("page-setup-hint-port"))
            .at_most(5)
            .value(&filled.port),
        Field::choice(
            "encryption",
            texts.get("page-setup-field-tls"),
            encryptions.into(),
        )
        .value(&filled.encryption),
        Field::line("user", texts.get("page-setup-field-user"))
            .optional(optional())
            .at_most(254)
            .value(&filled.user),
        Field::password("password", texts.get("page-field-password"), "off").optional(optional()),
        Field::email("from", texts.get("page-setup-field-from"))
            .autocomplete("off")
            .hint(texts.get("page-setup-hint-from"))
            .at_most(254)
            .value(&filled.from),
        to,
    ]
}
