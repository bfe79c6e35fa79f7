//! Lists, searches and counts.

use super::{
    Group,
    credentials::Credentials,
    cursor,
    dto::{
        list::{Counts, Filter, InvitationList},
        names::StatusName,
    },
};
use crate::{Services, shared::Problem};
use invite_domain::ports::PageRequest;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

/// The operations.
pub(super) struct Lists;

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

#[OpenApi(tag = "Group::Invitations")]
impl Lists {
    /// List and search invitations
    ///
    /// Newest first. Every condition that is given must hold; of `role`, `group`, `permission` and
    /// `resource`, one at a time.
    #[oai(
        path = "/accounts/{account}/invitations",
        method = "get",
        operation_id = "listInvitations"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the address"
    )]
    async fn list(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// Standing so at the moment of asking.
        status: Query<Option<StatusName>>,
        /// Contained, in any case, in name, address, login or phone number.
        q: Query<Option<String>>,
        /// Would be granted this role.
        role: Query<Option<String>>,
        /// Would be granted this group.
        group: Query<Option<String>>,
        /// Would be granted this permission.
        permission: Query<Option<String>>,
        /// Would be granted this resource.
        resource: Query<Option<String>>,
        /// How many at most: 1 to 200, 50 when absent.
        limit: Query<Option<u32>>,
        /// Where to go on: `next_cursor` of the answer before.
        cursor: Query<Option<String>>,
    ) -> Result<Json<InvitationList>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let wanted = Filter {
            status: status.0,
            q: q.0,
            role: role.0,
            group: group.0,
            permission: permission.0,
            resource: resource.0,
        };
        let filter = wanted.read(Problem::parameter)?;
        let page = PageRequest {
            limit: read_limit(limit.0)?,
            after: cursor.0.as_deref().map(cursor::read).transpose()?,
        };
        let page = services.invitations.list(&caller, &filter, page).await?;
        Ok(Json(InvitationList::at(
            &page,
            services.invitations.moment(),
        )))
    }

    /// Count the invitations by status
    #[oai(
        path = "/accounts/{account}/invitations/counts",
        method = "get",
        operation_id = "countInvitations"
    )]
    async fn counts(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<Counts>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let counts = services.invitations.counts(&caller).await?;
        Ok(Json(Counts::from(&counts)))
    }
}

fn read_limit(limit: Option<u32>) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(Problem::parameter(
            "limit",
            "out_of_range",
            "a page has 1 to 200 entries",
        ))
    }
}
