//! Changing what a member holds and whether they may act.

use super::{AccessType, Grant, GrantKey, GrantKind, Member, UserType};
use std::collections::{BTreeMap, BTreeSet};

/// New values for a member; what is `None` or absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberChanges {
    /// Internal or external.
    pub user_type: Option<UserType>,
    /// Administrator or standard.
    pub access_type: Option<AccessType>,
    /// The keys of a kind, as a whole; kinds that are absent stay.
    pub keys: BTreeMap<GrantKind, BTreeSet<GrantKey>>,
    /// Whether they may act: switching on whoever awaits approval approves them.
    pub active: Option<bool>,
}

/// What an edit leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedMember {
    /// The member as they are afterwards; the same version when nothing is different.
    pub member: Member,
    /// What is different in their rights, for people: `roles: +"Boss" -"Clerk"`.
    pub rights: Vec<String>,
    /// Whether they were switched on or off.
    pub switched: Option<bool>,
    /// Whether that approved them: they were let in for the first time.
    pub approved: bool,
}

impl EditedMember {
    /// Whether anything is different.
    pub fn is_change(&self) -> bool {
        !self.rights.is_empty() || self.switched.is_some()
    }
}

impl Member {
    /// Whether they are one of those without whom nobody could manage the account.
    pub fn is_active_administrator(&self) -> bool {
        self.active && self.grant.access_type == AccessType::Administrator
    }

    /// Returns the member with the changes applied.
    ///
    /// ```
    /// use invite_domain::model::*;
    /// # use chrono::DateTime;
    /// # let id = uuid::Uuid::from_u128(1);
    /// # let member = Member {
    /// #     id: MemberId::new(id), account_id: AccountId::new(id), user_id: UserId::new(id),
    /// #     grant: Grant::default(), active: true, awaiting_approval: false,
    /// #     joined_at: DateTime::UNIX_EPOCH, version: 1,
    /// # };
    /// let promote = MemberChanges { access_type: Some(AccessType::Administrator), ..Default::default() };
    /// let edited = member.edit(promote.clone());
    /// assert_eq!(edited.rights, ["access_type: administrator"]);
    /// assert_eq!(edited.member.version, 2);
    /// assert!(!edited.member.edit(promote).is_change());
    /// ```
    pub fn edit(mut self, changes: MemberChanges) -> EditedMember {
        let before = self.grant.clone();
        let grant = &mut self.grant;
        grant.user_type = changes.user_type.unwrap_or(grant.user_type);
        grant.access_type = changes.access_type.unwrap_or(grant.access_type);
        for (kind, keys) in changes.keys {
            *grant.keys_mut(kind) = keys;
        }
        let rights = differences(&before, grant);
        let switched = changes.active.filter(|active| *active != self.active);
        self.active = switched.unwrap_or(self.active);
        let approved = self.awaiting_approval && self.active;
        self.awaiting_approval &= !self.active;
        if !rights.is_empty() || switched.is_some() {
            self.version += 1;
        }
        EditedMember {
            member: self,
            rights,
            switched,
            approved,
        }
    }
}

impl Grant {
    /// Returns the roles, groups, permissions and resources that `other` has not.
    #[must_use]
    pub fn beyond(&self, other: &Self) -> Self {
        let mut beyond = self.clone();
        for kind in GrantKind::ALL {
            let known = other.keys(kind);
            beyond.keys_mut(kind).retain(|key| !known.contains(key));
        }
        beyond
    }
}

/// Words what is different, a line for each part of the grant that is.
fn differences(before: &Grant, after: &Grant) -> Vec<String> {
    let mut lines = Vec::new();
    if before.user_type != after.user_type {
        lines.push(format!("user_type: {}", after.user_type.as_str()));
    }
    if before.access_type != after.access_type {
        lines.push(format!("access_type: {}", after.access_type.as_str()));
    }
    for kind in GrantKind::ALL {
        let (old, new) = (before.keys(kind), after.keys(kind));
        let added = new.difference(old).map(|key| format!("+\"{key}\""));
        let taken = old.difference(new).map(|key| format!("-\"{key}\""));
        let words: Vec<String> = added.chain(taken).collect();
        if !words.is_empty() {
            lines.push(format!("{}: {}", kind.plural(), words.join(" ")));
        }
    }
    lines
}
