//! Opening the link: the token goes into a cookie and out of the address bar.
//!
//! Mail scanners come here as often as people do, so nothing is looked up and nothing is changed. The
//! clean address keeps the token out of the browser's history, out of `Referer` and out of logs.

use super::{PLACE, refused};
use crate::web::{
    cookies::LINK,
    respond::{Answer, see},
    visit::Visit,
};
use poem::{handler, web::Path};

#[handler]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is read from a request is taken by value"
)]
pub(in crate::web) fn open(visit: Visit, token: poem::Result<Path<String>>) -> Answer {
    let Some(token) = token.ok().filter(|token| may_be_a_token(token)) else {
        return refused::unknown(&visit);
    };
    let mut response = see(PLACE);
    LINK.set(&mut response, visit.base(), &token);
    Ok(response)
}

#[handler]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is read from a request is taken by value"
)]
pub(in crate::web) fn without_token(visit: Visit) -> Answer {
    refused::unknown(&visit)
}

/// Whether the text could be a token at all. Anything else is not worth a cookie.
pub(in crate::web) fn may_be_a_token(text: &str) -> bool {
    (1..=200).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
