//! Check, then act: what many at once must not get out of it.

use super::{PASSWORD, account, invited};
use crate::harness::{ADMIN_EMAIL, ADMIN_PASSWORD, Database, Person, Site, on_both_databases};
use invite_testkit::smtp_sink::Script;
use reqwest::Method;
use serde_json::json;

on_both_databases! {
    more_than_the_seats_never_come_in
    one_number_never_goes_to_two
    two_administrators_do_not_remove_each_other
}

async fn more_than_the_seats_never_come_in(database: Database) {
    let site = Site::new(database, Script::new());
    let (one, two) = (site.start(), site.start());
    let apis = [site.api(&one), site.api(&two)];
    let settings = json!({ "settings": { "seats": 4 } });
    let set = apis[0]
        .call(
            Method::PATCH,
            &format!("/api/v1{}", account("")),
            Some(settings),
        )
        .await;
    assert_eq!(set.status, 200, "{set:?}");
    let mut tokens = Vec::new();
    for n in 0..16 {
        let email = format!("p{n}@example.org");
        tokens.push(invited(&site, &apis[n % 2], &email, json!({})).await.1);
    }
    let accepting = tokens.into_iter().enumerate().map(|(n, token)| {
        let api = apis[n % 2].clone();
        tokio::spawn(async move { api.accept(&token, PASSWORD).await })
    });
    let mut codes = Vec::new();
    for accepting in accepting.collect::<Vec<_>>() {
        let answer = accepting.await.unwrap();
        codes.push(answer.code().to_owned());
    }
    // The administrator has one of the four.
    assert_eq!(
        codes.iter().filter(|code| code.is_empty()).count(),
        3,
        "{codes:?}"
    );
    assert_eq!(
        codes.iter().filter(|code| *code == "no_seat").count(),
        13,
        "{codes:?}"
    );
    let members = apis[0]
        .get(&format!("/api/v1{}", account("/members")))
        .await;
    assert_eq!(members.body["items"].as_array().unwrap().len(), 4);
}

async fn one_number_never_goes_to_two(database: Database) {
    let site = Site::new(database, Script::new());
    let (one, two) = (site.start(), site.start());
    let apis = [site.api(&one), site.api(&two)];
    super::define(&apis[0], "/resources", "+12025550101").await;
    let shared = json!({ "key": "+12025550100", "shared": true });
    apis[0]
        .post(&format!("/api/v1{}", account("/resources")), shared)
        .await;
    // Invited with nothing, then given the number while they come in: only acceptance decides.
    let mut tokens = Vec::new();
    for n in 0..6 {
        let email = format!("p{n}@example.org");
        let grant = json!({ "resources": ["+12025550100"] });
        let (id, token) = invited(&site, &apis[n % 2], &email, grant).await;
        tokens.push((id, token));
    }
    let accepting = tokens.into_iter().enumerate().map(|(n, (_, token))| {
        let api = apis[n % 2].clone();
        tokio::spawn(async move { api.accept(&token, PASSWORD).await })
    });
    for accepting in accepting.collect::<Vec<_>>() {
        assert_eq!(
            accepting.await.unwrap().status,
            200,
            "a shared one goes to everyone"
        );
    }
    let members = apis[0]
        .get(&format!("/api/v1{}", account("/members?q=p")))
        .await;
    let ids: Vec<String> = members.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|member| member["email"] != ADMIN_EMAIL)
        .map(|member| member["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 6);
    let giving = ids.into_iter().enumerate().map(|(n, id)| {
        let api = apis[n % 2].clone();
        let place = format!("/api/v1{}", account(&format!("/members/{id}")));
        let body = json!({ "resources": ["+12025550101"] });
        tokio::spawn(async move { api.call(Method::PATCH, &place, Some(body)).await })
    });
    let mut statuses = Vec::new();
    for giving in giving.collect::<Vec<_>>() {
        statuses.push(giving.await.unwrap().status);
    }
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert!(statuses.iter().all(|status| *status < 500), "{statuses:?}");
    let holders = apis[0]
        .get(&format!(
            "/api/v1{}",
            account("/members?resource=%2B12025550101")
        ))
        .await;
    assert_eq!(
        holders.body["items"].as_array().unwrap().len(),
        1,
        "{holders:?}"
    );
}

async fn two_administrators_do_not_remove_each_other(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let grant = json!({ "access_type": "administrator" });
    let mut budi = super::member(&site, &service, &api, "budi@example.org", grant).await;
    let mut siti = Person::signed_in(&service, ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let members = siti
        .sees(&account("/members?access_type=administrator"))
        .await;
    let place = |email: &str| {
        let items = members["items"].as_array().unwrap();
        let member = items.iter().find(|item| item["email"] == email).unwrap();
        account(&format!(
            "/members/{}?confirm=true",
            member["id"].as_str().unwrap()
        ))
    };
    let (siti_goes, budi_goes) = (place(ADMIN_EMAIL), place("budi@example.org"));
    let (by_budi, by_siti) = tokio::join!(budi.delete(&siti_goes), siti.delete(&budi_goes));
    let removed = [by_budi.status, by_siti.status];
    assert_eq!(
        removed.iter().filter(|status| **status == 204).count(),
        1,
        "{removed:?}"
    );
    let left = api
        .get(&format!(
            "/api/v1{}",
            account("/members?access_type=administrator")
        ))
        .await;
    assert_eq!(left.body["items"].as_array().unwrap().len(), 1);
}
