//! Those who are invited: they read their mail and accept.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use fastrand::Rng;
use serde_json::Value;
use tokio::task::JoinSet;

use super::{Load, PASSWORD, Person, pause};
use crate::api::Answer;
use crate::facts::{Accept, AcceptAnswer};
use crate::mailbox;

impl Load {
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

    /// Accepts with links from mails that arrived: sometimes twice at once, sometimes while another client
    /// withdraws, sometimes once more later.
    pub(super) async fn accept_on(self: Arc<Self>, mut random: Rng) {
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
}

fn was_in_already(body: &Value) -> AcceptAnswer {
    if body.get("already_member").and_then(Value::as_bool) == Some(true) {
        AcceptAnswer::AlreadyIn
    } else {
        AcceptAnswer::Joined
    }
}
