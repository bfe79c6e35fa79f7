//! Serves every page over memory, to look at them: prints where each state of the invitation is.
//!
//! Run it with `cargo run -p invite-poem --example pages -- 127.0.0.1:8088`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for looking at pages stops where something is wrong"
)]

use chrono::TimeDelta;
use invite_domain::{
    model::{
        AccessType, AccountId, GrantKind, InvitationId, InvitationToken, LinkBase, Locale,
        TokenClaim, TokenPurpose, Via,
    },
    ports::{InvitationMail, TokenMinter},
    service::{AccountService, DeclineInvitation, SignInService},
};
use invite_poem::{Check, Health, Inbox, InboxMail, Services, SetUp, TrustedProxies, app};
use invite_testkit::{
    AccountBuilder, MemoryStore, PASSWORD, PlainPasswords, Scenario, SeededSecrets, an_account,
    answer, fixed_key_ring, request, values,
};
use poem::{Server, listener::TcpListener};
use std::sync::Arc;

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

struct Mails(Vec<InboxMail>);

impl Inbox for Mails {
    fn list(&self, accounts: Option<&[AccountId]>) -> Vec<InboxMail> {
        let is_own = |mail: &&InboxMail| accounts.is_none_or(|own| own.contains(&mail.account_id));
        self.0.iter().filter(is_own).cloned().collect()
    }

    fn find(&self, id: &str) -> Option<InboxMail> {
        self.0.iter().find(|mail| mail.id == id).cloned()
    }
}

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:8088".to_owned());
    let base = format!("http://{address}");
    let account = an_account().named("PT Maju Bersama").slug("maju");
    let scenario = Scenario::with(with_much_to_grant(account)).await;
    let links = fill(&scenario).await;
    for (what, token) in &links {
        println!("{what:<12} {base}/i/{}", token.expose());
    }
    println!("sign in as   budi@example.org, {PASSWORD}");

    let sent = scenario.mailer.sent();
    let inbox = Mails(sent.iter().rev().map(|sent| mail(sent, &base)).collect());
    let mut services = services(&scenario, &base, inbox);
    if std::env::args().nth(2).as_deref() == Some("empty") {
        let claim = TokenClaim {
            purpose: TokenPurpose::FirstAdministrator,
            invitation: InvitationId::new(uuid::Uuid::nil()),
            generation: 1,
        };
        let token = fixed_key_ring().mint(&claim);
        println!("set up       {base}/setup/{}", token.expose());
        empty(&mut services, &scenario);
        services.set_up = SetUp::Open(claim);
    }
    let listener = TcpListener::bind(address);
    Server::new(listener).run(app(services)).await.unwrap();
}

/// Puts the services over a store with nothing in it.
fn empty(services: &mut Services, scenario: &Scenario) {
    let store = Arc::new(MemoryStore::new());
    let passwords = Arc::new(PlainPasswords::default());
    let secrets = Arc::new(SeededSecrets::default());
    let clock = Arc::new(scenario.clock.clone());
    services.accounts = AccountService::new(
        store.clone(),
        passwords.clone(),
        secrets.clone(),
        clock.clone(),
        scenario.ids.clone(),
    );
    services.sign_in = SignInService::new(
        store,
        passwords,
        secrets,
        services.tokens.clone(),
        clock,
        scenario.ids.clone(),
    );
}

fn services(scenario: &Scenario, base: &str, inbox: Mails) -> Services {
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
        public_url: LinkBase::parse(base).unwrap(),
        inbox: Some(Arc::new(inbox)),
        mail_server: None,
        health: Arc::new(Well),
        wake: Arc::new(|| {}),
        set_up: SetUp::Closed,
        trusted_proxies: TrustedProxies::default(),
    }
}

/// Shows a mail that the recording mailer took, roughly as it would look.
fn mail(sent: &InvitationMail, base: &str) -> InboxMail {
    let token = sent.way_in.secret();
    let (link, inviter, account) = (
        format!("{base}/i/{}", *token),
        &sent.inviter_name,
        &sent.account_name,
    );
    InboxMail {
        id: sent.id.to_string(),
        account_id: sent.account_id,
        from: format!("{account} <invite@example.org>"),
        to: sent.to.original().to_owned(),
        subject: format!("{inviter} invited you to {account}"),
        at: sent.date,
        text: format!("Hello,\n\n{inviter} invites you. Open the invitation here:\n{link}\n"),
        html: format!(
            "<html><head><style>p{{font-family:sans-serif}}</style></head><body>\
             <p>{inviter} invites you.</p><p><a href=\"{link}\">Open the invitation</a></p>\
             </body></html>"
        ),
    }
}

/// Defines a hundred roles, one with a long name, and numbers.
fn with_much_to_grant(account: AccountBuilder) -> AccountBuilder {
    let long =
        "Regional coordination of warehouses, deliveries and returns in the eastern provinces";
    let roles = (1..100).fold(account, |account, n| {
        account.defining(GrantKind::Role, &format!("Role {n:02}"))
    });
    let account = roles.defining(GrantKind::Role, long).sharing("license");
    (0..20).fold(account, |account, n| {
        account.defining(GrantKind::Resource, &format!("+62 21 555 01{n:02}"))
    })
}

/// Brings one invitation into each state, and returns the links to them.
async fn fill(scenario: &Scenario) -> Vec<(&'static str, InvitationToken)> {
    let mut links = Vec::new();
    let mut boss = request("budi@example.org");
    boss.grant.access_type = AccessType::Administrator;
    boss.invitee.name = Some(values::name("Budi Santoso"));
    boss.grant.resources.insert(values::key("+62 21 555 0101"));
    boss.grant.roles.insert(values::key("Role 01"));
    scenario.create(boss).await.unwrap();
    scenario.deliver().await;
    let token = scenario.token("budi@example.org");
    scenario.accept(&token).await.unwrap();
    links.push(("already in", token));

    let (_, token) = scenario.invited("expired@example.org").await;
    links.push(("expired", token));
    scenario.clock.advance(TimeDelta::days(8));

    let mut siti = request("siti.nurhaliza@example.org");
    siti.invitee.name = Some(values::name("Siti Nurhaliza"));
    siti.invitee.login = Some(values::login("siti"));
    siti.invitee.locale = Some(Locale::Id);
    siti.message = Some(values::message(
        "Hai Siti,\nakhirnya kita satu tim. Laporan bulan ini sudah menunggumu.",
    ));
    scenario.create(siti).await.unwrap();
    let mut zhanna = request("zhanna@example.org");
    zhanna.invitee.name = Some(values::name("Жанна Ё."));
    zhanna.invitee.locale = Some(Locale::Ru);
    scenario.create(zhanna).await.unwrap();
    for name in ["open", "revoked", "declined", "superseded"] {
        scenario.invite(&format!("{name}@example.org")).await;
    }
    scenario.known_person("known@example.org").await;
    scenario.invite("known@example.org").await;
    let nobody = values::email("nobody@example.org");
    scenario
        .mailer
        .answer_to(nobody, answer::no_such_recipient());
    scenario.invite("nobody@example.org").await;
    scenario.deliver().await;
    for (what, address) in [
        ("indonesian", "siti.nurhaliza@example.org"),
        ("russian", "zhanna@example.org"),
        ("name open", "open@example.org"),
        ("has account", "known@example.org"),
        ("revoked", "revoked@example.org"),
        ("declined", "declined@example.org"),
        ("superseded", "superseded@example.org"),
    ] {
        links.push((what, scenario.token(address)));
    }
    settle(scenario).await;
    scenario.invite("waiting@example.org").await;
    links
}

async fn settle(scenario: &Scenario) {
    let token = scenario.token("declined@example.org");
    let reason = Some(values::message("I am on leave until summer."));
    let decline = DeclineInvitation {
        token,
        reason,
        via: Via::Page,
    };
    scenario.invitations.decline(decline).await.unwrap();
    let verify = |address: &str| {
        let claim = fixed_key_ring().verify(&scenario.token(address));
        claim.unwrap().invitation
    };
    let revoked = verify("revoked@example.org");
    scenario
        .invitations
        .revoke(&scenario.ana, revoked)
        .await
        .unwrap();
    let superseded = verify("superseded@example.org");
    scenario
        .invitations
        .send(&scenario.ana, superseded)
        .await
        .unwrap();
    scenario.deliver().await;
}
