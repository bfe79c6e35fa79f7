//! Opening the link: the token goes into a cookie and out of the address bar, as an invitation's does.
//! Nothing is looked up and nothing is changed.

use super::{PLACE, set};
use crate::web::{
    cookies::RESET,
    invitation::link::may_be_a_token,
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
        return set::unknown(&visit);
    };
    let mut response = see(PLACE);
    RESET.set(&mut response, visit.base(), &token);
    Ok(response)
}

#[handler]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is read from a request is taken by value"
)]
pub(in crate::web) fn without_token(visit: Visit) -> Answer {
    set::unknown(&visit)
}
