//! Everyone in an account, invited or in.

use super::{
    Group,
    credentials::Credentials,
    dto::{
        list::Filter,
        names::{AccessTypeName, PeopleSortName, PersonStatusName, UserTypeName},
        page::read_limit,
        people::PersonList,
    },
};
use crate::{
    Services,
    shared::{Problem, people_cursor},
};
use invite_domain::{
    model::UserType,
    ports::{PeopleCursor, PeopleFilter, PeopleKey, PeoplePageRequest, PeopleSort},
};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

/// The operations.
pub(super) struct People;

#[OpenApi(tag = "Group::People")]
impl People {
    /// List and search everyone, invited or in
    ///
    /// Pending invitations and members as one list: an accepted invitation shows as the member, with
    /// what they hold now. Every condition that is given must hold; of `role`, `group`, `permission` and
    /// `resource`, one at a time.
    #[oai(
        path = "/accounts/:account/people",
        method = "get",
        operation_id = "listPeople"
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
        status: Query<Option<PersonStatusName>>,
        /// Contained, in any case, in name, address, login or phone number.
        q: Query<Option<String>>,
        /// Holds this role, or would get it.
        role: Query<Option<String>>,
        /// Holds this group, or would get it.
        group: Query<Option<String>>,
        /// Holds this permission, or would get it.
        permission: Query<Option<String>>,
        /// Holds this resource, or would get it.
        resource: Query<Option<String>>,
        /// Has this access, or would get it.
        access_type: Query<Option<AccessTypeName>>,
        /// Is of this type, or would be.
        user_type: Query<Option<UserTypeName>>,
        /// In this order; the newest first when absent.
        sort: Query<Option<PeopleSortName>>,
        /// How many at most: 1 to 200, 50 when absent.
        limit: Query<Option<u32>>,
        /// Where to go on: `next_cursor` of the answer before.
        cursor: Query<Option<String>>,
    ) -> Result<Json<PersonList>, Problem> {
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
        let conditions = wanted.read(Problem::parameter)?;
        let filter = PeopleFilter {
            standing: status.0.map(Into::into).into_iter().collect(),
            search: conditions.search,
            holds: conditions.grants,
            access_type: access_type.0.map(Into::into),
            user_type: user_type.0.map(UserType::from),
        };
        let sort = sort.0.map(PeopleSort::from).unwrap_or_default();
        let page = PeoplePageRequest {
            limit: read_limit(limit.0)?,
            sort,
            after: cursor
                .0
                .as_deref()
                .map(|text| read(text, sort))
                .transpose()?,
        };
        let page = services.people.list(&caller, &filter, &page).await?;
        Ok(Json(PersonList::at(&page, services.people.moment())))
    }
}

/// Reads a place in a list that is sorted so.
fn read(text: &str, sort: PeopleSort) -> Result<PeopleCursor, Problem> {
    let suits = |cursor: &PeopleCursor| {
        matches!(cursor.key, PeopleKey::Name(_)) == (sort == PeopleSort::Name)
    };
    let cursor = people_cursor::read(text).filter(suits);
    cursor.ok_or_else(super::cursor::invalid)
}
