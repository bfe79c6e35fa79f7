//! Accounts: listing and making them, reading and changing one, suspending and resuming.

use super::{
    Group,
    credentials::Credentials,
    dto::{
        account::{Account, AccountChange, NewAccount},
        account_list::{AccountList, read_cursor, read_filter},
        page::read_limit,
    },
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{FieldProblem, Problem},
};
use invite_domain::{model::Caller, ports::AccountPageRequest};
use poem::web::Data;
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Path, Query},
    payload::Json,
};

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
    /// List and search accounts
    ///
    /// Every account that the caller may act in, by name: for a person, where they are a member and
    /// what is below the accounts that they administer; for an API key, its account and what is below.
    /// Every condition that is given must hold.
    #[oai(path = "/accounts", method = "get", operation_id = "listAccounts")]
    async fn list(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// Contained, in any case, in name or slug.
        q: Query<Option<String>>,
        /// Directly below the account with this id or slug.
        parent: Query<Option<String>>,
        /// How many at most: 1 to 200, 50 when absent.
        limit: Query<Option<u32>>,
        /// Where to go on: `next_cursor` of the answer before.
        cursor: Query<Option<String>>,
    ) -> Result<Json<AccountList>, Problem> {
        let actor = credentials.actor(services).await?;
        let filter = read_filter(q.0.as_deref(), parent.0.as_deref())?;
        let page = AccountPageRequest {
            limit: read_limit(limit.0)?,
            after: cursor.0.as_deref().map(read_cursor).transpose()?,
        };
        let page = services.accounts.list(&actor, &filter, &page).await?;
        Ok(Json(AccountList::from(&page)))
    }

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
    ///
    /// A suspended one is there only for those who act in it from above.
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
        let caller = credentials.reader(services, &account).await?;
        Ok(Json(Account::from(&caller.account)))
    }

    /// Change an account
    ///
    /// Absent leaves a part as it is; settings are changed one by one. With `parent_id` the account
    /// moves: that needs administrator access to the account above it, before and after.
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

    /// Suspend an account
    ///
    /// Nobody acts in it, nothing is sent for it and nobody comes in until it is resumed; messages
    /// wait. For administrators of an account above it; its own people cannot. Accounts below it go on.
    #[oai(
        path = "/accounts/:account/suspend",
        method = "post",
        operation_id = "suspendAccount"
    )]
    async fn suspend(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<Account>, Problem> {
        let overseer = credentials.overseer(services, &account).await?;
        let account = services.accounts.suspend(&overseer).await?;
        Ok(Json(Account::from(&account)))
    }

    /// Resume a suspended account
    ///
    /// What waited is sent. For administrators of an account above it.
    #[oai(
        path = "/accounts/:account/resume",
        method = "post",
        operation_id = "resumeAccount"
    )]
    async fn resume(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<Account>, Problem> {
        let overseer = credentials.overseer(services, &account).await?;
        let account = services.accounts.resume(&overseer).await?;
        (services.wake)();
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
