//! `PeopleReader`: everyone in an account, invited or in.

use super::{
    StoreHarness,
    fixture::{Fixture, next_version, numbered},
};
use crate::{MemberBuilder, a_member, a_person, an_invitation, values};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        AccessType, Action, AuditEntry, Doer, Event, GrantKind, Invitation, Invitee, Member,
        PersonStatus, State, UserType,
    },
    ports::{PeopleFilter, PeoplePageRequest, PeopleSort, Person, PersonId},
};
use std::collections::BTreeSet;

/// Walks through everyone of the first account in pages.
async fn walk(
    f: &Fixture,
    filter: &PeopleFilter,
    sort: PeopleSort,
    limit: u32,
    now: DateTime<Utc>,
) -> Vec<Person> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let request = PeoplePageRequest {
            limit,
            sort,
            after: after.clone(),
        };
        let page = f.harness.people.people(f.account.id, filter, &request, now);
        let page = page.await.unwrap();
        assert!(page.items.len() <= limit as usize, "a page is too long");
        all.extend(page.items);
        match page.next {
            Some(next) => {
                assert_ne!(after.as_ref(), Some(&next), "the walk does not get on");
                after = Some(next);
            }
            None => return all,
        }
    }
}

fn ids(found: &[Person]) -> Vec<PersonId> {
    found.iter().map(Person::id).collect()
}

/// Returns the names of whom a filter finds, sorted.
async fn names(f: &Fixture, filter: &PeopleFilter) -> Vec<String> {
    let found = walk(f, filter, PeopleSort::Newest, 2, f.now).await;
    let mut names: Vec<_> = found.iter().map(|p| p.shown_name().to_owned()).collect();
    names.sort();
    names
}

fn standing(standing: PersonStatus) -> PeopleFilter {
    PeopleFilter {
        standing: [standing].into(),
        ..PeopleFilter::default()
    }
}

/// Stores a member of the first account who came in so long after the beginning.
async fn member_at(f: &Fixture, member: MemberBuilder, later: TimeDelta) -> Member {
    let member = member.joined_at(f.now + later);
    let stored = member.put_into(f.harness.identity.as_ref(), &f.account);
    stored.await.unwrap()
}

fn everyone() -> PeopleFilter {
    PeopleFilter::default()
}

/// One invitation in each state, two members, and one who is switched off.
async fn all_sorts(f: &Fixture) -> Vec<Invitation> {
    let states = super::invitations::every_state(f).into_iter().enumerate();
    let made: Vec<_> = states
        .map(|(n, state)| {
            let invitation = an_invitation().to(&numbered(n)).ttl(values::hours(1));
            let at = f.now + TimeDelta::milliseconds(i64::try_from(n).unwrap() * 7 % 5);
            invitation.created_at(at).invited().standing(state).build()
        })
        .collect();
    f.put_all(&made).await;
    for (n, minutes) in [(20, -1), (21, 1)] {
        let person = a_person().email(&numbered(n)).named("Siti");
        member_at(f, a_member().who(person), TimeDelta::minutes(minutes)).await;
    }
    let waits = a_person().email(&numbered(23)).named("Rani");
    member_at(
        f,
        a_member().who(waits).awaiting_approval(),
        TimeDelta::zero(),
    )
    .await;
    let off = a_person().email(&numbered(22)).named("Off");
    member_at(f, a_member().who(off).inactive(), TimeDelta::zero()).await;
    made
}

pub async fn the_list_holds_pending_invitations_and_members_and_nobody_twice(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let asked = an_invitation().to("siti@example.org").build();
    f.put(&asked).await;
    let found = walk(&f, &everyone(), PeopleSort::Newest, 10, f.now).await;
    assert_eq!(found, [Person::Invited(asked.clone())]);

    // Accepting puts the member in the place of the invitation.
    let person = a_person().email("siti@example.org");
    let member = member_at(&f, a_member().who(person), TimeDelta::minutes(1)).await;
    let mut accepted = next_version(&asked);
    accepted.state = State::Accepted {
        at: f.now,
        member: member.id,
    };
    let mut unit = f.begin().await;
    unit.invitations().update(&accepted).await.unwrap();
    unit.commit().await.unwrap();
    // Someone who came in without an invitation stands there, too.
    let first = a_member().who(a_person().email("first@example.org"));
    let first = member_at(&f, first, TimeDelta::zero()).await;
    let found = walk(&f, &everyone(), PeopleSort::Newest, 10, f.now).await;
    let place = |person: &Person| match person {
        Person::Member { entry, invitation } => (entry.member.id, *invitation),
        Person::Invited(invitation) => panic!("{invitation:?}"),
    };
    let places: Vec<_> = found.iter().map(place).collect();
    assert_eq!(
        places,
        [(member.id, Some(asked.id)), (first.id, None)],
        "newest first"
    );
}

pub async fn people_of_another_account_are_absent(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let mut foreign = Vec::new();
    for account in [&other, &child] {
        let role = |i: crate::InvitationBuilder| i.granting(GrantKind::Role, "Sales");
        let invitation = role(an_invitation().of(account).to("foreign@example.org")).build();
        f.put(&invitation).await;
        foreign.push(PersonId::from(invitation.id));
    }
    let person = a_person().email("stranger@example.org");
    let member = a_member().who(person).holding(GrantKind::Role, "Sales");
    let member = member.put_into(f.harness.identity.as_ref(), &other).await;
    foreign.push(member.unwrap().id.into());

    let holds = PeopleFilter {
        holds: Some(values::item(GrantKind::Role, "Sales")),
        ..everyone()
    };
    for sort in PeopleSort::ALL {
        assert_eq!(walk(&f, &everyone(), sort, 10, f.now).await, []);
        assert_eq!(walk(&f, &holds, sort, 10, f.now).await, []);
    }
    let people = &f.harness.people;
    let found = people.people_by_id(f.account.id, &foreign).await.unwrap();
    assert_eq!(found, []);
    let counts = people.people_counts(f.account.id, f.now).await.unwrap();
    assert_eq!(counts.total(), 0);
    let all = everyone();
    let counted = people.count_people(f.account.id, &all, 10, f.now).await;
    assert_eq!(counted.unwrap(), 0);
}

pub async fn a_walk_visits_everyone_once_in_each_order(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut made: Vec<Person> = Vec::new();
    for n in 0..23_i64 {
        let at = f.now + TimeDelta::milliseconds(n * 7 % 5);
        // Many have the same name, and some have none.
        let invitation = an_invitation().to(&numbered(usize::try_from(n).unwrap()));
        let invitation = match n % 3 {
            0 => invitation.named("ЖАННА"),
            1 => invitation.named("anna"),
            _ => invitation,
        };
        let invitation = invitation.created_at(at).build();
        f.put(&invitation).await;
        made.push(Person::Invited(invitation));
    }
    for n in 0..9_i64 {
        let name = if n % 2 == 0 { "Anna" } else { "жанна" };
        let email = numbered(usize::try_from(100 + n).unwrap());
        let person = a_person().named(name).email(&email);
        let member = a_member().who(person);
        let member = member_at(&f, member, TimeDelta::milliseconds(n * 3 % 4)).await;
        let entry = f.harness.members.find_member(f.account.id, member.id);
        made.push(Person::Member {
            entry: entry.await.unwrap().unwrap(),
            invitation: None,
        });
    }
    for sort in PeopleSort::ALL {
        made.sort_by_key(|person| person.cursor(sort));
        if sort == PeopleSort::Newest {
            made.reverse();
        }
        for limit in [1, 5, 32, 200] {
            let walked = walk(&f, &everyone(), sort, limit, f.now).await;
            assert_eq!(ids(&walked), ids(&made), "{sort:?} in pages of {limit}");
        }
    }
    // A place in a list of another order is none.
    let request = PeoplePageRequest {
        limit: 200,
        sort: PeopleSort::Name,
        after: Some(made[3].cursor(PeopleSort::Newest)),
    };
    let (people, all) = (&f.harness.people, everyone());
    let page = people.people(f.account.id, &all, &request, f.now).await;
    assert_eq!(page.unwrap().items.len(), made.len());
}

pub async fn a_walk_through_everyone_is_not_disturbed_by_what_happens_meanwhile(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let made: Vec<_> = (0..6)
        .map(|n| an_invitation().to(&numbered(n)).build())
        .collect();
    f.put_all(&made).await;
    let mut expected: Vec<_> = made.iter().map(|i| PersonId::from(i.id)).collect();
    expected.sort();
    expected.reverse();
    let request = |after| PeoplePageRequest {
        limit: 3,
        sort: PeopleSort::Newest,
        after,
    };
    let (people, all) = (&f.harness.people, everyone());
    let begin = request(None);
    let first = people.people(f.account.id, &all, &begin, f.now).await;
    let first = first.unwrap();
    let newer = an_invitation().to("newer@example.org");
    f.put(&newer.created_at(f.now + TimeDelta::seconds(1)).build())
        .await;
    let Person::Invited(last) = &first.items[2] else {
        panic!("{first:?}");
    };
    let mut changed = next_version(last);
    changed.state = State::Revoked { at: f.now };
    let mut unit = f.begin().await;
    unit.invitations().update(&changed).await.unwrap();
    unit.commit().await.unwrap();
    let on = request(first.next);
    let second = people.people(f.account.id, &all, &on, f.now).await.unwrap();
    let mut walked = ids(&first.items);
    walked.extend(ids(&second.items));
    assert_eq!(walked, expected);
    assert_eq!(second.next, None);
}

pub async fn a_search_finds_everyone_in_any_case(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    f.put(
        &an_invitation()
            .to("one@example.org")
            .named("Жанна Ё.")
            .build(),
    )
    .await;
    f.put(&an_invitation().to_phone("+62215550100").build())
        .await;
    for person in [
        a_person().named("Иван").email("ivan@bücher.example"),
        a_person()
            .named("100%_sure")
            .email("s@example.org")
            .login("sure"),
    ] {
        member_at(&f, a_member().who(person), TimeDelta::zero()).await;
    }
    for (text, expected) in [
        ("ЖАННА ё", vec!["Жанна Ё."]),
        ("иВАН", vec!["Иван"]),
        ("XN--B", vec!["Иван"]),
        ("EXAMPLE.ORG", vec!["100%_sure", "Жанна Ё."]),
        ("2155501", vec!["+62215550100"]),
        ("SURE", vec!["100%_sure"]),
        ("%", vec!["100%_sure"]),
        ("_", vec!["100%_sure"]),
        ("\\", vec![]),
        ("\n", vec![]),
        ("\0", vec![]),
    ] {
        let filter = PeopleFilter {
            search: Some(text.to_owned()),
            ..everyone()
        };
        assert_eq!(names(&f, &filter).await, expected, "{text:?}");
        let people = &f.harness.people;
        let counted = people.count_people(f.account.id, &filter, 10, f.now);
        assert_eq!(counted.await.unwrap(), expected.len() as u64, "{text:?}");
    }
}

pub async fn every_condition_on_people_must_hold(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (role, group) = (GrantKind::Role, GrantKind::Group);
    let asked = |name: &str| {
        an_invitation()
            .to(&format!("{name}@example.org"))
            .named(name)
    };
    f.put_all(&[
        asked("ana")
            .granting(role, "Sales")
            .as_administrator()
            .build(),
        asked("budi").granting(role, "Sales").queued().build(),
        asked("citra").granting(group, "Sales").build(),
    ])
    .await;
    let named = |name: &str| a_member().who(a_person().named(name).email(&format!("{name}@x.org")));
    for member in [
        named("dewi").holding(role, "Sales").administrator(),
        named("eko").holding(role, "Sales").inactive(),
        named("fitri").of_type(UserType::External),
        named("gita").awaiting_approval(),
    ] {
        member_at(&f, member, TimeDelta::zero()).await;
    }
    let held = |kind, key: &str| PeopleFilter {
        holds: Some(values::item(kind, key)),
        ..everyone()
    };
    let administrators = PeopleFilter {
        access_type: Some(AccessType::Administrator),
        ..everyone()
    };
    let external = PeopleFilter {
        user_type: Some(UserType::External),
        ..everyone()
    };
    let both = PeopleFilter {
        standing: [PersonStatus::Queued, PersonStatus::SwitchedOff].into(),
        ..held(role, "Sales")
    };
    let everything = PeopleFilter {
        standing: [PersonStatus::Accepted].into(),
        search: Some("DEWI".to_owned()),
        access_type: Some(AccessType::Administrator),
        user_type: Some(UserType::Internal),
        ..held(role, "Sales")
    };
    let in_or = |other| PeopleFilter {
        standing: [PersonStatus::Accepted, other].into(),
        ..everyone()
    };
    let off_or_waiting = PeopleFilter {
        standing: [PersonStatus::SwitchedOff, PersonStatus::AwaitingApproval].into(),
        ..everyone()
    };
    let all = vec!["ana", "budi", "citra", "dewi", "eko", "fitri", "gita"];
    for (filter, expected) in [
        (everyone(), all),
        (held(role, "Sales"), vec!["ana", "budi", "dewi", "eko"]),
        (held(group, "Sales"), vec!["citra"]),
        (held(role, "sales"), vec![]),
        (administrators, vec!["ana", "dewi"]),
        (external, vec!["fitri"]),
        (both, vec!["budi", "eko"]),
        (everything, vec!["dewi"]),
        (standing(PersonStatus::SwitchedOff), vec!["eko"]),
        (standing(PersonStatus::AwaitingApproval), vec!["gita"]),
        (
            in_or(PersonStatus::AwaitingApproval),
            vec!["dewi", "fitri", "gita"],
        ),
        (
            in_or(PersonStatus::SwitchedOff),
            vec!["dewi", "eko", "fitri"],
        ),
        (off_or_waiting, vec!["eko", "gita"]),
        (standing(PersonStatus::Accepted), vec!["dewi", "fitri"]),
        (standing(PersonStatus::Declined), vec![]),
    ] {
        for sort in PeopleSort::ALL {
            let found = walk(&f, &filter, sort, 2, f.now).await;
            let mut names: Vec<_> = found.iter().map(Person::shown_name).collect();
            names.sort_unstable();
            assert_eq!(names, expected, "{sort:?} {filter:?}");
        }
    }
}

pub async fn where_people_stand_is_decided_by_the_moment_of_asking(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    all_sorts(&f).await;
    let end = f.now + TimeDelta::hours(1);
    for now in [f.now, end - TimeDelta::milliseconds(1), end] {
        for sort in PeopleSort::ALL {
            let all = walk(&f, &everyone(), sort, 3, now).await;
            assert_eq!(all.len(), 12, "all but the accepted invitation");
            for one in PersonStatus::ALL {
                let found = walk(&f, &standing(one), sort, 2, now).await;
                let expected = all.iter().filter(|person| person.standing(now) == one);
                let expected: Vec<_> = expected.map(Person::id).collect();
                assert_eq!(ids(&found), expected, "{one:?} {sort:?} at {now}");
            }
        }
    }
}

pub async fn counting_people_equals_listing_them(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    all_sorts(&f).await;
    let people = &f.harness.people;
    for now in [f.now, f.now + TimeDelta::hours(1)] {
        let counts = people.people_counts(f.account.id, now).await.unwrap();
        assert_eq!(counts.total(), 12);
        for one in PersonStatus::ALL {
            let filter = standing(one);
            let listed = walk(&f, &filter, PeopleSort::Oldest, 3, now).await.len() as u64;
            assert_eq!(counts.get(one), listed, "{one:?}");
            let counted = people.count_people(f.account.id, &filter, 100, now);
            assert_eq!(counted.await.unwrap(), listed, "{one:?}");
        }
        let all = everyone();
        let counted = people.count_people(f.account.id, &all, 4, now).await;
        assert_eq!(counted.unwrap(), 4, "it may stop there");
    }
}

pub async fn people_are_found_by_id_however_they_stand(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made = all_sorts(&f).await;
    let mut expected: BTreeSet<PersonId> = made.iter().map(|i| i.id.into()).collect();
    let all = walk(&f, &everyone(), PeopleSort::Newest, 50, f.now).await;
    expected.extend(ids(&all));
    let mut asked: Vec<_> = expected.iter().copied().collect();
    asked.push(f.invitation_id().into());
    let people = &f.harness.people;
    let found = people.people_by_id(f.account.id, &asked).await.unwrap();
    assert_eq!(found.len(), expected.len());
    assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>(), expected);
    for person in &all {
        assert!(found.contains(person), "{person:?}");
    }
    assert_eq!(people.people_by_id(f.account.id, &[]).await.unwrap(), []);
}

pub async fn a_changed_name_moves_its_person(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (a, b) = (
        an_invitation().to("a@example.org").named("Anna").build(),
        an_invitation().to("b@example.org").named("Boris").build(),
    );
    f.put_all(&[a.clone(), b]).await;
    let mut renamed = next_version(&a);
    renamed.invitee = Invitee {
        name: Some(values::name("Ёлка")),
        ..renamed.invitee
    };
    let mut unit = f.begin().await;
    unit.invitations().update(&renamed).await.unwrap();
    unit.commit().await.unwrap();
    let found = walk(&f, &everyone(), PeopleSort::Name, 1, f.now).await;
    let names: Vec<_> = found.iter().map(Person::shown_name).collect();
    assert_eq!(names, ["Boris", "Ёлка"]);
}

pub async fn what_waits_and_what_left_is_counted(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let mut lines = Vec::new();
    for (account, minute, event) in [
        (&f.account, -2, Event::HandedOver),
        (&f.account, 0, Event::HandedOver),
        (&f.account, 0, Event::Queued),
        (&f.account, 1, Event::HandedOver),
        (&other, 1, Event::HandedOver),
    ] {
        let id = f.invitation_id();
        lines.push(AuditEntry {
            id: f.audit_id(),
            account_id: Some(account.id),
            doer: Doer::WORKER,
            action: Action::Invitation { id, event },
            at: f.now + TimeDelta::minutes(minute),
        });
    }
    let mut unit = f.begin().await;
    unit.audit().append(&lines).await.unwrap();
    unit.commit().await.unwrap();
    f.queued(&f.account, "one@example.org").await;
    f.queued(&f.account, "two@example.org").await;
    f.queued(&other, "three@example.org").await;
    let people = &f.harness.people;
    let sending = people.sending(f.account.id, f.now).await.unwrap();
    assert_eq!((sending.waiting, sending.left), (2, 2));
    assert_eq!(sending.since, f.now);
}
