//! The roster: putting a person on it, lists, searches and counts.

use super::{
    Group,
    credentials::Credentials,
    cursor,
    dto::{
        invitation::Invitation,
        invitation_in::NewInvitation,
        list::{Counts, Filter, InvitationList},
        names::StatusName,
        page::read_limit,
    },
    invitations::{shown, wake_if_queued},
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{
        Problem,
        problem_from_catalog::{unavailable, undefined},
    },
};
use invite_domain::{
    model::{self, Caller},
    ports::PageRequest,
    service::{CreateInvitation, CreateInvitationError},
};
use poem::web::Data;
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Path, Query},
    payload::Json,
};

/// The operations.
pub(super) struct Roster;

/// The person is on the roster.
#[derive(ApiResponse)]
enum Made {
    #[oai(status = 201)]
    Created(
        Json<Invitation>,
        /// Where the invitation is.
        #[oai(header = "Location")]
        String,
        /// The version, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[OpenApi(tag = "Group::Invitations")]
impl Roster {
    /// Put a person on the roster
    ///
    /// With `send`, the message is queued in the same commit.
    #[oai(
        path = "/accounts/:account/invitations",
        method = "post",
        operation_id = "createInvitation"
    )]
    async fn create(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        StrictJson(body): StrictJson<NewInvitation>,
    ) -> Result<Made, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let command = body.command()?;
        let invitation = create(services, &caller, &body, command).await?;
        let location = format!(
            "/api/v1/accounts/{}/invitations/{}",
            invitation.account_id, invitation.id
        );
        let (shown, etag) = shown(services, &invitation);
        Ok(Made::Created(shown, location, etag))
    }

    /// List and search invitations
    ///
    /// Newest first. Every condition that is given must hold; of `role`, `group`, `permission` and
    /// `resource`, one at a time.
    #[oai(
        path = "/accounts/:account/invitations",
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
        /// Sent, or sent last, by this person: the id of a user.
        inviter: Query<Option<String>>,
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
            inviter: inviter.0,
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
        path = "/accounts/:account/invitations/counts",
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

/// Puts one person on the roster, and wakes the worker when their message is queued.
pub(super) async fn create(
    services: &Services,
    caller: &Caller,
    body: &NewInvitation,
    command: CreateInvitation,
) -> Result<model::Invitation, Problem> {
    let created = services.invitations.create(caller, command).await;
    let invitation = created.map_err(|error| match error {
        CreateInvitationError::Undefined(items) => undefined(&items, |item| body.place(item)),
        CreateInvitationError::Unavailable(items) => unavailable(&items, |item| body.place(item)),
        other => other.into(),
    })?;
    wake_if_queued(services, &invitation);
    Ok(invitation)
}
