//! An account at a glance.

use super::{Group, credentials::Credentials, dto::overview::Overview};
use crate::{Services, shared::Problem};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

/// The operation.
pub(super) struct Insight;

#[OpenApi(tag = "Group::Invitations")]
impl Insight {
    /// See an account at a glance
    ///
    /// How many stand where now, how far those came who were put on the roster in the last 30 days (in
    /// UTC, with today), how long people take to accept, and what needs attention.
    #[oai(
        path = "/accounts/:account/overview",
        method = "get",
        operation_id = "overview"
    )]
    async fn overview(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<Overview>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let (overview, now) = services.insight.overview(&caller).await?;
        Ok(Json(Overview::at(&overview, now)))
    }
}
