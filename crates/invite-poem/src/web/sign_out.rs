//! Signing out.

use super::{
    cookies::{NOTICE, end_session},
    notice::Notice,
    respond::{Answer, see},
    visit::Visit,
};
use invite_domain::model::Via;
use poem::handler;

#[handler]
pub(super) async fn sign_out(visit: Visit) -> Answer {
    if let Some(session) = &visit.session {
        visit
            .services
            .sign_in
            .sign_out(&session.token, Via::Page)
            .await?;
    }
    let mut response = see("/sign-in");
    end_session(&mut response, visit.base());
    NOTICE.set(&mut response, visit.base(), &Notice::SignedOut.name());
    Ok(response)
}
