//! Switching a member off, which asks once, and on again; and approving whoever awaits approval.

use super::{
    APPROVED, LAST_ADMINISTRATOR, SWITCHED_OFF, SWITCHED_ON,
    act::Question,
    holds_more,
    member::{managed, possible},
    member_place, told,
};
use crate::web::{
    fault::Fault,
    form::Posted,
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
};
use invite_domain::{
    model::MemberChanges,
    service::{EditMember, EditMemberError},
};
use poem::{handler, http::StatusCode, web::Path};
use serde::Deserialize;

/// What a question about a member sends along.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Answered {
    /// The version that was asked about.
    #[serde(default)]
    pub(super) version: String,
}

impl Answered {
    pub(super) fn version(&self) -> Option<u32> {
        self.version.parse().ok()
    }
}

#[handler]
pub(in crate::web) async fn ask(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let (caller, entry) = managed(&visit, &account, &id).await?;
    let place = member_place(&caller, entry.member.id);
    if !entry.member.active || !possible(&visit, &caller, &entry).await?.end {
        return Ok(see(&place));
    }
    let texts = visit.texts();
    let heading = texts.get("person-switch-off-heading");
    let view = Question {
        page: Layout::new(texts, heading.clone(), format!("{place}/switch-off"))
            .of(&visit)
            .section(&caller, Section::People),
        heading,
        text: texts.with(
            "person-switch-off-text",
            &[
                ("name", entry.user.name.as_str().into()),
                ("known", entry.user.known_as().into()),
            ],
        ),
        points: vec![
            texts.get("person-switch-off-keeps").into_owned(),
            texts.get("person-other-accounts").into_owned(),
        ],
        void: super::leaving::void(&visit, &caller, &entry).await?,
        action: format!("{place}/switch-off"),
        button: texts.get("person-switch-off-button"),
        is_danger: true,
        version: Some(entry.member.version),
        back: place,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(in crate::web) async fn off(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
    Posted(answered): Posted<Answered>,
) -> Answer {
    turn(&visit, &account, &id, false, answered.version()).await
}

#[handler]
pub(in crate::web) async fn on(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
    Posted(answered): Posted<Answered>,
) -> Answer {
    turn(&visit, &account, &id, true, answered.version()).await
}

async fn turn(
    visit: &Visit,
    account: &str,
    id: &str,
    active: bool,
    expected_version: Option<u32>,
) -> Answer {
    let (caller, entry) = managed(visit, account, id).await?;
    let command = EditMember {
        id: entry.member.id,
        changes: MemberChanges {
            active: Some(active),
            ..MemberChanges::default()
        },
        expected_version,
    };
    let notice = match visit.services.members.edit(&caller, command).await {
        Ok(_) if active && entry.member.awaiting_approval => Notice::Said(&APPROVED),
        Ok(_) if active => Notice::Said(&SWITCHED_ON),
        Ok(_) => Notice::Said(&SWITCHED_OFF),
        // Asked twice, or by two at once: what was asked for is so.
        Err(EditMemberError::Conflict) if active && entry.member.active => {
            Notice::Said(&SWITCHED_ON)
        }
        Err(EditMemberError::NotFound) => return Err(Fault::NotFound),
        Err(EditMemberError::Forbidden(forbidden)) => return Err(Fault::Forbidden(forbidden)),
        Err(EditMemberError::LastAdministrator) => Notice::Said(&LAST_ADMINISTRATOR),
        Err(EditMemberError::Exceeds(refused)) => holds_more(&refused),
        Err(
            EditMemberError::Conflict
            | EditMemberError::Undefined(_)
            | EditMemberError::ResourceTaken(_),
        ) => Notice::Changed,
        Err(EditMemberError::Store(error)) => return Err(error.into()),
    };
    Ok(told(visit, &member_place(&caller, entry.member.id), notice))
}
