//! Guide 001: "How to invite a user to a WEB instance" (ERP, English).

use super::{PASSWORD, mail_to, sender, subject, token_to};
use crate::harness::{Database, Person, Site, on_both_databases, text_of};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

on_both_databases! {
    an_administrator_invites_a_new_user_to_the_instance
    a_user_without_a_role_is_told_so_by_name
}

const INSTANCE: &str = "/accounts/demo-my-erp-net";
const ADMINISTRATOR: &str = "administrator@erp.example";

/// An instance called as the guide calls it, whose mails come from where the guide says.
fn instance(database: Database) -> Site {
    Site::new(database, Script::new())
        .set("INVITE_MAIL_FROM", "notification@erpnet.info")
        .with_account(
            "demo.my.erp.net",
            "demo-my-erp-net",
            "Ada Administrator",
            ADMINISTRATOR,
        )
}

async fn administrator(service: &crate::harness::Service) -> Person {
    let mut ada = Person::signed_in(service, ADMINISTRATOR, PASSWORD).await;
    let settings = json!({ "settings": {
        "mail_subject": "Invitation to join {account}",
        "password_min_length": 8,
    } });
    assert_eq!(ada.patch(INSTANCE, settings).await.status, 200);
    for role in ["Salesperson", "Manager", "Worker"] {
        ada.makes(&format!("{INSTANCE}/roles"), json!({ "key": role }))
            .await;
    }
    ada
}

async fn an_administrator_invites_a_new_user_to_the_instance(database: Database) {
    let site = instance(database);
    let service = site.start();
    let mut ada = administrator(&service).await;

    // 1-3. A new user: login, name, email, type "Invitation Internal (No login)". Saved, not sent.
    let draft = json!({
        "login": "jsmith",
        "name": "John Smith",
        "email": "john.smith@example.org",
        "user_type": "internal",
        "send": false,
    });
    let draft = ada.makes(&format!("{INSTANCE}/invitations"), draft).await;
    assert_eq!(draft["status"], "not_invited");
    assert_eq!(draft["user_type"], "invitation_internal");
    let invitation = format!("{INSTANCE}/invitations/{}", draft["id"].as_str().unwrap());
    let mut john = Person::at(&service);
    let refused = john.sign_in("login", "jsmith", PASSWORD).await;
    assert_eq!(
        (refused.status, refused.code()),
        (401, "wrong_credentials"),
        "no login yet"
    );

    // 4. Several roles, at a later stage; a role that nobody defined is refused by name.
    let unknown = ada.patch(&invitation, json!({ "roles": ["Pirate"] })).await;
    assert_eq!(unknown.status, 422, "{unknown:?}");
    assert_eq!(unknown.body["errors"][0]["code"], "unknown_role");
    let roles = ada
        .patch(&invitation, json!({ "roles": ["Salesperson", "Worker"] }))
        .await;
    assert_eq!(
        roles.body["roles"],
        json!(["Salesperson", "Worker"]),
        "{roles:?}"
    );
    assert_eq!(site.sink.count(), 0, "saving sends nothing");

    // 6-7. Run, send invitation mail.
    let sent = ada.makes(&format!("{invitation}/send"), json!({})).await;
    assert_eq!(sent["status"], "queued");

    // 8. The mail: from, subject.
    let mail = mail_to(&site, "john.smith@example.org", 1);
    assert_eq!(sender(&mail).0, "notification@erpnet.info");
    assert_eq!(subject(&mail), "Invitation to join demo.my.erp.net");
    assert!(text_of(&mail).contains("John Smith"), "{}", text_of(&mail));
    ada.waits(&invitation, |seen| seen["status"] == "invited")
        .await;

    // 9. Create Account: login and name are filled in, and cannot be changed.
    let token = token_to(&site, "john.smith@example.org", 1);
    let form = john
        .makes("/invitations/preview", json!({ "token": token }))
        .await;
    assert_eq!(
        (&form["login"], &form["name"]),
        (&json!("jsmith"), &json!("John Smith"))
    );
    assert_eq!(form["credentials"], "set_password");
    assert_eq!(form["password_min_length"], 8);
    for (field, value) in [
        ("login", "boss"),
        ("email", "x@example.org"),
        ("roles", "Manager"),
    ] {
        let forged = json!({ "token": token, "password": "s4lt&pep", field: value });
        let refused = john.post("/invitations/accept", forged).await;
        assert_eq!(refused.status, 422, "{field}: {refused:?}");
        assert_eq!(refused.body["errors"][0]["field"], field);
    }
    let short = john
        .post(
            "/invitations/accept",
            json!({ "token": token, "password": "s4lt&pe" }),
        )
        .await;
    assert_eq!(
        short.body["errors"][0]["code"], "password_too_short",
        "{short:?}"
    );
    // Another name than the one that is filled in changes nothing.
    let accept = json!({ "token": token, "password": "s4lt&pep", "name": "Somebody Else" });
    john.makes("/invitations/accept", accept).await;

    // 11. They log in with the given login and the new password.
    let session = john.sign_in("login", "jsmith", "s4lt&pep").await;
    assert_eq!(session.status, 201, "{session:?}");
    assert_eq!(session.body["user"]["name"], "John Smith");

    // 12. The type turned to Internal, and the group Everybody was added.
    let seen = ada.sees(&invitation).await;
    assert_eq!(
        (&seen["status"], &seen["user_type"]),
        (&json!("accepted"), &json!("internal"))
    );
    let members = ada.sees(&format!("{INSTANCE}/members?q=jsmith")).await;
    let member = &members["items"][0];
    assert_eq!(member["user_type"], "internal");
    assert_eq!(member["groups"], json!(["Everybody"]));
    assert_eq!(member["roles"], json!(["Salesperson", "Worker"]));
}

async fn a_user_without_a_role_is_told_so_by_name(database: Database) {
    let site = instance(database);
    let service = site.start();
    let mut ada = administrator(&service).await;
    for (number, (locale, words)) in [
        ("en", "has no assigned roles"),
        ("id", "belum memiliki"),
        ("ru", "нет назначенных ролей"),
    ]
    .into_iter()
    .enumerate()
    {
        let address = format!("{locale}@example.org");
        let name = format!("Kim {locale}");
        let invite = json!({ "email": address, "name": name, "locale": locale, "send": true });
        ada.makes(&format!("{INSTANCE}/invitations"), invite).await;
        let token = token_to(&site, &address, number + 1);
        let mut kim = Person::at(&service);
        kim.makes(
            "/invitations/accept",
            json!({ "token": token, "password": PASSWORD }),
        )
        .await;

        let refused = kim.sign_in("email", &address, PASSWORD).await;
        assert_eq!(
            (refused.status, refused.code()),
            (403, "no_roles"),
            "{refused:?}"
        );
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(
            detail.contains(words) && detail.matches(&name).count() == 2,
            "{detail}"
        );
        assert_eq!(
            kim.get("/sessions/current").await.status,
            401,
            "no session began"
        );

        // The administrator configures a role: then they are in.
        let found = ada
            .sees(&format!("{INSTANCE}/members?q={locale}%40example.org"))
            .await;
        let member = format!(
            "{INSTANCE}/members/{}",
            found["items"][0]["id"].as_str().unwrap()
        );
        assert_eq!(
            ada.patch(&member, json!({ "roles": ["Worker"] }))
                .await
                .status,
            200
        );
        assert_eq!(kim.sign_in("email", &address, PASSWORD).await.status, 201);
    }
}
