//! One thing for many people at once: those with a check mark, or everyone in the view.
//!
//! A page in between says for how many it is, names some of them, and says for whom not and why; nothing
//! happens before that is confirmed. Everyone in a view is never listed in a form: the view itself is
//! posted, and worked through so many at a time.

use super::{
    list::{COUNTED, people_counted},
    number, reader,
    view::View,
};
use crate::{
    shared::{people_cursor, refusal_log},
    web::{
        cookies::NOTICE,
        fault::Fault,
        form::Posted,
        layout::Layout,
        navigation::Section,
        notice::Notice,
        respond::{Answer, page, see},
        visit::Visit,
    },
};
use askama::Template;
use invite_domain::{
    model::{BulkAction, Caller, GrantKey, NotDone, Operation},
    ports::PersonId,
    service::{BulkReport, PeopleSelection},
};
use invite_i18n::{Arg, Texts};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Path, Query},
};

/// The most that one confirmation is for; of more it asks again for the rest.
const MOST: u32 = 500;
/// The most ids that a form may hold: more than a page of the table has.
const MOST_IDS: usize = 200;
/// How many are named.
const NAMED: u32 = 8;

/// A selection, as it was asked for or confirmed.
pub(super) struct Asked {
    pub(super) view: View,
    action: Option<BulkAction>,
    action_name: String,
    role: String,
    pub(super) is_everyone: bool,
    pub(super) ids: Vec<PersonId>,
}

impl Asked {
    pub(super) fn read(slug: &str, fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| {
            let found = fields.iter().find(|(name, _)| name == wanted);
            found.map_or("", |(_, value)| value.as_str())
        };
        let ids = fields.iter().filter(|(name, _)| name == "id");
        let role = GrantKey::parse(value("role"));
        let action = match (value("action"), role) {
            ("send", _) => Some(BulkAction::Send),
            ("resend", _) => Some(BulkAction::Resend),
            ("revoke", _) => Some(BulkAction::Revoke),
            ("add_role", Ok(role)) => Some(BulkAction::AddRole(role)),
            ("remove_role", Ok(role)) => Some(BulkAction::RemoveRole(role)),
            _ => None,
        };
        Self {
            view: View::read(slug, fields),
            action,
            action_name: value("action").to_owned(),
            role: value("role").to_owned(),
            is_everyone: !value("everyone").is_empty(),
            ids: ids
                .filter_map(|(_, id)| PersonId::parse(id))
                .take(MOST_IDS)
                .collect(),
        }
    }

    pub(super) fn selection(&self) -> PeopleSelection {
        if self.is_everyone {
            let after = people_cursor::read(&self.view.after);
            PeopleSelection::Matching(self.view.filter(), after)
        } else {
            PeopleSelection::Chosen(self.ids.clone())
        }
    }

    fn begins(&self) -> View {
        self.view.from(String::new())
    }
}

#[derive(Template)]
#[template(path = "people/selection.html")]
struct Ask {
    page: Layout,
    heading: String,
    text: String,
    names: Vec<String>,
    more: Option<String>,
    /// For how many it will not be done, and why.
    not: Vec<String>,
    /// That it takes more than one step.
    steps: Option<String>,
    button: Option<String>,
    is_dangerous: bool,
    place: String,
    fields: Vec<(&'static str, String)>,
    back: String,
}

/// Asks before anything happens.
#[handler]
pub(super) async fn ask(
    visit: Visit,
    Path(account): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let slug = caller.account.slug.as_str();
    let asked = Asked::read(slug, &fields);
    let Some(action) = &asked.action else {
        return Ok(back(&visit, &asked.begins(), Notice::NothingSelected));
    };
    let people = &visit.services.people;
    let plan = people
        .plan(&caller, action, &asked.selection(), NAMED, COUNTED)
        .await?;
    if plan.ready == 0 && plan.not.is_empty() {
        return Ok(back(&visit, &asked.begins(), Notice::NothingSelected));
    }
    let texts = visit.texts();
    let wording = Wording::of(action);
    let heading = if plan.ready == 0 {
        texts.get("people-nobody-left").into_owned()
    } else if plan.ready == u64::from(COUNTED) && asked.is_everyone {
        texts.get(wording.heading_of_more).into_owned()
    } else {
        let n = Arg::Number(number(plan.ready));
        texts.with(
            wording.heading,
            &[("n", n), ("role", asked.role.as_str().into())],
        )
    };
    let others = plan.ready.saturating_sub(plan.some.len() as u64);
    let has_steps = asked.is_everyone && plan.ready > u64::from(MOST);
    let back = asked.begins();
    let ask = Ask {
        page: Layout::new(texts, heading.clone(), back.address())
            .of(&visit)
            .section(&caller, Section::People),
        heading,
        text: texts.with(wording.text, &[("role", asked.role.as_str().into())]),
        names: plan
            .some
            .iter()
            .map(|person| person.shown_name().to_owned())
            .collect(),
        more: (others > 0 && !plan.some.is_empty())
            .then(|| people_counted(texts, "people-and-more", "people-and-many-more", others)),
        not: plan
            .not
            .iter()
            .map(|(why, n)| not_done(texts, *why, *n))
            .collect(),
        steps: has_steps.then(|| texts.with("people-in-steps", &[("n", Arg::Number(MOST))])),
        button: (plan.ready > 0).then(|| texts.get(wording.button).into_owned()),
        is_dangerous: *action == BulkAction::Revoke,
        place: format!("/a/{slug}/selected/confirmed"),
        fields: posted(&asked),
        back: back.address(),
    };
    page(StatusCode::OK, &ask)
}

/// Does what was confirmed, one by one: one for whom it cannot be done harms no other.
#[handler]
pub(super) async fn confirmed(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let asked = Asked::read(caller.account.slug.as_str(), &fields);
    let action = asked.action.as_ref().ok_or(Fault::NotFound)?;
    let people = &visit.services.people;
    let done = people.act(&caller, action, &asked.selection(), MOST).await;
    if action.sends() {
        // Whatever was queued leaves, even where the rest could not be read.
        (visit.services.wake)();
    }
    let report = done?;
    for refused in &report.refused {
        refusal_log::refused(*refused);
    }
    let notice = notice(action, &report);
    let Some(next) = &report.next else {
        return Ok(back(&visit, &asked.begins(), notice));
    };
    // There are more: it asks for them on their own.
    let rest = asked.view.from(people_cursor::write(next));
    let more = [
        ("action", asked.action_name.clone()),
        ("role", asked.role.clone()),
        ("everyone", "1".to_owned()),
    ];
    let mut response = see(&rest.address_of("/selected", &more));
    NOTICE.set(&mut response, visit.base(), &notice.name());
    Ok(response)
}

/// Returns the reader as someone who may bring people in.
async fn inviter(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    let caller = reader(visit, account).await?;
    caller.may(Operation::Invite).map_err(Fault::Forbidden)?;
    Ok(caller)
}

/// The fields that confirm what was asked for.
fn posted(asked: &Asked) -> Vec<(&'static str, String)> {
    let mut fields = asked.view.fields();
    fields.push(("action", asked.action_name.clone()));
    if !asked.role.is_empty() {
        fields.push(("role", asked.role.clone()));
    }
    if asked.is_everyone {
        fields.push(("everyone", "1".to_owned()));
        fields.push(("after", asked.view.after.clone()));
    } else {
        fields.extend(asked.ids.iter().map(|id| ("id", id.to_string())));
    }
    fields
}

fn notice(action: &BulkAction, report: &BulkReport) -> Notice {
    let not_done = number(report.not.values().sum());
    let done = number(report.done);
    match action {
        BulkAction::Send | BulkAction::Resend => Notice::SentMany { done, not_done },
        BulkAction::Revoke => Notice::WithdrawnMany { done, not_done },
        BulkAction::AddRole(_) | BulkAction::RemoveRole(_) => {
            Notice::RolesChanged { done, not_done }
        }
    }
}

/// The keys of what the page in between says.
struct Wording {
    heading: &'static str,
    heading_of_more: &'static str,
    text: &'static str,
    button: &'static str,
}

impl Wording {
    fn of(action: &BulkAction) -> Self {
        let (heading, heading_of_more, text, button) = match action {
            BulkAction::Send => (
                "people-send-many",
                "people-send-more",
                "people-send-text",
                "people-send",
            ),
            BulkAction::Resend => (
                "people-resend-many",
                "people-resend-more",
                "people-resend-text",
                "people-resend",
            ),
            BulkAction::Revoke => (
                "people-revoke-many",
                "people-revoke-more",
                "people-revoke-text",
                "people-revoke",
            ),
            BulkAction::AddRole(_) => (
                "people-add-role-many",
                "people-add-role-more",
                "people-add-role-text",
                "people-add-role",
            ),
            BulkAction::RemoveRole(_) => (
                "people-remove-role-many",
                "people-remove-role-more",
                "people-remove-role-text",
                "people-remove-role",
            ),
        };
        Self {
            heading,
            heading_of_more,
            text,
            button,
        }
    }
}

fn not_done(texts: Texts, why: NotDone, n: u64) -> String {
    let key = match why {
        NotDone::AlreadyIn => "people-not-already-in",
        NotDone::Waiting => "people-not-waiting",
        NotDone::LinkStillGood => "people-not-link-good",
        NotDone::NeverSent => "people-not-never-sent",
        NotDone::Withdrawn => "people-not-withdrawn",
        NotDone::SaidNo => "people-not-said-no",
        NotDone::Unchanged => "people-not-unchanged",
        NotDone::Changed
        | NotDone::NotAllowed
        | NotDone::NoChannel
        | NotDone::NotGrantable
        | NotDone::PlaceTaken
        | NotDone::LastAdministrator => "people-not-possible",
    };
    texts.with(key, &[("n", Arg::Number(number(n)))])
}

fn back(visit: &Visit, view: &View, notice: Notice) -> Response {
    let mut response = see(&view.address());
    NOTICE.set(&mut response, visit.base(), &notice.name());
    response
}
