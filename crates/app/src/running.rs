//! Server and worker of one process: how they are put together, start and stop.

use crate::{
    channels::{Mail, inbox, sms},
    health::ProcessHealth,
    http_server::{HttpServer, bind},
    key_use::KeyUse,
    last_seen::LastSeenTask,
    mail_server::{ChosenMail, MailDesk},
    settings::Settings,
    wiring::Core,
    worker::{MailGate, Worker, WorkerParts, WorkerState},
};
use anyhow::Context as _;
use invite_domain::{
    model::{InvitationId, LinkBase, TokenClaim, TokenPurpose},
    ports::{IdSource as _, SmsGateway, TokenMinter as _},
    service::{DispatchPorts, DispatchService},
};
use invite_lettre::MemoryInbox;
use invite_poem::{Services, SetUp};
use std::{
    net::SocketAddr,
    process,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    sync::Notify,
    time::{Instant, timeout},
};
use uuid::Uuid;

/// How long the mail server may take to hear our good-bye.
const GOOD_BYE: Duration = Duration::from_millis(500);

/// A process that serves, sends, or both.
pub struct Running {
    core: Core,
    mail: Mail,
    health: Arc<ProcessHealth>,
    server: Option<HttpServer>,
    last_seen: Option<LastSeenTask>,
    public_url: LinkBase,
    worker: Option<Worker>,
    grace: Duration,
    set_up_link: Option<String>,
}

impl Running {
    /// Opens the database and starts what the role asks for.
    ///
    /// # Errors
    /// Says what is in the way.
    pub async fn start(settings: &Settings) -> anyhow::Result<Self> {
        let core = Core::open(settings).await?;
        Self::over(core, settings).await
    }

    /// Starts over a database that is open.
    ///
    /// # Errors
    /// Says what is in the way.
    pub async fn over(core: Core, settings: &Settings) -> anyhow::Result<Self> {
        let mail = Mail::new(&core, settings).await?;
        let listener = settings.role.serves().then(|| bind(settings.listen));
        let listener = listener.transpose()?;
        let address = match &listener {
            Some(listener) => listener.local_addr()?,
            None => settings.listen,
        };
        let public_url = match &settings.public_url {
            Some(url) => url.clone(),
            None => derived_url(address)?,
        };
        let sms = sms(settings)?;
        let wake = Arc::new(Notify::new());
        let state = settings.role.works().then(|| {
            let gate = MailGate::new(settings.worker.mail_pause, sms.is_some());
            Arc::new(WorkerState::new(gate))
        });
        let health = Arc::new(ProcessHealth::new(core.store.clone(), state.clone()));
        let is_empty = settings.role.serves() && !core.accounts.has_accounts().await?;
        let set_up = is_empty.then_some(SET_UP);

        let server = match listener {
            Some(listener) => {
                let ring = wake.clone();
                let key_use = KeyUse::start(core.accounts.clone(), core.clock.clone());
                let services = Services {
                    invitations: core.invitations.clone(),
                    members: core.members.clone(),
                    people: core.people.clone(),
                    accounts: core.accounts.clone(),
                    audit: core.audit.clone(),
                    refusals: core.refusals.clone(),
                    insight: core.insight.clone(),
                    catalog: core.catalog.clone(),
                    mail_texts: core.mail_texts(public_url.clone()),
                    previews: core.previews(sms.clone(), public_url.clone()),
                    sign_in: core.sign_in.clone(),
                    tokens: core.tokens.clone(),
                    ids: core.ids.clone(),
                    public_url: public_url.clone(),
                    inbox: mail.shown(),
                    mail_server: Some(Arc::new(mail_desk(&core, &mail, settings)?)),
                    health: health.clone(),
                    wake: Arc::new(move || ring.notify_one()),
                    key_used: Arc::new(move |key| key_use.used(key)),
                    set_up: set_up.map_or(SetUp::Closed, SetUp::Open),
                    trusted_proxies: settings.trusted_proxies.clone(),
                };
                let grace = settings.shutdown_grace;
                Some(HttpServer::start(listener, services, grace)?)
            }
            None => None,
        };
        let last_seen = server
            .is_some()
            .then(|| LastSeenTask::start(core.sign_in.clone()));
        let worker = state.map(|state| {
            Worker::start(WorkerParts {
                name: format!("{}-{}", process::id(), core.ids.next_id()),
                dispatch: DispatchService::new(DispatchPorts {
                    store: Arc::new(core.store.clone()),
                    queue: Arc::new(core.store.clone()),
                    mailer: mail.mailer(),
                    sms: sms.map(|sms| sms as Arc<dyn SmsGateway>),
                    clock: core.clock.clone(),
                    ids: core.ids.clone(),
                    tokens: core.tokens.clone(),
                    links: public_url.clone(),
                    retry: settings.worker.retry.clone(),
                }),
                clock: core.clock.clone(),
                invitations: core.invitations.clone(),
                sign_in: core.sign_in.clone(),
                connections: settings.worker.connections,
                lease: settings.worker.lease,
                wake,
                state,
            })
        });
        let set_up_link = set_up.map(|claim| {
            let token = core.tokens.mint(&claim);
            format!("{}/setup/{}", public_url.as_str(), token.expose())
        });
        Ok(Self {
            core,
            mail,
            health,
            server,
            last_seen,
            public_url,
            worker,
            grace: settings.shutdown_grace,
            set_up_link,
        })
    }

    /// Returns the use cases.
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// Returns where it listens, where it serves.
    pub fn address(&self) -> Option<SocketAddr> {
        self.server.as_ref().map(|server| server.address)
    }

    /// Returns what its links begin with.
    pub fn public_url(&self) -> &LinkBase {
        &self.public_url
    }

    /// Returns the one-time link that makes the first administrator, on an empty database.
    pub fn set_up_link(&self) -> Option<&str> {
        self.set_up_link.as_deref()
    }

    /// Returns the built-in inbox, where mail goes there.
    pub fn inbox(&self) -> Option<&MemoryInbox> {
        match &self.mail {
            Mail::Chosen(chosen) => {
                let lands = chosen.lands_in_inbox().load(Ordering::Relaxed);
                lands.then(|| chosen.inbox())
            }
            Mail::Smtp(_) => None,
        }
    }

    /// Waits for the server to end by itself, which it does only when something is broken.
    ///
    /// # Errors
    /// Always: what was broken.
    pub async fn broken(&mut self) -> anyhow::Result<()> {
        match &mut self.server {
            Some(server) => (&mut server.task).await?.context("the server ended"),
            None => std::future::pending().await,
        }
    }

    /// Stops: readiness goes at once, requests and messages that are under way end, the rest is given
    /// back, all within the grace.
    pub async fn stop(self) {
        // Good-byes come last and are within the grace, too.
        let work = self.grace.saturating_sub(2 * GOOD_BYE);
        let deadline = Instant::now() + work.max(self.grace / 2);
        self.health.stop();
        let server = async {
            if let Some(server) = self.server {
                server.stop(deadline).await;
            }
            if let Some(last_seen) = self.last_seen {
                last_seen.stop(deadline).await;
            }
        };
        let worker = async {
            if let Some(worker) = self.worker {
                worker.stop(deadline).await;
            }
        };
        tokio::join!(server, worker);
        let good_bye = async {
            match &self.mail {
                Mail::Smtp(mailer) => mailer.close().await,
                Mail::Chosen(chosen) => chosen.close().await,
            }
        };
        let _ = timeout(GOOD_BYE, good_bye).await;
        // Whatever a connection still does is undone by the database when we are gone.
        let _ = timeout(GOOD_BYE, self.core.store.close()).await;
    }
}

/// Returns what tries and keeps the choice of a mail server.
fn mail_desk(core: &Core, mail: &Mail, settings: &Settings) -> anyhow::Result<MailDesk> {
    let chosen = match mail {
        Mail::Chosen(chosen) => chosen.clone(),
        Mail::Smtp(_) => ChosenMail::new(core.store.clone(), core.sealer.clone(), inbox()?),
    };
    Ok(MailDesk {
        chosen,
        operator: settings.mail.clone(),
        clock: core.clock.clone(),
        ids: core.ids.clone(),
    })
}

/// The set-up link is the same on every replica, so that any of them can take it.
const SET_UP: TokenClaim = TokenClaim {
    purpose: TokenPurpose::FirstAdministrator,
    invitation: InvitationId::new(Uuid::nil()),
    generation: 1,
};

/// Returns what links begin with when nothing was set: this machine, as itself.
fn derived_url(address: SocketAddr) -> anyhow::Result<LinkBase> {
    let url = if address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    };
    LinkBase::parse(&url).context("INVITE_PUBLIC_URL is needed")
}
