//! Making an API key: it is shown in the answer to the form, and never again.
//!
//! This is a form that is not answered by a redirect: the key is kept nowhere, not even in a cookie, so
//! that only this answer can show it.

use super::{list, place, scope};
use crate::web::{
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    settings::{Tab, fault, tabs},
    tabs::Tabs,
    visit::Visit,
    wording,
};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{Caller, DisplayName, Operation, PasswordPolicy, Scope},
    service::CreateApiKey,
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};
use serde::Deserialize;

/// The days after which a key may stop working, as the form names them.
const DAYS: [(&str, i64); 3] = [("30", 30), ("90", 90), ("365", 365)];

/// A key that never stops working.
const NEVER: &str = "never";

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    name: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    expiry: String,
}

impl Default for Filled {
    /// What the empty form offers.
    fn default() -> Self {
        Self {
            name: String::new(),
            scope: Scope::Invite.as_str().to_owned(),
            expiry: "90".to_owned(),
        }
    }
}

/// The form for one more key.
pub(super) struct Form {
    pub(super) problems: Problems,
    pub(super) fields: Vec<Field>,
}

impl Form {
    /// Shows what was typed, and what is wrong with it.
    pub(super) fn of(texts: Texts, filled: &Filled, mut problems: Problems) -> Self {
        let scopes = [Scope::Read, Scope::Invite, Scope::Administer];
        let scopes = scopes.map(|one| (one.as_str(), scope(texts, one)));
        let expiry = vec![
            ("30", texts.get("settings-key-expiry-month")),
            ("90", texts.get("settings-key-expiry-quarter")),
            ("365", texts.get("settings-key-expiry-year")),
            (NEVER, texts.get("settings-key-expiry-never")),
        ];
        let mut fields = vec![
            Field::line("name", texts.get("settings-key-name"))
                .hint(texts.get("settings-key-name-hint"))
                .at_most(200)
                .value(&filled.name),
            Field::choice("scope", texts.get("settings-key-scope"), scopes.into())
                .value(&filled.scope),
            Field::choice("expiry", texts.get("settings-key-expiry"), expiry)
                .hint(texts.get("settings-key-expiry-hint"))
                .value(&filled.expiry),
        ];
        problems.mark(&mut fields);
        Self { problems, fields }
    }
}

#[derive(Template)]
#[template(path = "api_keys/made.html")]
struct Made {
    page: Layout,
    tabs: Tabs,
    place: String,
    name: String,
    key: String,
    example: String,
}

#[handler]
pub(super) async fn make(
    visit: Visit,
    Path(account): Path<String>,
    Posted(filled): Posted<Filled>,
) -> Answer {
    let operation = Operation::ManageApiKeys;
    let caller = visit.caller_who_may(&account, operation).await?;
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    let policy = PasswordPolicy::default();
    let name = DisplayName::parse(&filled.name)
        .map_err(|error| problems.at("name", wording::invalid(texts, &error, policy)));
    let scope = Scope::parse(&filled.scope)
        .map_err(|_| problems.at("scope", texts.get("settings-error-choice")));
    let now = visit.services.invitations.moment();
    let expires_at = end(&filled.expiry, now)
        .map_err(|()| problems.at("expiry", texts.get("settings-error-choice")));
    let (Ok(name), Ok(scope), Ok(expires_at)) = (name, scope, expires_at) else {
        return list::render(&visit, &caller, &filled, problems, None).await;
    };
    let command = CreateApiKey {
        name: name.clone(),
        scope,
        expires_at,
    };
    let accounts = &visit.services.accounts;
    let made = accounts.create_api_key(&caller, command).await;
    let made = made.map_err(fault)?;
    made_page(&visit, &caller, &name, made.key.expose())
}

/// Reads when the key stops working; never when the form says nothing about it.
fn end(typed: &str, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, ()> {
    if typed.is_empty() || typed == NEVER {
        return Ok(None);
    }
    let found = DAYS.into_iter().find(|(name, _)| *name == typed);
    let (_, days) = found.ok_or(())?;
    Ok(Some(now + TimeDelta::days(days)))
}

fn made_page(visit: &Visit, caller: &Caller, name: &DisplayName, key: &str) -> Answer {
    let texts = visit.texts();
    let slug = caller.account.slug.as_str();
    let base = visit.base().as_str();
    let place = place(caller);
    let view = Made {
        page: Layout::new(texts, texts.get("settings-key-made-heading"), place.clone())
            .of(visit)
            .section(caller, Section::Settings),
        tabs: tabs(texts, caller, Tab::Keys),
        example: format!(
            "curl {base}/api/v1/accounts/{slug}/invitations \\\n  \
             -H 'Authorization: Bearer {key}' \\\n  \
             -H 'Content-Type: application/json' \\\n  \
             -d '{{\"email\": \"siti@example.org\", \"send\": true}}'"
        ),
        place,
        name: name.to_string(),
        key: key.to_owned(),
    };
    page(StatusCode::OK, &view)
}
