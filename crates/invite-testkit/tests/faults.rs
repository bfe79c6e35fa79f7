//! What a test asks the doubles for happens, once, and nothing else does.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use invite_domain::{
    model::Status,
    ports::{IdentityStore, InvitationReader, MessageQueue, Store, UnitOfWork, UpdateError},
};
use invite_testkit::{
    CommitFault, MemoryStore, RecordingMailer, Scenario, SteppedClock, a_member, an_account,
    an_invitation, answer, request, run, values,
};

/// Begins a unit of work that adds one invitation.
async fn begun(store: &MemoryStore) -> Box<dyn UnitOfWork> {
    let mut unit = store.begin().await.unwrap();
    let invitation = an_invitation().build();
    unit.invitations().insert(&invitation).await.unwrap();
    unit
}

async fn count(store: &MemoryStore) -> u64 {
    let (account, now) = (an_account().build(), SteppedClock::default().get());
    store.counts(account.id, now).await.unwrap().total()
}

#[test]
fn a_commit_fails_in_the_way_that_was_asked_for() {
    for (fault, certain, stored) in [
        (CommitFault::NotCommitted, true, 0),
        (CommitFault::UnknownNotCommitted, false, 0),
        (CommitFault::UnknownCommitted, false, 1),
    ] {
        run(async {
            let store = MemoryStore::new();
            an_account().put_into(&store).await.unwrap();
            store.fail_commit(1, fault);
            let error = begun(&store).await.commit().await.unwrap_err();
            assert_eq!(error.certainly_not_committed(), certain, "{fault:?}");
            assert!(error.is_transient());
            assert_eq!(count(&store).await, stored, "{fault:?}");
        });
    }
}

#[test]
fn only_the_nth_commit_fails() {
    run(async {
        let store = MemoryStore::new();
        store.fail_commit(3, CommitFault::NotCommitted);
        an_account().put_into(&store).await.unwrap();
        begun(&store).await.commit().await.unwrap();
        let third = an_invitation().to("third@example.org");
        assert!(third.clone().put_into(&store).await.is_err());
        third.put_into(&store).await.unwrap();
        assert_eq!(count(&store).await, 2);
    });
}

#[test]
fn the_next_update_is_stale_once() {
    run(async {
        let store = MemoryStore::new();
        an_account().put_into(&store).await.unwrap();
        let mut invitation = an_invitation().put_into(&store).await.unwrap();
        invitation.version += 1;
        store.stale_next_update();
        let mut unit = store.begin().await.unwrap();
        let stale = unit.invitations().update(&invitation).await;
        assert!(matches!(stale, Err(UpdateError::Stale)), "{stale:?}");
        unit.invitations().update(&invitation).await.unwrap();
        unit.commit().await.unwrap();
    });
}

#[test]
fn a_store_out_of_reach_fails_every_call_and_loses_nothing() {
    run(async {
        let store = MemoryStore::new();
        an_account().put_into(&store).await.unwrap();
        begun(&store).await.commit().await.unwrap();
        store.set_reachable(false);
        assert!(store.begin().await.err().unwrap().is_transient());
        assert!(store.begin_identity().await.is_err());
        assert!(store.next_due().await.is_err());
        let standing = store.standing(an_invitation().build().id).await;
        assert!(standing.is_err());
        store.set_reachable(true);
        assert_eq!(count(&store).await, 1);
    });
}

#[test]
fn an_administrators_right_can_be_taken_away() {
    run(async {
        let scenario = Scenario::new().await;
        let ana = scenario.ana_member.user_id;
        assert!(
            scenario
                .store
                .set_member_active(scenario.ana_member.id, false)
                .await
        );
        let (_, token) = scenario.invited("siti@example.org").await;
        assert!(scenario.accept(&token).await.is_err(), "switched off");
        scenario
            .store
            .set_member_active(scenario.ana_member.id, true)
            .await;
        scenario.store.remove_member(scenario.ana_member.id).await;
        assert_eq!(scenario.member(ana).await, None);
        assert!(
            !scenario
                .store
                .set_member_active(scenario.ana_member.id, true)
                .await
        );
        assert!(scenario.accept(&token).await.is_err(), "removed");
        let again = a_member().known(ana).administrator();
        again
            .put_into(&scenario.store, scenario.account())
            .await
            .unwrap();
        assert!(scenario.accept(&token).await.is_ok());
    });
}

#[test]
fn a_mailer_answers_by_turn_then_by_recipient_then_as_always() {
    run(async {
        let scenario = Scenario::new().await;
        let mailer: &RecordingMailer = &scenario.mailer;
        mailer.answer_always(answer::silence());
        mailer.answer_to(values::email("SITI@example.org"), answer::taken());
        mailer.answer_nth(2, answer::wrong_settings());
        // The queue gives out messages in the order of their ids.
        for address in ["budi@example.org", "siti@example.org"] {
            scenario.invite(address).await;
        }
        scenario.deliver().await;
        let answers: Vec<_> = mailer.attempts().into_iter().map(|a| a.answer).collect();
        assert_eq!(answers, [answer::silence(), answer::wrong_settings()]);
        assert!(mailer.sent().is_empty());
        scenario.clock.advance(chrono::TimeDelta::minutes(1));
        scenario.deliver().await;
        let sent = mailer.sent();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].to.original(), "siti@example.org");
    });
}

#[test]
fn a_scenario_is_the_same_in_every_run() {
    let play = || {
        let mut story = String::new();
        run(async {
            let scenario = Scenario::new().await;
            let (id, token) = scenario.invited("siti@example.org").await;
            let accepted = scenario.accept(&token).await.unwrap();
            assert_eq!(scenario.status(id).await, Status::Accepted);
            let taken = scenario.create(request("siti@example.org")).await;
            story = format!(
                "{id} {token} {accepted:?} {taken:?}",
                token = token.expose()
            );
        });
        story
    };
    assert_eq!(play(), play());
}
