//! Builds accounts.

use super::id_of;
use crate::{SteppedClock, values};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Account, AccountId, AccountSettings, GrantKind, Grantable, NewAccount, Slug},
    ports::{IdentityStore, InsertError},
};

/// Begins an account called `Maju`, with the default settings.
///
/// ```
/// let account = invite_testkit::an_account().named("PT Jaya").settings(|s| s.seats = Some(5)).build();
/// assert_eq!(account.slug.as_str(), "pt-jaya");
/// ```
pub fn an_account() -> AccountBuilder {
    AccountBuilder {
        new: NewAccount {
            id: AccountId::new(id_of(&["account", "maju"])),
            name: values::name("Maju"),
            slug: values::slug("maju"),
            parent_id: None,
            settings: AccountSettings::default(),
        },
        created_at: SteppedClock::default().get(),
        suspended_at: None,
        grantables: vec![values::grantable(GrantKind::Group, "Everybody")],
    }
}

/// An account in the making; see [`an_account`].
#[derive(Debug, Clone)]
pub struct AccountBuilder {
    new: NewAccount,
    created_at: DateTime<Utc>,
    suspended_at: Option<DateTime<Utc>>,
    grantables: Vec<Grantable>,
}

impl AccountBuilder {
    /// Sets the name; slug and id follow from it.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.new.name = values::name(name);
        self.new.slug = Slug::from_name(&self.new.name);
        self.new.id = AccountId::new(id_of(&["account", self.new.slug.as_str()]));
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: AccountId) -> Self {
        self.new.id = id;
        self
    }

    /// Sets the slug, and leaves name and id as they are.
    #[must_use]
    pub fn slug(mut self, slug: &str) -> Self {
        self.new.slug = values::slug(slug);
        self
    }

    /// Puts it below another account.
    #[must_use]
    pub fn below(mut self, parent: &Account) -> Self {
        self.new.parent_id = Some(parent.id);
        self
    }

    /// Changes settings.
    #[must_use]
    pub fn settings(mut self, change: impl FnOnce(&mut AccountSettings)) -> Self {
        change(&mut self.new.settings);
        self
    }

    /// Sets when it was made.
    #[must_use]
    pub fn created_at(mut self, at: DateTime<Utc>) -> Self {
        self.created_at = at;
        self
    }

    /// Suspends it.
    #[must_use]
    pub fn suspended_at(mut self, at: DateTime<Utc>) -> Self {
        self.suspended_at = Some(at);
        self
    }

    /// Adds something that can be granted; [`put_into`](Self::put_into) defines it. The group
    /// `Everybody` is always there.
    #[must_use]
    pub fn defining(mut self, kind: GrantKind, key: &str) -> Self {
        self.grantables.push(values::grantable(kind, key));
        self
    }

    /// Adds a resource that several members may hold at once.
    #[must_use]
    pub fn sharing(mut self, key: &str) -> Self {
        let resource = values::grantable(GrantKind::Resource, key);
        self.grantables.push(Grantable {
            shared: true,
            ..resource
        });
        self
    }

    /// Returns the account.
    pub fn build(self) -> Account {
        let mut account = Account::new(self.new, self.created_at);
        account.suspended_at = self.suspended_at;
        account
    }

    /// Stores the account and what can be granted in it.
    ///
    /// # Errors
    /// What the store says.
    pub async fn put_into(self, store: &dyn IdentityStore) -> Result<Account, InsertError> {
        let grantables = self.grantables.clone();
        let account = self.build();
        let mut unit = store.begin_identity().await?;
        unit.insert_account(&account).await?;
        unit.catalog().define(account.id, &grantables).await?;
        unit.commit().await?;
        Ok(account)
    }
}
