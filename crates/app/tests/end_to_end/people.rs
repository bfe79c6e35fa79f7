//! Members who change or go while something else happens to the same people, over several processes.

use crate::harness::{Answer, Api, Database, LONG, SLUG, Site, on_both_databases, token_of};
use invite_testkit::smtp_sink::Script;
use reqwest::{Method, header};
use serde_json::{Value, json};

on_both_databases! {
    of_administrators_who_are_taken_away_at_once_one_stays
    accepting_against_removing_the_inviter_ends_as_one_after_the_other
    accepting_against_changing_the_grant_gives_one_of_the_two
}

const PASSWORD: &str = "a quiet harbor in spring";

fn below(rest: &str) -> String {
    format!("/api/v1/accounts/{SLUG}{rest}")
}

/// Returns the members who are administrators and switched on.
async fn administrators(api: &Api) -> Vec<String> {
    let path = below("/members?access_type=administrator&active=true&limit=200");
    let list = api.get(&path).await;
    assert_eq!(list.status, 200, "{list:?}");
    let items = list.body["items"].as_array().unwrap();
    let id = |member: &Value| member["id"].as_str().unwrap().to_owned();
    items.iter().map(id).collect()
}

/// Lets someone in as an administrator, and returns their place.
async fn administrator(site: &Site, api: &Api, address: &str) -> String {
    let body = json!({ "email": address, "access_type": "administrator", "send": true });
    let made = api.post(&below("/invitations"), body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let token = token(site, address);
    let code = api.code(site, &token).await;
    let accepted = api.accept_with(&token, PASSWORD, &code).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
    accepted.body["member_id"].as_str().unwrap().to_owned()
}

/// Waits for the mail to this address and returns the token in it.
fn token(site: &Site, address: &str) -> String {
    let mut wanted = 1;
    loop {
        let mails = site.sink.wait_for(wanted, LONG).unwrap();
        let mail = mails.iter().find(|mail| mail.recipients[0] == address);
        if let Some(mail) = mail {
            return token_of(mail);
        }
        wanted = mails.len() + 1;
    }
}

async fn of_administrators_who_are_taken_away_at_once_one_stays(database: Database) {
    let site = Site::new(database, Script::new());
    let services = [site.start(), site.start()];
    let apis = [site.api(&services[0]), site.api(&services[1])];
    for n in 0..8 {
        administrator(&site, &apis[0], &format!("admin{n}@example.org")).await;
    }
    let everyone = administrators(&apis[0]).await;
    assert_eq!(everyone.len(), 9);
    let mut asked = Vec::new();
    for (n, id) in everyone.into_iter().enumerate() {
        let api = apis[n % 2].clone();
        asked.push(tokio::spawn(async move { take_away(&api, n, &id).await }));
    }
    let mut refused = 0;
    for answer in asked {
        let answer = answer.await.unwrap();
        match answer.status {
            200 | 204 => {}
            409 => {
                assert_eq!(answer.code(), "last_administrator", "{answer:?}");
                refused += 1;
            }
            _ => panic!("{answer:?}"),
        }
    }
    assert_eq!(refused, 1);
    assert_eq!(administrators(&apis[1]).await.len(), 1);
}

async fn take_away(api: &Api, n: usize, id: &str) -> Answer {
    let path = below(&format!("/members/{id}"));
    match n % 3 {
        0 => {
            let confirmed = format!("{path}?confirm=true");
            api.call(Method::DELETE, &confirmed, None).await
        }
        1 => {
            let off = json!({ "active": false });
            api.call(Method::PATCH, &path, Some(off)).await
        }
        _ => {
            let standard = json!({ "access_type": "standard" });
            api.call(Method::PATCH, &path, Some(standard)).await
        }
    }
}

/// Signs in and invites, as a page of ours would.
async fn invite_as(api: &Api, inviter: &str, address: &str) {
    let body = json!({ "email": inviter, "password": PASSWORD });
    let sessions = format!("{}/api/v1/sessions", api.url);
    let begun = api.client.post(sessions).json(&body).send().await.unwrap();
    let cookie = begun.headers()[header::SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let made = api
        .client
        .post(format!("{}{}", api.url, below("/invitations")))
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .json(&json!({ "email": address, "send": true }))
        .send();
    assert_eq!(made.await.unwrap().status(), 201);
}

async fn accepting_against_removing_the_inviter_ends_as_one_after_the_other(database: Database) {
    let site = Site::new(database, Script::new());
    let services = [site.start(), site.start()];
    let (here, there) = (site.api(&services[0]), site.api(&services[1]));
    for n in 0..6 {
        let inviter = format!("inviter{n}@example.org");
        let member = administrator(&site, &here, &inviter).await;
        let address = format!("invitee{n}@example.org");
        invite_as(&here, &inviter, &address).await;
        let token = token(&site, &address);
        let accepting = {
            let (api, token) = (here.clone(), token.clone());
            tokio::spawn(async move { api.accept(&token, PASSWORD).await })
        };
        let removing = {
            let api = there.clone();
            let path = below(&format!("/members/{member}?confirm=true"));
            tokio::spawn(async move { api.call(Method::DELETE, &path, None).await })
        };
        let (accepted, removed) = (accepting.await.unwrap(), removing.await.unwrap());
        assert_eq!(removed.status, 204, "{removed:?}");
        let found = there.get(&below(&format!("/members?q={address}"))).await;
        let found = found.body["items"].as_array().unwrap().len();
        match (accepted.status, accepted.code()) {
            (200, _) => assert_eq!(found, 1),
            (403, "inviter_not_entitled") => assert_eq!(found, 0),
            _ => panic!("{accepted:?}"),
        }
        // Whatever it was, it stays so.
        let again = there.accept(&token, PASSWORD).await;
        assert_eq!(again.status, accepted.status, "{again:?}");
    }
}

async fn accepting_against_changing_the_grant_gives_one_of_the_two(database: Database) {
    let site = Site::new(database, Script::new());
    let services = [site.start(), site.start()];
    let (here, there) = (site.api(&services[0]), site.api(&services[1]));
    let role = here.post(&below("/roles"), json!({ "key": "Clerk" })).await;
    assert_eq!(role.status, 201, "{role:?}");
    for n in 0..10 {
        let address = format!("p{n}@example.org");
        let invitation = here.invite(&address).await;
        let token = token(&site, &address);
        let accepting = {
            let api = here.clone();
            tokio::spawn(async move { api.accept(&token, PASSWORD).await })
        };
        let changing = {
            let (api, path) = (there.clone(), Api::place(&invitation));
            let clerk = json!({ "roles": ["Clerk"] });
            tokio::spawn(async move { api.call(Method::PATCH, &path, Some(clerk)).await })
        };
        let (accepted, changed) = (accepting.await.unwrap(), changing.await.unwrap());
        assert_eq!(accepted.status, 200, "{accepted:?}");
        let member = accepted.body["member_id"].as_str().unwrap();
        let member = there.get(&below(&format!("/members/{member}"))).await;
        let expected = match (changed.status, changed.code()) {
            (200, _) => json!(["Clerk"]),
            (409, "not_editable") => json!([]),
            _ => panic!("{changed:?}"),
        };
        assert_eq!(member.body["roles"], expected, "{member:?}");
    }
}
