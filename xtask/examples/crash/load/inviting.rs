//! Those who invite: they put people on the roster, withdraw and send again.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use fastrand::Rng;
use tokio::task::JoinSet;

use super::{Domain, Load, Person, pause};
use crate::api::{self, Answer};
use crate::facts::{Create, CreateAnswer, Revoke};

/// How long a client waits before it asks again on a new connection.
const AFTER_A_BREAK: Duration = Duration::from_millis(50);

impl Load {
    /// Invites so many people at the same time, and returns when all have an answer or none will come.
    pub(crate) async fn invite_many(self: Arc<Self>, count: usize) {
        let mut requests = JoinSet::new();
        for _ in 0..count {
            let load = Arc::clone(&self);
            requests.spawn(async move { load.invite(Domain::Plain, false).await });
        }
        requests.join_all().await;
    }

    /// Withdraws those who were invited last.
    pub(crate) async fn revoke_the_latest(&self, count: usize) {
        for _ in 0..count {
            let person = self.lock().untouched.pop();
            if let Some(person) = person {
                self.revoke(&person).await;
            }
        }
    }

    pub(super) async fn invite_on(self: Arc<Self>, mut random: Rng) {
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
            if matches!(answer, Answer::Broken) && insist && asked < 5 {
                // The clients learn a moment later than their connections that the service is away.
                tokio::time::sleep(AFTER_A_BREAK).await;
                if self.up().await {
                    continue;
                }
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
    pub(super) async fn change_on(self: Arc<Self>, mut random: Rng) {
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

    pub(super) async fn revoke(&self, person: &Person) {
        let answer = self.api.revoke(person.id).await;
        self.note("revoke", &answer);
        let acknowledged = matches!(answer, Answer::Done(_)).then(|| self.started.elapsed());
        let email = person.email.clone();
        self.lock().revokes.push(Revoke {
            email,
            acknowledged,
        });
    }

    fn take_someone(&self, random: &mut Rng) -> Option<Person> {
        let mut journal = self.lock();
        let count = journal.untouched.len();
        (count > 0).then(|| journal.untouched.swap_remove(random.usize(..count)))
    }
}
