//! Where one is signed in, and ending one of these sessions.

use super::{ENDED, GONE, SESSIONS};
use crate::web::{
    cookies::{NOTICE, end_session},
    fault::Fault,
    layout::Layout,
    respond::{Answer, page, see},
    visit::Visit,
};
use askama::Template;
use invite_domain::model::{SessionId, Via};
use poem::{handler, http::StatusCode, web::Path};

#[derive(Template)]
#[template(path = "profile/sessions.html")]
struct Sessions {
    page: Layout,
    rows: Vec<Row>,
}

/// One session.
struct Row {
    id: String,
    device: String,
    began: String,
    seen: String,
    is_this_one: bool,
    /// What its button is called to whoever does not see where it stands.
    label: String,
}

#[handler]
pub(super) async fn list(visit: Visit) -> Answer {
    let session = visit.signed_in()?;
    let texts = visit.texts();
    let found = visit.services.sign_in.sessions(&session.person()).await?;
    let rows = found.iter().map(|found| {
        let device = found.device.as_ref().map_or_else(
            || texts.get("profile-device-unknown").into_owned(),
            ToString::to_string,
        );
        let began = texts.date_time(found.created_at);
        let seen = texts.date_time(found.last_seen_at);
        let told = [("device", (&device).into()), ("date", (&began).into())];
        Row {
            id: found.id.to_string(),
            label: texts.with("profile-end-label", &told),
            began: texts.with("profile-session-began", &[("date", (&began).into())]),
            seen: texts.with("profile-session-seen", &[("date", (&seen).into())]),
            is_this_one: found.id == session.id,
            device,
        }
    });
    let view = Sessions {
        rows: rows.collect(),
        page: Layout::new(texts, texts.get("profile-sessions-heading"), SESSIONS).of(&visit),
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(super) async fn end(visit: Visit, Path(id): Path<String>) -> Answer {
    let session = visit.signed_in()?;
    let id: SessionId = id.parse().map_err(|_| Fault::NotFound)?;
    let sign_in = &visit.services.sign_in;
    let had = sign_in
        .end_session(&session.person(), id, Via::Page)
        .await?;
    if had && id == session.id {
        let mut response = see("/sign-in");
        end_session(&mut response, visit.base());
        return Ok(response);
    }
    // A second click, or it was over already.
    let said = if had { &ENDED } else { &GONE };
    let mut response = see(SESSIONS);
    NOTICE.set(&mut response, visit.base(), said.name);
    Ok(response)
}
