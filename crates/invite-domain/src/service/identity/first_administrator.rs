//! The first account and its administrator, on an empty database or from the command line.

use super::{AccountService, entry};
use crate::{
    model::{
        AccessType, Account, AccountId, AccountSettings, Action, Actor, DisplayName, Doer,
        EmailAddress, Grant, Locale, Member, MemberId, NewAccount, NewUser, Password,
        PasswordContext, Slug, User, UserId, Via,
    },
    ports::{IdentityUnitOfWork, JoinOutcome, Joining, StoreError},
    service::{AccountError, unit::finish_identity},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// An account without a parent, and who administers it.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// The account's name.
    pub account_name: DisplayName,
    /// The account's name in addresses; derived from the name when `None`.
    pub slug: Option<Slug>,
    /// The administrator's name.
    pub name: DisplayName,
    /// The administrator's address.
    pub email: EmailAddress,
    /// The administrator's password.
    pub password: Password,
    /// The language of the account and its administrator.
    pub locale: Locale,
}

/// The id of the account that the one-time set-up link makes. That it is always the same is what
/// makes the link single-use: the primary key refuses a second one, however many try at once.
pub const FIRST_ACCOUNT: AccountId =
    AccountId::new(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));

impl AccountService {
    /// Makes the very first account with its administrator, once, through the set-up link.
    ///
    /// # Errors
    /// [`AccountError::NotFirst`] when there is an account already, however many try at once.
    pub async fn set_up(&self, command: FirstAdministrator) -> Result<Account, AccountError> {
        if self.identity.has_accounts().await? {
            return Err(AccountError::NotFirst);
        }
        match self.make(FIRST_ACCOUNT, command, Via::Page).await {
            Err(AccountError::SlugTaken) => Err(AccountError::NotFirst),
            made => made,
        }
    }

    /// Makes an account without a parent and its administrator, for the operator's command line.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was made.
    pub async fn create_root(&self, command: FirstAdministrator) -> Result<Account, AccountError> {
        let id = AccountId::new(self.ids.next_id());
        self.make(id, command, Via::CommandLine).await
    }

    async fn make(
        &self,
        id: AccountId,
        command: FirstAdministrator,
        via: Via,
    ) -> Result<Account, AccountError> {
        let settings = AccountSettings {
            default_locale: command.locale,
            ..AccountSettings::default()
        };
        let context = PasswordContext {
            own: vec![command.name.as_str(), command.email.original()],
            near: vec![command.account_name.as_str(), command.email.local_part()],
        };
        settings
            .password
            .check(&command.password, &context, self.passwords.as_ref())
            .map_err(|error| AccountError::Invalid {
                field: "password",
                error,
            })?;
        let hash = self.passwords.hash(&command.password).await?;

        let now = self.clock.now();
        let slug = command
            .slug
            .unwrap_or_else(|| Slug::from_name(&command.account_name));
        let new = NewAccount {
            id,
            name: command.account_name,
            slug,
            parent_id: None,
            settings,
        };
        let account = Account::new(new, now);
        let user = User {
            id: UserId::new(self.ids.next_id()),
            email: Some(command.email),
            phone: None,
            login: None,
            name: command.name,
            locale: Some(command.locale),
            created_at: now,
        };
        let joining = self.administrator(
            &account,
            NewUser {
                user,
                password: hash,
            },
            now,
        );

        let mut unit = self.identity.begin_identity().await?;
        let made = self
            .write(unit.as_mut(), &account, &joining, via, now)
            .await;
        finish_identity(unit, made).await?;
        Ok(account)
    }

    async fn write(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        account: &Account,
        joining: &Joining,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let doer = Doer {
            actor: Actor::System,
            via,
        };
        self.insert(unit, account, doer.clone(), now).await?;
        match unit.join(joining).await? {
            JoinOutcome::Joined => {}
            JoinOutcome::UserExists | JoinOutcome::AlreadyMember(_) => {
                return Err(AccountError::UserExists);
            }
            JoinOutcome::NoSeat => return Err(AccountError::NoSeat),
            // Nobody before them can hold anything of a new account.
            JoinOutcome::ResourceTaken(_) => {
                return Err(StoreError::new("a resource of a new account is taken").into());
            }
        }
        let added = entry(
            self.ids.as_ref(),
            Some(account.id),
            doer,
            Action::MemberAdded {
                member: joining.member.id,
                user: joining.member.user_id,
            },
            now,
        );
        unit.audit().append(&[added]).await?;
        Ok(())
    }

    fn administrator(&self, account: &Account, new: NewUser, now: DateTime<Utc>) -> Joining {
        Joining {
            member: Member {
                id: MemberId::new(self.ids.next_id()),
                account_id: account.id,
                user_id: new.user.id,
                grant: Grant {
                    access_type: AccessType::Administrator,
                    groups: account.settings.default_groups.clone(),
                    ..Grant::default()
                },
                active: true,
                awaiting_approval: false,
                joined_at: now,
                version: 1,
            },
            new_user: Some(new),
            seats: None,
        }
    }
}
