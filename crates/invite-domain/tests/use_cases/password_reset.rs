//! A new password by mail: for whom, how long, how often, and what else it ends.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        InvitationToken, Locale, Password, PasswordReset, ResetRefusal, TokenClaim, TokenPurpose,
        Via,
    },
    ports::{PasswordMailSays, TokenMinter},
    service::{AcceptError, ResetPasswordError, SignInError},
};
use invite_testkit::{PASSWORD, Scenario, a_member, a_person, answer, fixed_key_ring, values};

const SITI: &str = "siti@example.org";
const NEW: &str = "a quiet harbor in spring";

/// A scenario in which Siti is a member, with [`PASSWORD`].
async fn scenario() -> Scenario {
    let s = Scenario::new().await;
    let (_, token) = s.invited(SITI).await;
    s.accept(&token).await.unwrap();
    s
}

async fn ask(s: &Scenario, identifier: &str) {
    let asked = s.sign_in.request_password_reset(identifier, Via::Page);
    asked.await.unwrap();
    s.deliver().await;
}

fn mailed(s: &Scenario) -> InvitationToken {
    s.mailer.latest_reset_token(&values::email(SITI)).unwrap()
}

/// Asks, and returns the token in the mail.
async fn asked(s: &Scenario) -> InvitationToken {
    ask(s, SITI).await;
    mailed(s)
}

async fn reset(s: &Scenario, token: &InvitationToken, new: &str) -> Result<(), ResetPasswordError> {
    let new = Password::new(new);
    s.sign_in.reset_password(token, &new, Via::Page).await
}

async fn signs_in(s: &Scenario, password: &str) -> bool {
    let password = Password::new(password);
    match s.sign_in.sign_in(SITI, &password, Via::Page).await {
        Ok(_) => true,
        Err(SignInError::WrongCredentials) => false,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn the_link_sets_a_new_password_and_ends_every_session() {
    let s = scenario().await;
    let old = Password::new(PASSWORD);
    let session = s.sign_in.sign_in(SITI, &old, Via::Page).await.unwrap();
    let token = asked(&s).await;
    let preview = s.sign_in.preview_password_reset(&token).await.unwrap();
    assert_eq!(preview.user.email, Some(values::email(SITI)));
    assert!(signs_in(&s, PASSWORD).await, "looking changes nothing");

    reset(&s, &token, NEW).await.unwrap();
    assert!(!signs_in(&s, PASSWORD).await);
    assert!(signs_in(&s, NEW).await);
    let over = s.sign_in.signed_in(&session.token).await.unwrap();
    assert!(over.is_none(), "every session ended");
}

#[tokio::test]
async fn the_mail_is_in_the_persons_language_and_from_their_account() {
    let s = scenario().await;
    ask(&s, " SITI@example.org ").await;
    let mail = s.mailer.password_mails().pop().unwrap();
    assert_eq!(mail.to, values::email(SITI));
    assert_eq!(mail.sender_name, Some(s.account().name.clone()));
    assert_eq!(mail.locale, Locale::En);
    assert_eq!(mail.to_name.as_str(), "siti");
    let PasswordMailSays::Reset { link, good_until } = &mail.says else {
        panic!("{mail:?}");
    };
    assert!(link.expose().starts_with("https://invite.example.org/p/"));
    assert_eq!(*good_until, s.clock.get() + TimeDelta::hours(1));
    assert_eq!(format!("{link:?}"), "PasswordResetLink(…)");
}

#[tokio::test]
async fn the_person_is_told_when_their_password_changed() {
    let s = scenario().await;
    let token = asked(&s).await;
    reset(&s, &token, NEW).await.unwrap();
    s.deliver().await;
    let told = s.mailer.password_mails().pop().unwrap();
    assert_eq!(told.to, values::email(SITI));
    let expected = PasswordMailSays::Changed {
        at: s.clock.get(),
        forgotten_url: "https://invite.example.org/password/forgotten".to_owned(),
    };
    assert_eq!(told.says, expected);

    let own = Password::new(NEW);
    let session = s.sign_in.sign_in(SITI, &own, Via::Page).await.unwrap();
    let next = Password::new("another quiet harbor");
    let changed = s
        .sign_in
        .change_password(&session.token, &own, &next, Via::Page);
    changed.await.unwrap();
    s.deliver().await;
    assert_eq!(s.mailer.password_mails().len(), 3, "by hand, too");
}

#[tokio::test]
async fn nobody_and_the_merely_invited_get_nothing() {
    let s = scenario().await;
    let (_, invited) = s.invited("budi@example.org").await;
    for identifier in [
        "budi@example.org",
        "nobody@example.org",
        "",
        "'; DROP TABLE users",
        "+79051111111",
    ] {
        ask(&s, identifier).await;
    }
    assert!(s.mailer.password_attempts().is_empty());
    // Nor does anything of it claim the place of the invited.
    let token = asked(&s).await;
    let taken = s.invitations.accept(invite_testkit::accepting(&token));
    assert!(matches!(taken.await, Err(AcceptError::UnknownLink)));
    s.accept(&invited).await.unwrap();
}

#[tokio::test]
async fn a_person_without_an_address_gets_nothing() {
    let s = scenario().await;
    let person = a_person().phone("+79051111111");
    let member = a_member().who(person).put_into(&s.store, s.account());
    member.await.unwrap();
    ask(&s, "+79051111111").await;
    assert!(s.mailer.password_attempts().is_empty());
}

#[tokio::test]
async fn it_works_for_a_person_who_is_in_no_account_anymore() {
    let s = scenario().await;
    let user = s.user(SITI).await.unwrap();
    let member = s.member(user).await.unwrap();
    s.store.remove_member(member.id).await;
    let token = asked(&s).await;
    assert_eq!(s.mailer.password_mails()[0].sender_name, None);
    reset(&s, &token, NEW).await.unwrap();
}

#[tokio::test]
async fn it_is_dead_to_the_moment_after_an_hour() {
    let s = scenario().await;
    let token = asked(&s).await;
    s.clock
        .advance(PasswordReset::TTL - TimeDelta::milliseconds(1));
    assert!(s.sign_in.preview_password_reset(&token).await.is_ok());
    s.clock.advance(TimeDelta::milliseconds(1));
    let dead = |result: &Result<(), ResetPasswordError>| {
        matches!(
            result,
            Err(ResetPasswordError::DeadLink(ResetRefusal::Expired))
        )
    };
    assert!(dead(&reset(&s, &token, NEW).await));
    let preview = s.sign_in.preview_password_reset(&token).await;
    assert!(dead(&preview.map(|_| ())));
    assert!(signs_in(&s, PASSWORD).await);
}

#[tokio::test]
async fn one_use_puts_every_link_out_of_use() {
    let s = scenario().await;
    let first = asked(&s).await;
    let second = asked(&s).await;
    assert_ne!(first, second);
    reset(&s, &second, NEW).await.unwrap();
    for token in [&first, &second] {
        let again = reset(&s, token, "yet another harbor").await;
        assert!(matches!(
            again,
            Err(ResetPasswordError::DeadLink(ResetRefusal::Used))
        ));
    }
    assert!(signs_in(&s, NEW).await);
}

#[tokio::test]
async fn changing_the_password_puts_links_out_of_use() {
    let s = scenario().await;
    let token = asked(&s).await;
    let old = Password::new(PASSWORD);
    let session = s.sign_in.sign_in(SITI, &old, Via::Page).await.unwrap();
    let new = Password::new(NEW);
    let changed = s
        .sign_in
        .change_password(&session.token, &old, &new, Via::Page);
    changed.await.unwrap();
    let late = reset(&s, &token, PASSWORD).await;
    assert!(matches!(
        late,
        Err(ResetPasswordError::DeadLink(ResetRefusal::Used))
    ));
}

#[tokio::test]
async fn a_hundred_uses_at_once_set_one_password() {
    let s = scenario().await;
    let token = asked(&s).await;
    let tries: Vec<_> = (0..100)
        .map(|n| {
            let (s, token) = (s.clone(), token.clone());
            tokio::spawn(async move { reset(&s, &token, &format!("{NEW} {n}")).await })
        })
        .collect();
    let mut won = 0;
    for tried in tries {
        match tried.await.unwrap() {
            Ok(()) => won += 1,
            Err(ResetPasswordError::DeadLink(ResetRefusal::Used)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn three_mails_an_hour_and_silence_beyond() {
    let s = scenario().await;
    for _ in 0..20 {
        ask(&s, SITI).await;
    }
    assert_eq!(s.mailer.password_mails().len(), 3);
    s.clock.advance(PasswordReset::WINDOW);
    ask(&s, SITI).await;
    assert_eq!(s.mailer.password_mails().len(), 4);
}

#[tokio::test]
async fn a_weak_password_is_refused_and_leaves_the_link_good() {
    let s = scenario().await;
    let token = asked(&s).await;
    for (weak, code) in [
        ("short", "password_too_short"),
        ("siti@example.org", "password_contains_context"),
    ] {
        match reset(&s, &token, weak).await {
            Err(ResetPasswordError::Refused(error)) => assert_eq!(error.code(), code),
            other => panic!("{other:?}"),
        }
    }
    reset(&s, &token, NEW).await.unwrap();
}

#[tokio::test]
async fn tokens_of_another_purpose_or_key_set_nothing() {
    let s = scenario().await;
    let token = asked(&s).await;
    let ring = fixed_key_ring();
    let claim = ring.verify(&token).unwrap();
    let (_, of_invitation) = s.invited("budi@example.org").await;
    let as_purpose = |purpose| ring.mint(&TokenClaim { purpose, ..claim });
    for forged in [
        of_invitation,
        as_purpose(TokenPurpose::Invitation),
        as_purpose(TokenPurpose::FirstAdministrator),
        InvitationToken::new(format!("{}A", token.expose())),
        InvitationToken::new(""),
    ] {
        let refused = reset(&s, &forged, NEW).await;
        assert!(matches!(refused, Err(ResetPasswordError::UnknownLink)));
    }
}

#[tokio::test]
async fn a_mail_that_could_not_leave_is_tried_again_with_the_same_link_while_it_is_good() {
    let s = scenario().await;
    s.mailer.answer_password_mails(answer::not_now());
    ask(&s, SITI).await;
    s.clock.advance(TimeDelta::minutes(30));
    s.mailer.answer_password_mails(answer::taken());
    s.deliver().await;
    let attempts = s.mailer.password_attempts();
    assert_eq!(attempts.len(), 2);
    let (first, second) = (&attempts[0].message, &attempts[1].message);
    assert_eq!((first.id, &first.says), (second.id, &second.says));
    assert_eq!(first.date, second.date);

    s.mailer.answer_password_mails(answer::not_now());
    ask(&s, SITI).await;
    s.clock.advance(PasswordReset::TTL);
    s.mailer.answer_password_mails(answer::taken());
    assert_eq!(s.deliver().await.obsolete, 1, "too late to be of use");
}
