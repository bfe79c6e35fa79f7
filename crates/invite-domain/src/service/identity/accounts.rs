//! Accounts, their settings, what can be granted in them, and their API keys.

use super::entry;
use crate::{
    model::{
        Account, AccountId, AccountSettings, Action, Actor, ApiKeyId, Authority, Caller,
        DisplayName, Doer, Forbidden, GrantItem, GrantKey, GrantKind, InvalidValue, NewAccount,
        Operation, Scope, Secret, SecretKind, Slug, Via,
    },
    ports::{
        AccountRef, ApiKey, Clock, HashError, IdSource, IdentityStore, IdentityUnitOfWork,
        InsertError, PasswordHasher, SecretSource, StoreError, UpdateError,
    },
    service::unit::finish_identity,
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Makes and changes accounts, what can be granted in them, and their API keys.
#[derive(Clone)]
pub struct AccountService {
    pub(super) identity: Arc<dyn IdentityStore>,
    pub(super) passwords: Arc<dyn PasswordHasher>,
    pub(super) secrets: Arc<dyn SecretSource>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn IdSource>,
}

/// A new account below the caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateAccount {
    /// Its name.
    pub name: DisplayName,
    /// Its name in addresses; derived from the name when `None`.
    pub slug: Option<Slug>,
    /// Its settings.
    pub settings: AccountSettings,
}

/// New values for an account; `None` leaves a part as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountChanges {
    /// A new name.
    pub name: Option<DisplayName>,
    /// A new name in addresses.
    pub slug: Option<Slug>,
    /// New settings, as a whole.
    pub settings: Option<AccountSettings>,
}

/// A new API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateApiKey {
    /// What it is called.
    pub name: DisplayName,
    /// What it may do.
    pub scope: Scope,
    /// When it stops working, if ever.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A key that was just made: the only moment at which it is seen.
#[derive(Debug, Clone)]
pub struct ApiKeyCreated {
    /// Its id.
    pub id: ApiKeyId,
    /// The key in clear.
    pub key: Secret,
}

/// Why nothing was made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The caller's hand does not reach that far.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Every seat of the account is taken.
    #[error("every seat of the account is taken")]
    NoSeat,
    /// The slug belongs to another account.
    #[error("the slug belongs to another account")]
    SlugTaken,
    /// The account has it already.
    #[error("the account has defined this already")]
    AlreadyDefined,
    /// There is an account already, so the first one cannot be made.
    #[error("the first account was made already")]
    NotFirst,
    /// The address belongs to someone.
    #[error("someone with this address exists already")]
    UserExists,
    /// A value is refused; its field is named.
    #[error("{field}: {error}")]
    Invalid {
        /// The field, as it is called on the wire.
        field: &'static str,
        /// What is wrong.
        error: InvalidValue,
    },
    /// Someone else changed the account at the same moment.
    #[error("the account was changed at the same moment")]
    Conflict,
    /// Hashing failed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountService {
    /// Builds the service over its ports.
    pub fn new(
        identity: Arc<dyn IdentityStore>,
        passwords: Arc<dyn PasswordHasher>,
        secrets: Arc<dyn SecretSource>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Self {
        Self {
            identity,
            passwords,
            secrets,
            clock,
            ids,
        }
    }

    /// Makes an account below the caller's; the caller's administrators may act in it.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was made.
    pub async fn create(
        &self,
        caller: &Caller,
        command: CreateAccount,
    ) -> Result<Account, AccountError> {
        caller.may(Operation::ManageAccounts)?;
        let now = self.clock.now();
        let slug = command
            .slug
            .unwrap_or_else(|| Slug::from_name(&command.name));
        let new = NewAccount {
            id: AccountId::new(self.ids.next_id()),
            name: command.name,
            slug,
            parent_id: Some(caller.account.id),
            settings: command.settings,
        };
        let account = Account::new(new, now);
        let mut unit = self.identity.begin_identity().await?;
        let made = self
            .insert(unit.as_mut(), &account, caller.doer(), now)
            .await;
        finish_identity(unit, made).await?;
        Ok(account)
    }

    /// Adds the account with its default groups and the line in the audit log.
    pub(super) async fn insert(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        account: &Account,
        doer: Doer,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        match unit.insert_account(account).await {
            Ok(()) => {}
            Err(InsertError::Taken) => return Err(AccountError::SlugTaken),
            Err(InsertError::Store(error)) => return Err(error.into()),
        }
        define_groups(unit, account).await?;
        let made = entry(
            self.ids.as_ref(),
            Some(account.id),
            doer,
            Action::AccountCreated,
            now,
        );
        unit.audit().append(&[made]).await?;
        Ok(())
    }

    /// Changes name, slug or settings of the caller's account.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was changed.
    pub async fn update(
        &self,
        caller: &Caller,
        changes: AccountChanges,
    ) -> Result<Account, AccountError> {
        caller.may(Operation::EditAccount)?;
        let mut account = caller.account.clone();
        let fields = apply(&mut account, changes);
        if fields.is_empty() {
            return Ok(account);
        }
        account.version += 1;
        let now = self.clock.now();
        let mut unit = self.identity.begin_identity().await?;
        let written = async {
            match unit.update_account(&account).await {
                Ok(()) => {}
                Err(UpdateError::Taken) => return Err(AccountError::SlugTaken),
                Err(UpdateError::Stale) => return Err(AccountError::Conflict),
                Err(UpdateError::Store(error)) => return Err(error.into()),
            }
            define_groups(unit.as_mut(), &account).await?;
            let edited = entry(
                self.ids.as_ref(),
                Some(account.id),
                caller.doer(),
                Action::AccountEdited { fields },
                now,
            );
            unit.audit().append(&[edited]).await?;
            Ok(())
        }
        .await;
        finish_identity(unit, written).await?;
        Ok(account)
    }

    /// Returns what the account has defined of one kind.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] and [`AccountError::Store`].
    pub async fn grantables(
        &self,
        caller: &Caller,
        kind: GrantKind,
    ) -> Result<Vec<GrantKey>, AccountError> {
        caller.may(Operation::ReadCatalog)?;
        Ok(self.identity.grantables(caller.account.id, kind).await?)
    }

    /// Defines a role, group, permission or resource of the caller's account.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was defined.
    pub async fn define(&self, caller: &Caller, item: GrantItem) -> Result<(), AccountError> {
        caller.may(Operation::ManageCatalog)?;
        let mut unit = self.identity.begin_identity().await?;
        let defined = async {
            match unit.define(caller.account.id, &item).await {
                Ok(()) => {}
                Err(InsertError::Taken) => return Err(AccountError::AlreadyDefined),
                Err(InsertError::Store(error)) => return Err(error.into()),
            }
            let line = entry(
                self.ids.as_ref(),
                Some(caller.account.id),
                caller.doer(),
                Action::GrantableDefined {
                    kind: item.kind.as_str(),
                    key: item.key.as_str().to_owned(),
                },
                self.clock.now(),
            );
            unit.audit().append(&[line]).await?;
            Ok(())
        }
        .await;
        finish_identity(unit, defined).await
    }

    /// Makes an API key for the caller's account. The key is shown here and never again.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was made.
    pub async fn create_api_key(
        &self,
        caller: &Caller,
        command: CreateApiKey,
    ) -> Result<ApiKeyCreated, AccountError> {
        caller.may(Operation::ManageApiKeys)?;
        let now = self.clock.now();
        if command.expires_at.is_some_and(|end| end <= now) {
            return Err(AccountError::Invalid {
                field: "expires_at",
                error: InvalidValue::new("in_the_past", "the key would be expired already"),
            });
        }
        let secret = Secret::from_random(SecretKind::ApiKey, self.secrets.next_secret());
        let key = ApiKey {
            id: ApiKeyId::new(self.ids.next_id()),
            account_id: caller.account.id,
            name: command.name,
            scope: command.scope,
            digest: secret.digest(),
            created_at: now,
            expires_at: command.expires_at,
        };
        let line = entry(
            self.ids.as_ref(),
            Some(caller.account.id),
            caller.doer(),
            Action::ApiKeyCreated {
                name: key.name.as_str().to_owned(),
            },
            now,
        );
        let mut unit = self.identity.begin_identity().await?;
        let made = async {
            unit.insert_api_key(&key).await?;
            unit.audit().append(&[line]).await
        }
        .await;
        finish_identity(unit, made).await?;
        Ok(ApiKeyCreated {
            id: key.id,
            key: secret,
        })
    }

    /// Returns the service's own operator acting in an account: for the command line.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn operator(&self, account: &AccountRef) -> Result<Option<Caller>, StoreError> {
        let found = self.identity.account(account).await?;
        Ok(found.map(|account| Caller {
            actor: Actor::System,
            name: account.name.clone(),
            authority: Authority::administrator(),
            account,
            via: Via::CommandLine,
        }))
    }

    /// Returns whether any account exists yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        self.identity.has_accounts().await
    }
}

/// Makes sure that the default groups are among what can be granted.
async fn define_groups(
    unit: &mut dyn IdentityUnitOfWork,
    account: &Account,
) -> Result<(), StoreError> {
    for key in &account.settings.default_groups {
        let item = GrantItem {
            kind: GrantKind::Group,
            key: key.clone(),
        };
        match unit.define(account.id, &item).await {
            Ok(()) | Err(InsertError::Taken) => {}
            Err(InsertError::Store(error)) => return Err(error),
        }
    }
    Ok(())
}

/// Applies the changes and names what is different now.
fn apply(account: &mut Account, changes: AccountChanges) -> Vec<&'static str> {
    let mut fields = Vec::new();
    if let Some(name) = changes.name
        && name != account.name
    {
        account.name = name;
        fields.push("name");
    }
    if let Some(slug) = changes.slug
        && slug != account.slug
    {
        account.slug = slug;
        fields.push("slug");
    }
    if let Some(settings) = changes.settings
        && settings != account.settings
    {
        account.settings = settings;
        fields.push("settings");
    }
    fields
}
