//! Handing mails to an SMTP server (RFC 5321), so that every outcome is told as what it is.

mod classify;
mod fault;
mod login;
mod pool;
mod reply;
mod session;
mod settings;
mod tls;
mod trial;
mod wire;

pub use settings::{SettingsError, SmtpSettings, Timeouts, TlsPolicy};
pub use trial::{Trial, TrialMail, TrialStep};

use crate::{MailFrom, letter::Letter};
use async_trait::async_trait;
use invite_domain::{
    model::Failure,
    ports::{CodeMail, HandOver, InvitationMail, Mailer, PasswordMail, SendError},
};
use pool::Pool;
use session::Parcel;
use std::sync::Arc;

/// Sends mail through an SMTP server, over a few connections that it keeps open.
///
/// It needs a tokio runtime with time and I/O. Clones share the connections.
#[derive(Clone)]
pub struct LettreMailer {
    pool: Arc<Pool>,
    from: MailFrom,
    envelope_from: Arc<str>,
    password: Option<Arc<str>>,
}

impl LettreMailer {
    /// Takes a server and a sender. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SettingsError`] when the host is no name or the `ca` file cannot be used.
    pub fn new(settings: SmtpSettings, from: MailFrom) -> Result<Self, SettingsError> {
        let name = settings.name.clone();
        let name = name.unwrap_or_else(|| from.address().domain().to_owned());
        let login = settings.login.as_ref();
        Ok(Self {
            password: login.map(|login| login.password.as_str().into()),
            envelope_from: from.address().envelope().into(),
            pool: Arc::new(Pool::new(settings, name)?),
            from,
        })
    }

    /// Connects, encrypts and logs in without sending anything: whether mail could go out now.
    ///
    /// # Errors
    /// As [`Mailer::send`].
    pub async fn check(&self) -> Result<(), SendError> {
        let checked = self.pool.check().await.map_err(SendError::from);
        checked.map_err(|error| self.scrub(error, &[]))
    }

    /// Takes leave of the server on idle connections, when the program ends.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    async fn hand_over(&self, letter: &Letter, secret: &str) -> Result<HandOver, SendError> {
        let data = terminated(&letter.encode(&self.from));
        let parcel = Parcel {
            from: &self.envelope_from,
            to: &letter.to.envelope(),
            data: &data,
        };
        match self.pool.send(parcel).await {
            Ok(reply) => Ok(HandOver {
                reply: self.without(&classify::said(&reply.to_string()), &[secret]),
            }),
            Err(fault) => Err(self.scrub(fault.into(), &[secret])),
        }
    }

    /// Strikes the link and the password out of what a server said: it may repeat what it heard,
    /// and the history keeps its words.
    fn scrub(&self, error: SendError, secrets: &[&str]) -> SendError {
        let clean = |said: String| self.without(&said, secrets);
        match error {
            SendError::Temporary { detail } => SendError::Temporary {
                detail: clean(detail),
            },
            SendError::Unknown { detail } => SendError::Unknown {
                detail: clean(detail),
            },
            SendError::Misconfigured { detail } => SendError::Misconfigured {
                detail: clean(detail),
            },
            SendError::Permanent(failure) => {
                SendError::Permanent(Failure::new(failure.reason, &clean(failure.detail)))
            }
        }
    }

    fn without(&self, said: &str, secrets: &[&str]) -> String {
        let all = secrets.iter().copied().chain(self.password.as_deref());
        all.filter(|secret| !secret.is_empty())
            .fold(said.to_owned(), |said, secret| said.replace(secret, "…"))
    }
}

#[async_trait]
impl Mailer for LettreMailer {
    async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError> {
        let letter = Letter::write(mail)?;
        self.hand_over(&letter, &mail.way_in.secret()).await
    }

    async fn send_password_mail(&self, mail: &PasswordMail) -> Result<HandOver, SendError> {
        let letter = Letter::write_password(mail)?;
        self.hand_over(&letter, &mail.says.secret()).await
    }

    async fn send_code(&self, mail: &CodeMail) -> Result<HandOver, SendError> {
        let letter = Letter::write_code(mail)?;
        self.hand_over(&letter, &mail.code.shown()).await
    }
}

/// Stuffs dots at line beginnings and adds the final dot (RFC 5321 §4.5.2).
fn terminated(message: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(message.len() + 64);
    for line in message.split_inclusive(|octet| *octet == b'\n') {
        if line.first() == Some(&b'.') {
            data.push(b'.');
        }
        data.extend_from_slice(line);
    }
    if !message.ends_with(b"\r\n") {
        data.extend_from_slice(b"\r\n");
    }
    data.extend_from_slice(b".\r\n");
    data
}

#[cfg(test)]
mod tests {
    use super::terminated;

    #[test]
    fn only_the_final_dot_ends_a_message() {
        for (message, data) in [
            ("a\r\n", "a\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            (".\r\n", "..\r\n.\r\n"),
            ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n"),
            ("a.\r\n..b\r\n", "a.\r\n...b\r\n.\r\n"),
            ("", "\r\n.\r\n"),
        ] {
            assert_eq!(
                terminated(message.as_bytes()),
                data.as_bytes(),
                "{message:?}"
            );
        }
    }
}
