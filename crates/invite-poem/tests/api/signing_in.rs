//! Signing in: the same for everyone, slower for guessers, and with sessions that can be seen and
//! ended.

use crate::service::{Answer, COOKIE, PASSWORD, Service, session_of};
use chrono::TimeDelta;
use invite_domain::{
    model::{Account, GrantKind, Locale, Password},
    ports::{IdentityStore as _, PasswordHasher},
};
use invite_testkit::{MemberBuilder, PlainPasswords, a_member, a_person, an_account, values};
use serde_json::{Value, json};

fn with(address: &str, password: &str) -> Value {
    json!({ "email": address, "password": password })
}

/// Tries to sign in; the request's id is always the same, so that answers can be compared whole.
async fn attempt(service: &Service, address: &str, password: &str) -> Answer {
    let call = service.post("/sessions", &with(address, password));
    call.header("x-request-id", "same").send().await
}

/// Adds someone who knows [`PASSWORD`] to the account.
async fn add(service: &Service, address: &str, locale: Locale, member: MemberBuilder) {
    add_to(service, &service.account, address, locale, member).await;
}

async fn add_to(
    service: &Service,
    account: &Account,
    address: &str,
    locale: Locale,
    member: MemberBuilder,
) {
    let password = Password::new(PASSWORD);
    let hash = PlainPasswords::default().hash(&password).await.unwrap();
    let person = a_person().named("Budi Santoso").email(address);
    let person = person.locale(locale).password(hash);
    let member = member.who(person);
    member.put_into(&service.store, account).await.unwrap();
}

async fn define_role(service: &Service) {
    let call = service.admin("POST", "/roles");
    call.json(&json!({ "key": "Sales" })).send().await.ok(201);
}

async fn sessions(service: &Service, session: &str) -> Value {
    let call = service.call("GET", "/api/v1/sessions").session(session);
    call.send().await.ok(200)["items"].take()
}

#[tokio::test]
async fn nobody_can_tell_by_signing_in_who_is_known() {
    let service = Service::new().await;
    service.invited("siti@example.org").await;
    add(
        &service,
        "off@example.org",
        Locale::En,
        a_member().inactive(),
    )
    .await;
    let mut seen = Vec::new();
    for address in [
        "ana@example.org",
        "siti@example.org",
        "off@example.org",
        "nobody@example.org",
        "no address at all",
    ] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(attempt(&service, address, "not the password").await);
        }
        answers[0].problem(401, "wrong_credentials");
        answers[5].problem(429, "too_many_attempts");
        seen.push(answers);
    }
    for others in &seen[1..] {
        assert_eq!(*others, seen[0], "status, headers and bytes");
    }
}

#[tokio::test]
async fn from_the_fifth_failure_on_one_waits_and_nobody_is_locked_out() {
    let service = Service::new().await;
    for _ in 0..5 {
        let wrong = attempt(&service, "ana@example.org", "not the password").await;
        wrong.problem(401, "wrong_credentials");
    }
    // Right or wrong, it is not looked at.
    let wrong = attempt(&service, "ana@example.org", "not the password").await;
    let right = attempt(&service, "ana@example.org", PASSWORD).await;
    assert_eq!(wrong, right);
    right.problem(429, "too_many_attempts");
    assert_eq!(right.header("retry-after"), "10");
    assert_eq!(right.header("set-cookie"), "");
    service.clock.advance(TimeDelta::milliseconds(9_001));
    let right = attempt(&service, "ana@example.org", PASSWORD).await;
    assert_eq!(right.header("retry-after"), "1");
    service.clock.advance(TimeDelta::milliseconds(999));
    attempt(&service, "ana@example.org", PASSWORD).await.ok(201);
    // A success begins the count anew.
    for _ in 0..5 {
        let wrong = attempt(&service, "ana@example.org", "not the password").await;
        wrong.problem(401, "wrong_credentials");
    }
}

#[tokio::test]
async fn a_session_that_was_left_open_is_no_way_to_guess_the_password() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let change = async |current: &str| {
        let body = json!({ "current": current, "new": "a quiet harbor in spring" });
        let call = service.post("/password", &body).session(&session);
        call.send().await
    };
    for _ in 0..5 {
        change("not the password")
            .await
            .problem(403, "wrong_password");
    }
    let right = change(PASSWORD).await;
    right.problem(429, "too_many_attempts");
    assert_eq!(right.header("retry-after"), "10");
    service.clock.advance(TimeDelta::seconds(10));
    assert_eq!(change(PASSWORD).await.status.as_u16(), 204);
}

#[tokio::test]
async fn sessions_are_listed_by_what_they_were_begun_with() {
    let service = Service::new().await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    let call = service.post("/sessions", &with("ana@example.org", PASSWORD));
    let first = session_of(&call.header("user-agent", firefox).send().await);
    service.clock.advance(TimeDelta::minutes(1));
    let second = service.sign_in().await;
    let listed = sessions(&service, &second).await;
    let told = |n: usize, field: &str| listed[n][field].clone();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(
        (told(0, "current"), told(1, "current")),
        (json!(true), json!(false))
    );
    assert_eq!(told(1, "label"), "Firefox on Linux");
    assert_eq!(told(0, "label"), Value::Null);
    assert_eq!(told(1, "created_at"), told(1, "last_seen_at"));
    assert_ne!(told(0, "id"), told(1, "id"));
    let text = listed.to_string();
    assert!(
        !text.contains("invs_") && !text.contains("digest"),
        "{text}"
    );

    // Idle for too long, and over whatever happens.
    service
        .clock
        .advance(TimeDelta::hours(12) - TimeDelta::minutes(1));
    let call = service.call("GET", "/api/v1/sessions").session(&first);
    call.send().await.problem(401, "unauthenticated");
    assert_eq!(
        sessions(&service, &second).await.as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn only_ones_own_sessions_can_be_ended() {
    let service = Service::new().await;
    add(&service, "budi@example.org", Locale::En, a_member()).await;
    let budi = attempt(&service, "budi@example.org", PASSWORD).await;
    let budi = session_of(&budi);
    let (here, there) = (service.sign_in().await, service.sign_in().await);
    let id_of = async |session: &str| {
        let listed = sessions(&service, session).await;
        let current = listed
            .as_array()
            .unwrap()
            .iter()
            .find(|s| s["current"] == true);
        current.unwrap()["id"].as_str().unwrap().to_owned()
    };
    let end = async |id: &str| {
        let call = service.call("DELETE", &format!("/api/v1/sessions/{id}"));
        let call = call.session(&here).header("x-request-id", "same");
        call.send().await
    };
    let foreign = end(&id_of(&budi).await).await;
    foreign.problem(404, "session_not_found");
    for absent in ["00000000-0000-0000-0000-000000000007", "none"] {
        assert_eq!(end(absent).await, foreign, "{absent}");
    }
    sessions(&service, &budi).await;

    let ended = end(&id_of(&there).await).await;
    assert_eq!(ended.status.as_u16(), 204);
    assert_eq!(ended.header("set-cookie"), "");
    let call = service.call("GET", "/api/v1/sessions").session(&there);
    call.send().await.problem(401, "unauthenticated");
    let ended = end(&id_of(&here).await).await;
    assert!(
        ended
            .header("set-cookie")
            .starts_with(&format!("{COOKIE}=;"))
    );
    let call = service.call("GET", "/api/v1/sessions").session(&here);
    call.send().await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_the_person() {
    let service = Service::new().await;
    add(&service, "budi@example.org", Locale::En, a_member()).await;
    let budi = session_of(&attempt(&service, "budi@example.org", PASSWORD).await);
    let (here, there) = (service.sign_in().await, service.sign_in().await);
    let call = service.call("DELETE", "/api/v1/sessions").session(&here);
    let answer = call.send().await;
    assert_eq!(answer.ok(200), json!({ "ended": 2 }));
    assert!(
        answer
            .header("set-cookie")
            .starts_with(&format!("{COOKIE}=;"))
    );
    for session in [&here, &there] {
        let call = service.call("GET", "/api/v1/sessions").session(session);
        call.send().await.problem(401, "unauthenticated");
    }
    assert_eq!(sessions(&service, &budi).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_of_someone_switched_off_or_removed_reaches_nothing_at_once() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let look = async || {
        let call = service.call("GET", "/api/v1/accounts/maju");
        call.session(&session).send().await
    };
    look().await.ok(200);
    let ana = service.ana.id;
    for active in [false, true] {
        assert!(service.store.set_member_active(ana, active).await);
        let answer = look().await;
        if active {
            answer.ok(200);
        } else {
            answer.problem(404, "account_not_found");
        }
    }
    service.store.remove_member(ana).await;
    look().await.problem(404, "account_not_found");
}

#[tokio::test]
async fn inviting_someone_with_credentials_is_no_way_into_their_account() {
    let service = Service::new().await;
    add_to(
        &service,
        &service.foreign,
        "budi@example.org",
        Locale::En,
        a_member(),
    )
    .await;
    let (_, token) = service.invited("budi@example.org").await;
    for body in [
        json!({ "token": token }),
        json!({ "token": token, "password": "a quiet harbor in spring" }),
    ] {
        let answer = service.post("/invitations/accept", &body).send().await;
        answer.problem(401, "sign_in_required");
        assert_eq!(answer.header("set-cookie"), "");
    }
    attempt(&service, "budi@example.org", PASSWORD)
        .await
        .ok(201);
}

#[tokio::test]
async fn whoever_has_no_role_where_roles_are_used_is_told_so_by_name() {
    let service = Service::new().await;
    define_role(&service).await;
    for (address, locale, expected) in [
        (
            "en@example.org",
            Locale::En,
            "The currently logged user Budi Santoso has no assigned roles. Please contact your system administrator to configure the roles for user Budi Santoso.",
        ),
        (
            "ru@example.org",
            Locale::Ru,
            "У вошедшего пользователя Budi Santoso нет назначенных ролей. Обратитесь к системному администратору, чтобы он настроил роли для пользователя Budi Santoso.",
        ),
        (
            "id@example.org",
            Locale::Id,
            "Pengguna yang sedang masuk, Budi Santoso, belum memiliki peran. Hubungi administrator sistem Anda untuk mengatur peran bagi pengguna Budi Santoso.",
        ),
    ] {
        add(&service, address, locale, a_member()).await;
        let wrong = attempt(&service, address, "not the password").await;
        wrong.problem(401, "wrong_credentials");
        let answer = attempt(&service, address, PASSWORD).await;
        assert_eq!(answer.problem(403, "no_roles")["detail"], expected);
        assert_eq!(answer.header("set-cookie"), "", "no session began");
    }
}

#[tokio::test]
async fn whoever_may_enter_one_account_signs_in() {
    let service = Service::new().await;
    let (store, roles) = (&service.store, GrantKind::Role);
    let without_roles = an_account().named("Without").put_into(store).await.unwrap();
    let clerk = a_member().holding(roles, "Sales");
    let administrator = a_member().administrator();
    add(&service, "clerk@example.org", Locale::En, clerk).await;
    add(&service, "admin@example.org", Locale::En, administrator).await;
    let elsewhere = "elsewhere@example.org";
    add_to(&service, &without_roles, elsewhere, Locale::En, a_member()).await;
    add(&service, "early@example.org", Locale::En, a_member()).await;
    // Before the account works with roles nobody needs one.
    let early = attempt(&service, "early@example.org", PASSWORD).await;
    early.ok(201);
    define_role(&service).await;
    for address in ["clerk@example.org", "admin@example.org", elsewhere] {
        attempt(&service, address, PASSWORD).await.ok(201);
    }
    let late = attempt(&service, "early@example.org", PASSWORD).await;
    late.problem(403, "no_roles");
}

#[tokio::test]
async fn a_new_password_is_neither_a_common_one_nor_about_the_person() {
    let service = Service::new().await;
    let (_, token) = service.invited("siti@example.org").await;
    for (password, code) in [
        ("PasswordPassword", "password_blocklisted"),
        ("qwertyuiop123456", "password_blocklisted"),
        ("siti@example.org!", "password_contains_context"),
        ("my name is Siti Nur!", "password_contains_context"),
    ] {
        let body = json!({ "token": token, "password": password, "name": "Siti Nur" });
        let answer = service.post("/invitations/accept", &body).send().await;
        answer.fields(422, "invalid_input", &[("password", code)]);
    }
    let session = service.sign_in().await;
    let body = json!({ "current": PASSWORD, "new": "iloveyouiloveyou" });
    let answer = service.post("/password", &body).session(&session);
    let answer = answer.send().await;
    answer.fields(422, "invalid_input", &[("new", "password_blocklisted")]);
}

#[tokio::test]
async fn whoever_lacks_a_role_signs_in_with_an_invitation_to_join_another_account() {
    let service = Service::new().await;
    let budi = "budi@example.org";
    add_to(&service, &service.foreign, budi, Locale::En, a_member()).await;
    let mut unit = service.store.begin_identity().await.unwrap();
    let roles = [values::grantable(GrantKind::Role, "Sales")];
    unit.catalog()
        .define(service.foreign.id, &roles)
        .await
        .unwrap();
    unit.commit().await.unwrap();
    let (_, token) = service.invited(budi).await;
    let (_, of_siti) = service.invited("siti@example.org").await;
    attempt(&service, budi, PASSWORD)
        .await
        .problem(403, "no_roles");
    let with_token = |token: &str| {
        let body = json!({ "email": budi, "password": PASSWORD, "invitation_token": token });
        service.post("/sessions", &body)
    };
    for useless in [of_siti.as_str(), "invt_x", ""] {
        let refused = with_token(useless).send().await;
        refused.problem(403, "no_roles");
        assert_eq!(refused.header("set-cookie"), "", "no session began");
    }
    let begun = with_token(&token).send().await;
    assert_eq!(begun.ok(201)["accounts"], json!([]));
    let session = session_of(&begun);
    let reads = async |path: &str| {
        let call = service.call("GET", &format!("/api/v1{path}"));
        call.session(&session).send().await
    };
    for closed in ["/accounts/jaya", "/accounts/maju"] {
        let refused = reads(closed).await;
        refused.problem(404, "account_not_found");
    }
    let call = service.post("/invitations/accept", &json!({ "token": token }));
    call.session(&session).send().await.ok(200);
    reads("/accounts/maju").await.ok(200);
    reads("/accounts/jaya")
        .await
        .problem(404, "account_not_found");
    let listed = reads("/accounts").await.ok(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
    let listed = reads("/sessions/current").await.ok(200);
    assert_eq!(listed["accounts"].as_array().unwrap().len(), 1, "{listed}");
    attempt(&service, budi, PASSWORD).await.ok(201);
}

#[tokio::test]
async fn a_session_opens_no_account_where_its_person_lost_their_last_role() {
    let service = Service::new().await;
    let clerk = a_member().holding(GrantKind::Role, "Sales");
    define_role(&service).await;
    add(&service, "clerk@example.org", Locale::En, clerk).await;
    let begun = attempt(&service, "clerk@example.org", PASSWORD).await;
    let session = session_of(&begun);
    let account = || service.call("GET", "/api/v1/accounts/maju");
    account().session(&session).send().await.ok(200);
    let members = service
        .admin("GET", "/members?q=clerk")
        .send()
        .await
        .ok(200);
    let id = members["items"][0]["id"].as_str().unwrap();
    let call = service.admin("PATCH", &format!("/members/{id}"));
    call.json(&json!({ "roles": [] })).send().await.ok(200);
    let refused = account().session(&session).send().await;
    refused.problem(404, "account_not_found");
}
