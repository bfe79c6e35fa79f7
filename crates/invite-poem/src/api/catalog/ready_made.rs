//! Catalogs that are ready to be adopted.

use crate::{
    Services,
    api::{
        Group,
        credentials::Credentials,
        dto::grantable::{DefinedMany, Grantable, ReadyMadeCatalog, ReadyMadeList},
    },
    shared::{Problem, ProblemCode},
};
use invite_domain::model::{Operation, ReadyMade};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

/// The operations.
pub(in crate::api) struct ReadyMadeCatalogs;

#[OpenApi(tag = "Group::Grantables")]
impl ReadyMadeCatalogs {
    /// List the ready-made catalogs
    ///
    /// What adopting each of them would define, with its names in every language.
    #[oai(
        path = "/accounts/:account/catalogs",
        method = "get",
        operation_id = "listCatalogs"
    )]
    async fn list(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<ReadyMadeList>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        caller.may(Operation::ReadCatalog)?;
        let (locale, since) = (
            caller.account.settings.default_locale,
            caller.account.created_at,
        );
        let shown = ReadyMade::ALL.map(|catalog| ReadyMadeCatalog {
            catalog: catalog.as_str().to_owned(),
            permissions: catalog
                .grantables(since)
                .iter()
                .map(|entry| Grantable::to_be(entry, locale))
                .collect(),
        });
        Ok(Json(ReadyMadeList {
            items: shown.into(),
            next_cursor: None,
        }))
    }

    /// Adopt a ready-made catalog
    ///
    /// Defines what the account does not have yet and leaves the rest as it is; doing so again changes
    /// nothing. `hosting` has the 13 permissions of a hosting company's billing account.
    #[oai(
        path = "/accounts/:account/catalogs/:catalog",
        method = "post",
        operation_id = "adoptCatalog"
    )]
    async fn adopt(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// `hosting`.
        catalog: Path<String>,
    ) -> Result<Json<DefinedMany>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        caller.may(Operation::ManageCatalog)?;
        let catalog =
            ReadyMade::parse(&catalog).ok_or_else(|| Problem::of(ProblemCode::CatalogNotFound))?;
        let done = services.catalog.adopt(&caller, catalog).await?;
        Ok(Json(DefinedMany::of(&done)))
    }
}
