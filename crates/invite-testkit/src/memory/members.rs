//! Members in memory: who may do what, and how people come in.

use super::{
    tables::{Person, Tables, missing, twice},
    unit_of_work::MemoryUnit,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, Actor, Authority, EmailAddress, Login, Member, PhoneNumber, User, UserId},
    ports::{JoinOutcome, Joining, MemberRepository, StoreError},
};

#[async_trait]
impl MemberRepository for MemoryUnit {
    async fn authority(
        &mut self,
        account: AccountId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Option<Authority>, StoreError> {
        Ok(self.tables.authority(account, actor, now))
    }

    async fn find_user(
        &mut self,
        email: Option<&EmailAddress>,
        phone: Option<&PhoneNumber>,
    ) -> Result<Option<UserId>, StoreError> {
        Ok(self.tables.holder(email, phone).map(|user| user.id))
    }

    async fn login_taken(&mut self, login: &Login) -> Result<bool, StoreError> {
        let mut people = self.tables.people.rows();
        Ok(people.any(|p| p.user.login.as_ref() == Some(login)))
    }

    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Member>, StoreError> {
        Ok(self.tables.place(account, user).cloned())
    }

    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError> {
        join(&mut self.tables, joining)
    }
}

/// Makes someone a member; checks everything before it writes anything.
pub(super) fn join(tables: &mut Tables, joining: &Joining) -> Result<JoinOutcome, StoreError> {
    let member = &joining.member;
    if let Some(place) = tables.place(member.account_id, member.user_id) {
        return Ok(JoinOutcome::AlreadyMember(place.id));
    }
    if let Some(new) = &joining.new_user
        && tables.people.rows().any(|p| collides(&p.user, &new.user))
    {
        return Ok(JoinOutcome::UserExists);
    }
    let taken = tables
        .members
        .rows()
        .filter(|m| m.account_id == member.account_id)
        .count();
    let full = |seats| taken >= usize::try_from(seats).unwrap_or(usize::MAX);
    if joining.seats.is_some_and(full) {
        return Ok(JoinOutcome::NoSeat);
    }
    let taken = tables.taken(member);
    if !taken.is_empty() {
        return Ok(JoinOutcome::ResourceTaken(taken));
    }
    check_references(tables, joining)?;
    if let Some(new) = &joining.new_user {
        let person = Person {
            user: new.user.clone(),
            password: new.password.clone(),
        };
        tables.people.put(new.user.id, person);
    }
    tables.members.put(member.id, member.clone());
    Ok(JoinOutcome::Joined)
}

fn collides(known: &User, new: &User) -> bool {
    fn same<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.is_some() && a == b
    }
    known.id == new.id
        || same(known.email.as_ref(), new.email.as_ref())
        || same(known.phone.as_ref(), new.phone.as_ref())
        || same(known.login.as_ref(), new.login.as_ref())
}

fn check_references(tables: &Tables, joining: &Joining) -> Result<(), StoreError> {
    let member = &joining.member;
    let is_new = joining
        .new_user
        .as_ref()
        .is_some_and(|new| new.user.id == member.user_id);
    if !tables.accounts.has(&member.account_id) {
        return Err(missing("account"));
    }
    if !is_new && !tables.people.has(&member.user_id) {
        return Err(missing("person"));
    }
    if tables.members.has(&member.id) {
        return Err(twice("member"));
    }
    Ok(())
}
