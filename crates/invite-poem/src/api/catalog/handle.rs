//! What the routes of every kind do: read the request, ask the service, show the answer.

use crate::{
    Services,
    api::{
        credentials::Credentials,
        cursor,
        dto::{
            grantable::{
                DefinedMany, Grantable, GrantableChange, GrantableList, NewGrantables, NewOnes,
            },
            list::read_search,
            page::read_limit,
        },
    },
    shared::{Problem, ProblemCode},
};
use invite_domain::{
    model::{GrantItem, GrantKey, GrantKind, Operation},
    ports::{CatalogFilter, CatalogPageRequest},
};
use poem_openapi::{ApiResponse, payload::Json};

/// It was defined.
#[derive(ApiResponse)]
pub(super) enum Defined {
    /// What `items` came to, one by one.
    #[oai(status = 200)]
    Many(Json<DefinedMany>),
    /// What was defined.
    #[oai(status = 201)]
    One(Json<Box<Grantable>>),
}

/// It was changed.
#[derive(ApiResponse)]
pub(super) enum Changed {
    /// As it stands now.
    #[oai(status = 200)]
    Now(Json<Grantable>),
}

/// It is gone.
#[derive(ApiResponse)]
pub(super) enum Removed {
    /// Nothing more to say.
    #[oai(status = 204)]
    Gone,
}

/// Which part of which catalog.
pub(super) struct Wanted {
    pub(super) kind: GrantKind,
    pub(super) q: Option<String>,
    pub(super) available: Option<bool>,
    pub(super) limit: Option<u32>,
    pub(super) cursor: Option<String>,
}

pub(super) async fn list(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    wanted: Wanted,
) -> Result<Json<GrantableList>, Problem> {
    let caller = credentials.caller(services, account).await?;
    caller.may(Operation::ReadCatalog)?;
    let filter = CatalogFilter {
        kind: wanted.kind,
        search: read_search(wanted.q.as_deref(), Problem::parameter)?,
        available: wanted.available,
    };
    let page = CatalogPageRequest {
        limit: read_limit(wanted.limit)?,
        after: wanted
            .cursor
            .as_deref()
            .map(cursor::read_grant_key)
            .transpose()?,
    };
    let entries = services.catalog.list(&caller, &filter, &page).await?;
    let locale = caller.account.settings.default_locale;
    Ok(Json(GrantableList {
        items: entries
            .items
            .iter()
            .map(|entry| Grantable::of(&entry.grantable, entry.holders.as_ref(), locale))
            .collect(),
        next_cursor: entries.next.as_ref().map(cursor::write_grant_key),
    }))
}

pub(super) async fn define(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    kind: GrantKind,
    body: &NewGrantables,
) -> Result<Defined, Problem> {
    let caller = credentials.caller(services, account).await?;
    caller.may(Operation::ManageCatalog)?;
    let locale = caller.account.settings.default_locale;
    Ok(match body.read(kind, locale)? {
        NewOnes::One(new) => {
            let grantable = services.catalog.define(&caller, new).await?;
            Defined::One(Json(Box::new(Grantable::of(&grantable, None, locale))))
        }
        NewOnes::Many(new) => {
            let done = services.catalog.define_all(&caller, new).await?;
            Defined::Many(Json(DefinedMany::of(&done)))
        }
    })
}

pub(super) async fn show(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    kind: GrantKind,
    key: &str,
) -> Result<Json<Grantable>, Problem> {
    let caller = credentials.caller(services, account).await?;
    caller.may(Operation::ReadCatalog)?;
    let entry = services.catalog.find(&caller, &item(kind, key)?).await?;
    let locale = caller.account.settings.default_locale;
    let shown = Grantable::of(&entry.grantable, entry.holders.as_ref(), locale);
    Ok(Json(shown))
}

pub(super) async fn change(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    kind: GrantKind,
    key: &str,
    body: &GrantableChange,
) -> Result<Changed, Problem> {
    let caller = credentials.caller(services, account).await?;
    caller.may(Operation::ManageCatalog)?;
    let command = body.command(item(kind, key)?)?;
    let changed = services.catalog.edit(&caller, command).await?;
    let locale = caller.account.settings.default_locale;
    let shown = Grantable::of(&changed.grantable, changed.holders.as_ref(), locale);
    Ok(Changed::Now(Json(shown)))
}

pub(super) async fn remove(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    kind: GrantKind,
    key: &str,
) -> Result<Removed, Problem> {
    let caller = credentials.caller(services, account).await?;
    caller.may(Operation::ManageCatalog)?;
    services.catalog.remove(&caller, &item(kind, key)?).await?;
    Ok(Removed::Gone)
}

/// Reads the key in a path: what can be no key names nothing.
fn item(kind: GrantKind, key: &str) -> Result<GrantItem, Problem> {
    let key = GrantKey::parse(key).map_err(|_| Problem::of(ProblemCode::GrantableNotFound))?;
    Ok(GrantItem { kind, key })
}
