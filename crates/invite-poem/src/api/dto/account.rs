//! Accounts on the wire.

use super::{
    fields::Fields,
    settings::{Settings, SettingsChange},
};
use crate::{
    api::strict_json::{object_or_null, object_or_null_or_absent},
    shared::{Problem, auth},
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{self, AccountSettings, DisplayName, Slug},
    service::{AccountChanges, CreateAccount},
};
use poem_openapi::{Object, types::MaybeUndefined};
use serde::Deserialize;

/// A tenant that people are invited into.
#[derive(Debug, Object)]
pub(in crate::api) struct Account {
    id: String,
    name: String,
    /// The account's name in addresses.
    slug: String,
    /// The account above it, whose administrators may act in this one.
    parent_id: Option<String>,
    settings: Settings,
    /// Since when nobody may act in it or come in; only those who act from above see it then.
    suspended_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Counts changes.
    version: u32,
}

impl From<&model::Account> for Account {
    fn from(account: &model::Account) -> Self {
        Self {
            id: account.id.to_string(),
            name: account.name.to_string(),
            slug: account.slug.to_string(),
            parent_id: account.parent_id.map(|id| id.to_string()),
            settings: Settings::from(&account.settings),
            suspended_at: account.suspended_at,
            created_at: account.created_at,
            version: account.version,
        }
    }
}

/// A new account below one that the caller administers.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewAccount {
    /// As invitees read it: one line of up to 200 characters.
    name: String,
    /// The account's name in addresses; derived from the name when absent.
    slug: Option<String>,
    /// The account above it, by id or slug; whoever is signed in with just one account may leave it
    /// out.
    pub(in crate::api) parent_id: Option<String>,
    #[serde(default, deserialize_with = "object_or_null")]
    settings: Option<SettingsChange>,
}

impl NewAccount {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn command(&self) -> Result<CreateAccount, Problem> {
        let mut fields = Fields::default();
        let name = fields.optional("name", Some(&*self.name), DisplayName::parse);
        let slug = fields.optional("slug", self.slug.as_deref(), Slug::parse);
        let defaults = AccountSettings::default();
        let settings = match &self.settings {
            Some(change) => change.over(&defaults, &mut fields),
            None => defaults,
        };
        fields.finish()?;
        // Nothing was refused, so that the name is there.
        let name = name.ok_or_else(|| Problem::invalid(Vec::new()))?;
        Ok(CreateAccount {
            name,
            slug,
            settings,
        })
    }
}

/// What is to be changed: absent leaves a part as it is.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct AccountChange {
    /// A new name.
    name: MaybeUndefined<String>,
    /// A new name in addresses; null derives it from the name.
    slug: MaybeUndefined<String>,
    /// What is to be above it, by id or slug; null for nothing.
    parent_id: MaybeUndefined<String>,
    /// Settings to change, one by one; null goes back to every default.
    #[serde(deserialize_with = "object_or_null_or_absent")]
    settings: MaybeUndefined<SettingsChange>,
}

impl AccountChange {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn changes(
        &self,
        account: &model::Account,
    ) -> Result<AccountChanges, Problem> {
        let mut fields = Fields::default();
        let name = match &self.name {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => {
                fields.refuse("name", "required", "an account has a name");
                None
            }
            MaybeUndefined::Value(name) => {
                fields.optional("name", Some(&**name), DisplayName::parse)
            }
        };
        let slug = match &self.slug {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(Slug::from_name(name.as_ref().unwrap_or(&account.name))),
            MaybeUndefined::Value(slug) => fields.optional("slug", Some(&**slug), Slug::parse),
        };
        let settings = match &self.settings {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(AccountSettings::default()),
            MaybeUndefined::Value(change) => Some(change.over(&account.settings, &mut fields)),
        };
        let parent = match &self.parent_id {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(text) => {
                let parent = auth::account_ref(text);
                if parent.is_none() {
                    let detail = "an account is named by its id or its slug";
                    fields.refuse("parent_id", "account_invalid", detail);
                }
                Some(parent)
            }
        };
        fields.finish()?;
        Ok(AccountChanges {
            name,
            slug,
            settings,
            parent,
        })
    }
}
