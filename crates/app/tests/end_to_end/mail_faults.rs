//! What becomes of mails when the mail server says no, or nothing.

use crate::harness::{Database, LONG, Site, eventually, message_id_of, on_both_databases};
use chrono::{DateTime, TimeDelta, Utc};
use invite_testkit::smtp_sink::{Action, Script, SmtpSink, Stage, When};

on_both_databases! {
    a_temporary_refusal_is_tried_again
    a_refusal_for_good_is_an_error_with_a_reason
    a_wrong_password_holds_everything_back_and_burns_nothing
    silence_after_the_dot_is_unknown_not_failed
    a_second_copy_after_silence_is_recognizable
    a_server_that_is_away_is_tried_again
}

async fn a_temporary_refusal_is_tried_again(database: Database) {
    let script = Script::new().when(
        When::at(Stage::Rcpt).first(2),
        Action::reply(451, "4.3.0 Try again later"),
    );
    let site = Site::new(database, script).set("INVITE_RETRY", "100ms");
    let service = site.start();
    let api = site.api(&service);
    let id = api.invite("ann@example.org").await;
    api.until(&id, "invited").await;
    assert_eq!(
        api.events(&id).await,
        [
            "invitation.created",
            "invitation.queued",
            "delivery.deferred",
            "delivery.deferred",
            "delivery.handed_over",
            "invitation.invited",
        ]
    );
    assert_eq!(site.sink.count(), 1);
}

async fn a_refusal_for_good_is_an_error_with_a_reason(database: Database) {
    let script = Script::new().when(
        When::at(Stage::Rcpt).to("gone@example.org"),
        Action::reply(550, "5.1.1 No such user here"),
    );
    let site = Site::new(database, script);
    let service = site.start();
    let api = site.api(&service);
    let gone = api.invite("gone@example.org").await;
    let here = api.invite("here@example.org").await;
    let failed = api.until(&gone, "error").await;
    assert_eq!(failed["error"]["code"], "unknown_recipient");
    let detail = failed["error"]["detail"].as_str().unwrap();
    assert!(detail.contains("Check the address"), "{detail}");
    assert!(detail.contains("No such user here"), "{detail}");
    api.until(&here, "invited").await;
}

async fn a_wrong_password_holds_everything_back_and_burns_nothing(database: Database) {
    let site = Site::new(database, Script::new().login("invite", "a new one"));
    let address = format!("smtp://invite:the-old-one@127.0.0.1:{}", site.sink.port());
    let site = site
        .set("INVITE_SMTP_URL", address)
        .set("INVITE_MAIL_PAUSE", "100ms");
    let service = site.start();
    let api = site.api(&service);
    let id = api.invite("ann@example.org").await;
    let ready = eventually("readiness tells", || async {
        let ready = api.get("/readyz").await;
        (ready.status == 503).then_some(ready)
    })
    .await;
    let checks = ready.body["checks"].as_array().unwrap();
    let mail = checks.iter().find(|check| check["name"] == "mail").unwrap();
    assert_eq!(mail["ok"], false);
    assert!(!ready.body.to_string().contains("the-old-one"));
    // It is tried several times, and each time no attempt is used up.
    let tried = site.sink.reached(Stage::Auth);
    site.sink.wait_stage(Stage::Auth, tried + 3, LONG).unwrap();
    assert_eq!(
        api.events(&id).await,
        ["invitation.created", "invitation.queued"]
    );

    site.sink
        .set_script(Script::new().login("invite", "the-old-one"));
    api.until(&id, "invited").await;
    let handed_over = api.until_event(&id, "delivery.handed_over").await;
    assert_eq!(handed_over["attempt"], 1);
    assert_eq!(api.get("/readyz").await.status, 200);
}

async fn silence_after_the_dot_is_unknown_not_failed(database: Database) {
    let silent_once = When::at(Stage::FinalDot).first(1);
    let site = Site::new(database, Script::new().when(silent_once, Action::silence()));
    let address = format!(
        "smtp://127.0.0.1:{}?final_dot_timeout=0.3",
        site.sink.port()
    );
    let site = site.set("INVITE_SMTP_URL", address);
    let service = site.start();
    let api = site.api(&service);
    let id = api.invite("ann@example.org").await;
    let unknown = api.until_event(&id, "delivery.unknown").await;
    assert_eq!(api.status(&id).await, "queued");
    // Not before a slow server has certainly made up its mind.
    let at = |field: &str| -> DateTime<Utc> { unknown[field].as_str().unwrap().parse().unwrap() };
    assert!(at("retry_at") - at("at") >= TimeDelta::minutes(11));
}

async fn a_second_copy_after_silence_is_recognizable(database: Database) {
    let silent_once = When::at(Stage::FinalDot).first(1);
    let site = Site::new(database, Script::new().when(silent_once, Action::silence()));
    let address = format!(
        "smtp://127.0.0.1:{}?final_dot_timeout=0.3",
        site.sink.port()
    );
    let site = site
        .set("INVITE_SMTP_URL", address)
        .set("INVITE_RETRY", "100ms")
        .set("INVITE_RETRY_UNKNOWN", "100ms");
    let service = site.start();
    let api = site.api(&service);
    let id = api.invite("ann@example.org").await;
    api.until(&id, "invited").await;
    site.sink.release();
    let mails = site.sink.wait_for(2, LONG).unwrap();
    assert_eq!(message_id_of(&mails[0]), message_id_of(&mails[1]));
    assert_eq!(
        mails[0].raw, mails[1].raw,
        "the same link, to the last octet"
    );
}

async fn a_server_that_is_away_is_tried_again(database: Database) {
    let mut site = Site::new(database, Script::new()).set("INVITE_RETRY", "100ms");
    let address = site.sink.addr();
    // Nobody listens there anymore.
    site.sink = SmtpSink::start(Script::new());
    let service = site.start();
    let api = site.api(&service);
    let id = api.invite("ann@example.org").await;
    api.until_event(&id, "delivery.deferred").await;
    let back = SmtpSink::start_at(address, Script::new()).unwrap();
    api.until(&id, "invited").await;
    assert_eq!(back.count(), 1);
}
