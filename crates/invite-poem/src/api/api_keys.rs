//! API keys: making one, and showing it once.

use super::{
    Group,
    credentials::Credentials,
    dto::api_key::{ApiKey, NewApiKey},
    strict_json::StrictJson,
};
use crate::{Services, shared::Problem};
use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi, param::Path, payload::Json};

/// The operations.
pub(super) struct ApiKeys;

/// The key was made.
#[derive(ApiResponse)]
enum Made {
    #[oai(status = 201)]
    Created(Json<ApiKey>),
}

#[OpenApi(tag = "Group::ApiKeys")]
impl ApiKeys {
    /// Make an API key
    ///
    /// The key is in this answer and in no other.
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
}
