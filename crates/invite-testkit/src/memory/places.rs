//! Lists of members, and changing or ending a place, in memory.

use super::{MemoryStore, tables::Tables, unit_of_work::MemoryUnit};
use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, EmailAddress, Login, Member, MemberId, PhoneNumber, User},
    ports::{
        MemberEntry, MemberFilter, MemberPage, MemberPageRequest, MemberStore, MemberUnitOfWork,
        PlaceRepository, StoreError, UpdateError, UpdatePlaceError,
    },
};

#[async_trait]
impl MemberStore for MemoryStore {
    async fn begin_members(&self) -> Result<Box<dyn MemberUnitOfWork>, StoreError> {
        Ok(Box::new(self.try_unit().await?))
    }

    async fn find_member(
        &self,
        account: AccountId,
        id: MemberId,
    ) -> Result<Option<MemberEntry>, StoreError> {
        Ok(entry(&self.snapshot()?, account, id))
    }

    async fn list_members(
        &self,
        account: AccountId,
        filter: &MemberFilter,
        page: MemberPageRequest,
    ) -> Result<MemberPage, StoreError> {
        let tables = self.snapshot()?;
        let mut found: Vec<_> = tables
            .members
            .rows()
            .filter(|member| page.after.is_none_or(|after| member.id < after))
            .filter_map(|member| entry(&tables, account, member.id))
            .filter(|entry| matches(entry, filter))
            .collect();
        found.sort_by_key(|entry| std::cmp::Reverse(entry.member.id));
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|entry| entry.member.id);
        Ok(MemberPage { items: found, next })
    }

    async fn count_members(&self, account: AccountId) -> Result<u64, StoreError> {
        let tables = self.snapshot()?;
        let members = tables.members.rows().filter(|m| m.account_id == account);
        Ok(u64::try_from(members.count()).unwrap_or(u64::MAX))
    }
}

pub(super) fn entry(tables: &Tables, account: AccountId, id: MemberId) -> Option<MemberEntry> {
    let member = tables
        .members
        .get(&id)
        .filter(|m| m.account_id == account)?;
    let person = tables.people.get(&member.user_id)?;
    Some(MemberEntry {
        member: member.clone(),
        user: person.user.clone(),
    })
}

fn matches(entry: &MemberEntry, filter: &MemberFilter) -> bool {
    let (grant, search) = (&entry.member.grant, filter.search.as_deref());
    filter.access_type.is_none_or(|a| grant.access_type == a)
        && filter.user_type.is_none_or(|u| grant.user_type == u)
        && filter.active.is_none_or(|on| entry.member.active == on)
        && filter
            .holds
            .iter()
            .all(|item| grant.keys(item.kind).contains(&item.key))
        && search.is_none_or(|text| mentions(&entry.user, text))
}

/// Whether name, address (as typed or in its canonical form), login or number contains the text.
pub(super) fn mentions(user: &User, text: &str) -> bool {
    let text = text.to_lowercase();
    [
        Some(user.name.as_str()),
        user.email.as_ref().map(EmailAddress::original),
        user.email.as_ref().map(EmailAddress::canonical),
        user.login.as_ref().map(Login::as_str),
        user.phone.as_ref().map(PhoneNumber::as_str),
    ]
    .into_iter()
    .flatten()
    .any(|field| field.to_lowercase().contains(&text))
}

impl MemberUnitOfWork for MemoryUnit {
    fn places(&mut self) -> &mut dyn PlaceRepository {
        self
    }
}

/// Nothing needs to be locked: there is one unit of work at a time.
#[async_trait]
impl PlaceRepository for MemoryUnit {
    async fn lock(
        &mut self,
        account: AccountId,
        id: MemberId,
    ) -> Result<Option<MemberEntry>, StoreError> {
        Ok(entry(&self.tables, account, id))
    }

    async fn other_administrators(
        &mut self,
        account: AccountId,
        but: MemberId,
    ) -> Result<u32, StoreError> {
        let others = self.tables.members.rows().filter(|member| {
            member.account_id == account && member.id != but && member.is_active_administrator()
        });
        Ok(u32::try_from(others.count()).unwrap_or(u32::MAX))
    }

    async fn update(&mut self, member: &Member) -> Result<(), UpdatePlaceError> {
        let stored = self.stored(member, member.version.checked_sub(1));
        let stored = stored.ok_or(UpdatePlaceError::Stale)?;
        let taken = self.tables.taken(member);
        if !taken.is_empty() {
            return Err(UpdatePlaceError::ResourceTaken(taken));
        }
        let changed = Member {
            grant: member.grant.clone(),
            active: member.active,
            awaiting_approval: member.awaiting_approval,
            version: member.version,
            ..stored
        };
        self.tables.members.put(member.id, changed);
        Ok(())
    }

    async fn remove(&mut self, member: &Member) -> Result<(), UpdateError> {
        self.stored(member, Some(member.version))
            .ok_or(UpdateError::Stale)?;
        self.tables.members.remove(&member.id);
        Ok(())
    }
}

impl MemoryUnit {
    /// Returns the member as stored, if it is in its account at this version.
    fn stored(&self, member: &Member, version: Option<u32>) -> Option<Member> {
        let stored = self.tables.members.get(&member.id).filter(|stored| {
            stored.account_id == member.account_id && Some(stored.version) == version
        });
        stored.cloned()
    }
}
