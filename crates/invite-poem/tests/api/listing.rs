//! Lists, searches and counts.

use crate::service::Service;
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn a_walk_through_the_pages_finds_everyone_once() {
    let service = Service::new().await;
    let mut made = BTreeSet::new();
    for n in 0..23 {
        let invitation = service
            .invite(json!({ "email": format!("p{n}@example.org") }))
            .await;
        made.insert(invitation["id"].as_str().unwrap().to_owned());
    }
    for limit in [1, 7, 23, 200] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/invitations?limit={limit}{cursor}");
            let page = service.admin("GET", &path).send().await.ok(200);
            let ids = page["items"].as_array().unwrap().iter();
            seen.extend(ids.map(|item| item["id"].as_str().unwrap().to_owned()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 23, "limit {limit}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made);
    }
    let page = service.admin("GET", "/invitations").send().await.ok(200);
    assert_eq!(
        page["items"].as_array().unwrap().len(),
        23,
        "50 when nothing is said"
    );
}

#[tokio::test]
async fn conditions_narrow_the_list() {
    let service = Service::new().await;
    service
        .admin("POST", "/roles")
        .json(&json!({ "key": "Boss" }))
        .send()
        .await
        .ok(201);
    service
        .invite(json!({ "email": "a@example.org", "name": "Siti", "roles": ["Boss"] }))
        .await;
    service
        .invite(json!({ "email": "b@example.org", "name": "100%", "send": true }))
        .await;
    service
        .invite(json!({ "email": "c@example.org", "groups": ["Everybody"] }))
        .await;
    for (query, expected) in [
        ("", 3),
        ("?status=queued", 1),
        ("?status=not_invited", 2),
        ("?q=SITI", 1),
        ("?q=%25", 1),
        ("?q=", 3),
        ("?role=Boss", 1),
        ("?group=Everybody", 1),
        ("?role=Nobody", 0),
        ("?status=queued&q=siti", 0),
    ] {
        let page = service
            .admin("GET", &format!("/invitations{query}"))
            .send()
            .await
            .ok(200);
        assert_eq!(page["items"].as_array().unwrap().len(), expected, "{query}");
    }
    let counts = service
        .admin("GET", "/invitations/counts")
        .send()
        .await
        .ok(200);
    assert_eq!(counts["total"], 3);
    assert_eq!(
        (&counts["queued"], &counts["not_invited"]),
        (&json!(1), &json!(2))
    );
}

#[tokio::test]
async fn wrong_conditions_are_named() {
    let service = Service::new().await;
    let long = format!("?q={}", "x".repeat(201));
    for (query, field, code) in [
        ("?limit=0", "limit", "out_of_range"),
        ("?limit=201", "limit", "out_of_range"),
        ("?limit=-1", "limit", "wrong_type"),
        ("?limit=many", "limit", "wrong_type"),
        ("?limit=99999999999999", "limit", "wrong_type"),
        ("?status=pending", "status", "wrong_type"),
        ("?cursor=x", "cursor", "invalid_cursor"),
        ("?cursor=", "cursor", "invalid_cursor"),
        ("?role=a&group=b", "group", "ambiguous"),
        ("?role=", "role", "required"),
        (&long, "q", "too_long"),
    ] {
        let answer = service
            .admin("GET", &format!("/invitations{query}"))
            .send()
            .await;
        answer.fields(400, "invalid_parameter", &[(field, code)]);
    }
}
