//! The mail server that is chosen at set-up rather than set by the operator: sealed in the database,
//! where every replica finds it, and taken up without a restart.

mod chosen;
mod sealing;

pub use sealing::Sealer;

use crate::{ambient::SystemSecrets, settings::MailSettings};
use async_trait::async_trait;
use invite_domain::{
    model::{EmailAddress, Locale, OutboxId},
    ports::{
        Clock, CodeMail, HandOver, IdSource, InvitationMail, Mailer, PasswordMail, SendError,
        StoreError,
    },
};
use invite_lettre::{LettreMailer, MemoryInbox, SettingsError, Trial, TrialMail, TrialStep};
use invite_poem::{
    MailRoute, MailServer, MailServerError, MailServerSettings, MailTest, MailTestStep,
};
use invite_sea_orm::SeaStore;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// How long a choice made elsewhere may go unnoticed.
const FRESH: Duration = Duration::from_secs(3);

/// The number of connections of a server that was chosen.
const CONNECTIONS: usize = 8;

/// Sends mail the way that was chosen: to a server, or into the built-in inbox.
#[derive(Clone)]
pub struct ChosenMail(Arc<Inner>);

struct Inner {
    store: SeaStore,
    sealer: Arc<Sealer>,
    inbox: MemoryInbox,
    lands_in_inbox: Arc<AtomicBool>,
    known: Mutex<Known>,
}

/// The choice, as it was read last.
#[derive(Default)]
struct Known {
    asked: Option<Instant>,
    version: Option<u32>,
    way: Way,
}

#[derive(Clone, Default)]
enum Way {
    #[default]
    Inbox,
    Server(LettreMailer, String),
    /// The choice cannot be read: no mail may land in the inbox unnoticed.
    Unreadable,
}

impl ChosenMail {
    /// Takes the database with the choice, what opens it, and the inbox that serves without one.
    pub fn new(store: SeaStore, sealer: Arc<Sealer>, inbox: MemoryInbox) -> Self {
        Self(Arc::new(Inner {
            store,
            sealer,
            inbox,
            lands_in_inbox: Arc::new(AtomicBool::new(true)),
            known: Mutex::default(),
        }))
    }

    /// Returns the built-in inbox.
    pub fn inbox(&self) -> &MemoryInbox {
        &self.0.inbox
    }

    /// Tells whether mail lands in the inbox, as far as is known.
    pub fn lands_in_inbox(&self) -> Arc<AtomicBool> {
        self.0.lands_in_inbox.clone()
    }

    /// Reads the choice now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refresh(&self) -> Result<(), StoreError> {
        self.0.known.lock().await.asked = None;
        self.way().await.map(|_| ())
    }

    /// Takes leave of the server.
    pub async fn close(&self) {
        if let Way::Server(mailer, _) = &self.0.known.lock().await.way {
            mailer.close().await;
        }
    }

    async fn way(&self) -> Result<Way, StoreError> {
        let mut known = self.0.known.lock().await;
        if known.asked.is_some_and(|at| at.elapsed() < FRESH) {
            return Ok(known.way.clone());
        }
        let version = self.0.store.mail_server_version().await?;
        if known.version != Some(version) {
            let chosen = self.0.store.mail_server().await?;
            let before = std::mem::replace(&mut known.way, self.0.read(chosen.sealed.as_deref()));
            known.version = Some(chosen.version);
            let lands = matches!(known.way, Way::Inbox);
            self.0.lands_in_inbox.store(lands, Ordering::Relaxed);
            if let Way::Server(former, _) = before {
                tokio::spawn(async move { former.close().await });
            }
        }
        known.asked = Some(Instant::now());
        Ok(known.way.clone())
    }

    async fn port(&self) -> Result<Way, SendError> {
        let way = self.way().await;
        way.map_err(|_| SendError::Temporary {
            detail: "the database does not tell which mail server to use".to_owned(),
        })
    }
}

impl Inner {
    fn read(&self, sealed: Option<&[u8]>) -> Way {
        let Some(sealed) = sealed else {
            return Way::Inbox;
        };
        let opened = self.sealer.open(sealed).ok();
        let server = opened.and_then(|text| chosen::read(&text));
        let made = server.and_then(|server| {
            let shown = chosen::shown(&server.host, server.port, server.from.original());
            let mailer = chosen::mailer(&server, CONNECTIONS).ok()?;
            Some(Way::Server(mailer, shown))
        });
        made.unwrap_or_else(|| {
            tracing::error!(
                "the saved mail settings cannot be opened with this key: bring back the former key, or set INVITE_SMTP_URL, or forget them with `invite mail clear`"
            );
            Way::Unreadable
        })
    }
}

fn unreadable() -> SendError {
    SendError::Misconfigured {
        detail: "the saved mail settings cannot be opened with this key".to_owned(),
    }
}

#[async_trait]
impl Mailer for ChosenMail {
    async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError> {
        match self.port().await? {
            Way::Inbox => self.0.inbox.send(mail).await,
            Way::Server(mailer, _) => mailer.send(mail).await,
            Way::Unreadable => Err(unreadable()),
        }
    }

    async fn send_password_mail(&self, mail: &PasswordMail) -> Result<HandOver, SendError> {
        match self.port().await? {
            Way::Inbox => self.0.inbox.send_password_mail(mail).await,
            Way::Server(mailer, _) => mailer.send_password_mail(mail).await,
            Way::Unreadable => Err(unreadable()),
        }
    }

    async fn send_code(&self, mail: &CodeMail) -> Result<HandOver, SendError> {
        match self.port().await? {
            Way::Inbox => self.0.inbox.send_code(mail).await,
            Way::Server(mailer, _) => mailer.send_code(mail).await,
            Way::Unreadable => Err(unreadable()),
        }
    }
}

/// The mail server at set-up and on the command line.
#[derive(Clone)]
pub struct MailDesk {
    /// The choice, and the database that it is in.
    pub chosen: ChosenMail,
    /// What the operator has set, which goes before any choice.
    pub operator: Option<MailSettings>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
}

impl MailDesk {
    fn operators(&self) -> Option<String> {
        self.operator.as_ref().map(|mail| {
            let from = mail.from.address().original();
            chosen::shown(&mail.smtp.host, mail.smtp.port, from)
        })
    }
}

#[async_trait]
impl MailServer for MailDesk {
    async fn route(&self) -> Result<MailRoute, StoreError> {
        if let Some(shown) = self.operators() {
            return Ok(MailRoute::Operator(shown));
        }
        Ok(match self.chosen.way().await? {
            Way::Inbox => MailRoute::Inbox,
            Way::Server(_, shown) => MailRoute::Chosen(shown),
            Way::Unreadable => MailRoute::Chosen("(sealed with another key)".to_owned()),
        })
    }

    async fn is_chosen(&self) -> Result<bool, StoreError> {
        Ok(self.chosen.0.store.mail_server_version().await? > 0)
    }

    async fn choose(&self, server: Option<&MailServerSettings>) -> Result<(), MailServerError> {
        let inner = &self.chosen.0;
        let sealed = match server {
            None => None,
            Some(server) => {
                chosen::mailer(server, CONNECTIONS).map_err(|error| refused(&error))?;
                let text = chosen::written(server);
                let sealed = inner.sealer.seal(text.as_bytes(), &SystemSecrets);
                Some(sealed.map_err(StoreError::new)?)
            }
        };
        inner.store.choose_mail_server(sealed).await?;
        self.chosen.refresh().await?;
        Ok(())
    }

    async fn test(
        &self,
        server: Option<&MailServerSettings>,
        to: &EmailAddress,
        locale: Locale,
    ) -> Result<Option<MailTest>, MailServerError> {
        let mailer = match (server, &self.operator) {
            (Some(server), _) => chosen::trial(server).map_err(|error| refused(&error))?,
            (None, Some(mail)) => LettreMailer::new(mail.smtp.clone(), mail.from.clone())
                .map_err(|error| refused(&error))?,
            (None, None) => match self.chosen.way().await? {
                Way::Server(mailer, _) => mailer,
                Way::Inbox | Way::Unreadable => return Ok(None),
            },
        };
        let mail = TrialMail {
            id: OutboxId::new(self.ids.next_id()),
            to: to.clone(),
            locale,
            date: self.clock.now(),
        };
        Ok(Some(told(mailer.try_out(&mail).await)))
    }
}

fn refused(error: &SettingsError) -> MailServerError {
    MailServerError::Refused {
        part: error.part(),
        mend: error.to_string(),
    }
}

fn told(trial: Trial) -> MailTest {
    let step = |step| match step {
        TrialStep::Connection => MailTestStep::Connection,
        TrialStep::Encryption => MailTestStep::Encryption,
        TrialStep::Login => MailTestStep::Login,
        TrialStep::Handover => MailTestStep::Handover,
    };
    MailTest {
        passed: trial.passed.into_iter().map(step).collect(),
        failed: trial.failed.map(step),
        said: trial.said,
    }
}
