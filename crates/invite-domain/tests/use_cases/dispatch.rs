//! Sending what is due: every kind of answer, and workers that die or wake late.

use chrono::TimeDelta;
use invite_domain::{
    model::{FailureReason, Matter, RetryPolicy, State, Status},
    service::DispatchReport,
};
use invite_testkit::{CommitFault, Scenario, answer, request, values};

const LEASE: TimeDelta = TimeDelta::seconds(30);

#[tokio::test]
async fn a_temporary_failure_keeps_waiting_and_tries_again() {
    let s = Scenario::new().await;
    s.mailer.answer_nth(1, answer::not_now());
    let id = s.invite("siti@example.org").await.id;
    let report = s.deliver().await;
    assert_eq!(
        report,
        DispatchReport {
            deferred: 1,
            ..DispatchReport::default()
        }
    );
    assert_eq!(s.status(id).await, Status::Queued);
    assert_eq!(
        s.deliver().await,
        DispatchReport::default(),
        "not before it is due"
    );

    let due = s.dispatch.next_due().await.unwrap().unwrap();
    assert!(due >= s.clock.get() + TimeDelta::minutes(1));
    s.clock.set(due);
    assert_eq!(s.deliver().await.handed_over, 1);
    assert_eq!(s.status(id).await, Status::Invited);
    let attempts = s.mailer.attempts();
    let ids: Vec<_> = attempts.iter().map(|a| a.message.id).collect();
    let links: Vec<_> = attempts.iter().map(|a| a.message.way_in.clone()).collect();
    assert_eq!(
        (ids.first(), links.first()),
        (ids.last(), links.last()),
        "the same message"
    );
    assert_eq!(
        s.story(id).await,
        [
            "invitation.created",
            "invitation.queued",
            "deferred",
            "handed_over",
            "invitation.invited"
        ]
    );
}

#[tokio::test]
async fn a_permanent_failure_is_an_error_with_a_reason() {
    let s = Scenario::new().await;
    s.mailer.answer_always(answer::no_such_recipient());
    let id = s.invite("nobody@example.org").await.id;
    assert_eq!(s.deliver().await.failed, 1);
    let State::Error { failure, .. } = s.find(id).await.state else {
        panic!("it should be an error");
    };
    assert_eq!(failure.reason, FailureReason::UnknownRecipient);
    assert!(!failure.reason.advice().is_empty());
    s.clock.advance(TimeDelta::days(30));
    assert_eq!(
        s.deliver().await,
        DispatchReport::default(),
        "it is never tried again by itself"
    );
}

#[tokio::test]
async fn retries_end_in_an_error_and_not_in_silence() {
    let s = Scenario::new().await;
    s.mailer.answer_always(answer::not_now());
    let id = s.invite("siti@example.org").await.id;
    let start = s.clock.get();
    while let Some(due) = s.dispatch.next_due().await.unwrap() {
        s.clock.set(due);
        s.deliver().await;
    }
    let State::Error { failure, .. } = s.find(id).await.state else {
        panic!("it should be an error");
    };
    assert_eq!(failure.reason, FailureReason::RetriesExhausted);
    assert!(s.clock.get() - start <= RetryPolicy::default().give_up_after);
    assert!(
        s.mailer.attempts().len() > 20,
        "{} attempts",
        s.mailer.attempts().len()
    );
}

#[tokio::test]
async fn silence_after_the_message_is_unknown_and_waits_out_the_server() {
    let s = Scenario::new().await;
    s.mailer.answer_nth(1, answer::silence());
    let id = s.invite("siti@example.org").await.id;
    assert_eq!(s.deliver().await.deferred, 1);
    assert_eq!(s.status(id).await, Status::Queued, "unknown is not failed");
    let due = s.dispatch.next_due().await.unwrap().unwrap();
    assert!(due > s.clock.get() + TimeDelta::minutes(10));
    assert_eq!(s.story(id).await.last().unwrap(), "unknown");
}

#[tokio::test]
async fn our_own_wrong_settings_use_up_nobodys_attempts() {
    let s = Scenario::new().await;
    s.mailer.answer_always(answer::wrong_settings());
    let id = s.invite("siti@example.org").await.id;
    for _ in 0..100 {
        assert_eq!(s.deliver().await.given_back, 1);
        s.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(s.status(id).await, Status::Queued);
    s.mailer.answer_always(answer::taken());
    assert_eq!(s.deliver().await.handed_over, 1);
    assert_eq!(
        s.story(id).await,
        [
            "invitation.created",
            "invitation.queued",
            "handed_over",
            "invitation.invited"
        ]
    );
}

#[tokio::test]
async fn a_killed_workers_message_is_taken_up_after_the_lease() {
    let s = Scenario::new().await;
    let id = s.invite("siti@example.org").await.id;
    let mut zombie = s.dispatch.claim("zombie", LEASE, 10).await.unwrap();
    assert_eq!(s.deliver().await, DispatchReport::default(), "it is held");
    s.clock.advance(LEASE);
    assert_eq!(s.deliver().await.handed_over, 1);

    // The zombie wakes, sends its copy, and cannot overwrite what the other wrote.
    let claims: Vec<_> = zombie.iter().map(|d| d.claim).collect();
    assert_eq!(s.dispatch.renew(&claims, LEASE).await.unwrap(), []);
    s.mailer.answer_always(answer::no_such_recipient());
    let attempt = s.dispatch.attempt(zombie.pop().unwrap()).await;
    assert_eq!(s.dispatch.record(vec![attempt]).await.unwrap().lost, 1);
    assert_eq!(s.status(id).await, Status::Invited);
}

#[tokio::test]
async fn an_outcome_that_was_not_written_is_sent_again_as_the_same_message() {
    let s = Scenario::new().await;
    let id = s.invite("siti@example.org").await.id;
    s.store.fail_commit(1, CommitFault::NotCommitted);
    let lost = s.dispatch.dispatch_due("worker", LEASE, 10).await;
    assert!(lost.is_err());
    assert_eq!(s.status(id).await, Status::Queued);
    s.clock.advance(LEASE);
    assert_eq!(s.deliver().await.handed_over, 1);
    let sent = s.mailer.sent();
    let (first, second) = (sent.first().unwrap(), sent.last().unwrap());
    assert_eq!(sent.len(), 2);
    assert_eq!((first.id, &first.way_in), (second.id, &second.way_in));
    assert!(
        s.accept(&s.token("siti@example.org")).await.is_ok(),
        "both copies work"
    );
}

#[tokio::test]
async fn a_graceful_stop_gives_messages_back_untried() {
    let s = Scenario::new().await;
    let id = s.invite("siti@example.org").await.id;
    let due = s.dispatch.claim("worker", LEASE, 10).await.unwrap();
    let given: Vec<_> = due.into_iter().map(|d| s.dispatch.give_back(d)).collect();
    assert_eq!(s.dispatch.record(given).await.unwrap().given_back, 1);
    assert_eq!(
        s.deliver().await.handed_over,
        1,
        "at once, without waiting for the lease"
    );
    assert!(!s.story(id).await.contains(&"deferred".to_owned()));
}

#[tokio::test]
async fn a_message_that_moved_on_is_not_sent() {
    let s = Scenario::new().await;
    let (id, _) = s.invited("siti@example.org").await;
    s.invitations.send(&s.ana, id).await.unwrap();
    let due = s.dispatch.claim("worker", LEASE, 10).await.unwrap();
    let stale: Vec<_> = due
        .into_iter()
        .map(|mut d| {
            if let Matter::Invitation(matter) = &mut d.matter {
                matter.invitation.generation += 1;
            }
            d
        })
        .collect();
    let sent_before = s.mailer.sent().len();
    let mut attempts = Vec::new();
    for message in stale {
        attempts.push(s.dispatch.attempt(message).await);
    }
    assert_eq!(s.dispatch.record(attempts).await.unwrap().obsolete, 1);
    assert_eq!(s.mailer.sent().len(), sent_before);
}

#[tokio::test]
async fn mails_carry_what_their_text_needs() {
    let s = Scenario::new().await;
    let mut command = request("siti@example.org");
    command.invitee.name = Some(values::name("Siti Nurhaliza"));
    command.message = Some(values::message("Selamat datang"));
    s.create(command).await.unwrap();
    s.deliver().await;
    let sent = s.mailer.sent();
    let mail = sent.first().unwrap();
    assert_eq!(mail.account_name.as_str(), "Maju");
    assert_eq!(mail.inviter_name.as_str(), "Ana");
    assert_eq!(mail.to_name.as_ref().unwrap().as_str(), "Siti Nurhaliza");
    assert_eq!(mail.message.as_ref().unwrap().as_str(), "Selamat datang");
    assert!(
        mail.way_in
            .link()
            .unwrap()
            .expose()
            .starts_with("https://invite.example.org/i/invt_")
    );
    assert_eq!(
        format!("{:?}", mail.way_in.link().unwrap()),
        "InvitationLink(…)"
    );
}

#[tokio::test]
async fn an_sms_goes_through_the_gateway() {
    let account = invite_testkit::an_account()
        .settings(|s| s.channels = invite_domain::model::ChannelPolicy::EmailOrSms);
    let s = Scenario::with(account).await;
    let mut command = request("x@example.org");
    command.invitee.email = None;
    command.invitee.phone = Some(values::phone("+79051111111"));
    let id = s.create(command).await.unwrap().id;
    assert_eq!(s.deliver().await.handed_over, 1);
    assert_eq!((s.sms.sent().len(), s.mailer.sent().len()), (1, 0));
    let token = s.sms.latest_token(&values::phone("+79051111111")).unwrap();
    assert!(s.accept(&token).await.is_ok());
    assert_eq!(s.status(id).await, Status::Accepted);
}
