//! The built-in inbox.

use crate::support::{TOKEN, from, mail};
use invite_domain::{
    model::{AccountId, Locale},
    ports::Mailer,
};
use invite_lettre::MemoryInbox;
use uuid::Uuid;

#[tokio::test]
async fn keeps_what_would_have_been_sent() {
    let inbox = MemoryInbox::new(from());
    let mail = mail(1, Locale::Ru);
    inbox.send(&mail).await.unwrap();
    let kept = inbox.get(mail.account_id, mail.id).unwrap();
    assert_eq!(
        kept.subject,
        "Алексей Иванов приглашает вас в аккаунт «Ромашка»"
    );
    assert_eq!(
        (kept.from_name.as_str(), kept.from.as_str()),
        ("Ромашка", "invite@mail.example.com")
    );
    assert_eq!(
        (kept.to_name.as_deref(), kept.to.as_str()),
        (Some("Жанна Ё."), "siti@example.org")
    );
    assert!(kept.text.contains(TOKEN) && kept.html.contains(TOKEN));
    assert!(kept.headers.starts_with("From: =?utf-8?"));
    assert!(kept.source.starts_with(kept.headers.as_bytes()));
    assert!(
        !format!("{kept:?}").contains(TOKEN),
        "a log of it gives no link away"
    );
}

#[tokio::test]
async fn shows_each_account_its_own_with_the_newest_first() {
    let inbox = MemoryInbox::new(from());
    let other = AccountId::new(Uuid::from_u128(8));
    for id in 1..=4 {
        let mut mail = mail(id, Locale::En);
        if id == 3 {
            mail.account_id = other;
        }
        inbox.send(&mail).await.unwrap();
    }
    let own = mail(1, Locale::En);
    let ids = |mails: Vec<std::sync::Arc<invite_lettre::CapturedMail>>| -> Vec<u128> {
        mails.iter().map(|mail| mail.id.uuid().as_u128()).collect()
    };
    assert_eq!(ids(inbox.list(own.account_id)), [4, 2, 1]);
    assert_eq!(ids(inbox.list(other)), [3]);
    assert_eq!(ids(inbox.all()), [4, 3, 2, 1]);
    assert!(
        inbox.get(other, own.id).is_none(),
        "another account's mail is not there"
    );
}

#[tokio::test]
async fn forgets_the_oldest_and_keeps_one_of_each() {
    let inbox = MemoryInbox::new(from());
    let sent_before = inbox.clone();
    for id in 1..=501 {
        inbox.send(&mail(id, Locale::En)).await.unwrap();
    }
    inbox.send(&mail(400, Locale::En)).await.unwrap();
    let all = sent_before.all();
    assert_eq!(all.len(), 500);
    assert_eq!(
        all[0].id.uuid().as_u128(),
        400,
        "a second copy takes the place of the first"
    );
    assert_eq!(all[499].id.uuid().as_u128(), 2);
}
