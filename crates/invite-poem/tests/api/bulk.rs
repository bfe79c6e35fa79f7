//! Many at once: an answer for each row, and no row harms another.

use crate::service::Service;
use invite_domain::model::Scope;
use serde_json::{Value, json};

fn outcomes(answer: &Value) -> Vec<&str> {
    let results = answer["results"].as_array().unwrap();
    for (place, result) in results.iter().enumerate() {
        if let Some(index) = result.get("index") {
            assert_eq!(*index, place);
        }
        let refused = result.get("problem").is_some();
        assert_ne!(refused, result.get("invitation").is_some(), "{result:#}");
    }
    results
        .iter()
        .map(|r| r["outcome"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn every_row_has_an_answer_of_its_own() {
    let service = Service::new().await;
    let rows = json!({ "invitations": [
        { "email": "a@example.org" },
        { "email": "b@example.org", "send": true },
        { "email": "A@example.org" },
        { "email": "ana@example.org" },
        { "email": "nonsense", "name": "" },
        { "email": "c@example.org", "roles": ["Nobody"] },
        { "email": "d@example.org", "more": 1 },
        "text",
        null,
        { "email": "e@example.org" },
    ]});
    let answer = service
        .admin("POST", "/invitations/batch")
        .json(&rows)
        .send()
        .await
        .ok(200);
    assert_eq!(
        outcomes(&answer),
        [
            "created",
            "queued",
            "already_invited",
            "already_member",
            "invalid",
            "invalid",
            "invalid",
            "invalid",
            "invalid",
            "created"
        ]
    );
    let problem = |n: usize| &answer["results"][n]["problem"];
    assert_eq!(problem(4)["errors"][0]["field"], "email");
    assert_eq!(problem(4)["errors"][1]["field"], "name");
    assert_eq!(problem(5)["errors"][0]["field"], "roles[0]");
    assert_eq!(problem(6)["errors"][0]["code"], "unknown_field");
    assert_eq!(service.woken(), 1);
    let counts = service
        .admin("GET", "/invitations/counts")
        .send()
        .await
        .ok(200);
    assert_eq!(counts["total"], 3);

    let inviting = service.key_for(&service.account, Scope::Invite).await;
    let rows = json!({ "invitations": [{ "email": "x@example.org", "access_type": "administrator" }, { "email": "y@example.org" }] });
    let call = service
        .call("POST", "/api/v1/accounts/maju/invitations/batch")
        .key(&inviting);
    let answer = call.json(&rows).send().await.ok(200);
    assert_eq!(outcomes(&answer), ["forbidden", "created"]);
}

#[tokio::test]
async fn a_batch_has_an_end() {
    let service = Service::new().await;
    let rows = |n: usize| json!({ "invitations": (0..n).map(|i| json!({ "email": format!("r{i}@example.org") })).collect::<Vec<_>>() });
    for (body, field, code) in [
        (rows(1001), "invitations", "too_many"),
        (rows(0), "invitations", "required"),
        (json!({}), "invitations", "required"),
        (json!({ "invitations": {} }), "invitations", "wrong_type"),
        (
            json!({ "invitations": [{}], "send": true }),
            "send",
            "unknown_field",
        ),
    ] {
        let answer = service
            .admin("POST", "/invitations/batch")
            .json(&body)
            .send()
            .await;
        answer.fields(422, "invalid_input", &[(field, code)]);
    }
    let answer = service
        .admin("POST", "/invitations/batch")
        .json(&rows(1000))
        .send()
        .await
        .ok(200);
    assert!(
        outcomes(&answer)
            .iter()
            .all(|outcome| *outcome == "created")
    );
}

#[tokio::test]
async fn a_selection_is_sent() {
    let service = Service::new().await;
    let mut ids = Vec::new();
    for n in 0..3 {
        let made = service
            .invite(json!({ "email": format!("p{n}@example.org") }))
            .await;
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    let body = json!({ "ids": [ids[0], ids[0], "nonsense", uuid::Uuid::from_u128(9).to_string()] });
    let answer = service
        .admin("POST", "/invitations/send")
        .json(&body)
        .send()
        .await
        .ok(200);
    assert_eq!(
        outcomes(&answer),
        ["queued", "refused", "refused", "refused"]
    );
    let codes: Vec<&Value> = (1..4)
        .map(|n| &answer["results"][n]["problem"]["code"])
        .collect();
    assert_eq!(
        codes,
        [
            "illegal_transition",
            "invitation_not_found",
            "invitation_not_found"
        ]
    );
    assert_eq!(answer["results"][2]["id"], "nonsense");

    let body = json!({ "filter": { "status": "not_invited" } });
    let answer = service
        .admin("POST", "/invitations/send")
        .json(&body)
        .send()
        .await
        .ok(200);
    assert_eq!(outcomes(&answer), ["queued", "queued"]);
    assert!(answer["next_cursor"].is_null());
    assert_eq!(service.woken(), 3);

    for (body, field, code) in [
        (json!({}), "ids", "required"),
        (json!({ "ids": [] }), "ids", "required"),
        (json!({ "ids": ids, "filter": {} }), "filter", "ambiguous"),
        (json!({ "ids": ids, "cursor": "x" }), "cursor", "ambiguous"),
        (
            json!({ "filter": {}, "cursor": "x" }),
            "cursor",
            "invalid_cursor",
        ),
        (
            json!({ "filter": { "status": "pending" } }),
            "filter.status",
            "unknown_value",
        ),
        (
            json!({ "filter": { "role": "" } }),
            "filter.role",
            "required",
        ),
        (
            json!({ "filter": { "name": "x" } }),
            "filter.name",
            "unknown_field",
        ),
    ] {
        let answer = service
            .admin("POST", "/invitations/send")
            .json(&body)
            .send()
            .await;
        answer.fields(422, "invalid_input", &[(field, code)]);
    }
}
