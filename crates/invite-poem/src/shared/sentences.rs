//! Sentences for people that the API and the pages say alike, in the person's language.

use chrono::TimeDelta;
use invite_domain::model::{DisplayName, User};
use invite_i18n::{Arg, Texts};

/// Says, to whoever has just shown the right password, that no role lets them into any account.
pub(crate) fn no_roles(texts: Texts, user: &User) -> String {
    texts.with(
        "page-error-no-roles",
        &[("user", Arg::Text(user.name.as_str()))],
    )
}

/// Says, to whoever has just shown the right password, that an administrator of these accounts has to
/// approve first.
pub(crate) fn approval_pending(texts: Texts, accounts: &[DisplayName]) -> String {
    let named: Vec<&str> = accounts.iter().map(DisplayName::as_str).collect();
    let named = named.join(", ");
    texts.with(
        "page-error-approval-pending",
        &[("accounts", (&named).into())],
    )
}

/// Returns after how many minutes to come back, rounded up.
pub(crate) fn minutes(wait: TimeDelta) -> u32 {
    u32::try_from((wait.num_milliseconds() + 59_999) / 60_000).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_rounded_up() {
        for (seconds, expected) in [(1, 1), (60, 1), (61, 2), (900, 15)] {
            assert_eq!(minutes(TimeDelta::seconds(seconds)), expected, "{seconds}");
        }
    }
}
