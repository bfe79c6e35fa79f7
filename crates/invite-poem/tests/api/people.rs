//! Everyone in an account, invited or in, as one list.

use crate::service::Service;
use serde_json::{Value, json};

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|p| p["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn invited_people_and_members_are_one_list() {
    let service = Service::new().await;
    let siti = service
        .invite(json!({ "email": "siti@example.org", "name": "Siti" }))
        .await;
    let list = service.admin("GET", "/people?sort=name").send().await;
    let list = list.ok(200);
    assert_eq!(names(&list), ["Ana", "Siti"]);
    let (ana, invited) = (&list["items"][0], &list["items"][1]);
    assert_eq!(ana["status"], "accepted");
    assert_eq!(ana["member"]["email"], "ana@example.org");
    assert_eq!(
        (&ana["invitation"], &ana["invitation_id"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(invited["status"], siti["status"]);
    assert_eq!(invited["invitation"], siti);
    assert_eq!(invited["id"], siti["id"]);
    assert_eq!(invited["member"], Value::Null);
}

#[tokio::test]
async fn people_are_filtered_and_walked_through_in_each_order() {
    let service = Service::new().await;
    for n in 0..5 {
        service
            .invite(json!({ "email": format!("p{n}@example.org") }))
            .await;
    }
    for sort in ["newest", "oldest", "name"] {
        let (mut cursor, mut seen) = (String::new(), 0);
        loop {
            let path = format!("/people?limit=2&q=EXAMPLE&sort={sort}{cursor}");
            let page = service.admin("GET", &path).send().await.ok(200);
            seen += names(&page).len();
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, 6, "{sort}");
    }
    for (query, expected) in [
        ("status=accepted", 1),
        ("access_type=administrator", 1),
        ("user_type=internal", 6),
        ("status=switched_off", 0),
        ("role=Sales", 0),
        ("q=p3", 1),
    ] {
        let list = service
            .admin("GET", &format!("/people?{query}"))
            .send()
            .await;
        assert_eq!(names(&list.ok(200)).len(), expected, "{query}");
    }
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_by_name() {
    let service = Service::new().await;
    service.invite(json!({ "email": "a@example.org" })).await;
    let page = service.admin("GET", "/people?limit=1").send().await.ok(200);
    let by_time = page["next_cursor"].as_str().unwrap().to_owned();
    for (query, field) in [
        ("cursor=nonsense", "cursor"),
        // A place in a list of another order.
        (&*format!("sort=name&cursor={by_time}"), "cursor"),
        ("limit=0", "limit"),
        ("role=a&group=b", "group"),
    ] {
        let answer = service
            .admin("GET", &format!("/people?{query}"))
            .send()
            .await;
        let problem = answer.problem(400, "invalid_parameter");
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
    }
}
