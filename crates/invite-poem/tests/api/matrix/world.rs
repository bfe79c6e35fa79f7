//! The accounts, objects and callers that the matrix is made of.

use super::samples;
use crate::service::{Answer, PASSWORD, Service, session_of};
use invite_domain::{
    model::{Account, Actor, GrantKind, INVITE_PEOPLE, Operation, Password, Reach, Scope, Via},
    ports::{
        AccountRef, AuditFilter, AuditReader as _, AuditRecord, IdentityStore as _, PasswordHasher,
    },
    service::CreateApiKey,
};
use invite_testkit::{
    MemberBuilder, PlainPasswords, a_caller, a_member, a_person, an_account,
    contract::{
        StoreHarness,
        history::{Subjects, dump},
    },
    values,
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// The account that everyone asks about; one beside it that is nobody's business; and none.
pub(super) const OWN: &str = "anak";
pub(super) const FOREIGN: &str = "jaya";
pub(super) const NOWHERE: &str = "nobody";

/// Who asks.
pub(super) struct Caller {
    pub(super) name: &'static str,
    shows: Shows,
    /// How far their hand reaches in [`OWN`]; `None` when they have no place in it.
    pub(super) reach: Option<Reach>,
}

enum Shows {
    Nothing,
    /// Something that is no key: a forged one, an invitation's token.
    NoKey(String),
    Key(String),
    /// Signed in with this address.
    Session(String),
}

impl Caller {
    /// Whether they show a credential that is good somewhere.
    pub(super) fn is_someone(&self) -> bool {
        matches!(self.shows, Shows::Key(_) | Shows::Session(_))
    }

    /// Whether they are a person rather than a program.
    pub(super) fn is_signed_in(&self) -> bool {
        matches!(self.shows, Shows::Session(_))
    }

    /// Whether their hand reaches as far as this needs.
    pub(super) fn may(&self, operation: Operation) -> bool {
        self.reach.is_some_and(|reach| reach >= operation.needs())
    }

    /// Whether it reaches down from an account above.
    pub(super) fn is_above(&self) -> bool {
        self.name.ends_with("above")
    }

    /// Whether the foreign account is theirs.
    pub(super) fn is_of_the_foreign_account(&self) -> bool {
        self.name.ends_with("elsewhere")
    }
}

/// What a request is about.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) account: &'a str,
    pub(super) id: &'a str,
}

pub(super) struct World {
    service: Service,
    pub(super) callers: Vec<Caller>,
    accounts: Vec<Account>,
    operators: [(&'static str, String); 2],
    numbers: AtomicU32,
}

impl World {
    pub(super) async fn new() -> Self {
        let service = Service::new().await;
        let store = service.store.clone();
        let make =
            async |account: invite_testkit::AccountBuilder| account.put_into(&store).await.unwrap();
        let above = make(an_account().named("Induk")).await;
        let own = make(an_account().named("Anak").below(&above)).await;
        let beside = make(an_account().named("Saudara").below(&above)).await;
        let below = make(an_account().named("Cucu").below(&own)).await;
        let foreign = service.foreign.clone();
        let operators = [
            (OWN, service.key_for(&own, Scope::Administer).await),
            (FOREIGN, service.key_for(&foreign, Scope::Administer).await),
        ];

        let mut world = Self {
            callers: Vec::new(),
            accounts: vec![above, own, beside, below, foreign],
            operators,
            numbers: AtomicU32::new(0),
            service,
        };
        world.callers = world.all_callers().await;
        world
    }

    async fn all_callers(&self) -> Vec<Caller> {
        let [above, own, beside, below, foreign] = self.accounts.as_slice() else {
            panic!("five accounts");
        };
        let administer = Some(Reach::Administer);
        let invites = a_member().holding(GrantKind::Permission, INVITE_PEOPLE);
        let people = [
            ("standard user", own, a_member(), Some(Reach::Own)),
            (
                "standard user who invites",
                own,
                invites,
                Some(Reach::Invite),
            ),
            ("administrator", own, a_member().administrator(), administer),
            (
                "switched-off administrator",
                own,
                a_member().administrator().inactive(),
                None,
            ),
            (
                "administrator above",
                above,
                a_member().administrator(),
                administer,
            ),
            ("standard user above", above, a_member(), None),
            (
                "administrator beside",
                beside,
                a_member().administrator(),
                None,
            ),
            (
                "administrator below",
                below,
                a_member().administrator(),
                None,
            ),
            (
                "administrator elsewhere",
                foreign,
                a_member().administrator(),
                None,
            ),
        ];
        let keys = [
            ("key that reads", own, Scope::Read, Some(Reach::Read)),
            ("key that invites", own, Scope::Invite, Some(Reach::Invite)),
            ("key that administers", own, Scope::Administer, administer),
            (
                "key of the account above",
                above,
                Scope::Administer,
                administer,
            ),
            ("key of the account beside", beside, Scope::Administer, None),
            ("key of the account below", below, Scope::Administer, None),
            (
                "key of an account elsewhere",
                foreign,
                Scope::Administer,
                None,
            ),
        ];
        let (_, token) = self.service.invited("invitee@example.org").await;
        let strangers = [
            ("anonymous", Shows::Nothing),
            (
                "forged key",
                Shows::NoKey(format!("invk_{}", "A".repeat(43))),
            ),
            ("invitee", Shows::NoKey(token)),
            ("revoked key", Shows::NoKey(self.revoked_key(own).await)),
        ];
        let stranger = |(name, shows)| Caller {
            name,
            shows,
            reach: None,
        };
        let mut callers: Vec<_> = strangers.into_iter().map(stranger).collect();
        for (name, account, member, reach) in people {
            let shows = Shows::Session(self.person(name, account, member).await);
            callers.push(Caller { name, shows, reach });
        }
        for name in [
            "administrator who waits for approval",
            "removed administrator",
        ] {
            let shows = Shows::Session(self.no_longer_or_not_yet(name).await);
            let reach = None;
            callers.push(Caller { name, shows, reach });
        }
        for (name, account, scope, reach) in keys {
            let shows = Shows::Key(self.service.key_for(account, scope).await);
            callers.push(Caller { name, shows, reach });
        }
        callers
    }

    async fn revoked_key(&self, account: &Account) -> String {
        let accounts = &self.service.accounts;
        let caller = a_caller().of(account).build();
        let command = CreateApiKey {
            name: values::name("Former importer"),
            scope: Scope::Administer,
            expires_at: None,
        };
        let made = accounts.create_api_key(&caller, command).await.unwrap();
        let revoked = accounts.revoke_api_key(&caller, made.id).await;
        revoked.unwrap();
        made.key.expose().to_owned()
    }

    /// Makes someone who has a place beside, and none here that opens anything: it waits for approval,
    /// or was taken away. Returns the address that they sign in with.
    async fn no_longer_or_not_yet(&self, name: &str) -> String {
        let [_, own, beside, ..] = self.accounts.as_slice() else {
            panic!("five accounts");
        };
        let (store, address) = (
            &self.service.store,
            self.person(name, beside, a_member()).await,
        );
        let known = store.credentials(&address).await.unwrap().unwrap();
        let place = a_member().known(known.user.id).administrator();
        if name.starts_with("removed") {
            let place = place.put_into(store, own).await.unwrap();
            store.remove_member(place.id).await;
        } else {
            place
                .awaiting_approval()
                .put_into(store, own)
                .await
                .unwrap();
        }
        address
    }

    /// Makes a member and returns the address that they sign in with.
    async fn person(&self, name: &str, account: &Account, member: MemberBuilder) -> String {
        let password = Password::new(PASSWORD);
        let hash = PlainPasswords::default().hash(&password).await.unwrap();
        let address = format!("{}@example.org", name.replace(' ', "-"));
        let person = a_person().named(name).email(&address).password(hash);
        // Whoever has no role at all does not get in once the account works with roles.
        let member = member.who(person).holding(GrantKind::Role, "Clerk");
        member.put_into(&self.service.store, account).await.unwrap();
        address
    }

    /// Asks with a credential of this moment: what others asked before may have ended a session.
    pub(super) async fn ask(
        &self,
        caller: &Caller,
        method: &str,
        path: &str,
        target: Target<'_>,
        number: u32,
    ) -> Answer {
        let asked = path
            .replace("{account}", target.account)
            .replace("{catalog}", "hosting")
            .replace("{message}", "invitation")
            .replace("{locale}", "ru")
            .replace("{key}", target.id)
            .replace("{id}", target.id);
        let call = self.service.call(method, &format!("/api/v1{asked}"));
        let call = call.header("x-request-id", "same");
        let call = match &caller.shows {
            Shows::Nothing => call,
            Shows::NoKey(text) => call.key(text),
            Shows::Key(key) => call.key(key),
            Shows::Session(address) => {
                let body = json!({ "email": address, "password": PASSWORD });
                let begun = self.service.post("/sessions", &body).send().await;
                call.session(&session_of(&begun))
            }
        };
        match samples::body(method, path, target.account, number) {
            Some(body) => call.json(&body).send().await,
            None => call.send().await,
        }
    }

    /// Lets [`OWN`] go on where somebody suspended it, for whoever asks next.
    pub(super) async fn resume_own(&self) {
        let own = AccountRef::Slug(values::slug(OWN));
        let accounts = &self.service.accounts;
        let overseer = accounts.operator_above(&own).await.unwrap();
        accounts.resume(&overseer.unwrap()).await.unwrap();
    }

    /// Returns a number that was not used before.
    pub(super) fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::SeqCst)
    }

    /// Makes the thing that the path's `{id}` names, and returns its id; any id where it names none.
    pub(super) async fn object(&self, account: &str, path: &str) -> String {
        let number = self.number();
        if let Some((kind, _)) = path.split_once("/{key}") {
            let kind = kind.replace("/accounts/{account}", "");
            let body = json!({ "key": format!("thing-{number}") });
            return self.make(account, &kind, &body, "key").await;
        }
        let Some((before, _)) = path.split_once("/{id}") else {
            return Self::no_object();
        };
        match before.rsplit('/').next().unwrap_or_default() {
            "invitations" => {
                let body = json!({ "email": format!("o{number}@example.org"), "send": true });
                self.make(account, "/invitations", &body, "id").await
            }
            "api-keys" => {
                let body = json!({ "name": "A key", "scope": "read" });
                self.make(account, "/api-keys", &body, "id").await
            }
            "members" => self.member(account, number).await,
            other => panic!("the matrix cannot make one of {other}: teach it"),
        }
    }

    /// Makes something, and returns what it is named by.
    async fn make(&self, account: &str, path: &str, body: &Value, by: &str) -> String {
        let operator = self.operators.iter().find(|(of, _)| *of == account);
        let (_, key) = operator.unwrap();
        let call = self
            .service
            .call("POST", &format!("/api/v1/accounts/{account}{path}"));
        let made = call.key(key).json(body).send().await.ok(201);
        made[by].as_str().unwrap().to_owned()
    }

    async fn member(&self, account: &str, number: u32) -> String {
        let account = self.accounts.iter().find(|a| a.slug.as_str() == account);
        let person = a_person().email(&format!("m{number}@example.org"));
        let member = a_member().who(person);
        let member = member.put_into(&self.service.store, account.unwrap()).await;
        member.unwrap().id.to_string()
    }

    /// Returns an id that names nothing.
    pub(super) fn no_object() -> String {
        Uuid::from_u128(42).to_string()
    }

    /// Returns everything that the accounts' logs tell of refusals.
    pub(super) async fn refusals(&self) -> Vec<AuditRecord> {
        let filter = AuditFilter {
            action: Some("refusal".to_owned()),
            ..AuditFilter::default()
        };
        let mut all = Vec::new();
        for account in &self.accounts {
            let store = &self.service.store;
            let page = store
                .entries(account.id, &filter, 1000, None)
                .await
                .unwrap();
            assert_eq!(page.next, None, "the matrix needs a longer page");
            all.extend(page.items);
        }
        all
    }

    /// Whether an entry names this caller, and the way that they came.
    pub(super) fn did(caller: &Caller, entry: &AuditRecord) -> bool {
        let is_they = match (&caller.shows, &entry.doer.actor) {
            (Shows::Session(_), Actor::User(_)) => entry
                .actor_name
                .as_ref()
                .is_some_and(|name| name.as_str() == caller.name),
            (Shows::Key(_), Actor::ApiKey(_)) => true,
            _ => false,
        };
        is_they && entry.doer.via == Via::Api
    }

    /// Writes down everything that is stored, sessions aside.
    pub(super) async fn dump(&self) -> String {
        let subjects = Subjects {
            accounts: self.accounts.clone(),
            users: Vec::new(),
            now: self.service.clock.get(),
        };
        dump(&StoreHarness::of(self.service.store.clone()), &subjects).await
    }
}
