//! The people who are in: lists, one of them, and changing or ending their place.

use super::{
    Group,
    credentials::Credentials,
    cursor,
    dto::{
        list::Filter,
        member::{Member, MemberChange, MemberList},
        names::{AccessTypeName, UserTypeName},
        page::read_limit,
    },
    invitations::expected_version,
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{
        Problem, ProblemCode,
        problem_from_catalog::{resource_held, undefined},
    },
};
use invite_domain::{
    model::{MemberId, UserType},
    ports::{MemberEntry, MemberFilter, MemberPageRequest},
    service::{EditMember, EditMemberError, RemoveMember, RemoveMemberError},
};
use poem::web::Data;
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

/// The operations.
pub(super) struct Members;

/// The member.
#[derive(ApiResponse)]
enum One {
    #[oai(status = 200)]
    Found(
        Json<Member>,
        /// The version, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

/// The place was ended.
#[derive(ApiResponse)]
enum Removed {
    #[oai(status = 204)]
    Done,
}

#[OpenApi(tag = "Group::Members")]
impl Members {
    /// List and search members
    ///
    /// Newest first. Every condition that is given must hold.
    #[oai(
        path = "/accounts/:account/members",
        method = "get",
        operation_id = "listMembers"
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
        /// Contained, in any case, in name, address, login or phone number.
        q: Query<Option<String>>,
        access_type: Query<Option<AccessTypeName>>,
        user_type: Query<Option<UserTypeName>>,
        /// Switched on, or off.
        active: Query<Option<bool>>,
        /// Holds this role.
        role: Query<Option<String>>,
        /// Holds this group.
        group: Query<Option<String>>,
        /// Holds this permission.
        permission: Query<Option<String>>,
        /// Holds this resource.
        resource: Query<Option<String>>,
        /// How many at most: 1 to 200, 50 when absent.
        limit: Query<Option<u32>>,
        /// Where to go on: `next_cursor` of the answer before.
        cursor: Query<Option<String>>,
    ) -> Result<Json<MemberList>, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let wanted = Filter {
            status: None,
            q: q.0,
            role: role.0,
            group: group.0,
            permission: permission.0,
            resource: resource.0,
            inviter: None,
        };
        let filter = MemberFilter {
            search: wanted.search(Problem::parameter)?,
            access_type: access_type.0.map(Into::into),
            user_type: user_type.0.map(UserType::from),
            active: active.0,
            holds: wanted.grants(Problem::parameter)?,
        };
        let page = MemberPageRequest {
            limit: read_limit(limit.0)?,
            after: cursor.0.as_deref().map(cursor::read_member).transpose()?,
        };
        let page = services.members.list(&caller, &filter, page).await?;
        Ok(Json(MemberList::from(&page)))
    }

    /// Read a member
    #[oai(
        path = "/accounts/:account/members/:id",
        method = "get",
        operation_id = "getMember"
    )]
    async fn read(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
    ) -> Result<One, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let entry = services.members.find(&caller, member_id(&id)?).await?;
        Ok(found(&entry))
    }

    /// Change what a member holds, or approve them, switch them off and on
    ///
    /// It counts from their next request on. `"active": true` approves whoever awaits approval, once and
    /// for all; `DELETE` turns them away. With `version` in the body, or with `If-Match`, nothing is
    /// changed unless the member is still at that version.
    #[oai(
        path = "/accounts/:account/members/:id",
        method = "patch",
        operation_id = "changeMember"
    )]
    async fn change(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
        /// The `ETag` that the change builds on.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        StrictJson(body): StrictJson<MemberChange>,
    ) -> Result<One, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let matched = matched(&if_match)?;
        let command = EditMember {
            id: member_id(&id)?,
            changes: body.changes()?,
            expected_version: matched.or(body.version),
        };
        let edited = services.members.edit(&caller, command).await;
        let entry = edited.map_err(|error| match error {
            EditMemberError::Undefined(items) => undefined(&items, |item| body.place(item)),
            EditMemberError::ResourceTaken(keys) => resource_held(&keys, |item| body.place(item)),
            EditMemberError::Conflict if matched.is_some() => {
                Problem::of(ProblemCode::VersionMismatch)
            }
            error => error.into(),
        })?;
        Ok(found(&entry))
    }

    /// Remove a member
    ///
    /// In two steps: without `confirm=true` nothing happens, and the problem `confirmation_required`
    /// says who would be removed and what they hold.
    #[oai(
        path = "/accounts/:account/members/:id",
        method = "delete",
        operation_id = "removeMember"
    )]
    async fn remove(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        id: Path<String>,
        /// Whether whoever asks has seen whom they remove.
        confirm: Query<Option<bool>>,
        /// The `ETag` of the member that was seen.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Removed, Problem> {
        let caller = credentials.caller(services, &account).await?;
        let matched = matched(&if_match)?;
        let command = RemoveMember {
            id: member_id(&id)?,
            confirmed: confirm.0.unwrap_or_default(),
            expected_version: matched,
        };
        match services.members.remove(&caller, command).await {
            Ok(()) => Ok(Removed::Done),
            Err(RemoveMemberError::Conflict) if matched.is_some() => {
                Err(Problem::of(ProblemCode::VersionMismatch))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Reads an id; a text that is none names nobody who exists.
fn member_id(text: &str) -> Result<MemberId, Problem> {
    text.parse()
        .map_err(|_| Problem::of(ProblemCode::MemberNotFound))
}

fn matched(if_match: &Header<Option<String>>) -> Result<Option<u32>, Problem> {
    let version = if_match.as_deref().map(expected_version).transpose()?;
    Ok(version.flatten())
}

fn found(entry: &MemberEntry) -> One {
    let etag = format!("\"{}\"", entry.member.version);
    One::Found(Json(Member::from(entry)), etag)
}
