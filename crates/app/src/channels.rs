//! The ways that messages take: mail to a server or into the built-in inbox, SMS to a gateway.

use crate::{inbox::ShownInbox, mail_server::ChosenMail, settings::Settings, wiring::Core};
use anyhow::Context as _;
use invite_domain::ports::Mailer;
use invite_lettre::{LettreMailer, MailFrom, MemoryInbox};
use invite_poem::Inbox;
use invite_sms::HttpSms;
use std::sync::Arc;

/// Where mail goes.
#[derive(Clone)]
pub(crate) enum Mail {
    /// To the mail server that the operator has set.
    Smtp(LettreMailer),
    /// The way that is chosen at set-up: to a mail server, or into the built-in inbox.
    Chosen(ChosenMail),
}

impl Mail {
    /// Takes what is set up.
    pub(crate) async fn new(core: &Core, settings: &Settings) -> anyhow::Result<Self> {
        let Some(mail) = &settings.mail else {
            let (store, sealer) = (core.store.clone(), core.sealer.clone());
            let chosen = ChosenMail::new(store, sealer, inbox()?);
            chosen.refresh().await?;
            return Ok(Self::Chosen(chosen));
        };
        LettreMailer::new(mail.smtp.clone(), mail.from.clone())
            .map(Self::Smtp)
            .context("INVITE_SMTP_URL cannot be used")
    }

    /// Returns the port.
    pub(crate) fn mailer(&self) -> Arc<dyn Mailer> {
        match self {
            Self::Smtp(mailer) => Arc::new(mailer.clone()),
            Self::Chosen(chosen) => Arc::new(chosen.clone()),
        }
    }

    /// Returns what the web pages show.
    pub(crate) fn shown(&self) -> Option<Arc<dyn Inbox>> {
        match self {
            Self::Smtp(_) => None,
            Self::Chosen(chosen) => Some(Arc::new(ShownInbox(
                chosen.inbox().clone(),
                chosen.lands_in_inbox(),
            ))),
        }
    }
}

/// Makes an empty inbox.
pub(crate) fn inbox() -> anyhow::Result<MemoryInbox> {
    let from = MailFrom::parse("invite@inbox.example").context("the inbox's address")?;
    Ok(MemoryInbox::new(from))
}

/// Returns the SMS gateway, where one is set up.
///
/// # Errors
/// Says what is wrong with it.
pub(crate) fn sms(settings: &Settings) -> anyhow::Result<Option<Arc<HttpSms>>> {
    let Some(sms) = &settings.sms else {
        return Ok(None);
    };
    let gateway = HttpSms::new(sms.clone()).context("INVITE_SMS_URL cannot be used")?;
    Ok(Some(Arc::new(gateway)))
}
