//! The people who are in: lists, changes, the switch, and going.

use crate::service::{PASSWORD, Service, session_of};
use invite_domain::model::{GrantKind, Member, Password, Scope};
use invite_domain::ports::PasswordHasher;
use invite_testkit::{MemberBuilder, PersonBuilder, PlainPasswords, a_member, a_person};
use serde_json::{Value, json};

async fn put(service: &Service, person: PersonBuilder, member: MemberBuilder) -> Member {
    let hash = PlainPasswords::default()
        .hash(&Password::new(PASSWORD))
        .await;
    let member = member.who(person.password(hash.unwrap()));
    let stored = member.put_into(&service.store, &service.account).await;
    stored.unwrap()
}

async fn siti(service: &Service) -> (Member, String) {
    let person = a_person().named("Siti").email("Siti@example.org");
    let member = a_member().holding(GrantKind::Group, "Everybody");
    let member = put(service, person.login("siti"), member).await;
    let path = format!("/members/{}", member.id);
    (member, path)
}

/// Signs someone in, and returns the session's token.
async fn sign_in(service: &Service, address: &str) -> String {
    let body = json!({ "email": address, "password": PASSWORD });
    let answer = service.post("/sessions", &body).send().await;
    answer.ok(201);
    session_of(&answer)
}

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|m| m["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_member_is_shown_with_who_they_are_and_what_they_hold() {
    let service = Service::new().await;
    let (member, path) = siti(&service).await;
    let answer = service.admin("GET", &path).send().await;
    assert_eq!(answer.header("etag"), "\"1\"");
    let shown = answer.ok(200);
    let expected = json!({
        "id": member.id.to_string(),
        "account_id": service.account.id.to_string(),
        "user_id": member.user_id.to_string(),
        "name": "Siti",
        "email": "Siti@example.org",
        "phone": null,
        "login": "siti",
        "user_type": "internal",
        "access_type": "standard",
        "roles": [],
        "groups": ["Everybody"],
        "permissions": [],
        "resources": [],
        "active": true,
        "awaiting_approval": false,
        "joined_at": shown["joined_at"],
        "version": 1,
    });
    assert_eq!(shown, expected);
    assert!(!answer.body.contains("password"));
    let list = service.admin("GET", "/members?q=SITI").send().await.ok(200);
    assert_eq!(list, json!({ "items": [expected], "next_cursor": null }));
}

#[tokio::test]
async fn lists_are_filtered_and_walked_through() {
    let service = Service::new().await;
    let named = |name: &str| a_person().named(name).email(&format!("{name}@example.org"));
    let role = |m: MemberBuilder| m.holding(GrantKind::Role, "Sales");
    put(&service, named("budi"), role(a_member())).await;
    let both = role(a_member()).holding(GrantKind::Resource, "+62 21 555");
    put(&service, named("citra"), both).await;
    put(&service, named("dewi"), role(a_member()).inactive()).await;
    let ask = async |query: &str| {
        let mut found: Vec<String> = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/members?limit=2{query}{cursor}");
            let page = service.admin("GET", &path).send().await.ok(200);
            found.extend(names(&page).into_iter().map(str::to_owned));
            let Some(next) = page["next_cursor"].as_str() else {
                found.sort();
                return found;
            };
            cursor = format!("&cursor={next}");
        }
    };
    for (query, expected) in [
        ("", &["Ana", "budi", "citra", "dewi"][..]),
        ("&role=Sales", &["budi", "citra", "dewi"]),
        ("&role=Sales&resource=%2B62%2021%20555", &["citra"]),
        ("&role=Sales&active=true", &["budi", "citra"]),
        ("&active=false", &["dewi"]),
        ("&access_type=administrator", &["Ana"]),
        ("&user_type=external", &[]),
        ("&q=%25", &[]),
        ("&q=CITRA%40", &["citra"]),
    ] {
        assert_eq!(ask(query).await, expected, "{query}");
    }
    for (query, field, code) in [
        ("limit=0", "limit", "out_of_range"),
        ("cursor=nonsense", "cursor", "invalid_cursor"),
        ("active=maybe", "active", "wrong_type"),
        ("access_type=king", "access_type", "wrong_type"),
        ("role=", "role", "required"),
        (&format!("q={}", "x".repeat(201)), "q", "too_long"),
    ] {
        let answer = service.admin("GET", &format!("/members?{query}")).send();
        let answer = answer.await;
        answer.fields(400, "invalid_parameter", &[(field, code)]);
    }
}

#[tokio::test]
async fn what_is_changed_is_what_was_asked_and_nothing_else() {
    let service = Service::new().await;
    let (_, path) = siti(&service).await;
    for key in ["Boss", "Clerk"] {
        let call = service.admin("POST", "/roles").json(&json!({ "key": key }));
        call.send().await.ok(201);
    }
    let change = |body: Value| service.admin("PATCH", &path).json(&body);
    let body = json!({ "roles": ["Boss", "Clerk"], "user_type": "external", "access_type": "administrator" });
    let answer = change(body).send().await;
    assert_eq!(answer.header("etag"), "\"2\"");
    let changed = answer.ok(200);
    assert_eq!(changed["roles"], json!(["Boss", "Clerk"]));
    assert_eq!(changed["groups"], json!(["Everybody"]), "the rest stays");
    assert_eq!(
        (&changed["user_type"], &changed["access_type"]),
        (&json!("external"), &json!("administrator"))
    );
    let same = change(json!({ "roles": ["Boss", "Clerk"] })).send().await;
    assert_eq!(same.ok(200)["version"], 2, "nothing is different");
    let emptied = change(json!({ "roles": null, "groups": [] })).send().await;
    let emptied = emptied.ok(200);
    assert_eq!(
        (&emptied["roles"], &emptied["groups"]),
        (&json!([]), &json!([]))
    );

    for (body, field, code) in [
        (
            json!({ "roles": ["Boss", "Nobody"] }),
            "roles[1]",
            "unknown_role",
        ),
        (json!({ "groups": ["Boss"] }), "groups[0]", "unknown_group"),
        (json!({ "roles": [""] }), "roles[0]", "required"),
        (json!({ "active": null }), "active", "required"),
        (json!({ "access_type": null }), "access_type", "required"),
        (
            json!({ "email": "x@example.org" }),
            "email",
            "unknown_field",
        ),
        (json!({ "user_id": "x" }), "user_id", "unknown_field"),
        (json!({ "joined_at": 1 }), "joined_at", "unknown_field"),
    ] {
        let answer = change(body).send().await;
        answer.fields(422, "invalid_input", &[(field, code)]);
    }
    let stale = change(json!({ "active": false, "version": 2 }))
        .send()
        .await;
    stale.problem(409, "conflict");
    let stale = change(json!({ "active": false })).header("if-match", "\"2\"");
    stale.send().await.problem(412, "version_mismatch");
    let fresh = change(json!({ "active": false, "version": 3 }))
        .send()
        .await;
    assert_eq!(fresh.ok(200)["active"], false);
}

#[tokio::test]
async fn whatever_is_changed_counts_from_the_next_request_on() {
    let service = Service::new().await;
    let (_, path) = siti(&service).await;
    let session = sign_in(&service, "siti@example.org").await;
    let look = async |path: &str| {
        let call = service.call("GET", &format!("/api/v1/accounts/maju{path}"));
        call.session(&session)
            .header("x-request-id", "same")
            .send()
            .await
    };
    let change = async |body: Value| {
        let call = service.admin("PATCH", &path).json(&body);
        call.send().await.ok(200);
    };
    look("").await.ok(200);
    look("/members").await.problem(403, "forbidden");
    change(json!({ "access_type": "administrator" })).await;
    look("/members").await.ok(200);
    change(json!({ "access_type": "standard" })).await;
    look("/members").await.problem(403, "forbidden");

    change(json!({ "active": false })).await;
    let call = service.call("GET", "/api/v1/accounts/nowhere");
    let nowhere = call.session(&session).header("x-request-id", "same");
    let nowhere = nowhere.send().await;
    nowhere.problem(404, "account_not_found");
    assert_eq!(look("").await, nowhere, "as if there were no such account");
    change(json!({ "active": true })).await;
    look("").await.ok(200);
    let gone = service.admin("DELETE", &format!("{path}?confirm=true"));
    assert_eq!(gone.send().await.status, 204);
    assert_eq!(look("").await, nowhere);
}

#[tokio::test]
async fn removing_is_done_in_two_steps() {
    let service = Service::new().await;
    let (member, path) = siti(&service).await;
    let before = service.dump().await;
    for query in ["", "?confirm=false"] {
        let answer = service.admin("DELETE", &format!("{path}{query}")).send();
        let problem = answer.await.problem(409, "confirmation_required");
        let detail = "Siti (Siti@example.org) would be removed and lose standard access, the group \"Everybody\"";
        assert_eq!(problem["detail"], detail);
        assert_eq!(problem["member_id"], member.id.to_string());
        let shown = &problem["member"];
        assert_eq!(
            (&shown["name"], &shown["email"]),
            (&json!("Siti"), &json!("Siti@example.org"))
        );
        assert_eq!(shown["groups"], json!(["Everybody"]));
        assert_eq!(service.dump().await, before, "nothing has happened");
    }
    let confirmed = format!("{path}?confirm=true");
    let stale = service
        .admin("DELETE", &confirmed)
        .header("if-match", "\"7\"");
    stale.send().await.problem(412, "version_mismatch");
    let gone = service
        .admin("DELETE", &confirmed)
        .header("if-match", "\"1\"");
    let gone = gone.send().await;
    assert_eq!((gone.status.as_u16(), gone.body.as_str()), (204, ""));
    for (method, path) in [("GET", &path), ("DELETE", &path), ("DELETE", &confirmed)] {
        let answer = service.admin(method, path).send().await;
        answer.problem(404, "member_not_found");
    }
    assert_eq!(
        names(&service.admin("GET", "/members").send().await.ok(200)),
        ["Ana"]
    );
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let service = Service::new().await;
    let path = format!("/members/{}", service.ana.id);
    let before = service.dump().await;
    for body in [
        json!({ "access_type": "standard" }),
        json!({ "active": false }),
    ] {
        let answer = service.admin("PATCH", &path).json(&body).send().await;
        answer.problem(409, "last_administrator");
    }
    for query in ["", "?confirm=true"] {
        let answer = service.admin("DELETE", &format!("{path}{query}")).send();
        answer.await.problem(409, "last_administrator");
    }
    assert_eq!(service.dump().await, before);
}

#[tokio::test]
async fn a_member_of_another_account_is_as_absent_as_none() {
    let service = Service::new().await;
    let key = service.key_for(&service.foreign, Scope::Administer).await;
    let (member, path) = siti(&service).await;
    let foreign = |method: &str, id: &str| {
        let path = format!("/api/v1/accounts/jaya/members/{id}");
        let call = service.call(method, &path).key(&key);
        let call = call.header("x-request-id", "same");
        if method == "PATCH" {
            call.json(&json!({ "active": false }))
        } else {
            call
        }
    };
    let nobody = uuid::Uuid::from_u128(42).to_string();
    for method in ["GET", "PATCH", "DELETE"] {
        let expected = foreign(method, &nobody).send().await;
        expected.problem(404, "member_not_found");
        for id in [member.id.to_string().as_str(), "nonsense", "%00"] {
            assert_eq!(foreign(method, id).send().await, expected, "{method} {id}");
        }
    }
    assert_eq!(
        service.admin("GET", &path).send().await.ok(200)["version"],
        1
    );
}

#[tokio::test]
async fn an_old_link_of_someone_who_is_gone_says_so() {
    let service = Service::new().await;
    let (_, token) = service.invited("siti@example.org").await;
    let body = json!({ "token": token, "password": PASSWORD });
    let accepted = service
        .post("/invitations/accept", &body)
        .send()
        .await
        .ok(200);
    let path = format!("/members/{}", accepted["member_id"].as_str().unwrap());
    let ask = async |status: u16, code: &str| {
        for (route, body) in [
            ("preview", json!({ "token": token })),
            ("accept", body.clone()),
            ("decline", json!({ "token": token })),
        ] {
            let answer = service
                .post(&format!("/invitations/{route}"), &body)
                .send()
                .await;
            let problem = answer.problem(status, code);
            assert_eq!(problem["account"]["name"], "Maju", "{route}");
        }
    };
    let change = |on: bool| service.admin("PATCH", &path).json(&json!({ "active": on }));
    change(false).send().await.ok(200);
    ask(403, "membership_switched_off").await;
    change(true).send().await.ok(200);
    let again = service
        .post("/invitations/accept", &body)
        .send()
        .await
        .ok(200);
    assert_eq!(again["already_member"], true);
    let gone = service.admin("DELETE", &format!("{path}?confirm=true"));
    assert_eq!(gone.send().await.status, 204);
    ask(410, "membership_ended").await;

    // Invited again, with what is given this time.
    let (_, new) = service.invited("siti@example.org").await;
    ask(410, "membership_ended").await;
    let session = sign_in(&service, "siti@example.org").await;
    let call = service.post("/invitations/accept", &json!({ "token": new }));
    let back = call.session(&session).send().await.ok(200);
    assert_eq!(back["already_member"], false);
    assert_ne!(back["member_id"], accepted["member_id"]);
}

#[tokio::test]
async fn someone_signed_in_as_another_person_is_told_both_addresses() {
    let service = Service::new().await;
    let (_, token) = service.invited("siti@example.org").await;
    let session = service.sign_in().await;
    let call = |route: &str| {
        let body = json!({ "token": token });
        service.post(&format!("/invitations/{route}"), &body)
    };
    let preview = call("preview").session(&session).send().await.ok(200);
    assert_eq!(preview["next"], "switch_user");
    assert_eq!(
        (&preview["email"], &preview["signed_in_as"]),
        (&json!("siti@example.org"), &json!("ana@example.org"))
    );
    let answer = call("accept").session(&session).send().await;
    let problem = answer.problem(403, "signed_in_as_someone_else");
    assert_eq!(problem["invited_as"], "siti@example.org");
    assert_eq!(problem["signed_in_as"], "ana@example.org");
    assert_eq!(answer.header("set-cookie"), "", "no session of anyone else");

    // Signed out, the invitation is as good as before.
    let out = service
        .call("DELETE", "/api/v1/sessions/current")
        .session(&session);
    assert!(out.send().await.status.is_success());
    let preview = call("preview").send().await.ok(200);
    assert_eq!(
        (&preview["next"], &preview["signed_in_as"]),
        (&json!("set_password"), &Value::Null)
    );
    let body = json!({ "token": token, "password": PASSWORD });
    let accepted = service.post("/invitations/accept", &body).send().await;
    accepted.ok(200);
    assert_eq!(accepted.header("set-cookie"), "", "a link signs nobody in");
}

#[tokio::test]
async fn a_link_never_signs_an_existing_person_in_nor_changes_them() {
    let service = Service::new().await;
    let key = service.key_for(&service.foreign, Scope::Administer).await;
    let call = service
        .call("POST", "/api/v1/accounts/jaya/invitations")
        .key(&key);
    let made = json!({ "email": "ana@example.org", "name": "Mallory", "send": true });
    call.json(&made).send().await.ok(201);
    service.deliver().await;
    let token = service.token("ana@example.org");
    let body = json!({ "token": token, "password": "another quiet harbor", "name": "Mallory" });
    let answer = service.post("/invitations/accept", &body).send().await;
    answer.problem(401, "sign_in_required");
    assert_eq!(answer.header("set-cookie"), "");
    let session = service.sign_in().await;
    let answer = service
        .post("/invitations/accept", &body)
        .session(&session)
        .send()
        .await;
    answer.ok(200);
    assert_eq!(answer.header("set-cookie"), "");
    // The password is the one of before, and so is the name.
    let session = service.sign_in().await;
    let me = service
        .call("GET", "/api/v1/sessions/current")
        .session(&session);
    assert!(!me.send().await.body.contains("Mallory"));
}

#[tokio::test]
async fn whatever_is_done_to_a_member_is_in_the_audit_log() {
    let service = Service::new().await;
    let (member, path) = siti(&service).await;
    let call = service
        .admin("POST", "/roles")
        .json(&json!({ "key": "Boss" }));
    call.send().await.ok(201);
    let session = service.sign_in().await;
    let ana = |method: &str, rest: &str| {
        let path = format!("/api/v1/accounts/maju{path}{rest}");
        service.call(method, &path).session(&session)
    };
    let body = json!({ "roles": ["Boss"], "access_type": "administrator", "active": false });
    ana("PATCH", "").json(&body).send().await.ok(200);
    let body = json!({ "roles": [], "active": true });
    ana("PATCH", "").json(&body).send().await.ok(200);
    // What is refused, and what is no change, is not done.
    ana("PATCH", "").json(&body).send().await.ok(200);
    let refused = ana("PATCH", "").json(&json!({ "roles": ["Nobody"] }));
    refused.send().await.problem(422, "invalid_input");
    let asked = ana("DELETE", "").send().await;
    asked.problem(409, "confirmation_required");
    assert_eq!(ana("DELETE", "?confirm=true").send().await.status, 204);

    let path = format!("/audit?member={}", member.id);
    let log = service.admin("GET", &path).send().await.ok(200);
    let entries: Vec<_> = log["items"].as_array().unwrap().iter().rev().collect();
    let told: Vec<_> = entries
        .iter()
        .map(|e| (e["action"].as_str().unwrap(), e["detail"].as_str()))
        .collect();
    let person = format!("user {}", member.user_id);
    let expected = [
        (
            "member.edited",
            Some("access_type: administrator, roles: +\"Boss\""),
        ),
        ("member.switched_off", None),
        ("member.edited", Some("roles: -\"Boss\"")),
        ("member.switched_on", None),
        ("member.removed", Some(person.as_str())),
    ];
    assert_eq!(told, expected);
    for entry in entries {
        assert_eq!(entry["actor"]["name"], "Ana");
        assert_eq!(entry["via"], "api");
        assert_eq!(entry["subject"]["name"], "Siti", "also after the removal");
    }
}

#[tokio::test]
async fn an_inviter_who_lost_the_right_is_named() {
    let service = Service::new().await;
    let person = a_person().named("Budi").email("budi@example.org");
    let budi = put(&service, person, a_member().administrator()).await;
    let session = sign_in(&service, "budi@example.org").await;
    let body = json!({ "email": "siti@example.org", "send": true });
    let call = service.call("POST", "/api/v1/accounts/maju/invitations");
    call.session(&session).json(&body).send().await.ok(201);
    service.deliver().await;
    let path = format!("/members/{}", budi.id);
    let gone = service.admin("DELETE", &format!("{path}?confirm=true"));
    assert_eq!(gone.send().await.status, 204);
    let token = service.token("siti@example.org");
    let body = json!({ "token": token, "password": PASSWORD });
    let answer = service.post("/invitations/accept", &body).send().await;
    let problem = answer.problem(403, "inviter_not_entitled");
    assert_eq!(problem["inviter"]["name"], "Budi");
    assert_eq!(problem["account"]["name"], "Maju");
    let found = service.admin("GET", "/members?q=siti").send().await;
    assert_eq!(found.ok(200)["items"], json!([]));
}

#[tokio::test]
async fn a_resource_that_someone_holds_is_given_to_nobody_else() {
    let service = Service::new().await;
    let (_, path) = siti(&service).await;
    let number = "+62 21 555";
    let call = service
        .admin("POST", "/resources")
        .json(&json!({ "key": number }));
    call.send().await.ok(201);
    let person = a_person().named("Budi").email("budi@example.org");
    let budi = put(&service, person, a_member()).await;
    let give = |path: &str| {
        let body = json!({ "resources": [number] });
        service.admin("PATCH", path).json(&body)
    };
    give(&format!("/members/{}", budi.id)).send().await.ok(200);
    let before = service.dump().await;
    let refused = give(&path).send().await;
    let problem = refused.problem(409, "resource_taken");
    assert_eq!(problem["errors"][0]["field"], "resources[0]");
    assert_eq!(service.dump().await, before);
    // It is free once its holder is gone.
    let gone = format!("/members/{}?confirm=true", budi.id);
    assert_eq!(service.admin("DELETE", &gone).send().await.status, 204);
    give(&path).send().await.ok(200);
}
