//! Accounts one above the other in memory: who may act in which, and what stands above what.

use super::{
    MemoryStore,
    tables::{Tables, is_good},
    unit_of_work::MemoryUnit,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Access, AccessType, Account, AccountId, Actor, Authority, Caller, DisplayName, Overseer,
        Scope, Via,
    },
    ports::{
        AccountCursor, AccountFilter, AccountPage, AccountPageRequest, AccountReader, AccountRef,
        AccountTree, ReachableAccount, StoreError,
    },
};
use std::collections::BTreeMap;

#[async_trait]
impl AccountReader for MemoryStore {
    async fn accounts(
        &self,
        actor: &Actor,
        filter: &AccountFilter,
        page: &AccountPageRequest,
        now: DateTime<Utc>,
    ) -> Result<AccountPage, StoreError> {
        let tables = self.snapshot()?;
        let reach = tables.reach(actor, now);
        let is_reached = |account: &&Account| reach.contains_key(&account.id);
        let parent = filter.parent.as_ref().map(|parent| {
            let parent = tables.account(parent).filter(is_reached);
            parent.map(|account| account.id)
        });
        let search = filter.search.as_ref().map(|text| text.to_lowercase());
        let mut found: Vec<_> = tables
            .accounts
            .rows()
            .filter(|account| match parent {
                Some(parent) => parent.is_some() && account.parent_id == parent,
                None => true,
            })
            .map(|account| (account.listing_key(), account))
            .filter(|(key, _)| search.as_ref().is_none_or(|text| finds(key, text)))
            .filter_map(|(key, account)| Some((key, account, *reach.get(&account.id)?)))
            .collect();
        found.sort_by(|(a, x, _), (b, y, _)| (a, x.id).cmp(&(b, y.id)));
        if let Some(after) = &page.after {
            found.retain(|(key, account, _)| (key, account.id) > (&after.key, after.id));
        }
        let limit = usize::try_from(page.limit.clamp(1, 200)).unwrap_or(200);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(key, account, _)| {
            let (key, id) = (key.clone(), account.id);
            AccountCursor { key, id }
        });
        let items = found
            .into_iter()
            .map(|(_, account, access)| ReachableAccount {
                account: account.clone(),
                access,
            });
        Ok(AccountPage {
            items: items.collect(),
            next,
        })
    }

    async fn overseer_by_session(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Overseer>, StoreError> {
        let tables = self.snapshot()?;
        let session = tables.session(digest, now);
        let person = session.and_then(|s| tables.people.get(&s.user_id));
        Ok(person.and_then(|person| {
            let actor = Actor::User(person.user.id);
            overseer(&tables, actor, &person.user.name, account, via, now)
        }))
    }

    async fn overseer_by_api_key(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Overseer>, StoreError> {
        let tables = self.snapshot()?;
        let mut keys = tables.api_keys.rows();
        let found = keys.find(|k| k.key.digest == *digest && is_good(k, now));
        Ok(found.and_then(|found| {
            let actor = Actor::ApiKey(found.key.id);
            overseer(&tables, actor, &found.key.name, account, via, now)
        }))
    }
}

/// Whether a search finds the key. The line break within is nothing that anyone searches for.
fn finds(key: &str, text: &str) -> bool {
    !text.contains(char::is_control) && key.contains(text)
}

/// Returns someone as they may act in the account from strictly above it.
fn overseer(
    tables: &Tables,
    actor: Actor,
    name: &DisplayName,
    account: &AccountRef,
    via: Via,
    now: DateTime<Utc>,
) -> Option<Overseer> {
    let account = tables.account(account)?;
    let authority = tables.authority_from_above(account, &actor, now)?;
    Some(Overseer(Caller {
        actor,
        name: name.clone(),
        authority,
        account: account.clone(),
        via,
    }))
}

impl Tables {
    /// Returns what someone may do in the account by what they are in the accounts above it.
    fn authority_from_above(
        &self,
        account: &Account,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Option<Authority> {
        let mut above = self.reaching(account.id);
        above.retain(|id| *id != account.id);
        match actor {
            Actor::System => Some(Authority::administrator()),
            Actor::Invitee => None,
            Actor::ApiKey(id) => {
                let found = self.api_keys.get(id).filter(|k| is_good(k, now))?;
                let reaches = above.contains(&found.key.account_id);
                reaches.then(|| Authority::of_scope(found.key.scope))
            }
            Actor::User(user) => {
                let mut places = self.members.rows();
                places
                    .any(|m| {
                        m.user_id == *user
                            && m.active
                            && m.grant.access_type == AccessType::Administrator
                            && above.contains(&m.account_id)
                    })
                    .then(Authority::administrator)
            }
        }
    }

    /// Returns every account that someone may act in, and how they come to.
    fn reach(&self, actor: &Actor, now: DateTime<Utc>) -> BTreeMap<AccountId, Access> {
        let mut reach = BTreeMap::new();
        for account in self.accounts.rows() {
            let own = self.own_access(account, actor, now);
            let from_above = self
                .authority_from_above(account, actor, now)
                .map(|_| Access::Parent);
            if let Some(access) = own.into_iter().chain(from_above).min() {
                reach.insert(account.id, access);
            }
        }
        reach
    }

    fn own_access(&self, account: &Account, actor: &Actor, now: DateTime<Utc>) -> Option<Access> {
        if account.suspended_at.is_some() {
            return None;
        }
        let administers = match actor {
            Actor::System | Actor::Invitee => return None,
            Actor::ApiKey(id) => {
                let found = self.api_keys.get(id).filter(|k| is_good(k, now))?;
                if found.key.account_id != account.id {
                    return None;
                }
                found.key.scope == Scope::Administer
            }
            Actor::User(user) => {
                let place = self.place(account.id, *user).filter(|m| m.active)?;
                if !place.grant.opens(self.has_roles(account.id)) {
                    return None;
                }
                place.grant.access_type == AccessType::Administrator
            }
        };
        Some(if administers {
            Access::Administrator
        } else {
            Access::Member
        })
    }
}

#[async_trait]
impl AccountTree for MemoryUnit {
    async fn lock(&mut self) -> Result<(), StoreError> {
        // There is one writer at a time.
        Ok(())
    }

    async fn find(&mut self, account: &AccountRef) -> Result<Option<Account>, StoreError> {
        Ok(self.tables.account(account).cloned())
    }

    async fn lineage(&mut self, account: AccountId) -> Result<Vec<AccountId>, StoreError> {
        let mut lineage = Vec::new();
        let mut next = Some(account);
        while let Some(found) = next.and_then(|id| self.tables.accounts.get(&id)) {
            if lineage.contains(&found.id) {
                break;
            }
            lineage.push(found.id);
            next = found.parent_id;
        }
        Ok(lineage)
    }

    async fn levels(&mut self, account: AccountId) -> Result<u32, StoreError> {
        let mut level = vec![account];
        level.retain(|id| self.tables.accounts.has(id));
        let mut levels = 0;
        while !level.is_empty() && levels < 100 {
            levels += 1;
            let accounts = self.tables.accounts.rows();
            let below = accounts.filter(|a| a.parent_id.is_some_and(|id| level.contains(&id)));
            level = below.map(|a| a.id).collect();
        }
        Ok(levels)
    }

    async fn authority(
        &mut self,
        account: AccountId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Option<Authority>, StoreError> {
        Ok(self.tables.authority(account, actor, now))
    }
}
