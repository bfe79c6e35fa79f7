//! API keys: making one and showing it once, listing them, revoking one.

use super::{
    Group,
    credentials::Credentials,
    dto::{
        api_key::{ApiKey, ApiKeyList, NewApiKey, read_cursor},
        page::read_limit,
    },
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{Problem, ProblemCode},
};
use invite_domain::model::{ApiKeyId, Operation};
use poem::web::Data;
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Path, Query},
    payload::Json,
};

/// The operations.
pub(super) struct ApiKeys;

/// The key was made.
#[derive(ApiResponse)]
enum Made {
    #[oai(status = 201)]
    Created(Json<ApiKey>),
}

/// The key was revoked.
#[derive(ApiResponse)]
enum Revoked {
    #[oai(status = 204)]
    Revoked,
}

#[OpenApi(tag = "Group::ApiKeys")]
impl ApiKeys {
    /// List the API keys
    ///
    /// The account's own ones, newest first, expired ones included; never a key itself.
    #[oai(
        path = "/accounts/:account/api-keys",
        method = "get",
        operation_id = "listApiKeys"
    )]
    async fn list(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// How many at most: 1 to 200, 50 when absent.
        limit: Query<Option<u32>>,
        /// Where to go on: `next_cursor` of the answer before.
        cursor: Query<Option<String>>,
    ) -> Result<Json<ApiKeyList>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let limit = read_limit(limit.0)?;
        let after = cursor.0.as_deref().map(read_cursor).transpose()?;
        let page = services.accounts.api_keys(&caller, limit, after).await?;
        Ok(Json(ApiKeyList::from(&page)))
    }

    /// Make an API key
    ///
    /// The key is in this answer and in no other. It acts in the account and in those below it.
    #[oai(
        path = "/accounts/:account/api-keys",
        method = "post",
        operation_id = "createApiKey"
    )]
    async fn create(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<NewApiKey>,
    ) -> Result<Made, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let command = body.command()?;
        let made = services
            .accounts
            .create_api_key(&caller, command.clone())
            .await?;
        Ok(Made::Created(Json(ApiKey::shown_once(&made, &command))))
    }

    /// Revoke an API key
    ///
    /// Its next request is refused, and invitations that it sent cannot be accepted until someone
    /// sends them again.
    #[oai(
        path = "/accounts/:account/api-keys/:id",
        method = "delete",
        operation_id = "revokeApiKey"
    )]
    async fn revoke(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// The key's id.
        id: Path<String>,
    ) -> Result<Revoked, Problem> {
        let caller = credentials.caller(services, &account).await?;
        caller.may(Operation::ManageApiKeys)?;
        // A text that is no id names no key either.
        let id: ApiKeyId = id
            .parse()
            .map_err(|_| Problem::of(ProblemCode::ApiKeyNotFound))?;
        services.accounts.revoke_api_key(&caller, id).await?;
        Ok(Revoked::Revoked)
    }
}
