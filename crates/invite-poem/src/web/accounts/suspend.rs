//! Suspending an account below this one, and resuming it: asked first, since both reach many people.

use crate::{
    shared::auth::account_ref,
    web::{
        cookies::NOTICE,
        fault::Fault,
        layout::Layout,
        navigation::Section,
        notice::{Notice, Said},
        respond::{Answer, page, see},
        settings,
        visit::Visit,
    },
};
use askama::Template;
use invite_domain::{
    model::{Caller, Operation, Overseer},
    service::AccountError,
};
use poem::{handler, http::StatusCode, web::Path};
use std::borrow::Cow;

#[derive(Template)]
#[template(path = "accounts/suspend.html")]
struct Ask {
    page: Layout,
    heading: String,
    text: Cow<'static, str>,
    button: Cow<'static, str>,
    is_danger: bool,
    place: String,
    list: String,
}

#[handler]
pub(super) async fn ask(visit: Visit, Path(path): Path<(String, String)>) -> Answer {
    question(&visit, &path, true).await
}

#[handler]
pub(super) async fn ask_to_resume(visit: Visit, Path(path): Path<(String, String)>) -> Answer {
    question(&visit, &path, false).await
}

#[handler]
pub(super) async fn suspend(visit: Visit, Path(path): Path<(String, String)>) -> Answer {
    let (caller, overseer) = both(&visit, &path).await?;
    let done = visit.services.accounts.suspend(&overseer).await;
    answer(&visit, &caller, done.map(drop), &super::SUSPENDED)
}

#[handler]
pub(super) async fn resume(visit: Visit, Path(path): Path<(String, String)>) -> Answer {
    let (caller, overseer) = both(&visit, &path).await?;
    let done = visit.services.accounts.resume(&overseer).await;
    (visit.services.wake)();
    answer(&visit, &caller, done.map(drop), &super::RESUMED)
}

/// Returns the reader in the account above, and as who acts from there in the one directly below.
async fn both(
    visit: &Visit,
    (account, below): &(String, String),
) -> Result<(Caller, Overseer), Fault> {
    let operation = Operation::ManageAccounts;
    let caller = visit.caller_who_may(account, operation).await?;
    let below = account_ref(below).ok_or(Fault::NotFound)?;
    let overseer = visit.overseer(&below).await?.ok_or(Fault::NotFound)?;
    if overseer.0.account.parent_id != Some(caller.account.id) {
        return Err(Fault::NotFound);
    }
    Ok((caller, overseer))
}

async fn question(visit: &Visit, path: &(String, String), is_danger: bool) -> Answer {
    let (caller, Overseer(below)) = both(visit, path).await?;
    let texts = visit.texts();
    let list = format!("/a/{}/accounts", caller.account.slug);
    let name = [("name", below.account.name.as_str().into())];
    let (verb, heading, text, button) = if is_danger {
        (
            "suspend",
            texts.with("accounts-suspend-heading", &name),
            texts.get("accounts-suspend-text"),
            texts.get("accounts-suspend-button"),
        )
    } else {
        (
            "resume",
            texts.with("accounts-resume-heading", &name),
            texts.get("accounts-resume-text"),
            texts.get("accounts-resume-button"),
        )
    };
    let place = format!("{list}/{}/{verb}", below.account.slug);
    let layout = Layout::new(texts, heading.clone(), place.clone());
    let view = Ask {
        page: layout.of(visit).section(&caller, Section::Accounts),
        heading,
        text,
        button,
        is_danger,
        place,
        list,
    };
    page(StatusCode::OK, &view)
}

fn answer(
    visit: &Visit,
    caller: &Caller,
    done: Result<(), AccountError>,
    said: &'static Said,
) -> Answer {
    let notice = match done {
        Ok(()) => Notice::Said(said),
        Err(AccountError::Conflict) => Notice::Changed,
        Err(error) => return Err(settings::fault(error)),
    };
    let mut response = see(&format!("/a/{}/accounts", caller.account.slug));
    NOTICE.set(&mut response, visit.base(), &notice.name());
    Ok(response)
}
