//! What stands in the way of a grant besides the inviter's own rights.

use super::{GrantItem, GrantKey};

/// Something that is to be granted and that the account has not defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undefined {
    /// What was asked for.
    pub item: GrantItem,
    /// What the account has and this is easily taken for: other case, spaces or punctuation.
    pub similar: Option<GrantKey>,
}

/// A resource that can be given to nobody more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable {
    /// Which one.
    pub item: GrantItem,
    /// Why.
    pub obstacle: Obstacle,
}

/// Why a resource that one member alone may hold can be given to nobody more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// A member holds it.
    Held,
    /// An invitation that can still be accepted would give it.
    Promised,
}
