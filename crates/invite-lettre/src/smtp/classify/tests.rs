//! Replies of real servers, and what each must come to.

use super::{Stage, classify};
use crate::smtp::reply::Reply;
use invite_domain::{model::FailureReason, ports::SendError};

/// What a reply means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Later,
    Ours,
    Never(FailureReason),
}

use FailureReason::{RefusedByPolicy, TooLarge, UnknownDomain, UnknownRecipient};
use Means::{Later, Never, Ours};
use Stage::{Data, Greeting, Hello, Login, Message, Recipient, Sender, StartTls};

const NOBODY: Means = Never(UnknownRecipient);
const NO_DOMAIN: Means = Never(UnknownDomain);
const POLICY: Means = Never(RefusedByPolicy);
const LARGE: Means = Never(TooLarge);
const REFUSED: Means = Never(FailureReason::Refused);

const TABLE: &[(Stage, &str, Means)] = &[
    // The greeting: nobody is named yet.
    (Greeting, "421 4.3.2 Service shutting down", Later),
    (Greeting, "421 Too many connections from your IP", Later),
    (Greeting, "450 4.7.1 Try again later", Later),
    (Greeting, "451 4.3.0 Temporary lookup failure", Later),
    (Greeting, "521 5.3.2 This host takes no mail", Ours),
    (Greeting, "554 5.7.1 No SMTP service here", Ours),
    (
        Greeting,
        "554 IP 192.0.2.1 is blocked, see https://lists.example",
        Ours,
    ),
    (Greeting, "550 5.7.1 Your IP is on our blocklist", Ours),
    (Greeting, "556 5.1.10 No mail here", Ours),
    // EHLO.
    (Hello, "421 4.7.0 Too much load", Later),
    (
        Hello,
        "450 4.7.1 Client host rejected: cannot find your hostname",
        Later,
    ),
    (Hello, "500 5.5.1 Command unrecognized", Ours),
    (Hello, "501 5.5.4 Invalid domain name in EHLO", Ours),
    (Hello, "502 Not implemented", Ours),
    (Hello, "504 5.5.2 need fully-qualified hostname", Ours),
    (
        Hello,
        "550 5.7.1 Helo command rejected: Access denied",
        Ours,
    ),
    (Hello, "554 5.7.1 Access denied", Ours),
    // STARTTLS.
    (StartTls, "421 4.7.0 Bye", Later),
    (
        StartTls,
        "454 4.7.0 TLS not available due to temporary reason",
        Later,
    ),
    (StartTls, "501 5.5.4 Syntax error", Ours),
    (StartTls, "502 5.5.1 Command not implemented", Ours),
    (StartTls, "503 5.5.1 TLS already active", Ours),
    (
        StartTls,
        "554 5.7.3 Unable to initialize security subsystem",
        Ours,
    ),
    // The login.
    (Login, "421 4.7.0 Too many login attempts", Later),
    (Login, "432 4.7.12 A password transition is needed", Ours),
    (
        Login,
        "450 4.3.2 Authentication database not reachable",
        Later,
    ),
    (Login, "451 4.3.0 Temporary failure", Later),
    (Login, "454 4.7.0 Temporary authentication failure", Later),
    (Login, "500 5.5.6 Line too long", Ours),
    (Login, "501 5.5.2 Cannot decode", Ours),
    (Login, "503 5.5.1 Already authenticated", Ours),
    (Login, "504 5.5.4 Mechanism not supported", Ours),
    (Login, "525 5.7.13 Account disabled", Ours),
    (Login, "530 5.7.0 Must issue a STARTTLS command first", Ours),
    (
        Login,
        "534 5.7.9 Application-specific password required",
        Ours,
    ),
    (Login, "535 5.7.8 Authentication credentials invalid", Ours),
    (Login, "535 Authentication failed", Ours),
    (
        Login,
        "535 5.7.139 Authentication unsuccessful, basic authentication is disabled",
        Ours,
    ),
    (
        Login,
        "538 5.7.11 Encryption required for requested mechanism",
        Ours,
    ),
    (
        Login,
        "550 5.7.1 Login from this country is not allowed",
        Ours,
    ),
    // The sender: refused once, refused always.
    (Sender, "421 4.4.2 Timeout", Later),
    (Sender, "421-4.7.0 unsolicited mail", Later),
    (
        Sender,
        "450 4.1.8 Sender address rejected: Domain not found",
        Later,
    ),
    (Sender, "451 4.7.1 Greylisting in action", Later),
    (Sender, "452 4.3.1 Insufficient system storage", Later),
    (Sender, "452 4.5.3 Too many messages", Later),
    (Sender, "454 4.7.5 Certificate verification failure", Later),
    (Sender, "501 5.1.7 Bad sender address syntax", Ours),
    (Sender, "501 5.5.4 Syntax error in parameters", Ours),
    (Sender, "503 5.5.1 Bad sequence of commands", Later),
    (Sender, "503 5.5.1 Nested MAIL command", Later),
    (Sender, "530 5.7.0 Authentication required", Ours),
    (
        Sender,
        "530 5.7.0 Must issue a STARTTLS command first",
        Ours,
    ),
    (Sender, "535 5.7.8 Error", Ours),
    (Sender, "550 5.1.0 Sender rejected", Ours),
    (
        Sender,
        "550 5.7.1 Sender address not allowed for this user",
        Ours,
    ),
    (
        Sender,
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        Ours,
    ),
    (Sender, "550 Sender verify failed", Ours),
    (Sender, "552 5.3.4 Message size exceeds fixed limit", LARGE),
    (Sender, "552 Message size exceeds maximum", LARGE),
    (Sender, "553 5.1.8 Sender domain does not exist", Ours),
    (
        Sender,
        "553 5.7.1 Sender address rejected: not owned by user",
        Ours,
    ),
    (Sender, "553 5.1.3 From address not verified", Ours),
    (Sender, "554 5.1.8 Domain of sender does not resolve", Ours),
    (Sender, "554 5.7.1 Denied by policy", Ours),
    (Sender, "555 5.5.4 Unsupported option", Ours),
    // The recipient, for now.
    (
        Recipient,
        "421 4.7.28 Our system has detected an unusual rate",
        Later,
    ),
    (Recipient, "421 Service not available", Later),
    (
        Recipient,
        "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded",
        Later,
    ),
    (
        Recipient,
        "450 4.2.0 Recipient address rejected: Greylisted",
        Later,
    ),
    (
        Recipient,
        "450 4.1.1 Recipient address rejected: unverified address",
        Later,
    ),
    (
        Recipient,
        "450 4.2.1 The user you are trying to contact is receiving mail too quickly",
        Later,
    ),
    (Recipient, "450 4.7.1 Rate limited", Later),
    (Recipient, "450 mailbox busy", Later),
    (Recipient, "451 4.7.500 Server busy", Later),
    (Recipient, "451 4.3.0 Internal error", Later),
    (Recipient, "451 4.4.4 Temporary server error", Later),
    (Recipient, "452 4.2.2 The mailbox is over quota", Later),
    (Recipient, "452 4.5.3 Too many recipients", Later),
    (Recipient, "454 4.7.1 Relay access denied", Later),
    (Recipient, "471 4.7.1 Please try again", Later),
    // A full mailbox is emptied sooner or later, whatever the first digit.
    (Recipient, "552 5.2.2 Mailbox full", Later),
    (Recipient, "552 5.2.2 User quota exceeded", Later),
    (Recipient, "552 Mailbox is full", Later),
    (Recipient, "550 5.2.2 Over quota", Later),
    (Recipient, "554 5.2.2 Mailbox full", Later),
    (Recipient, "550 Mailbox quota exceeded", Later),
    (
        Recipient,
        "552 Requested mail action aborted: exceeded storage allocation",
        Later,
    ),
    (Recipient, "503 5.5.1 Error: need MAIL command", Later),
    (Recipient, "503 Bad sequence of commands", Later),
    // Nobody there.
    (
        Recipient,
        "550 5.1.1 The email account that you tried to reach does not exist",
        NOBODY,
    ),
    (
        Recipient,
        "550 5.1.1 <a@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
        NOBODY,
    ),
    (Recipient, "550 5.1.0 Address rejected", NOBODY),
    (
        Recipient,
        "550 5.1.3 Bad destination mailbox address syntax",
        NOBODY,
    ),
    (Recipient, "550 5.1.6 Mailbox has moved", NOBODY),
    (Recipient, "550 5.2.1 The email account is disabled", NOBODY),
    (Recipient, "554 5.1.1 No such user", NOBODY),
    (
        Recipient,
        "550 5.4.1 Recipient address rejected: Access denied",
        NOBODY,
    ),
    (Recipient, "550 No such user here", NOBODY),
    (Recipient, "550 user unknown", NOBODY),
    (
        Recipient,
        "550 Requested action not taken: mailbox unavailable",
        NOBODY,
    ),
    (Recipient, "550", NOBODY),
    (Recipient, "550 Invalid recipient", NOBODY),
    (Recipient, "550 \u{fffd}\u{fffd}\u{fffd}", NOBODY),
    (
        Recipient,
        "551 User not local; please try another path",
        NOBODY,
    ),
    (
        Recipient,
        "553 5.1.2 We are unable to find the domain",
        NO_DOMAIN,
    ),
    (
        Recipient,
        "553 sorry, that domain isn't in my list of allowed rcpthosts",
        NOBODY,
    ),
    (Recipient, "501 5.1.3 Bad recipient address syntax", NOBODY),
    (Recipient, "501 Syntax error in address", NOBODY),
    (
        Recipient,
        "554 delivery error: This user doesn't have an account",
        NOBODY,
    ),
    (Recipient, "554 No such mailbox", NOBODY),
    (Recipient, "554 5.0.0 User unknown", NOBODY),
    (Recipient, "550 5.0.0 No mailbox here by that name", NOBODY),
    // No such domain.
    (Recipient, "550 5.1.2 Host unknown", NO_DOMAIN),
    (
        Recipient,
        "550 5.1.10 Recipient address has null MX",
        NO_DOMAIN,
    ),
    (
        Recipient,
        "550 5.4.4 Unable to route: no mail hosts for domain",
        NO_DOMAIN,
    ),
    (
        Recipient,
        "550 5.4.310 DNS domain example does not exist",
        NO_DOMAIN,
    ),
    (Recipient, "550 Unrouteable address", NO_DOMAIN),
    (Recipient, "550 Domain not found", NO_DOMAIN),
    (
        Recipient,
        "556 5.1.10 Domain does not accept mail",
        NO_DOMAIN,
    ),
    (Recipient, "556 No mail", NO_DOMAIN),
    (Recipient, "521 Server does not accept mail", NO_DOMAIN),
    // Policy.
    (
        Recipient,
        "550 5.7.1 Service unavailable; client host blocked using a list",
        POLICY,
    ),
    (
        Recipient,
        "554 5.7.1 Recipient address rejected: Access denied",
        POLICY,
    ),
    (
        Recipient,
        "550 5.7.26 Unauthenticated mail is prohibited: DMARC",
        POLICY,
    ),
    (
        Recipient,
        "550 5.7.606 Access denied, banned sending IP",
        POLICY,
    ),
    (Recipient, "550 5.7.0 Local policy violation", POLICY),
    (Recipient, "550 Blocked by our spam filter", POLICY),
    (Recipient, "554 Your host is blacklisted", POLICY),
    (
        Recipient,
        "554 5.7.133 Sender not in the list of allowed senders",
        POLICY,
    ),
    (Recipient, "571 5.7.1 Refused", POLICY),
    // Our own right to send.
    (Recipient, "530 5.7.0 Authentication required", Ours),
    (
        Recipient,
        "530 5.7.57 Client not authenticated to send mail",
        Ours,
    ),
    (Recipient, "535 5.7.8 Bad credentials", Ours),
    (Recipient, "550 5.7.1 Relaying denied", Ours),
    (
        Recipient,
        "550 5.7.54 Unable to relay recipient in non-accepted domain",
        Ours,
    ),
    (
        Recipient,
        "554 5.7.1 <a@example.org>: Relay access denied",
        Ours,
    ),
    (
        Recipient,
        "553 5.7.1 Relaying denied. Authentication required",
        Ours,
    ),
    (Recipient, "550 relay not permitted", Ours),
    (
        Recipient,
        "550 5.1.8 Access denied, bad outbound sender",
        Ours,
    ),
    (
        Recipient,
        "553 5.1.7 Bad sender's mailbox address syntax",
        Ours,
    ),
    (Recipient, "550 5.7.11 Encryption needed", Ours),
    // The rest at RCPT.
    (Recipient, "500 5.5.2 Syntax error", REFUSED),
    (Recipient, "554 Transaction failed", REFUSED),
    (Recipient, "550 5.3.0 Other mail system status", REFUSED),
    (Recipient, "552 5.3.4 Message too big for system", LARGE),
    (
        Recipient,
        "552 5.2.3 Message exceeds local size limit",
        LARGE,
    ),
    (Recipient, "550 5.5.0 Mailbox unavailable", NOBODY),
    // DATA.
    (Data, "421 4.3.2 Bye", Later),
    (Data, "451 4.3.0 Queue file write error", Later),
    (Data, "452 4.3.1 Insufficient system storage", Later),
    (Data, "503 5.5.1 Bad sequence", Later),
    (Data, "550 5.7.1 Refused", POLICY),
    (Data, "554 5.5.1 No valid recipients", REFUSED),
    (Data, "554 5.7.1 Data command rejected: spam", POLICY),
    // The message.
    (Message, "421 4.4.2 Timeout", Later),
    (Message, "421 4.7.0 Temporary system problem", Later),
    (Message, "450 4.7.1 Greylisted", Later),
    (Message, "451 4.7.1 Please try again later", Later),
    (Message, "451 4.3.5 Content scanner not reachable", Later),
    (Message, "452 4.2.2 Mailbox full", Later),
    (Message, "452 4.3.1 Out of disk", Later),
    (Message, "550 5.1.1 No such user", NOBODY),
    (Message, "550 User unknown", NOBODY),
    (Message, "550 5.2.2 Quota exceeded", Later),
    (Message, "552 5.2.2 Mailbox over quota", Later),
    (Message, "552 Quota exceeded", Later),
    (
        Message,
        "552 5.3.4 Message size exceeds fixed maximum",
        LARGE,
    ),
    (Message, "552 5.2.3 Too large", LARGE),
    (Message, "552 Message is too large", LARGE),
    (
        Message,
        "552 5.7.0 This message was blocked because its content presents a potential security issue",
        POLICY,
    ),
    (Message, "554 Message size exceeds limit", LARGE),
    (Message, "523 5.3.4 Too long", LARGE),
    (Message, "550 5.7.1 Message rejected as spam", POLICY),
    (
        Message,
        "550 5.7.515 Access denied, sending domain does not meet the required authentication level",
        POLICY,
    ),
    (Message, "554 5.7.1 Message contains a virus", POLICY),
    (
        Message,
        "554 5.7.9 Message not accepted for policy reasons",
        POLICY,
    ),
    (Message, "550 High probability of spam", POLICY),
    (Message, "554 rejected due to DMARC policy", POLICY),
    (Message, "550 5.6.0 Bad MIME", REFUSED),
    (Message, "554 5.6.1 Body type not supported", REFUSED),
    (Message, "554 Transaction failed", REFUSED),
    (Message, "550 Not accepted", REFUSED),
    (Message, "550 5.4.6 Routing loop detected", REFUSED),
    (Message, "535 5.7.8 Login expired", Ours),
    (Message, "530 Authentication required", Ours),
    (Message, "550 5.1.8 Bad outbound sender", Ours),
];

fn reply(text: &str) -> Reply {
    let line = text.replacen('-', " ", usize::from(text.as_bytes().get(3) == Some(&b'-')));
    Reply::parse(&[line.into_bytes()]).unwrap()
}

#[test]
fn every_reply_means_what_it_should() {
    assert!(TABLE.len() >= 120, "{}", TABLE.len());
    let wrong: Vec<String> = TABLE
        .iter()
        .filter_map(|(stage, text, means)| {
            let found = match classify(*stage, &reply(text)) {
                SendError::Temporary { .. } => Later,
                SendError::Misconfigured { .. } => Ours,
                SendError::Permanent(failure) => Never(failure.reason),
                SendError::Unknown { .. } => panic!("a refusal is never unknown"),
            };
            (found != *means).then(|| format!("{stage:?} {text}: {found:?}, not {means:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_at_every_stage_means_something_and_a_421_always_later() {
    for stage in [
        Greeting, Hello, StartTls, Login, Sender, Recipient, Data, Message,
    ] {
        for code in 400..600 {
            for status in ["", "5.7.1 ", "5.1.1 ", "5.99.999 ", "4.0.0 "] {
                let said = reply(&format!("{code} {status}words"));
                let meant = classify(stage, &said);
                let later = matches!(meant, SendError::Temporary { .. });
                assert!(
                    code >= 500 || later || (stage, code) == (Login, 432),
                    "{stage:?} {said}"
                );
                assert!(!format!("{meant}").is_empty());
            }
        }
    }
}

#[test]
fn the_servers_words_are_kept_on_one_line_of_readable_length() {
    let said = reply(&format!("550 5.1.1 a\tb{}", "x".repeat(5_000)));
    let SendError::Permanent(failure) = classify(Recipient, &said) else {
        panic!("a 550 is for good");
    };
    assert!(
        failure.detail.starts_with("550 5.1.1 a bxxx"),
        "{}",
        failure.detail
    );
    assert_eq!(failure.detail.chars().count(), 500);
}
