//! `AuditReader`: who did what to whom, in pages and by conditions.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_invitation, values};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        AccountId, Action, Actor, ApiKeyId, AuditEntry, Doer, Event, GrantKind, LinkFailure,
        LinkUse, MemberId, Operation, Refusal, Scope, Subject, UserId, Via,
    },
    ports::{ApiKey, AuditFilter, AuditRecord, IdSource},
};
use uuid::Uuid;

async fn write(f: &Fixture, entries: &[AuditEntry]) {
    let mut unit = f.begin().await;
    unit.audit().append(entries).await.unwrap();
    unit.commit().await.unwrap();
}

fn entry(
    f: &Fixture,
    account: Option<AccountId>,
    actor: Actor,
    via: Via,
    action: Action,
    seconds: i64,
) -> AuditEntry {
    AuditEntry {
        id: f.audit_id(),
        account_id: account,
        doer: Doer { actor, via },
        action,
        at: f.now + TimeDelta::seconds(seconds),
    }
}

async fn walk(f: &Fixture, filter: &AuditFilter, limit: u32) -> Vec<AuditRecord> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = f.harness.audit.entries(f.account.id, filter, limit, after);
        let page = page.await.unwrap();
        assert!(page.items.len() <= limit as usize, "a page is too long");
        all.extend(page.items);
        assert!(page.next.is_none() || page.next != after, "no progress");
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

pub async fn a_refusal_is_in_the_log_once_an_hour_however_many_tell_of_it_at_once(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let doer = Doer {
        actor: Actor::User(UserId::new(f.ids.next_id())),
        via: Via::Api,
    };
    let tried = Refusal::Operation(Operation::ReadAudit);
    let begun = f.now - TimeDelta::milliseconds(f.now.timestamp_millis() % 3_600_000);
    let at = |minutes| {
        tried.entry(
            f.account.id,
            doer.clone(),
            begun + TimeDelta::minutes(minutes),
        )
    };

    let first = at(0);
    let mut unit = f.begin().await;
    unit.audit().append_once(&first).await.unwrap();
    unit.commit().await.unwrap();
    let mut tasks = Vec::new();
    for minutes in 1..20 {
        let (store, entry) = (f.harness.store.clone(), at(minutes));
        tasks.push(tokio::spawn(async move {
            let mut unit = store.begin().await.unwrap();
            unit.audit().append_once(&entry).await.unwrap();
            unit.commit().await.unwrap();
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let found = walk(&f, &AuditFilter::default(), 50).await;
    let told: Vec<_> = found.iter().map(|r| (r.id, r.at)).collect();
    assert_eq!(told, [(first.id, first.at)], "the first one stays");

    // Within one unit of work, too, which goes on after one that is there already.
    let later = at(60);
    let mut unit = f.begin().await;
    for entry in [&first, &later, &later] {
        unit.audit().append_once(entry).await.unwrap();
    }
    unit.commit().await.unwrap();
    let found = walk(&f, &AuditFilter::default(), 50).await;
    let ids: Vec<_> = found.iter().map(|record| record.id).collect();
    assert_eq!(ids, [later.id, first.id]);
}

fn names(records: &[AuditRecord]) -> Vec<&str> {
    records
        .iter()
        .map(|record| record.action.as_str())
        .collect()
}

pub async fn a_walk_through_the_log_visits_each_entry_once_newest_first(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut entries = Vec::new();
    for n in 0..20 {
        // Several within one moment, and not in the order of time.
        let seconds = (n * 7 % 10) / 2;
        let (system, own) = (Actor::System, Some(f.account.id));
        let action = Action::AccountResumed;
        entries.push(entry(&f, own, system, Via::CommandLine, action, seconds));
    }
    write(&f, &entries).await;
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
    let expected: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    for limit in [1, 3, 20, 1000] {
        let found = walk(&f, &AuditFilter::default(), limit).await;
        let ids: Vec<_> = found.iter().map(|record| record.id).collect();
        assert_eq!(ids, expected, "{limit}");
    }
}

pub async fn the_log_stays_within_the_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let user = UserId::new(f.ids.next_id());
    let of = |account, action| {
        let actor = Actor::User(user);
        entry(&f, account, actor, Via::Api, action, 0)
    };
    let entries = [
        of(Some(f.account.id), Action::AccountCreated),
        of(Some(other.id), Action::AccountSuspended),
        of(Some(child.id), Action::AccountSuspended),
        // What belongs to a person alone is in nobody's log.
        of(None, Action::SignedIn),
    ];
    write(&f, &entries).await;
    let found = walk(&f, &AuditFilter::default(), 50).await;
    assert_eq!(names(&found), ["account.created"]);
    let theirs = AuditFilter {
        actor: Some(user.uuid()),
        ..AuditFilter::default()
    };
    assert_eq!(names(&walk(&f, &theirs, 50).await), ["account.created"]);
}

/// Narrows a filter that leaves everything.
fn only(change: impl FnOnce(&mut AuditFilter)) -> AuditFilter {
    let mut filter = AuditFilter::default();
    change(&mut filter);
    filter
}

pub async fn every_condition_of_the_log_must_hold(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (user, key) = (UserId::new(f.ids.next_id()), ApiKeyId::new(f.ids.next_id()));
    let (id, member) = (f.invitation_id(), MemberId::new(f.ids.next_id()));
    let on_invitation = |event| Action::Invitation { id, event };
    let (by_user, by_key) = (Actor::User(user), Actor::ApiKey(key));
    let accepted = on_invitation(Event::Accepted(member));
    let off = Action::MemberSwitchedOff { member, user };
    let happened = [
        (&Actor::System, Via::CommandLine, Action::AccountCreated),
        (&by_user, Via::Page, on_invitation(Event::Created)),
        (&by_user, Via::Api, on_invitation(Event::Queued)),
        (&Actor::Invitee, Via::Page, accepted),
        (&by_key, Via::Api, off),
        (&by_key, Via::Api, Action::AccountResumed),
    ];
    let account = Some(f.account.id);
    let entries: Vec<_> = (0..)
        .zip(happened)
        .map(|(n, (actor, via, action))| entry(&f, account, actor.clone(), via, action, n))
        .collect();
    write(&f, &entries).await;

    let named = |name: &str| only(|filter| filter.action = Some(name.to_owned()));
    let at = |seconds| Some::<DateTime<Utc>>(f.now + TimeDelta::seconds(seconds));
    let between = |from, to| only(|filter| (filter.from, filter.to) = (at(from), at(to)));
    let by = |actor: Uuid| only(|filter| filter.actor = Some(actor));
    let through = |via| only(|filter| filter.via = Some(via));
    let of_member = only(|filter| filter.member = Some(member));
    let everything = only(|filter| {
        filter.actor = Some(key.uuid());
        filter.via = Some(Via::Api);
        filter.member = Some(member);
    });
    let all_on_it = "invitation.accepted invitation.queued invitation.created";
    let cases = [
        (named("invitation.queued"), "invitation.queued"),
        (named("invitation"), all_on_it),
        (named("account"), "account.resumed account.created"),
        (named("invitatio"), ""),
        (by(user.uuid()), "invitation.queued invitation.created"),
        (by(key.uuid()), "account.resumed member.switched_off"),
        (through(Via::Page), "invitation.accepted invitation.created"),
        (only(|filter| filter.invitation = Some(id)), all_on_it),
        (of_member, "member.switched_off invitation.accepted"),
        (between(2, 4), "invitation.accepted invitation.queued"),
        (between(4, 4), ""),
        (everything, "member.switched_off"),
    ];
    for (filter, expected) in cases {
        for limit in [1, 50] {
            let found = walk(&f, &filter, limit).await;
            assert_eq!(names(&found).join(" "), expected, "{filter:?}");
        }
    }
}

async fn revoked_key(f: &Fixture) -> ApiKey {
    let key = ApiKey {
        id: ApiKeyId::new(f.ids.next_id()),
        account_id: f.account.id,
        name: values::name("Payroll"),
        scope: Scope::Read,
        digest: [1; 32],
        created_at: f.now,
        created_by: Actor::System,
        expires_at: None,
    };
    let mut unit = f.harness.identity.begin_identity().await.unwrap();
    unit.insert_api_key(&key).await.unwrap();
    let revoked = unit.revoke_api_key(f.account.id, key.id, f.now).await;
    assert_eq!(revoked.unwrap().as_ref(), Some(&key.name));
    unit.commit().await.unwrap();
    key
}

pub async fn an_entry_names_who_did_what_to_whom(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let account = Some(f.account.id);
    let identity = f.harness.identity.as_ref();
    let ana = a_member().put_into(identity, &f.account).await.unwrap();
    let boris = a_member().who(a_person().named("Boris").email("boris@example.org"));
    let boris = boris.put_into(identity, &f.account).await.unwrap();
    let key = revoked_key(&f).await;
    let invitation = an_invitation()
        .of(&f.account)
        .to("Siti@example.org")
        .build();
    f.put(&invitation).await;

    let (user, by_key) = (Actor::User(ana.user_id), Actor::ApiKey(key.id));
    let gone = MemberId::new(f.ids.next_id());
    let made = Action::ApiKeyCreated {
        id: key.id,
        name: "Payroll".to_owned(),
    };
    let removed = Action::MemberRemoved {
        member: gone,
        user: boris.user_id,
    };
    let queued = Action::Invitation {
        id: invitation.id,
        event: Event::Queued,
    };
    let role = Action::GrantableDefined {
        kind: "role",
        key: "Sales".to_owned(),
    };
    let cases = [
        (
            &user,
            Action::AccountSuspended,
            Some("Ana"),
            Subject::Account,
            Some("Maju"),
        ),
        (
            &user,
            made,
            Some("Ana"),
            Subject::ApiKey(key.id),
            Some("Payroll"),
        ),
        (
            &by_key,
            queued,
            Some("Payroll"),
            Subject::Invitation(invitation.id),
            Some("Siti@example.org"),
        ),
        (
            &user,
            Action::MemberAdded {
                member: boris.id,
                user: boris.user_id,
            },
            Some("Ana"),
            Subject::Member(boris.id),
            Some("Boris"),
        ),
        // The name remains when the member is gone.
        (
            &user,
            removed,
            Some("Ana"),
            Subject::Member(gone),
            Some("Boris"),
        ),
        (&Actor::System, role, None, Subject::Catalog, None),
    ];
    let entries: Vec<_> = cases
        .iter()
        .zip(0..)
        .map(|((actor, action, ..), n)| {
            entry(&f, account, (*actor).clone(), Via::Api, action.clone(), n)
        })
        .collect();
    write(&f, &entries).await;
    let mut found = walk(&f, &AuditFilter::default(), 50).await;
    found.reverse();
    assert_eq!(found.len(), cases.len());
    for ((record, entry), (_, action, actor_name, subject, subject_name)) in
        found.iter().zip(&entries).zip(&cases)
    {
        let expected = AuditRecord {
            id: entry.id,
            at: entry.at,
            action: action.name().to_owned(),
            doer: entry.doer.clone(),
            actor_name: actor_name.map(values::name),
            subject: *subject,
            subject_name: subject_name.map(str::to_owned),
            detail: action.detail(),
        };
        assert_eq!(*record, expected);
    }
}

pub async fn an_entry_about_a_refusal_names_the_account_or_the_invitation(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation()
        .of(&f.account)
        .to("Siti@example.org")
        .build();
    f.put(&invitation).await;
    let doer = Doer {
        actor: Actor::Invitee,
        via: Via::Page,
    };
    let not_let_in = Refusal::Link {
        wanted: LinkUse::Acceptance,
        invitation: invitation.id,
        reason: LinkFailure::Revoked,
    };
    let cases = [
        (
            Refusal::NotHeld(GrantKind::Role),
            Subject::Account,
            "Maju",
            "roles",
        ),
        (
            not_let_in,
            Subject::Invitation(invitation.id),
            "Siti@example.org",
            "invitation_revoked",
        ),
    ];
    for (refusal, subject, subject_name, detail) in cases {
        let entry = refusal.entry(f.account.id, doer.clone(), f.now);
        write(&f, std::slice::from_ref(&entry)).await;
        let named = only(|filter| filter.action = Some(entry.action.name().to_owned()));
        let expected = AuditRecord {
            id: entry.id,
            at: entry.at,
            action: entry.action.name().to_owned(),
            doer: doer.clone(),
            actor_name: None,
            subject,
            subject_name: Some(subject_name.to_owned()),
            detail: detail.to_owned(),
        };
        assert_eq!(walk(&f, &named, 50).await, [expected]);
    }
}
