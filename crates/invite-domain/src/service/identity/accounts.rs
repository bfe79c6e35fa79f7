//! Accounts and their settings.

use super::{entry, tree};
use crate::{
    model::{
        Account, AccountId, AccountSettings, Action, Actor, Authority, Caller, DisplayName, Doer,
        Forbidden, GrantItem, GrantKey, GrantKind, Grantable, InvalidValue, NewAccount, Operation,
        Overseer, PlacementRefused, Slug, Via,
    },
    ports::{
        AccountRef, Clock, HashError, IdSource, IdentityStore, IdentityUnitOfWork, InsertError,
        PasswordHasher, SecretSource, StoreError,
    },
    service::unit::finish_identity,
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Makes and changes accounts and their API keys.
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
    /// What is to be above it; `Some(None)` for nothing.
    pub parent: Option<Option<AccountRef>>,
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
    /// The account cannot stand there.
    #[error(transparent)]
    Placement(#[from] PlacementRefused),
    /// Moving an account needs administrator access to what is above it, before and after.
    #[error("this needs administrator access to the account above, before and after")]
    ParentForbidden,
    /// The account has no such API key (anymore).
    #[error("the account has no such API key")]
    UnknownApiKey,
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
        let made = async {
            tree::check_room_below(unit.tree(), account.id, caller.account.id).await?;
            self.insert(unit.as_mut(), &account, caller.doer(), now)
                .await
        }
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
        define_groups(unit, account, now).await?;
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

    /// Changes name, slug or settings of the caller's account, or what is above it: everything that is
    /// asked for, or nothing. Moving needs administrator access to what is above it, before and after.
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
        let fields = apply(&mut account, &changes);
        if fields.is_empty() && changes.parent.is_none() {
            return Ok(account);
        }
        let mut unit = self.identity.begin_identity().await?;
        let written = async {
            let mut lines = Vec::new();
            if !fields.is_empty() {
                lines.push(Action::AccountEdited { fields });
            }
            if let Some(wanted) = &changes.parent {
                let now = self.clock.now();
                let parent = tree::place_below(unit.tree(), caller, wanted.as_ref(), now).await?;
                if parent != account.parent_id {
                    let (from, to) = (account.parent_id, parent);
                    lines.push(Action::AccountMoved { from, to });
                    account.parent_id = parent;
                }
            }
            if lines.is_empty() {
                return Ok(account);
            }
            account.version += 1;
            tree::write(unit.as_mut(), &account).await?;
            define_groups(unit.as_mut(), &account, self.clock.now()).await?;
            self.tell(unit.as_mut(), caller, lines).await?;
            Ok(account)
        }
        .await;
        finish_identity(unit, written).await
    }

    /// Writes down what the caller did in their account.
    pub(super) async fn tell(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        caller: &Caller,
        actions: Vec<Action>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let lines: Vec<_> = actions
            .into_iter()
            .map(|action| {
                let account = Some(caller.account.id);
                entry(self.ids.as_ref(), account, caller.doer(), action, now)
            })
            .collect();
        unit.audit().append(&lines).await
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

    /// Returns the service's own operator acting in an account from above it: for the command line.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn operator_above(
        &self,
        account: &AccountRef,
    ) -> Result<Option<Overseer>, StoreError> {
        Ok(self.operator(account).await?.map(Overseer))
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
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let group = |key: &GrantKey| GrantItem {
        kind: GrantKind::Group,
        key: key.clone(),
    };
    let groups = account.settings.default_groups.iter();
    let entries: Vec<_> = groups.map(|key| Grantable::new(group(key), now)).collect();
    unit.catalog().define(account.id, &entries).await?;
    Ok(())
}

/// Applies the changes to the account itself and names what is different now, as it is called on the
/// wire.
fn apply(account: &mut Account, changes: &AccountChanges) -> Vec<&'static str> {
    let mut fields = Vec::new();
    if let Some(name) = &changes.name
        && *name != account.name
    {
        account.name = name.clone();
        fields.push("name");
    }
    if let Some(slug) = &changes.slug
        && *slug != account.slug
    {
        account.slug = slug.clone();
        fields.push("slug");
    }
    if let Some(settings) = &changes.settings {
        fields.extend(settings.differences(&account.settings));
        account.settings = settings.clone();
    }
    fields
}
