//! Making an API key: it is shown in the answer to the form, and never again.
//!
//! This is the one form that is not answered by a redirect: the key is kept nowhere, not even in a
//! cookie, so that only this answer can show it.

use super::{
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    respond::{Answer, page},
    roster::administrator,
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{Caller, DisplayName, PasswordPolicy, Scope},
    service::{AccountError, CreateApiKey},
};
use poem::{Route, get, handler, http::StatusCode, web::Path};
use serde::Deserialize;

/// Adds the page.
pub(super) fn routes(route: Route) -> Route {
    route.at("/a/:account/api-keys", get(ask).post(create))
}

#[derive(Default, Deserialize)]
struct Filled {
    #[serde(default)]
    name: String,
    #[serde(default)]
    scope: String,
}

#[derive(Template)]
#[template(path = "api_key.html")]
struct Ask {
    page: Layout,
    slug: String,
    account: String,
    problems: Problems,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "api_key_made.html")]
struct Made {
    page: Layout,
    slug: String,
    account: String,
    key: String,
    example: String,
}

#[handler]
async fn ask(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    render(&visit, &caller, &Filled::default(), problems)
}

#[handler]
async fn create(
    visit: Visit,
    Path(account): Path<String>,
    Posted(filled): Posted<Filled>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    let policy = PasswordPolicy::default();
    let name = DisplayName::parse(&filled.name)
        .map_err(|error| problems.at("name", wording::invalid(texts, &error, policy)));
    let scope = Scope::parse(&filled.scope)
        .map_err(|error| problems.at("scope", wording::invalid(texts, &error, policy)));
    let (Ok(name), Ok(scope)) = (name, scope) else {
        return render(&visit, &caller, &filled, problems);
    };
    let command = CreateApiKey {
        name,
        scope,
        expires_at: None,
    };
    match visit
        .services
        .accounts
        .create_api_key(&caller, command)
        .await
    {
        Ok(made) => made_page(&visit, &caller, made.key.expose()),
        Err(AccountError::Store(error)) => Err(error.into()),
        Err(_) => {
            problems.whole(texts.get("page-error-may-not-grant"));
            render(&visit, &caller, &filled, problems)
        }
    }
}

fn place(caller: &Caller) -> String {
    format!("/a/{}/api-keys", caller.account.slug)
}

fn render(visit: &Visit, caller: &Caller, filled: &Filled, mut problems: Problems) -> Answer {
    let texts = visit.texts();
    let scope = Scope::parse(&filled.scope).unwrap_or(Scope::Invite);
    let scopes = vec![
        (Scope::Read.as_str(), texts.get("page-scope-read")),
        (Scope::Invite.as_str(), texts.get("page-scope-invite")),
        (
            Scope::Administer.as_str(),
            texts.get("page-scope-administer"),
        ),
    ];
    let mut fields = vec![
        Field::line("name", texts.get("page-field-key-name"))
            .hint(texts.get("page-key-name-hint"))
            .at_most(200)
            .value(&filled.name),
        Field::choice("scope", texts.get("page-field-scope"), scopes).value(scope.as_str()),
    ];
    problems.mark(&mut fields);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = Ask {
        page: Layout::new(texts, texts.get("page-key-heading"), place(caller))
            .of(visit)
            .with_errors(problems.any()),
        slug: caller.account.slug.as_str().to_owned(),
        account: caller.account.name.as_str().to_owned(),
        problems,
        fields,
    };
    page(status, &view)
}

fn made_page(visit: &Visit, caller: &Caller, key: &str) -> Answer {
    let texts = visit.texts();
    let slug = caller.account.slug.as_str().to_owned();
    let base = visit.base().as_str();
    let view = Made {
        page: Layout::new(texts, texts.get("page-key-made-heading"), place(caller)).of(visit),
        example: format!(
            "curl {base}/api/v1/accounts/{slug}/invitations \\\n  \
             -H 'Authorization: Bearer {key}' \\\n  \
             -H 'Content-Type: application/json' \\\n  \
             -d '{{\"email\": \"siti@example.org\", \"send\": true}}'"
        ),
        slug,
        account: caller.account.name.as_str().to_owned(),
        key: key.to_owned(),
    };
    page(StatusCode::OK, &view)
}
