//! A mailer and an SMS gateway that remember what they were given and answer as the test says.

use async_trait::async_trait;
use invite_domain::{
    model::{
        EmailAddress, Failure, FailureReason, InvitationToken, PhoneNumber, TemporaryPassword,
        WayIn,
    },
    ports::{
        CodeMail, CodeText, HandOver, InvitationMail, InvitationText, MailRenderer, Mailer,
        PasswordMail, RenderedMail, SendError, SmsGateway, TextRenderer,
    },
};
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What the other side answers.
pub type Answer = Result<HandOver, SendError>;

/// Builds the answers that tests ask for most.
pub mod answer {
    use super::{Answer, Failure, FailureReason, HandOver, SendError};

    /// It took the message.
    ///
    /// # Errors
    /// Never.
    pub fn taken() -> Answer {
        Ok(HandOver {
            reply: "250 2.0.0 taken".to_owned(),
        })
    }

    /// Not now.
    ///
    /// # Errors
    /// Always: [`SendError::Temporary`].
    pub fn not_now() -> Answer {
        Err(SendError::Temporary {
            detail: "451 4.3.0 try again later".to_owned(),
        })
    }

    /// Never: there is no such recipient.
    ///
    /// # Errors
    /// Always: [`SendError::Permanent`].
    pub fn no_such_recipient() -> Answer {
        Err(SendError::Permanent(Failure::new(
            FailureReason::UnknownRecipient,
            "550 5.1.1 no such user",
        )))
    }

    /// Silence after the whole message was sent.
    ///
    /// # Errors
    /// Always: [`SendError::Unknown`].
    pub fn silence() -> Answer {
        Err(SendError::Unknown {
            detail: "no answer after the final dot".to_owned(),
        })
    }

    /// Our settings are at fault.
    ///
    /// # Errors
    /// Always: [`SendError::Misconfigured`].
    pub fn wrong_settings() -> Answer {
        Err(SendError::Misconfigured {
            detail: "535 5.7.8 authentication failed".to_owned(),
        })
    }
}

/// What was asked, and what was answered.
#[derive(Debug, Clone)]
pub struct Attempt<M> {
    /// The message.
    pub message: M,
    /// The answer.
    pub answer: Answer,
}

/// What happened so far, and what is to happen.
struct Script<To, M> {
    attempts: Vec<Attempt<M>>,
    nth: BTreeMap<usize, Answer>,
    for_recipient: HashMap<To, Answer>,
    otherwise: Answer,
}

/// The part that the mailer and the gateway share.
struct Recorder<To, M>(Arc<Mutex<Script<To, M>>>);

impl<To, M> Clone for Recorder<To, M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<To, M> Default for Recorder<To, M> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Script {
            attempts: Vec::new(),
            nth: BTreeMap::new(),
            for_recipient: HashMap::new(),
            otherwise: answer::taken(),
        })))
    }
}

impl<To: Eq + Hash, M: Clone> Recorder<To, M> {
    fn script(&self) -> MutexGuard<'_, Script<To, M>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer_nth(&self, nth: usize, answer: Answer) {
        let mut script = self.script();
        let call = script.attempts.len() + nth;
        script.nth.insert(call, answer);
    }

    fn send(&self, to: &To, message: &M) -> Answer {
        let mut script = self.script();
        let call = script.attempts.len() + 1;
        let answer = script
            .nth
            .remove(&call)
            .or_else(|| script.for_recipient.get(to).cloned())
            .unwrap_or_else(|| script.otherwise.clone());
        script.attempts.push(Attempt {
            message: message.clone(),
            answer: answer.clone(),
        });
        answer
    }

    fn taken(&self) -> Vec<M> {
        let script = self.script();
        let taken = script.attempts.iter().filter(|a| a.answer.is_ok());
        taken.map(|attempt| attempt.message.clone()).collect()
    }
}

macro_rules! recording {
    ($(#[$doc:meta])* $name:ident, $to:ty, $message:ty $(, besides $other:ty)+) => {
        $(#[$doc])*
        #[derive(Clone, Default)]
        pub struct $name(Recorder<$to, $message>, $(Recorder<$to, $other>),+);

        impl $name {
            /// Makes one that takes everything.
            pub fn new() -> Self {
                Self::default()
            }

            /// Says how the `nth` call from now on is answered; 1 is the next one.
            pub fn answer_nth(&self, nth: usize, answer: Answer) {
                self.0.answer_nth(nth, answer);
            }

            /// Says how every call for this recipient is answered.
            pub fn answer_to(&self, recipient: $to, answer: Answer) {
                self.0.script().for_recipient.insert(recipient, answer);
            }

            /// Says how every other call is answered; without it, everything is taken.
            pub fn answer_always(&self, answer: Answer) {
                self.0.script().otherwise = answer;
            }

            /// Returns what was taken, in order.
            pub fn sent(&self) -> Vec<$message> {
                self.0.taken()
            }

            /// Returns every call with its answer, in order.
            pub fn attempts(&self) -> Vec<Attempt<$message>> {
                self.0.script().attempts.clone()
            }

            /// Returns the token in the latest message that this recipient was sent.
            pub fn latest_token(&self, recipient: &$to) -> Option<InvitationToken> {
                let sent = self.sent();
                let message = sent.iter().rfind(|message| message.to == *recipient)?;
                let (_, token) = message.way_in.link()?.expose().rsplit_once('/')?;
                Some(InvitationToken::new(token))
            }

            /// Returns the temporary password in the latest message that this recipient was sent.
            pub fn latest_temporary_password(&self, recipient: &$to) -> Option<TemporaryPassword> {
                let sent = self.sent();
                let message = sent.iter().rfind(|message| message.to == *recipient)?;
                Some(message.way_in.temporary()?.password.clone())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({} calls)", stringify!($name), self.attempts().len())
            }
        }
    };
}

recording! {
    /// A mailer that remembers and does not send. A clone is another handle to the same memory.
    ///
    /// ```
    /// use invite_testkit::{RecordingMailer, answer, values};
    ///
    /// let mailer = RecordingMailer::new();
    /// mailer.answer_nth(1, answer::not_now());
    /// mailer.answer_to(values::email("nobody@example.org"), answer::no_such_recipient());
    /// // … hand it to the service as an `Arc<dyn Mailer>`, and afterwards:
    /// assert!(mailer.sent().is_empty());
    /// ```
    RecordingMailer, EmailAddress, InvitationMail, besides PasswordMail, besides CodeMail
}

recording! {
    /// An SMS gateway that remembers and does not send. A clone is another handle to the same memory.
    RecordingSms, PhoneNumber, InvitationText, besides CodeText
}

#[async_trait]
impl Mailer for RecordingMailer {
    async fn send(&self, mail: &InvitationMail) -> Answer {
        self.0.send(&mail.to, mail)
    }

    async fn send_password_mail(&self, mail: &PasswordMail) -> Answer {
        self.1.send(&mail.to, mail)
    }

    async fn send_code(&self, mail: &CodeMail) -> Answer {
        self.2.send(&mail.to, mail)
    }
}

#[async_trait]
impl SmsGateway for RecordingSms {
    async fn send(&self, text: &InvitationText) -> Answer {
        self.0.send(&text.to, text)
    }

    async fn send_code(&self, text: &CodeText) -> Answer {
        self.1.send(&text.to, text)
    }
}

/// Words what a mail is about, plainly: the message and the way in are in it.
impl MailRenderer for RecordingMailer {
    fn render(&self, mail: &InvitationMail) -> Result<RenderedMail, SendError> {
        let (inviter, account) = (&mail.inviter_name, &mail.account_name);
        let message = mail.message.as_ref().map_or("", |message| message.as_str());
        let way_in = shown(&mail.way_in);
        let text = format!("{inviter} invites you to {account}: {message} {way_in}");
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        Ok(RenderedMail {
            from_name: mail.sender_name.as_ref().unwrap_or(account).to_string(),
            subject: format!(
                "{inviter} invited you to {account} ({})",
                mail.locale.code()
            ),
            html: format!("<html><head></head><body><p>{escaped}</p></body></html>"),
            text,
        })
    }
}

/// Words what a text is about, plainly.
impl TextRenderer for RecordingSms {
    fn render(&self, text: &InvitationText) -> String {
        let (inviter, account) = (&text.inviter_name, &text.account_name);
        format!(
            "{inviter} invites you to {account}: {}",
            shown(&text.way_in)
        )
    }
}

fn shown(way_in: &WayIn) -> String {
    match way_in {
        WayIn::Link(link) => link.expose().to_owned(),
        WayIn::TemporaryPassword(login) => {
            format!("{} {}", login.user_name, *login.password.shown())
        }
    }
}

impl RecordingSms {
    /// Returns the texts with a code that were taken, in order.
    pub fn code_texts(&self) -> Vec<CodeText> {
        self.1.taken()
    }
}

impl RecordingMailer {
    /// Says how every mail about a password is answered; without it, everything is taken.
    pub fn answer_password_mails(&self, answer: Answer) {
        self.1.script().otherwise = answer;
    }

    /// Returns the mails about passwords that were taken, in order.
    pub fn password_mails(&self) -> Vec<PasswordMail> {
        self.1.taken()
    }

    /// Returns the mails with a code that were taken, in order.
    pub fn code_mails(&self) -> Vec<CodeMail> {
        self.2.taken()
    }

    /// Returns every call for a mail about a password with its answer, in order.
    pub fn password_attempts(&self) -> Vec<Attempt<PasswordMail>> {
        self.1.script().attempts.clone()
    }

    /// Returns the token in the latest mail that lets this recipient set a new password.
    pub fn latest_reset_token(&self, recipient: &EmailAddress) -> Option<InvitationToken> {
        let sent = self.password_mails();
        let own = sent.iter().rev().filter(|mail| mail.to == *recipient);
        own.map(|mail| mail.says.secret())
            .find(|secret| !secret.is_empty())
            .map(|secret| InvitationToken::new(secret.as_str()))
    }
}
