//! A new password for whoever forgot theirs: asking for a link, opening it, setting the password.

pub(super) mod forgotten;
pub(super) mod link;
pub(super) mod set;

use super::{
    field::{Field, Problems},
    layout::Layout,
};
use askama::Template;

/// Where the link leads to, with the token out of the address.
const PLACE: &str = "/password/new";

/// Where a link is asked for.
const FORGOTTEN: &str = "/password/forgotten";

/// A form with one button.
#[derive(Template)]
#[template(path = "password_reset.html")]
struct Form {
    page: Layout,
    heading: String,
    explanation: String,
    problems: Problems,
    action: &'static str,
    /// Whose password, for the browser's keeper of passwords.
    identifier: Option<String>,
    fields: Vec<Field>,
    button: String,
    way_back: &'static str,
}
