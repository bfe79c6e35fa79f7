//! Setting up from nothing, through the pages: account, mail server with a real test mail, an own
//! wording, and the mail that arrives with it.

use crate::harness::{Database, Folder, LONG, Service, link_of, on_both_databases, run, text_of};
use invite_testkit::smtp_sink::{Encryption, Script, SmtpSink};
use mail_parser::MessageParser;
use reqwest::{Client, Response, redirect};
use std::{collections::BTreeMap, time::Duration};

on_both_databases! {
    a_server_chosen_at_set_up_carries_the_accounts_own_words
    what_stands_in_the_way_of_a_test_mail_is_told_as_what_it_is
}

const MAIL_PASSWORD: &str = "hunter2 of the mail server";

/// A browser: cookies and redirects.
struct Browser {
    client: Client,
    url: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn at(url: &str) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none());
        Self {
            client: client.timeout(LONG).build().unwrap(),
            url: url.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    async fn open(&mut self, place: &str) -> String {
        let mut place = place.replace(&self.url, "");
        loop {
            let request = self.client.get(format!("{}{place}", self.url));
            let answer = request.header("cookie", self.carried()).send().await;
            let answer = self.keep(answer.unwrap());
            match answer.headers().get("location") {
                Some(next) => next.to_str().unwrap().clone_into(&mut place),
                None => return answer.text().await.unwrap(),
            }
        }
    }

    async fn submit(&mut self, place: &str, fields: &[(&str, &str)]) -> String {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = self
            .client
            .post(format!("{}{place}", self.url))
            .header("cookie", self.carried())
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.finish());
        let answer = self.keep(request.send().await.unwrap());
        match answer.headers().get("location") {
            Some(next) => {
                let next = next.to_str().unwrap().to_owned();
                self.open(&next).await
            }
            None => answer.text().await.unwrap(),
        }
    }

    fn carried(&self) -> String {
        let pairs = self.cookies.iter().map(|(k, v)| format!("{k}={v}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: Response) -> Response {
        for set in answer.headers().get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

fn settings(database: &Database, folder: &Folder) -> Vec<(String, String)> {
    let mut settings = database.settings(folder.path());
    let more = [
        ("INVITE_LISTEN", "127.0.0.1:0"),
        ("INVITE_LOG", "trace"),
        ("INVITE_LOG_FORMAT", "json"),
    ];
    settings.extend(more.map(|(key, value)| (key.to_owned(), value.to_owned())));
    settings
}

/// Opens the printed link and makes the account.
async fn with_account(service: &Service) -> Browser {
    let link = service
        .said
        .split_whitespace()
        .find(|w| w.contains("/setup/"));
    let link = link.unwrap_or_else(|| panic!("no link in {}", service.said));
    let mut browser = Browser::at(&service.url);
    browser.open(link).await;
    let fields = [
        ("account", "Maju"),
        ("name", "Ana"),
        ("email", "ana@example.org"),
        ("locale", "en"),
        ("password", "a quiet harbor in spring"),
        ("repeated", "a quiet harbor in spring"),
    ];
    let page = browser.submit("/setup", &fields).await;
    assert!(page.contains("name=\"host\""), "{page}");
    browser
}

fn server<'a>(port: &'a str, encryption: &'a str, password: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("host", "127.0.0.1"),
        ("port", port),
        ("encryption", encryption),
        ("user", "ann"),
        ("password", password),
        ("from", "invite@maju.example"),
        ("to", "ana@example.org"),
        ("do", "save"),
    ]
}

async fn a_server_chosen_at_set_up_carries_the_accounts_own_words(database: Database) {
    let folder = Folder::new();
    let settings = settings(&database, &folder);
    let script = Script::new()
        .encryption(Encryption::None)
        .login("ann", MAIL_PASSWORD);
    let sink = SmtpSink::start(script);
    let port = sink.port().to_string();
    let service = Service::start(folder.path(), &settings, "first.log");
    let mut browser = with_account(&service).await;

    let page = browser
        .submit("/setup/mail", &server(&port, "none", "wrong"))
        .await;
    assert!(page.contains("refused user name or password"), "{page}");
    assert!(page.contains("535"), "{page}");
    assert_eq!(sink.count(), 0);
    let page = browser
        .submit("/setup/mail", &server(&port, "none", MAIL_PASSWORD))
        .await;
    assert!(page.contains("The server took the test mail"), "{page}");
    assert!(page.contains("250"), "{page}");
    let test = sink.wait_for(1, LONG).unwrap().remove(0);
    assert!(text_of(&test).contains("invitations reach your mailbox"));

    // The account's own words, and an invitation that leaves with them, without a restart.
    let wording = [
        ("subject", "Welcome to {account}, {name}"),
        ("heading", ""),
        ("greeting", ""),
        ("body", "Sign in as {login}.\n\nSee you, {inviter}"),
        ("button", ""),
        ("closing", ""),
    ];
    let page = browser
        .submit("/a/maju/templates/invitation/en", &wording)
        .await;
    assert!(page.contains("The text is saved"), "{page}");
    let preview = browser
        .open("/a/maju/templates/invitation/en/preview")
        .await;
    assert!(preview.contains("Welcome to Maju, Jordan Lee"), "{preview}");
    let invited = [
        ("name", "Siti"),
        ("email", "siti@example.org"),
        ("send", "yes"),
    ];
    invite(&mut browser, &invited).await;
    let mail = sink.wait_for(2, LONG).unwrap().remove(1);
    let parsed = MessageParser::default().parse(&mail.raw[..]).unwrap();
    assert_eq!(parsed.subject(), Some("Welcome to Maju, Siti"));
    let text = text_of(&mail).replace('\u{200b}', "");
    assert!(text.contains("Sign in as siti@example.org."), "{text}");
    assert!(text.contains("See you, Ana"), "{text}");
    assert!(link_of(&mail).starts_with(&service.url));

    // Another process finds the choice; nothing of it can be read at rest or in a log.
    let shown = run(folder.path(), &settings, &["mail", "show"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains(&format!("127.0.0.1:{port}")), "{shown}");
    let arguments = ["mail", "test", "--to", "budi@example.org"];
    let tested = run(folder.path(), &settings, &arguments);
    assert!(tested.status.success(), "{tested:?}");
    assert!(String::from_utf8(tested.stdout).unwrap().contains("250"));
    sink.wait_for(3, LONG).unwrap();
    let dump = invite_sea_orm::dump(&database.open(folder.path()).await).await;
    let hex = data_encoding::HEXLOWER.encode(MAIL_PASSWORD.as_bytes());
    for kept in [dump.unwrap(), service.log(), shown] {
        assert!(!kept.contains(MAIL_PASSWORD) && !kept.contains(&hex));
    }

    // Forgotten by the operator: the running service goes back to its inbox within seconds.
    let cleared = run(folder.path(), &settings, &["mail", "clear"]);
    assert!(cleared.status.success(), "{cleared:?}");
    let unset = run(folder.path(), &settings, &arguments);
    assert!(!unset.status.success(), "{unset:?}");
    let mut pace = tokio::time::interval(Duration::from_millis(250));
    let lands = async {
        for number in 0.. {
            pace.tick().await;
            let address = format!("later{number}@example.org");
            invite(&mut browser, &[("email", &address)]).await;
            let inbox = browser.open("/inbox").await;
            if inbox.contains("invite@inbox.example") {
                break;
            }
        }
    };
    tokio::time::timeout(LONG, lands).await.unwrap();
}

/// Invites through the API, as the signed-in administrator.
async fn invite(browser: &mut Browser, fields: &[(&str, &str)]) {
    let of = |name: &str| fields.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    let body = serde_json::json!({ "email": of("email"), "name": of("name"), "send": true });
    let request = browser
        .client
        .post(format!("{}/api/v1/accounts/maju/invitations", browser.url))
        .header("cookie", browser.carried())
        .header("sec-fetch-site", "same-origin")
        .json(&body);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 201, "{:?}", answer.text().await);
}

async fn what_stands_in_the_way_of_a_test_mail_is_told_as_what_it_is(database: Database) {
    let folder = Folder::new();
    let settings = settings(&database, &folder);
    let service = Service::start(folder.path(), &settings, "first.log");
    let mut browser = with_account(&service).await;

    // Nobody listens there anymore.
    let gone = SmtpSink::start(Script::new()).port().to_string();
    let page = browser
        .submit("/setup/mail", &server(&gone, "none", "x"))
        .await;
    assert!(page.contains("✗ The server cannot be reached"), "{page}");
    assert!(page.contains("value=\"invite@maju.example\""), "{page}");

    // It offers no encryption, and encryption is required.
    let bare = SmtpSink::start(Script::new().encryption(Encryption::None));
    let port = bare.port().to_string();
    let page = browser
        .submit("/setup/mail", &server(&port, "required", "x"))
        .await;
    assert!(page.contains("✗ The line could not be encrypted"), "{page}");
    assert!(page.contains("offers no STARTTLS"), "{page}");
    assert_eq!(bare.count(), 0);

    // Nothing was kept: mail still lands in the inbox.
    let shown = run(folder.path(), &settings, &["mail", "show"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("built-in inbox"), "{shown}");
    let page = browser.submit("/setup/mail", &[("do", "inbox")]).await;
    assert!(page.contains("All is set up"), "{page}");
}
