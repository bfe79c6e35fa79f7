//! `InvitationReader`: lists, searches, counts and standings.

use super::{
    StoreHarness,
    fixture::{Fixture, next_version, numbered},
};
use crate::{a_member, a_person, an_invitation, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        Actor, ApiKeyId, GrantKind, Invitation, InvitationId, MemberChanges, State, Status, UserId,
    },
    ports::{Cursor, InvitationFilter, PageRequest, Place},
};

fn search(text: &str) -> InvitationFilter {
    InvitationFilter {
        search: Some(text.to_owned()),
        ..InvitationFilter::default()
    }
}

fn standing(status: Status) -> InvitationFilter {
    InvitationFilter {
        status: Some(status),
        ..InvitationFilter::default()
    }
}

fn ids(found: &[Invitation]) -> Vec<InvitationId> {
    found.iter().map(|invitation| invitation.id).collect()
}

/// Sorts as lists do.
fn newest_first(mut invitations: Vec<Invitation>) -> Vec<Invitation> {
    invitations.sort_by_key(|i| std::cmp::Reverse((i.created_at, i.id)));
    invitations
}

pub async fn another_accounts_invitation_is_absent(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let invitation = an_invitation().build();
    f.put(&invitation).await;
    assert_eq!(f.find(invitation.id).await.as_ref(), Some(&invitation));
    assert_eq!(f.find_in(other.id, invitation.id).await, None);
    assert_eq!(f.find_in(child.id, invitation.id).await, None);
    assert_eq!(f.find(f.invitation_id()).await, None);
}

pub async fn a_walk_visits_each_invitation_once_newest_first(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made: Vec<_> = (0..1000)
        .map(|n| {
            let at = f.now + TimeDelta::milliseconds(i64::try_from(n).unwrap() * 7 % 1000);
            an_invitation().to(&numbered(n)).created_at(at).build()
        })
        .collect();
    f.put_all(&made).await;
    let expected = ids(&newest_first(made));
    for limit in [7, 50, 125, 200] {
        let walked = f.walk(&InvitationFilter::default(), limit, f.now).await;
        assert_eq!(ids(&walked), expected, "pages of {limit}");
    }
    // 1,000 is 8 pages of 125: the last full page says that it is the last.
    let (reader, mut pages) = (&f.harness.reader, 0);
    let mut after: Option<Cursor> = None;
    loop {
        let request = PageRequest { limit: 125, after };
        let filter = InvitationFilter::default();
        let page = reader.list(f.account.id, &filter, request, f.now).await;
        pages += 1;
        after = page.unwrap().next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(pages, 8);
}

pub async fn a_walk_is_not_disturbed_by_what_is_added_meanwhile(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made: Vec<_> = (0..6)
        .map(|n| an_invitation().to(&numbered(n)).build())
        .collect();
    f.put_all(&made).await;
    let filter = InvitationFilter::default();
    let request = |after| PageRequest { limit: 3, after };
    let (reader, account) = (&f.harness.reader, f.account.id);
    let first = reader
        .list(account, &filter, request(None), f.now)
        .await
        .unwrap();
    let newer = an_invitation().to("newer@example.org");
    f.put(&newer.created_at(f.now + TimeDelta::seconds(1)).build())
        .await;
    // Whatever the first page showed may change, and even go, without moving the rest.
    let mut changed = next_version(&first.items[2]);
    changed.state = State::Revoked { at: f.now };
    let mut unit = f.begin().await;
    unit.invitations().update(&changed).await.unwrap();
    unit.commit().await.unwrap();
    let second = reader
        .list(account, &filter, request(first.next), f.now)
        .await
        .unwrap();
    let mut walked = ids(&first.items);
    walked.extend(ids(&second.items));
    assert_eq!(walked, ids(&newest_first(made)));
    assert_eq!(second.next, None);
}

pub async fn invitations_of_one_moment_are_all_visited(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made: Vec<_> = (0..25)
        .map(|n| an_invitation().to(&numbered(n)).build())
        .collect();
    f.put_all(&made).await;
    let expected = ids(&newest_first(made));
    for limit in [1, 4, 25] {
        let walked = f.walk(&InvitationFilter::default(), limit, f.now).await;
        assert_eq!(ids(&walked), expected, "pages of {limit}");
    }
}

/// Stores an invitation whose time is over after an hour, and one of each other state.
async fn one_of_each(f: &Fixture) -> Vec<Invitation> {
    let states = super::invitations::every_state(f).into_iter().enumerate();
    let made: Vec<_> = states
        .map(|(n, state)| {
            let invitation = an_invitation().to(&numbered(n)).ttl(values::hours(1));
            invitation.invited().standing(state).build()
        })
        .collect();
    f.put_all(&made).await;
    made
}

pub async fn the_list_decides_expiry_by_the_moment_of_asking(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made = one_of_each(&f).await;
    let end = f.now + TimeDelta::hours(1);
    for now in [
        f.now,
        end - TimeDelta::milliseconds(1),
        end,
        end + TimeDelta::days(400),
    ] {
        for status in Status::ALL {
            let found = f.walk(&standing(status), 2, now).await;
            let expected = made.iter().filter(|i| i.status(now) == status);
            let expected = newest_first(expected.cloned().collect());
            assert_eq!(ids(&found), ids(&expected), "{status} at {now}");
        }
    }
}

pub async fn the_counts_decide_expiry_by_the_moment_of_asking(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    one_of_each(&f).await;
    let end = f.now + TimeDelta::hours(1);
    let (reader, account) = (&f.harness.reader, f.account.id);
    for (now, invited, expired) in [(end - TimeDelta::milliseconds(1), 1, 1), (end, 0, 2)] {
        let counts = reader.counts(account, now).await.unwrap();
        assert_eq!(counts.get(Status::Invited), invited);
        assert_eq!(counts.get(Status::Expired), expired);
        assert_eq!(counts.get(Status::Declined), 2);
        assert_eq!(counts.total(), 9);
    }
}

pub async fn counting_equals_listing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    one_of_each(&f).await;
    for now in [f.now, f.now + TimeDelta::hours(1)] {
        let counts = f.harness.reader.counts(f.account.id, now).await.unwrap();
        for status in Status::ALL {
            let listed = f.walk(&standing(status), 3, now).await.len();
            assert_eq!(counts.get(status), listed as u64, "{status}");
        }
        let all = f.walk(&InvitationFilter::default(), 3, now).await.len();
        assert_eq!(counts.total(), all as u64);
    }
}

pub async fn a_search_finds_name_address_login_and_number_in_any_case(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made = [
        an_invitation().to("one@example.org").named("Жанна Ё."),
        an_invitation().to("Anna@Bücher.example").login("anna.b"),
        an_invitation()
            .to("three@example.net")
            .phone("+79051111111"),
        an_invitation().to_phone("+62215550100").named("Siti"),
    ];
    f.put_all(&made.map(crate::InvitationBuilder::build)).await;
    for (text, expected) in [
        ("ЖАННА ё", vec!["one@example.org"]),
        ("жан", vec!["one@example.org"]),
        ("EXAMPLE.ORG", vec!["one@example.org"]),
        ("bÜCHER", vec!["Anna@Bücher.example"]),
        ("xn--bcher-kva", vec!["Anna@Bücher.example"]),
        ("ANNA.B", vec!["Anna@Bücher.example"]),
        ("9051111", vec!["three@example.net"]),
        (
            "example",
            vec![
                "Anna@Bücher.example",
                "one@example.org",
                "three@example.net",
            ],
        ),
        ("nobody", vec![]),
    ] {
        assert_eq!(f.addresses(&search(text)).await, expected, "{text}");
    }
    let by_number = f.walk(&search("+6221"), 10, f.now).await;
    assert_eq!(by_number.len(), 1);
    assert_eq!(f.walk(&search("SITI"), 10, f.now).await, by_number);
}

pub async fn a_search_takes_wildcards_literally(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made = [
        an_invitation().to("100%off@example.org"),
        an_invitation().to("a_b@example.org"),
        an_invitation().to("axb@example.org"),
        an_invitation().to("plain@example.org").named(r"back\slash"),
        an_invitation()
            .to("quote@example.org")
            .named("O'Neil [x] *?"),
    ];
    f.put_all(&made.map(crate::InvitationBuilder::build)).await;
    for (text, expected) in [
        ("%", vec!["100%off@example.org"]),
        ("0%o", vec!["100%off@example.org"]),
        ("_", vec!["a_b@example.org"]),
        ("a_b", vec!["a_b@example.org"]),
        (r"\", vec!["plain@example.org"]),
        (r"k\s", vec!["plain@example.org"]),
        (r"\%", vec![]),
        ("'", vec!["quote@example.org"]),
        ("[x]", vec!["quote@example.org"]),
        ("*", vec!["quote@example.org"]),
        ("?", vec!["quote@example.org"]),
    ] {
        assert_eq!(f.addresses(&search(text)).await, expected, "{text}");
    }
}

pub async fn a_filter_by_grant_finds_exactly_that_grant(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let made = [
        an_invitation()
            .to("role@example.org")
            .granting(GrantKind::Role, "Sales"),
        an_invitation()
            .to("longer@example.org")
            .granting(GrantKind::Role, "Sales 2"),
        an_invitation()
            .to("group@example.org")
            .granting(GrantKind::Group, "Sales"),
        an_invitation()
            .to("both@example.org")
            .granting(GrantKind::Role, "Buyer")
            .granting(GrantKind::Role, "Sales"),
        an_invitation()
            .to("case@example.org")
            .granting(GrantKind::Role, "sales"),
        an_invitation()
            .to("quote@example.org")
            .granting(GrantKind::Permission, r#"View "%_" & pay"#),
        an_invitation().to("none@example.org"),
    ];
    f.put_all(&made.map(crate::InvitationBuilder::build)).await;
    for (kind, key, expected) in [
        (
            GrantKind::Role,
            "Sales",
            vec!["both@example.org", "role@example.org"],
        ),
        (GrantKind::Group, "Sales", vec!["group@example.org"]),
        (GrantKind::Permission, "Sales", vec![]),
        (
            GrantKind::Permission,
            r#"View "%_" & pay"#,
            vec!["quote@example.org"],
        ),
        (GrantKind::Role, "%", vec![]),
    ] {
        let filter = InvitationFilter {
            grants: Some(values::item(kind, key)),
            ..InvitationFilter::default()
        };
        assert_eq!(f.addresses(&filter).await, expected, "{kind:?} {key}");
    }
}

pub async fn every_condition_must_hold(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let sales = |address: &str| {
        an_invitation()
            .to(address)
            .granting(GrantKind::Role, "Sales")
    };
    let made = [
        sales("ana@example.org").queued(),
        sales("anton@example.org"),
        sales("budi@example.org").queued(),
        an_invitation().to("anja@example.org").queued(),
    ];
    f.put_all(&made.map(crate::InvitationBuilder::build)).await;
    let filter = InvitationFilter {
        status: Some(Status::Queued),
        search: Some("an".to_owned()),
        grants: Some(values::item(GrantKind::Role, "Sales")),
        inviter: None,
    };
    assert_eq!(f.addresses(&filter).await, ["ana@example.org"]);
}

pub async fn finds_what_one_person_sent(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let [eko, fitri] = [41, 42].map(uuid::Uuid::from_u128);
    let sent = |address: &str, actor| an_invitation().to(address).by(actor, "Eko").queued();
    let made = [
        sent("mine@example.org", Actor::User(UserId::new(eko))),
        sent("hers@example.org", Actor::User(UserId::new(fitri))),
        // A key is no person, whatever its id.
        sent("key@example.org", Actor::ApiKey(ApiKeyId::new(eko))),
        an_invitation()
            .to("unsent@example.org")
            .by(Actor::User(UserId::new(eko)), "Eko"),
    ];
    f.put_all(&made.map(crate::InvitationBuilder::build)).await;
    let mut filter = InvitationFilter {
        inviter: Some(UserId::new(eko)),
        ..InvitationFilter::default()
    };
    let mut found = f.addresses(&filter).await;
    found.sort();
    assert_eq!(found, ["mine@example.org", "unsent@example.org"]);
    filter.status = Some(Status::Queued);
    filter.search = Some("example".to_owned());
    assert_eq!(f.addresses(&filter).await, ["mine@example.org"]);
}

pub async fn lists_and_counts_stay_within_the_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let made: Vec<_> = [&f.account, &other, &child]
        .map(|account| an_invitation().of(account).build())
        .into();
    f.put_all(&made).await;
    let walked = f.walk(&search("siti"), 10, f.now).await;
    assert_eq!(ids(&walked), [made[0].id]);
    for account in [&f.account, &other, &child] {
        let counts = f.harness.reader.counts(account.id, f.now).await.unwrap();
        assert_eq!(counts.total(), 1, "{}", account.name);
    }
}

pub async fn a_standing_tells_invitation_account_person_and_membership(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let invitation = an_invitation().invited().build();
    f.put(&invitation).await;
    let reader = &f.harness.reader;
    let before = reader.standing(invitation.id).await.unwrap().unwrap();
    assert_eq!(before.invitation, invitation);
    assert_eq!(before.account, f.account);
    assert_eq!((before.user, before.place), (None, None));

    let siti = a_member().who(a_person().email("SITI@example.org"));
    let identity = f.harness.identity.as_ref();
    let elsewhere = siti.put_into(identity, &other).await.unwrap();
    let known = reader.standing(invitation.id).await.unwrap().unwrap();
    assert_eq!((known.user, known.place), (Some(elsewhere.user_id), None));

    let here = a_member().known(elsewhere.user_id);
    let here = here.put_into(identity, &f.account).await.unwrap();
    let member = reader.standing(invitation.id).await.unwrap().unwrap();
    assert_eq!(member.user, Some(here.user_id));
    let place = |active| Place {
        member: here.id,
        active,
        awaiting_approval: false,
    };
    assert_eq!(member.place, Some(place(true)));

    let mut unit = f.harness.members.begin_members().await.unwrap();
    let off = here.clone().edit(MemberChanges {
        active: Some(false),
        ..MemberChanges::default()
    });
    unit.places().update(&off.member).await.unwrap();
    unit.commit().await.unwrap();
    let switched_off = reader.standing(invitation.id).await.unwrap().unwrap();
    assert_eq!(switched_off.place, Some(place(false)));

    let asked = an_invitation().to("rani@example.org").invited().build();
    f.put(&asked).await;
    let rani = a_member().who(a_person().email("rani@example.org"));
    let rani = rani.awaiting_approval().put_into(identity, &f.account);
    let rani = rani.await.unwrap();
    let waits = reader.standing(asked.id).await.unwrap().unwrap();
    let waiting = Place {
        member: rani.id,
        active: false,
        awaiting_approval: true,
    };
    assert_eq!(waits.place, Some(waiting));

    let unknown = reader.standing(f.invitation_id()).await.unwrap();
    assert!(unknown.is_none());
}
