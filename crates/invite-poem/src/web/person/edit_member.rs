//! Changing what a member holds.

use super::{
    SAVED,
    member::{managed, possible},
    member_place, told,
};
use crate::web::{
    fault::Fault,
    field::Problems,
    form::Posted,
    grant_form::{self, Chosen, GrantForm},
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, Grant, GrantKind, MemberChanges},
    ports::MemberEntry,
    service::{EditMember, EditMemberError},
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};

#[derive(Template)]
#[template(path = "person/edit_member.html")]
struct Page {
    page: Layout,
    heading: String,
    place: String,
    problems: Problems,
    form: GrantForm,
    version: u32,
}

#[handler]
pub(in crate::web) async fn ask(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let (caller, entry) = managed(&visit, &account, &id).await?;
    if !possible(&visit, &caller, &entry).await?.edit {
        return Ok(see(&member_place(&caller, entry.member.id)));
    }
    let chosen = Chosen::of(&entry.member.grant);
    let version = entry.member.version;
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    show(&visit, &caller, &entry, &chosen, version, problems).await
}

#[handler]
pub(in crate::web) async fn edit(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let (caller, entry) = managed(&visit, &account, &id).await?;
    let texts = visit.texts();
    let chosen = Chosen::read(&fields);
    let version = fields.iter().find(|(name, _)| name == "version");
    let mut version = version.and_then(|(_, value)| value.parse().ok());
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if !chosen.is_searching()
        && let Some(grant) = chosen.grant(texts, &mut problems)
    {
        let command = EditMember {
            id: entry.member.id,
            changes: changes(&grant),
            expected_version: Some(version.unwrap_or(entry.member.version)),
        };
        match visit.services.members.edit(&caller, command).await {
            Ok(_) => {
                let place = member_place(&caller, entry.member.id);
                return Ok(told(&visit, &place, Notice::Said(&SAVED)));
            }
            Err(EditMemberError::NotFound) => return Err(Fault::NotFound),
            Err(EditMemberError::Forbidden(forbidden)) => return Err(Fault::Forbidden(forbidden)),
            Err(EditMemberError::Store(error)) => return Err(error.into()),
            Err(EditMemberError::Conflict) => {
                problems.whole(texts.get("person-changed-meanwhile"));
                // Whoever saves again after reading this means it.
                version = Some(entry.member.version);
            }
            Err(error) => tell(texts, &error, &mut problems),
        }
    }
    let version = version.unwrap_or(entry.member.version);
    show(&visit, &caller, &entry, &chosen, version, problems).await
}

fn changes(grant: &Grant) -> MemberChanges {
    let keys = GrantKind::ALL.map(|kind| (kind, grant.keys(kind).clone()));
    MemberChanges {
        user_type: Some(grant.user_type),
        access_type: Some(grant.access_type),
        keys: keys.into(),
        active: None,
    }
}

fn tell(texts: Texts, error: &EditMemberError, problems: &mut Problems) {
    match error {
        EditMemberError::Exceeds(refused) => grant_form::refused(texts, refused, problems),
        EditMemberError::Undefined(items) => grant_form::undefined(texts, items, problems),
        EditMemberError::ResourceTaken(keys) => {
            for key in keys {
                let name = [("name", key.as_str().into())];
                let text = texts.with("page-error-number-held", &name);
                problems.at(GrantKind::Resource.plural(), text);
            }
        }
        EditMemberError::LastAdministrator => {
            problems.at("access_type", texts.get("person-last-administrator"));
        }
        EditMemberError::NotFound
        | EditMemberError::Forbidden(_)
        | EditMemberError::Conflict
        | EditMemberError::Store(_) => problems.whole(texts.get("page-error-conflict")),
    }
}

async fn show(
    visit: &Visit,
    caller: &Caller,
    entry: &MemberEntry,
    chosen: &Chosen,
    version: u32,
    mut problems: Problems,
) -> Answer {
    let texts = visit.texts();
    let form = GrantForm::load(visit, caller, chosen, &mut problems).await?;
    let name = [("name", entry.user.name.as_str().into())];
    let heading = texts.with("person-edit-member-heading", &name);
    let place = member_place(caller, entry.member.id);
    let has_errors = problems.any();
    let view = Page {
        page: Layout::new(texts, heading.clone(), format!("{place}/edit"))
            .of(visit)
            .section(caller, Section::People)
            .with_errors(has_errors),
        heading,
        place,
        problems,
        form,
        version,
    };
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, &view)
}
