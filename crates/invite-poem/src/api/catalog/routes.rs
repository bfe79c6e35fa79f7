//! The routes of roles, groups, permissions and resources: the same operations for each kind.

use super::handle::{self, Changed, Defined, Removed, Wanted};
use crate::{
    Services,
    api::{
        Group,
        credentials::Credentials,
        dto::grantable::{Grantable, GrantableChange, GrantableList, NewGrantables},
        strict_json::StrictJson,
    },
    shared::Problem,
};
use invite_domain::model::GrantKind;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

/// Writes down the operations of one kind. Paths and names are literals, as OpenAPI's macro asks.
macro_rules! catalog {
    (
        $(#[$doc:meta])* $name:ident of $kind:expr,
        at $all:tt and $one:tt,
        list $list_doc:tt $list:tt, define $define_doc:tt $define:tt, show $show_doc:tt $show:tt,
        change $change_doc:tt $change:tt, remove $remove_doc:tt $remove:tt
    ) => {
        $(#[$doc])*
        pub(in crate::api) struct $name;

        #[OpenApi(tag = "Group::Grantables")]
        impl $name {
            #[doc = $list_doc]
            ///
            /// In the order of keys. Of resources, whoever may read members is told who holds them.
            #[oai(path = $all, method = "get", operation_id = $list)]
            #[expect(clippy::too_many_arguments, reason = "each parameter is an argument")]
            async fn list(
                &self,
                Data(services): Data<&Services>,
                credentials: Credentials,
                /// An id or a slug.
                account: Path<String>,
                /// Contained, in any case, in key or texts; a number however it is spaced.
                q: Query<Option<String>>,
                /// Whether it could be given to one more member: all but resources that are not
                /// shared and that a member holds.
                available: Query<Option<bool>>,
                /// How many at most: 1 to 200, 50 when absent.
                limit: Query<Option<u32>>,
                /// Where to go on: `next_cursor` of the answer before.
                cursor: Query<Option<String>>,
            ) -> Result<Json<GrantableList>, Problem> {
                let wanted = Wanted {
                    kind: $kind,
                    q: q.0,
                    available: available.0,
                    limit: limit.0,
                    cursor: cursor.0,
                };
                handle::list(services, &credentials, &account, wanted).await
            }

            #[doc = $define_doc]
            ///
            /// Or up to 1,000 with `items`: those that are there already stay as they are.
            #[oai(path = $all, method = "post", operation_id = $define)]
            async fn define(
                &self,
                Data(services): Data<&Services>,
                credentials: Credentials,
                /// An id or a slug.
                account: Path<String>,
                StrictJson(body): StrictJson<NewGrantables>,
            ) -> Result<Defined, Problem> {
                handle::define(services, &credentials, &account, $kind, &body).await
            }

            #[doc = $show_doc]
            #[oai(path = $one, method = "get", operation_id = $show)]
            async fn show(
                &self,
                Data(services): Data<&Services>,
                credentials: Credentials,
                /// An id or a slug.
                account: Path<String>,
                /// The key, percent-encoded.
                key: Path<String>,
            ) -> Result<Json<Grantable>, Problem> {
                handle::show(services, &credentials, &account, $kind, &key).await
            }

            #[doc = $change_doc]
            ///
            /// The key never changes.
            #[oai(path = $one, method = "patch", operation_id = $change)]
            async fn change(
                &self,
                Data(services): Data<&Services>,
                credentials: Credentials,
                /// An id or a slug.
                account: Path<String>,
                /// The key, percent-encoded.
                key: Path<String>,
                StrictJson(body): StrictJson<GrantableChange>,
            ) -> Result<Changed, Problem> {
                handle::change(services, &credentials, &account, $kind, &key, &body).await
            }

            #[doc = $remove_doc]
            ///
            /// Refused while a member holds it or a live invitation would give it.
            #[oai(path = $one, method = "delete", operation_id = $remove)]
            async fn remove(
                &self,
                Data(services): Data<&Services>,
                credentials: Credentials,
                /// An id or a slug.
                account: Path<String>,
                /// The key, percent-encoded.
                key: Path<String>,
            ) -> Result<Removed, Problem> {
                handle::remove(services, &credentials, &account, $kind, &key).await
            }
        }
    };
}

catalog! {
    /// The roles.
    Roles of GrantKind::Role,
    at "/accounts/:account/roles" and "/accounts/:account/roles/:key",
    list "List the roles" "listRoles",
    define "Define a role" "defineRole",
    show "Show a role" "getRole",
    change "Change a role" "changeRole",
    remove "Remove a role" "removeRole"
}

catalog! {
    /// The groups.
    Groups of GrantKind::Group,
    at "/accounts/:account/groups" and "/accounts/:account/groups/:key",
    list "List the groups" "listGroups",
    define "Define a group" "defineGroup",
    show "Show a group" "getGroup",
    change "Change a group" "changeGroup",
    remove "Remove a group" "removeGroup"
}

catalog! {
    /// The permissions.
    Permissions of GrantKind::Permission,
    at "/accounts/:account/permissions" and "/accounts/:account/permissions/:key",
    list "List the permissions" "listPermissions",
    define "Define a permission" "definePermission",
    show "Show a permission" "getPermission",
    change "Change a permission" "changePermission",
    remove "Remove a permission" "removePermission"
}

catalog! {
    /// The resources.
    Resources of GrantKind::Resource,
    at "/accounts/:account/resources" and "/accounts/:account/resources/:key",
    list "List the resources" "listResources",
    define "Define a resource" "defineResource",
    show "Show a resource" "getResource",
    change "Change a resource" "changeResource",
    remove "Remove a resource" "removeResource"
}
