//! What the small form comes back to.

/// The table from its beginning.
#[derive(Default)]
pub(in crate::web) struct Choice {}
