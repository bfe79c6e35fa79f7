//! What the use cases of members can refuse, as a problem.

use super::{
    problem::{Members, Problem, Removal},
    problem_code::ProblemCode,
    problem_from_catalog::{list_of, resource_held, undefined},
};
use invite_domain::{
    model::{AccessType, GrantKey, GrantKind},
    ports::MemberEntry,
    service::{EditMemberError, FindMemberError, ListMembersError, RemoveMemberError},
};
use std::fmt::Write as _;

impl From<FindMemberError> for Problem {
    fn from(error: FindMemberError) -> Self {
        match error {
            FindMemberError::Forbidden(forbidden) => forbidden.into(),
            FindMemberError::NotFound => Self::of(ProblemCode::MemberNotFound),
            FindMemberError::Store(error) => error.into(),
        }
    }
}

impl From<ListMembersError> for Problem {
    fn from(error: ListMembersError) -> Self {
        match error {
            ListMembersError::Forbidden(forbidden) => forbidden.into(),
            ListMembersError::Store(error) => error.into(),
        }
    }
}

impl From<EditMemberError> for Problem {
    fn from(error: EditMemberError) -> Self {
        match error {
            EditMemberError::Forbidden(forbidden) => forbidden.into(),
            EditMemberError::NotFound => Self::of(ProblemCode::MemberNotFound),
            EditMemberError::Exceeds(refused) => refused.into(),
            EditMemberError::Undefined(items) => undefined(&items, list_of),
            EditMemberError::ResourceTaken(keys) => resource_held(&keys, list_of),
            EditMemberError::LastAdministrator => Self::of(ProblemCode::LastAdministrator),
            EditMemberError::Conflict => Self::of(ProblemCode::Conflict),
            EditMemberError::Store(error) => error.into(),
        }
    }
}

impl From<RemoveMemberError> for Problem {
    fn from(error: RemoveMemberError) -> Self {
        match error {
            RemoveMemberError::Forbidden(forbidden) => forbidden.into(),
            RemoveMemberError::NotFound => Self::of(ProblemCode::MemberNotFound),
            RemoveMemberError::Exceeds(refused) => refused.into(),
            RemoveMemberError::LastAdministrator => Self::of(ProblemCode::LastAdministrator),
            RemoveMemberError::Unconfirmed(entry) => unconfirmed(&entry),
            RemoveMemberError::Conflict => Self::of(ProblemCode::Conflict),
            RemoveMemberError::Store(error) => error.into(),
        }
    }
}

/// Says who would be removed and what they hold, in words and for programs.
fn unconfirmed(entry: &MemberEntry) -> Problem {
    let removal = removal(entry);
    let mut detail = removal.name.clone();
    let contact = [&removal.email, &removal.phone, &removal.login];
    if let Some(contact) = contact.into_iter().flatten().next() {
        // Writing to a string cannot fail.
        let _ = write!(detail, " ({contact})");
    }
    detail.push_str(" would be removed and lose ");
    detail.push_str(match entry.member.grant.access_type {
        AccessType::Administrator => "administrator access",
        AccessType::Standard => "standard access",
    });
    for item in entry.member.grant.items() {
        let _ = write!(detail, ", the {} \"{}\"", item.kind.as_str(), item.key);
    }
    Problem {
        members: Box::new(Members {
            member_id: Some(removal.id.clone()),
            member: Some(removal),
            ..Members::default()
        }),
        ..Problem::of(ProblemCode::ConfirmationRequired)
    }
    .with_detail(detail)
}

fn removal(entry: &MemberEntry) -> Removal {
    let (grant, user) = (&entry.member.grant, &entry.user);
    let texts = |kind| grant.keys(kind).iter().map(GrantKey::to_string).collect();
    Removal {
        id: entry.member.id.to_string(),
        name: user.name.to_string(),
        email: user.email.as_ref().map(|e| e.original().to_owned()),
        phone: user.phone.as_ref().map(|p| p.as_str().to_owned()),
        login: user.login.as_ref().map(ToString::to_string),
        user_type: grant.user_type.as_str().to_owned(),
        access_type: grant.access_type.as_str().to_owned(),
        roles: texts(GrantKind::Role),
        groups: texts(GrantKind::Group),
        permissions: texts(GrantKind::Permission),
        resources: texts(GrantKind::Resource),
        version: entry.member.version,
    }
}
