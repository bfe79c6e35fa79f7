//! A test mail, told step by step in the server's own words.

use super::{LettreMailer, TlsPolicy, classify::Stage, fault::Fault, terminated};
use crate::letter::Letter;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{EmailAddress, Locale, OutboxId},
    ports::SendError,
};
use invite_i18n::Texts;

/// A step on a mail's way to its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialStep {
    /// The server is there and greets us.
    Connection,
    /// The line is encrypted, to the right host.
    Encryption,
    /// The server knows our login.
    Login,
    /// The server takes the mail.
    Handover,
}

/// How a test mail went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The steps that went well, in their order.
    pub passed: Vec<TrialStep>,
    /// The step that did not, if one did not.
    pub failed: Option<TrialStep>,
    /// What the server said last, or what is known where it said nothing. Never a password.
    pub said: String,
}

/// A mail that only shows that mail arrives.
#[derive(Debug, Clone)]
pub struct TrialMail {
    /// Gives the Message-ID.
    pub id: OutboxId,
    /// Where it goes.
    pub to: EmailAddress,
    /// The language of the text.
    pub locale: Locale,
    /// The `Date`.
    pub date: DateTime<Utc>,
}

impl LettreMailer {
    /// Sends a test mail and tells how far it came.
    pub async fn try_out(&self, mail: &TrialMail) -> Trial {
        let letter = letter(mail);
        let data = terminated(&letter.encode(&self.from));
        let parcel = super::session::Parcel {
            from: &self.envelope_from,
            to: &letter.to.envelope(),
            data: &data,
        };
        let steps = self.steps();
        match self.pool.send(parcel).await {
            Ok(reply) => Trial {
                passed: steps,
                failed: None,
                said: self.without(&super::classify::said(&reply.to_string()), &[]),
            },
            Err(fault) => {
                let failed = step(&fault);
                Trial {
                    passed: steps.into_iter().take_while(|s| *s != failed).collect(),
                    failed: Some(failed),
                    said: self.without(&detail(fault.into()), &[]),
                }
            }
        }
    }

    /// Returns the steps that there are with these settings.
    fn steps(&self) -> Vec<TrialStep> {
        let mut steps = vec![TrialStep::Connection];
        if matches!(
            self.pool.tls_policy(),
            TlsPolicy::Implicit | TlsPolicy::Required
        ) {
            steps.push(TrialStep::Encryption);
        }
        if self.password.is_some() {
            steps.push(TrialStep::Login);
        }
        steps.push(TrialStep::Handover);
        steps
    }
}

fn step(fault: &Fault) -> TrialStep {
    match fault {
        Fault::Unreachable(_) => TrialStep::Connection,
        Fault::Unfit(_) => TrialStep::Encryption,
        Fault::Silent(_) => TrialStep::Handover,
        Fault::Refused(stage, _) | Fault::Broken(stage, _) => match stage {
            Stage::Greeting | Stage::Hello => TrialStep::Connection,
            Stage::StartTls => TrialStep::Encryption,
            Stage::Login => TrialStep::Login,
            Stage::Sender | Stage::Recipient | Stage::Data | Stage::Message => TrialStep::Handover,
        },
    }
}

fn detail(error: SendError) -> String {
    match error {
        SendError::Temporary { detail }
        | SendError::Unknown { detail }
        | SendError::Misconfigured { detail } => detail,
        SendError::Permanent(failure) => failure.detail,
    }
}

fn letter(mail: &TrialMail) -> Letter {
    let texts = Texts::of(mail.locale);
    let (subject, text) = (texts.get("mail-test-subject"), texts.get("mail-test-text"));
    Letter {
        id: mail.id,
        to: mail.to.clone(),
        locale: mail.locale,
        date: mail.date,
        from_name: texts.get("mail-product").into_owned(),
        to_name: None,
        // Both are our own texts, without a character that means something in HTML.
        html: format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{subject}</title>\n</head>\n<body>\n<p>{text}</p>\n</body>\n</html>\n",
            texts.code()
        ),
        text: format!("{text}\n"),
        subject: subject.into_owned(),
    }
}
