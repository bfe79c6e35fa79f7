//! What a person changes of themselves.

use crate::service::Service;
use serde_json::{Value, json};

#[tokio::test]
async fn a_person_changes_their_name_and_language_and_nothing_else_of_themselves() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let change = async |body: Value| {
        let call = service.call("PATCH", "/api/v1/profile").session(&session);
        call.json(&body).send().await
    };
    let before = change(json!({})).await.ok(200);
    let named = change(json!({ "name": "Ana M." })).await.ok(200);
    assert_eq!(named["user"]["name"], "Ana M.");
    assert_eq!(named["user"]["locale"], before["user"]["locale"]);
    let spoken = change(json!({ "locale": "id" })).await.ok(200);
    assert_eq!(spoken["user"]["name"], "Ana M.");
    assert_eq!(spoken["user"]["locale"], "id");
    assert_eq!(spoken["accounts"], before["accounts"]);

    let wrong = change(json!({ "name": "", "locale": "xx" })).await;
    let wrong = wrong.problem(422, "invalid_input");
    let fields = wrong["errors"].as_array().unwrap();
    let fields: Vec<_> = fields.iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["name", "locale"]);
    change(json!({ "email": "someone@else.example" }))
        .await
        .problem(422, "invalid_input");
    let call = service.call("GET", "/api/v1/sessions/current");
    let now = call.session(&session).send().await.ok(200);
    assert_eq!(now, spoken);
    let call = service.call("PATCH", "/api/v1/profile").json(&json!({}));
    call.send().await.problem(401, "unauthenticated");
}
