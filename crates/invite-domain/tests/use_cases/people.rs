//! Accounts, signing in, and API keys.

use chrono::TimeDelta;
use invite_domain::{
    model::{AccountSettings, ApiKeyId, Locale, Password, Reach, Scope, Secret, Slug, Via},
    ports::AccountRef,
    service::{
        AccountChanges, AccountError, ChangePasswordError, CreateAccount, CreateApiKey, Credential,
        FirstAdministrator, SignInError,
    },
};
use invite_testkit::{PASSWORD, Scenario, a_caller, values};

fn first(slug: &str, address: &str) -> FirstAdministrator {
    FirstAdministrator {
        account_name: values::name("First"),
        slug: Some(values::slug(slug)),
        name: values::name("Root"),
        email: values::email(address),
        password: Password::new(PASSWORD),
        locale: Locale::Ru,
    }
}

/// The services over an empty database.
async fn empty() -> Scenario {
    let mut s = Scenario::new().await;
    let fresh = invite_testkit::MemoryStore::new();
    let shared = std::sync::Arc::new(fresh.clone());
    s.accounts = invite_domain::service::AccountService::new(
        shared,
        std::sync::Arc::new(invite_testkit::PlainPasswords::default()),
        std::sync::Arc::new(invite_testkit::SeededSecrets::default()),
        std::sync::Arc::new(s.clock.clone()),
        std::sync::Arc::new(invite_testkit::SeededIds::default()),
    );
    s.store = fresh;
    s
}

#[tokio::test]
async fn the_set_up_link_makes_one_account_however_many_try() {
    let s = empty().await;
    let tries: Vec<_> = (0..20)
        .map(|n| {
            let accounts = s.accounts.clone();
            let command = first(&format!("first-{n}"), &format!("root{n}@example.org"));
            tokio::spawn(async move { accounts.set_up(command).await })
        })
        .collect();
    let mut made = 0;
    for tried in tries {
        match tried.await.unwrap() {
            Ok(account) => {
                made += 1;
                assert_eq!(account.settings.default_locale, Locale::Ru);
            }
            Err(AccountError::NotFirst) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(made, 1);
    assert!(s.accounts.has_accounts().await.unwrap());
}

#[tokio::test]
async fn a_first_administrator_needs_a_good_password() {
    let s = empty().await;
    let weak = FirstAdministrator {
        password: Password::new("short"),
        ..first("first", "root@example.org")
    };
    let refused = s.accounts.create_root(weak).await;
    assert!(matches!(
        refused,
        Err(AccountError::Invalid {
            field: "password",
            ..
        })
    ));
    assert!(!s.accounts.has_accounts().await.unwrap());
}

#[tokio::test]
async fn sessions_begin_end_and_run_out() {
    let s = Scenario::new().await;
    let (_, token) = s.invited("siti@example.org").await;
    s.accept(&token).await.unwrap();
    let right = Password::new(PASSWORD);

    for (who, password) in [
        ("siti@example.org", "wrong horse battery"),
        ("nobody@example.org", PASSWORD),
    ] {
        let refused = s
            .sign_in
            .sign_in(who, &Password::new(password), Via::Api)
            .await;
        assert!(
            matches!(refused, Err(SignInError::WrongCredentials)),
            "{who}"
        );
    }
    let one = s
        .sign_in
        .sign_in(" Siti@EXAMPLE.org ", &right, Via::Api)
        .await
        .unwrap();
    let two = s
        .sign_in
        .sign_in("siti@example.org", &right, Via::Api)
        .await
        .unwrap();
    assert_ne!(one.token, two.token, "a fresh token every time");
    assert!(s.sign_in.signed_in(&one.token).await.unwrap().is_some());
    assert!(
        s.sign_in
            .signed_in(&Secret::new("invs_guess"))
            .await
            .unwrap()
            .is_none()
    );

    s.sign_in.sign_out(&one.token, Via::Api).await.unwrap();
    s.sign_in.sign_out(&one.token, Via::Api).await.unwrap();
    assert!(s.sign_in.signed_in(&one.token).await.unwrap().is_none());
    assert!(s.sign_in.signed_in(&two.token).await.unwrap().is_some());
    s.clock.advance(TimeDelta::hours(12));
    assert!(s.sign_in.signed_in(&two.token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let s = Scenario::new().await;
    let (_, token) = s.invited("siti@example.org").await;
    s.accept(&token).await.unwrap();
    let (old, new) = (
        Password::new(PASSWORD),
        Password::new("staple another battery"),
    );
    let here = s
        .sign_in
        .sign_in("siti@example.org", &old, Via::Api)
        .await
        .unwrap()
        .token;
    let there = s
        .sign_in
        .sign_in("siti@example.org", &old, Via::Api)
        .await
        .unwrap()
        .token;

    let wrong = s.sign_in.change_password(&here, &new, &new, Via::Api).await;
    assert!(matches!(wrong, Err(ChangePasswordError::WrongPassword)));
    let weak = s
        .sign_in
        .change_password(&here, &old, &Password::new("short"), Via::Api)
        .await;
    assert!(matches!(weak, Err(ChangePasswordError::Refused(_))));
    s.sign_in
        .change_password(&here, &old, &new, Via::Api)
        .await
        .unwrap();

    assert!(s.sign_in.signed_in(&here).await.unwrap().is_some());
    assert!(s.sign_in.signed_in(&there).await.unwrap().is_none());
    assert!(
        s.sign_in
            .sign_in("siti@example.org", &old, Via::Api)
            .await
            .is_err()
    );
    assert!(
        s.sign_in
            .sign_in("siti@example.org", &new, Via::Api)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_key_acts_in_its_account_and_its_children_until_it_ends() {
    let s = Scenario::new().await;
    let child = s
        .accounts
        .create(
            &s.ana,
            CreateAccount {
                name: values::name("Child"),
                slug: None,
                settings: AccountSettings::default(),
            },
        )
        .await
        .unwrap();
    let end = s.clock.get() + TimeDelta::days(1);
    let created = s
        .accounts
        .create_api_key(
            &s.ana,
            CreateApiKey {
                name: values::name("CI"),
                scope: Scope::Invite,
                expires_at: Some(end),
            },
        )
        .await
        .unwrap();
    let listed = s.accounts.find_api_key(&s.ana, created.id).await.unwrap();
    assert_eq!((listed.name.as_str(), listed.expires_at), ("CI", Some(end)));
    let nothing = ApiKeyId::new(uuid::Uuid::from_u128(9));
    let nothing = s.accounts.find_api_key(&s.ana, nothing).await;
    assert!(matches!(nothing, Err(AccountError::UnknownApiKey)));
    let credential = Credential::ApiKey(created.key.clone());
    let by = |slug: &Slug| AccountRef::Slug(slug.clone());
    let here = s
        .sign_in
        .caller(&credential, &by(&s.account().slug), Via::Api)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(here.authority.reach, Reach::Invite);
    let below = s
        .sign_in
        .caller(&credential, &by(&child.slug), Via::Api)
        .await
        .unwrap();
    assert_eq!(below.unwrap().account.id, child.id);
    let nowhere = s
        .sign_in
        .caller(&credential, &by(&values::slug("nowhere")), Via::Api)
        .await
        .unwrap();
    assert!(nowhere.is_none());
    let as_session = Credential::Session(created.key);
    assert!(
        s.sign_in
            .caller(&as_session, &by(&s.account().slug), Via::Api)
            .await
            .unwrap()
            .is_none()
    );
    s.clock.set(end);
    assert!(
        s.sign_in
            .caller(&credential, &by(&s.account().slug), Via::Api)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn only_administrators_change_the_account() {
    let s = Scenario::new().await;
    let standard = a_caller()
        .of(s.account())
        .standard(&invite_domain::model::Grant::default())
        .build();
    let changes = || AccountChanges {
        name: Some(values::name("New")),
        ..AccountChanges::default()
    };
    let refused = s.accounts.update(&standard, changes()).await;
    assert!(matches!(refused, Err(AccountError::Forbidden(_))));
    let renamed = s.accounts.update(&s.ana, changes()).await.unwrap();
    assert_eq!(renamed.name.as_str(), "New");
    let conflict = s.accounts.update(&s.ana, changes()).await;
    assert!(
        matches!(conflict, Err(AccountError::Conflict)),
        "Ana saw the old account"
    );
}
