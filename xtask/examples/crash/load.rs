//! The clients: they invite, withdraw, send again and accept without end, and write down what they were told.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fastrand::Rng;
use invite_testkit::smtp_sink::SmtpSink;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::api::{self, Answer, Api};
use crate::facts::{Accept, AcceptAnswer, Create, CreateAnswer, Revoke};
use crate::mailbox;

/// Strong enough for any policy.
pub(crate) const PASSWORD: &str = "Quiet-Otters-Paddle-Upstream-47";

/// How many clients invite at the same time.
const INVITERS: u64 = 4;

/// What the clients share.
pub(crate) struct Load {
    api: Api,
    sink: Arc<SmtpSink>,
    public_url: String,
    started: Instant,
    /// Whether the service answers, and whether the run goes on.
    phase: watch::Sender<Phase>,
    journal: Mutex<Journal>,
    last_person: AtomicUsize,
    /// Requests on their way.
    pub(crate) creating: AtomicUsize,
    pub(crate) accepting: AtomicUsize,
}

/// What the service is doing, as far as clients care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It is dead or starting.
    Away,
    /// It answers.
    Up,
    /// The run is over.
    Over,
}

/// What the clients were told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    pub(crate) creates: Vec<Create>,
    pub(crate) accepts: Vec<Accept>,
    pub(crate) revokes: Vec<Revoke>,
    pub(crate) oddities: Vec<String>,
    /// Acknowledged invitations that no client has done anything else with.
    untouched: Vec<Person>,
}

#[derive(Clone, Debug)]
struct Person {
    email: String,
    id: Uuid,
}

impl Load {
    /// Makes the clients' common ground; nobody works yet.
    pub(crate) fn new(api: Api, sink: Arc<SmtpSink>, public_url: String, started: Instant) -> Self {
        Self {
            api,
            sink,
            public_url,
            started,
            phase: watch::Sender::new(Phase::Away),
            journal: Mutex::default(),
            last_person: AtomicUsize::new(0),
            creating: AtomicUsize::new(0),
            accepting: AtomicUsize::new(0),
        }
    }

    /// Sets the clients to work; they end with the run.
    pub(crate) fn start(self: &Arc<Self>, random: &mut Rng) -> JoinSet<()> {
        let mut clients = JoinSet::new();
        for _ in 0..INVITERS {
            clients.spawn(Arc::clone(self).invite_on(random.fork()));
        }
        clients.spawn(Arc::clone(self).change_on(random.fork()));
        clients.spawn(Arc::clone(self).accept_on(random.fork()));
        clients
    }

    /// Tells the clients whether the service answers, and when the run is over.
    pub(crate) fn tell(&self, phase: Phase) {
        self.phase.send_replace(phase);
    }

    /// Returns what the clients were told.
    pub(crate) fn journal(&self) -> Journal {
        self.lock().clone()
    }

    /// Invites so many people at the same time, and returns when all have an answer or none will come.
    pub(crate) async fn invite_many(self: Arc<Self>, count: usize) {
        let mut requests = JoinSet::new();
        for _ in 0..count {
            let load = Arc::clone(&self);
            requests.spawn(async move { load.invite(Domain::Plain, false).await });
        }
        requests.join_all().await;
    }

    /// Accepts with so many links, each twice at the same time.
    pub(crate) async fn accept_many(self: Arc<Self>, count: usize) {
        let mut requests = JoinSet::new();
        for (person, link) in self.letters(count) {
            for _ in 0..2 {
                let (load, person, link) = (Arc::clone(&self), person.clone(), link.clone());
                requests.spawn(async move { load.accept(&person, &link).await });
            }
        }
        requests.join_all().await;
    }

    async fn invite_on(self: Arc<Self>, mut random: Rng) {
        while self.up().await {
            let domain = Domain::draw(&mut random);
            self.invite(domain, random.bool()).await;
            pause(&mut random, 40..160).await;
        }
    }

    /// Invites a new person; asks again after a broken connection if so wished.
    async fn invite(&self, domain: Domain, insist: bool) {
        let number = self.last_person.fetch_add(1, Ordering::Relaxed);
        let email = format!("p{number}@{}", domain.name());
        let name = format!("Ж. Person {number}");
        let index = {
            let mut journal = self.lock();
            journal.creates.push(Create {
                email: email.clone(),
                name: name.clone(),
                answer: CreateAnswer::Unknown,
            });
            journal.creates.len() - 1
        };
        let mut asked = 0;
        loop {
            self.creating.fetch_add(1, Ordering::Relaxed);
            let answer = self.api.create(&email, &name).await;
            self.creating.fetch_sub(1, Ordering::Relaxed);
            asked += 1;
            if matches!(answer, Answer::Broken) && insist && asked < 5 && self.up().await {
                continue;
            }
            self.note_create(index, &email, domain, asked, answer);
            return;
        }
    }

    fn note_create(&self, index: usize, email: &str, domain: Domain, asked: u32, answer: Answer) {
        let mut journal = self.lock();
        let known = match answer {
            Answer::Done(body) => match api::id(&body) {
                Ok(id) => {
                    if domain == Domain::Plain {
                        let email = email.to_owned();
                        journal.untouched.push(Person { email, id });
                    }
                    CreateAnswer::Created(id)
                }
                Err(error) => {
                    journal.oddities.push(format!("create: {error:#}"));
                    return;
                }
            },
            Answer::Refused(_, code) if asked > 1 && code == "already_invited" => {
                CreateAnswer::Present
            }
            Answer::Broken => CreateAnswer::Unknown,
            Answer::Refused(status, code) => {
                journal.oddities.push(format!("create: {status} {code}"));
                return;
            }
            Answer::Odd(what) => {
                journal.oddities.push(format!("create: {what}"));
                return;
            }
        };
        if let Some(create) = journal.creates.get_mut(index) {
            create.answer = known;
        }
    }

    /// Withdraws and sends again.
    async fn change_on(self: Arc<Self>, mut random: Rng) {
        while self.up().await {
            if let Some(person) = self.take_someone(&mut random) {
                if random.bool() {
                    self.revoke(&person).await;
                } else {
                    // Refused while the mail waits to leave; then nothing happens.
                    self.note("resend", &self.api.resend(person.id).await);
                }
            }
            pause(&mut random, 100..300).await;
        }
    }

    async fn revoke(&self, person: &Person) {
        let answer = self.api.revoke(person.id).await;
        self.note("revoke", &answer);
        let acknowledged = matches!(answer, Answer::Done(_)).then(|| self.started.elapsed());
        let email = person.email.clone();
        self.lock().revokes.push(Revoke {
            email,
            acknowledged,
        });
    }

    /// Accepts with links from mails that arrived: sometimes twice at once, sometimes while another client
    /// withdraws, sometimes once more later.
    async fn accept_on(self: Arc<Self>, mut random: Rng) {
        while self.up().await {
            if let Some((person, link)) = self.letters(1).pop() {
                match random.u8(..10) {
                    0..3 => {
                        tokio::join!(self.accept(&person, &link), self.accept(&person, &link));
                    }
                    3..5 => {
                        tokio::join!(self.accept(&person, &link), self.revoke(&person));
                    }
                    _ => self.accept(&person, &link).await,
                }
                if random.u8(..10) < 3 && self.up().await {
                    self.accept(&person, &link).await;
                }
            }
            pause(&mut random, 250..600).await;
        }
    }

    async fn accept(&self, person: &Person, link: &str) {
        self.accepting.fetch_add(1, Ordering::Relaxed);
        let answer = self.api.accept(mailbox::token(link), PASSWORD).await;
        self.accepting.fetch_sub(1, Ordering::Relaxed);
        self.note("accept", &answer);
        let email = person.email.clone();
        let answer = match answer {
            Answer::Done(body) => was_in_already(&body),
            // Somebody else changed it at the same moment: asking again would tell.
            Answer::Refused(_, code) if code == "conflict" => AcceptAnswer::Unknown,
            Answer::Refused(..) => AcceptAnswer::Refused,
            Answer::Broken | Answer::Odd(_) => AcceptAnswer::Unknown,
        };
        self.lock().accepts.push(Accept { email, answer });
    }

    /// Takes people whose mail has arrived, newest mail first, so that nobody else touches them.
    fn letters(&self, count: usize) -> Vec<(Person, String)> {
        let mut found = Vec::new();
        let messages = self.sink.messages();
        let mut journal = self.lock();
        for message in messages.iter().rev() {
            if found.len() == count {
                break;
            }
            let of = |person: &Person| message.recipients.contains(&person.email);
            let Some(at) = journal.untouched.iter().rposition(of) else {
                continue;
            };
            // What cannot be read is told when the mails are judged.
            if let Ok(letter) = mailbox::read(message, &self.public_url) {
                found.push((journal.untouched.swap_remove(at), letter.link));
            }
        }
        found
    }

    fn take_someone(&self, random: &mut Rng) -> Option<Person> {
        let mut journal = self.lock();
        let count = journal.untouched.len();
        (count > 0).then(|| journal.untouched.swap_remove(random.usize(..count)))
    }

    /// Writes down an answer that nobody should get.
    fn note(&self, what: &str, answer: &Answer) {
        if let Answer::Odd(why) = answer {
            self.lock().oddities.push(format!("{what}: {why}"));
        }
    }

    /// Waits until the service answers; `false` when the run is over.
    async fn up(&self) -> bool {
        let mut phase = self.phase.subscribe();
        let phase = phase.wait_for(|phase| *phase != Phase::Away).await;
        phase.is_ok_and(|phase| *phase == Phase::Up)
    }

    fn lock(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn was_in_already(body: &Value) -> AcceptAnswer {
    if body.get("already_member").and_then(Value::as_bool) == Some(true) {
        AcceptAnswer::AlreadyIn
    } else {
        AcceptAnswer::Joined
    }
}

/// Where a person lives, which decides what the mail server says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    /// It takes the mail.
    Plain,
    /// It puts mails off now and then.
    Busy,
    /// It refuses for good.
    Closed,
}

impl Domain {
    /// Returns the name after the `@`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain.example",
            Self::Busy => "busy.example",
            Self::Closed => "closed.example",
        }
    }

    fn draw(random: &mut Rng) -> Self {
        match random.u8(..20) {
            0 => Self::Busy,
            1 => Self::Closed,
            _ => Self::Plain,
        }
    }
}

async fn pause(random: &mut Rng, millis: std::ops::Range<u64>) {
    tokio::time::sleep(Duration::from_millis(random.u64(millis))).await;
}
