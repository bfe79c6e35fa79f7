//! Guide 003: "Inviting new users to the platform" (Russian and English): selection, mail or SMS with
//! user name and password, statuses, errors, resending, import.

use super::{PASSWORD, mail_to, sms_gateway::SmsGateway};
use crate::harness::{
    Database, Person, SLUG, Service, Site, on_both_databases, run, temporary_password, text_of,
};
use invite_testkit::smtp_sink::{Action, Script, Stage, When};
use serde_json::{Value, json};
use std::fs;

on_both_databases! {
    selected_users_get_their_user_name_and_password_by_mail_or_sms
    confirming_only_by_email_sends_no_sms
    contacts_that_cannot_be_right_are_named_and_those_that_do_not_exist_end_in_error
    the_filters_tell_all_invited_not_invited_waiting_and_error
    an_import_sends_when_the_box_is_checked
}

const PLATFORM: &str = "/accounts/platforma";
const ADMINISTRATOR: &str = "olga@platform.example";

fn platform(database: Database, script: Script) -> Site {
    Site::new(database, script).with_account("Платформа", "platforma", "Ольга", ADMINISTRATOR)
}

async fn olga(service: &Service) -> Person {
    let mut olga = Person::signed_in(service, ADMINISTRATOR, PASSWORD).await;
    let settings = json!({ "settings": {
        "credentials": "temporary_password",
        "channels": "email_or_sms",
        "default_locale": "ru",
    } });
    let set = olga.patch(PLATFORM, settings).await;
    assert_eq!(set.status, 200, "{set:?}");
    olga
}

/// Writes someone down without sending, and returns the id.
async fn write_down(olga: &mut Person, body: Value) -> String {
    let made = olga.makes(&format!("{PLATFORM}/invitations"), body).await;
    assert_eq!(made["status"], "not_invited");
    made["id"].as_str().unwrap().to_owned()
}

async fn send(olga: &mut Person, selection: Value) -> Vec<Value> {
    let answer = olga
        .makes(&format!("{PLATFORM}/invitations/send"), selection)
        .await;
    answer["results"].as_array().unwrap().clone()
}

async fn selected_users_get_their_user_name_and_password_by_mail_or_sms(database: Database) {
    let gateway = SmsGateway::start().await;
    let site = platform(database, Script::new()).set("INVITE_SMS_URL", gateway.url());
    let service = site.start();
    let mut olga = olga(&service).await;
    let anna = json!({ "email": "anna@example.org", "name": "Анна", "login": "anna" });
    let boris = json!({ "phone": "+79051111111", "name": "Борис", "login": "boris" });
    let vera = json!({ "email": "vera@example.org", "name": "Вера" });
    let anna = write_down(&mut olga, anna).await;
    let boris = write_down(&mut olga, boris).await;
    let vera = write_down(&mut olga, vera).await;

    // Found by a search in the columns, selected by their check boxes.
    let found = olga.sees(&format!("{PLATFORM}/invitations?q=anna")).await;
    assert_eq!(found["items"][0]["id"], anna.as_str());
    let results = send(&mut olga, json!({ "ids": [anna, boris] })).await;
    assert!(
        results.iter().all(|result| result["outcome"] == "queued"),
        "{results:?}"
    );

    // A letter with user name and password, and no link that opens the invitation.
    let mail = mail_to(&site, "anna@example.org", 1);
    let letter = text_of(&mail);
    assert!(
        letter.contains("anna") && !letter.contains("invt_"),
        "{letter}"
    );
    let password = temporary_password(&letter);
    // The same by SMS.
    let invitation = format!("{PLATFORM}/invitations/{boris}");
    olga.waits(&invitation, |seen| seen["status"] == "invited")
        .await;
    let texts = gateway.texts_to("+79051111111");
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(texts[0].contains("boris"), "{texts:?}");

    // With them each logs in, by login too, and sets a password of their own.
    for (by, login, given, own) in [
        ("login", "anna", password.clone(), "тихая гавань весной"),
        (
            "login",
            "boris",
            temporary_password(&texts[0]),
            "зимний вечер в лесу",
        ),
    ] {
        let mut person = Person::at(&service);
        let next = person.sign_in(by, login, &given).await;
        let token = super::must_set_a_password(&next);
        let accept = json!({ "token": token, "password": own });
        person.makes("/invitations/accept", accept).await;
        assert_eq!(person.sign_in(by, login, own).await.status, 201);
        let dead = Person::at(&service).sign_in(by, login, &given).await;
        assert_eq!(
            dead.status, 401,
            "a temporary password is dead after its use: {dead:?}"
        );
    }

    // Whoever was not selected was not invited; whoever was invited can be invited again.
    assert_eq!(
        olga.sees(&format!("{PLATFORM}/invitations/{vera}")).await["status"],
        "not_invited"
    );
    send(&mut olga, json!({ "ids": [vera] })).await;
    let first = temporary_password(&text_of(&mail_to(&site, "vera@example.org", 2)));
    let invitation = format!("{PLATFORM}/invitations/{vera}");
    olga.waits(&invitation, |seen| seen["status"] == "invited")
        .await;
    send(&mut olga, json!({ "ids": [vera] })).await;
    let second = temporary_password(&text_of(&mail_to(&site, "vera@example.org", 3)));
    assert_ne!(first, second, "each message has a password of its own");
    let old = Person::at(&service)
        .sign_in("email", "vera@example.org", &first)
        .await;
    assert_eq!(old.status, 401, "the former is dead: {old:?}");
    let new = Person::at(&service)
        .sign_in("email", "vera@example.org", &second)
        .await;
    super::must_set_a_password(&new);
}

async fn confirming_only_by_email_sends_no_sms(database: Database) {
    let gateway = SmsGateway::start().await;
    let site = platform(database, Script::new()).set("INVITE_SMS_URL", gateway.url());
    let service = site.start();
    let mut olga = olga(&service).await;
    let both = json!({ "email": "anna@example.org", "phone": "+79051111111", "channel": "sms" });
    let both = write_down(&mut olga, both).await;
    let only_phone = write_down(&mut olga, json!({ "phone": "+79052222222" })).await;
    let settings = json!({ "settings": { "channels": "email_only" } });
    assert_eq!(olga.patch(PLATFORM, settings).await.status, 200);

    let results = send(&mut olga, json!({ "ids": [both, only_phone] })).await;
    let refused = &results[1]["problem"];
    assert_eq!(refused["code"], "no_channel", "{results:?}");
    // The one who has both is told that the wish for SMS is not allowed, or gets a mail.
    let auto = json!({ "channel": "auto" });
    olga.patch(&format!("{PLATFORM}/invitations/{both}"), auto)
        .await;
    send(&mut olga, json!({ "ids": [both] })).await;
    mail_to(&site, "anna@example.org", 1);
    assert!(gateway.texts_to("+79051111111").is_empty());
    assert!(gateway.texts_to("+79052222222").is_empty());
}

async fn contacts_that_cannot_be_right_are_named_and_those_that_do_not_exist_end_in_error(
    database: Database,
) {
    let unknown = When::at(Stage::Rcpt).to("gone@example.org");
    let script = Script::new().when(unknown, Action::reply(550, "5.1.1 unknown user"));
    let site = platform(database, script);
    let service = site.start();
    let mut olga = olga(&service).await;
    for (contact, field, code) in [
        (json!({ "name": "Nobody" }), "email", "contact_required"),
        (json!({ "email": "anna@" }), "email", "email_invalid"),
        (
            json!({ "phone": "9051111111" }),
            "phone",
            "phone_country_code_missing",
        ),
    ] {
        let refused = olga.post(&format!("{PLATFORM}/invitations"), contact).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        let error = &refused.body["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code))
        );
    }
    let gone = write_down(&mut olga, json!({ "email": "gone@example.org" })).await;
    send(&mut olga, json!({ "ids": [gone] })).await;
    let invitation = format!("{PLATFORM}/invitations/{gone}");
    let seen = olga
        .waits(&invitation, |seen| seen["status"] == "error")
        .await;
    assert_eq!(seen["error"]["code"], "unknown_recipient", "{seen}");
    assert!(
        seen["error"]["detail"].as_str().unwrap().contains("5.1.1"),
        "{seen}"
    );
    // Corrected and sent again they are invited.
    let corrected = json!({ "email": "anna@example.org" });
    assert_eq!(olga.patch(&invitation, corrected).await.status, 200);
    send(&mut olga, json!({ "ids": [gone] })).await;
    olga.waits(&invitation, |seen| seen["status"] == "invited")
        .await;
}

async fn the_filters_tell_all_invited_not_invited_waiting_and_error(database: Database) {
    let later = When::at(Stage::Rcpt).to("later@example.org");
    let never = When::at(Stage::Rcpt).to("gone@example.org");
    let script = Script::new()
        .when(later, Action::reply(451, "4.7.1 greylisted"))
        .when(never, Action::reply(550, "5.1.1 unknown user"));
    let site = platform(database, script);
    let service = site.start();
    let mut olga = olga(&service).await;
    write_down(&mut olga, json!({ "email": "draft@example.org" })).await;
    for name in ["good", "later", "gone"] {
        let invite = json!({ "email": format!("{name}@example.org"), "send": true });
        olga.makes(&format!("{PLATFORM}/invitations"), invite).await;
    }
    let counts = format!("{PLATFORM}/invitations/counts");
    let counts = olga
        .waits(&counts, |seen| seen["invited"] == 1 && seen["error"] == 1)
        .await;
    assert_eq!(
        (&counts["total"], &counts["queued"]),
        (&json!(4), &json!(1)),
        "{counts}"
    );
    for (filter, expected) in [
        ("", 4),
        ("?status=invited", 1),
        ("?status=not_invited", 1),
        ("?status=queued", 1),
        ("?status=error", 1),
    ] {
        let seen = olga.sees(&format!("{PLATFORM}/invitations{filter}")).await;
        assert_eq!(
            seen["items"].as_array().unwrap().len(),
            expected,
            "{filter}"
        );
    }
}

async fn an_import_sends_when_the_box_is_checked(database: Database) {
    let site = platform(database, Script::new());
    let people = "email,name,login\nanna@example.org,Анна,anna\nboris@example.org,Борис,boris\n";
    fs::write(site.path().join("people.csv"), people).unwrap();
    let without = ["import", "people.csv", "--account", SLUG];
    assert!(run(site.path(), site.settings(), &without).status.success());
    let with = ["import", "people.csv", "--account", "platforma", "--send"];
    assert!(run(site.path(), site.settings(), &with).status.success());
    let service = site.start();
    let mut olga = Person::signed_in(&service, ADMINISTRATOR, PASSWORD).await;
    let counts = format!("{PLATFORM}/invitations/counts");
    olga.waits(&counts, |seen| seen["invited"] == 2).await;
    assert_eq!(
        site.sink.count(),
        2,
        "nothing left for those who were only written down"
    );
}
