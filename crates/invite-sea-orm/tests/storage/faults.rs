//! What happens when something goes wrong underneath.

use crate::fresh::Fresh;
use invite_domain::{
    model::{
        About, AccountId, Action, AuditEntry, AuditEntryId, Channel, Doer, Invitation,
        InvitationId, OutboxId, OutboxMessage, ResendPolicy,
    },
    ports::{
        IdentityStore, InvitationFilter, InvitationReader, MessageQueue, PageRequest, Store,
        StoreError, UnitOfWork,
    },
};
use invite_sea_orm::SeaStore;
use invite_testkit::{SteppedClock, an_account, an_invitation};
use sea_orm::prelude::Uuid;
use std::{error::Error, time::Duration};

on_both_databases! {
    a_unit_of_work_in_which_a_statement_failed_cannot_commit
    a_value_that_cannot_be_read_is_an_error_that_names_its_place
    a_message_whose_invitation_cannot_be_read_holds_up_no_other
    waiting_in_vain_for_a_connection_may_pass
    texts_that_databases_stumble_over_find_nobody
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn entry(number: u128) -> AuditEntry {
    AuditEntry {
        id: AuditEntryId::new(id(number)),
        account_id: None,
        doer: Doer::WORKER,
        action: Action::SignedIn,
        at: SteppedClock::default().get(),
    }
}

fn message(invitation: &Invitation) -> OutboxMessage {
    let now = SteppedClock::default().get();
    OutboxMessage {
        id: OutboxId::new(invitation.id.uuid()),
        account_id: invitation.account_id,
        about: About::Invitation {
            id: invitation.id,
            generation: 1,
        },
        channel: Channel::Email,
        queued_at: now,
        due_at: now,
        attempts: 0,
    }
}

async fn begin(store: &SeaStore) -> Box<dyn UnitOfWork> {
    Store::begin(store).await.unwrap()
}

fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

async fn a_unit_of_work_in_which_a_statement_failed_cannot_commit(fresh: Fresh) {
    let store = fresh.migrated().await;
    let mut unit = begin(&store).await;
    unit.audit().append(&[entry(1)]).await.unwrap();
    let mut orphan = message(&an_invitation().build());
    orphan.about = About::Invitation {
        id: InvitationId::new(id(7)),
        generation: 1,
    };
    let failed = unit.outbox().enqueue(&orphan).await.unwrap_err();
    assert!(!failed.is_transient() && failed.certainly_not_committed());
    let refused = unit.commit().await.unwrap_err();
    assert!(refused.certainly_not_committed());
    assert!(
        !invite_sea_orm::dump(&store)
            .await
            .unwrap()
            .contains("session.created")
    );
    // The connection is fit for the next one.
    let mut unit = begin(&store).await;
    unit.audit().append(&[entry(1)]).await.unwrap();
    unit.commit().await.unwrap();
}

async fn a_value_that_cannot_be_read_is_an_error_that_names_its_place(fresh: Fresh) {
    let store = fresh.migrated().await;
    let account = an_account().put_into(&store).await.unwrap();
    let invitation = an_invitation().of(&account).put_into(&store).await.unwrap();
    for (column, value) in [
        ("status", "'smoke'"),
        ("user_type", "'wizard'"),
        ("granted", "'{}'"),
        ("inviter_kind", "'ghost'"),
        ("channel", "'pigeon'"),
        ("created_at", "9223372036854775807"),
        ("version", "-1"),
        ("ttl_seconds", "5"),
        ("superseded", "'[1]'"),
        ("email_original", "'nobody'"),
    ] {
        fresh
            .execute(&format!(
                "CREATE TABLE kept AS SELECT {column} AS v FROM invitations"
            ))
            .await;
        fresh
            .execute(&format!("UPDATE invitations SET {column} = {value}"))
            .await;
        let error = store.find(account.id, invitation.id).await.unwrap_err();
        let text = chain(&error);
        for part in [column, "invitations", &invitation.id.to_string()] {
            assert!(text.contains(part), "{text} names {part}");
        }
        assert!(!error.is_transient(), "{text}");
        fresh
            .execute(&format!(
                "UPDATE invitations SET {column} = (SELECT v FROM kept)"
            ))
            .await;
        fresh.execute("DROP TABLE kept").await;
    }
    let found = store.find(account.id, invitation.id).await.unwrap();
    assert_eq!(found, Some(invitation));
}

async fn a_message_whose_invitation_cannot_be_read_holds_up_no_other(fresh: Fresh) {
    let store = fresh.migrated().await;
    let account = an_account().put_into(&store).await.unwrap();
    let put = async |address: &str| {
        let invitation = an_invitation().of(&account).to(address).queued();
        let invitation = invitation.put_into(&store).await.unwrap();
        let mut unit = begin(&store).await;
        unit.outbox().enqueue(&message(&invitation)).await.unwrap();
        unit.commit().await.unwrap();
        invitation
    };
    put("broken@example.org").await;
    let whole = put("whole@example.org").await;
    fresh
        .execute("UPDATE invitations SET user_type = 'wizard' WHERE email LIKE 'broken%'")
        .await;
    let now = SteppedClock::default().get();
    let lease = chrono::TimeDelta::seconds(30);
    let claimed = store.claim("worker", now, lease, 10).await.unwrap();
    let ids: Vec<_> = claimed
        .iter()
        .map(|due| due.invitation().unwrap().invitation.id)
        .collect();
    assert_eq!(ids, [whole.id]);
}

async fn waiting_in_vain_for_a_connection_may_pass(mut fresh: Fresh) {
    fresh.options.max_connections = 1;
    fresh.options.acquire_timeout = Duration::from_secs(1);
    let store = fresh.migrated().await;
    let holder = begin(&store).await;
    let Err(error) = Store::begin(&store).await else {
        panic!("there is one connection for writing");
    };
    assert!(error.is_transient() && error.certainly_not_committed());
    holder.rollback().await.unwrap();
    begin(&store).await.rollback().await.unwrap();
}

async fn texts_that_databases_stumble_over_find_nobody(fresh: Fresh) {
    let store = fresh.migrated().await;
    let page = PageRequest {
        limit: 10,
        after: None,
    };
    for text in ["\0", "a\0b", "a\nb"] {
        assert!(store.credentials(text).await.unwrap().is_none());
        let filter = InvitationFilter {
            search: Some(text.to_owned()),
            ..InvitationFilter::default()
        };
        let now = SteppedClock::default().get();
        let found = store.list(AccountId::new(id(1)), &filter, page, now).await;
        assert!(found.unwrap().items.is_empty());
    }
}

/// A unit of work whose server goes away cannot tell whether its commit happened.
#[test]
fn a_connection_lost_at_the_commit_leaves_its_outcome_open() {
    invite_testkit::contract::run(async {
        let fresh = Fresh::postgres().await;
        let store = fresh.migrated().await;
        let mut unit = begin(&store).await;
        unit.audit().append(&[entry(1)]).await.unwrap();
        fresh.end_connections().await;
        let error = unit.commit().await.unwrap_err();
        assert!(error.is_transient() && !error.certainly_not_committed());
        // The next one finds a connection that lives.
        begin(&store).await.rollback().await.unwrap();
    });
}

#[test]
fn a_deadlock_may_pass() {
    invite_testkit::contract::run(async {
        let fresh = Fresh::postgres().await;
        let store = fresh.migrated().await;
        let account = an_account().put_into(&store).await.unwrap();
        let put = async |address: &str| {
            let invitation = an_invitation().of(&account).to(address);
            invitation.put_into(&store).await.unwrap().id
        };
        let (first, second) = (put("1@example.org").await, put("2@example.org").await);
        let (mut left, mut right) = (begin(&store).await, begin(&store).await);
        left.invitations().lock(first).await.unwrap();
        right.invitations().lock(second).await.unwrap();
        let waits = tokio::spawn(async move {
            let result = left.invitations().lock(second).await.map(drop);
            left.rollback().await.unwrap();
            result
        });
        let result = right.invitations().lock(first).await.map(drop);
        right.rollback().await.unwrap();
        let results = [result, waits.await.unwrap()];
        let mut failed = results.iter().filter_map(|result| result.as_ref().err());
        assert!(failed.next().unwrap().is_transient());
        assert!(failed.next().is_none(), "the other one goes on");
    });
}

/// Only PostgreSQL lets another write between our reading and our writing.
#[test]
fn writing_many_skips_what_another_changed_since_it_was_read() {
    invite_testkit::contract::run(async {
        let fresh = Fresh::postgres().await;
        let store = fresh.migrated().await;
        let account = an_account().put_into(&store).await.unwrap();
        let put = async |address: &str| {
            let invitation = an_invitation().of(&account).to(address);
            invitation.put_into(&store).await.unwrap()
        };
        let revoked = |invitation: &Invitation| {
            let now = SteppedClock::default().get();
            invitation.clone().revoke(now).unwrap().0
        };
        let queued = |invitation: &Invitation| {
            let now = SteppedClock::default().get();
            let queued = invitation.clone().queue(ResendPolicy::Immediately, now);
            queued.unwrap().0
        };
        let (first, second) = (put("1@example.org").await, put("2@example.org").await);
        let mut slow = begin(&store).await;
        for invitation in [&first, &second] {
            let identity = invitation.live_identity().unwrap();
            let read = slow.invitations().find_live(account.id, &identity).await;
            assert_eq!(read.unwrap().as_ref(), Some(invitation));
        }
        let mut quick = begin(&store).await;
        quick.invitations().update(&queued(&first)).await.unwrap();
        quick.commit().await.unwrap();
        let both = [revoked(&first), revoked(&second)];
        let written = slow.invitations().update_all(&both);
        assert_eq!(written.await.unwrap(), [second.id]);
        slow.commit().await.unwrap();
        let found = store.find(account.id, first.id).await.unwrap();
        assert_eq!(found, Some(queued(&first)));
    });
}
