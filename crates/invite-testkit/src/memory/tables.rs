//! Everything that the memory store holds, and the look-ups that several ports share.

use super::table::Table;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccessType, Account, AccountId, Actor, ApiKeyId, AskedCode, AuditEntry, AuditEntryId,
        Authority, CodeClaim, Delivery, DeliveryId, EmailAddress, GrantItem, GrantKind, Grantable,
        Invitation, InvitationId, MailWordings, Member, MemberId, OutboxId, OutboxMessage,
        PasswordHash, PasswordReset, PasswordResetId, PhoneNumber, Session, SessionId, SignInTries,
        Tries, TryKey, TryKeys, User, UserId,
    },
    ports::{AccountRef, ApiKey, StoreError},
};

/// A person with their password's hash.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) user: User,
    pub(super) password: PasswordHash,
}

/// An API key, and what became of it.
#[derive(Clone)]
pub(super) struct StoredKey {
    pub(super) key: ApiKey,
    pub(super) last_used_at: Option<DateTime<Utc>>,
    /// A revoked key keeps its place: the audit log names it for ever.
    pub(super) revoked_at: Option<DateTime<Utc>>,
}

/// A message that has not left, and the hold on it.
#[derive(Clone)]
pub(super) struct Waiting {
    pub(super) message: OutboxMessage,
    /// How often it was claimed; the number of the latest claim.
    pub(super) fence: u32,
    /// Until when the latest claim holds; `None` while nobody holds it.
    pub(super) leased_until: Option<DateTime<Utc>>,
}

impl Waiting {
    /// From when it can be claimed.
    pub(super) fn free_at(&self) -> DateTime<Utc> {
        self.leased_until.unwrap_or(self.message.due_at)
    }
}

/// The whole content: a clone is a snapshot.
#[derive(Clone, Default)]
pub(super) struct Tables {
    pub(super) accounts: Table<AccountId, Account>,
    pub(super) grantables: Table<(AccountId, GrantItem), Grantable>,
    pub(super) mail_wordings: Table<AccountId, MailWordings>,
    pub(super) people: Table<UserId, Person>,
    pub(super) members: Table<MemberId, Member>,
    pub(super) sessions: Table<SessionId, Session>,
    pub(super) password_resets: Table<PasswordResetId, PasswordReset>,
    pub(super) api_keys: Table<ApiKeyId, StoredKey>,
    pub(super) tries: Table<TryKey, Tries>,
    pub(super) invitations: Table<InvitationId, Invitation>,
    /// The unique index over live identities.
    pub(super) live: Table<(AccountId, String), InvitationId>,
    pub(super) codes: Table<CodeClaim, AskedCode>,
    pub(super) outbox: Table<OutboxId, Waiting>,
    pub(super) deliveries: Table<DeliveryId, Delivery>,
    pub(super) audit: Table<AuditEntryId, AuditEntry>,
}

/// The fault of a row that names a row which is not there, as a foreign key would report it.
pub(super) fn missing(what: &str) -> StoreError {
    StoreError::new(format!("the {what} does not exist"))
}

/// The fault of an id that was given twice.
pub(super) fn twice(what: &str) -> StoreError {
    StoreError::new(format!("the id of the {what} exists already"))
}

impl Tables {
    /// Returns the codes of an invitation.
    pub(super) fn codes_of(&self, invitation: InvitationId) -> Vec<AskedCode> {
        let codes = self.codes.rows();
        let own = codes.filter(|code| code.claim.invitation == invitation);
        own.copied().collect()
    }

    pub(super) fn account(&self, account: &AccountRef) -> Option<&Account> {
        match account {
            AccountRef::Id(id) => self.accounts.get(id),
            AccountRef::Slug(slug) => self.accounts.rows().find(|a| a.slug == *slug),
        }
    }

    /// Returns the account and the accounts above it, nearest first, as far as none is suspended
    /// above the account itself: whoever may not act in an account cannot act through it.
    pub(super) fn reaching(&self, account: AccountId) -> Vec<AccountId> {
        let mut reaching = vec![account];
        let mut above = self.accounts.get(&account).and_then(|a| a.parent_id);
        while let Some(id) = above.filter(|id| !reaching.contains(id)) {
            let parent = self.accounts.get(&id);
            if parent.is_some_and(|a| a.suspended_at.is_none()) {
                reaching.push(id);
            }
            above = parent.and_then(|a| a.parent_id);
        }
        reaching
    }

    pub(super) fn authority(
        &self,
        account: AccountId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Option<Authority> {
        match actor {
            Actor::System => Some(Authority::administrator()),
            Actor::Invitee => None,
            Actor::ApiKey(id) => self
                .api_keys
                .get(id)
                .filter(|stored| is_good(stored, now))
                .filter(|stored| self.reaching(account).contains(&stored.key.account_id))
                .map(|stored| Authority::of_scope(stored.key.scope)),
            Actor::User(user) => self.authority_of_user(account, *user),
        }
    }

    fn authority_of_user(&self, account: AccountId, user: UserId) -> Option<Authority> {
        let places = || {
            self.members
                .rows()
                .filter(|m| m.user_id == user && m.active)
        };
        let reaching = self.reaching(account);
        let administers = places().any(|m| {
            m.grant.access_type == AccessType::Administrator && reaching.contains(&m.account_id)
        });
        if administers {
            return Some(Authority::administrator());
        }
        places()
            .find(|m| m.account_id == account)
            .map(|m| Authority::of_member(&m.grant))
    }

    /// Whether the account has defined any role.
    pub(super) fn has_roles(&self, account: AccountId) -> bool {
        let mut defined = self.grantables.keys();
        defined.any(|(of, item)| *of == account && item.kind == GrantKind::Role)
    }

    /// Returns who proved to hold the address, or, where none is asked for, the number.
    pub(super) fn holder(
        &self,
        email: Option<&EmailAddress>,
        phone: Option<&PhoneNumber>,
    ) -> Option<&User> {
        let mut users = self.people.rows().map(|person| &person.user);
        match (email, phone) {
            (Some(email), _) => users.find(|user| user.email.as_ref() == Some(email)),
            (None, Some(phone)) => users.find(|user| user.phone.as_ref() == Some(phone)),
            (None, None) => None,
        }
    }

    /// Returns the person's places that they may act in, by account name.
    pub(super) fn places(&self, user: UserId) -> Vec<(&Account, &Member)> {
        let own = self
            .members
            .rows()
            .filter(|m| m.user_id == user && m.active);
        let mut places: Vec<_> = own
            .filter_map(|member| Some((self.accounts.get(&member.account_id)?, member)))
            .filter(|(account, _)| account.suspended_at.is_none())
            .collect();
        places.sort_by(|(a, _), (b, _)| (&a.name, a.id).cmp(&(&b.name, b.id)));
        places
    }

    pub(super) fn place(&self, account: AccountId, user: UserId) -> Option<&Member> {
        self.members
            .rows()
            .find(|m| m.account_id == account && m.user_id == user)
    }

    /// Returns the counts that are kept under these keys, zero where there is none.
    pub(super) fn tries_of(&self, keys: &TryKeys) -> SignInTries {
        let of = |key: &TryKey| self.tries.get(key).copied().unwrap_or_default();
        SignInTries {
            here: of(&keys.here),
            person: of(&keys.person),
            network: of(&keys.network),
        }
    }

    pub(super) fn session(&self, digest: &[u8; 32], now: DateTime<Utc>) -> Option<&Session> {
        self.sessions
            .rows()
            .find(|s| s.digest == *digest && now < s.idle_until)
    }
}

/// Whether a key works at `now`.
pub(super) fn is_good(stored: &StoredKey, now: DateTime<Utc>) -> bool {
    stored.revoked_at.is_none() && stored.key.expires_at.is_none_or(|end| now < end)
}
