//! The mail of a preview as its own document, where it can do nothing.

use super::draft::Draft;
use crate::web::{fault::Fault, field::Problems, form::Posted, respond::Answer, visit::Visit};
use invite_domain::{model::Operation, service::MessagePreview};
use poem::{Response, handler, http::header, web::Path};

/// A mail's own looks and no more: no script, nothing from elsewhere, and no way out.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";

/// Shows the mail that would leave for this draft. It changes nothing.
#[handler]
pub(super) async fn frame(
    visit: Visit,
    Path(account): Path<String>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let caller = visit.caller_who_may(&account, Operation::Invite).await?;
    let mut problems = Problems::none("");
    let draft = Draft::read(&fields);
    let command = draft.command(visit.texts(), true, &mut problems);
    let command = command.ok_or(Fault::NotFound)?;
    let preview = visit.services.previews.of_draft(&caller, command).await;
    let Ok(MessagePreview::Mail { mail, .. }) = preview else {
        return Err(Fault::NotFound);
    };
    Ok(Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)
        .header(header::X_FRAME_OPTIONS, "SAMEORIGIN")
        .body(mail.html))
}
