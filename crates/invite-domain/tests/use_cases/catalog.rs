//! What can be granted: defining, adopting, removing; one holder; and nobody gives what they lack.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        AccessType, Caller, Changes, Grant, GrantKind, GrantRefused, INVITE_PEOPLE, Obstacle,
        ReadyMade, Texts,
    },
    ports::{CatalogFilter, CatalogPageRequest, Usage},
    service::{
        AcceptError, CatalogEntry, CatalogError, CreateInvitation, CreateInvitationError,
        EditGrantable, EditInvitation, EditInvitationError, NewGrantable, SendInvitationError,
    },
};
use invite_testkit::{Scenario, a_caller, a_member, a_person, an_account, request, values};

const NUMBER: &str = "+1 415 555 0101";

async fn telecom() -> Scenario {
    let account = an_account()
        .defining(GrantKind::Role, "Sales")
        .defining(GrantKind::Role, "Boss")
        .defining(GrantKind::Resource, NUMBER)
        .sharing("license");
    Scenario::with(account).await
}

fn giving(address: &str, kind: GrantKind, key: &str) -> CreateInvitation {
    let mut command = request(address);
    command.grant.keys_mut(kind).insert(values::key(key));
    command
}

#[tokio::test]
async fn a_ready_made_catalog_is_adopted_once_and_told_twice() {
    let s = Scenario::new().await;
    let lacking = s.catalog.lacking(&s.ana, ReadyMade::Hosting).await;
    assert_eq!(lacking.unwrap().len(), 13);
    let first = s.catalog.adopt(&s.ana, ReadyMade::Hosting).await.unwrap();
    assert_eq!(first.iter().filter(|one| one.added).count(), 13);
    let again = s.catalog.adopt(&s.ana, ReadyMade::Hosting).await.unwrap();
    assert_eq!(again.len(), 13);
    assert!(again.iter().all(|one| !one.added));
    s.catalog.remove(&s.ana, &again[3].item).await.unwrap();
    let lacking = s.catalog.lacking(&s.ana, ReadyMade::Hosting).await.unwrap();
    assert_eq!(lacking.len(), 1);
    assert_eq!(lacking[0].item, again[3].item);
}

#[tokio::test]
async fn only_administrators_keep_the_catalog() {
    let s = telecom().await;
    let standard = a_caller()
        .of(s.account())
        .standard(&Grant::default())
        .build();
    let item = values::item(GrantKind::Role, "New");
    let new = NewGrantable {
        item: item.clone(),
        texts: Texts::default(),
        shared: false,
    };
    let defined = s.catalog.define(&standard, new.clone()).await;
    assert!(matches!(defined, Err(CatalogError::Forbidden(_))));
    let adopted = s.catalog.adopt(&standard, ReadyMade::Hosting).await;
    assert!(matches!(adopted, Err(CatalogError::Forbidden(_))));
    // Refused before anything is looked up: what is there and what is not sound alike.
    for item in [item, values::item(GrantKind::Role, "Sales")] {
        let usage = s.catalog.usage(&standard, &item).await;
        assert!(matches!(usage, Err(CatalogError::Forbidden(_))));
        let removed = s.catalog.remove(&standard, &item).await;
        assert!(matches!(removed, Err(CatalogError::Forbidden(_))));
    }
    s.catalog.define(&s.ana, new.clone()).await.unwrap();
    let twice = s.catalog.define(&s.ana, new).await;
    assert!(matches!(twice, Err(CatalogError::AlreadyDefined)));
}

#[tokio::test]
async fn what_is_in_use_stays_defined() {
    let s = telecom().await;
    let sales = values::item(GrantKind::Role, "Sales");
    let invitation = s
        .create(giving("a@example.org", GrantKind::Role, "Sales"))
        .await
        .unwrap();
    let refused = s.catalog.remove(&s.ana, &sales).await;
    let Err(CatalogError::InUse(usage)) = refused else {
        panic!("{refused:?}");
    };
    let expected = Usage {
        invitations: 1,
        ..Usage::default()
    };
    assert_eq!(usage, expected);
    assert_eq!(s.catalog.usage(&s.ana, &sales).await.unwrap(), expected);
    s.invitations.revoke(&s.ana, invitation.id).await.unwrap();
    s.catalog.remove(&s.ana, &sales).await.unwrap();
    // What it would give is gone, so that it cannot be sent as it stands.
    let sent = s.invitations.send(&s.ana, invitation.id).await;
    assert!(
        matches!(sent, Err(SendInvitationError::Undefined(_))),
        "{sent:?}"
    );
    let everybody = values::item(GrantKind::Group, "Everybody");
    let refused = s.catalog.remove(&s.ana, &everybody).await;
    assert!(matches!(refused, Err(CatalogError::InUse(usage)) if usage.default_group));
}

#[tokio::test]
async fn a_list_tells_how_many_hold_each_and_an_entry_who() {
    let s = telecom().await;
    let siti = a_member()
        .who(a_person().named("Siti").email("siti@example.org"))
        .holding(GrantKind::Role, "Sales")
        .holding(GrantKind::Resource, NUMBER);
    siti.put_into(&s.store, s.account()).await.unwrap();
    let all = |kind| CatalogFilter {
        kind,
        search: None,
        available: None,
    };
    let page = CatalogPageRequest {
        limit: 50,
        after: None,
    };
    let every_role = all(GrantKind::Role);
    let roles = s.catalog.list_with_holders(&s.ana, &every_role, &page);
    let roles = roles.await.unwrap().items;
    let told: Vec<_> = roles
        .iter()
        .map(|entry| {
            (
                entry.grantable.item.key.as_str(),
                entry.holders.as_ref().unwrap(),
            )
        })
        .map(|(key, holders)| (key, holders.total, holders.named.len()))
        .collect();
    assert_eq!(told, [("Boss", 0, 0), ("Sales", 1, 0)]);
    let numbers = all(GrantKind::Resource);
    let numbers = s.catalog.list_with_holders(&s.ana, &numbers, &page);
    let number = &numbers.await.unwrap().items[0];
    let holder = &number.holders.as_ref().unwrap().named[0];
    assert_eq!(holder.name, values::name("Siti"));
    let sales = values::item(GrantKind::Role, "Sales");
    let entry = s.catalog.find_with_holders(&s.ana, &sales).await.unwrap();
    assert_eq!(entry.holders.unwrap().named.len(), 1);
    let plain = s.catalog.list(&s.ana, &all(GrantKind::Role), &page).await;
    let untold = |entry: &CatalogEntry| entry.holders.is_none();
    assert!(
        plain.unwrap().items.iter().all(untold),
        "the API stays as it is"
    );
}

#[tokio::test]
async fn a_number_is_promised_once_and_free_again_when_the_promise_ends() {
    let s = telecom().await;
    let first = s
        .create(giving("a@example.org", GrantKind::Resource, NUMBER))
        .await
        .unwrap();
    let second = s
        .create(giving("b@example.org", GrantKind::Resource, NUMBER))
        .await;
    let Err(CreateInvitationError::Unavailable(told)) = second else {
        panic!("{second:?}");
    };
    assert_eq!(told[0].obstacle, Obstacle::Promised);
    for address in ["c@example.org", "d@example.org"] {
        let shared = giving(address, GrantKind::Resource, "license");
        s.create(shared).await.unwrap();
    }
    s.invitations.revoke(&s.ana, first.id).await.unwrap();
    s.create(giving("b@example.org", GrantKind::Resource, NUMBER))
        .await
        .unwrap();
    let revived = s.invitations.send(&s.ana, first.id).await;
    assert!(
        matches!(revived, Err(SendInvitationError::Unavailable(_))),
        "{revived:?}"
    );
}

#[tokio::test]
async fn a_number_that_was_given_meanwhile_lets_nobody_in_and_changes_nothing() {
    let s = telecom().await;
    let invitation = s
        .create(giving("a@example.org", GrantKind::Resource, NUMBER))
        .await
        .unwrap();
    s.deliver().await;
    let token = s.token("a@example.org");
    let other = a_member()
        .who(a_person().named("Other").email("other@example.org"))
        .holding(GrantKind::Resource, NUMBER);
    let other = other.put_into(&s.store, s.account()).await.unwrap();
    let refused = s.accept(&token).await;
    let Err(AcceptError::ResourceTaken(keys)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(keys, [values::key(NUMBER)]);
    assert_eq!(s.user("a@example.org").await, None);
    // Changed by an administrator, or free again, the same link is good.
    s.store.remove_member(other.id).await;
    let accepted = s.accept(&token).await.unwrap();
    assert_eq!(accepted.invitation.id, invitation.id);
}

/// Puts something into a grant.
type Fill = fn(&mut Grant);

/// Who invites, and what they may give of: nothing, a role, a resource, administrator access.
#[tokio::test]
async fn nobody_gives_what_they_lack_at_create_edit_send_or_accept() {
    let wanted: [(&str, Fill); 4] = [
        ("nothing", |_| {}),
        ("a role", |grant| {
            grant.roles.insert(values::key("Sales"));
        }),
        ("a license", |grant| {
            grant.resources.insert(values::key("license"));
        }),
        ("everything", |grant| {
            grant.access_type = AccessType::Administrator;
        }),
    ];
    // For each inviter, which of the wanted they may give.
    let inviters: [(&str, Fill, [bool; 4]); 5] = [
        ("a standard user", |_| {}, [false; 4]),
        (
            "who holds a role",
            |g| {
                g.roles.insert(values::key("Sales"));
            },
            [false; 4],
        ),
        (
            "who invites",
            |g| {
                g.permissions.insert(values::key(INVITE_PEOPLE));
            },
            [true, false, false, false],
        ),
        (
            "who invites and holds a role",
            |g| {
                g.permissions.insert(values::key(INVITE_PEOPLE));
                g.roles.insert(values::key("Sales"));
            },
            [true, true, false, false],
        ),
        (
            "an administrator",
            |g| g.access_type = AccessType::Administrator,
            [true; 4],
        ),
    ];
    for (who, hold, expected) in inviters {
        for ((what, want), may) in wanted.into_iter().zip(expected) {
            let s = telecom().await;
            let (mut held, mut grant) = (Grant::default(), Grant::default());
            hold(&mut held);
            want(&mut grant);
            let inviter = inviter(&s, held).await;
            let told = format!("{who} giving {what}");
            creates(&s, &inviter, &grant, may, &told).await;
            edits(&s, &inviter, &grant, may, &told).await;
            sends(&s, &inviter, &grant, may, &told).await;
        }
    }
}

/// A member with these holdings, as they act.
async fn inviter(s: &Scenario, held: Grant) -> Caller {
    let mut member = a_member().who(a_person().named("Inviter").email("inviter@example.org"));
    for item in held.items() {
        member = member.holding(item.kind, item.key.as_str());
    }
    if held.access_type == AccessType::Administrator {
        member = member.administrator();
    }
    let member = member.put_into(&s.store, s.account()).await.unwrap();
    a_caller().of(s.account()).member(&member).build()
}

async fn creates(s: &Scenario, inviter: &Caller, grant: &Grant, may: bool, told: &str) {
    let command = CreateInvitation {
        grant: grant.clone(),
        ..request("created@example.org")
    };
    let created = s.invitations.create(inviter, command).await;
    assert_eq!(created.is_ok(), may, "{told}: {created:?}");
    if !may {
        assert!(
            matches!(created, Err(CreateInvitationError::Forbidden(_))),
            "{told}"
        );
        return;
    }
    // Good when it was made, and void once the right is gone: the same guard at acceptance.
    s.deliver().await;
    let invite_domain::model::Actor::User(user) = inviter.actor else {
        panic!("a member");
    };
    let place = s.member(user).await.unwrap();
    s.store.set_member_active(place.id, false).await;
    let refused = s.accept(&s.token("created@example.org")).await;
    let entitled = !matches!(refused, Err(AcceptError::InviterNotEntitled { .. }));
    assert!(!entitled, "{told}: {refused:?}");
    s.store.set_member_active(place.id, true).await;
    // Administrators type a code, and may ask for another one only now.
    s.clock.advance(TimeDelta::minutes(1));
    s.accept(&s.token("created@example.org")).await.unwrap();
}

async fn edits(s: &Scenario, inviter: &Caller, grant: &Grant, may: bool, told: &str) {
    let draft = s.create(request("edited@example.org")).await.unwrap();
    let command = EditInvitation {
        id: draft.id,
        changes: Changes {
            grant: Some(grant.clone()),
            ..Changes::default()
        },
        expected_version: None,
    };
    let edited = s.invitations.edit(inviter, command).await;
    assert_eq!(edited.is_ok(), may, "{told}: {edited:?}");
    assert!(
        may || matches!(edited, Err(EditInvitationError::Forbidden(_))),
        "{told}"
    );
}

async fn sends(s: &Scenario, inviter: &Caller, grant: &Grant, may: bool, told: &str) {
    let draft = CreateInvitation {
        grant: grant.clone(),
        send: false,
        ..request("sent@example.org")
    };
    let draft = s.create(draft).await.unwrap();
    let sent = s.invitations.send(inviter, draft.id).await;
    assert_eq!(sent.is_ok(), may, "{told}: {sent:?}");
    assert!(
        may || matches!(sent, Err(SendInvitationError::Forbidden(_))),
        "{told}"
    );
}

#[tokio::test]
async fn a_standard_user_passes_on_what_they_hold_and_is_told_what_they_lack() {
    let s = telecom().await;
    let mut held = Grant::default();
    held.permissions.insert(values::key(INVITE_PEOPLE));
    held.roles.insert(values::key("Sales"));
    let inviter = inviter(&s, held).await;
    let boss = giving("a@example.org", GrantKind::Role, "Boss");
    let refused = s.invitations.create(&inviter, boss).await;
    let Err(CreateInvitationError::Forbidden(GrantRefused::NotHeld(item))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(item, values::item(GrantKind::Role, "Boss"));
}

#[tokio::test]
async fn an_entry_is_changed_and_the_log_says_so() {
    let s = telecom().await;
    let command = EditGrantable {
        item: values::item(GrantKind::Resource, NUMBER),
        texts: Vec::new(),
        shared: Some(true),
    };
    let changed = s.catalog.edit(&s.ana, command.clone()).await.unwrap();
    assert!(changed.grantable.shared);
    assert_eq!(changed.holders.unwrap().total, 0);
    let role = EditGrantable {
        item: values::item(GrantKind::Role, "Sales"),
        ..command
    };
    let refused = s.catalog.edit(&s.ana, role).await;
    assert!(matches!(refused, Err(CatalogError::NotShareable(_))));
}
