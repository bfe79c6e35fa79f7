//! A person who is in, as the API shows them, and what can be changed of them.

use super::{
    fields::Fields,
    invitation_in::place,
    names::{AccessTypeName, UserTypeName},
};
use crate::shared::Problem;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Grant, GrantItem, GrantKey, GrantKind, MemberChanges},
    ports::{MemberEntry, MemberPage},
};
use poem_openapi::{Object, types::MaybeUndefined};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A person's place in the account.
#[derive(Debug, Object)]
pub(in crate::api) struct Member {
    id: String,
    account_id: String,
    /// The person, who may have places in other accounts.
    user_id: String,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    login: Option<String>,
    user_type: UserTypeName,
    access_type: AccessTypeName,
    roles: Vec<String>,
    groups: Vec<String>,
    permissions: Vec<String>,
    resources: Vec<String>,
    /// Whether they may act.
    active: bool,
    /// Whether they accepted, and an administrator has to approve before they may act.
    awaiting_approval: bool,
    joined_at: DateTime<Utc>,
    /// Counts changes; also the `ETag`.
    version: u32,
}

impl From<&MemberEntry> for Member {
    fn from(entry: &MemberEntry) -> Self {
        let (member, user) = (&entry.member, &entry.user);
        Self {
            id: member.id.to_string(),
            account_id: member.account_id.to_string(),
            user_id: member.user_id.to_string(),
            name: user.name.to_string(),
            email: user.email.as_ref().map(|e| e.original().to_owned()),
            phone: user.phone.as_ref().map(|p| p.as_str().to_owned()),
            login: user.login.as_ref().map(ToString::to_string),
            user_type: UserTypeName::standing(member.grant.user_type, true),
            access_type: member.grant.access_type.into(),
            roles: texts(&member.grant, GrantKind::Role),
            groups: texts(&member.grant, GrantKind::Group),
            permissions: texts(&member.grant, GrantKind::Permission),
            resources: texts(&member.grant, GrantKind::Resource),
            active: member.active,
            awaiting_approval: member.awaiting_approval,
            joined_at: member.joined_at,
            version: member.version,
        }
    }
}

fn texts(grant: &Grant, kind: GrantKind) -> Vec<String> {
    grant.keys(kind).iter().map(GrantKey::to_string).collect()
}

/// Part of the members, newest first.
#[derive(Debug, Object)]
pub(in crate::api) struct MemberList {
    items: Vec<Member>,
    /// Where the next part begins; null at the end.
    next_cursor: Option<String>,
}

impl From<&MemberPage> for MemberList {
    fn from(page: &MemberPage) -> Self {
        Self {
            items: page.items.iter().map(Member::from).collect(),
            next_cursor: page.next.map(crate::api::cursor::write_member),
        }
    }
}

/// Absent leaves a field as it is; a list takes the place of the list, and null empties it.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct MemberChange {
    user_type: MaybeUndefined<UserTypeName>,
    access_type: MaybeUndefined<AccessTypeName>,
    roles: MaybeUndefined<Vec<String>>,
    groups: MaybeUndefined<Vec<String>>,
    permissions: MaybeUndefined<Vec<String>>,
    resources: MaybeUndefined<Vec<String>>,
    /// false switches the member off, true on again; true approves whoever awaits approval.
    active: MaybeUndefined<bool>,
    /// The version that the change builds on: nothing is changed over another one.
    pub(in crate::api) version: Option<u32>,
}

impl MemberChange {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn changes(&self) -> Result<MemberChanges, Problem> {
        let mut fields = Fields::default();
        let mut changes = MemberChanges {
            user_type: given(&mut fields, "user_type", &self.user_type).map(Into::into),
            access_type: given(&mut fields, "access_type", &self.access_type).map(Into::into),
            active: given(&mut fields, "active", &self.active),
            ..MemberChanges::default()
        };
        for kind in GrantKind::ALL {
            let keys = match self.list(kind) {
                MaybeUndefined::Undefined => continue,
                MaybeUndefined::Null => BTreeSet::new(),
                MaybeUndefined::Value(keys) => fields.keys(kind.plural(), Some(keys)),
            };
            changes.keys.insert(kind, keys);
        }
        fields.finish()?;
        Ok(changes)
    }

    /// Says in which field something was asked for: `roles[2]`.
    pub(in crate::api) fn place(&self, item: &GrantItem) -> String {
        place(self.list(item.kind).as_opt_ref().flatten(), item)
    }

    fn list(&self, kind: GrantKind) -> &MaybeUndefined<Vec<String>> {
        match kind {
            GrantKind::Role => &self.roles,
            GrantKind::Group => &self.groups,
            GrantKind::Permission => &self.permissions,
            GrantKind::Resource => &self.resources,
        }
    }
}

/// Reads a value that cannot be taken away, only replaced.
fn given<T: Copy>(fields: &mut Fields, field: &str, change: &MaybeUndefined<T>) -> Option<T> {
    match change {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => {
            fields.refuse(field, "required", "leave it out to keep it as it is");
            None
        }
        MaybeUndefined::Value(value) => Some(*value),
    }
}
