//! What tests do again and again, in one word each.

use super::Scenario;
use crate::{a_member, a_person, an_account, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        AcceptanceCode, ChannelPreference, CodeRefusal, Grant, Invitation, InvitationId,
        InvitationToken, Invitee, Member, Overseer, Password, Status, UserId, Via,
    },
    ports::{AccountRef, HistoryFact, Store},
    service::{
        AcceptError, AcceptInvitation, Accepted, AskCode, AskCodeError, CreateInvitation,
        CreateInvitationError, DispatchReport,
    },
};

/// A password that every default policy takes.
pub const PASSWORD: &str = "correct horse battery";

/// Asks for a person with this address, to be sent to at once.
pub fn request(address: &str) -> CreateInvitation {
    CreateInvitation {
        invitee: Invitee {
            email: Some(values::email(address)),
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

/// Accepts as a new person, who sets [`PASSWORD`].
pub fn accepting(token: &InvitationToken) -> AcceptInvitation {
    AcceptInvitation {
        token: token.clone(),
        password: Some(Password::new(PASSWORD)),
        code: None,
        name: None,
        viewer: None,
        via: Via::Api,
    }
}

impl Scenario {
    /// Lets Ana put someone on the roster and queue their message.
    pub async fn invite(&self, address: &str) -> Invitation {
        self.create(request(address)).await.unwrap()
    }

    /// Lets Ana put someone on the roster.
    ///
    /// # Errors
    /// What the use case says.
    pub async fn create(
        &self,
        command: CreateInvitation,
    ) -> Result<Invitation, CreateInvitationError> {
        self.invitations.create(&self.ana, command).await
    }

    /// Lets a worker send everything that is due.
    pub async fn deliver(&self) -> DispatchReport {
        let lease = TimeDelta::seconds(30);
        let report = self.dispatch.dispatch_due("worker", lease, 1000).await;
        report.unwrap()
    }

    /// Invites, delivers, and returns the token that the person finds in their mail.
    pub async fn invited(&self, address: &str) -> (InvitationId, InvitationToken) {
        let id = self.invite(address).await.id;
        self.deliver().await;
        (id, self.token(address))
    }

    /// Returns the token in the latest mail to this address.
    pub fn token(&self, address: &str) -> InvitationToken {
        self.mailer.latest_token(&values::email(address)).unwrap()
    }

    /// Accepts as a new person: with the code from their mailbox, where one is asked for.
    ///
    /// # Errors
    /// What the use case says.
    pub async fn accept(&self, token: &InvitationToken) -> Result<Accepted, AcceptError> {
        let accepted = self.invitations.accept(accepting(token)).await;
        match accepted {
            Err(AcceptError::Code(CodeRefusal::Required)) => {}
            _ => return accepted,
        }
        let command = AcceptInvitation {
            code: self.code(token).await.ok(),
            ..accepting(token)
        };
        self.invitations.accept(command).await
    }

    /// Asks for a code, and returns the one that arrives by mail.
    ///
    /// # Errors
    /// What the use case says.
    pub async fn code(&self, token: &InvitationToken) -> Result<AcceptanceCode, AskCodeError> {
        let (token, via) = (token.clone(), Via::Page);
        self.invitations.ask_code(AskCode { token, via }).await?;
        self.deliver().await;
        Ok(self.mailer.code_mails().pop().unwrap().code)
    }

    /// Accepts as a person who is signed in.
    ///
    /// # Errors
    /// What the use case says.
    pub async fn accept_as(
        &self,
        token: &InvitationToken,
        viewer: UserId,
    ) -> Result<Accepted, AcceptError> {
        let command = AcceptInvitation {
            password: None,
            viewer: Some(viewer),
            ..accepting(token)
        };
        self.invitations.accept(command).await
    }

    /// Returns the operator, who acts in the account from above it, as it stands now.
    pub async fn operator_above(&self) -> Overseer {
        let account = AccountRef::Id(self.account().id);
        let overseer = self.accounts.operator_above(&account).await.unwrap();
        overseer.unwrap()
    }

    /// Returns an invitation of the account.
    pub async fn find(&self, id: InvitationId) -> Invitation {
        self.invitations.find(&self.ana, id).await.unwrap()
    }

    /// Returns where an invitation stands now.
    pub async fn status(&self, id: InvitationId) -> Status {
        self.find(id).await.status(self.clock.get())
    }

    /// Returns the names of what happened to an invitation, attempts at its messages included.
    pub async fn story(&self, id: InvitationId) -> Vec<String> {
        let history = self.invitations.history(&self.ana, id).await.unwrap();
        history
            .into_iter()
            .map(|entry| match entry.fact {
                HistoryFact::Action { name, .. } => name,
                HistoryFact::Delivery(delivery) => delivery.outcome.as_str().to_owned(),
            })
            .collect()
    }

    /// Makes a person known, through a place in another account, `Elsewhere`; once for each scenario.
    pub async fn known_person(&self, address: &str) -> UserId {
        let elsewhere = an_account().named("Elsewhere");
        let elsewhere = elsewhere.put_into(&self.store).await.unwrap();
        let person = a_person().named("Known").email(address);
        let member = a_member().who(person).put_into(&self.store, &elsewhere);
        member.await.unwrap().user_id
    }

    /// Returns a person's place in the account.
    pub async fn member(&self, user: UserId) -> Option<Member> {
        let mut unit = self.store.begin().await.unwrap();
        let found = unit.members().find(self.account().id, user).await;
        unit.rollback().await.unwrap();
        found.unwrap()
    }

    /// Returns the person who proved to hold an address.
    pub async fn user(&self, address: &str) -> Option<UserId> {
        let email = values::email(address);
        let mut unit = self.store.begin().await.unwrap();
        let found = unit.members().find_user(Some(&email), None).await;
        unit.rollback().await.unwrap();
        found.unwrap()
    }
}
