//! What is nowhere to be read: tokens, passwords, keys, and in logs full addresses.

use crate::harness::{
    ADMIN_EMAIL, ADMIN_PASSWORD, Api, Database, LONG, Site, on_both_databases, reset_token_of,
    temporary_password, text_of, token_of,
};
use invite_testkit::smtp_sink::{Action, Script, Stage, When};
use serde_json::json;
use std::fs;

on_both_databases! {
    neither_logs_at_trace_level_nor_the_database_hold_a_secret
}

const PASSWORD: &str = "a quiet harbor in spring";
const NEW_PASSWORD: &str = "winter light over the bay";
const MAIL_PASSWORD: &str = "mail-password-7";
const EMAIL: &str = "Zhanna.Yolkina@example.org";

async fn neither_logs_at_trace_level_nor_the_database_hold_a_secret(database: Database) {
    let refusing = When::at(Stage::Rcpt).to("gone.person@example.org");
    let script = Script::new().login("invite", MAIL_PASSWORD).when(
        refusing,
        Action::reply(550, "5.1.1 <gone.person@example.org> is unknown here"),
    );
    let site = Site::new(database, script);
    let address = format!(
        "smtp://invite:{MAIL_PASSWORD}@127.0.0.1:{}",
        site.sink.port()
    );
    let site = site
        .set("INVITE_LOG", "trace")
        .set("INVITE_SMTP_URL", address);
    let mut service = site.start();
    let api = site.api(&service);

    let id = api.invite(EMAIL).await;
    let gone = api.invite("gone.person@example.org").await;
    api.until(&id, "invited").await;
    api.until(&gone, "error").await;
    let mails = site.sink.wait_for(1, LONG).unwrap();
    let token = token_of(&mails[0]);
    let link = crate::harness::link_of(&mails[0]);
    api.client.get(&link).send().await.unwrap();
    assert_eq!(api.accept(&format!("{token}x"), PASSWORD).await.status, 404);
    assert_eq!(api.accept(&token, PASSWORD).await.status, 200);
    assert_eq!(api.sign_in(EMAIL, PASSWORD).await.status, 201);
    assert_eq!(api.sign_in(EMAIL, "a wrong password").await.status, 401);
    assert_eq!(api.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await.status, 201);
    let temporary = temporary(&site, &api).await;
    let reset = reset(&site, &api).await;
    service.stop();

    let key = fs::read_to_string(site.path().join("data/secret.key")).unwrap();
    let key = key.trim().split_once(':').unwrap().1.to_owned();
    let secrets = [
        token.as_str(),
        &temporary,
        &reset,
        PASSWORD,
        NEW_PASSWORD,
        MAIL_PASSWORD,
        ADMIN_PASSWORD,
        "a wrong password",
        &site.key,
        &key,
    ];
    let log = service.log();
    assert!(log.contains(&id), "the log names invitations by id");
    let addresses = [EMAIL, "gone.person@example.org", ADMIN_EMAIL];
    for secret in secrets.iter().chain(&addresses) {
        let line = find(&log, secret);
        assert!(line.is_none(), "{secret} is in the log: {line:?}");
    }
    let dump = invite_sea_orm::dump(&site.store().await).await.unwrap();
    assert!(dump.contains(&id));
    for secret in secrets {
        let line = find(&dump, secret);
        assert!(line.is_none(), "{secret} is in the database: {line:?}");
    }
}

/// Invites someone with a temporary password, has it used, and returns it.
async fn temporary(site: &Site, api: &Api) -> String {
    let settings = json!({ "credentials": "temporary_password" });
    let child = json!({ "name": "Portal", "slug": "portal", "settings": settings });
    assert_eq!(api.post("/api/v1/accounts", child).await.status, 201);
    let before = site.sink.count();
    let invite = json!({ "email": "portal@example.org", "send": true });
    let made = api
        .post("/api/v1/accounts/portal/invitations", invite)
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let mails = site.sink.wait_for(before + 1, LONG).unwrap();
    let password = temporary_password(&text_of(&mails[before]));
    let next = api.sign_in("portal@example.org", &password).await;
    assert_eq!(next.code(), "password_change_required", "{next:?}");
    let token = next.body["token"].as_str().unwrap();
    assert_eq!(api.accept(token, PASSWORD).await.status, 200);
    password
}

/// Has a password forgotten and set anew, and returns the token of the mail.
async fn reset(site: &Site, api: &Api) -> String {
    let before = site.sink.count();
    let asked = json!({ "identifier": EMAIL });
    let asked = api.post("/api/v1/password/reset-requests", asked).await;
    assert_eq!(asked.status, 202, "{asked:?}");
    let mails = site.sink.wait_for(before + 1, LONG).unwrap();
    let token = reset_token_of(&mails[before]);
    let new = json!({ "token": token, "password": NEW_PASSWORD });
    let set = api.post("/api/v1/password/reset", new).await;
    assert_eq!(set.status, 204, "{set:?}");
    token
}

/// Returns the line that holds the text, in any case.
fn find<'a>(text: &'a str, secret: &str) -> Option<&'a str> {
    let secret = secret.to_lowercase();
    text.lines()
        .find(|line| line.to_lowercase().contains(&secret))
}
