//! What can be granted, through the API: catalogs, searches, sharing, and one holder.

use crate::service::Service;
use invite_domain::model::GrantKind;
use invite_testkit::{a_member, a_person};
use serde_json::{Value, json};

async fn define(service: &Service, kind: &str, body: &Value) -> Value {
    let call = service.admin("POST", &format!("/{kind}"));
    call.json(body).send().await.ok(201)
}

async fn keys(service: &Service, path: &str) -> Vec<String> {
    let listed = service.admin("GET", path).send().await.ok(200);
    let items = listed["items"].as_array().unwrap().iter();
    items
        .map(|item| item["key"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_hosting_catalog_is_adopted_with_its_names_and_its_warning() {
    let service = Service::new().await;
    let shown = service.admin("GET", "/catalogs").send().await.ok(200);
    assert_eq!(
        shown["items"][0]["permissions"].as_array().unwrap().len(),
        13
    );
    let first = service
        .admin("POST", "/catalogs/hosting")
        .send()
        .await
        .ok(200);
    let again = service
        .admin("POST", "/catalogs/hosting")
        .send()
        .await
        .ok(200);
    for (answer, outcome) in [(first, "created"), (again, "already_defined")] {
        let results = answer["results"].as_array().unwrap();
        assert_eq!(results.len(), 13);
        assert!(
            results.iter().all(|one| one["outcome"] == outcome),
            "{answer}"
        );
    }
    let path = "/permissions/manage_master_profile";
    let master = service.admin("GET", path).send().await.ok(200);
    assert_eq!(master["name"], "Modify Master Account Profile");
    assert_eq!(master["texts"]["id"]["name"], "Ubah Profil Akun Master");
    for locale in ["en", "id", "ru"] {
        assert!(master["texts"][locale]["warning"].is_string(), "{master}");
    }
    assert_eq!(
        keys(&service, "/permissions?q=faktur").await,
        ["view_pay_invoices"]
    );
    let unknown = service.admin("POST", "/catalogs/nothing").send().await;
    unknown.problem(404, "catalog_not_found");
}

#[tokio::test]
async fn many_numbers_are_defined_at_once_searched_and_paged() {
    let service = Service::new().await;
    let items: Vec<_> = (0..120)
        .map(|n| json!({ "key": format!("+1 415 555 {n:04}") }))
        .collect();
    let body = json!({ "items": items });
    let done = service
        .admin("POST", "/resources")
        .json(&body)
        .send()
        .await
        .ok(200);
    assert_eq!(done["results"].as_array().unwrap().len(), 120);
    assert_eq!(
        keys(&service, "/resources?q=5550117").await,
        ["+1 415 555 0117"]
    );
    let (mut all, mut path) = (0, "/resources?limit=50".to_owned());
    loop {
        let page = service.admin("GET", &path).send().await.ok(200);
        all += page["items"].as_array().unwrap().len();
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/resources?limit=50&cursor={next}");
    }
    assert_eq!(all, 120);
}

#[tokio::test]
async fn a_key_of_any_characters_is_addressed_changed_and_removed() {
    let service = Service::new().await;
    define(
        &service,
        "roles",
        &json!({ "key": "Sales/East & Ёж", "name": "East" }),
    )
    .await;
    let path = "/roles/Sales%2FEast%20%26%20%D0%81%D0%B6";
    let shown = service.admin("GET", path).send().await.ok(200);
    assert_eq!(shown["name"], "East");
    let body = json!({ "texts": { "ru": { "name": "Восток" }, "en": null } });
    let changed = service
        .admin("PATCH", path)
        .json(&body)
        .send()
        .await
        .ok(200);
    assert_eq!(changed["texts"], json!({ "ru": { "name": "Восток" } }));
    let gone = service.admin("DELETE", path).send().await;
    assert_eq!(gone.status.as_u16(), 204);
    service
        .admin("GET", path)
        .send()
        .await
        .problem(404, "grantable_not_found");
}

#[tokio::test]
async fn a_number_tells_its_holder_and_belongs_to_nobody_else() {
    let service = Service::new().await;
    define(&service, "resources", &json!({ "key": "+1 555" })).await;
    define(&service, "resources", &json!({ "key": "+1 556" })).await;
    let holder = a_member()
        .who(a_person().named("Siti").email("siti@example.org"))
        .holding(GrantKind::Resource, "+1 555");
    let holder = holder
        .put_into(&service.store, &service.account)
        .await
        .unwrap();
    let shown = service
        .admin("GET", "/resources/%2B1%20555")
        .send()
        .await
        .ok(200);
    assert_eq!(shown["holder_count"], 1);
    assert_eq!(
        shown["holders"],
        json!([{ "member_id": holder.id.to_string(), "name": "Siti" }])
    );
    assert_eq!(
        keys(&service, "/resources?available=true").await,
        ["+1 556"]
    );

    let invite = json!({ "email": "b@example.org", "resources": ["+1 556", "+1 555"] });
    let taken = service
        .admin("POST", "/invitations")
        .json(&invite)
        .send()
        .await;
    taken.fields(409, "resource_taken", &[("resources[1]", "resource_taken")]);
    let first = json!({ "email": "c@example.org", "resources": ["+1 556"] });
    service
        .admin("POST", "/invitations")
        .json(&first)
        .send()
        .await
        .ok(201);
    let second = json!({ "invitations": [{ "email": "d@example.org", "resources": ["+1 556"] }] });
    let batch = service
        .admin("POST", "/invitations/batch")
        .json(&second)
        .send()
        .await
        .ok(200);
    assert_eq!(batch["results"][0]["problem"]["code"], "resource_promised");

    let in_use = service
        .admin("DELETE", "/resources/%2B1%20555")
        .send()
        .await;
    let problem = in_use.problem(409, "in_use");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("members who hold it: 1")
    );
}

#[tokio::test]
async fn an_unknown_role_is_named_with_what_was_meant() {
    let service = Service::new().await;
    define(&service, "roles", &json!({ "key": "Salesperson" })).await;
    let body = json!({ "email": "a@example.org", "roles": ["Salesperson", "sales person"] });
    let refused = service
        .admin("POST", "/invitations")
        .json(&body)
        .send()
        .await;
    refused.fields(422, "invalid_input", &[("roles[1]", "unknown_role")]);
    let detail = refused.json()["errors"][0]["detail"].to_string();
    assert!(detail.contains("Salesperson"), "{detail}");
}

#[tokio::test]
async fn a_wrong_definition_is_named_by_its_place_and_nothing_is_defined() {
    let service = Service::new().await;
    let long = "x".repeat(101);
    let body =
        json!({ "items": [{ "key": "good" }, { "key": long }, { "key": "z", "shared": true }] });
    let refused = service.admin("POST", "/roles").json(&body).send().await;
    let expected = [
        ("items[1].key", "too_long"),
        ("items[2].shared", "resources_only"),
    ];
    refused.fields(422, "invalid_input", &expected);
    assert!(keys(&service, "/roles").await.is_empty());
    let none = service
        .admin("POST", "/roles")
        .json(&json!({}))
        .send()
        .await;
    none.fields(422, "invalid_input", &[("key", "required")]);
}
