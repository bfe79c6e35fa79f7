//! `CatalogReader` and `CatalogRepository`: what accounts define, search, change and remove.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_account, an_invitation, values};
use invite_domain::{
    model::{
        Account, GrantItem, GrantKey, GrantKind, Grantable, Locale, ReadyMade, State, Wording,
    },
    ports::{
        CatalogFilter, CatalogPageRequest, IdentityUnitOfWork, NAMED_HOLDERS, UpdateError, Usage,
    },
};
use std::collections::BTreeSet;

async fn begin(f: &Fixture) -> Box<dyn IdentityUnitOfWork> {
    f.harness.identity.begin_identity().await.unwrap()
}

async fn define(f: &Fixture, account: &Account, entries: &[Grantable]) -> BTreeSet<GrantItem> {
    let mut unit = begin(f).await;
    let added = unit.catalog().define(account.id, entries).await.unwrap();
    unit.commit().await.unwrap();
    added
}

async fn find(f: &Fixture, item: &GrantItem) -> Option<Grantable> {
    let found = f.harness.catalog.find(f.account.id, item).await;
    found.unwrap()
}

fn of(kind: GrantKind) -> CatalogFilter {
    CatalogFilter {
        kind,
        search: None,
        available: None,
    }
}

/// Walks through a whole list of the first account in pages.
async fn keys(f: &Fixture, filter: &CatalogFilter, limit: u32) -> Vec<GrantKey> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = CatalogPageRequest { limit, after };
        let page = f.harness.catalog.list(f.account.id, filter, &page);
        let page = page.await.unwrap();
        assert!(page.items.len() <= limit as usize, "a page is too long");
        all.extend(page.items.into_iter().map(|entry| entry.item.key));
        match page.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

fn resource(key: &str) -> Grantable {
    values::grantable(GrantKind::Resource, key)
}

pub async fn an_entry_comes_back_with_its_texts(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut entries = ReadyMade::Hosting.grantables(f.now);
    let mut number = resource("+62 21 555");
    number.shared = true;
    number.texts.set(
        Locale::Ru,
        Wording {
            warning: Some(values::explanation("Осторожно: «общий»")),
            ..Wording::default()
        },
    );
    entries.push(number);
    let added = define(&f, &f.account, &entries).await;
    assert_eq!(added.len(), 14);
    for entry in entries {
        assert_eq!(find(&f, &entry.item).await, Some(entry));
    }
}

pub async fn an_entry_is_defined_once_for_each_account_and_kind(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    for (account, kind, key, free) in [
        (&f.account, GrantKind::Role, "Sales", true),
        (&f.account, GrantKind::Role, "Sales", false),
        (&f.account, GrantKind::Role, "sales", true),
        (&f.account, GrantKind::Group, "Sales", true),
        (&other, GrantKind::Role, "Sales", true),
        // Every account of these cases begins with this one.
        (&other, GrantKind::Group, "Everybody", false),
    ] {
        let added = define(&f, account, &[values::grantable(kind, key)]).await;
        assert_eq!(!added.is_empty(), free, "{kind:?} {key}");
    }
}

pub async fn defining_many_adds_what_is_missing_and_leaves_the_rest(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut first = resource("number 0007");
    first.shared = true;
    define(&f, &f.account, std::slice::from_ref(&first)).await;
    let mut many: Vec<_> = (0..2500)
        .map(|n| resource(&format!("number {n:04}")))
        .collect();
    // Twice in one call: the first counts.
    let mut again = resource("number 0001");
    again.shared = true;
    many.push(again);
    let added = define(&f, &f.account, &many).await;
    assert_eq!(added.len(), 2499);
    assert!(!added.contains(&first.item));
    assert_eq!(find(&f, &first.item).await, Some(first));
    let twice = find(&f, &many[1].item).await.unwrap();
    assert!(!twice.shared);
    assert_eq!(keys(&f, &of(GrantKind::Resource), 200).await.len(), 2500);
}

pub async fn a_catalog_is_walked_through_in_the_order_of_keys(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    // By code point: the same on every storage, whatever its collation.
    let sorted = [
        "1 phone",
        "Accountant",
        "Sales",
        "Sales 2",
        "accountant",
        "Ёлка",
        "Бухгалтер",
    ];
    let mut expected: Vec<_> = sorted.map(values::key).into();
    expected.sort();
    let entries = [3, 0, 6, 2, 5, 1, 4].map(|n| values::grantable(GrantKind::Role, sorted[n]));
    define(&f, &f.account, &entries).await;
    for limit in [1, 2, 6, 7, 50] {
        assert_eq!(
            keys(&f, &of(GrantKind::Role), limit).await,
            expected,
            "{limit}"
        );
    }
    assert_eq!(keys(&f, &of(GrantKind::Resource), 50).await, []);
}

pub async fn a_search_looks_in_keys_and_texts_and_takes_wildcards_literally(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    define(&f, &f.account, &ReadyMade::Hosting.grantables(f.now)).await;
    let numbers = ["+1 415 555 9051", "+1 415 555 9052", "100%", "a_b", "a\\b"];
    define(&f, &f.account, &numbers.map(resource)).await;
    let search = async |kind, text: &str, limit| {
        let filter = CatalogFilter {
            search: Some(text.to_owned()),
            ..of(kind)
        };
        let found = keys(&f, &filter, limit).await;
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    for (kind, text, expected) in [
        (GrantKind::Resource, "9051", vec!["+1 415 555 9051"]),
        (
            GrantKind::Resource,
            "(415) 555-9052",
            vec!["+1 415 555 9052"],
        ),
        (
            GrantKind::Resource,
            "555905",
            vec!["+1 415 555 9051", "+1 415 555 9052"],
        ),
        (GrantKind::Resource, "%", vec!["100%"]),
        (GrantKind::Resource, "_", vec!["a_b"]),
        (GrantKind::Resource, "\\", vec!["a\\b"]),
        (GrantKind::Resource, "\u{0}", vec![]),
        (GrantKind::Permission, "ФАКТУР", vec![]),
        (GrantKind::Permission, "FAKTUR", vec!["view_pay_invoices"]),
        (GrantKind::Permission, "СЧЕТОВ", vec!["view_pay_invoices"]),
        (
            GrantKind::Permission,
            "pikir",
            vec!["manage_master_profile"],
        ),
        (GrantKind::Role, "9051", vec![]),
    ] {
        for limit in [1, 50] {
            assert_eq!(search(kind, text, limit).await, expected, "{text}");
        }
    }
}

pub async fn what_is_available_is_told_from_what_is_held(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let shared = Grantable {
        shared: true,
        ..resource("shared")
    };
    let entries = [resource("free"), resource("held"), shared];
    define(&f, &f.account, &entries).await;
    let member = a_member()
        .holding(GrantKind::Resource, "held")
        .holding(GrantKind::Resource, "shared");
    member
        .put_into(f.harness.identity.as_ref(), &f.account)
        .await
        .unwrap();
    for (available, expected) in [(true, vec!["free", "shared"]), (false, vec!["held"])] {
        let filter = CatalogFilter {
            available: Some(available),
            ..of(GrantKind::Resource)
        };
        let expected: Vec<_> = expected.into_iter().map(values::key).collect();
        assert_eq!(keys(&f, &filter, 50).await, expected);
    }
    let groups = CatalogFilter {
        available: Some(true),
        ..of(GrantKind::Group)
    };
    assert_eq!(keys(&f, &groups, 50).await, [values::key("Everybody")]);
}

pub async fn holders_are_counted_and_the_first_are_named(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let shared = Grantable {
        shared: true,
        ..resource("license")
    };
    define(
        &f,
        &f.account,
        &[shared.clone(), resource("+1"), resource("+2")],
    )
    .await;
    let mut members = Vec::new();
    for n in 0..12 {
        let person = a_person()
            .named(&format!("Person {n}"))
            .email(&format!("p{n}@example.org"));
        let mut member = a_member()
            .who(person)
            .holding(GrantKind::Resource, "license");
        if n == 3 {
            member = member.holding(GrantKind::Resource, "+1").inactive();
        }
        let member = member
            .put_into(f.harness.identity.as_ref(), &f.account)
            .await;
        members.push((member.unwrap().id, n));
    }
    members.sort();
    let asked = [
        shared.item.clone(),
        resource("+1").item,
        resource("+2").item,
    ];
    let held = f
        .harness
        .catalog
        .holders(f.account.id, &asked)
        .await
        .unwrap();
    assert_eq!(held.len(), 2, "nobody holds the third");
    let license = &held[&shared.item];
    assert_eq!(license.total, 12);
    let named = license
        .named
        .iter()
        .map(|holder| (holder.member, holder.name.to_string()));
    let first = members.iter().take(NAMED_HOLDERS as usize);
    let expected = first.map(|(id, n)| (*id, format!("Person {n}")));
    assert_eq!(named.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    let number = &held[&asked[1]];
    assert_eq!((number.total, number.named.len()), (1, 1));
    assert_eq!(number.named[0].name, values::name("Person 3"));
    let counts = f.harness.catalog.holder_counts(f.account.id, &asked);
    let counts = counts.await.unwrap();
    let expected = [(asked[0].clone(), 12), (asked[1].clone(), 1)];
    assert_eq!(counts, expected.into());
}

pub async fn catalogs_stay_within_the_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let number = resource("+1");
    define(&f, &other, std::slice::from_ref(&number)).await;
    let holder = a_member().holding(GrantKind::Resource, "+1");
    holder
        .put_into(f.harness.identity.as_ref(), &other)
        .await
        .unwrap();
    assert_eq!(find(&f, &number.item).await, None);
    assert_eq!(keys(&f, &of(GrantKind::Resource), 50).await, []);
    let asked = std::slice::from_ref(&number.item);
    let held = f
        .harness
        .catalog
        .holders(f.account.id, asked)
        .await
        .unwrap();
    assert!(held.is_empty());
    let counts = f.harness.catalog.holder_counts(f.account.id, asked);
    assert!(counts.await.unwrap().is_empty());
    let mut unit = begin(&f).await;
    let catalog = unit.catalog();
    assert_eq!(
        catalog.lock(f.account.id, &number.item).await.unwrap(),
        None
    );
    let gone = catalog.update(f.account.id, &number).await;
    assert!(matches!(gone, Err(UpdateError::Stale)), "{gone:?}");
    let usage = catalog.usage(f.account.id, &number.item).await.unwrap();
    assert_eq!(usage, Usage::default());
    catalog.remove(f.account.id, &number.item).await.unwrap();
    unit.commit().await.unwrap();
    let kept = f
        .harness
        .catalog
        .find(other.id, &number.item)
        .await
        .unwrap();
    assert_eq!(kept, Some(number));
}

pub async fn an_update_writes_texts_and_sharing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut number = resource("+1");
    define(&f, &f.account, std::slice::from_ref(&number)).await;
    number.shared = true;
    number.texts.set(
        Locale::En,
        Wording {
            name: Some(values::name("Front desk")),
            ..Wording::default()
        },
    );
    let mut unit = begin(&f).await;
    unit.catalog().update(f.account.id, &number).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(find(&f, &number.item).await, Some(number));
    let filter = CatalogFilter {
        search: Some("desk".to_owned()),
        ..of(GrantKind::Resource)
    };
    assert_eq!(keys(&f, &filter, 50).await, [values::key("+1")]);
}

pub async fn usage_counts_members_live_invitations_and_default_groups(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = |address: &str| {
        an_invitation()
            .of(&f.account)
            .to(address)
            .granting(GrantKind::Group, "Everybody")
    };
    f.put_all(&[
        invitation("a@example.org").build(),
        invitation("b@example.org").queued().build(),
        invitation("c@example.org")
            .standing(State::Revoked { at: f.now })
            .build(),
    ])
    .await;
    let member = a_member().holding(GrantKind::Group, "Everybody");
    member
        .put_into(f.harness.identity.as_ref(), &f.account)
        .await
        .unwrap();
    let mut unit = begin(&f).await;
    let item = values::item(GrantKind::Group, "Everybody");
    assert!(
        unit.catalog()
            .lock(f.account.id, &item)
            .await
            .unwrap()
            .is_some()
    );
    let usage = unit.catalog().usage(f.account.id, &item).await.unwrap();
    unit.rollback().await.unwrap();
    let expected = Usage {
        members: 1,
        invitations: 2,
        default_group: true,
    };
    assert_eq!(usage, expected);
}

pub async fn a_removed_entry_is_gone_and_its_key_is_free(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let role = values::grantable(GrantKind::Role, "Sales");
    define(&f, &f.account, std::slice::from_ref(&role)).await;
    let mut unit = begin(&f).await;
    unit.catalog()
        .remove(f.account.id, &role.item)
        .await
        .unwrap();
    unit.commit().await.unwrap();
    assert_eq!(find(&f, &role.item).await, None);
    assert_eq!(define(&f, &f.account, &[role]).await.len(), 1);
}

/// Some invite with a role while others remove it: no live invitation gives what is not defined.
pub async fn nothing_is_removed_while_an_invitation_comes_to_promise_it(harness: StoreHarness) {
    let account = an_account().defining(GrantKind::Role, "Sales");
    let account = account.put_into(harness.identity.as_ref()).await.unwrap();
    let role = values::item(GrantKind::Role, "Sales");
    let mut tasks = Vec::new();
    for n in 0..12 {
        let (harness, account, role) = (harness.clone(), account.clone(), role.clone());
        tasks.push(tokio::spawn(async move {
            if n % 3 == 0 {
                remove_unless_used(&harness, &account, &role).await;
            } else {
                let address = format!("p{n}@example.org");
                promise_if_defined(&harness, &account, &address).await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let defined = harness.catalog.find(account.id, &role).await.unwrap();
    let mut unit = harness.identity.begin_identity().await.unwrap();
    let usage = unit.catalog().usage(account.id, &role).await.unwrap();
    unit.rollback().await.unwrap();
    assert!(defined.is_some() || usage == Usage::default(), "{usage:?}");
}

async fn remove_unless_used(harness: &StoreHarness, account: &Account, role: &GrantItem) {
    let mut unit = harness.identity.begin_identity().await.unwrap();
    if unit
        .catalog()
        .lock(account.id, role)
        .await
        .unwrap()
        .is_some()
    {
        let usage = unit.catalog().usage(account.id, role).await.unwrap();
        if !usage.is_in_use() {
            unit.catalog().remove(account.id, role).await.unwrap();
        }
    }
    unit.commit().await.unwrap();
}

async fn promise_if_defined(harness: &StoreHarness, account: &Account, address: &str) {
    let invitation = an_invitation().of(account).to(address);
    let invitation = invitation.granting(GrantKind::Role, "Sales").build();
    let mut unit = harness.store.begin().await.unwrap();
    let undefined = unit
        .accounts()
        .undefined(account.id, &invitation.grant)
        .await;
    if undefined.unwrap().is_empty() {
        unit.invitations().insert(&invitation).await.unwrap();
    }
    unit.commit().await.unwrap();
}
