//! Someone else is signed in: sign them out, and keep the invitation.

use super::PLACE;
use crate::web::{
    cookies::end_session,
    respond::{Answer, see},
    visit::Visit,
};
use invite_domain::model::Via;
use poem::handler;

#[handler]
pub(in crate::web) async fn switch(visit: Visit) -> Answer {
    if let Some(session) = &visit.session {
        visit
            .services
            .sign_in
            .sign_out(&session.token, Via::Page)
            .await?;
    }
    let mut response = see(PLACE);
    end_session(&mut response, visit.base());
    Ok(response)
}
