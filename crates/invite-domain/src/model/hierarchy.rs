//! Accounts one above the other: how deep, never in a circle, and who looks down from above.

use super::{AccountId, Caller};

/// How many levels of accounts there may be, one above the other.
pub const MAX_LEVELS: u32 = 8;

/// Why an account cannot be put below another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlacementRefused {
    /// The other account is the account itself, or below it.
    #[error("an account cannot be below itself or below one of its own")]
    Loop,
    /// There would be too many levels.
    #[error("accounts are at most 8 levels deep")]
    TooDeep,
}

/// Checks that an account may stand below the last link of a chain of accounts.
///
/// `lineage` is the account that would be above it with those above that one, nearest first; `levels`
/// counts the account itself and the deepest line of accounts below it, so 1 without any.
///
/// # Errors
/// [`PlacementRefused`].
///
/// ```
/// use invite_domain::model::{AccountId, PlacementRefused, check_placement};
/// # let id = |n| AccountId::new(uuid::Uuid::from_u128(n));
///
/// let (customer, reseller) = (id(1), id(2));
/// assert!(check_placement(customer, &[reseller], 1).is_ok());
/// assert_eq!(check_placement(reseller, &[customer, reseller], 2), Err(PlacementRefused::Loop));
/// ```
pub fn check_placement(
    account: AccountId,
    lineage: &[AccountId],
    levels: u32,
) -> Result<(), PlacementRefused> {
    if lineage.contains(&account) {
        return Err(PlacementRefused::Loop);
    }
    let above = u32::try_from(lineage.len()).unwrap_or(u32::MAX);
    if above.saturating_add(levels) > MAX_LEVELS {
        return Err(PlacementRefused::TooDeep);
    }
    Ok(())
}

/// How someone comes to act in an account. Where several hold, the first of these is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// As its own administrator, or with its own key that administers.
    Administrator,
    /// Through an account above it.
    Parent,
    /// As a standard user, or with its own key that administers nothing.
    Member,
}

impl Access {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Parent, Self::Member];

    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Parent => "parent",
            Self::Member => "member",
        }
    }
}

/// Someone whose rights in an account come from an account above it.
///
/// Only they see a suspended account, and only they suspend and resume: an account's own people do
/// neither. A place of their own in the account adds nothing here.
#[derive(Debug, Clone)]
pub struct Overseer(pub Caller);

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn chain(length: u128) -> Vec<AccountId> {
        (1..=length)
            .map(|n| AccountId::new(Uuid::from_u128(n)))
            .collect()
    }

    #[test]
    fn an_account_stands_anywhere_but_below_itself() {
        let all = chain(3);
        assert_eq!(check_placement(all[0], &all[1..], 1), Ok(()));
        for account in &all {
            let refused = check_placement(*account, &all, 1);
            assert_eq!(refused, Err(PlacementRefused::Loop));
        }
    }

    #[test]
    fn the_deepest_line_below_counts_too() {
        let new = AccountId::new(Uuid::from_u128(100));
        for (above, levels, fits) in [(7, 1, true), (8, 1, false), (4, 4, true), (4, 5, false)] {
            let placed = check_placement(new, &chain(above), levels);
            assert_eq!(placed.is_ok(), fits, "{above} above, {levels} levels");
        }
    }
}
