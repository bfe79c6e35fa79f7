//! What the log holds: routes, ids and outcomes, and nothing that opens anything.

use crate::service::{PASSWORD, Service};
use serde_json::json;
use std::{cell::RefCell, io::Write, sync::Once};

thread_local! {
    /// What was logged on this thread, every level; a test runs on one.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Writes into the log of the present thread.
struct ThreadLog;

impl Write for ThreadLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.with_borrow_mut(|log| log.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Listens from now on, on every thread: a subscriber of one thread only would miss what other
/// threads have found nobody to listen to.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(|| ThreadLog)
            .init();
    });
}

#[tokio::test]
async fn a_line_names_the_request_and_gives_nothing_away() {
    listen();
    let service = Service::new().await;
    let session = service.sign_in().await;
    let (id, token) = service.invited("siti@example.org").await;
    let call = service.admin("GET", &format!("/invitations/{id}"));
    call.header("x-request-id", "named-7").send().await.ok(200);
    let current = service.call("GET", "/api/v1/sessions/current");
    current.session(&session).send().await.ok(200);
    service.call("GET", &format!("/i/{token}")).send().await;
    for body in [
        json!({ "token": token, "password": PASSWORD }),
        json!({ "token": format!("{token}x") }),
    ] {
        service.post("/invitations/preview", &body).send().await;
        service.post("/invitations/accept", &body).send().await;
    }
    service.store.set_reachable(false);
    service
        .admin("GET", "/invitations")
        .send()
        .await
        .problem(503, "unavailable");

    let text = String::from_utf8(LOG.take()).unwrap();
    let line = text.lines().find(|line| line.contains("named-7")).unwrap();
    for part in [
        "/api/v1/accounts/:param0/invitations/:param1",
        "GET",
        &id,
        "http.status=200",
        "milliseconds=",
    ] {
        assert!(line.contains(part), "{part} in {line}");
    }
    let faults = text
        .lines()
        .filter(|line| line.contains("failed on our side"));
    assert_eq!(faults.count(), 1, "a fault is logged once: {text}");
    for secret in [
        &*token,
        &*session,
        &*service.key,
        PASSWORD,
        "siti@example.org",
        "ana@example.org",
        "invt_",
        "invs_",
        "invk_",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
