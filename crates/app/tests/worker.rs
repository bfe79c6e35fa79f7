//! The worker over storage in memory and a mailer that answers as told.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on is to stop there"
)]

use app::{
    ambient::{SystemClock, SystemSecrets, TimeOrderedIds},
    worker::{MailGate, Worker, WorkerParts, WorkerState},
};
use async_trait::async_trait;
use chrono::TimeDelta;
use invite_domain::{
    model::{Account, Caller, Invitation, LinkBase, RetryPolicy, Status},
    ports::{
        Clock, HandOver, HistoryFact, InvitationMail, InvitationReader as _, Mailer,
        MessageQueue as _, NoPasswords, SendError,
    },
    service::{
        CreateInvitation, DispatchPorts, DispatchService, InvitationPorts, InvitationService,
        SignInService,
    },
};
use invite_testkit::{
    CommitFault, MemoryStore, RecordingMailer, a_caller, an_account, an_invitation, answer,
    fixed_key_ring,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Notify, Semaphore},
    time::{Instant, interval, timeout},
};

const LONG: Duration = Duration::from_mins(1);

/// Looks again and again, at a steady pace, until it holds or took too long.
async fn eventually<F: Future<Output = bool>>(holds: impl Fn() -> F) {
    let mut pace = interval(Duration::from_millis(5));
    let reached = async {
        while !holds().await {
            pace.tick().await;
        }
    };
    timeout(LONG, reached).await.unwrap();
}

fn lease() -> TimeDelta {
    TimeDelta::seconds(30)
}

/// A worker with everything around it.
struct Stage {
    store: MemoryStore,
    invitations: InvitationService,
    caller: Caller,
    wake: Arc<Notify>,
    state: Arc<WorkerState>,
    worker: Worker,
}

impl Stage {
    async fn new(mailer: Arc<dyn Mailer>) -> Self {
        Self::with_lease(mailer, Duration::from_secs(30)).await
    }

    async fn with_lease(mailer: Arc<dyn Mailer>, lease: Duration) -> Self {
        let store = MemoryStore::new();
        let account: Account = an_account().put_into(&store).await.unwrap();
        let (ids, tokens) = (Arc::new(TimeOrderedIds), Arc::new(fixed_key_ring()));
        let clock = Arc::new(SystemClock);
        let shared = Arc::new(store.clone());
        let invitations = InvitationService::new(InvitationPorts {
            store: shared.clone(),
            reader: shared.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            tokens: tokens.clone(),
            passwords: Arc::new(NoPasswords),
        });
        let sign_in = SignInService::new(
            shared.clone(),
            Arc::new(NoPasswords),
            Arc::new(SystemSecrets),
            tokens.clone(),
            clock.clone(),
            ids.clone(),
        );
        let dispatch = DispatchService::new(DispatchPorts {
            store: shared.clone(),
            queue: shared,
            mailer,
            sms: None,
            clock: clock.clone(),
            ids,
            tokens,
            links: LinkBase::parse("https://invite.example.org").unwrap(),
            retry: RetryPolicy::default(),
        });
        let wake = Arc::new(Notify::new());
        let gate = MailGate::new(Duration::from_millis(100), false);
        let state = Arc::new(WorkerState::new(gate));
        let worker = Worker::start(WorkerParts {
            name: "worker".to_owned(),
            dispatch,
            clock,
            invitations: invitations.clone(),
            sign_in,
            connections: 4,
            lease,
            wake: wake.clone(),
            state: state.clone(),
        });
        Self {
            store,
            invitations,
            caller: a_caller().of(&account).build(),
            wake,
            state,
            worker,
        }
    }

    async fn invite(&self, address: &str) -> Invitation {
        let person = an_invitation().to(address).build();
        let command = CreateInvitation {
            invitee: person.invitee,
            grant: person.grant,
            channel: person.channel,
            ttl: None,
            message: None,
            send: true,
        };
        let created = self.invitations.create(&self.caller, command).await;
        self.wake.notify_one();
        created.unwrap()
    }

    async fn status(&self, invitation: &Invitation) -> Status {
        let found = self.invitations.find(&self.caller, invitation.id).await;
        found.unwrap().status(SystemClock.now())
    }

    /// Waits until the invitation stands so.
    async fn until(&self, invitation: &Invitation, status: Status) {
        eventually(|| async { self.status(invitation).await == status }).await;
    }

    /// Returns how many attempts at messages the invitation's history tells of.
    async fn attempts(&self, invitation: &Invitation) -> usize {
        let history = self.invitations.history(&self.caller, invitation.id).await;
        let delivery = |fact: &HistoryFact| matches!(fact, HistoryFact::Delivery(_));
        let history = history.unwrap();
        history.iter().filter(|e| delivery(&e.fact)).count()
    }
}

/// Holds every mail until it is told to go on.
struct HoldingMailer {
    begun: Semaphore,
    go: Semaphore,
    sent: AtomicUsize,
}

impl HoldingMailer {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            begun: Semaphore::new(0),
            go: Semaphore::new(0),
            sent: AtomicUsize::new(0),
        })
    }
}

impl HoldingMailer {
    /// Waits until one more mail is being sent.
    async fn begun(&self) {
        self.begun.acquire().await.unwrap().forget();
    }
}

#[async_trait]
impl Mailer for HoldingMailer {
    async fn send(&self, _: &InvitationMail) -> Result<HandOver, SendError> {
        self.begun.add_permits(1);
        self.go.acquire().await.unwrap().forget();
        self.sent.fetch_add(1, Ordering::SeqCst);
        answer::taken()
    }
}

/// Panics at the first mail and takes the others.
struct PanickingMailer(RecordingMailer);

#[async_trait]
impl Mailer for PanickingMailer {
    async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError> {
        assert!(mail.to.original() != "mine@example.org", "a fault");
        self.0.send(mail).await
    }
}

#[tokio::test]
async fn everything_that_is_queued_leaves_once() {
    let mailer = RecordingMailer::new();
    let stage = Stage::new(Arc::new(mailer.clone())).await;
    let mut invited = Vec::new();
    for n in 0..200 {
        invited.push(stage.invite(&format!("p{n}@example.org")).await);
    }
    for invitation in &invited {
        stage.until(invitation, Status::Invited).await;
    }
    assert_eq!(mailer.sent().len(), 200);
    assert_eq!(stage.state.check(), Ok(()));
}

#[tokio::test]
async fn a_message_whose_sending_panics_is_tried_again_later_and_harms_no_other() {
    let mailer = PanickingMailer(RecordingMailer::new());
    let stage = Stage::new(Arc::new(mailer)).await;
    let mined = stage.invite("mine@example.org").await;
    let other = stage.invite("ann@example.org").await;
    stage.until(&other, Status::Invited).await;
    eventually(|| async { stage.attempts(&mined).await == 1 }).await;
    assert_eq!(stage.status(&mined).await, Status::Queued);
}

#[tokio::test]
async fn wrong_settings_hold_everything_back_and_burn_no_attempt() {
    let mailer = RecordingMailer::new();
    mailer.answer_always(answer::wrong_settings());
    let stage = Stage::new(Arc::new(mailer.clone())).await;
    let invitation = stage.invite("ann@example.org").await;
    eventually(|| async { stage.state.mail.check().is_err() }).await;
    assert!(stage.state.mail.check().unwrap_err().contains("535"));

    mailer.answer_always(answer::taken());
    stage.until(&invitation, Status::Invited).await;
    assert_eq!(stage.state.mail.check(), Ok(()));
    assert_eq!(stage.attempts(&invitation).await, 1, "only the good one");
}

#[tokio::test]
async fn what_left_is_recorded_even_when_storage_fails_meanwhile() {
    let mailer = HoldingMailer::new();
    let stage = Stage::new(mailer.clone()).await;
    let invitation = stage.invite("ann@example.org").await;
    mailer.begun().await;
    stage.store.set_reachable(false);
    mailer.go.add_permits(1);
    eventually(|| async { stage.state.check().is_err() }).await;
    stage.store.set_reachable(true);
    stage.until(&invitation, Status::Invited).await;
    assert_eq!(stage.attempts(&invitation).await, 1);
}

#[tokio::test]
async fn a_commit_that_may_have_happened_is_not_counted_twice() {
    let mailer = RecordingMailer::new();
    let stage = Stage::new(Arc::new(mailer.clone())).await;
    // The first commit queues the message, the second records that it left.
    stage.store.fail_commit(2, CommitFault::UnknownCommitted);
    let invitation = stage.invite("ann@example.org").await;
    stage.until(&invitation, Status::Invited).await;
    assert_eq!(stage.attempts(&invitation).await, 1);
    assert_eq!(mailer.sent().len(), 1);
}

#[tokio::test]
async fn a_slow_mail_server_keeps_no_message_from_another_worker() {
    let mailer = HoldingMailer::new();
    let stage = Stage::new(mailer.clone()).await;
    for n in 0..50 {
        stage.invite(&format!("p{n}@example.org")).await;
    }
    mailer.begun().await;
    let now = SystemClock.now();
    let free = stage.store.claim("another", now, lease(), 100).await;
    let free = free.unwrap();
    assert!(free.len() >= 50 - 3 * 4, "{} were free", free.len());
}

#[tokio::test]
async fn what_waited_for_a_while_is_not_sent_when_it_was_revoked_meanwhile() {
    let mailer = HoldingMailer::new();
    let stage = Stage::new(mailer.clone()).await;
    let mut invited = Vec::new();
    for n in 0..8 {
        invited.push(stage.invite(&format!("p{n}@example.org")).await);
    }
    for _ in 0..4 {
        mailer.begun().await;
    }
    // The other four are claimed, too, and wait for a sender.
    eventually(|| async { stage.store.next_due().await.unwrap() > Some(SystemClock.now()) }).await;
    let claimed = Instant::now();
    for invitation in &invited {
        let revoked = stage.invitations.revoke(&stage.caller, invitation.id).await;
        revoked.unwrap();
    }
    // Younger claims are sent without another look.
    eventually(|| async { claimed.elapsed() > Duration::from_millis(1_100) }).await;
    mailer.go.add_permits(100);
    // Whoever comes last leaves last: everything before was looked at.
    let last = stage.invite("last@example.org").await;
    stage.until(&last, Status::Invited).await;
    assert_eq!(mailer.sent.load(Ordering::SeqCst), 4 + 1);
}

#[tokio::test]
async fn a_lease_is_kept_as_long_as_its_message_is_being_sent() {
    let mailer = HoldingMailer::new();
    let stage = Stage::with_lease(mailer.clone(), Duration::from_secs(3)).await;
    let invitation = stage.invite("ann@example.org").await;
    mailer.begun().await;
    // Until its lease ends, nothing is due.
    let end = stage.store.next_due().await.unwrap();
    eventually(|| async { stage.store.next_due().await.unwrap() > end }).await;
    mailer.go.add_permits(1);
    stage.until(&invitation, Status::Invited).await;
}

#[tokio::test]
async fn a_stop_lets_what_is_being_sent_end_and_gives_the_rest_back() {
    let mailer = HoldingMailer::new();
    let stage = Stage::new(mailer.clone()).await;
    let mut invited = Vec::new();
    for n in 0..50 {
        invited.push(stage.invite(&format!("p{n}@example.org")).await);
    }
    mailer.begun().await;
    let Stage { store, worker, .. } = stage;
    let stopped = tokio::spawn(worker.stop(Instant::now() + LONG));
    mailer.go.add_permits(50);
    stopped.await.unwrap();

    let mut left = 0;
    for invitation in &invited {
        let found = store.find(invitation.account_id, invitation.id).await;
        let status = found.unwrap().unwrap().status(SystemClock.now());
        left += usize::from(status == Status::Invited);
    }
    assert!((1..=8).contains(&left), "{left} left");
    let now = SystemClock.now();
    let free = store.claim("another", now, lease(), 100).await.unwrap();
    assert_eq!(free.len(), 50 - left, "all the others are free at once");
}

#[tokio::test]
async fn a_stop_leaves_what_does_not_end_in_time_to_its_lease() {
    let mailer = HoldingMailer::new();
    let stage = Stage::new(mailer.clone()).await;
    let invitation = stage.invite("ann@example.org").await;
    mailer.begun().await;
    let begun = Instant::now();
    let Stage { store, worker, .. } = stage;
    worker.stop(begun + Duration::from_secs(2)).await;
    assert!(begun.elapsed() < Duration::from_secs(3));

    let later = SystemClock.now() + TimeDelta::seconds(31);
    let claimed = store.claim("another", later, lease(), 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(
        claimed[0].invitation().unwrap().invitation.id,
        invitation.id
    );
}
