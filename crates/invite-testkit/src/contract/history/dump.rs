//! Everything that the ports show, as one text.

use crate::contract::StoreHarness;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Account, AccountId, Actor, EmailAddress, GrantKey, GrantKind, Invitation, PhoneNumber,
        Status, UserId,
    },
    ports::{
        AccountRef, CatalogFilter, CatalogPageRequest, Cursor, HistoryFact, InvitationFilter,
        MemberEntry, MemberFilter, MemberPageRequest, PageRequest,
    },
};
use std::fmt::Write;

/// Whom a dump is about; the ports list neither accounts nor people.
#[derive(Debug, Clone)]
pub struct Subjects {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// The people.
    pub users: Vec<UserId>,
    /// The moment of asking.
    pub now: DateTime<Utc>,
}

/// Writes down everything about the subjects that the ports show. Two storages with the same content
/// give the same text.
pub async fn dump(harness: &StoreHarness, subjects: &Subjects) -> String {
    let mut text = String::new();
    for account in &subjects.accounts {
        about_account(&mut text, harness, account.id, subjects.now).await;
        authorities(&mut text, harness, account.id, subjects).await;
        members(&mut text, harness, account.id).await;
        for invitation in all(harness, account.id, subjects.now).await {
            about_invitation(&mut text, harness, &invitation).await;
        }
    }
    for user in &subjects.users {
        memberships(&mut text, harness, *user).await;
    }
    let next_due = harness.queue.next_due().await.unwrap();
    writeln!(text, "next due {next_due:?}").unwrap();
    text
}

async fn about_account(
    text: &mut String,
    harness: &StoreHarness,
    id: AccountId,
    now: DateTime<Utc>,
) {
    let identity = &harness.identity;
    let found = identity.account(&AccountRef::Id(id)).await.unwrap();
    let account = found.unwrap();
    writeln!(
        text,
        "account {} {} v{}",
        account.slug, account.name, account.version
    )
    .unwrap();
    writeln!(text, "  {:?}", account.settings).unwrap();
    writeln!(
        text,
        "  parent {:?}, since {}",
        account.parent_id, account.created_at
    )
    .unwrap();
    for kind in GrantKind::ALL {
        let keys = everything(harness, id, kind).await;
        writeln!(text, "  {} {keys:?}", kind.plural()).unwrap();
    }
    let counts = harness.reader.counts(id, now).await.unwrap();
    for status in Status::ALL {
        writeln!(text, "  {status} {}", counts.get(status)).unwrap();
    }
}

/// Returns the keys of one catalog.
async fn everything(harness: &StoreHarness, id: AccountId, kind: GrantKind) -> Vec<GrantKey> {
    let filter = CatalogFilter {
        kind,
        search: None,
        available: None,
    };
    let page = CatalogPageRequest {
        limit: 200,
        after: None,
    };
    let page = harness.catalog.list(id, &filter, &page).await.unwrap();
    assert_eq!(page.next, None, "a history defines little");
    page.items.into_iter().map(|entry| entry.item.key).collect()
}

async fn authorities(
    text: &mut String,
    harness: &StoreHarness,
    account: AccountId,
    subjects: &Subjects,
) {
    let mut unit = harness.store.begin().await.unwrap();
    for user in &subjects.users {
        let actor = Actor::User(*user);
        let found = unit
            .members()
            .authority(account, &actor, subjects.now)
            .await;
        if let Some(authority) = found.unwrap() {
            writeln!(text, "  {user} {:?}", authority.reach).unwrap();
        }
    }
    unit.rollback().await.unwrap();
}

/// Writes down who is in, page by page.
async fn members(text: &mut String, harness: &StoreHarness, account: AccountId) {
    let (filter, mut after) = (MemberFilter::default(), None);
    loop {
        let request = MemberPageRequest { limit: 3, after };
        let page = harness.members.list_members(account, &filter, request);
        let page = page.await.unwrap();
        for MemberEntry { member, user } in page.items {
            writeln!(text, "  member {} {member:?}", user.known_as()).unwrap();
        }
        after = page.next;
        if after.is_none() {
            return;
        }
    }
}

/// Walks through the account's invitations in small pages.
async fn all(harness: &StoreHarness, account: AccountId, now: DateTime<Utc>) -> Vec<Invitation> {
    let (mut all, mut after): (_, Option<Cursor>) = (Vec::new(), None);
    let filter = InvitationFilter::default();
    loop {
        let request = PageRequest { limit: 7, after };
        let page = harness.reader.list(account, &filter, request, now).await;
        let page = page.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn about_invitation(text: &mut String, harness: &StoreHarness, of: &Invitation) {
    let invitee = &of.invitee;
    // Whatever identifies a person is masked in debug output, so it is written out here.
    let email = invitee.email.as_ref().map(EmailAddress::original);
    let phone = invitee.phone.as_ref().map(PhoneNumber::as_str);
    writeln!(
        text,
        "invitation {} v{} {email:?} {phone:?}",
        of.id, of.version
    )
    .unwrap();
    writeln!(
        text,
        "  {:?} {:?} {:?}",
        invitee.name, invitee.login, invitee.locale
    )
    .unwrap();
    writeln!(
        text,
        "  {:?} {:?} {:?} {:?}",
        of.inviter, of.channel, of.ttl, of.message
    )
    .unwrap();
    writeln!(text, "  {:?}", of.grant).unwrap();
    writeln!(text, "  {:?} since {}", of.state, of.created_at).unwrap();
    writeln!(text, "  {:?}", of.trail).unwrap();
    writeln!(text, "  link {} {:?}", of.generation, of.superseded).unwrap();
    let standing = harness.reader.standing(of.id).await.unwrap().unwrap();
    writeln!(
        text,
        "  {:?} {:?}",
        standing.user,
        standing.place.map(|place| place.member)
    )
    .unwrap();

    let history = harness.reader.history(of.account_id, of.id).await.unwrap();
    for entry in history {
        let fact = match entry.fact {
            HistoryFact::Action { name, detail, doer } => format!("{name} {detail:?} {doer:?}"),
            HistoryFact::Delivery(delivery) => format!("{delivery:?}"),
        };
        writeln!(text, "    {} {fact}", entry.at).unwrap();
    }
}

async fn memberships(text: &mut String, harness: &StoreHarness, user: UserId) {
    let places = harness.identity.memberships(user).await.unwrap();
    for place in places {
        let member = place.member;
        writeln!(text, "{user} is in {}: {member:?}", place.account.slug).unwrap();
    }
}
