//! Catalogs in memory: what accounts define, what can still be given, and who holds it.

use super::{
    MemoryStore,
    tables::{Tables, missing},
    unit_of_work::MemoryUnit,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccountId, GrantItem, GrantKey, GrantKind, Grantable, Invitation, InvitationId, Member,
        Obstacle, Status, sought,
    },
    ports::{
        CatalogFilter, CatalogPage, CatalogPageRequest, CatalogReader, CatalogRepository, Holder,
        Holders, NAMED_HOLDERS, StoreError, UpdateError, Usage,
    },
};
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl CatalogReader for MemoryStore {
    async fn find(
        &self,
        account: AccountId,
        item: &GrantItem,
    ) -> Result<Option<Grantable>, StoreError> {
        let tables = self.snapshot()?;
        Ok(tables.grantables.get(&(account, item.clone())).cloned())
    }

    async fn list(
        &self,
        account: AccountId,
        filter: &CatalogFilter,
        page: &CatalogPageRequest,
    ) -> Result<CatalogPage, StoreError> {
        let tables = self.snapshot()?;
        let limit = page.limit.clamp(1, 200);
        let search = filter.search.as_deref().map(sought);
        let found = |entry: &&Grantable| match &search {
            None => true,
            Some(None) => false,
            Some(Some(text)) => entry.search_text().contains(text),
        };
        let available = |entry: &&Grantable| {
            let free = !is_one_holders(entry) || tables.holders(account, &entry.item).is_empty();
            filter.available.is_none_or(|wanted| wanted == free)
        };
        let mut entries: Vec<_> = tables
            .catalog(account)
            .filter(|entry| entry.item.kind == filter.kind)
            .filter(|entry| {
                page.after
                    .as_ref()
                    .is_none_or(|after| entry.item.key > *after)
            })
            .filter(found)
            .filter(available)
            .cloned()
            .collect();
        entries.sort_by(|a, b| a.item.key.cmp(&b.item.key));
        Ok(CatalogPage::of(entries, limit))
    }

    async fn holders(
        &self,
        account: AccountId,
        items: &[GrantItem],
    ) -> Result<BTreeMap<GrantItem, Holders>, StoreError> {
        let tables = self.snapshot()?;
        let mut held = BTreeMap::new();
        for item in items {
            let mut members = tables.holders(account, item);
            members.sort_by_key(|member| member.id);
            let named = members.iter().filter_map(|member| {
                let person = tables.people.get(&member.user_id)?;
                Some(Holder {
                    member: member.id,
                    name: person.user.name.clone(),
                })
            });
            let holders = Holders {
                total: u64::try_from(members.len()).unwrap_or(u64::MAX),
                named: named.take(NAMED_HOLDERS as usize).collect(),
            };
            if holders.total > 0 {
                held.insert(item.clone(), holders);
            }
        }
        Ok(held)
    }

    async fn holder_counts(
        &self,
        account: AccountId,
        items: &[GrantItem],
    ) -> Result<BTreeMap<GrantItem, u64>, StoreError> {
        let held = self.holders(account, items).await?.into_iter();
        Ok(held.map(|(item, holders)| (item, holders.total)).collect())
    }
}

#[async_trait]
impl CatalogRepository for MemoryUnit {
    async fn define(
        &mut self,
        account: AccountId,
        entries: &[Grantable],
    ) -> Result<BTreeSet<GrantItem>, StoreError> {
        if !self.tables.accounts.has(&account) && !entries.is_empty() {
            return Err(missing("account"));
        }
        let mut added = BTreeSet::new();
        for entry in entries {
            let place = (account, entry.item.clone());
            if self.tables.grantables.add(place, entry.clone()) {
                added.insert(entry.item.clone());
            }
        }
        Ok(added)
    }

    async fn lock(
        &mut self,
        account: AccountId,
        item: &GrantItem,
    ) -> Result<Option<Grantable>, StoreError> {
        let place = (account, item.clone());
        Ok(self.tables.grantables.get(&place).cloned())
    }

    async fn update(&mut self, account: AccountId, entry: &Grantable) -> Result<(), UpdateError> {
        let place = (account, entry.item.clone());
        let Some(before) = self.tables.grantables.get(&place) else {
            return Err(UpdateError::Stale);
        };
        if before.shared && !entry.shared && self.tables.holders(account, &entry.item).len() > 1 {
            return Err(UpdateError::Taken);
        }
        self.tables.grantables.put(place, entry.clone());
        Ok(())
    }

    async fn usage(&mut self, account: AccountId, item: &GrantItem) -> Result<Usage, StoreError> {
        let tables = &self.tables;
        let found = tables
            .accounts
            .get(&account)
            .ok_or_else(|| missing("account"))?;
        let members = tables.holders(account, item).len();
        let promised = tables
            .promising(account, item)
            .filter(|i| is_live(i))
            .count();
        Ok(Usage {
            members: u64::try_from(members).unwrap_or(u64::MAX),
            invitations: u64::try_from(promised).unwrap_or(u64::MAX),
            default_group: item.kind == GrantKind::Group
                && found.settings.default_groups.contains(&item.key),
        })
    }

    async fn remove(&mut self, account: AccountId, item: &GrantItem) -> Result<(), StoreError> {
        self.tables.grantables.remove(&(account, item.clone()));
        Ok(())
    }
}

/// Where an invitation can still be accepted, or sent as it stands.
const PROMISING: [Status; 4] = [
    Status::NotInvited,
    Status::Queued,
    Status::Invited,
    Status::Error,
];

/// Whether one member alone may hold it.
fn is_one_holders(entry: &Grantable) -> bool {
    entry.item.kind == GrantKind::Resource && !entry.shared
}

fn is_live(invitation: &Invitation) -> bool {
    let status = invitation.state.status();
    !matches!(status, Status::Accepted | Status::Revoked)
}

impl Tables {
    fn catalog(&self, account: AccountId) -> impl Iterator<Item = &Grantable> {
        let places = self.grantables.keys().zip(self.grantables.rows());
        places.filter_map(move |((of, _), entry)| (*of == account).then_some(entry))
    }

    /// Returns the entry that is most likely meant by a key that is not defined.
    pub(super) fn similar(&self, account: AccountId, item: &GrantItem) -> Option<GrantKey> {
        let bare = item.key.bare();
        let mut of_kind = self.catalog(account).filter(|e| e.item.kind == item.kind);
        let similar = of_kind.find(|entry| !bare.is_empty() && entry.item.key.bare() == bare);
        similar.map(|entry| entry.item.key.clone())
    }

    fn holders(&self, account: AccountId, item: &GrantItem) -> Vec<&Member> {
        self.members
            .rows()
            .filter(|m| m.account_id == account && m.grant.keys(item.kind).contains(&item.key))
            .collect()
    }

    fn promising(&self, account: AccountId, item: &GrantItem) -> impl Iterator<Item = &Invitation> {
        self.invitations
            .rows()
            .filter(move |i| i.account_id == account && i.grant.keys(item.kind).contains(&item.key))
    }

    /// Returns which resources of a member others hold and one alone may.
    pub(super) fn taken(&self, member: &Member) -> Vec<GrantKey> {
        let resources = member
            .grant
            .items()
            .filter(|i| i.kind == GrantKind::Resource);
        let taken = resources.filter(|item| {
            let entry = self.grantables.get(&(member.account_id, item.clone()));
            let holders = self.holders(member.account_id, item);
            entry.is_none_or(is_one_holders) && holders.iter().any(|other| other.id != member.id)
        });
        taken.map(|item| item.key).collect()
    }

    /// Returns why a resource can be promised to nobody more.
    pub(super) fn obstacle(
        &self,
        account: AccountId,
        item: &GrantItem,
        but_for: Option<InvitationId>,
        now: DateTime<Utc>,
    ) -> Option<Obstacle> {
        let entry = self.grantables.get(&(account, item.clone()));
        if !entry.is_some_and(is_one_holders) {
            return None;
        }
        if !self.holders(account, item).is_empty() {
            return Some(Obstacle::Held);
        }
        let promised = self.promising(account, item).any(|invitation| {
            let status = invitation.status(now);
            Some(invitation.id) != but_for && PROMISING.contains(&status)
        });
        promised.then_some(Obstacle::Promised)
    }
}
