//! One thing for many people: first what it would do and for whom not, then doing it, so many at a time.

use super::{PeopleError, PeopleService};
use crate::{
    model::{
        BulkAction, Caller, Changes, Grant, GrantKey, GrantKind, Invitation, Member, MemberChanges,
        NotDone, Operation, PersonStatus, Refusal,
    },
    ports::{
        PeopleCursor, PeopleFilter, PeoplePageRequest, PeopleSort, Person, PersonId, StoreError,
    },
    service::{
        EditInvitation, EditInvitationError, EditMember, EditMemberError, RevokeError,
        SendInvitationError,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// How many are read at a time.
const PAGE: u32 = 200;

/// Whom it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleSelection {
    /// Those with these ids.
    Chosen(Vec<PersonId>),
    /// Everyone who matches, from after a place in the list of the newest on.
    Matching(PeopleFilter, Option<PeopleCursor>),
}

/// What it would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkPlan {
    /// For how many; where they are as many as were to be counted, there may be more.
    pub ready: u64,
    /// For how many it cannot be done, and why.
    pub not: BTreeMap<NotDone, u64>,
    /// Some of whom it would be done for.
    pub some: Vec<Person>,
}

/// What it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkReport {
    /// For how many it was done.
    pub done: u64,
    /// For how many it was not, and why.
    pub not: BTreeMap<NotDone, u64>,
    /// What of it the caller may not do.
    pub refused: BTreeSet<Refusal>,
    /// Where it goes on, when there are more.
    pub next: Option<PeopleCursor>,
}

impl PeopleService {
    /// Says for how many it could be done, names some, and says for how many it cannot and why. Counts
    /// go up to `most`. Nothing is changed.
    ///
    /// # Errors
    /// [`PeopleError`].
    pub async fn plan(
        &self,
        caller: &Caller,
        action: &BulkAction,
        selection: &PeopleSelection,
        named: u32,
        most: u32,
    ) -> Result<BulkPlan, PeopleError> {
        may(caller)?;
        let (mut ready_now, mut not) = (0, BTreeMap::new());
        let some = match selection {
            PeopleSelection::Chosen(ids) => {
                let (now, mut some) = (self.moment(), Vec::new());
                for person in self.find(caller, ids).await? {
                    match ready(action, &person, person.standing(now)) {
                        Ok(()) => {
                            ready_now += 1;
                            some.push(person);
                        }
                        Err(why) => *not.entry(why).or_default() += 1,
                    }
                }
                some.truncate(usize::try_from(named).unwrap_or(usize::MAX));
                some
            }
            PeopleSelection::Matching(filter, after) => {
                let counted = if filter.is_by_standing_alone() {
                    Some(self.counts(caller).await?)
                } else {
                    None
                };
                let (able, unable) = split(action, filter);
                for (why, standing) in unable {
                    let filter = with_standing(filter, standing);
                    let n = match &counted {
                        Some(counts) => counts.of(&filter),
                        None => self.count(caller, &filter, most).await?,
                    };
                    if n > 0 {
                        not.insert(why, n);
                    }
                }
                if able.is_empty() {
                    Vec::new()
                } else {
                    let filter = with_standing(filter, able);
                    ready_now = match &counted {
                        Some(counts) if after.is_none() => counts.of(&filter),
                        _ => self.count(caller, &filter, most).await?,
                    };
                    let page = newest(named, after.clone());
                    self.list(caller, &filter, &page).await?.items
                }
            }
        };
        Ok(BulkPlan {
            ready: ready_now,
            not,
            some,
        })
    }

    /// Does it for at most so many, one by one: one for whom it cannot be done harms no other.
    ///
    /// Of everyone who matches, those who stand where it cannot be done are passed over.
    ///
    /// # Errors
    /// [`PeopleError`]; it may have been done for some.
    pub async fn act(
        &self,
        caller: &Caller,
        action: &BulkAction,
        selection: &PeopleSelection,
        most: u32,
    ) -> Result<BulkReport, PeopleError> {
        may(caller)?;
        let (people, gone, next) = self.select(caller, action, selection, most).await?;
        let mut report = BulkReport {
            done: 0,
            not: BTreeMap::new(),
            refused: BTreeSet::new(),
            next,
        };
        if gone > 0 {
            report.not.insert(NotDone::Changed, gone);
        }
        for person in people {
            let standing = person.standing(self.moment());
            let done = match ready(action, &person, standing) {
                Ok(()) => self.act_on(caller, action, person).await?,
                Err(why) => Err(PassedOver::because(why)),
            };
            match done {
                Ok(()) => report.done += 1,
                Err(PassedOver { why, refused }) => {
                    *report.not.entry(why).or_default() += 1;
                    report.refused.extend(refused);
                }
            }
        }
        Ok(report)
    }

    /// Finds everyone before anything is done: what is done changes what a filter matches.
    async fn select(
        &self,
        caller: &Caller,
        action: &BulkAction,
        selection: &PeopleSelection,
        most: u32,
    ) -> Result<(Vec<Person>, u64, Option<PeopleCursor>), PeopleError> {
        let (filter, mut after) = match selection {
            PeopleSelection::Chosen(ids) => {
                let most = usize::try_from(most).unwrap_or(usize::MAX);
                let ids: BTreeSet<PersonId> = ids.iter().copied().take(most).collect();
                let ids: Vec<PersonId> = ids.into_iter().collect();
                let found = self.find(caller, &ids).await?;
                let gone = ids.len().saturating_sub(found.len());
                return Ok((found, u64::try_from(gone).unwrap_or_default(), None));
            }
            PeopleSelection::Matching(filter, after) => (filter, after.clone()),
        };
        let (able, _) = split(action, filter);
        let mut people: Vec<Person> = Vec::new();
        if able.is_empty() {
            return Ok((people, 0, None));
        }
        let filter = with_standing(filter, able);
        loop {
            let taken = u32::try_from(people.len()).unwrap_or(u32::MAX);
            let limit = most.saturating_sub(taken).min(PAGE);
            if limit == 0 {
                return Ok((people, 0, after));
            }
            let page = self.list(caller, &filter, &newest(limit, after)).await?;
            people.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok((people, 0, None));
            }
        }
    }

    async fn act_on(
        &self,
        caller: &Caller,
        action: &BulkAction,
        person: Person,
    ) -> Result<Result<(), PassedOver>, StoreError> {
        match (action, person) {
            (BulkAction::Send | BulkAction::Resend, Person::Invited(invitation)) => {
                outcome(self.invitations.send(caller, invitation.id).await)
            }
            (BulkAction::Revoke, Person::Invited(invitation)) => {
                outcome(self.invitations.revoke(caller, invitation.id).await)
            }
            (BulkAction::AddRole(role), person) => {
                let keys = with_role(person.grant(), role);
                self.set_roles(caller, person, keys).await
            }
            (BulkAction::RemoveRole(role), person) => {
                let keys = without_role(person.grant(), role);
                self.set_roles(caller, person, keys).await
            }
            (_, Person::Member { .. }) => Ok(Err(PassedOver::because(NotDone::AlreadyIn))),
        }
    }

    async fn set_roles(
        &self,
        caller: &Caller,
        person: Person,
        roles: BTreeSet<GrantKey>,
    ) -> Result<Result<(), PassedOver>, StoreError> {
        match person {
            Person::Invited(Invitation {
                id, grant, version, ..
            }) => {
                let grant = Grant { roles, ..grant };
                let changes = Changes {
                    grant: Some(grant),
                    ..Changes::default()
                };
                let edit = EditInvitation {
                    id,
                    changes,
                    expected_version: Some(version),
                };
                outcome(self.invitations.edit(caller, edit).await)
            }
            Person::Member { entry, .. } => {
                let Member { id, version, .. } = entry.member;
                let changes = MemberChanges {
                    keys: [(GrantKind::Role, roles)].into(),
                    ..MemberChanges::default()
                };
                let edit = EditMember {
                    id,
                    changes,
                    expected_version: Some(version),
                };
                outcome(self.members.edit(caller, edit).await)
            }
        }
    }
}

/// Members whom the caller may not change are passed over, each with the reason.
fn may(caller: &Caller) -> Result<(), PeopleError> {
    caller.may(Operation::Invite)?;
    Ok(())
}

fn newest(limit: u32, after: Option<PeopleCursor>) -> PeoplePageRequest {
    PeoplePageRequest {
        limit,
        sort: PeopleSort::Newest,
        after,
    }
}

/// Tells where it can be done from where it cannot, among the ways to stand that a filter includes.
fn split(
    action: &BulkAction,
    filter: &PeopleFilter,
) -> (
    BTreeSet<PersonStatus>,
    BTreeMap<NotDone, BTreeSet<PersonStatus>>,
) {
    let mut able = BTreeSet::new();
    let mut unable: BTreeMap<NotDone, BTreeSet<PersonStatus>> = BTreeMap::new();
    let included = PersonStatus::ALL.into_iter();
    for standing in included.filter(|standing| filter.includes(*standing)) {
        let is_deliberate = filter.standing.contains(&standing);
        match action.check_all(standing, is_deliberate) {
            Ok(()) => {
                able.insert(standing);
            }
            Err(why) => {
                unable.entry(why).or_default().insert(standing);
            }
        }
    }
    (able, unable)
}

fn with_standing(filter: &PeopleFilter, standing: BTreeSet<PersonStatus>) -> PeopleFilter {
    PeopleFilter {
        standing,
        ..filter.clone()
    }
}

/// Says whether it can be done for this person, and changes anything.
fn ready(action: &BulkAction, person: &Person, standing: PersonStatus) -> Result<(), NotDone> {
    action.check(standing)?;
    let roles = &person.grant().roles;
    match action {
        BulkAction::AddRole(role) if roles.contains(role) => Err(NotDone::Unchanged),
        BulkAction::RemoveRole(role) if !roles.contains(role) => Err(NotDone::Unchanged),
        _ => Ok(()),
    }
}

fn with_role(grant: &Grant, role: &GrantKey) -> BTreeSet<GrantKey> {
    let mut roles = grant.roles.clone();
    roles.insert(role.clone());
    roles
}

fn without_role(grant: &Grant, role: &GrantKey) -> BTreeSet<GrantKey> {
    let mut roles = grant.roles.clone();
    roles.remove(role);
    roles
}

/// One of many for whom it was not done.
struct PassedOver {
    why: NotDone,
    /// What the caller may not do, where that is why.
    refused: Option<Refusal>,
}

impl PassedOver {
    fn because(why: NotDone) -> Self {
        Self { why, refused: None }
    }
}

/// Tells why one of many was refused from a fault that ends the whole.
fn outcome<T, E: Refused>(result: Result<T, E>) -> Result<Result<(), PassedOver>, StoreError> {
    match result {
        Ok(_) => Ok(Ok(())),
        Err(error) => {
            let refused = error.refusal();
            let why = error.reason()?;
            Ok(Err(PassedOver { why, refused }))
        }
    }
}

/// Why something was not done for one person, as one reason of many.
trait Refused {
    fn refusal(&self) -> Option<Refusal>;
    fn reason(self) -> Result<NotDone, StoreError>;
}

impl Refused for SendInvitationError {
    fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Forbidden(refused) => Some(refused.into()),
            _ => None,
        }
    }

    fn reason(self) -> Result<NotDone, StoreError> {
        Ok(match self {
            Self::Store(error) => return Err(error),
            Self::NotFound | Self::Conflict | Self::Illegal(_) => NotDone::Changed,
            Self::Forbidden(_) | Self::AccountSuspended => NotDone::NotAllowed,
            Self::NoChannel(_) => NotDone::NoChannel,
            Self::Undefined(_) | Self::Unavailable(_) => NotDone::NotGrantable,
            Self::AlreadyInvited => NotDone::PlaceTaken,
        })
    }
}

impl Refused for RevokeError {
    fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Forbidden(refused) => Some(refused.into()),
            _ => None,
        }
    }

    fn reason(self) -> Result<NotDone, StoreError> {
        Ok(match self {
            Self::Store(error) => return Err(error),
            Self::NotFound | Self::Conflict | Self::Illegal(_) => NotDone::Changed,
            Self::Forbidden(_) => NotDone::NotAllowed,
        })
    }
}

impl Refused for EditInvitationError {
    fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Forbidden(refused) => Some(refused.into()),
            _ => None,
        }
    }

    fn reason(self) -> Result<NotDone, StoreError> {
        Ok(match self {
            Self::Store(error) => return Err(error),
            Self::NotFound | Self::Conflict | Self::NotEditable(_) | Self::LoginTaken => {
                NotDone::Changed
            }
            Self::Forbidden(_) => NotDone::NotAllowed,
            Self::Invalid(_) | Self::NoChannel(_) => NotDone::NoChannel,
            Self::Undefined(_) | Self::Unavailable(_) => NotDone::NotGrantable,
            Self::AlreadyInvited => NotDone::PlaceTaken,
        })
    }
}

impl Refused for EditMemberError {
    fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Forbidden(forbidden) => Some((*forbidden).into()),
            Self::Exceeds(refused) => Some(refused.into()),
            _ => None,
        }
    }

    fn reason(self) -> Result<NotDone, StoreError> {
        Ok(match self {
            Self::Store(error) => return Err(error),
            Self::NotFound | Self::Conflict => NotDone::Changed,
            Self::Forbidden(_) | Self::Exceeds(_) => NotDone::NotAllowed,
            Self::Undefined(_) | Self::ResourceTaken(_) => NotDone::NotGrantable,
            Self::LastAdministrator => NotDone::LastAdministrator,
        })
    }
}
