//! The settings of an account: everything that its administrators can set, in groups, in one form.
//!
//! The form remembers what each field showed when it was opened. Only what was changed in it is
//! written, so that two who have it open at once do not undo each other's changes.

mod changed;
mod form;
mod read;
mod stands;
mod typed;
mod words;

pub(in crate::web) use changed::sentence;

use super::{
    cookies::NOTICE,
    fault::Fault,
    field::Problems,
    form::Posted,
    layout::Layout,
    navigation::{Section, Way},
    notice::Notice,
    respond::{Answer, page, see},
    tabs::Tabs,
    visit::Visit,
};
use askama::Template;
use form::{Group, Known, Row};
use invite_domain::{
    model::{Account, Caller, Forbidden, Operation},
    service::AccountError,
};
use invite_i18n::Texts;
use poem::{Response, Route, get, handler, http::StatusCode, web::Path};
use typed::Typed;

/// How often a change is made anew over what someone else has changed at the same moment.
const TRIES: u32 = 4;

/// Adds the page.
pub(super) fn routes(route: Route) -> Route {
    route.at("/a/:account/settings", get(show).post(save))
}

/// A page of the section of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// What can be set.
    General,
    /// The API keys.
    Keys,
}

/// Returns the ways between the pages of this section.
pub(super) fn tabs(texts: Texts, caller: &Caller, current: Tab) -> Tabs {
    let base = format!("/a/{}", caller.account.slug);
    let way = |tab: Tab, place: &str, key: &str| Way {
        place: format!("{base}/{place}"),
        text: texts.get(key),
        is_current: tab == current,
    };
    let ways = vec![
        way(Tab::General, "settings", "settings-tab-general"),
        way(Tab::Keys, "api-keys", "settings-tab-keys"),
    ];
    Tabs::new(texts.get("settings-heading"), ways)
}

/// What no form can mend.
pub(super) fn fault(error: AccountError) -> Fault {
    match error {
        AccountError::Forbidden(forbidden) => Fault::Forbidden(forbidden),
        AccountError::ParentForbidden => Fault::Forbidden(Forbidden(Operation::ManageAccounts)),
        AccountError::Store(error) => error.into(),
        AccountError::Hash(error) => error.into(),
        AccountError::UnknownApiKey => Fault::NotFound,
        AccountError::NoSeat
        | AccountError::SlugTaken
        | AccountError::Placement(_)
        | AccountError::NotFirst
        | AccountError::UserExists
        | AccountError::Invalid { .. }
        | AccountError::Conflict => Fault::broken(&error),
    }
}

#[derive(Template)]
#[template(path = "settings/form.html")]
struct Settings {
    page: Layout,
    tabs: Tabs,
    place: String,
    problems: Problems,
    groups: Vec<Group>,
    /// What each field showed when the form was opened.
    before: Vec<(String, String)>,
}

#[handler]
async fn show(visit: Visit, Path(account): Path<String>) -> Answer {
    let operation = Operation::EditAccount;
    let caller = visit.caller_who_may(&account, operation).await?;
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    let typed = Typed::over(&caller.account, Vec::new());
    render(&visit, &caller, &typed, problems).await
}

#[handler]
async fn save(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let operation = Operation::EditAccount;
    let texts = visit.texts();
    let mut caller = visit.caller_who_may(&account, operation).await?;
    let mut tries = 1;
    loop {
        let typed = Typed::over(&caller.account, fields.clone());
        let mut problems = Problems::none(texts.get("page-problems-heading"));
        let changes = read::changes(texts, &caller.account, &typed, &mut problems);
        if problems.any() {
            return render(&visit, &caller, &typed, problems).await;
        }
        match visit.services.accounts.update(&caller, changes).await {
            Ok(after) => return Ok(saved(&visit, &caller.account, &after)),
            // Someone was quicker. What was changed here goes over what they have made of it.
            Err(AccountError::Conflict) if tries < TRIES => {
                tries += 1;
                caller = visit.caller_who_may(&account, operation).await?;
            }
            Err(AccountError::Conflict) => {
                problems.whole(texts.get("page-error-conflict"));
                return render(&visit, &caller, &typed, problems).await;
            }
            Err(AccountError::SlugTaken) => {
                problems.at("slug", texts.get("settings-error-slug-taken"));
                return render(&visit, &caller, &typed, problems).await;
            }
            Err(error) => return Err(fault(error)),
        }
    }
}

fn saved(visit: &Visit, before: &Account, after: &Account) -> Response {
    // The address may be another one now.
    let mut response = see(&format!("/a/{}/settings", after.slug));
    let notice = Notice::Saved(changed::mask(before, after));
    NOTICE.set(&mut response, visit.base(), &notice.name());
    response
}

async fn render(visit: &Visit, caller: &Caller, typed: &Typed, mut problems: Problems) -> Answer {
    let texts = visit.texts();
    let place = format!("/a/{}/settings", caller.account.slug);
    let known = Known::of(visit, caller).await?;
    let groups = form::groups(texts, caller, typed, &known, &mut problems);
    let has_errors = problems.any();
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = Settings {
        page: Layout::new(texts, texts.get("settings-heading"), place.clone())
            .of(visit)
            .section(caller, Section::Settings)
            .with_errors(has_errors),
        tabs: tabs(texts, caller, Tab::General),
        place,
        problems,
        groups,
        before: typed.before(),
    };
    page(status, &view)
}
