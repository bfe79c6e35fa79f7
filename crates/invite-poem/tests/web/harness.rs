//! The pages over the in-memory adapters, and a browser that keeps cookies like a real one.

use invite_domain::model::{AccountId, InvitationToken, LinkBase, TokenClaim};
use invite_poem::{Check, Health, Inbox, InboxMail, Services, SetUp, TrustedProxies, app};
use invite_testkit::{PASSWORD, Scenario, fixed_key_ring, request};
use poem::{
    Endpoint, Request, Response,
    endpoint::BoxEndpoint,
    http::{HeaderMap, Method, StatusCode, header},
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex},
};

/// A service whose readiness nobody asks for here.
struct Well;

#[async_trait::async_trait]
impl Health for Well {
    async fn checks(&self) -> Vec<Check> {
        Vec::new()
    }

    fn is_stopping(&self) -> bool {
        false
    }
}

/// An inbox that a test fills.
#[derive(Clone, Default)]
pub(crate) struct Mails(pub(crate) Arc<Mutex<Vec<InboxMail>>>);

impl Inbox for Mails {
    fn list(&self, accounts: Option<&[AccountId]>) -> Vec<InboxMail> {
        let mails = self.0.lock().unwrap();
        mails
            .iter()
            .filter(|mail| accounts.is_none_or(|own| own.contains(&mail.account_id)))
            .cloned()
            .collect()
    }

    fn find(&self, id: &str) -> Option<InboxMail> {
        let mails = self.0.lock().unwrap();
        mails.iter().find(|mail| mail.id == id).cloned()
    }
}

/// Puts the pages over a scenario.
pub(crate) fn services(scenario: &Scenario) -> Services {
    Services {
        invitations: scenario.invitations.clone(),
        previews: scenario.previews.clone(),
        members: scenario.members.clone(),
        people: scenario.people.clone(),
        accounts: scenario.accounts.clone(),
        audit: scenario.audit.clone(),
        refusals: scenario.refusals.clone(),
        insight: scenario.insight.clone(),
        key_used: Arc::new(|_| {}),
        catalog: scenario.catalog.clone(),
        mail_texts: scenario.mail_texts.clone(),
        sign_in: scenario.sign_in.clone(),
        tokens: Arc::new(fixed_key_ring()),
        ids: scenario.ids.clone(),
        public_url: LinkBase::parse("https://invite.example.org").unwrap(),
        inbox: None,
        mail_server: None,
        health: Arc::new(Well),
        wake: Arc::new(|| {}),
        set_up: SetUp::Closed,
        trusted_proxies: TrustedProxies::default(),
    }
}

/// Opens the page that makes the first administrator.
pub(crate) fn open_for(claim: TokenClaim, services: Services) -> Services {
    Services {
        set_up: SetUp::Open(claim),
        ..services
    }
}

/// Someone's browser.
pub(crate) struct Browser {
    app: BoxEndpoint<'static, Response>,
    /// The cookies, by name.
    pub(crate) cookies: BTreeMap<String, String>,
    /// What it says in `Accept-Language`.
    pub(crate) language: &'static str,
}

/// What the browser shows.
pub(crate) struct Page {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The content.
    pub(crate) body: String,
}

impl Browser {
    /// Opens a browser on the scenario's pages.
    pub(crate) fn on(scenario: &Scenario) -> Self {
        Self::over(services(scenario))
    }

    /// Opens a browser on any services.
    pub(crate) fn over(services: Services) -> Self {
        Self {
            app: app(services),
            cookies: BTreeMap::new(),
            language: "en",
        }
    }

    /// Opens an address, and goes where it is sent.
    pub(crate) async fn open(&mut self, address: &str) -> Page {
        let mut page = self.get(address).await;
        while page.status == StatusCode::SEE_OTHER {
            page = self.get(&page.location()).await;
        }
        page
    }

    /// Reads an address, and goes nowhere.
    pub(crate) async fn get(&mut self, address: &str) -> Page {
        let request = Request::builder().method(Method::GET).uri_str(address);
        self.send(request.finish()).await
    }

    /// Posts a form of one of our pages, and goes where it is sent.
    pub(crate) async fn submit(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(address, fields).await;
        if page.status == StatusCode::SEE_OTHER {
            return self.open(&page.location()).await;
        }
        page
    }

    /// Posts a form of one of our pages, and goes nowhere.
    pub(crate) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        let mut request = form(address, fields);
        // What browsers send with a form of a page whose policy is `no-referrer`.
        request
            .headers_mut()
            .insert("sec-fetch-site", "same-origin".parse().unwrap());
        request
            .headers_mut()
            .insert(header::ORIGIN, "null".parse().unwrap());
        self.send(request).await
    }

    /// Sends any request with the cookies, and keeps those that come back.
    pub(crate) async fn send(&mut self, mut request: Request) -> Page {
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT_LANGUAGE, self.language.parse().unwrap());
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.app.get_response(request).await;
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().unwrap());
        }
        Page {
            status: parts.status,
            headers: parts.headers,
            body: body.into_string().await.unwrap(),
        }
    }

    fn keep(&mut self, line: &str) {
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax"));
        assert!(line.contains("Secure") && line.contains("Path=/;"));
        let (name, rest) = line.split_once('=').unwrap();
        assert!(name.starts_with("__Host-"), "{name}");
        let value = rest.split(';').next().unwrap();
        if line.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Clicks the link of an invitation.
    pub(crate) async fn click(&mut self, token: &InvitationToken) -> Page {
        self.open(&format!("/i/{}", token.expose())).await
    }

    /// Signs in.
    pub(crate) async fn sign_in(&mut self, identifier: &str) -> Page {
        let fields = [("identifier", identifier), ("password", PASSWORD)];
        self.submit("/sign-in", &fields).await
    }

    /// Forgets every cookie.
    pub(crate) fn forget(&mut self) {
        self.cookies.clear();
    }
}

/// Builds a posted form.
pub(crate) fn form(address: &str, fields: &[(&str, &str)]) -> Request {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    Request::builder()
        .method(Method::POST)
        .uri_str(address)
        .content_type("application/x-www-form-urlencoded")
        .body(body.join("&"))
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
        out
    })
}

impl Page {
    /// Returns where the browser is sent.
    pub(crate) fn location(&self) -> String {
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// Fails unless the page is of this status and shows all of these.
    #[track_caller]
    pub(crate) fn shows(&self, status: u16, texts: &[&str]) {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        for text in texts {
            assert!(self.body.contains(text), "no {text:?} in {}", self.body);
        }
    }

    /// Fails if the page shows any of these.
    #[track_caller]
    pub(crate) fn hides(&self, texts: &[&str]) {
        for text in texts {
            assert!(!self.body.contains(text), "{text:?} in {}", self.body);
        }
    }
}

/// Makes someone an administrator of the scenario's account, with [`PASSWORD`].
pub(crate) async fn an_administrator(scenario: &Scenario, address: &str) {
    let mut command = request(address);
    command.grant.access_type = invite_domain::model::AccessType::Administrator;
    scenario.create(command).await.unwrap();
    scenario.deliver().await;
    scenario.accept(&scenario.token(address)).await.unwrap();
}
