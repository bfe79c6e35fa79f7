//! The ways that messages take: mail to a server or into the built-in inbox, SMS to a gateway.

use crate::{inbox::ShownInbox, settings::Settings};
use anyhow::Context as _;
use invite_domain::ports::{Mailer, SmsGateway};
use invite_lettre::{LettreMailer, MailFrom, MemoryInbox};
use invite_poem::Inbox;
use invite_sms::HttpSms;
use std::sync::Arc;

/// Where mail goes.
#[derive(Clone)]
pub(crate) enum Mail {
    /// To a mail server.
    Smtp(LettreMailer),
    /// Into the built-in inbox.
    Inbox(MemoryInbox),
}

impl Mail {
    /// Takes what is set up.
    pub(crate) fn new(settings: &Settings) -> anyhow::Result<Self> {
        let Some(mail) = &settings.mail else {
            let from = MailFrom::parse("invite@inbox.example").context("the inbox's address")?;
            return Ok(Self::Inbox(MemoryInbox::new(from)));
        };
        LettreMailer::new(mail.smtp.clone(), mail.from.clone())
            .map(Self::Smtp)
            .context("INVITE_SMTP_URL cannot be used")
    }

    /// Returns the port.
    pub(crate) fn mailer(&self) -> Arc<dyn Mailer> {
        match self {
            Self::Smtp(mailer) => Arc::new(mailer.clone()),
            Self::Inbox(inbox) => Arc::new(inbox.clone()),
        }
    }

    /// Returns what the web pages show.
    pub(crate) fn shown(&self) -> Option<Arc<dyn Inbox>> {
        match self {
            Self::Smtp(_) => None,
            Self::Inbox(inbox) => Some(Arc::new(ShownInbox(inbox.clone()))),
        }
    }
}

/// Returns the SMS gateway, where one is set up.
///
/// # Errors
/// Says what is wrong with it.
pub(crate) fn sms(settings: &Settings) -> anyhow::Result<Option<Arc<dyn SmsGateway>>> {
    let Some(sms) = &settings.sms else {
        return Ok(None);
    };
    let gateway = HttpSms::new(sms.clone()).context("INVITE_SMS_URL cannot be used")?;
    Ok(Some(Arc::new(gateway)))
}
