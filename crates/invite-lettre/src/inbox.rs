//! Mail for when no server is configured: kept in memory, to be read on a page.

use crate::{MailFrom, letter::Letter};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, OutboxId, OutboxMessage},
    ports::{CodeMail, HandOver, InvitationMail, Mailer, PasswordMail, SendError},
};
use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many mails are kept.
const CAPACITY: usize = 500;

/// A mail as its reader would see it. It holds a live link: show it to the right person only.
#[derive(Clone, PartialEq, Eq)]
pub struct CapturedMail {
    /// The message's id.
    pub id: OutboxId,
    /// The account that it invites into; none for a mail about a person's own password.
    pub account_id: AccountId,
    /// When it was queued.
    pub date: DateTime<Utc>,
    /// The name that it is from.
    pub from_name: String,
    /// The address that it is from.
    pub from: String,
    /// The invitee's name, where it is known.
    pub to_name: Option<String>,
    /// Where it goes.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The headers as they would be sent.
    pub headers: String,
    /// The text for readers without HTML.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// The whole mail as it would be sent, for a download as `.eml`.
    pub source: Vec<u8>,
}

/// Shows the id alone: the rest holds an address and a live link.
impl fmt::Debug for CapturedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapturedMail")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Keeps the last 500 mails, and never on a disk: their links are live.
///
/// Clones share the mails, so one clone can send and another show.
#[derive(Clone)]
pub struct MemoryInbox {
    from: MailFrom,
    mails: Arc<Mutex<VecDeque<Arc<CapturedMail>>>>,
}

impl MemoryInbox {
    /// Returns an empty inbox.
    pub fn new(from: MailFrom) -> Self {
        Self {
            from,
            mails: Arc::default(),
        }
    }

    /// Returns an account's mails, the newest first.
    pub fn list(&self, account: AccountId) -> Vec<Arc<CapturedMail>> {
        let mails = self.lock();
        let own = mails.iter().rev().filter(|m| m.account_id == account);
        own.cloned().collect()
    }

    /// Returns every mail, the newest first: for the operator of a demo.
    pub fn all(&self) -> Vec<Arc<CapturedMail>> {
        self.lock().iter().rev().cloned().collect()
    }

    /// Returns one of an account's mails.
    pub fn get(&self, account: AccountId, id: OutboxId) -> Option<Arc<CapturedMail>> {
        let mails = self.lock();
        let found = mails.iter().find(|m| m.account_id == account && m.id == id);
        found.cloned()
    }

    fn catch(&self, account_id: AccountId, letter: Letter) {
        let source = letter.encode(&self.from);
        let headers = String::from_utf8_lossy(&source);
        let headers = headers.split("\r\n\r\n").next().unwrap_or_default();
        self.keep(CapturedMail {
            id: letter.id,
            account_id,
            date: letter.date,
            from_name: letter.from_name,
            from: self.from.address().original().to_owned(),
            to_name: letter.to_name,
            to: letter.to.original().to_owned(),
            subject: letter.subject,
            headers: headers.to_owned(),
            text: letter.text,
            html: letter.html,
            source,
        });
    }

    /// A second copy of a mail takes the place of the first.
    fn keep(&self, mail: CapturedMail) {
        let mut mails = self.lock();
        mails.retain(|kept| kept.id != mail.id);
        if mails.len() == CAPACITY {
            mails.pop_front();
        }
        mails.push_back(Arc::new(mail));
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<CapturedMail>>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for MemoryInbox {
    async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError> {
        self.catch(mail.account_id, Letter::write(mail)?);
        Ok(kept())
    }

    /// Belongs to the person: it is no account's, and no account's administrator gets to see it.
    async fn send_password_mail(&self, mail: &PasswordMail) -> Result<HandOver, SendError> {
        self.catch(OutboxMessage::OF_NO_ACCOUNT, Letter::write_password(mail)?);
        Ok(kept())
    }

    async fn send_code(&self, mail: &CodeMail) -> Result<HandOver, SendError> {
        self.catch(mail.account_id, Letter::write_code(mail)?);
        Ok(kept())
    }
}

fn kept() -> HandOver {
    HandOver {
        reply: "kept in the built-in inbox".to_owned(),
    }
}
