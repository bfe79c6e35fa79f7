//! The built-in inbox, as the web pages show it.

use invite_domain::model::AccountId;
use invite_lettre::{CapturedMail, MemoryInbox};
use invite_poem::{Inbox, InboxMail};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Shows the mails that [`MemoryInbox`] caught, and whether mail lands there now.
pub struct ShownInbox(pub MemoryInbox, pub Arc<AtomicBool>);

impl Inbox for ShownInbox {
    fn list(&self, accounts: Option<&[AccountId]>) -> Vec<InboxMail> {
        let mails = self.0.all();
        let wanted = |mail: &CapturedMail| accounts.is_none_or(|a| a.contains(&mail.account_id));
        let wanted = mails.iter().filter(|mail| wanted(mail));
        wanted.map(|mail| shown(mail)).collect()
    }

    fn find(&self, id: &str) -> Option<InboxMail> {
        let mails = self.0.all();
        let found = mails.iter().find(|mail| mail.id.to_string() == id);
        found.map(|mail| shown(mail))
    }

    fn is_in_use(&self) -> bool {
        self.1.load(Ordering::Relaxed)
    }
}

fn shown(mail: &CapturedMail) -> InboxMail {
    let to = match &mail.to_name {
        Some(name) => format!("{name} <{}>", mail.to),
        None => mail.to.clone(),
    };
    InboxMail {
        id: mail.id.to_string(),
        account_id: mail.account_id,
        from: format!("{} <{}>", mail.from_name, mail.from),
        to,
        subject: mail.subject.clone(),
        at: mail.date,
        text: mail.text.clone(),
        html: mail.html.clone(),
    }
}
