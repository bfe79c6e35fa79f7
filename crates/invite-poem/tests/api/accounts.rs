//! Accounts one above the other: listing, moving, suspending.

use crate::service::{Answer, PASSWORD, Service};
use invite_domain::{
    model::{Account, Password, Scope},
    ports::PasswordHasher,
};
use invite_testkit::{AccountBuilder, PlainPasswords, a_member, a_person, an_account};
use serde_json::{Value, json};

/// A reseller, its customers and a customer's customer: `induk` above `anak` and `adik`, `anak` above
/// `cucu`. Beside them the service's own `maju` and `jaya`.
struct Family {
    service: Service,
    induk: Account,
    anak: Account,
    adik: Account,
    cucu: Account,
}

impl Family {
    async fn new() -> Self {
        let service = Service::new().await;
        let store = service.store.clone();
        let make = async |account: AccountBuilder| account.put_into(&store).await.unwrap();
        let induk = make(an_account().named("Induk")).await;
        let anak = make(an_account().named("Anak").below(&induk)).await;
        let adik = make(an_account().named("Adik").below(&induk)).await;
        let cucu = make(an_account().named("Cucu").below(&anak)).await;
        Self {
            service,
            induk,
            anak,
            adik,
            cucu,
        }
    }

    /// Makes an administrator of an account and returns the token of their session.
    async fn administrator(&self, account: &Account) -> String {
        let password = Password::new(PASSWORD);
        let hash = PlainPasswords::default().hash(&password).await.unwrap();
        let address = format!("admin@{}.example.org", account.slug);
        let person = a_person().named(account.name.as_str()).email(&address);
        let member = a_member().administrator().who(person.password(hash));
        member.put_into(&self.service.store, account).await.unwrap();
        let body = json!({ "email": address, "password": PASSWORD });
        let answer = self.service.post("/sessions", &body).send().await;
        crate::service::session_of(&answer)
    }

    async fn ask(&self, session: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        let call = self
            .service
            .call(method, &format!("/api/v1/accounts{path}"));
        let call = call.session(session).header("x-request-id", "same");
        match body {
            Some(body) => call.json(&body).send().await,
            None => call.send().await,
        }
    }

    async fn put_below(&self, session: &str, account: &str, parent: &str) -> Answer {
        let body = json!({ "parent_id": parent });
        self.ask(session, "PATCH", &format!("/{account}"), Some(body))
            .await
    }
}

fn summary(list: &Value) -> Vec<(String, String)> {
    let items = list["items"].as_array().unwrap().iter();
    let text = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
    items
        .map(|item| (text(item, "slug"), text(item, "access")))
        .collect()
}

fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
    owned.collect()
}

#[tokio::test]
async fn the_list_holds_what_one_may_enter_and_nothing_else() {
    let family = Family::new().await;
    let (boss, child) = (
        family.administrator(&family.induk).await,
        family.administrator(&family.anak).await,
    );
    let of_boss = family.ask(&boss, "GET", "", None).await.ok(200);
    let whole = [
        ("adik", "parent"),
        ("anak", "parent"),
        ("cucu", "parent"),
        ("induk", "administrator"),
    ];
    assert_eq!(summary(&of_boss), expected(&whole));
    assert_eq!(of_boss["next_cursor"], Value::Null);
    let of_child = family.ask(&child, "GET", "", None).await.ok(200);
    let below = [("anak", "administrator"), ("cucu", "parent")];
    assert_eq!(summary(&of_child), expected(&below));
    // An API key: its account and what is below it.
    let key = family.service.key_for(&family.anak, Scope::Read).await;
    let call = family.service.call("GET", "/api/v1/accounts").key(&key);
    let of_key = call.send().await.ok(200);
    let below = [("anak", "member"), ("cucu", "parent")];
    assert_eq!(summary(&of_key), expected(&below));
    // What is listed can be read, and what is not listed looks as if it were not there.
    let none = family.ask(&child, "GET", "/nobody", None).await;
    for (session, list) in [(&boss, &of_boss), (&child, &of_child)] {
        let listed: Vec<String> = summary(list).into_iter().map(|(slug, _)| slug).collect();
        for slug in ["induk", "anak", "adik", "cucu", "maju", "jaya"] {
            let answer = family.ask(session, "GET", &format!("/{slug}"), None).await;
            if listed.iter().any(|l| l == slug) {
                assert_eq!(answer.ok(200)["slug"], slug);
            } else {
                assert_eq!(answer, none, "{slug}");
            }
        }
    }
}

#[tokio::test]
async fn the_list_is_searched_narrowed_and_walked_through() {
    let family = Family::new().await;
    let boss = family.administrator(&family.induk).await;
    let find = async |query: &str| {
        let list = family.ask(&boss, "GET", query, None).await.ok(200);
        let slugs = summary(&list).into_iter().map(|(slug, _)| slug);
        (slugs.collect::<Vec<_>>(), list["next_cursor"].clone())
    };
    assert_eq!(find("?q=A%4eA").await.0, ["anak"]);
    assert_eq!(find("?parent=induk").await.0, ["adik", "anak"]);
    let by_id = format!("?parent={}&q=ad", family.induk.id);
    assert_eq!(find(&by_id).await.0, ["adik"]);
    for stranger in ["jaya", "nobody"] {
        assert!(find(&format!("?parent={stranger}")).await.0.is_empty());
    }
    let (first, next) = find("?limit=3").await;
    assert_eq!(first, ["adik", "anak", "cucu"]);
    let rest = format!("?limit=3&cursor={}", next.as_str().unwrap());
    assert_eq!(find(&rest).await, (vec!["induk".to_owned()], Value::Null));
    for (query, field, code) in [
        ("?limit=0", "limit", "out_of_range"),
        ("?cursor=x", "cursor", "invalid_cursor"),
        ("?parent=-", "parent", "account_invalid"),
        (&format!("?q={}", "x".repeat(201)), "q", "too_long"),
    ] {
        let answer = family.ask(&boss, "GET", query, None).await;
        answer.fields(400, "invalid_parameter", &[(field, code)]);
    }
}

#[tokio::test]
async fn an_administrator_acts_below_never_above_and_never_sideways() {
    let family = Family::new().await;
    let slugs = ["induk", "anak", "adik", "cucu", "jaya"];
    for (of, reached) in [
        (&family.induk, &["induk", "anak", "adik", "cucu"][..]),
        (&family.anak, &["anak", "cucu"]),
        (&family.adik, &["adik"]),
        (&family.cucu, &["cucu"]),
    ] {
        let session = family.administrator(of).await;
        for slug in slugs {
            let body = json!({ "email": format!("{}@{slug}.example.org", of.slug) });
            let path = format!("/{slug}/invitations");
            let answer = family.ask(&session, "POST", &path, Some(body)).await;
            if reached.contains(&slug) {
                answer.ok(201);
            } else {
                answer.problem(404, "account_not_found");
            }
        }
    }
}

#[tokio::test]
async fn an_account_moves_to_where_its_mover_administers() {
    let family = Family::new().await;
    let boss = family.administrator(&family.induk).await;
    let moved = family.put_below(&boss, "cucu", "adik").await.ok(200);
    assert_eq!(moved["parent_id"], family.adik.id.to_string());
    assert_eq!(moved["version"], 2);
    // Asked again nothing changes, and by id it is the same.
    let by_id = family.adik.id.to_string();
    let again = family.put_below(&boss, "cucu", &by_id).await;
    assert_eq!(again.ok(200), moved);
    // Those who administer the old one lose their hold at once, those of the new one have it.
    let old = family.administrator(&family.anak).await;
    let new = family.administrator(&family.adik).await;
    let gone = family.ask(&old, "GET", "/cucu", None).await;
    gone.problem(404, "account_not_found");
    family.ask(&new, "GET", "/cucu", None).await.ok(200);
    let audit = family.ask(&boss, "GET", "/cucu/audit?action=account.moved", None);
    let audit = audit.await.ok(200);
    let entries = audit["items"].as_array().unwrap();
    assert_eq!(entries.len(), 1);
    let detail = format!("{} → {}", family.anak.id, family.adik.id);
    assert_eq!(entries[0]["detail"], detail);
    // Below nothing at all: then only its own administrators are left.
    let own = family.administrator(&family.cucu).await;
    let body = json!({ "parent_id": null });
    let freed = family.ask(&boss, "PATCH", "/cucu", Some(body)).await;
    assert_eq!(freed.ok(200)["parent_id"], Value::Null);
    let lost = family.ask(&boss, "GET", "/cucu", None).await;
    lost.problem(404, "account_not_found");
    family.ask(&own, "GET", "/cucu", None).await.ok(200);
}

#[tokio::test]
async fn moving_needs_administrator_access_before_and_after() {
    let family = Family::new().await;
    let child = family.administrator(&family.anak).await;
    // The account above is not theirs: neither away from it, nor to another.
    for parent in [json!(null), json!("cucu")] {
        let body = json!({ "parent_id": parent });
        let answer = family.ask(&child, "PATCH", "/anak", Some(body)).await;
        answer.fields(403, "forbidden", &[("parent_id", "forbidden")]);
    }
    // Below an account where they have no place: like one that does not exist.
    let unknown = family.put_below(&child, "cucu", "nobody").await;
    unknown.fields(422, "invalid_input", &[("parent_id", "unknown_account")]);
    for stranger in ["jaya", "adik", "induk"] {
        assert_eq!(family.put_below(&child, "cucu", stranger).await, unknown);
    }
    let malformed = family.put_below(&child, "cucu", "-").await;
    malformed.fields(422, "invalid_input", &[("parent_id", "account_invalid")]);
    // A standard user's place there is not enough.
    let store = &family.service.store;
    let person = a_person().email("admin@anak.example.org").build().user.id;
    let place = a_member().known(person).put_into(store, &family.adik);
    place.await.unwrap();
    let answer = family.put_below(&child, "cucu", "adik").await;
    answer.fields(403, "forbidden", &[("parent_id", "forbidden")]);
    let read = family.ask(&child, "GET", "/cucu", None).await.ok(200);
    assert_eq!(read["parent_id"], family.anak.id.to_string());
}

#[tokio::test]
async fn an_account_is_never_above_itself() {
    let family = Family::new().await;
    let boss = family.administrator(&family.induk).await;
    for (account, parent) in [("anak", "anak"), ("anak", "cucu")] {
        let answer = family.put_below(&boss, account, parent).await;
        answer.fields(422, "parent_loop", &[("parent_id", "parent_loop")]);
    }
    // Whatever else was asked for is not done either.
    let body = json!({ "name": "Other", "parent_id": "cucu" });
    let answer = family.ask(&boss, "PATCH", "/anak", Some(body)).await;
    answer.problem(422, "parent_loop");
    let read = family.ask(&boss, "GET", "/anak", None).await.ok(200);
    assert_eq!(
        (&read["name"], &read["version"]),
        (&json!("Anak"), &json!(1))
    );
}

#[tokio::test]
async fn accounts_are_at_most_eight_levels_deep() {
    let family = Family::new().await;
    let boss = family.administrator(&family.induk).await;
    let make = async |n: usize, parent: &str| {
        let body = json!({ "name": format!("Level {n}"), "parent_id": parent });
        family.ask(&boss, "POST", "", Some(body)).await
    };
    let mut parent = "cucu".to_owned();
    for n in 4..=8 {
        let made = make(n, &parent).await.ok(201);
        parent = made["slug"].as_str().unwrap().to_owned();
    }
    let refused = make(9, &parent).await;
    refused.fields(422, "too_many_levels", &[("parent_id", "too_many_levels")]);
    // Moving a line of accounts counts what is below, too.
    let refused = family.put_below(&boss, "anak", "adik").await;
    refused.problem(422, "too_many_levels");
}

#[tokio::test]
async fn a_suspended_account_is_there_only_for_those_above_it() {
    let family = Family::new().await;
    let (boss, own) = (
        family.administrator(&family.induk).await,
        family.administrator(&family.anak).await,
    );
    let below = family.administrator(&family.cucu).await;
    // Its own people cannot suspend it, nor can those below it.
    let refused = family.ask(&own, "POST", "/anak/suspend", None).await;
    refused.problem(403, "forbidden");
    let refused = family.ask(&below, "POST", "/anak/suspend", None).await;
    refused.problem(404, "account_not_found");

    let suspended = family
        .ask(&boss, "POST", "/anak/suspend", None)
        .await
        .ok(200);
    assert!(suspended["suspended_at"].is_string());
    let again = family.ask(&boss, "POST", "/anak/suspend", None).await;
    assert_eq!(again.ok(200), suspended, "suspending twice is once");

    // For its own people it looks as if it were not there.
    let none = family.ask(&own, "GET", "/nobody", None).await;
    for (method, path) in [
        ("GET", ""),
        ("GET", "/invitations"),
        ("GET", "/audit"),
        ("POST", "/suspend"),
        ("POST", "/resume"),
    ] {
        let answer = family
            .ask(&own, method, &format!("/anak{path}"), None)
            .await;
        assert_eq!(answer, none, "{method} {path}");
    }
    // They lose their hold over what is below, which goes on by itself.
    assert_eq!(family.ask(&own, "GET", "/cucu", None).await, none);
    family.ask(&below, "GET", "/cucu", None).await.ok(200);

    // From above it is seen, read about, and nothing else.
    let read = family.ask(&boss, "GET", "/anak", None).await.ok(200);
    assert_eq!(read["suspended_at"], suspended["suspended_at"]);
    let list = family.ask(&boss, "GET", "?q=anak", None).await.ok(200);
    assert_eq!(list["items"][0]["suspended_at"], suspended["suspended_at"]);
    for (method, path, body) in [
        ("GET", "/invitations", None),
        ("PATCH", "", Some(json!({ "name": "Other" }))),
        (
            "POST",
            "/invitations",
            Some(json!({ "email": "a@example.org" })),
        ),
    ] {
        let answer = family
            .ask(&boss, method, &format!("/anak{path}"), body)
            .await;
        answer.problem(403, "account_suspended");
    }

    let resumed = family
        .ask(&boss, "POST", "/anak/resume", None)
        .await
        .ok(200);
    assert_eq!(resumed["suspended_at"], Value::Null);
    family.ask(&own, "GET", "/anak", None).await.ok(200);
    let audit = family.ask(&boss, "GET", "/anak/audit?action=account", None);
    let audit = audit.await.ok(200);
    let actions: Vec<_> = audit["items"].as_array().unwrap().iter().collect();
    let names: Vec<_> = actions
        .iter()
        .map(|e| e["action"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["account.resumed", "account.suspended"]);
    assert_eq!(actions[0]["actor"]["name"], "Induk");
}

#[tokio::test]
async fn a_suspended_accounts_messages_wait_and_its_links_say_why() {
    let family = Family::new().await;
    let service = &family.service;
    let boss = family.administrator(&family.induk).await;
    let invite = async |address: &str| {
        let body = json!({ "email": address, "send": true });
        let made = family.ask(&boss, "POST", "/anak/invitations", Some(body));
        made.await.ok(201)["id"].as_str().unwrap().to_owned()
    };
    invite("siti@example.org").await;
    service.deliver().await;
    let waiting = invite("budi@example.org").await;
    family
        .ask(&boss, "POST", "/anak/suspend", None)
        .await
        .ok(200);
    service.deliver().await;
    assert_eq!(service.mailer.sent().len(), 1, "the second one waits");
    let token = service.token("siti@example.org");
    let body = json!({ "token": token, "password": PASSWORD });
    let refused = service.post("/invitations/accept", &body).send().await;
    refused.problem(403, "account_suspended");

    let woken = service.woken();
    family
        .ask(&boss, "POST", "/anak/resume", None)
        .await
        .ok(200);
    assert_eq!(service.woken(), woken + 1);
    service.deliver().await;
    let path = format!("/anak/invitations/{waiting}");
    let sent = family.ask(&boss, "GET", &path, None).await.ok(200);
    assert_eq!(sent["status"], "invited");
    let accepted = service.post("/invitations/accept", &body).send().await;
    accepted.ok(200);
}
