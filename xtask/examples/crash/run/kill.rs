//! One process, from its start to the point where it is killed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::Run;
use crate::load::{Load, Phase};
use crate::plan::Point;

/// How long a kill point may take to be reached.
const REACH: Duration = Duration::from_secs(20);

impl Run {
    /// One process: start it, see the dead one's mail taken up, and kill it at the point.
    pub(super) async fn live_and_die(&mut self, point: Point) -> Result<()> {
        let mut on_target = true;
        if point == Point::DuringStart {
            self.server.start()?;
            sleep(Duration::from_millis(self.random.u64(..150))).await;
            self.trap.spring();
            self.database.open().await?;
        } else {
            self.start().await?;
            // Now and then the next kill comes before anyone took up what the last one left.
            if point != Point::Random || self.random.bool() {
                self.watch_recovery().await?;
            }
            if let Ok(reached) = timeout(REACH, self.drive(point)).await {
                on_target = reached?;
            } else {
                on_target = false;
                self.oddities
                    .push(format!("the kill point \"{point}\" was not reached"));
                self.trap.spring();
            }
        }
        self.load.tell(Phase::Away);
        let caught = self.trap.clear()?;
        self.look_at_the_dead(point, caught, on_target).await
    }

    /// Does what leads to the point and kills there; says whether it fell as meant, as far as is known by then.
    async fn drive(&mut self, point: Point) -> Result<bool> {
        let skip = self.random.u32(..4);
        match point {
            Point::AfterClaim => {
                self.trap.set(point, 0);
                let before = self.claims().await?;
                while self.claims().await?.is_subset(&before) {
                    sleep(Duration::from_millis(2)).await;
                }
                self.trap.spring();
                self.sink.release();
            }
            Point::AfterCommit => {
                self.trap.set(point, skip);
                let email = self.trap.target().await.unwrap_or_default();
                while self.is_waiting(&email).await? {
                    sleep(Duration::from_millis(2)).await;
                }
                self.trap.spring();
            }
            Point::DuringCreate => {
                let pause = Duration::from_micros(self.random.u64(..15_000));
                let create = |load: Arc<Load>| load.invite_many(12);
                return self.die_amid(create, |load| &load.creating, 8, pause).await;
            }
            Point::DuringAccept => {
                let pause = Duration::from_millis(self.random.u64(..250));
                let accept = |load: Arc<Load>| load.accept_many(4);
                return self
                    .die_amid(accept, |load| &load.accepting, 4, pause)
                    .await;
            }
            Point::Random => {
                sleep(Duration::from_millis(self.random.u64(20..900))).await;
                self.trap.spring();
            }
            Point::AfterConnect
            | Point::AfterRecipient
            | Point::MidData
            | Point::AfterDot
            | Point::AfterReply
            | Point::DuringStart => {
                self.trap.set(point, skip);
                self.trap.sprung().await;
            }
        }
        Ok(true)
    }

    /// Sends many requests at the same time, and kills some time after enough of them are on their way, at the
    /// latest when they are getting few; says whether any was on its way then.
    async fn die_amid<F: Future<Output = ()> + Send + 'static>(
        &self,
        send: impl Fn(Arc<Load>) -> F,
        counter: impl Fn(&Load) -> &AtomicUsize,
        enough: usize,
        pause: Duration,
    ) -> Result<bool> {
        let on_their_way = || counter(&self.load).load(Ordering::Relaxed);
        let mut requests = tokio::spawn(send(Arc::clone(&self.load)));
        while on_their_way() < enough {
            // Nobody's mail has arrived yet, or they were very fast.
            if requests.is_finished() {
                requests = tokio::spawn(send(Arc::clone(&self.load)));
            }
            sleep(Duration::from_millis(1)).await;
        }
        let since = Instant::now();
        while since.elapsed() < pause && on_their_way() > 2 {
            sleep(Duration::from_millis(1)).await;
        }
        let any = on_their_way() > 0;
        self.trap.spring();
        requests.await?;
        Ok(any)
    }

    async fn claims(&self) -> Result<BTreeSet<(Uuid, i64)>> {
        let waiting = self.database.waiting().await?;
        let claims = waiting
            .into_iter()
            .filter(|(_, waiting)| waiting.claimed)
            .map(|(id, waiting)| (id, waiting.fence));
        Ok(claims.collect())
    }

    async fn is_waiting(&self, email: &str) -> Result<bool> {
        let message = self.database.latest_message(email).await?;
        Ok(message.is_none_or(|(_, state)| state == "waiting"))
    }
}
