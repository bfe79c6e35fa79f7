//! Messages to the gateway, and whatever it answers.

use crate::server::{Answer, Server, status};
use invite_domain::{
    model::{
        DisplayName, FailureReason, InvitationToken, LinkBase, Locale, OutboxId, PhoneNumber,
        TemporaryLogin, TemporaryPassword, WayIn,
    },
    ports::{HandOver, InvitationText, SendError, SmsGateway, TextRenderer},
};
use invite_sms::{HttpSms, SmsSettings};
use std::time::Duration;
use uuid::Uuid;

const TOKEN: &str = "invt_AQEAAAAAAAAAAAAAAAAAAAAFAAAAAcXyL2Jk";

fn message(locale: Locale, inviter: &str, account: &str) -> InvitationText {
    InvitationText {
        id: OutboxId::new(Uuid::from_u128(5)),
        to: PhoneNumber::parse("+62 812 3456 7890").unwrap(),
        locale,
        account_name: DisplayName::parse(account).unwrap(),
        inviter_name: DisplayName::parse(inviter).unwrap(),
        way_in: WayIn::Link(
            LinkBase::parse("https://invite.example.com")
                .unwrap()
                .invitation(&InvitationToken::new(TOKEN)),
        ),
    }
}

fn plain() -> InvitationText {
    message(Locale::En, "Ana", "Maju")
}

fn gateway(server: &Server, address: &str) -> HttpSms {
    let settings: SmsSettings = server.url(address).parse().unwrap();
    HttpSms::new(settings).unwrap()
}

async fn answered(answer: Answer) -> Result<HandOver, SendError> {
    let server = Server::start(answer);
    gateway(&server, "http://HOST/send").send(&plain()).await
}

#[tokio::test]
async fn a_message_is_posted_as_json() {
    let server = Server::start(status(202, "{\"id\":\"g-7\"}"));
    let sms = gateway(
        &server,
        "http://HOST/v1/send?from=Invite&channel=a%20b&token=s3cret",
    );
    let taken = sms.send(&plain()).await.unwrap();
    assert_eq!(taken.reply, "202 g-7");
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(request.line, "POST /v1/send?channel=a+b HTTP/1.1");
    assert_eq!(
        request.header("idempotency-key"),
        Some("00000000-0000-0000-0000-000000000005")
    );
    assert_eq!(request.header("authorization"), Some("Bearer s3cret"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "id": "00000000-0000-0000-0000-000000000005",
            "from": "Invite",
            "to": "+6281234567890",
            "text": format!("Ana invites you to Maju: https://invite.example.com/i/{TOKEN}"),
        })
    );
}

#[tokio::test]
async fn a_name_and_password_are_a_basic_login() {
    let server = Server::start(status(200, ""));
    let sms = gateway(&server, "http://ann:p%40ss@HOST/send");
    assert_eq!(sms.send(&plain()).await.unwrap().reply, "200");
    let request = &server.requests()[0];
    assert_eq!(request.header("authorization"), Some("Basic YW5uOnBAc3M="));
    assert_eq!(request.line, "POST /send HTTP/1.1");
    assert!(!request.body.contains("from"), "no sender, no field");
}

#[tokio::test]
async fn every_attempt_says_the_same() {
    let server = Server::start(status(503, ""));
    let sms = gateway(&server, "http://HOST/send");
    for _ in 0..2 {
        assert!(sms.send(&plain()).await.is_err());
    }
    let requests = server.requests();
    assert_eq!(
        requests.len(),
        2,
        "nothing is retried behind the outbox's back"
    );
    assert_eq!(requests[0].body, requests[1].body);
    assert_eq!(
        requests[0].header("idempotency-key"),
        requests[1].header("idempotency-key")
    );
}

#[tokio::test]
async fn texts_are_short_and_in_the_persons_language() {
    for (locale, text) in [
        (Locale::En, "Ana’s invites you to PT. Maju: "),
        (Locale::Id, "Ana’s mengundang Anda ke PT. Maju: "),
        (Locale::Ru, "Ana’s приглашает вас в «PT. Maju»: "),
    ] {
        let server = Server::start(status(200, ""));
        let sms = gateway(&server, "http://HOST/send");
        sms.send(&message(locale, "Ana’s", "PT.Maju"))
            .await
            .unwrap();
        let body: serde_json::Value = serde_json::from_str(&server.requests()[0].body).unwrap();
        let sent = body["text"].as_str().unwrap();
        assert!(sent.starts_with(&text.replace('’', "'")), "{sent}");
        if locale != Locale::Ru {
            assert!(
                sent.is_ascii(),
                "one odd character halves what a message holds: {sent}"
            );
        }
    }
}

#[tokio::test]
async fn a_temporary_password_is_said_with_the_user_name_and_where_to_log_in() {
    for (locale, text) in [
        (
            Locale::En,
            "Ana invites you to Maju. User name: siti Temporary password: B9D5-MPJT-B9D5-MPJT \
             Log in: https://invite.example.com/sign-in",
        ),
        (
            Locale::Id,
            "Ana mengundang Anda ke Maju. Nama pengguna: siti Kata sandi sementara: \
             B9D5-MPJT-B9D5-MPJT Login: https://invite.example.com/sign-in",
        ),
        (
            Locale::Ru,
            "Ana приглашает вас в «Maju». Логин: siti Временный пароль: B9D5-MPJT-B9D5-MPJT \
             Вход: https://invite.example.com/sign-in",
        ),
    ] {
        let server = Server::start(status(200, "taken B9D5-MPJT-B9D5-MPJT"));
        let mut message = message(locale, "Ana", "Maju");
        message.way_in = WayIn::TemporaryPassword(TemporaryLogin {
            user_name: "siti".to_owned(),
            password: TemporaryPassword::read("B9D5-MPJT-B9D5-MPJT").unwrap(),
            sign_in_url: "https://invite.example.com/sign-in".to_owned(),
        });
        let taken = gateway(&server, "http://HOST/send").send(&message).await;
        assert!(!taken.unwrap().reply.contains("B9D5"), "the reply is kept");
        let body: serde_json::Value = serde_json::from_str(&server.requests()[0].body).unwrap();
        assert_eq!(body["text"], text);
    }
}

#[tokio::test]
async fn refusals_are_told_as_what_they_are() {
    for code in [401, 403] {
        let error = answered(status(code, "")).await.unwrap_err();
        assert!(
            matches!(error, SendError::Misconfigured { .. }),
            "{code}: {error:?}"
        );
    }
    for code in [429, 500, 503] {
        let error = answered(status(code, "")).await.unwrap_err();
        assert!(
            matches!(error, SendError::Temporary { .. }),
            "{code}: {error:?}"
        );
    }
    let SendError::Permanent(failure) = answered(status(400, "invalid number")).await.unwrap_err()
    else {
        panic!("a wrong number was put off");
    };
    assert_eq!(failure.reason, FailureReason::UnknownRecipient);
    assert_eq!(failure.detail, "400 invalid number");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(status(200, ""));
    let location = elsewhere.url("http://HOST/send");
    let moved = format!("HTTP/1.1 307 X\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    let error = answered(Answer::Raw(moved.into_bytes())).await.unwrap_err();
    assert!(
        matches!(error, SendError::Misconfigured { .. }),
        "{error:?}"
    );
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn silence_after_the_message_is_unknown() {
    let server = Server::start(Answer::Silence);
    let mut settings: SmsSettings = server.url("http://HOST/send").parse().unwrap();
    settings.timeout = Duration::from_millis(1_500);
    let error = HttpSms::new(settings)
        .unwrap()
        .send(&plain())
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Unknown { .. }), "{error:?}");
    for answer in [
        Answer::HangUp,
        Answer::Raw(b"garbage\r\n\r\n".to_vec()),
        Answer::Raw(Vec::new()),
    ] {
        let error = answered(answer).await.unwrap_err();
        assert!(matches!(error, SendError::Unknown { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_temporary() {
    let nowhere = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap()
    };
    for address in [
        format!("http://{nowhere}/send"),
        "https://sms.invalid/send".to_owned(),
    ] {
        let sms = HttpSms::new(address.parse().unwrap()).unwrap();
        let error = sms.send(&plain()).await.unwrap_err();
        assert!(
            matches!(error, SendError::Temporary { .. }),
            "{address}: {error:?}"
        );
    }
}

#[tokio::test]
async fn plain_words_on_a_tls_port_are_a_fault_of_the_settings() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        std::io::Write::write_all(&mut socket, b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        let _ = std::io::Read::read_to_end(&mut socket, &mut Vec::new());
    });
    let sms = HttpSms::new(format!("https://{address}/send").parse().unwrap()).unwrap();
    let error = sms.send(&plain()).await.unwrap_err();
    assert!(
        matches!(error, SendError::Misconfigured { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_long_answer_is_read_in_part() {
    let long = status(200, &"x".repeat(4 << 20));
    assert_eq!(answered(long).await.unwrap().reply, "200");
    let SendError::Permanent(failure) = answered(status(400, &"x".repeat(4 << 20)))
        .await
        .unwrap_err()
    else {
        panic!("a refusal was put off");
    };
    assert_eq!(failure.detail.chars().count(), 500);
}

#[tokio::test]
async fn what_a_gateway_repeats_of_secrets_is_not_kept() {
    let echo = format!("{{\"id\":\"{TOKEN} s3cret\",\"error\":\"{TOKEN} s3cret\"}}");
    for code in [200, 400, 401, 429] {
        let server = Server::start(status(code, &echo));
        let sms = gateway(&server, "http://HOST/send?token=s3cret");
        let told = format!("{:?}", sms.send(&plain()).await);
        assert!(
            !told.contains("invt_") && !told.contains("s3cret"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_preview_is_the_very_text_and_asks_no_gateway() {
    let server = Server::start(status(202, ""));
    let sms = gateway(&server, "http://HOST/send");
    let preview = sms.render(&plain());
    assert!(server.requests().is_empty());
    sms.send(&plain()).await.unwrap();
    let body: serde_json::Value = serde_json::from_str(&server.requests()[0].body).unwrap();
    assert_eq!(body["text"], preview.as_str());
}
