//! Builds invitations, in any state.

use super::id_of;
use crate::{SteppedClock, an_account, values};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccessType, Account, AccountId, Actor, ChannelPreference, Grant, GrantKind, Invitation,
        InvitationId, Invitee, Inviter, Locale, NewInvitation, State, Trail, Ttl,
    },
    ports::{InsertError, Store},
};

/// Begins an invitation of `siti@example.org` into the account `Maju`, written down and not sent.
///
/// ```
/// use invite_domain::model::Status;
/// use invite_testkit::{an_account, an_invitation, SteppedClock};
///
/// let account = an_account().build();
/// let invitation = an_invitation().of(&account).to("budi@example.org").invited().build();
/// assert_eq!(invitation.status(SteppedClock::default().get()), Status::Invited);
/// ```
pub fn an_invitation() -> InvitationBuilder {
    InvitationBuilder {
        id: None,
        account_id: an_account().build().id,
        invitee: Invitee {
            email: Some(values::email("siti@example.org")),
            phone: None,
            name: None,
            login: None,
            locale: None,
        },
        grant: Grant::default(),
        inviter: Inviter {
            actor: Actor::System,
            name: values::name("Ana"),
        },
        channel: ChannelPreference::Auto,
        ttl: None,
        message: None,
        state: State::NotInvited,
        trail: Trail::default(),
        generation: 0,
        created_at: SteppedClock::default().get(),
    }
}

/// An invitation in the making; see [`an_invitation`].
#[derive(Debug, Clone)]
pub struct InvitationBuilder {
    id: Option<InvitationId>,
    account_id: AccountId,
    invitee: Invitee,
    grant: Grant,
    inviter: Inviter,
    channel: ChannelPreference,
    ttl: Option<Ttl>,
    message: Option<invite_domain::model::PersonalMessage>,
    state: State,
    trail: Trail,
    generation: u32,
    created_at: DateTime<Utc>,
}

impl InvitationBuilder {
    /// Sets the id; otherwise it follows from account and person.
    #[must_use]
    pub fn id(mut self, id: InvitationId) -> Self {
        self.id = Some(id);
        self
    }

    /// Says which account the person comes into.
    #[must_use]
    pub fn of(mut self, account: &Account) -> Self {
        self.account_id = account.id;
        self
    }

    /// Sets the address.
    #[must_use]
    pub fn to(mut self, address: &str) -> Self {
        self.invitee.email = Some(values::email(address));
        self
    }

    /// Sets the number, and takes the address away.
    #[must_use]
    pub fn to_phone(mut self, number: &str) -> Self {
        self.invitee.phone = Some(values::phone(number));
        self.invitee.email = None;
        self
    }

    /// Adds a number beside the address.
    #[must_use]
    pub fn phone(mut self, number: &str) -> Self {
        self.invitee.phone = Some(values::phone(number));
        self
    }

    /// Sets the person's name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.invitee.name = Some(values::name(name));
        self
    }

    /// Sets the name to sign in with.
    #[must_use]
    pub fn login(mut self, login: &str) -> Self {
        self.invitee.login = Some(values::login(login));
        self
    }

    /// Sets the person's language.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.invitee.locale = Some(locale);
        self
    }

    /// Gives administrator access.
    #[must_use]
    pub fn as_administrator(mut self) -> Self {
        self.grant.access_type = AccessType::Administrator;
        self
    }

    /// Gives a role, group, permission or resource.
    #[must_use]
    pub fn granting(mut self, kind: GrantKind, key: &str) -> Self {
        self.grant.keys_mut(kind).insert(values::key(key));
        self
    }

    /// Says who asks.
    #[must_use]
    pub fn by(mut self, actor: Actor, name: &str) -> Self {
        self.inviter = Inviter {
            actor,
            name: values::name(name),
        };
        self
    }

    /// Says how the person is to be told.
    #[must_use]
    pub fn through(mut self, channel: ChannelPreference) -> Self {
        self.channel = channel;
        self
    }

    /// Sets how long links live.
    #[must_use]
    pub fn ttl(mut self, ttl: Ttl) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Sets what the inviter wants to say.
    #[must_use]
    pub fn message(mut self, text: &str) -> Self {
        self.message = Some(values::message(text));
        self
    }

    /// Sets when it was put on the roster.
    #[must_use]
    pub fn created_at(mut self, at: DateTime<Utc>) -> Self {
        self.created_at = at;
        self
    }

    /// Lets a message wait since its making.
    #[must_use]
    pub fn queued(mut self) -> Self {
        self.state = State::Queued;
        self.generation = 1;
        self.trail.queued_at = Some(self.created_at);
        self
    }

    /// Lets the message be handed over at its making.
    #[must_use]
    pub fn invited(self) -> Self {
        let mut queued = self.queued();
        queued.state = State::Invited;
        queued.trail.invited_at = Some(queued.created_at);
        let span = queued.ttl.unwrap_or_default().span();
        queued.trail.expires_at = Some(queued.created_at + span);
        queued
    }

    /// Puts it into any state, whatever the lifecycle says about how it gets there.
    #[must_use]
    pub fn standing(mut self, state: State) -> Self {
        self.state = state;
        self
    }

    /// Returns the invitation.
    ///
    /// # Panics
    /// Without an address and a number.
    pub fn build(self) -> Invitation {
        let Ok(identity) = self.invitee.identity() else {
            panic!("an invitation needs an address or a number");
        };
        let account = self.account_id.to_string();
        let derived = || InvitationId::new(id_of(&["invitation", &account, &identity]));
        let new = NewInvitation {
            id: self.id.unwrap_or_else(derived),
            account_id: self.account_id,
            invitee: self.invitee,
            grant: self.grant,
            inviter: self.inviter,
            channel: self.channel,
            ttl: self.ttl,
            message: self.message,
        };
        let Ok(written_down) = Invitation::put_on_roster(new, self.created_at) else {
            panic!("an invitation needs an address or a number");
        };
        Invitation {
            state: self.state,
            trail: self.trail,
            generation: self.generation,
            ..written_down
        }
    }

    /// Stores the invitation, without any message.
    ///
    /// # Errors
    /// What the store says.
    pub async fn put_into(self, store: &dyn Store) -> Result<Invitation, InsertError> {
        let invitation = self.build();
        let mut unit = store.begin().await?;
        unit.invitations().insert(&invitation).await?;
        unit.commit().await?;
        Ok(invitation)
    }
}
