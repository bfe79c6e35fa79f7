//! API keys: listed in words, made and shown once, revoked at once.

use crate::harness::Browser;
use chrono::TimeDelta;
use invite_domain::{
    model::{ApiKeyId, Scope, Secret, Via},
    ports::AccountRef,
    service::{CreateApiKey, Credential},
};
use invite_testkit::{Scenario, an_account, request, values};

const PLACE: &str = "/a/maju/api-keys";

async fn budi() -> (Scenario, Browser) {
    let scenario = Scenario::new().await;
    let mut command = request("budi@example.org");
    command.grant.access_type = invite_domain::model::AccessType::Administrator;
    command.invitee.name = Some(values::name("Budi Santoso"));
    scenario.create(command).await.unwrap();
    scenario.deliver().await;
    let token = scenario.token("budi@example.org");
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    (scenario, browser)
}

/// Returns the keys of the account, newest first.
async fn keys(scenario: &Scenario) -> Vec<ApiKeyId> {
    let found = scenario.accounts.api_keys(&scenario.ana, 200, None);
    let items = found.await.unwrap().items.into_iter();
    items.map(|key| key.id).collect()
}

#[tokio::test]
async fn a_key_is_made_for_a_time_shown_once_and_listed_in_words() {
    let (scenario, mut browser) = budi().await;
    let empty = browser.open(PLACE).await;
    empty.shows(200, &["There is no API key yet", "Read and invite"]);
    empty.shows(200, &["aria-current=\"page\">API keys", "/a/maju/settings"]);
    let filled = [("name", "CRM"), ("scope", "read"), ("expiry", "30")];
    let made = browser.submit(PLACE, &filled).await;
    made.shows(200, &["Your new API key", "invk_", "shown only here"]);
    let rest = made.body.split("invk_").nth(1).unwrap();
    let secret = format!("invk_{}", rest.split('<').next().unwrap());
    let list = browser.open(PLACE).await;
    list.shows(
        200,
        &[
            "CRM",
            "Only read",
            "Made by Budi Santoso",
            "Works until",
            "Never used",
        ],
    );
    list.hides(&["invk_"]);

    let account = AccountRef::Id(scenario.account().id);
    let credential = Credential::ApiKey(Secret::new(secret.as_str()));
    let caller = scenario.sign_in.caller(&credential, &account, Via::Api);
    assert!(caller.await.unwrap().is_some(), "it works");
    let id = keys(&scenario).await[0];
    let at = scenario.clock.get();
    scenario.accounts.note_api_key_use(id, at).await.unwrap();
    scenario.clock.advance(TimeDelta::days(2));
    browser.sign_in("budi@example.org").await;
    let list = browser.open(PLACE).await;
    list.shows(200, &["Last used: 2 days ago"]);
    scenario.clock.advance(TimeDelta::days(40));
    browser.sign_in("budi@example.org").await;
    browser.open(PLACE).await.shows(200, &["Expired on"]);
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_what_was_typed_stays() {
    let (scenario, mut browser) = budi().await;
    let wrong = [("name", ""), ("scope", "everything"), ("expiry", "7")];
    let page = browser.submit(PLACE, &wrong).await;
    let errors = [
        "id=\"name-error\"",
        "id=\"scope-error\"",
        "id=\"expiry-error\"",
    ];
    page.shows(422, &errors);
    let wrong = [
        ("name", "a\nb"),
        ("scope", "administer"),
        ("expiry", "never"),
    ];
    let page = browser.submit(PLACE, &wrong).await;
    page.shows(
        422,
        &[
            "<option value=\"administer\" selected>",
            "<option value=\"never\" selected>",
        ],
    );
    assert!(keys(&scenario).await.is_empty());
}

#[tokio::test]
async fn revoking_asks_names_the_key_and_ends_it_at_once() {
    let (scenario, mut browser) = budi().await;
    let filled = [
        ("name", "Old & <b>bold</b>"),
        ("scope", "invite"),
        ("expiry", "never"),
    ];
    let made = browser.submit(PLACE, &filled).await;
    let rest = made.body.split("invk_").nth(1).unwrap();
    let secret = format!("invk_{}", rest.split('<').next().unwrap());
    let id = keys(&scenario).await[0];
    let revoke = format!("{PLACE}/{id}/revoke");
    browser
        .open(PLACE)
        .await
        .shows(200, &["Never expires", &revoke]);
    let asks = browser.open(&revoke).await;
    asks.shows(200, &["Revoke Old &#38; &#60;b&#62;bold&#60;/b&#62;?"]);
    assert_eq!(keys(&scenario).await.len(), 1, "asking changes nothing");
    let page = browser.submit(&revoke, &[]).await;
    page.shows(200, &["The key was revoked", "There is no API key yet"]);
    let account = AccountRef::Id(scenario.account().id);
    let credential = Credential::ApiKey(Secret::new(secret.as_str()));
    let caller = scenario.sign_in.caller(&credential, &account, Via::Api);
    assert!(caller.await.unwrap().is_none());
    let again = browser.submit(&revoke, &[]).await;
    again.shows(200, &["There is no such key any more"]);
    browser.open(&revoke).await.shows(404, &[]);
}

#[tokio::test]
async fn a_key_of_another_account_cannot_be_seen_or_revoked() {
    let (scenario, mut browser) = budi().await;
    let elsewhere = an_account().named("Elsewhere").slug("elsewhere");
    let elsewhere = elsewhere.put_into(&scenario.store).await.unwrap();
    let there = AccountRef::Id(elsewhere.id);
    let operator = scenario.accounts.operator(&there).await.unwrap().unwrap();
    let foreign = CreateApiKey {
        name: values::name("Foreign"),
        scope: Scope::Read,
        expires_at: None,
    };
    let foreign = scenario.accounts.create_api_key(&operator, foreign);
    let id = foreign.await.unwrap().id;
    let revoke = format!("{PLACE}/{id}/revoke");
    browser.open(&revoke).await.shows(404, &[]);
    let page = browser.submit(&revoke, &[]).await;
    page.shows(200, &["There is no such key any more"]);
    page.hides(&["Foreign"]);
    let page = scenario.accounts.api_keys(&operator, 10, None);
    assert_eq!(page.await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn many_keys_come_in_pages() {
    let (scenario, mut browser) = budi().await;
    for n in 0..60 {
        let command = CreateApiKey {
            name: values::name(&format!("Key {n:02}")),
            scope: Scope::Read,
            expires_at: None,
        };
        let accounts = &scenario.accounts;
        accounts
            .create_api_key(&scenario.ana, command)
            .await
            .unwrap();
        scenario.clock.advance(TimeDelta::seconds(1));
    }
    let page = browser.open(PLACE).await;
    page.shows(200, &["Key 59", "Key 10", "Older keys"]);
    page.hides(&["Key 09"]);
    let next = page.body.split("/a/maju/api-keys?after=").nth(1).unwrap();
    let next = format!("{PLACE}?after={}", next.split('"').next().unwrap());
    let page = browser.open(&next).await;
    page.shows(200, &["Key 09", "Key 00", "The newest keys"]);
    page.hides(&["Key 10", "Older keys"]);
    let oldest = *keys(&scenario).await.last().unwrap();
    let asks = browser.open(&format!("{PLACE}/{oldest}/revoke")).await;
    asks.shows(200, &["Revoke Key 00?"]);
}
