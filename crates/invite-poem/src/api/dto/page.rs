//! How much of a list is wanted.

use crate::shared::Problem;

/// How many entries a page has when nothing is said.
const DEFAULT_LIMIT: u32 = 50;
/// How many it has at most.
const MAX_LIMIT: u32 = 200;

/// Reads the parameter `limit`.
///
/// # Errors
/// `invalid_parameter` unless it is 1 to 200.
pub(in crate::api) fn read_limit(limit: Option<u32>) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(Problem::parameter(
            "limit",
            "out_of_range",
            "a page has 1 to 200 entries",
        ))
    }
}
