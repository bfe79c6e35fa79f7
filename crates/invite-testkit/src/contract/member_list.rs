//! `MemberStore`: who is in, found one by one and in lists.

use super::{
    StoreHarness,
    fixture::{Fixture, numbered},
};
use crate::{MemberBuilder, a_member, a_person, an_account, values};
use invite_domain::{
    model::{AccessType, Account, GrantKind, Member, MemberId, UserType},
    ports::{IdSource, MemberEntry, MemberFilter, MemberPageRequest, MemberUnitOfWork},
};

pub(super) async fn begin(f: &Fixture) -> Box<dyn MemberUnitOfWork> {
    f.harness.members.begin_members().await.unwrap()
}

pub(super) async fn find(f: &Fixture, account: &Account, id: MemberId) -> Option<MemberEntry> {
    let found = f.harness.members.find_member(account.id, id).await;
    found.unwrap()
}

/// Walks through the whole list of the first account in pages.
pub(super) async fn walk(f: &Fixture, filter: &MemberFilter, limit: u32) -> Vec<MemberEntry> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let request = MemberPageRequest { limit, after };
        let page = f
            .harness
            .members
            .list_members(f.account.id, filter, request);
        let page = page.await.unwrap();
        assert!(page.items.len() <= limit as usize, "a page is too long");
        all.extend(page.items);
        match page.next {
            Some(next) => {
                assert_ne!(after, Some(next), "the walk does not get on");
                after = Some(next);
            }
            None => return all,
        }
    }
}

pub(super) async fn numbered_member(f: &Fixture, n: usize) -> Member {
    let member = a_member()
        .who(a_person().email(&numbered(n)))
        .id(MemberId::new(f.ids.next_id()));
    let member = member.put_into(f.harness.identity.as_ref(), &f.account);
    member.await.unwrap()
}

pub(super) fn holds(kind: GrantKind, key: &str) -> MemberFilter {
    MemberFilter {
        holds: vec![values::item(kind, key)],
        ..MemberFilter::default()
    }
}

/// Returns the names of whom a filter finds, sorted.
async fn names(f: &Fixture, filter: &MemberFilter) -> Vec<String> {
    let found = walk(f, filter, 2).await;
    let mut names: Vec<_> = found.iter().map(|e| e.user.name.to_string()).collect();
    names.sort();
    names
}

pub async fn a_member_is_found_with_their_person(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let person = a_person().named("Siti").email("Siti@Example.org");
    let person = person.login("siti");
    let joining = a_member()
        .who(person)
        .holding(GrantKind::Role, "Sales")
        .joining(&f.account);
    let mut unit = begin(&f).await;
    unit.members().join(&joining).await.unwrap();
    unit.commit().await.unwrap();
    let found = find(&f, &f.account, joining.member.id).await.unwrap();
    assert_eq!(found.member, joining.member);
    assert_eq!(found.user, joining.new_user.unwrap().user);
}

pub async fn a_walk_visits_each_member_once_newest_first(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut made = Vec::new();
    for n in 0..11 {
        made.push(numbered_member(&f, n).await.id);
    }
    made.sort();
    made.reverse();
    for limit in [1, 3, 11, 200] {
        let walked = walk(&f, &MemberFilter::default(), limit).await;
        let walked: Vec<_> = walked.iter().map(|e| e.member.id).collect();
        assert_eq!(walked, made, "pages of {limit}");
    }
}

pub async fn a_walk_is_not_disturbed_by_what_happens_meanwhile(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut made = Vec::new();
    for n in 0..6 {
        made.push(numbered_member(&f, n).await);
    }
    let request = |after| MemberPageRequest { limit: 3, after };
    let (members, all) = (&f.harness.members, MemberFilter::default());
    let first = members.list_members(f.account.id, &all, request(None));
    let first = first.await.unwrap();
    // Whoever was shown last may go, and others may come, without moving the rest.
    let mut unit = begin(&f).await;
    unit.places().remove(&made[3]).await.unwrap();
    unit.commit().await.unwrap();
    numbered_member(&f, 7).await;
    let second = members.list_members(f.account.id, &all, request(first.next));
    let second = second.await.unwrap();
    let walked = first.items.iter().chain(&second.items);
    let walked: Vec<_> = walked.map(|e| e.member.id).collect();
    let mut expected: Vec<_> = made.iter().map(|m| m.id).collect();
    expected.reverse();
    assert_eq!(walked, expected);
    assert_eq!(second.next, None);
}

pub async fn a_search_finds_people_in_any_case(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let people = [
        a_person().named("Иван Петров").email("ivan@example.org"),
        a_person()
            .named("Siti")
            .email("s.t@bücher.example")
            .login("sitinur"),
        a_person().named("Budi").phone("+6281234567890"),
        a_person().named("100%_sure").email("sure@example.org"),
    ];
    for person in people {
        let member = a_member().who(person);
        let member = member.put_into(f.harness.identity.as_ref(), &f.account);
        member.await.unwrap();
    }
    for (text, expected) in [
        ("иВаН", vec!["Иван Петров"]),
        ("IVAN@", vec!["Иван Петров"]),
        ("SITINUR", vec!["Siti"]),
        ("BÜCHER", vec!["Siti"]),
        ("xn--b", vec!["Siti"]),
        ("8123456", vec!["Budi"]),
        ("example.org", vec!["100%_sure", "Иван Петров"]),
        // Wildcards are letters like any other.
        ("%_", vec!["100%_sure"]),
        ("%", vec!["100%_sure"]),
        ("_", vec!["100%_sure"]),
        ("\\", vec![]),
        ("siti\nsitinur", vec![]),
        ("\0", vec![]),
        ("nobody", vec![]),
    ] {
        let filter = MemberFilter {
            search: Some(text.to_owned()),
            ..MemberFilter::default()
        };
        assert_eq!(names(&f, &filter).await, expected, "{text:?}");
    }
}

pub async fn every_condition_must_hold(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let identity = f.harness.identity.as_ref();
    let named =
        |name: &str| a_member().who(a_person().named(name).email(&format!("{name}@example.org")));
    let sales = |m: MemberBuilder| m.holding(GrantKind::Role, "Sales");
    for member in [
        sales(named("ana")).administrator(),
        sales(named("budi")).holding(GrantKind::Group, "Jakarta"),
        sales(named("citra")).inactive(),
        named("dewi").holding(GrantKind::Group, "Sales"),
        sales(named("eko")).of_type(UserType::External),
    ] {
        member.put_into(identity, &f.account).await.unwrap();
    }
    sales(named("foreign"))
        .put_into(identity, &other)
        .await
        .unwrap();

    let all = ["ana", "budi", "citra", "dewi", "eko"];
    let by_access = |access_type| MemberFilter {
        access_type: Some(access_type),
        ..MemberFilter::default()
    };
    let by_type = |user_type| MemberFilter {
        user_type: Some(user_type),
        ..MemberFilter::default()
    };
    let by_switch = |active| MemberFilter {
        active: Some(active),
        ..MemberFilter::default()
    };
    let both = MemberFilter {
        holds: vec![
            values::item(GrantKind::Role, "Sales"),
            values::item(GrantKind::Group, "Jakarta"),
        ],
        ..MemberFilter::default()
    };
    let everything = MemberFilter {
        search: Some("EXAMPLE".to_owned()),
        access_type: Some(AccessType::Standard),
        user_type: Some(UserType::Internal),
        active: Some(true),
        holds: vec![values::item(GrantKind::Role, "Sales")],
    };
    for (filter, expected) in [
        (MemberFilter::default(), all.to_vec()),
        (by_access(AccessType::Administrator), vec!["ana"]),
        (by_access(AccessType::Standard), all[1..].to_vec()),
        (by_type(UserType::External), vec!["eko"]),
        (by_type(UserType::Internal), all[..4].to_vec()),
        (by_switch(false), vec!["citra"]),
        (by_switch(true), vec!["ana", "budi", "dewi", "eko"]),
        (
            holds(GrantKind::Role, "Sales"),
            vec!["ana", "budi", "citra", "eko"],
        ),
        (holds(GrantKind::Group, "Sales"), vec!["dewi"]),
        (holds(GrantKind::Role, "sales"), vec![]),
        (holds(GrantKind::Resource, "Sales"), vec![]),
        (both, vec!["budi"]),
        (everything, vec!["budi"]),
    ] {
        assert_eq!(names(&f, &filter).await, expected, "{filter:?}");
    }
}

pub async fn members_are_counted_whether_switched_on_or_off(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let of_other = a_member().inactive();
    for n in 0..3 {
        numbered_member(&f, n).await;
    }
    let off = a_member()
        .who(a_person().email("off@example.org"))
        .inactive();
    let identity = f.harness.identity.as_ref();
    off.put_into(identity, &f.account).await.unwrap();
    of_other.put_into(identity, &other).await.unwrap();
    let count = |account: &Account| f.harness.members.count_members(account.id);
    assert_eq!(count(&f.account).await.unwrap(), 4);
    assert_eq!(count(&other).await.unwrap(), 1);
}

pub async fn an_account_that_is_not_there_has_no_members(harness: StoreHarness) {
    let nowhere = an_account().named("Nowhere").build();
    let page = MemberPageRequest {
        limit: 10,
        after: None,
    };
    let (members, all) = (&harness.members, MemberFilter::default());
    let list = members.list_members(nowhere.id, &all, page);
    let list = list.await.unwrap();
    assert_eq!((list.items, list.next), (vec![], None));
    assert_eq!(members.count_members(nowhere.id).await.unwrap(), 0);
}
