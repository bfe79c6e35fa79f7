//! One account with its administrator behind the real service, and shorthands for requests.

use async_trait::async_trait;
use chrono::TimeDelta;
use invite_domain::{
    model::{Account, ApiKeyId, Caller, LinkBase, Member, Password, RetryPolicy, Scope},
    ports::PasswordHasher,
    service::{
        AccountService, AuditService, CatalogService, CreateApiKey, DispatchPorts, DispatchService,
        InsightService, InvitationPorts, InvitationService, MailTextPorts, MailTextService,
        MemberPorts, MemberService, PeoplePorts, PeopleService, PreviewPorts, PreviewService,
        RefusalService, SignInService,
    },
};
use invite_poem::{Check, Health, Services, SetUp, TrustedProxies, app};
use invite_testkit::{
    MemoryStore, PlainPasswords, PlainRenderer, RecordingMailer, SeededIds, SeededSecrets,
    SteppedClock, a_caller, a_member, a_person, an_account,
    contract::{
        StoreHarness,
        history::{Subjects, dump},
    },
    fixed_key_ring, values,
};
use poem::{
    Endpoint, Request, Response,
    endpoint::BoxEndpoint,
    http::{HeaderMap, Method, StatusCode},
};
use serde_json::Value;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

/// A password that every default policy takes.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// Where the service is reached.
pub(crate) const PUBLIC_URL: &str = "https://invite.example.org";
/// The session's cookie there.
pub(crate) const COOKIE: &str = "__Host-invite_session";

/// Two accounts, of which Ana administers the first, and keys for it.
pub(crate) struct Service {
    app: BoxEndpoint<'static, Response>,
    pub(crate) store: MemoryStore,
    pub(crate) clock: SteppedClock,
    pub(crate) mailer: RecordingMailer,
    pub(crate) health: Arc<Vitals>,
    pub(crate) account: Account,
    pub(crate) foreign: Account,
    pub(crate) ana: Member,
    /// A key that does everything an administrator does.
    pub(crate) key: String,
    pub(crate) accounts: AccountService,
    dispatch: DispatchService,
    woken: Arc<AtomicU32>,
    keys_used: Arc<Mutex<Vec<ApiKeyId>>>,
}

/// What readiness depends on, as the test says.
#[derive(Default)]
pub(crate) struct Vitals {
    pub(crate) checks: Mutex<Vec<Check>>,
    pub(crate) stopping: Mutex<bool>,
    pub(crate) panics: Mutex<bool>,
}

#[async_trait]
impl Health for Vitals {
    async fn checks(&self) -> Vec<Check> {
        assert!(!*self.panics.lock().unwrap(), "the test asked for a panic");
        self.checks.lock().unwrap().clone()
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.lock().unwrap()
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Reads the body.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.body))
    }

    /// Returns a header, empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that it is a success, and reads the body.
    #[track_caller]
    pub(crate) fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.json()
    }

    /// Checks that it is a problem document of this kind, and reads it.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.body
        );
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem:#}");
        assert_eq!(self.status.as_u16(), status, "{problem:#}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/api/problems/{code}"));
        for member in ["title", "detail"] {
            assert!(!problem[member].as_str().unwrap().is_empty());
        }
        problem
    }

    /// Checks that it is a problem with just these fields.
    #[track_caller]
    pub(crate) fn fields(&self, status: u16, code: &str, expected: &[(&str, &str)]) {
        let problem = self.problem(status, code);
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let found: Vec<(&str, &str)> = errors
            .iter()
            .map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap()))
            .collect();
        assert_eq!(found, expected, "{problem:#}");
    }
}

/// A request in the making.
pub(crate) struct Call<'a> {
    service: &'a Service,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Call<'_> {
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Sends a key along.
    pub(crate) fn key(self, key: &str) -> Self {
        self.header("authorization", format!("Bearer {key}"))
    }

    /// Sends the administrator's key along.
    pub(crate) fn admin(self) -> Self {
        let key = self.service.key.clone();
        self.key(&key)
    }

    /// Sends a session's cookie along, as one of our own pages does.
    pub(crate) fn session(self, token: &str) -> Self {
        self.header("cookie", format!("{COOKIE}={token}"))
            .header("sec-fetch-site", "same-origin")
    }

    /// Sends a JSON body.
    pub(crate) fn json(self, body: &Value) -> Self {
        self.text(body.to_string())
    }

    /// Sends a body that is announced as JSON.
    pub(crate) fn text(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", "application/json")
    }

    /// Sends a body that nothing announces.
    pub(crate) fn bare(mut self, body: &str) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) async fn send(self) -> Answer {
        let request = self
            .headers
            .into_iter()
            .fold(
                Request::builder().method(self.method).uri_str(self.path),
                |request, (name, value)| request.header(name, value),
            )
            .body(self.body);
        let response = self.service.app.get_response(request).await;
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.into_string().await.unwrap(),
        }
    }
}

impl Service {
    pub(crate) async fn new() -> Self {
        let (store, clock) = (MemoryStore::new(), SteppedClock::default());
        let mailer = RecordingMailer::new();
        let (ids, secrets) = (
            Arc::new(SeededIds::default()),
            Arc::new(SeededSecrets::default()),
        );
        let (tokens, passwords) = (
            Arc::new(fixed_key_ring()),
            Arc::new(PlainPasswords::default()),
        );
        let (shared, now) = (Arc::new(store.clone()), Arc::new(clock.clone()));
        let links = LinkBase::parse(PUBLIC_URL).unwrap();
        let invitations = InvitationService::new(InvitationPorts {
            store: shared.clone(),
            reader: shared.clone(),
            clock: now.clone(),
            ids: ids.clone(),
            tokens: tokens.clone(),
            passwords: passwords.clone(),
        });
        let dispatch = DispatchService::new(DispatchPorts {
            store: shared.clone(),
            queue: shared.clone(),
            mailer: Arc::new(mailer.clone()),
            sms: None,
            clock: now.clone(),
            ids: ids.clone(),
            tokens: tokens.clone(),
            links: links.clone(),
            retry: RetryPolicy::default(),
        });
        let members = MemberService::new(MemberPorts {
            store: shared.clone(),
            clock: now.clone(),
            ids: ids.clone(),
        });
        let accounts = AccountService::new(
            shared.clone(),
            passwords.clone(),
            secrets.clone(),
            now.clone(),
            ids.clone(),
        );
        let catalog = CatalogService::new(shared.clone(), shared.clone(), now.clone(), ids.clone());
        let previews = PreviewService::new(PreviewPorts {
            wordings: shared.clone(),
            mail: Arc::new(mailer.clone()),
            sms: None,
            clock: now.clone(),
            links: links.clone(),
        });
        let mail_texts = MailTextService::new(MailTextPorts {
            wordings: shared.clone(),
            identity: shared.clone(),
            renderer: Arc::new(PlainRenderer),
            clock: now.clone(),
            ids: ids.clone(),
            links: links.clone(),
        });
        let sign_in = SignInService::new(
            shared,
            passwords.clone(),
            secrets,
            tokens.clone(),
            now,
            ids.clone(),
        );

        let account = an_account().put_into(&store).await.unwrap();
        let foreign = an_account().named("Jaya").put_into(&store).await.unwrap();
        let hash = passwords.hash(&Password::new(PASSWORD)).await.unwrap();
        let person = a_person()
            .named("Ana")
            .email("ana@example.org")
            .login("ana");
        let ana = a_member()
            .who(person.password(hash))
            .administrator()
            .put_into(&store, &account)
            .await
            .unwrap();

        let (woken, health) = (Arc::new(AtomicU32::new(0)), Arc::new(Vitals::default()));
        let counter = Arc::clone(&woken);
        let keys_used = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&keys_used);
        let app = app(Services {
            people: PeopleService::new(
                PeoplePorts {
                    reader: Arc::new(store.clone()),
                    clock: Arc::new(clock.clone()),
                },
                invitations.clone(),
                members.clone(),
            ),
            invitations,
            members,
            accounts: accounts.clone(),
            audit: AuditService::new(Arc::new(store.clone())),
            refusals: RefusalService::new(Arc::new(store.clone()), Arc::new(clock.clone())),
            insight: InsightService::new(Arc::new(store.clone()), Arc::new(clock.clone())),
            catalog,
            mail_texts,
            previews,
            sign_in,
            tokens,
            ids,
            public_url: links,
            inbox: None,
            mail_server: None,
            health: health.clone(),
            wake: Arc::new(move || {
                counter.fetch_add(1, Ordering::SeqCst);
            }),
            key_used: Arc::new(move |key| noted.lock().unwrap().push(key)),
            set_up: SetUp::Closed,
            trusted_proxies: TrustedProxies::default(),
        });
        let mut service = Self {
            app,
            store,
            clock,
            mailer,
            health,
            account,
            foreign,
            ana,
            key: String::new(),
            accounts,
            dispatch,
            woken,
            keys_used,
        };
        service.key = service.key_for(&service.account, Scope::Administer).await;
        service
    }

    /// Makes a key.
    pub(crate) async fn key_for(&self, account: &Account, scope: Scope) -> String {
        let command = CreateApiKey {
            name: values::name("Importer"),
            scope,
            expires_at: None,
        };
        let caller: Caller = a_caller().of(account).build();
        let made = self
            .accounts
            .create_api_key(&caller, command)
            .await
            .unwrap();
        made.key.expose().to_owned()
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call {
            service: self,
            method: method.parse().unwrap(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Begins a request below the account, with the administrator's key.
    pub(crate) fn admin(&self, method: &str, path: &str) -> Call<'_> {
        self.call(method, &format!("/api/v1/accounts/maju{path}"))
            .admin()
    }

    /// Begins a `POST` below `/api/v1` with a body and without credentials.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Call<'_> {
        self.call("POST", &format!("/api/v1{path}")).json(body)
    }

    /// Invites an address and returns the invitation.
    pub(crate) async fn invite(&self, body: Value) -> Value {
        let call = self.admin("POST", "/invitations").json(&body);
        call.send().await.ok(201)
    }

    /// Invites an address, sends the mail, and returns the id with the token in it.
    pub(crate) async fn invited(&self, address: &str) -> (String, String) {
        let body = serde_json::json!({ "email": address, "send": true });
        let invitation = self.invite(body).await;
        self.deliver().await;
        (
            invitation["id"].as_str().unwrap().to_owned(),
            self.token(address),
        )
    }

    /// Sends everything that is due.
    pub(crate) async fn deliver(&self) {
        let lease = TimeDelta::seconds(30);
        self.dispatch
            .dispatch_due("worker", lease, 100)
            .await
            .unwrap();
    }

    /// Returns the token in the latest mail to this address.
    pub(crate) fn token(&self, address: &str) -> String {
        let token = self.mailer.latest_token(&values::email(address)).unwrap();
        token.expose().to_owned()
    }

    /// Signs Ana in, and returns the session's token.
    pub(crate) async fn sign_in(&self) -> String {
        let body = serde_json::json!({ "email": "ana@example.org", "password": PASSWORD });
        let answer = self.post("/sessions", &body).send().await;
        answer.ok(201);
        session_of(&answer)
    }

    /// Writes down which keys were used since the last time, as the process does beside the requests.
    pub(crate) async fn note_key_use(&self) {
        let used = std::mem::take(&mut *self.keys_used.lock().unwrap());
        for key in used {
            let noted = self.accounts.note_api_key_use(key, self.clock.get());
            noted.await.unwrap();
        }
    }

    /// Returns how often the worker was woken.
    pub(crate) fn woken(&self) -> u32 {
        self.woken.load(Ordering::SeqCst)
    }

    /// Writes down everything that is stored.
    pub(crate) async fn dump(&self) -> String {
        let subjects = Subjects {
            accounts: vec![self.account.clone(), self.foreign.clone()],
            users: vec![self.ana.user_id],
            now: self.clock.get(),
        };
        dump(&StoreHarness::of(self.store.clone()), &subjects).await
    }
}

/// Returns the session's token that an answer sets.
pub(crate) fn session_of(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    let value = cookie.strip_prefix(&format!("{COOKIE}=")).unwrap();
    value.split(';').next().unwrap().to_owned()
}
