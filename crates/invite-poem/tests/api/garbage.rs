//! Bodies that no program would send: whatever comes, it is a 4xx problem and no panic.

use crate::service::Service;

/// A small generator of numbers that look random, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

const SEEDS: [&str; 8] = [
    r#"{"email":"siti@example.org","name":"Siti","roles":["a","b"],"ttl_seconds":3600,"send":false}"#,
    r#"{"token":"invt_AAAA","password":"correct horse battery"}"#,
    r#"{"settings":{"seats":5,"default_groups":["a"],"resend_policy":"grace","resend_grace_seconds":3600}}"#,
    r#"{"invitations":[{"email":"a@example.org"},{"email":"b@example.org"}]}"#,
    r#"{"ids":["018f0000-0000-7000-8000-000000000001"]}"#,
    r#"{"filter":{"status":"queued","q":"x","role":"r"},"cursor":"AAAA"}"#,
    r#"{"email":"ana@example.org","password":"x"}"#,
    r#"{"name":"Key","scope":"read","expires_at":"2099-01-01T00:00:00Z"}"#,
];

const PARTS: [&str; 22] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e999",
    "99999999999999999999",
    "0.1",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "é",
    "\u{0}",
    "{}",
    "[]",
    "\"\"",
    "\"email\":\"x\",",
];

#[tokio::test]
async fn garbage_is_refused_and_never_a_fault_of_ours() {
    let service = Service::new().await;
    let mut numbers = Numbers(20_261_123);
    let routes = [
        ("POST", "/api/v1/accounts/maju/invitations"),
        ("POST", "/api/v1/accounts/maju/invitations/batch"),
        ("POST", "/api/v1/accounts/maju/invitations/send"),
        ("PATCH", "/api/v1/accounts/maju"),
        ("POST", "/api/v1/accounts"),
        ("POST", "/api/v1/accounts/maju/api-keys"),
        ("POST", "/api/v1/accounts/maju/roles"),
        ("POST", "/api/v1/invitations/preview"),
        ("POST", "/api/v1/invitations/accept"),
        ("POST", "/api/v1/invitations/decline"),
        ("POST", "/api/v1/invitations/renew"),
        ("POST", "/api/v1/sessions"),
        ("POST", "/api/v1/password"),
    ];
    for _ in 0..3000 {
        let mut body = SEEDS[numbers.next(SEEDS.len())].to_owned();
        for _ in 0..=numbers.next(4) {
            let places: Vec<usize> = body.char_indices().map(|(place, _)| place).collect();
            let from = places[numbers.next(places.len())];
            let part = PARTS[numbers.next(PARTS.len())];
            if numbers.next(2) == 0 {
                body.insert_str(from, part);
            } else {
                let end = places
                    .iter()
                    .copied()
                    .find(|p| *p > from)
                    .unwrap_or(body.len());
                body.replace_range(from..end, part);
            }
        }
        let (method, path) = routes[numbers.next(routes.len())];
        let answer = service
            .call(method, path)
            .admin()
            .text(body.clone())
            .send()
            .await;
        assert!(
            !answer.status.is_server_error(),
            "{method} {path} {body} {}",
            answer.body
        );
        if answer.status.is_client_error() {
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
}
