//! What can be granted in an account: roles, groups, permissions and resources.

use super::{
    Group,
    credentials::Credentials,
    dto::grant::{Grantable, GrantableList, NewGrantable},
    strict_json::StrictJson,
};
use crate::{Services, shared::Problem};
use invite_domain::model::{GrantItem, GrantKind};
use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi, param::Path, payload::Json};

/// The operations.
pub(super) struct Grantables;

/// It was defined.
#[derive(ApiResponse)]
enum Defined {
    #[oai(status = 201)]
    Created(Json<Grantable>),
}

#[OpenApi(tag = "Group::Grantables")]
impl Grantables {
    /// List the roles
    #[oai(
        path = "/accounts/:account/roles",
        method = "get",
        operation_id = "listRoles"
    )]
    async fn roles(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<GrantableList>, Problem> {
        list(services, &credentials, &account, GrantKind::Role).await
    }

    /// Define a role
    #[oai(
        path = "/accounts/:account/roles",
        method = "post",
        operation_id = "defineRole"
    )]
    async fn define_role(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<NewGrantable>,
    ) -> Result<Defined, Problem> {
        define(services, &credentials, &account, GrantKind::Role, &body).await
    }

    /// List the groups
    #[oai(
        path = "/accounts/:account/groups",
        method = "get",
        operation_id = "listGroups"
    )]
    async fn groups(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<GrantableList>, Problem> {
        list(services, &credentials, &account, GrantKind::Group).await
    }

    /// Define a group
    #[oai(
        path = "/accounts/:account/groups",
        method = "post",
        operation_id = "defineGroup"
    )]
    async fn define_group(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<NewGrantable>,
    ) -> Result<Defined, Problem> {
        define(services, &credentials, &account, GrantKind::Group, &body).await
    }

    /// List the permissions
    #[oai(
        path = "/accounts/:account/permissions",
        method = "get",
        operation_id = "listPermissions"
    )]
    async fn permissions(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<GrantableList>, Problem> {
        list(services, &credentials, &account, GrantKind::Permission).await
    }

    /// Define a permission
    #[oai(
        path = "/accounts/:account/permissions",
        method = "post",
        operation_id = "definePermission"
    )]
    async fn define_permission(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<NewGrantable>,
    ) -> Result<Defined, Problem> {
        define(
            services,
            &credentials,
            &account,
            GrantKind::Permission,
            &body,
        )
        .await
    }

    /// List the resources
    #[oai(
        path = "/accounts/:account/resources",
        method = "get",
        operation_id = "listResources"
    )]
    async fn resources(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<GrantableList>, Problem> {
        list(services, &credentials, &account, GrantKind::Resource).await
    }

    /// Define a resource
    #[oai(
        path = "/accounts/:account/resources",
        method = "post",
        operation_id = "defineResource"
    )]
    async fn define_resource(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<NewGrantable>,
    ) -> Result<Defined, Problem> {
        define(services, &credentials, &account, GrantKind::Resource, &body).await
    }
}

async fn list(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    kind: GrantKind,
) -> Result<Json<GrantableList>, Problem> {
    let caller = credentials.caller(services, account).await?;
    let keys = services.accounts.grantables(&caller, kind).await?;
    Ok(Json(GrantableList {
        items: keys.iter().map(Grantable::from).collect(),
        next_cursor: None,
    }))
}

async fn define(
    services: &Services,
    credentials: &Credentials,
    account: &str,
    kind: GrantKind,
    body: &NewGrantable,
) -> Result<Defined, Problem> {
    let caller = credentials.caller(services, account).await?;
    let key = body.key()?;
    let shown = Grantable::from(&key);
    services
        .accounts
        .define(&caller, GrantItem { kind, key })
        .await?;
    Ok(Defined::Created(Json(shown)))
}
