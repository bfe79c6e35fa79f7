//! Everyone in an account, in memory.

use super::{MemoryStore, places, reader, tables::Tables};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, InvitationId, MemberId, PersonStatus, State, Status},
    ports::{
        MemberEntry, PeopleCounts, PeopleCursor, PeopleFilter, PeopleKey, PeoplePage,
        PeoplePageRequest, PeopleReader, PeopleSort, Person, PersonId, Sending, StoreError,
    },
};

#[async_trait]
impl PeopleReader for MemoryStore {
    async fn people(
        &self,
        account: AccountId,
        filter: &PeopleFilter,
        page: &PeoplePageRequest,
        now: DateTime<Utc>,
    ) -> Result<PeoplePage, StoreError> {
        let tables = self.snapshot()?;
        let after = page.after.as_ref().filter(|after| suits(after, page.sort));
        let mut found: Vec<(PeopleCursor, Person)> = everyone(&tables, account)
            .filter(|person| matches(person, filter, now))
            .map(|person| (person.cursor(page.sort), person))
            .filter(|(place, _)| after.is_none_or(|after| comes_after(place, after, page.sort)))
            .collect();
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        if page.sort == PeopleSort::Newest {
            found.reverse();
        }
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found
            .last()
            .filter(|_| more)
            .map(|(place, _)| place.clone());
        Ok(PeoplePage {
            items: found.into_iter().map(|(_, person)| person).collect(),
            next,
        })
    }

    async fn people_by_id(
        &self,
        account: AccountId,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, StoreError> {
        let tables = self.snapshot()?;
        let invited = ids.iter().filter_map(|id| {
            let invitation = tables.invitations.get(&InvitationId::new(id.0))?;
            (invitation.account_id == account).then(|| Person::Invited(invitation.clone()))
        });
        let members = ids.iter().filter_map(|id| {
            let entry = places::entry(&tables, account, MemberId::new(id.0))?;
            Some(member(&tables, entry))
        });
        Ok(invited.chain(members).collect())
    }

    async fn count_people(
        &self,
        account: AccountId,
        filter: &PeopleFilter,
        most: u32,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let tables = self.snapshot()?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let found = everyone(&tables, account).filter(|person| matches(person, filter, now));
        Ok(found.take(most).count() as u64)
    }

    async fn people_counts(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<PeopleCounts, StoreError> {
        let tables = self.snapshot()?;
        let mut counts = PeopleCounts::default();
        for person in everyone(&tables, account) {
            counts.add(person.standing(now), 1);
        }
        Ok(counts)
    }

    async fn sending(
        &self,
        account: AccountId,
        since: DateTime<Utc>,
    ) -> Result<Sending, StoreError> {
        let tables = self.snapshot()?;
        let waiting = tables.invitations.rows();
        let waiting = waiting.filter(|i| i.account_id == account && i.state == State::Queued);
        let left = tables.audit.rows().filter(|line| {
            line.account_id == Some(account)
                && line.at >= since
                && line.action.name() == "invitation.invited"
        });
        Ok(Sending {
            waiting: waiting.count() as u64,
            left: left.count() as u64,
            since,
        })
    }
}

fn everyone(tables: &Tables, account: AccountId) -> impl Iterator<Item = Person> {
    let pending = tables.invitations.rows().filter(move |invitation| {
        invitation.account_id == account && invitation.state.status() != Status::Accepted
    });
    let members = tables.members.rows().filter_map(move |place| {
        let entry = places::entry(tables, account, place.id)?;
        Some(member(tables, entry))
    });
    pending.cloned().map(Person::Invited).chain(members)
}

fn member(tables: &Tables, entry: MemberEntry) -> Person {
    let accepted = tables.invitations.rows().filter(|invitation| {
        matches!(invitation.state, State::Accepted { member, .. } if member == entry.member.id)
    });
    let accepted = accepted.max_by_key(|invitation| (invitation.created_at, invitation.id));
    Person::Member {
        invitation: accepted.map(|invitation| invitation.id),
        entry,
    }
}

fn matches(person: &Person, filter: &PeopleFilter, now: DateTime<Utc>) -> bool {
    let grant = person.grant();
    let standing: PersonStatus = person.standing(now);
    let holds = filter.holds.as_ref();
    let is_mentioned = |text: &str| match person {
        Person::Invited(invitation) => reader::mentions(&invitation.invitee, text),
        Person::Member { entry, .. } => places::mentions(&entry.user, text),
    };
    filter.includes(standing)
        && filter.access_type.is_none_or(|a| grant.access_type == a)
        && filter.user_type.is_none_or(|u| grant.user_type == u)
        && holds.is_none_or(|item| grant.keys(item.kind).contains(&item.key))
        && filter.search.as_deref().is_none_or(is_mentioned)
}

/// Whether a place is one in a list that is sorted so.
fn suits(place: &PeopleCursor, sort: PeopleSort) -> bool {
    matches!(place.key, PeopleKey::Name(_)) == (sort == PeopleSort::Name)
}

fn comes_after(place: &PeopleCursor, after: &PeopleCursor, sort: PeopleSort) -> bool {
    match sort {
        PeopleSort::Newest => place < after,
        PeopleSort::Oldest | PeopleSort::Name => place > after,
    }
}
