//! The audit log: who did what to whom, when, through what; read in pages, by conditions, and exported.

use crate::service::{Answer, PASSWORD, Service};
use chrono::TimeDelta;
use invite_domain::model::Scope;
use serde_json::{Value, json};

async fn read(service: &Service, query: &str) -> Value {
    let answer = service.admin("GET", &format!("/audit{query}")).send().await;
    answer.ok(200)
}

fn actions(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|entry| entry["action"].as_str().unwrap())
        .collect()
}

/// Lets things happen, one second after the other.
async fn a_day(service: &Service) -> String {
    let session = service.sign_in().await;
    let by_ana = async |method: &str, path: &str, body: Value| {
        service.clock.advance(TimeDelta::seconds(1));
        let call = service.call(method, &format!("/api/v1/accounts/maju{path}"));
        call.session(&session).json(&body).send().await
    };
    by_ana("POST", "/roles", json!({ "key": "Sales" }))
        .await
        .ok(201);
    let body = json!({ "email": "siti@example.org", "name": "Siti", "send": true });
    let invited = by_ana("POST", "/invitations", body).await.ok(201);
    service.deliver().await;
    service.clock.advance(TimeDelta::seconds(1));
    let token = service.token("siti@example.org");
    let body = json!({ "token": token, "password": PASSWORD });
    service
        .post("/invitations/accept", &body)
        .send()
        .await
        .ok(200);
    by_ana("PATCH", "", json!({ "settings": { "seats": 9 } }))
        .await
        .ok(200);
    invited["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_whom_when_and_through_what() {
    let service = Service::new().await;
    let invitation = a_day(&service).await;
    let list = read(&service, "").await;
    let expected = [
        "account.edited",
        "invitation.accepted",
        "invitation.invited",
        "invitation.queued",
        "invitation.created",
        "grantable.defined",
        "api_key.created",
    ];
    assert_eq!(actions(&list), expected);
    let queued = &list["items"][3];
    let ana = json!({ "kind": "user", "id": service.ana.user_id.to_string(), "name": "Ana" });
    assert_eq!(queued["actor"], ana);
    assert_eq!(queued["via"], "api");
    let subject = json!({ "kind": "invitation", "id": invitation, "name": "Siti" });
    assert_eq!(queued["subject"], subject);
    assert!(queued["at"].is_string() && queued["id"].is_string());
    let handed_over = &list["items"][2];
    assert_eq!(handed_over["via"], "worker");
    assert_eq!(handed_over["actor"]["kind"], "system");
    let edited = &list["items"][0];
    assert_eq!(edited["detail"], "settings.seats");
    assert_eq!(edited["subject"]["kind"], "account");
    assert_eq!(edited["subject"]["name"], "Maju");
    let accepted = &list["items"][1];
    assert_eq!(accepted["actor"]["name"], "Siti");
}

#[tokio::test]
async fn the_log_is_narrowed_by_every_condition_and_walked_through() {
    let service = Service::new().await;
    let invitation = a_day(&service).await;
    let list = read(&service, "").await;
    let at = |n: usize| list["items"][n]["at"].as_str().unwrap().replace('+', "%2B");
    let member = service.admin("GET", "/members?q=siti").send().await.ok(200);
    let member = member["items"][0]["id"].as_str().unwrap().to_owned();
    let ana = service.ana.user_id;
    for (query, expected) in [
        (
            "?action=invitation.queued".to_owned(),
            &["invitation.queued"][..],
        ),
        ("?action=grantable".to_owned(), &["grantable.defined"]),
        (
            format!("?actor={ana}&action=invitation"),
            &["invitation.queued", "invitation.created"],
        ),
        ("?via=worker".to_owned(), &["invitation.invited"]),
        (format!("?member={member}"), &["invitation.accepted"]),
        (
            format!("?invitation={invitation}&via=api"),
            &[
                "invitation.accepted",
                "invitation.queued",
                "invitation.created",
            ],
        ),
        (format!("?from={}", at(0)), &["account.edited"]),
        (
            format!("?to={}", at(4)),
            &["grantable.defined", "api_key.created"],
        ),
    ] {
        assert_eq!(actions(&read(&service, &query).await), expected, "{query}");
    }
    let (mut walked, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = read(&service, &format!("?limit=2{cursor}")).await;
        walked.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(&walked, list["items"].as_array().unwrap());
}

#[tokio::test]
async fn a_bad_condition_is_named() {
    let service = Service::new().await;
    for (query, field, code) in [
        ("action=", "action", "action_invalid"),
        ("action=Invitation", "action", "action_invalid"),
        ("action=a.b.c", "action", "action_invalid"),
        ("action=a%25", "action", "action_invalid"),
        ("actor=ana", "actor", "id_invalid"),
        ("via=mail", "via", "unknown_via"),
        ("invitation=1", "invitation", "id_invalid"),
        ("member=%00", "member", "id_invalid"),
        ("from=yesterday", "from", "wrong_type"),
        ("to=2026-13-01", "to", "wrong_type"),
        ("cursor=x", "cursor", "invalid_cursor"),
        ("limit=0", "limit", "out_of_range"),
    ] {
        let answer = service
            .admin("GET", &format!("/audit?{query}"))
            .send()
            .await;
        answer.fields(400, "invalid_parameter", &[(field, code)]);
        if !["cursor", "limit"].contains(&field) {
            let answer = service
                .admin("GET", &format!("/audit.csv?{query}"))
                .send()
                .await;
            answer.fields(400, "invalid_parameter", &[(field, code)]);
        }
    }
}

#[tokio::test]
async fn nobody_but_administrators_reads_the_log() {
    let service = Service::new().await;
    for scope in [Scope::Read, Scope::Invite] {
        let key = service.key_for(&service.account, scope).await;
        // Even a wrong condition tells nothing more.
        for path in ["/audit", "/audit.csv"] {
            let call = service.call("GET", &format!("/api/v1/accounts/maju{path}"));
            call.key(&key).send().await.problem(403, "forbidden");
        }
    }
    let theirs = service.key_for(&service.foreign, Scope::Administer).await;
    let ask = async |account: &str, path: &str| -> Answer {
        let call = service.call("GET", &format!("/api/v1/accounts/{account}{path}"));
        call.key(&theirs)
            .header("x-request-id", "same")
            .send()
            .await
    };
    for path in ["/audit", "/audit.csv"] {
        let foreign = ask("maju", path).await;
        foreign.problem(404, "account_not_found");
        assert_eq!(foreign, ask("nobody", path).await);
    }
}

#[tokio::test]
async fn two_accounts_logs_have_no_entry_in_common() {
    let service = Service::new().await;
    let invitation = a_day(&service).await;
    let theirs = service.key_for(&service.foreign, Scope::Administer).await;
    let read_theirs = async |query: &str| {
        let call = service.call("GET", &format!("/api/v1/accounts/jaya/audit{query}"));
        call.key(&theirs).send().await.ok(200)
    };
    assert_eq!(actions(&read_theirs("").await), ["api_key.created"]);
    for query in [
        format!("?invitation={invitation}"),
        format!("?actor={}", service.ana.user_id),
    ] {
        assert!(actions(&read_theirs(&query).await).is_empty(), "{query}");
    }
}

#[tokio::test]
async fn what_belongs_to_a_person_is_in_no_accounts_log() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let call = service.call("DELETE", "/api/v1/sessions/current");
    assert_eq!(call.session(&session).send().await.status.as_u16(), 204);
    assert_eq!(actions(&read(&service, "").await), ["api_key.created"]);
}

#[tokio::test]
async fn the_log_is_exported_as_a_table() {
    let service = Service::new().await;
    let body = json!({ "email": "x@example.org", "name": "=HYPERLINK(\"x\"),\"Evil\"" });
    let made = service.invite(body).await;
    let answer = service
        .admin("GET", "/audit.csv?action=invitation")
        .send()
        .await;
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let name = answer.header("content-disposition");
    assert_eq!(name, "attachment; filename=\"audit-maju.csv\"");
    let list = read(&service, "?action=invitation").await;
    let entry = &list["items"][0];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (id, actor) = (text(&entry["id"]), &entry["actor"]);
    let (actor_id, invitation) = (text(&actor["id"]), text(&made["id"]));
    let header = "id,at,action,actor_kind,actor_id,actor_name,via,subject_kind,subject_id,subject_name,detail";
    let evil = "\"'=HYPERLINK(\"\"x\"\"),\"\"Evil\"\"\"";
    let at = "2026-01-05T09:00:00.000Z";
    let expected = format!(
        "{header}\r\n{id},{at},invitation.created,api_key,{actor_id},Importer,api,invitation,{invitation},{evil},\r\n"
    );
    assert_eq!(answer.body, expected);
}

#[tokio::test]
async fn an_export_holds_every_entry_however_many_there_are() {
    let service = Service::new().await;
    for batch in 0..7 {
        let people: Vec<_> = (0..90)
            .map(|n| json!({ "email": format!("p{batch}-{n}@example.org") }))
            .collect();
        let body = json!({ "invitations": people });
        service
            .admin("POST", "/invitations/batch")
            .json(&body)
            .send()
            .await
            .ok(200);
        service.clock.advance(TimeDelta::seconds(1));
    }
    let answer = service.admin("GET", "/audit.csv").send().await;
    let lines: Vec<_> = answer.body.lines().collect();
    assert_eq!(lines.len(), 1 + 1 + 7 * 90, "names, the key, and everyone");
    let ids: std::collections::BTreeSet<_> = lines.iter().map(|l| l.split(',').next()).collect();
    assert_eq!(ids.len(), lines.len());
    assert!(answer.body.ends_with("\r\n"));
}

#[tokio::test]
async fn no_secret_is_in_the_log() {
    let service = Service::new().await;
    let token = {
        a_day(&service).await;
        service.token("siti@example.org")
    };
    for path in ["/audit", "/audit.csv"] {
        let answer = service.admin("GET", path).send().await;
        assert!(!answer.body.contains(&token) && !answer.body.contains(PASSWORD));
        assert!(!answer.body.contains("invk_") && !answer.body.contains("invt_"));
    }
}
