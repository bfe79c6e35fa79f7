//! Everyone in an account, as the API shows them.

use super::{invitation::Invitation, member::Member, names::PersonStatusName};
use crate::shared::people_cursor;
use chrono::{DateTime, Utc};
use invite_domain::ports::{self, PeoplePage};
use poem_openapi::Object;

/// Someone in an account: invited, or in.
#[derive(Debug, Object)]
pub(in crate::api) struct Person {
    /// The id of their invitation while it is pending, of their place once they are in.
    id: String,
    status: PersonStatusName,
    /// What they are called in lists: their name, else what they are reached by.
    name: String,
    /// When they were put on the roster, or came in.
    since: DateTime<Utc>,
    /// Their invitation, while it is pending.
    invitation: Option<Invitation>,
    /// Their place, once they are in, with what they hold now.
    member: Option<Member>,
    /// The id of the invitation that is pending, or that they accepted; null for whoever came in
    /// otherwise.
    invitation_id: Option<String>,
}

impl Person {
    fn at(person: &ports::Person, now: DateTime<Utc>) -> Self {
        let (invitation, member, invitation_id) = match person {
            ports::Person::Invited(invitation) => (
                Some(Invitation::at(invitation, now)),
                None,
                Some(invitation.id),
            ),
            ports::Person::Member { entry, invitation } => {
                (None, Some(Member::from(entry)), *invitation)
            }
        };
        Self {
            id: person.id().to_string(),
            status: person.standing(now).into(),
            name: person.shown_name().to_owned(),
            since: person.since(),
            invitation,
            member,
            invitation_id: invitation_id.map(|id| id.to_string()),
        }
    }
}

/// Part of a list.
#[derive(Debug, Object)]
pub(in crate::api) struct PersonList {
    items: Vec<Person>,
    /// Where the next part begins; null at the end.
    next_cursor: Option<String>,
}

impl PersonList {
    /// Shows a page as it stands at `now`.
    pub(in crate::api) fn at(page: &PeoplePage, now: DateTime<Utc>) -> Self {
        let items = page.items.iter().map(|item| Person::at(item, now));
        Self {
            items: items.collect(),
            next_cursor: page.next.as_ref().map(people_cursor::write),
        }
    }
}
