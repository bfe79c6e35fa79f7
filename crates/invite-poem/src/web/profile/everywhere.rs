//! Signing out everywhere at once: asks once, since it ends this session, too.

use super::SESSIONS;
use crate::web::{
    cookies::{NOTICE, end_session},
    layout::Layout,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
};
use askama::Template;
use invite_domain::model::Via;
use invite_i18n::Arg;
use poem::{handler, http::StatusCode};

#[derive(Template)]
#[template(path = "profile/everywhere.html")]
struct Ask {
    page: Layout,
    explanation: String,
    back: &'static str,
}

#[handler]
pub(super) async fn ask(visit: Visit) -> Answer {
    let session = visit.signed_in()?;
    let texts = visit.texts();
    let found = visit.services.sign_in.sessions(&session.person()).await?;
    let n = Arg::Number(u32::try_from(found.len()).unwrap_or(u32::MAX));
    let heading = texts.get("profile-everywhere-heading");
    let view = Ask {
        page: Layout::new(texts, heading, "/profile/sessions/everywhere").of(&visit),
        explanation: texts.with("profile-everywhere-text", &[("n", n)]),
        back: SESSIONS,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(super) async fn sign_out(visit: Visit) -> Answer {
    let session = visit.signed_in()?;
    let sign_in = &visit.services.sign_in;
    sign_in
        .sign_out_everywhere(&session.person(), Via::Page)
        .await?;
    let mut response = see("/sign-in");
    end_session(&mut response, visit.base());
    NOTICE.set(&mut response, visit.base(), &Notice::SignedOut.name());
    Ok(response)
}
