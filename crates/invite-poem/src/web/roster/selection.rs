//! What an administrator does with several invitations at once: send them (again), or withdraw them.
//!
//! Those with a check mark, or everyone in the view. A page in between says how many there are and names
//! some of them; nothing happens before that is confirmed.

use super::{administrator, view::View};
use crate::web::{
    cookies::NOTICE,
    fault::Fault,
    form::Posted,
    layout::Layout,
    notice::Notice,
    person::name_or_contact,
    respond::{Answer, page, see},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, Invitation, InvitationId},
    ports::PageRequest,
    service::{FindError, RevokeError, SendInvitationError},
};
use invite_i18n::Arg;
use poem::{Response, handler, http::StatusCode, web::Path};

/// The most that one confirmation is for.
const MOST: usize = 1000;
/// How many are read at a time.
const PAGE: u32 = 200;
/// How many are named.
const NAMED: usize = 8;

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Send,
    Withdraw,
}

impl Action {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "send" => Some(Self::Send),
            "withdraw" => Some(Self::Withdraw),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Withdraw => "withdraw",
        }
    }
}

/// A posted selection.
struct Selection {
    view: View,
    action: Option<Action>,
    everyone: bool,
    ids: Vec<InvitationId>,
}

impl Selection {
    fn read(slug: &str, fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| {
            let found = fields.iter().find(|(name, _)| name == wanted);
            found.map_or("", |(_, value)| value.as_str())
        };
        let ids = fields.iter().filter(|(name, _)| name == "id");
        Self {
            view: View::of(slug, value("status"), value("q")),
            action: Action::parse(value("action")),
            everyone: !value("everyone").is_empty(),
            ids: ids
                .filter_map(|(_, id)| id.parse().ok())
                .take(MOST)
                .collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "roster/selection.html")]
struct Ask {
    page: Layout,
    heading: String,
    text: String,
    names: Vec<String>,
    more: Option<String>,
    button: String,
    is_dangerous: bool,
    action: &'static str,
    place: String,
    ids: Vec<String>,
    view: View,
    status: &'static str,
}

/// Asks before anything happens.
#[handler]
pub(in crate::web) async fn ask(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let slug = caller.account.slug.as_str();
    let selection = Selection::read(slug, &fields);
    let action = selection.action.ok_or(Fault::NotFound)?;
    let chosen = chosen(&visit, &caller, &selection).await?;
    if chosen.is_empty() {
        return Ok(back(&visit, &selection.view, Notice::NothingSelected));
    }
    let texts = visit.texts();
    let count = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let n = [("n", Arg::Number(count))];
    let (heading, text, button) = match action {
        Action::Send => ("page-send-many", "page-send-many-text", "page-send-button"),
        Action::Withdraw => (
            "page-revoke-many",
            "page-revoke-many-text",
            "page-revoke-link",
        ),
    };
    let heading = texts.with(heading, &n);
    let others = count.saturating_sub(u32::try_from(NAMED).unwrap_or(u32::MAX));
    let ask = Ask {
        page: Layout::new(texts, heading.clone(), selection.view.address("")).of(&visit),
        heading,
        text: texts.get(text).into_owned(),
        names: chosen.iter().take(NAMED).map(name_or_contact).collect(),
        more: (others > 0).then(|| texts.with("page-and-more", &[("n", Arg::Number(others))])),
        button: texts.get(button).into_owned(),
        is_dangerous: action == Action::Withdraw,
        action: action.name(),
        place: format!("/a/{slug}/selected/confirmed"),
        ids: chosen
            .iter()
            .map(|invitation| invitation.id.to_string())
            .collect(),
        status: selection.view.status.map_or("", |status| status.as_str()),
        view: selection.view,
    };
    page(StatusCode::OK, &ask)
}

/// Does what was confirmed, one by one: one that cannot be harms no other.
#[handler]
pub(in crate::web) async fn confirmed(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let selection = Selection::read(caller.account.slug.as_str(), &fields);
    let action = selection.action.ok_or(Fault::NotFound)?;
    let (mut done, mut not_done) = (0, 0);
    for id in &selection.ids {
        let counter = if act(&visit, &caller, action, *id).await? {
            &mut done
        } else {
            &mut not_done
        };
        *counter += 1;
    }
    if action == Action::Send && done > 0 {
        (visit.services.wake)();
    }
    let notice = match action {
        Action::Send => Notice::SentMany { done, not_done },
        Action::Withdraw => Notice::WithdrawnMany { done, not_done },
    };
    Ok(back(&visit, &selection.view, notice))
}

/// Returns whether it could be done.
async fn act(
    visit: &Visit,
    caller: &Caller,
    action: Action,
    id: InvitationId,
) -> Result<bool, Fault> {
    let invitations = &visit.services.invitations;
    match action {
        Action::Send => match invitations.send(caller, id).await {
            Ok(_) => Ok(true),
            Err(SendInvitationError::Store(error)) => Err(error.into()),
            Err(_) => Ok(false),
        },
        Action::Withdraw => match invitations.revoke(caller, id).await {
            Ok(_) => Ok(true),
            Err(RevokeError::Store(error)) => Err(error.into()),
            Err(_) => Ok(false),
        },
    }
}

/// Returns those with a check mark, or everyone in the view, up to [`MOST`].
async fn chosen(
    visit: &Visit,
    caller: &Caller,
    selection: &Selection,
) -> Result<Vec<Invitation>, Fault> {
    let invitations = &visit.services.invitations;
    let mut chosen = Vec::new();
    if !selection.everyone {
        for id in &selection.ids {
            match invitations.find(caller, *id).await {
                Ok(found) => chosen.push(found),
                // Gone since the page was made, or never one of theirs.
                Err(FindError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        return Ok(chosen);
    }
    let (filter, mut after) = (selection.view.filter(), None);
    while chosen.len() < MOST {
        let request = PageRequest { limit: PAGE, after };
        let found = invitations.list(caller, &filter, request).await?;
        chosen.extend(found.items);
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    chosen.truncate(MOST);
    Ok(chosen)
}

fn back(visit: &Visit, view: &View, notice: Notice) -> Response {
    let mut response = see(&view.address(""));
    NOTICE.set(&mut response, visit.base(), &notice.name());
    response
}
