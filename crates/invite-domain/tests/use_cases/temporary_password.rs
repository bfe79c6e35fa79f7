//! Temporary passwords: what the message brings, what they open, and when they are dead.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        AccountSettings, ChannelPolicy, ChannelPreference, CredentialsPolicy, InvitationToken,
        Invitee, Password, ResendPolicy, Status, TemporaryPassword, Ttl, Via,
    },
    ports::PasswordHasher,
    service::{
        AcceptError, AccountChanges, CreateInvitation, DeclineInvitation, NextStep, SignInError,
    },
};
use invite_testkit::{
    PASSWORD, PlainPasswords, Scenario, a_member, a_person, an_account, request, values,
};

const SITI: &str = "siti@example.org";

async fn scenario() -> Scenario {
    scenario_with(|_| {}).await
}

async fn scenario_with(change: impl FnOnce(&mut AccountSettings)) -> Scenario {
    let account = an_account().settings(|settings| {
        settings.credentials = CredentialsPolicy::TemporaryPassword;
        change(settings);
    });
    Scenario::with(account).await
}

/// Signs in and returns the token that leads to setting a password, where it comes to that.
async fn token(s: &Scenario, identifier: &str, typed: &str) -> Option<InvitationToken> {
    let password = Password::new(typed);
    match s.sign_in.sign_in(identifier, &password, Via::Page).await {
        Err(SignInError::MustSetPassword(token)) => Some(token),
        Err(SignInError::WrongCredentials) => None,
        other => panic!("{other:?}"),
    }
}

fn mailed(s: &Scenario, address: &str) -> TemporaryPassword {
    let password = s.mailer.latest_temporary_password(&values::email(address));
    password.unwrap()
}

/// Invites Siti and returns the password in her mail.
async fn invited(s: &Scenario) -> String {
    s.invite(SITI).await;
    s.deliver().await;
    mailed(s, SITI).shown().to_string()
}

#[tokio::test]
async fn the_message_brings_user_name_password_and_no_token() {
    let s = scenario().await;
    let mut command = request(SITI);
    command.invitee.login = Some(values::login("siti"));
    s.create(command).await.unwrap();
    s.invite("budi@example.org").await;
    s.deliver().await;
    let sent = s.mailer.sent();
    let (siti, budi) = (&sent[0].way_in, &sent[1].way_in);
    assert_eq!(siti.link(), None);
    let siti = siti.temporary().unwrap();
    assert_eq!(siti.user_name, "siti");
    assert_eq!(siti.sign_in_url, "https://invite.example.org/sign-in");
    assert_eq!(budi.temporary().unwrap().user_name, "budi@example.org");
    assert_ne!(siti.password, budi.temporary().unwrap().password);
}

#[tokio::test]
async fn the_button_leads_to_the_accounts_own_page_where_it_has_one() {
    let url = "https://portal.example.org/login";
    let s = scenario_with(|settings| {
        settings.login_url = invite_domain::model::HttpUrl::parse(url).ok();
    })
    .await;
    invited(&s).await;
    let sent = s.mailer.sent();
    assert_eq!(sent[0].way_in.temporary().unwrap().sign_in_url, url);
}

#[tokio::test]
async fn whoever_has_credentials_gets_a_link_and_joins_with_them() {
    let s = scenario().await;
    let known = s.known_person(SITI).await;
    let (id, token) = s.invited(SITI).await;
    assert_eq!(
        s.mailer.latest_temporary_password(&values::email(SITI)),
        None
    );
    s.accept_as(&token, known).await.unwrap();
    assert_eq!(s.status(id).await, Status::Accepted);
}

#[tokio::test]
async fn it_begins_no_session_and_leads_to_a_password_of_ones_own() {
    let s = scenario().await;
    let typed = invited(&s).await;
    let token = token(&s, SITI, &typed).await.unwrap();
    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.next, NextStep::ReplaceTemporaryPassword);
    assert!(!s.accept(&token).await.unwrap().already_in);

    assert_eq!(self::token(&s, SITI, &typed).await, None, "it is used up");
    let password = Password::new(PASSWORD);
    let session = s.sign_in.sign_in(SITI, &password, Via::Page).await;
    assert_eq!(session.unwrap().user.id, s.user(SITI).await.unwrap());
}

#[tokio::test]
async fn it_is_read_whatever_its_case_spaces_and_hyphens() {
    let s = scenario().await;
    let typed = invited(&s).await;
    for typed in [
        typed.to_lowercase(),
        typed.replace('-', " "),
        format!(" {} ", typed.replace('-', "")),
    ] {
        assert!(token(&s, " Siti@Example.org ", &typed).await.is_some());
    }
    let other = TemporaryPassword::of_bits([7; 10]).shown().to_string();
    assert_eq!(token(&s, SITI, &other).await, None);
    assert_eq!(token(&s, "budi@example.org", &typed).await, None);
}

#[tokio::test]
async fn login_address_and_number_all_sign_in() {
    let s = scenario_with(|settings| settings.channels = ChannelPolicy::EmailOrSms).await;
    let number = "+79051111111";
    let with_login = |mut command: CreateInvitation, login: &str| {
        command.invitee.login = Some(values::login(login));
        command
    };
    let by_sms = CreateInvitation {
        invitee: Invitee {
            email: None,
            phone: Some(values::phone(number)),
            name: None,
            login: None,
            locale: None,
        },
        channel: ChannelPreference::Sms,
        ..request(SITI)
    };
    s.create(with_login(request(SITI), "siti")).await.unwrap();
    s.create(with_login(by_sms, "boris")).await.unwrap();
    s.deliver().await;
    let siti = mailed(&s, SITI).shown().to_string();
    let boris = s.sms.latest_temporary_password(&values::phone(number));
    let boris = boris.unwrap().shown().to_string();
    for (identifier, typed) in [
        ("siti", &siti),
        (SITI, &siti),
        ("boris", &boris),
        (number, &boris),
    ] {
        assert!(token(&s, identifier, typed).await.is_some(), "{identifier}");
    }
    assert_eq!(token(&s, "siti", &boris).await, None);
}

#[tokio::test]
async fn it_is_dead_to_the_moment_when_the_invitation_expires() {
    let s = scenario().await;
    let typed = invited(&s).await;
    s.clock
        .advance(Ttl::default().span() - TimeDelta::milliseconds(1));
    assert!(token(&s, SITI, &typed).await.is_some());
    s.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(token(&s, SITI, &typed).await, None);
}

#[tokio::test]
async fn the_next_one_puts_it_out_of_use() {
    let s = scenario().await;
    let id = s.invite(SITI).await.id;
    s.deliver().await;
    let first = mailed(&s, SITI).shown().to_string();
    s.invitations.send(&s.ana, id).await.unwrap();
    assert_eq!(token(&s, SITI, &first).await, None, "from the resend on");
    s.deliver().await;
    let second = mailed(&s, SITI).shown().to_string();
    assert_ne!(first, second);
    assert_eq!(token(&s, SITI, &first).await, None);
    assert!(token(&s, SITI, &second).await.is_some());
}

#[tokio::test]
async fn an_older_one_lives_on_as_long_as_the_resend_policy_says() {
    let grace = TimeDelta::hours(2);
    let s = scenario_with(|settings| {
        settings.resend_policy = ResendPolicy::Grace(Ttl::from_seconds(7200).unwrap());
    })
    .await;
    let id = s.invite(SITI).await.id;
    s.deliver().await;
    let first = mailed(&s, SITI).shown().to_string();
    s.invitations.send(&s.ana, id).await.unwrap();
    s.deliver().await;
    assert!(token(&s, SITI, &first).await.is_some());
    s.clock.advance(grace);
    assert_eq!(token(&s, SITI, &first).await, None);
}

#[tokio::test]
async fn a_withdrawn_or_declined_invitation_has_none() {
    let s = scenario().await;
    let id = s.invite(SITI).await.id;
    s.deliver().await;
    let typed = mailed(&s, SITI).shown().to_string();
    let opened = token(&s, SITI, &typed).await.unwrap();
    let decline = DeclineInvitation {
        token: opened,
        reason: None,
        via: Via::Page,
    };
    s.invitations.decline(decline).await.unwrap();
    assert_eq!(token(&s, SITI, &typed).await, None, "declined");

    s.invitations.send(&s.ana, id).await.unwrap();
    s.deliver().await;
    let typed = mailed(&s, SITI).shown().to_string();
    assert!(token(&s, SITI, &typed).await.is_some());
    s.invitations.revoke(&s.ana, id).await.unwrap();
    assert_eq!(token(&s, SITI, &typed).await, None, "withdrawn");
}

#[tokio::test]
async fn an_account_that_gives_out_none_anymore_takes_none() {
    let s = scenario().await;
    let typed = invited(&s).await;
    let settings = AccountSettings {
        credentials: CredentialsPolicy::SetPassword,
        ..s.account().settings.clone()
    };
    let changes = AccountChanges {
        settings: Some(settings),
        ..AccountChanges::default()
    };
    s.accounts.update(&s.ana, changes).await.unwrap();
    assert_eq!(token(&s, SITI, &typed).await, None);
}

#[tokio::test]
async fn it_cannot_become_the_password_for_good() {
    let s = scenario().await;
    let typed = invited(&s).await;
    let token = token(&s, SITI, &typed).await.unwrap();
    for password in [typed.clone(), typed.to_lowercase()] {
        let mut command = invite_testkit::accepting(&token);
        command.password = Some(Password::new(password));
        match s.invitations.accept(command).await {
            Err(AcceptError::PasswordRefused(error)) => {
                assert_eq!(error.code(), "password_is_temporary");
            }
            other => panic!("{other:?}"),
        }
    }
    s.accept(&token).await.unwrap();
}

#[tokio::test]
async fn it_never_lets_in_or_changes_a_person_who_has_credentials() {
    let s = scenario().await;
    let typed = invited(&s).await;
    // Siti accepts elsewhere, after the mail left.
    let elsewhere = an_account().named("Elsewhere").put_into(&s.store).await;
    let elsewhere = elsewhere.unwrap();
    let hash = PlainPasswords::default()
        .hash(&Password::new(PASSWORD))
        .await;
    let person = a_person().named("Siti").email(SITI).password(hash.unwrap());
    let member = a_member().who(person).put_into(&s.store, &elsewhere);
    let user = member.await.unwrap().user_id;
    assert_eq!(token(&s, SITI, &typed).await, None);
    assert_eq!(s.user(SITI).await, Some(user));
}
