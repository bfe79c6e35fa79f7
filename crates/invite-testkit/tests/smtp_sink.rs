//! Drives the SMTP sink with raw sockets and with lettre, in every mode it has.
#![expect(
    clippy::unwrap_used,
    reason = "a test that goes wrong should stop there"
)]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use invite_testkit::smtp_sink::{
    Action, Certificate, Encryption, End, Mechanism, Script, SmtpSink, Stage, When,
};
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::{Credentials, Mechanism as LettreMechanism};
use lettre::transport::smtp::client::{Certificate as Root, Tls, TlsParameters};
use lettre::{SmtpTransport, Transport};

/// Long enough that only a broken sink reaches it.
const LIMIT: Duration = Duration::from_secs(20);

/// A client that says exactly what it is told.
struct Client {
    input: BufReader<TcpStream>,
}

impl Client {
    /// Connects and reads nothing.
    fn dial(sink: &SmtpSink) -> Self {
        let socket = TcpStream::connect(sink.addr()).unwrap();
        socket.set_read_timeout(Some(LIMIT)).unwrap();
        Self {
            input: BufReader::new(socket),
        }
    }

    /// Connects and reads the greeting.
    fn greeted(sink: &SmtpSink) -> Self {
        let mut client = Self::dial(sink);
        assert!(client.hear().starts_with("220 "));
        client
    }

    /// Connects and says `EHLO`.
    fn ready(sink: &SmtpSink) -> Self {
        let mut client = Self::greeted(sink);
        assert!(client.ask("EHLO client.example").starts_with("250"));
        client
    }

    /// Is about to send a body to this recipient.
    fn in_data(sink: &SmtpSink, recipient: &str) -> Self {
        let mut client = Self::ready(sink);
        client.ask("MAIL FROM:<from@example.com>");
        client.ask(&format!("RCPT TO:<{recipient}>"));
        assert!(client.ask("DATA").starts_with("354"));
        client
    }

    fn say(&mut self, octets: &str) {
        self.input.get_mut().write_all(octets.as_bytes()).unwrap();
    }

    fn ask(&mut self, line: &str) -> String {
        self.say(&format!("{line}\r\n"));
        self.hear()
    }

    /// Reads one reply with all its lines.
    fn hear(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let start = reply.len();
            self.input.read_line(&mut reply).unwrap();
            if reply.as_bytes().get(start + 3) != Some(&b'-') {
                return reply;
            }
        }
    }

    /// Reads to the end of the connection.
    fn hear_out(&mut self) -> std::io::Result<String> {
        let mut rest = String::new();
        self.input.read_to_string(&mut rest).map(|_| rest)
    }

    fn end_without_reading(self) {
        drop(self);
    }
}

fn lettre_to(sink: &SmtpSink, tls: Tls) -> SmtpTransport {
    SmtpTransport::builder_dangerous("localhost")
        .port(sink.port())
        .tls(tls)
        .timeout(Some(LIMIT))
        .build()
}

fn trusting(sink: &SmtpSink) -> TlsParameters {
    TlsParameters::builder("localhost".to_owned())
        .add_root_certificate(Root::from_pem(sink.ca_pem().as_bytes()).unwrap())
        .build()
        .unwrap()
}

fn letter(to: &str) -> lettre::Message {
    lettre::Message::builder()
        .from("office@example.com".parse().unwrap())
        .to(to.parse().unwrap())
        .subject("Welcome")
        .header(ContentType::TEXT_PLAIN)
        .body("First\r\n.second begins with a dot\r\nlast\r\n".to_owned())
        .unwrap()
}

fn base64(text: &str) -> String {
    data_encoding::BASE64.encode(text.as_bytes())
}

#[test]
fn a_mail_is_kept_with_its_envelope_and_without_transport_dots() {
    let sink = SmtpSink::start(Script::new());
    let mut client = Client::ready(&sink);
    client.ask("MAIL FROM:<from@example.com> BODY=8BITMIME SIZE=20");
    client.ask("RCPT TO:<ann@example.org>");
    client.ask("RCPT TO:<bob@example.org>");
    client.ask("DATA");
    let reply = client.ask("Subject: x\r\n\r\n..one dot\r\n...\r\nж\r\n.");
    assert!(reply.starts_with("250 2.0.0"), "{reply}");

    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    let message = &messages[0];
    assert_eq!(message.number, 1);
    assert_eq!(message.connection, 1);
    assert_eq!(message.from, "from@example.com");
    assert_eq!(message.recipients, ["ann@example.org", "bob@example.org"]);
    assert_eq!(
        std::str::from_utf8(&message.raw),
        Ok("Subject: x\r\n\r\n.one dot\r\n..\r\nж\r\n")
    );
    assert_eq!(message.size, message.raw.len());
    assert!(message.acknowledged && message.eight_bit);
    assert!(!message.tls && !message.smtp_utf8 && message.user.is_none());

    assert!(client.ask("QUIT").starts_with("221"));
    assert_eq!(client.hear_out().unwrap(), "");
    sink.wait_idle(LIMIT).unwrap();
    let connection = &sink.connections()[0];
    assert_eq!(connection.end, Some(End::Quit));
    assert_eq!(
        connection.stages(),
        [
            Stage::Connected,
            Stage::Ehlo,
            Stage::Mail,
            Stage::Rcpt,
            Stage::Rcpt,
            Stage::DataStarted,
            Stage::DataPartly,
            Stage::FinalDot,
            Stage::Accepted,
            Stage::Quit,
        ]
    );
}

#[test]
fn only_crlf_dot_crlf_ends_a_body() {
    let sink = SmtpSink::start(Script::new());
    let mut client = Client::in_data(&sink, "ann@example.org");
    let body = "a\n.\nMAIL FROM:<evil@example.com>\r\nb\n.\r\nc\r.\r\nd\r\n";
    assert!(client.ask(&format!("{body}.")).starts_with("250"));
    assert_eq!(&*sink.messages()[0].raw, body.as_bytes());
}

#[test]
fn an_empty_body_is_a_message_and_has_no_middle() {
    let sink = SmtpSink::start(Script::new());
    let mut client = Client::in_data(&sink, "ann@example.org");
    assert!(client.ask(".").starts_with("250"));
    assert!(sink.messages()[0].raw.is_empty());
    assert_eq!(sink.reached(Stage::DataPartly), 0);
}

#[test]
fn pipelined_commands_are_answered_in_order_and_a_connection_carries_many_mails() {
    let sink = SmtpSink::start(Script::new().when(
        When::at(Stage::Rcpt).to("nobody@example.org"),
        Action::reply(550, "5.1.1 Unknown"),
    ));
    let mut client = Client::ready(&sink);
    client.say(concat!(
        "MAIL FROM:<a@example.com>\r\nRCPT TO:<nobody@example.org>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n",
        "one\r\n.\r\n",
        "MAIL FROM:<b@example.com>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n",
        "two\r\n.\r\n",
        "MAIL FROM:<c@example.com>\r\nRCPT TO:<nobody@example.org>\r\nDATA\r\nRSET\r\nQUIT\r\n",
    ));
    let replies = client.hear_out().unwrap();
    let codes: Vec<&str> = replies.lines().map(|line| &line[..3]).collect();
    assert_eq!(
        codes,
        [
            "250", "550", "250", "354", "250", "250", "250", "354", "250", "250", "550", "554",
            "250", "221"
        ]
    );
    let messages = sink.messages();
    assert_eq!(messages[0].recipients, ["ann@example.org"]);
    assert_eq!(&*messages[1].raw, b"two\r\n");
    assert!(messages.iter().all(|message| message.acknowledged));
}

#[test]
fn the_offer_lists_every_extension_and_helo_lists_none() {
    let sink = SmtpSink::start(Script::new().max_size(1000).login("ann", "secret"));
    let mut client = Client::greeted(&sink);
    let offer = client.ask("EHLO client.example");
    for line in [
        "250-localhost\r\n",
        "250-PIPELINING\r\n",
        "250-SIZE 1000\r\n",
        "250-8BITMIME\r\n",
        "250-SMTPUTF8\r\n",
        "250-AUTH PLAIN LOGIN\r\n",
        "250 ENHANCEDSTATUSCODES\r\n",
    ] {
        assert!(offer.contains(line), "{line:?} in {offer:?}");
    }
    assert!(!offer.contains("STARTTLS"));

    let sink = SmtpSink::start(Script::new());
    let mut client = Client::greeted(&sink);
    assert_eq!(client.ask("HELO client.example"), "250 localhost\r\n");
    assert!(
        client
            .ask("MAIL FROM:<a@example.com> SIZE=5")
            .starts_with("555")
    );
    assert!(client.ask("MAIL FROM:<a@example.com>").starts_with("250"));
}

#[test]
fn commands_out_of_order_or_out_of_grammar_are_refused_and_do_no_harm() {
    let sink = SmtpSink::start(Script::new());
    let mut client = Client::greeted(&sink);
    let long = "X".repeat(20_000);
    for (line, code) in [
        ("MAIL FROM:<a@example.com>", "503"),
        ("NOOP", "250"),
        ("VRFY ann", "252"),
        ("HELP", "214"),
        ("STARTTLS", "502"),
        ("EHLO client.example", "250"),
        ("AUTH PLAIN AGEAYg==", "502"),
        ("RCPT TO:<ann@example.org>", "503"),
        ("DATA", "503"),
        ("MAIL FROM:<>", "250"),
        ("MAIL FROM:<a@example.com>", "503"),
        ("DATA", "554"),
        ("RSET", "250"),
        ("RCPT TO:<ann@example.org>", "503"),
        ("MAIL FROM:<ж@example.com>", "553"),
        ("MAIL FROM:<a@example.com>", "250"),
        ("RCPT TO:<ж@example.org>", "553"),
        ("BDAT 5 LAST", "500"),
        (&long, "500"),
        ("RSET", "250"),
        ("MAIL FROM:<ж@example.com> SMTPUTF8", "250"),
        ("RCPT TO:<ж@example.org>", "250"),
        ("DATA", "354"),
        ("x\r\n.", "250"),
    ] {
        let reply = client.ask(line);
        assert!(reply.starts_with(code), "{line:.40} got {reply}");
    }
    client.say("NOOP\n");
    assert!(client.hear().starts_with("500"));
    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    assert!(messages[0].smtp_utf8);
    assert_eq!(messages[0].from, "ж@example.com");
}

#[test]
fn a_message_above_the_limit_is_refused_as_declared_and_as_sent() {
    let sink = SmtpSink::start(Script::new().max_size(10));
    let mut client = Client::ready(&sink);
    assert!(
        client
            .ask("MAIL FROM:<a@example.com> SIZE=11")
            .starts_with("552 5.3.4")
    );
    client.ask("MAIL FROM:<a@example.com> SIZE=10");
    client.ask("RCPT TO:<ann@example.org>");
    client.ask("DATA");
    assert!(client.ask("123456\r\n123456\r\n.").starts_with("552 5.3.4"));
    assert_eq!(sink.count(), 0);
    client.ask("MAIL FROM:<a@example.com>");
    client.ask("RCPT TO:<ann@example.org>");
    client.ask("DATA");
    assert!(client.ask("12345678\r\n.").starts_with("250"));
}

#[test]
fn lettre_delivers_and_the_octets_are_what_it_formatted() {
    let sink = SmtpSink::start(Script::new());
    let transport = lettre_to(&sink, Tls::None);
    let letter = letter("ann@example.org");
    transport.send(&letter).unwrap();
    transport.send(&letter).unwrap();
    let messages = sink.wait_for(2, LIMIT).unwrap();
    assert_eq!(messages[0].from, "office@example.com");
    // lettre puts its own CRLF before the final dot, even behind one that is there.
    assert_eq!(
        &*messages[0].raw,
        [&letter.formatted(), "\r\n".as_bytes()].concat()
    );
    assert_eq!(messages[0].connection, messages[1].connection);
    assert!(messages[0].at <= messages[1].at);
}

#[test]
fn taken_messages_are_gone_and_numbers_go_on() {
    let sink = SmtpSink::start(Script::new());
    let transport = lettre_to(&sink, Tls::None);
    transport.send(&letter("ann@example.org")).unwrap();
    assert_eq!(sink.take().len(), 1);
    assert_eq!(sink.count(), 0);
    transport.send(&letter("ann@example.org")).unwrap();
    assert_eq!(sink.take()[0].number, 2);
}

#[test]
fn a_lean_sink_counts_and_keeps_no_bodies() {
    let sink = SmtpSink::start(Script::new().lean());
    lettre_to(&sink, Tls::None)
        .send(&letter("ann@example.org"))
        .unwrap();
    let message = &sink.messages()[0];
    assert!(message.raw.is_empty() && message.size > 100 && message.acknowledged);
    assert_eq!(sink.connections()[0].events.len(), 1);
}

#[test]
fn waiting_in_vain_says_what_was_there() {
    let sink = SmtpSink::start(Script::new());
    let _client = Client::ready(&sink);
    let missed = sink.wait_for(2, Duration::ZERO).unwrap_err();
    assert_eq!(
        missed.to_string(),
        "waited for 2 messages, saw 0 and open connections #1 at Some(Ehlo)"
    );
    assert!(sink.wait_idle(Duration::ZERO).is_err());
    assert!(sink.wait_stage(Stage::Mail, 1, Duration::ZERO).is_err());
    assert!(sink.wait_held(1, Duration::ZERO).is_err());
}

#[test]
fn starttls_is_used_where_offered_and_not_missed_where_it_is_not() {
    let sink = SmtpSink::start(Script::new().encryption(Encryption::Offered));
    lettre_to(&sink, Tls::Required(trusting(&sink)))
        .send(&letter("ann@example.org"))
        .unwrap();
    lettre_to(&sink, Tls::None)
        .send(&letter("bob@example.org"))
        .unwrap();
    let messages = sink.messages();
    assert!(messages[0].tls && messages[0].acknowledged);
    assert!(!messages[1].tls);
    assert_eq!(
        sink.connections()[0].stages()[..5],
        [
            Stage::Connected,
            Stage::Ehlo,
            Stage::StartTls,
            Stage::Secured,
            Stage::Ehlo
        ]
    );

    let sink = SmtpSink::start(Script::new());
    lettre_to(&sink, Tls::Opportunistic(trusting(&sink)))
        .send(&letter("ann@example.org"))
        .unwrap();
    assert!(!sink.messages()[0].tls);
}

#[test]
fn required_tls_refuses_mail_in_the_clear_and_hides_the_login() {
    let script = Script::new()
        .encryption(Encryption::Required)
        .login("ann", "secret");
    let sink = SmtpSink::start(script);
    let mut client = Client::greeted(&sink);
    let offer = client.ask("EHLO client.example");
    assert!(offer.contains("STARTTLS") && !offer.contains("AUTH"));
    for line in ["MAIL FROM:<a@example.com>", "AUTH PLAIN AGEAYg==", "RSET"] {
        assert!(client.ask(line).starts_with("530 5.7.0"), "{line}");
    }
    assert!(client.ask("NOOP").starts_with("250"));

    SmtpTransport::builder_dangerous("localhost")
        .port(sink.port())
        .tls(Tls::Required(trusting(&sink)))
        .credentials(Credentials::new("ann".to_owned(), "secret".to_owned()))
        .build()
        .send(&letter("ann@example.org"))
        .unwrap();
    let message = &sink.messages()[0];
    assert!(message.tls);
    assert_eq!(message.user.as_deref(), Some("ann"));
}

#[test]
fn refused_tls_is_offered_and_answered_with_454() {
    let sink = SmtpSink::start(Script::new().encryption(Encryption::Refused));
    let mut client = Client::greeted(&sink);
    assert!(client.ask("EHLO client.example").contains("250-STARTTLS"));
    assert!(client.ask("STARTTLS").starts_with("454 4.7.0"));
    assert!(client.ask("MAIL FROM:<a@example.com>").starts_with("250"));
    let error = lettre_to(&sink, Tls::Required(trusting(&sink)))
        .send(&letter("ann@example.org"))
        .unwrap_err();
    assert!(error.is_transient(), "{error}");
}

#[test]
fn stripped_tls_is_blotted_out_and_a_strict_client_sends_nothing() {
    let sink = SmtpSink::start(Script::new().encryption(Encryption::Stripped));
    let mut client = Client::greeted(&sink);
    let offer = client.ask("EHLO client.example");
    assert!(!offer.contains("STARTTLS") && offer.contains("250-XXXXXXXA"));
    assert!(client.ask("STARTTLS").starts_with("500"));
    assert!(
        lettre_to(&sink, Tls::Required(trusting(&sink)))
            .send(&letter("ann@example.org"))
            .is_err()
    );
    assert_eq!(sink.count(), 0);
    assert_eq!(sink.reached(Stage::Mail), 0);
}

#[test]
fn implicit_tls_begins_with_the_first_octet() {
    let sink = SmtpSink::start(Script::new().encryption(Encryption::Implicit));
    lettre_to(&sink, Tls::Wrapper(trusting(&sink)))
        .send(&letter("ann@example.org"))
        .unwrap();
    assert!(sink.messages()[0].tls);
    assert_eq!(
        sink.connections()[0].stages()[..3],
        [Stage::StartTls, Stage::Secured, Stage::Connected]
    );

    let mut client = Client::dial(&sink);
    client.say("EHLO in.the.clear\r\n");
    client.hear_out().unwrap_or_default();
    sink.wait_idle(LIMIT).unwrap();
    let connections = sink.connections();
    assert!(matches!(connections[1].end, Some(End::TlsFailed(_))));
}

#[test]
fn bad_certificates_are_refused_by_a_client_that_looks() {
    for (certificate, complaint) in [
        (Certificate::WrongHost, "not valid for name"),
        (Certificate::Expired, "expired"),
        (Certificate::SelfSigned, "UnknownIssuer"),
    ] {
        let script = Script::new()
            .encryption(Encryption::Required)
            .certificate(certificate);
        let sink = SmtpSink::start(script);
        let error = lettre_to(&sink, Tls::Required(trusting(&sink)))
            .send(&letter("ann@example.org"))
            .unwrap_err();
        let error = format!("{error:?} {error}");
        assert!(error.contains(complaint), "{certificate:?}: {error}");
        sink.wait_idle(LIMIT).unwrap();
        assert!(matches!(sink.connections()[0].end, Some(End::TlsFailed(_))));
        assert_eq!(sink.count(), 0);
    }
}

#[test]
fn commands_smuggled_in_behind_starttls_are_forgotten() {
    let sink = SmtpSink::start(Script::new().encryption(Encryption::Offered));
    let mut client = Client::ready(&sink);
    client.say("STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<evil@example.com>\r\n");
    assert!(client.hear().starts_with("220"));

    let mut roots = rustls::RootCertStore::empty();
    let pem = sink.ca_pem();
    let root = rustls::pki_types::pem::PemObject::from_pem_slice(pem.as_bytes()).unwrap();
    roots.add(root).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tls =
        rustls::ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let mut tls = rustls::StreamOwned::new(tls, client.input.into_inner());
    tls.write_all(b"MAIL FROM:<a@example.com>\r\nQUIT\r\n")
        .unwrap();
    let mut replies = String::new();
    tls.read_to_string(&mut replies).unwrap();
    assert!(replies.starts_with("503 "), "{replies}");
    assert_eq!(sink.reached(Stage::Mail), 0);
}

#[test]
fn every_way_to_log_in_is_understood() {
    let sink = SmtpSink::start(Script::new().login("ann", "secret"));
    let plain = base64("\0ann\0secret");
    let dialogues: [&[(&str, &str)]; 4] = [
        &[(&format!("AUTH PLAIN {plain}"), "235 2.7.0")],
        &[("AUTH PLAIN", "334 \r\n"), (&plain, "235 2.7.0")],
        &[
            ("AUTH LOGIN", "334 VXNlcm5hbWU6\r\n"),
            (&base64("ann"), "334 UGFzc3dvcmQ6\r\n"),
            (&base64("secret"), "235 2.7.0"),
        ],
        &[
            (&format!("auth login {}", base64("ann")), "334 "),
            (&base64("secret"), "235 2.7.0"),
        ],
    ];
    for dialogue in dialogues {
        let mut client = Client::ready(&sink);
        assert!(
            client
                .ask("MAIL FROM:<a@example.com>")
                .starts_with("530 5.7.0")
        );
        for (line, reply) in dialogue {
            assert!(client.ask(line).starts_with(reply), "{line}");
        }
        assert!(client.ask("AUTH PLAIN").starts_with("503"));
        assert!(client.ask("MAIL FROM:<a@example.com>").starts_with("250"));
    }
}

#[test]
fn a_login_that_is_wrong_or_malformed_is_refused() {
    let script = Script::new()
        .login("ann", "secret")
        .mechanisms(&[Mechanism::Plain]);
    let sink = SmtpSink::start(script);
    let mut client = Client::greeted(&sink);
    assert!(client.ask("EHLO c.example").contains("250-AUTH PLAIN\r\n"));
    for (line, code) in [
        (
            format!("AUTH PLAIN {}", base64("\0ann\0wrong")),
            "535 5.7.8",
        ),
        (
            format!("AUTH PLAIN {}", base64("\0bob\0secret")),
            "535 5.7.8",
        ),
        (
            format!("AUTH PLAIN {}", base64("bob\0ann\0secret")),
            "501 5.5.2",
        ),
        ("AUTH PLAIN =".to_owned(), "501 5.5.2"),
        ("AUTH PLAIN !!!".to_owned(), "501 5.5.2"),
        ("AUTH LOGIN".to_owned(), "504 5.5.4"),
        ("AUTH CRAM-MD5".to_owned(), "504 5.5.4"),
        ("AUTH PLAIN".to_owned(), "334"),
        ("*".to_owned(), "501 5.7.0"),
        ("MAIL FROM:<a@example.com>".to_owned(), "530 5.7.0"),
    ] {
        let reply = client.ask(&line);
        assert!(reply.starts_with(code), "{line} got {reply}");
    }
    assert_eq!(sink.reached(Stage::Auth), 2);
}

#[test]
fn lettre_logs_in_by_both_mechanisms_and_tells_a_wrong_password_from_a_bad_day() {
    let sink = SmtpSink::start(Script::new().login("ann", "secret"));
    let transport = |password: &str, mechanism| {
        SmtpTransport::builder_dangerous("localhost")
            .port(sink.port())
            .credentials(Credentials::new("ann".to_owned(), password.to_owned()))
            .authentication(vec![mechanism])
            .build()
    };
    for mechanism in [LettreMechanism::Plain, LettreMechanism::Login] {
        transport("secret", mechanism)
            .send(&letter("ann@example.org"))
            .unwrap();
    }
    let wrong = transport("wrong", LettreMechanism::Plain)
        .send(&letter("ann@example.org"))
        .unwrap_err();
    assert!(wrong.is_permanent());
    assert_eq!(wrong.status().map(u16::from), Some(535));

    sink.set_script(Script::new().login("ann", "secret").when(
        Stage::Auth,
        Action::reply(454, "4.7.0 Temporary authentication failure"),
    ));
    let later = transport("secret", LettreMechanism::Plain)
        .send(&letter("ann@example.org"))
        .unwrap_err();
    assert!(later.is_transient());
    assert_eq!(later.status().map(u16::from), Some(454));
    assert_eq!(sink.count(), 2);
}

#[test]
fn a_reply_can_be_set_for_every_stage_and_refuses_it() {
    for (stage, expected) in [
        (Stage::Connected, vec!["451"]),
        (Stage::Ehlo, vec!["220", "451", "503"]),
        (Stage::Mail, vec!["220", "250", "451", "503"]),
        (Stage::Rcpt, vec!["220", "250", "250", "451", "554"]),
        (
            Stage::DataStarted,
            vec!["220", "250", "250", "250", "451", "500"],
        ),
        (
            Stage::FinalDot,
            vec!["220", "250", "250", "250", "354", "451", "250"],
        ),
    ] {
        let sink = SmtpSink::start(Script::new().when(stage, Action::reply(451, "4.3.0 Later")));
        let mut client = Client::dial(&sink);
        let lines = [
            "",
            "EHLO client.example",
            "MAIL FROM:<a@example.com>",
            "RCPT TO:<ann@example.org>",
            "DATA",
            "x\r\n.",
        ];
        let mut codes = Vec::new();
        for line in lines {
            let reply = if line.is_empty() {
                client.hear()
            } else {
                client.ask(line)
            };
            codes.push(reply[..3].to_owned());
            if codes.len() == expected.len() {
                break;
            }
        }
        if codes.len() < expected.len() {
            codes.push(client.ask("NOOP")[..3].to_owned());
        }
        assert_eq!(codes, expected, "{stage:?}");
        assert_eq!(sink.count(), 0, "{stage:?}");
    }
}

#[test]
fn a_reply_may_have_many_lines_or_far_too_many_octets() {
    let sink = SmtpSink::start(
        Script::new()
            .when(
                When::at(Stage::Rcpt).to("many@example.org"),
                Action::reply(550, "5.7.1 One\n5.7.1 Two\n5.7.1 Three"),
            )
            .when(
                When::at(Stage::Rcpt).to("long@example.org"),
                Action::overlong_reply(250),
            ),
    );
    let mut client = Client::ready(&sink);
    client.ask("MAIL FROM:<a@example.com>");
    assert_eq!(
        client.ask("RCPT TO:<many@example.org>"),
        "550-5.7.1 One\r\n550-5.7.1 Two\r\n550 5.7.1 Three\r\n"
    );
    let long = client.ask("RCPT TO:<Long@Example.org>");
    assert!(long.starts_with("250 ") && long.len() > 512 && long.ends_with("\r\n"));
    assert!(client.ask("DATA").starts_with("354"));
}

#[test]
fn garbage_leaves_it_open_and_the_message_unacknowledged() {
    let sink = SmtpSink::start(Script::new().when(Stage::FinalDot, Action::raw("\u{7}what?\r\n")));
    let mut client = Client::in_data(&sink, "ann@example.org");
    assert_eq!(client.ask("x\r\n."), "\u{7}what?\r\n");
    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    assert!(!messages[0].acknowledged);
    assert_eq!(sink.reached(Stage::Accepted), 0);

    sink.set_script(Script::new().when(
        Stage::Connected,
        Action::raw("HTTP/1.1 400 Bad Request\r\n\r\n"),
    ));
    assert!(
        lettre_to(&sink, Tls::None)
            .send(&letter("ann@example.org"))
            .is_err()
    );
}

#[test]
fn half_a_reply_and_a_closed_line_are_no_acknowledgement() {
    let sink = SmtpSink::start(Script::new().when(
        When::at(Stage::FinalDot),
        Action::raw("250 2.0.0 Mess").then_close(),
    ));
    let mut client = Client::in_data(&sink, "ann@example.org");
    client.say("x\r\n.\r\n");
    assert_eq!(client.hear_out().unwrap(), "250 2.0.0 Mess");
    sink.wait_idle(LIMIT).unwrap();
    assert!(!sink.messages()[0].acknowledged);
    assert_eq!(sink.connections()[0].end, Some(End::ServerClosed));
}

#[test]
fn a_whole_250_before_a_close_is_an_acknowledgement() {
    let sink = SmtpSink::start(Script::new().when(
        Stage::FinalDot,
        Action::reply(250, "2.0.0 And that was it").then_close(),
    ));
    let mut client = Client::in_data(&sink, "ann@example.org");
    client.say("x\r\n.\r\n");
    assert_eq!(client.hear_out().unwrap(), "250 2.0.0 And that was it\r\n");
    sink.wait_idle(LIMIT).unwrap();
    assert!(sink.messages()[0].acknowledged);
}

#[test]
fn the_line_can_be_closed_or_reset_at_every_stage() {
    for stage in [
        Stage::Connected,
        Stage::Ehlo,
        Stage::Mail,
        Stage::Rcpt,
        Stage::DataStarted,
        Stage::DataPartly,
        Stage::FinalDot,
        Stage::Accepted,
        Stage::Noop,
        Stage::Quit,
    ] {
        for (action, end) in [
            (Action::close(), End::ServerClosed),
            (Action::reset(), End::ServerReset),
            (Action::silence().then_reset(), End::ServerReset),
        ] {
            let held = action == Action::silence().then_reset();
            let sink = SmtpSink::start(Script::new().when(stage, action));
            let mut client = Client::dial(&sink);
            let dialogue = "EHLO c.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\nx\r\n.\r\nNOOP\r\nQUIT\r\n";
            if stage != Stage::Connected {
                // At that stage it would race with the end, and could take the reset for itself.
                client.say(dialogue);
            }
            if held {
                sink.wait_held(1, LIMIT).unwrap();
                sink.release();
            }
            let heard = client.hear_out();
            if end == End::ServerReset {
                let error = heard.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{stage:?}");
            } else {
                heard.unwrap();
            }
            sink.wait_idle(LIMIT).unwrap();
            let connection = &sink.connections()[0];
            assert_eq!(connection.end, Some(end));
            if stage == Stage::FinalDot && held {
                // The release gives the 250, and only then comes the reset.
                assert_eq!(connection.last_stage(), Some(Stage::Accepted));
                continue;
            }
            assert_eq!(connection.last_stage(), Some(stage));
            let acknowledged: Vec<bool> = sink
                .messages()
                .iter()
                .map(|message| message.acknowledged)
                .collect();
            let expected: &[bool] = match stage {
                Stage::FinalDot => &[false],
                Stage::Accepted | Stage::Noop | Stage::Quit => &[true],
                _ => &[],
            };
            assert_eq!(acknowledged, expected, "{stage:?}");
        }
    }
}

#[test]
fn occasions_are_counted_skipped_and_limited() {
    let later = || Action::reply(451, "4.3.0 Later");
    let rcpt = |script: Script| {
        let sink = SmtpSink::start(script);
        let mut client = Client::ready(&sink);
        client.ask("MAIL FROM:<a@example.com>");
        (0..8)
            .map(|_| client.ask("RCPT TO:<ann@example.org>").starts_with("451"))
            .map(|put_off| if put_off { '-' } else { '+' })
            .collect::<String>()
    };
    let at_rcpt = || When::at(Stage::Rcpt);
    assert_eq!(
        rcpt(Script::new().when(at_rcpt().first(2), later())),
        "--++++++"
    );
    assert_eq!(
        rcpt(Script::new().when(at_rcpt().skip(2).first(1), later())),
        "++-+++++"
    );
    assert_eq!(
        rcpt(Script::new().when(at_rcpt().every(3), later())),
        "-++-++-+"
    );
    assert_eq!(
        rcpt(Script::new().when(at_rcpt().skip(1).every(2).first(2), later())),
        "+-+-++++"
    );
    // The second rule counts only what the first left to it.
    assert_eq!(
        rcpt(
            Script::new()
                .when(at_rcpt().skip(3).first(1), later())
                .when(at_rcpt().skip(3).first(1), later())
        ),
        "+++--+++"
    );
}

#[test]
fn rules_pick_recipients_by_address_domain_and_from_data_on_by_any_of_them() {
    let sink = SmtpSink::start(
        Script::new()
            .when(
                When::at(Stage::Rcpt).to("@closed.example"),
                Action::reply(550, "5.7.1 Closed"),
            )
            .when(
                When::at(Stage::FinalDot).to("late@example.org"),
                Action::reply(451, "4.3.0 Later"),
            ),
    );
    let mut client = Client::ready(&sink);
    client.ask("MAIL FROM:<a@example.com>");
    assert!(client.ask("RCPT TO:<x@Closed.Example>").starts_with("550"));
    assert!(
        client
            .ask("RCPT TO:<x@notclosed.example>")
            .starts_with("250")
    );
    assert!(client.ask("RCPT TO:<Late@example.org>").starts_with("250"));
    client.ask("DATA");
    assert!(client.ask("x\r\n.").starts_with("451"));
    assert_eq!(sink.count(), 0);
}

#[test]
fn a_new_script_ends_the_outage_for_connections_already_open() {
    let sink = SmtpSink::start(Script::new().when(Stage::Mail, Action::reply(452, "4.3.1 Full")));
    let mut client = Client::ready(&sink);
    assert!(client.ask("MAIL FROM:<a@example.com>").starts_with("452"));
    sink.set_script(Script::new());
    assert!(client.ask("MAIL FROM:<a@example.com>").starts_with("250"));
}

#[test]
fn a_reply_can_come_unasked() {
    let sink = SmtpSink::start(Script::new().when(
        Stage::Accepted,
        Action::reply(421, "4.3.2 Closing down").then_close(),
    ));
    let mut client = Client::in_data(&sink, "ann@example.org");
    assert!(client.ask("x\r\n.").starts_with("250"));
    assert!(client.hear_out().unwrap().starts_with("421"));
}

#[test]
fn silence_after_the_final_dot_lasts_until_released() {
    let sink = SmtpSink::start(Script::new().when(Stage::FinalDot, Action::silence()));
    let mut client = Client::in_data(&sink, "ann@example.org");
    client.say("x\r\n.\r\n");
    sink.wait_held(1, LIMIT).unwrap();
    assert!(!sink.wait_for(1, LIMIT).unwrap()[0].acknowledged);
    sink.release();
    assert!(client.hear().starts_with("250"));
    assert!(sink.messages()[0].acknowledged);
}

#[test]
fn a_client_that_gives_up_in_the_silence_leaves_a_possible_copy() {
    let sink = SmtpSink::start(Script::new().when(Stage::FinalDot, Action::silence()));
    let mut client = Client::in_data(&sink, "ann@example.org");
    client.say("x\r\n.\r\n");
    sink.wait_held(1, LIMIT).unwrap();
    client.end_without_reading();
    sink.wait_idle(LIMIT).unwrap();
    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    assert!(!messages[0].acknowledged);
    let connection = &sink.connections()[0];
    assert_eq!(connection.last_stage(), Some(Stage::FinalDot));
    assert_eq!(connection.end, Some(End::ClientClosed));
}

#[test]
fn a_sink_can_fall_silent_in_the_middle_of_a_reply() {
    let sink =
        SmtpSink::start(Script::new().when(Stage::Ehlo, Action::raw("250-local").then_silence()));
    let mut client = Client::greeted(&sink);
    client.say("EHLO client.example\r\n");
    let mut heard = [0; 9];
    client.input.read_exact(&mut heard).unwrap();
    assert_eq!(&heard, b"250-local");
    sink.wait_held(1, LIMIT).unwrap();
    assert!(client.input.buffer().is_empty());
}

#[test]
fn replies_trickle_at_the_pace_asked_for() {
    // 26 octets of greeting at 500 a second, ten at a time: two pauses of 20 ms.
    let sink = SmtpSink::start(Script::new().when(When::always(), Action::proceed().slowly(500)));
    let started = Instant::now();
    let _client = Client::greeted(&sink);
    assert!(started.elapsed() >= Duration::from_millis(40));
}

#[test]
fn a_release_lets_the_rest_of_a_slow_reply_go_at_once() {
    let sink = SmtpSink::start(Script::new().when(Stage::Connected, Action::proceed().slowly(1)));
    let mut client = Client::dial(&sink);
    let mut first = [0];
    client.input.read_exact(&mut first).unwrap();
    sink.release();
    let started = Instant::now();
    assert!(client.hear().starts_with("20 "));
    assert!(started.elapsed() < LIMIT);
}

#[test]
fn a_slow_250_acknowledges_only_when_all_of_it_is_out() {
    let sink = SmtpSink::start(Script::new().when(Stage::FinalDot, Action::proceed().slowly(1)));
    let mut client = Client::in_data(&sink, "ann@example.org");
    client.say("x\r\n.\r\n");
    let mut first = [0];
    client.input.read_exact(&mut first).unwrap();
    assert!(!sink.messages()[0].acknowledged);
    sink.release();
    assert!(client.hear().starts_with("50 2.0.0"));
    sink.wait_stage(Stage::Accepted, 1, LIMIT).unwrap();
    assert!(sink.messages()[0].acknowledged);
}

/// Runs a client that dies, in the hook, when it reaches this stage.
///
/// Dropping the socket does to the kernel what a kill does.
fn die_at(stage: Stage, then: Action, script: Script) -> SmtpSink {
    let victim: Arc<Mutex<Option<Client>>> = Arc::default();
    let armed = Arc::new(AtomicBool::new(false));
    let sink = SmtpSink::start(script.on_stage({
        let (victim, armed) = (Arc::clone(&victim), Arc::clone(&armed));
        move |event| {
            if event.stage == stage && armed.load(Ordering::SeqCst) {
                drop(victim.lock().unwrap().take());
                return then.clone();
            }
            Action::proceed()
        }
    }));
    let client = Client::in_data(&sink, "ann@example.org");
    armed.store(true, Ordering::SeqCst);
    // The client is put where the hook finds it before the octets leave that lead there.
    let mut slot = victim.lock().unwrap();
    let mut socket = client.input.get_ref().try_clone().unwrap();
    *slot = Some(client);
    socket
        .write_all(b"0123456789\r\n0123456789\r\n.\r\n")
        .unwrap();
    drop(socket);
    drop(slot);
    sink.wait_idle(LIMIT).unwrap();
    sink
}

#[test]
fn a_client_killed_in_mid_data_leaves_nothing() {
    let sink = die_at(
        Stage::DataPartly,
        Action::close(),
        Script::new().partly_after(15),
    );
    assert_eq!(sink.count(), 0);
    let connection = &sink.connections()[0];
    let last = connection.events.last().unwrap();
    assert_eq!((last.stage, last.octets), (Stage::DataPartly, 15));
    assert_eq!(last.recipients, ["ann@example.org"]);
}

#[test]
fn a_client_killed_between_the_final_dot_and_the_250_leaves_a_possible_copy() {
    let sink = die_at(Stage::FinalDot, Action::proceed(), Script::new());
    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(&*messages[0].raw, b"0123456789\r\n0123456789\r\n");
    assert!(!messages[0].acknowledged);
    assert_eq!(sink.connections()[0].last_stage(), Some(Stage::FinalDot));
}

#[test]
fn a_client_killed_with_the_250_unread_leaves_a_possible_copy() {
    let sink = die_at(Stage::Accepted, Action::proceed(), Script::new());
    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    assert!(!messages[0].acknowledged);
    let connection = &sink.connections()[0];
    assert_eq!(connection.last_stage(), Some(Stage::Accepted));
    assert_eq!(connection.end, Some(End::ClientReset));
}

#[test]
fn a_client_that_read_its_250_and_left_without_quit_was_acknowledged() {
    let sink = SmtpSink::start(Script::new());
    let mut client = Client::in_data(&sink, "ann@example.org");
    assert!(client.ask("x\r\n.").starts_with("250"));
    client.end_without_reading();
    sink.wait_idle(LIMIT).unwrap();
    assert!(sink.messages()[0].acknowledged);
    assert_eq!(sink.connections()[0].end, Some(End::ClientClosed));
}

#[test]
fn a_death_in_mid_data_before_the_kernel_had_it_all_leaves_nothing() {
    let sink = SmtpSink::start(Script::new());
    let mut client = Client::in_data(&sink, "ann@example.org");
    client.say("half a line");
    sink.wait_stage(Stage::DataPartly, 1, LIMIT).unwrap();
    client.end_without_reading();
    sink.wait_idle(LIMIT).unwrap();
    assert_eq!(sink.count(), 0);
    assert_eq!(sink.connections()[0].last_stage(), Some(Stage::DataPartly));
}

#[test]
fn a_hook_sees_every_stage_before_the_reply_and_overrules_the_rules() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = SmtpSink::start(
        Script::new()
            .when(Stage::Rcpt, Action::reply(550, "5.1.1 Unknown"))
            .on_stage({
                let seen = Arc::clone(&seen);
                move |event| {
                    seen.lock().unwrap().push(event.stage);
                    match event.stage {
                        Stage::Rcpt => Action::reply(250, "2.1.5 Come in"),
                        _ => Action::proceed(),
                    }
                }
            }),
    );
    let mut client = Client::in_data(&sink, "ann@example.org");
    assert!(client.ask("x\r\n.").starts_with("250"));
    client.ask("QUIT");
    client.hear_out().unwrap();
    drop(client);
    sink.wait_idle(LIMIT).unwrap();
    let seen = seen.lock().unwrap().clone();
    assert_eq!(
        seen[..9],
        [
            Stage::Connected,
            Stage::Ehlo,
            Stage::Mail,
            Stage::Rcpt,
            Stage::DataStarted,
            Stage::DataPartly,
            Stage::FinalDot,
            Stage::Accepted,
            Stage::Quit,
        ]
    );
}

#[test]
fn a_hook_that_panics_ends_only_its_connection() {
    let sink = SmtpSink::start(Script::new().on_stage(|event| {
        assert!(
            event.connection != 1 || event.stage != Stage::Mail,
            "as planned"
        );
        Action::proceed()
    }));
    let mut client = Client::ready(&sink);
    client.say("MAIL FROM:<a@example.com>\r\n");
    assert_eq!(client.hear_out().unwrap(), "");
    sink.wait_idle(LIMIT).unwrap();
    assert_eq!(sink.connections()[0].end, Some(End::HookPanicked));
    lettre_to(&sink, Tls::None)
        .send(&letter("ann@example.org"))
        .unwrap();
}

#[test]
fn dropping_ends_idle_silent_and_slow_connections_and_frees_the_port() {
    let sink = SmtpSink::start(
        Script::new()
            .when(
                When::at(Stage::Connected).skip(1).first(1),
                Action::silence(),
            )
            .when(
                When::at(Stage::Connected).skip(1).first(1),
                Action::proceed().slowly(1),
            ),
    );
    let mut idle = Client::greeted(&sink);
    let mut silent = Client::dial(&sink);
    sink.wait_held(1, LIMIT).unwrap();
    let mut slow = Client::dial(&sink);
    sink.wait_stage(Stage::Connected, 3, LIMIT).unwrap();
    let address = sink.addr();
    drop(sink);
    for client in [&mut idle, &mut silent, &mut slow] {
        // Closed or reset, as it happens; what matters is that it is over.
        drop(client.hear_out());
        drop(client.input.get_ref().shutdown(Shutdown::Both));
    }
    assert_eq!(
        TcpStream::connect(address).unwrap_err().kind(),
        ErrorKind::ConnectionRefused
    );

    let back = SmtpSink::start_at(address, Script::new()).unwrap();
    assert_eq!(back.port(), address.port());
    lettre_to(&back, Tls::None)
        .send(&letter("ann@example.org"))
        .unwrap();
}

#[test]
fn many_connections_at_once_lose_nothing() {
    let sink = SmtpSink::start(Script::new());
    std::thread::scope(|scope| {
        for sender in 0..16 {
            let sink = &sink;
            scope.spawn(move || {
                let mut client = Client::ready(sink);
                for _ in 0..50 {
                    client.ask(&format!("MAIL FROM:<{sender}@example.com>"));
                    client.ask("RCPT TO:<ann@example.org>");
                    client.ask("DATA");
                    assert!(client.ask("x\r\n.").starts_with("250"));
                }
            });
        }
    });
    let messages = sink.wait_for(800, LIMIT).unwrap();
    assert_eq!(messages.len(), 800);
    let in_order = messages
        .windows(2)
        .all(|pair| pair[0].number + 1 == pair[1].number);
    assert!(in_order && messages.iter().all(|message| message.acknowledged));
}
