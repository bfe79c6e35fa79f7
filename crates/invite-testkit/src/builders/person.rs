//! Builds people and their places in accounts.

use super::id_of;
use crate::{SteppedClock, values};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccessType, Account, Grant, GrantKind, Locale, Member, MemberId, NewUser, PasswordHash,
        User, UserId, UserType,
    },
    ports::{IdentityStore, JoinOutcome, Joining, StoreError},
};

/// Begins a person called `Ana`, whose address is `ana@example.org`.
pub fn a_person() -> PersonBuilder {
    PersonBuilder {
        user: User {
            id: UserId::new(id_of(&["user", "ana@example.org"])),
            email: Some(values::email("ana@example.org")),
            phone: None,
            login: None,
            name: values::name("Ana"),
            locale: None,
            created_at: SteppedClock::default().get(),
        },
        password: PasswordHash::new("$insecure$none"),
    }
}

/// A person in the making; see [`a_person`].
#[derive(Debug, Clone)]
pub struct PersonBuilder {
    user: User,
    password: PasswordHash,
}

impl PersonBuilder {
    /// Sets the name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.user.name = values::name(name);
        self
    }

    /// Sets the address; the id follows from it.
    #[must_use]
    pub fn email(mut self, address: &str) -> Self {
        let address = values::email(address);
        self.user.id = UserId::new(id_of(&["user", address.canonical()]));
        self.user.email = Some(address);
        self
    }

    /// Gives a number instead of the address; the id follows from it.
    #[must_use]
    pub fn phone(mut self, number: &str) -> Self {
        let number = values::phone(number);
        self.user.id = UserId::new(id_of(&["user", number.as_str()]));
        self.user.phone = Some(number);
        self.user.email = None;
        self
    }

    /// Sets another name to sign in with.
    #[must_use]
    pub fn login(mut self, login: &str) -> Self {
        self.user.login = Some(values::login(login));
        self
    }

    /// Sets the language.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.user.locale = Some(locale);
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: UserId) -> Self {
        self.user.id = id;
        self
    }

    /// Sets the hash of the password; without it no password fits.
    #[must_use]
    pub fn password(mut self, hash: PasswordHash) -> Self {
        self.password = hash;
        self
    }

    /// Returns the person.
    pub fn build(self) -> NewUser {
        NewUser {
            user: self.user,
            password: self.password,
        }
    }
}

/// Begins a standard member: a new person, `Ana`, unless [`who`](MemberBuilder::who) says otherwise.
pub fn a_member() -> MemberBuilder {
    MemberBuilder {
        new_user: Some(a_person().build()),
        user: a_person().build().user.id,
        grant: Grant::default(),
        active: true,
        awaiting_approval: false,
        id: None,
        joined_at: SteppedClock::default().get(),
    }
}

/// A member in the making; see [`a_member`].
#[derive(Debug, Clone)]
pub struct MemberBuilder {
    new_user: Option<NewUser>,
    user: UserId,
    grant: Grant,
    active: bool,
    awaiting_approval: bool,
    id: Option<MemberId>,
    joined_at: DateTime<Utc>,
}

impl MemberBuilder {
    /// Says which new person it is.
    #[must_use]
    pub fn who(mut self, person: PersonBuilder) -> Self {
        let person = person.build();
        self.user = person.user.id;
        self.new_user = Some(person);
        self
    }

    /// Says which known person it is.
    #[must_use]
    pub fn known(mut self, user: UserId) -> Self {
        self.user = user;
        self.new_user = None;
        self
    }

    /// Gives administrator access.
    #[must_use]
    pub fn administrator(mut self) -> Self {
        self.grant.access_type = AccessType::Administrator;
        self
    }

    /// Makes them internal or external.
    #[must_use]
    pub fn of_type(mut self, user_type: UserType) -> Self {
        self.grant.user_type = user_type;
        self
    }

    /// Gives a role, group, permission or resource.
    #[must_use]
    pub fn holding(mut self, kind: GrantKind, key: &str) -> Self {
        self.grant.keys_mut(kind).insert(values::key(key));
        self
    }

    /// Switches the member off.
    #[must_use]
    pub fn inactive(mut self) -> Self {
        self.active = false;
        self
    }

    /// Lets an administrator approve the member first; until then they are switched off.
    #[must_use]
    pub fn awaiting_approval(mut self) -> Self {
        self.active = false;
        self.awaiting_approval = true;
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: MemberId) -> Self {
        self.id = Some(id);
        self
    }

    /// Says when they came in.
    #[must_use]
    pub fn joined_at(mut self, at: chrono::DateTime<chrono::Utc>) -> Self {
        self.joined_at = at;
        self
    }

    /// Returns the member, with their person where it is new, ready to join the account.
    pub fn joining(self, account: &Account) -> Joining {
        let (account_text, user_text) = (account.id.to_string(), self.user.to_string());
        let derived = || MemberId::new(id_of(&["member", &account_text, &user_text]));
        Joining {
            member: Member {
                id: self.id.unwrap_or_else(derived),
                account_id: account.id,
                user_id: self.user,
                grant: self.grant,
                active: self.active,
                awaiting_approval: self.awaiting_approval,
                joined_at: self.joined_at,
                version: 1,
            },
            new_user: self.new_user,
            seats: None,
        }
    }

    /// Stores the member of the account, with their person where it is new.
    ///
    /// # Errors
    /// What the store says; not being able to join is an error too.
    pub async fn put_into(
        self,
        store: &dyn IdentityStore,
        account: &Account,
    ) -> Result<Member, StoreError> {
        let joining = self.joining(account);
        let mut unit = store.begin_identity().await?;
        match unit.join(&joining).await? {
            JoinOutcome::Joined => {
                unit.commit().await?;
                Ok(joining.member)
            }
            outcome => {
                unit.rollback().await?;
                Err(StoreError::new(format!("could not join: {outcome:?}")))
            }
        }
    }
}
