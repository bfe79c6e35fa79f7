//! Revoking a key: asks once and names it, then it is dead at once.

use super::{GONE, REVOKED, place};
use crate::web::{
    cookies::NOTICE,
    fault::Fault,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page, see},
    settings::fault,
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{ApiKeyId, Operation},
    service::AccountError,
};
use poem::{handler, http::StatusCode, web::Path};

#[derive(Template)]
#[template(path = "api_keys/revoke.html")]
struct Ask {
    page: Layout,
    heading: String,
    place: String,
    back: String,
}

#[handler]
pub(super) async fn ask(visit: Visit, Path((account, id)): Path<(String, String)>) -> Answer {
    let operation = Operation::ManageApiKeys;
    let caller = visit.caller_who_may(&account, operation).await?;
    let id: ApiKeyId = id.parse().map_err(|_| Fault::NotFound)?;
    let accounts = &visit.services.accounts;
    let key = accounts.find_api_key(&caller, id).await.map_err(fault)?;
    let texts = visit.texts();
    let back = place(&caller);
    let place = format!("{back}/{id}/revoke");
    let name = [("name", key.name.as_str().into())];
    let heading = texts.with("settings-key-revoke-heading", &name);
    let view = Ask {
        page: Layout::new(texts, heading.clone(), place.clone())
            .of(&visit)
            .section(&caller, Section::Settings),
        heading,
        place,
        back,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(super) async fn revoke(visit: Visit, Path((account, id)): Path<(String, String)>) -> Answer {
    let operation = Operation::ManageApiKeys;
    let caller = visit.caller_who_may(&account, operation).await?;
    let id: ApiKeyId = id.parse().map_err(|_| Fault::NotFound)?;
    let said = match visit.services.accounts.revoke_api_key(&caller, id).await {
        Ok(()) => &REVOKED,
        // A second click, or someone else was quicker.
        Err(AccountError::UnknownApiKey) => &GONE,
        Err(error) => return Err(fault(error)),
    };
    let mut response = see(&place(&caller));
    NOTICE.set(&mut response, visit.base(), said.name);
    Ok(response)
}
