//! Ids of UUID version 7.

use invite_domain::ports::IdSource;
use uuid::Uuid;

/// Makes ids that sort by the time of their making; a counter orders those of one millisecond.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimeOrderedIds;

impl IdSource for TimeOrderedIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter behind the `IdSource` port"
    )]
    fn next_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
