//! One account with its administrator, every service, and shorthands for what tests do again and again.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        Account, Caller, ChannelPreference, EmailAddress, Grant, Invitation, InvitationId,
        InvitationToken, Invitee, LinkBase, Member, Password, RetryPolicy, Status, UserId,
    },
    ports::{HistoryFact, Store},
    service::{
        AcceptError, AcceptInvitation, Accepted, AccountService, CreateInvitation,
        CreateInvitationError, DispatchPorts, DispatchReport, DispatchService, InvitationPorts,
        InvitationService, SignInService,
    },
};
use invite_testkit::{
    AccountBuilder, MemoryStore, PlainPasswords, RecordingMailer, RecordingSms, SeededIds,
    SeededSecrets, SteppedClock, a_caller, a_member, a_person, an_account, fixed_key_ring, values,
};
use std::sync::Arc;

/// A password that every default policy takes.
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct Scenario {
    pub(crate) store: MemoryStore,
    pub(crate) clock: SteppedClock,
    pub(crate) mailer: RecordingMailer,
    pub(crate) sms: RecordingSms,
    pub(crate) invitations: InvitationService,
    pub(crate) dispatch: DispatchService,
    pub(crate) accounts: AccountService,
    pub(crate) sign_in: SignInService,
    /// The administrator, as they act in the account.
    pub(crate) ana: Caller,
    /// The administrator's place, through which their right can be taken away.
    pub(crate) ana_member: Member,
}

impl Scenario {
    pub(crate) async fn new() -> Self {
        Self::with(an_account()).await
    }

    pub(crate) async fn with(account: AccountBuilder) -> Self {
        let (store, clock) = (MemoryStore::new(), SteppedClock::default());
        let (mailer, sms) = (RecordingMailer::new(), RecordingSms::new());
        let ids = Arc::new(SeededIds::default());
        let tokens = Arc::new(fixed_key_ring());
        let passwords = Arc::new(PlainPasswords::default());
        let secrets = Arc::new(SeededSecrets::default());
        let shared = Arc::new(store.clone());
        let now = Arc::new(clock.clone());
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
            sms: Some(Arc::new(sms.clone())),
            clock: now.clone(),
            ids: ids.clone(),
            tokens,
            links: LinkBase::parse("https://invite.example.org").unwrap(),
            retry: RetryPolicy::default(),
        });
        let accounts = AccountService::new(
            shared.clone(),
            passwords.clone(),
            secrets.clone(),
            now.clone(),
            ids.clone(),
        );
        let sign_in = SignInService::new(shared, passwords, secrets, now, ids);

        let account = account.put_into(&store).await.unwrap();
        let ana_member = a_member()
            .who(a_person().named("Ana").email("ana@example.org"))
            .administrator()
            .put_into(&store, &account)
            .await
            .unwrap();
        let ana = a_caller()
            .of(&account)
            .named("Ana")
            .member(&ana_member)
            .build();
        Self {
            store,
            clock,
            mailer,
            sms,
            invitations,
            dispatch,
            accounts,
            sign_in,
            ana,
            ana_member,
        }
    }

    pub(crate) fn account(&self) -> &Account {
        &self.ana.account
    }

    /// Puts someone on the roster and queues their message.
    pub(crate) async fn invite(&self, address: &str) -> Invitation {
        self.create(request(address)).await.unwrap()
    }

    pub(crate) async fn create(
        &self,
        command: CreateInvitation,
    ) -> Result<Invitation, CreateInvitationError> {
        self.invitations.create(&self.ana, command).await
    }

    /// Sends everything that is due.
    pub(crate) async fn deliver(&self) -> DispatchReport {
        self.dispatch
            .dispatch_due("worker", TimeDelta::seconds(30), 100)
            .await
            .unwrap()
    }

    /// Invites, delivers, and returns the token that the person finds in their mail.
    pub(crate) async fn invited(&self, address: &str) -> (InvitationId, InvitationToken) {
        let id = self.invite(address).await.id;
        self.deliver().await;
        (id, self.token(address))
    }

    /// Returns the token in the latest mail to this address.
    pub(crate) fn token(&self, address: &str) -> InvitationToken {
        self.mailer.latest_token(&values::email(address)).unwrap()
    }

    pub(crate) async fn accept(&self, token: &InvitationToken) -> Result<Accepted, AcceptError> {
        self.invitations.accept(accepting(token)).await
    }

    pub(crate) async fn accept_as(
        &self,
        token: &InvitationToken,
        viewer: UserId,
    ) -> Result<Accepted, AcceptError> {
        self.invitations
            .accept(AcceptInvitation {
                password: None,
                viewer: Some(viewer),
                ..accepting(token)
            })
            .await
    }

    pub(crate) async fn find(&self, id: InvitationId) -> Invitation {
        self.invitations.find(&self.ana, id).await.unwrap()
    }

    pub(crate) async fn status(&self, id: InvitationId) -> Status {
        self.find(id).await.status(self.clock.get())
    }

    /// Returns the names of what happened, attempts at messages included.
    pub(crate) async fn story(&self, id: InvitationId) -> Vec<String> {
        let history = self.invitations.history(&self.ana, id).await.unwrap();
        history
            .into_iter()
            .map(|entry| match entry.fact {
                HistoryFact::Action { name, .. } => name,
                HistoryFact::Delivery(delivery) => delivery.outcome.as_str().to_owned(),
            })
            .collect()
    }

    /// Makes the person behind an address known, with a place in another account of theirs.
    pub(crate) async fn known_person(&self, address: &str) -> UserId {
        let other = an_account()
            .named("Elsewhere")
            .slug("elsewhere")
            .id(invite_domain::model::AccountId::new(uuid::Uuid::from_u128(
                77,
            )))
            .put_into(&self.store)
            .await
            .unwrap();
        let member = a_member()
            .who(a_person().named("Known").email(address))
            .id(invite_domain::model::MemberId::new(uuid::Uuid::from_u128(
                78,
            )))
            .put_into(&self.store, &other)
            .await
            .unwrap();
        member.user_id
    }

    /// Returns the member behind a user of the scenario's account.
    pub(crate) async fn member(&self, user: UserId) -> Option<Member> {
        let mut unit = self.store.begin().await.unwrap();
        let found = unit.members().find(self.account().id, user).await.unwrap();
        unit.rollback().await.unwrap();
        found
    }

    /// Returns the person who proved to hold an address.
    pub(crate) async fn user(&self, address: &str) -> Option<UserId> {
        let mut unit = self.store.begin().await.unwrap();
        let email = values::email(address);
        let found = unit.members().find_user(Some(&email), None).await.unwrap();
        unit.rollback().await.unwrap();
        found
    }
}

pub(crate) fn request(address: &str) -> CreateInvitation {
    CreateInvitation {
        invitee: Invitee {
            email: Some(EmailAddress::parse(address).unwrap()),
            phone: None,
            name: None,
            login: None,
            locale: None,
        },
        grant: Grant::default(),
        channel: ChannelPreference::Auto,
        ttl: None,
        message: None,
        send: true,
    }
}

pub(crate) fn accepting(token: &InvitationToken) -> AcceptInvitation {
    AcceptInvitation {
        token: token.clone(),
        password: Some(Password::new(PASSWORD)),
        name: None,
        viewer: None,
    }
}
