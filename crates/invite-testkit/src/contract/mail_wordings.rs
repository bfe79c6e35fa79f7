//! `MailWordingReader` and `MailWordingRepository`: how accounts word their mails.

use super::{StoreHarness, fixture::Fixture};
use invite_domain::model::{
    Account, Locale, MailMessage, MailPart, MailWording, MailWordings, Matter,
};

fn wording(parts: &[(MailPart, &str)]) -> MailWording {
    let mut wording = MailWording::default();
    for (part, text) in parts {
        wording.set(*part, text).unwrap();
    }
    wording
}

async fn put(
    f: &Fixture,
    account: &Account,
    place: (MailMessage, Locale),
    wording: &MailWording,
) -> MailWording {
    let (message, locale) = place;
    let mut unit = f.harness.identity.begin_identity().await.unwrap();
    let wordings = unit.mail_wordings();
    let before = wordings.lock(account.id, message, locale).await.unwrap();
    let written = wordings.put(account.id, message, locale, wording).await;
    written.unwrap();
    let after = wordings.lock(account.id, message, locale).await.unwrap();
    assert_eq!(after, *wording, "read back within the unit of work");
    unit.commit().await.unwrap();
    before
}

async fn all(f: &Fixture, account: &Account) -> MailWordings {
    f.harness.wordings.wordings(account.id).await.unwrap()
}

const INVITATION: (MailMessage, Locale) = (MailMessage::Invitation, Locale::Ru);

pub async fn a_wording_comes_back_with_every_part(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    assert!(all(&f, &f.account).await.is_empty());
    let full = wording(&[
        (MailPart::Subject, "{inviter} зовёт вас в «{account}»"),
        (MailPart::Heading, "Добро пожаловать"),
        (MailPart::Greeting, "Здравствуйте, {name}!"),
        (MailPart::Body, "Первый абзац\n\n\tвторой \"абзац\" 😀"),
        (MailPart::Button, "Войти"),
        (MailPart::Closing, "{validity} {login}"),
    ]);
    let before = put(&f, &f.account, INVITATION, &full).await;
    assert!(before.is_empty());
    let place = (MailMessage::TemporaryPassword, Locale::En);
    let small = wording(&[(MailPart::Button, "Go")]);
    put(&f, &f.account, place, &small).await;
    let mut expected = MailWordings::default();
    expected.put(INVITATION.0, INVITATION.1, full);
    expected.put(place.0, place.1, small);
    assert_eq!(all(&f, &f.account).await, expected);
}

pub async fn a_wording_takes_the_place_of_the_one_before(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = wording(&[(MailPart::Subject, "One"), (MailPart::Body, "Two")]);
    let second = wording(&[(MailPart::Subject, "Three")]);
    put(&f, &f.account, INVITATION, &first).await;
    assert_eq!(put(&f, &f.account, INVITATION, &second).await, first);
    let now = all(&f, &f.account).await;
    assert_eq!(now.get(INVITATION.0, INVITATION.1), second);
}

pub async fn an_empty_wording_leaves_none(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let own = wording(&[(MailPart::Subject, "One")]);
    put(&f, &f.account, INVITATION, &own).await;
    put(&f, &f.account, INVITATION, &MailWording::default()).await;
    assert_eq!(all(&f, &f.account).await, MailWordings::default());
    // There is none to remove: nothing happens.
    put(&f, &f.account, INVITATION, &MailWording::default()).await;
}

pub async fn wordings_stay_within_the_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let (own, theirs) = (
        wording(&[(MailPart::Subject, "Own")]),
        wording(&[(MailPart::Subject, "Theirs")]),
    );
    put(&f, &f.account, INVITATION, &own).await;
    put(&f, &other, INVITATION, &theirs).await;
    put(&f, &other, INVITATION, &MailWording::default()).await;
    let now = all(&f, &f.account).await;
    assert_eq!(now.get(INVITATION.0, INVITATION.1), own);
    assert!(all(&f, &other).await.is_empty());
}

pub async fn a_message_carries_the_accounts_wordings(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let own = wording(&[(MailPart::Subject, "Own"), (MailPart::Body, "a\n\nb")]);
    put(&f, &f.account, INVITATION, &own).await;
    f.queued(&f.account, "siti@example.org").await;
    f.queued(&f.account, "budi@example.org").await;
    f.queued(&other, "siti@example.org").await;
    let claimed = f.claim(10).await;
    assert_eq!(claimed.len(), 3);
    for due in claimed {
        let Matter::Invitation(matter) = &due.matter else {
            panic!("it is about an invitation");
        };
        let found = matter.wordings.get(INVITATION.0, INVITATION.1);
        if matter.account.id == f.account.id {
            assert_eq!(found, own);
        } else {
            assert!(found.is_empty(), "another account's wording");
        }
    }
}
