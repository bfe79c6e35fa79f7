//! What is seen right after a kill, and how the dead worker's mail gets into new hands.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::sleep;
use uuid::Uuid;

use super::Run;
use crate::facts::Kill;
use crate::mailbox;
use crate::plan::Point;
use crate::trap::Caught;

/// How long to watch for a dead worker's mail to be taken up.
const WATCH: Duration = Duration::from_secs(15);

/// What a dead worker held.
pub(super) struct Watched {
    since: Instant,
    fences: BTreeMap<Uuid, i64>,
}

impl Run {
    /// Writes down what the dead process held and what of it had arrived.
    pub(super) async fn look_at_the_dead(
        &mut self,
        point: Point,
        caught: Caught,
        on_target: bool,
    ) -> Result<()> {
        self.sink.release();
        self.sink.wait_idle(Duration::from_secs(10))?;
        if let Some(lock) = caught.lock {
            lock.release().await?;
        }
        self.database.wait_for_the_dead().await?;

        let fences: BTreeMap<Uuid, i64> = self
            .database
            .waiting()
            .await?
            .into_iter()
            .filter(|(_, waiting)| waiting.claimed)
            .map(|(id, waiting)| (id, waiting.fence))
            .collect();
        let (arrived, acknowledged) = self.arrived_in_this_life();
        let held: BTreeSet<Uuid> = fences.keys().copied().collect();
        let window: BTreeSet<Uuid> = held.intersection(&arrived).copied().collect();

        let target = match &caught.email {
            Some(email) => self.database.latest_message(email).await?.map(|(id, _)| id),
            None => None,
        };
        let target_in = |set: &BTreeSet<Uuid>| target.is_some_and(|id| set.contains(&id));
        let as_meant = match point {
            Point::AfterClaim | Point::AfterConnect => !held.is_empty(),
            Point::AfterRecipient | Point::MidData => target_in(&held) && !target_in(&arrived),
            Point::AfterDot => target_in(&window) && !target_in(&acknowledged),
            Point::AfterReply => target_in(&window) && target_in(&acknowledged),
            Point::AfterCommit => !target_in(&held) && target_in(&acknowledged),
            Point::DuringCreate | Point::DuringAccept | Point::DuringStart | Point::Random => true,
        };
        self.kills.push(Kill {
            point,
            life: self.lives.len(),
            held,
            window,
            on_target: on_target && as_meant,
            recoveries: Vec::new(),
            left_behind: Vec::new(),
        });
        let last = self.sink.messages().last().map(|message| message.number);
        self.lives
            .push(last.or(self.lives.last().copied()).unwrap_or_default());
        self.watched = Some(Watched {
            since: caught.at,
            fences,
        });
        self.database.close().await
    }

    /// Returns the messages that arrived since the last kill, and those of them whose 250 was read.
    fn arrived_in_this_life(&self) -> (BTreeSet<Uuid>, BTreeSet<Uuid>) {
        let before = self.lives.last().copied().unwrap_or_default();
        let (mut arrived, mut acknowledged) = (BTreeSet::new(), BTreeSet::new());
        for message in self.sink.messages().iter().rev() {
            if message.number <= before {
                break;
            }
            if let Ok(letter) = mailbox::read(message, &self.server.url()) {
                arrived.insert(letter.message);
                if message.acknowledged {
                    acknowledged.insert(letter.message);
                }
            }
        }
        (arrived, acknowledged)
    }

    /// Waits until everything that the last dead worker held is in new hands, and notes how long that took.
    pub(super) async fn watch_recovery(&mut self) -> Result<()> {
        let (Some(watched), Some(kill)) = (self.watched.take(), self.kills.last_mut()) else {
            return Ok(());
        };
        let Watched { since, mut fences } = watched;
        while !fences.is_empty() && since.elapsed() < WATCH {
            let waiting = self.database.waiting().await?;
            let elapsed = since.elapsed();
            let withdrawn = self.database.cancelled().await?;
            fences.retain(|id, fence| {
                let still = waiting
                    .get(id)
                    .is_some_and(|waiting| waiting.fence == *fence);
                if !still && !withdrawn.contains(id) {
                    kill.recoveries.push(elapsed);
                }
                still
            });
            sleep(Duration::from_millis(5)).await;
        }
        kill.left_behind.extend(fences.into_keys());
        Ok(())
    }
}
