//! Inviting several people in three steps: who, what each gets, and a look at it all.
//!
//! Nothing is kept between the steps but in the form itself, so that going back and forth loses nothing
//! and nothing is half done when someone walks away.

mod done;
mod give;
mod list;
mod summary;

use crate::web::{
    fault::Fault,
    form::{LONG, Posted},
    respond::Answer,
    visit::Visit,
};
use invite_domain::model::{Caller, Operation};
use list::List;
use poem::{handler, web::Path};

/// The most people of one pass.
const MOST: usize = 500;

/// What was posted, as pairs.
type Fields = [(String, String)];

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map_or("", |(_, value)| value.as_str())
}

#[handler]
pub(super) async fn show(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = caller(&visit, &account).await?;
    list::ask(&visit, &caller, &List::default(), &[], false)
}

#[handler]
pub(super) async fn post(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>, LONG>,
) -> Answer {
    let caller = caller(&visit, &account).await?;
    let list = List::read(&visit, &caller, &fields).await?;
    let wanted = value(&fields, "to");
    if wanted == "list" || !list.is_good() {
        return list::ask(&visit, &caller, &list, &fields, wanted != "list");
    }
    match wanted {
        "summary" => summary::show(&visit, &caller, &list, &fields),
        "send" => done::send(&visit, &caller, &list, &fields).await,
        _ => give::ask(&visit, &caller, &list, &fields).await,
    }
}

/// Returns the fields that a step carries along: all but the button that was pressed, what was only
/// looked for, and what the step asks for itself.
fn carried(fields: &Fields, own: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let kept = |name: &str| name != "to" && !name.starts_with("search:") && !own(name);
    let kept = fields.iter().filter(|(name, _)| kept(name));
    kept.cloned().collect()
}

async fn caller(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit.caller_who_may(account, Operation::Invite).await
}
