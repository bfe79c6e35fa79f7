//! Accounts: making them, reading and changing their settings.

use super::{
    Group,
    credentials::Credentials,
    dto::account::{Account, AccountChange, NewAccount},
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{FieldProblem, Problem},
};
use invite_domain::model::Caller;
use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi, param::Path, payload::Json};

/// The operations.
pub(super) struct Accounts;

/// The account was made.
#[derive(ApiResponse)]
enum Made {
    #[oai(status = 201)]
    Created(
        Json<Account>,
        /// Where the account is.
        #[oai(header = "Location")]
        String,
    ),
}

#[OpenApi(tag = "Group::Accounts")]
impl Accounts {
    /// Make an account
    ///
    /// The new account is below one that the caller administers, whose administrators may act in it.
    #[oai(path = "/accounts", method = "post", operation_id = "createAccount")]
    async fn create(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        StrictJson(body): StrictJson<NewAccount>,
    ) -> Result<Made, Problem> {
        let command = body.command()?;
        let caller = parent(services, &credentials, body.parent_id.as_deref()).await?;
        let account = services.accounts.create(&caller, command).await?;
        let location = format!("/api/v1/accounts/{}", account.id);
        Ok(Made::Created(Json(Account::from(&account)), location))
    }

    /// Read an account
    #[oai(
        path = "/accounts/:account",
        method = "get",
        operation_id = "getAccount"
    )]
    async fn read(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<Account>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        Ok(Json(Account::from(&caller.account)))
    }

    /// Change an account
    ///
    /// Absent leaves a part as it is; settings are changed one by one.
    #[oai(
        path = "/accounts/:account",
        method = "patch",
        operation_id = "changeAccount"
    )]
    async fn change(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<AccountChange>,
    ) -> Result<Json<Account>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let changes = body.changes(&caller.account)?;
        let account = services.accounts.update(&caller, changes).await?;
        Ok(Json(Account::from(&account)))
    }
}

/// Returns the caller as they may act in the account above the new one.
async fn parent(
    services: &Services,
    credentials: &Credentials,
    named: Option<&str>,
) -> Result<Caller, Problem> {
    let account = match named {
        Some(account) => account.to_owned(),
        None => credentials.only_account(services).await?.ok_or_else(|| {
            let detail = "name the account above the new one, by id or slug";
            Problem::invalid(vec![FieldProblem::new("parent_id", "required", detail)])
        })?,
    };
    credentials.caller(services, &account).await
}
