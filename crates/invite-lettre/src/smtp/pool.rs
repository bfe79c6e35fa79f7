//! A few connections, kept open between mails.

use super::{
    fault::Fault,
    reply::Reply,
    session::{Parcel, Session},
    settings::{SettingsError, SmtpSettings, TlsPolicy},
    tls::Tls,
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep_until},
};

/// Hands mails over, as many at once as there may be connections.
pub(super) struct Pool {
    settings: SmtpSettings,
    tls: Tls,
    name: String,
    slots: Semaphore,
    idle: Mutex<Idle>,
}

/// Connections that wait for the next mail, the one that has waited longest first.
#[derive(Default)]
struct Idle {
    sessions: Vec<(Instant, Session)>,
    /// Whether a task is there to close them when they have waited too long.
    watched: bool,
}

impl Pool {
    pub(super) fn new(settings: SmtpSettings, name: String) -> Result<Self, SettingsError> {
        Ok(Self {
            tls: Tls::new(&settings)?,
            slots: Semaphore::new(settings.connections.max(1)),
            idle: Mutex::default(),
            name,
            settings,
        })
    }

    pub(super) fn tls_policy(&self) -> TlsPolicy {
        self.settings.tls
    }

    /// Hands one mail over.
    ///
    /// An idle connection may have died unnoticed. If it did so before anything was sent over it,
    /// the mail takes a new one and nobody is told.
    pub(super) async fn send(self: &Arc<Self>, parcel: Parcel<'_>) -> Result<Reply, Fault> {
        // The semaphore is never closed; without a slot there would merely be one more connection.
        let _slot = self.slots.acquire().await.ok();
        let mut session = match self.take() {
            Some(session) => session,
            None => self.open().await?,
        };
        let was_fresh = session.is_fresh();
        let mut ended = session.send(parcel).await;
        if !was_fresh && ended.as_ref().is_err_and(Fault::is_stale) {
            session = self.open().await?;
            ended = session.send(parcel).await;
        }
        self.give_back(session);
        ended
    }

    /// Connects, encrypts and logs in, and takes leave again.
    pub(super) async fn check(&self) -> Result<(), Fault> {
        self.open().await?.quit().await;
        Ok(())
    }

    /// Closes the connections that wait.
    pub(super) async fn close(&self) {
        let waiting = std::mem::take(&mut self.lock().sessions);
        for (_, session) in waiting {
            session.quit().await;
        }
    }

    async fn open(&self) -> Result<Session, Fault> {
        Session::open(&self.settings, &self.tls, &self.name).await
    }

    /// Takes the connection that has waited least: it is the least likely to be dead.
    fn take(&self) -> Option<Session> {
        let (since, session) = self.lock().sessions.pop()?;
        // The watcher closes it only a moment late; a server may have been quicker.
        (since.elapsed() < self.settings.timeouts.idle).then_some(session)
    }

    fn give_back(self: &Arc<Self>, session: Session) {
        if session.is_usable(self.settings.messages) {
            let mut idle = self.lock();
            idle.sessions.push((Instant::now(), session));
            if !idle.watched {
                idle.watched = true;
                tokio::spawn(watch(Arc::downgrade(self), self.settings.timeouts.idle));
            }
        } else if session.is_usable(u32::MAX) {
            // It has done its share. Nobody needs to wait for the goodbye.
            tokio::spawn(session.quit());
        }
    }

    /// Takes out what has waited too long, and says when to look again.
    fn expired(&self, idle_limit: Duration) -> (Vec<Session>, Option<Instant>) {
        let mut idle = self.lock();
        let fresh = idle
            .sessions
            .partition_point(|(since, _)| since.elapsed() >= idle_limit);
        let expired = idle
            .sessions
            .drain(..fresh)
            .map(|(_, session)| session)
            .collect();
        let next = idle.sessions.first().map(|(since, _)| *since + idle_limit);
        idle.watched = next.is_some();
        (expired, next)
    }

    fn lock(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes connections that nobody needs, until there are none or the pool is gone.
async fn watch(pool: Weak<Pool>, idle_limit: Duration) {
    let mut next = Instant::now() + idle_limit;
    loop {
        sleep_until(next).await;
        let Some((expired, again)) = pool.upgrade().map(|pool| pool.expired(idle_limit)) else {
            return;
        };
        for session in expired {
            session.quit().await;
        }
        match again {
            Some(at) => next = at,
            None => return,
        }
    }
}
