//! The end of a run: everything comes to rest and is read.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::sleep;
use uuid::Uuid;

use super::{ADMINISTRATOR, RECOVERY_LIMIT, Run};
use crate::api::Answer;
use crate::facts::{Accept, AcceptAnswer, Facts, Mail, Shown, Tables, TriedLink};
use crate::load::PASSWORD;
use crate::mailbox;

/// How long the backlog may take to drain.
const DRAIN: Duration = Duration::from_mins(1);
/// At most so many links of copied mails are accepted with: each costs a password hash.
const ACCEPTED_AT_MOST: usize = 25;
/// Of the invitations that nothing special happened to, the history of one in so many is asked for.
const HISTORY_OF_ONE_IN: usize = 10;

impl Run {
    /// Waits until no message waits. What still does after that is for the checker to tell.
    pub(super) async fn come_to_rest(&self) -> Result<()> {
        let started = Instant::now();
        while !self.database.waiting().await?.is_empty() && started.elapsed() < DRAIN {
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Reads everything there is to judge, and ends the last process.
    pub(super) async fn gather(mut self) -> Result<Facts> {
        let journal = self.load.journal();
        let mut oddities = std::mem::take(&mut self.oddities);
        oddities.extend(journal.oddities);
        let mails = mailbox::facts(
            &self.sink.messages(),
            &self.sink.connections(),
            &self.lives,
            &self.server.url(),
            &mut oddities,
        );
        let mut accepts = journal.accepts;
        let before = self.database.tables().await?;
        let tried = self.try_links(&mails, &before, &mut accepts).await;

        let tables = self.database.tables().await?;
        let copied: BTreeSet<Uuid> = tried.iter().map(|link| link.message).collect();
        let shown = self.look_at_the_api(&tables, &copied).await?;
        self.database.close().await?;
        self.server.kill();
        Ok(Facts {
            administrator: ADMINISTRATOR.to_owned(),
            recovery_limit: RECOVERY_LIMIT,
            creates: journal.creates,
            accepts,
            revokes: journal.revokes,
            kills: std::mem::take(&mut self.kills),
            mails,
            tried,
            tables,
            shown,
            oddities,
        })
    }

    /// Tries the link of every mail that came more than once and is still good: some by accepting, the others by
    /// looking what they open.
    async fn try_links(
        &self,
        mails: &[Mail],
        tables: &Tables,
        accepts: &mut Vec<Accept>,
    ) -> Vec<TriedLink> {
        let mut copies: BTreeMap<Uuid, Vec<&Mail>> = BTreeMap::new();
        for mail in mails {
            copies.entry(mail.message).or_default().push(mail);
        }
        let good: BTreeSet<Uuid> = good_links(tables);
        let mut tried = Vec::new();
        for (message, copies) in copies {
            let Some(last) = copies
                .last()
                .filter(|_| copies.len() > 1 && good.contains(&message))
            else {
                continue;
            };
            let token = mailbox::token(&last.link);
            let answer = if tried.len() < ACCEPTED_AT_MOST {
                let answer = self.api.accept(token, PASSWORD).await;
                accepts.push(Accept {
                    email: last.recipient.clone(),
                    answer: match &answer {
                        Answer::Done(_) => AcceptAnswer::Joined,
                        _ => AcceptAnswer::Unknown,
                    },
                });
                answer
            } else {
                self.api.preview(token).await
            };
            let works = matches!(answer, Answer::Done(_));
            tried.push(TriedLink { message, works });
        }
        tried
    }

    /// Reads the roster through the API, with the histories of whatever was touched and a sample of the rest.
    async fn look_at_the_api(
        &self,
        tables: &Tables,
        copied: &BTreeSet<Uuid>,
    ) -> Result<BTreeMap<Uuid, Shown>> {
        let touched: BTreeSet<Uuid> = tables
            .messages
            .iter()
            .filter(|row| copied.contains(&row.id) || row.generation > 1 || row.state != "sent")
            .map(|row| row.invitation)
            .collect();
        let mut shown = self.api.roster_shown().await?;
        for (index, (id, shown)) in shown.iter_mut().enumerate() {
            if touched.contains(id) || shown.status != "invited" || index % HISTORY_OF_ONE_IN == 0 {
                shown.history = Some(self.api.history(*id).await?);
            }
        }
        Ok(shown)
    }
}

/// The messages whose link opens an invitation that waits for its person.
fn good_links(tables: &Tables) -> BTreeSet<Uuid> {
    let invited: BTreeMap<Uuid, i64> = tables
        .invitations
        .iter()
        .filter(|row| row.status == "invited")
        .map(|row| (row.id, row.generation))
        .collect();
    tables
        .messages
        .iter()
        .filter(|row| invited.get(&row.invitation) == Some(&row.generation))
        .map(|row| row.id)
        .collect()
}
