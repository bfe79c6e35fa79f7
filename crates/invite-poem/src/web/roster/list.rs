//! Where an invitation's page is, and the small form as a page of its own.

use super::{administrator, invite::Form, view::Choice};
use crate::web::{
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use invite_domain::model::{Caller, Invitation, InvitationId};
use poem::{handler, http::StatusCode, web::Path};

/// Returns the address or number that the person is reached by.
pub(super) fn contact(invitation: &Invitation) -> String {
    invitation.invitee.known_as().to_owned()
}

/// Returns the address of an invitation's page.
pub(super) fn place(slug: &str, id: InvitationId) -> String {
    format!("/a/{slug}/invitations/{id}")
}

#[derive(Template)]
#[template(path = "roster/list.html")]
struct List {
    page: Layout,
    form: Form,
}

#[handler]
pub(in crate::web) async fn back(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let form = Form::empty(visit.texts(), &caller.account);
    render(&visit, &caller, form, &Choice::default()).await
}

/// Shows the form, which may tell what is wrong with it.
#[expect(
    clippy::unused_async,
    reason = "whoever calls it waits for more than this on other pages"
)]
pub(super) async fn render(visit: &Visit, caller: &Caller, form: Form, _: &Choice) -> Answer {
    let has_errors = form.has_errors();
    let place = format!("/a/{}/invitations", caller.account.slug);
    let list = List {
        page: Layout::new(visit.texts(), visit.texts().get("people-heading"), place)
            .of(visit)
            .section(caller, Section::People)
            .with_errors(has_errors),
        form,
    };
    let code = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(code, &list)
}
