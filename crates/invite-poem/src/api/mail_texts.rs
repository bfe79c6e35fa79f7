//! How an account words its mails.

use super::{
    Group,
    credentials::Credentials,
    dto::mail_text::{MailParts, MailPreview, MailTextList, MailTextView},
    strict_json::StrictJson,
};
use crate::{
    Services,
    shared::{Problem, ProblemCode},
};
use invite_domain::model::{Caller, Locale, MailMessage, MailWording, Operation};
use poem::web::Data;
use poem_openapi::{ApiResponse, OpenApi, param::Path, payload::Json};

/// The operations.
pub(super) struct MailTexts;

/// The built-in text serves again.
#[derive(ApiResponse)]
enum GivenBack {
    /// Nothing more to say.
    #[oai(status = 204)]
    Done,
}

#[OpenApi(tag = "Group::MailTexts")]
impl MailTexts {
    /// List the mail texts
    ///
    /// Every message in every language: what the account words for itself, and the built-in text.
    #[oai(
        path = "/accounts/:account/mail-texts",
        method = "get",
        operation_id = "listMailTexts"
    )]
    async fn list(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
    ) -> Result<Json<MailTextList>, Problem> {
        let caller = editor(services, &credentials, &account).await?;
        let own = services.mail_texts.list(&caller).await?;
        let places = MailMessage::ALL
            .into_iter()
            .flat_map(|message| Locale::ALL.map(|locale| (message, locale)));
        let items = places
            .map(|(message, locale)| MailTextView::of(message, locale, &own.get(message, locale)));
        Ok(Json(MailTextList {
            items: items.collect(),
            next_cursor: None,
        }))
    }

    /// Read a mail text
    #[oai(
        path = "/accounts/:account/mail-texts/:message/:locale",
        method = "get",
        operation_id = "getMailText"
    )]
    async fn read(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// `invitation` or `temporary_password`.
        message: Path<String>,
        /// `en`, `id` or `ru`.
        locale: Path<String>,
    ) -> Result<Json<MailTextView>, Problem> {
        let caller = editor(services, &credentials, &account).await?;
        let (message, locale) = place(&message, &locale)?;
        let own = services.mail_texts.list(&caller).await?;
        let own = own.get(message, locale);
        Ok(Json(MailTextView::of(message, locale, &own)))
    }

    /// Word a mail
    ///
    /// Takes the place of what was there. The link or the temporary password, how long they work and
    /// who the mail is meant for are always in it, whatever the wording. Addresses in it do not
    /// become links.
    #[oai(
        path = "/accounts/:account/mail-texts/:message/:locale",
        method = "put",
        operation_id = "setMailText"
    )]
    async fn set(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// `invitation` or `temporary_password`.
        message: Path<String>,
        /// `en`, `id` or `ru`.
        locale: Path<String>,
        StrictJson(body): StrictJson<MailParts>,
    ) -> Result<Json<MailTextView>, Problem> {
        let caller = editor(services, &credentials, &account).await?;
        let (message, locale) = place(&message, &locale)?;
        let wording = body.read()?;
        let texts = &services.mail_texts;
        texts.set(&caller, message, locale, &wording).await?;
        Ok(Json(MailTextView::of(message, locale, &wording)))
    }

    /// Give a mail back to the built-in text
    #[oai(
        path = "/accounts/:account/mail-texts/:message/:locale",
        method = "delete",
        operation_id = "resetMailText"
    )]
    async fn reset(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// `invitation` or `temporary_password`.
        message: Path<String>,
        /// `en`, `id` or `ru`.
        locale: Path<String>,
    ) -> Result<GivenBack, Problem> {
        let caller = editor(services, &credentials, &account).await?;
        let (message, locale) = place(&message, &locale)?;
        let built_in = MailWording::default();
        let texts = &services.mail_texts;
        texts.set(&caller, message, locale, &built_in).await?;
        Ok(GivenBack::Done)
    }

    /// Preview a mail
    ///
    /// Shows a wording in a mail from the caller to someone made up; nothing is kept or sent.
    #[oai(
        path = "/accounts/:account/mail-texts/:message/:locale/preview",
        method = "post",
        operation_id = "previewMailText"
    )]
    async fn preview(
        &self,
        Data(services): Data<&Services>,
        credentials: Credentials,
        /// An id or a slug.
        account: Path<String>,
        /// `invitation` or `temporary_password`.
        message: Path<String>,
        /// `en`, `id` or `ru`.
        locale: Path<String>,
        StrictJson(body): StrictJson<MailParts>,
    ) -> Result<Json<MailPreview>, Problem> {
        let caller = editor(services, &credentials, &account).await?;
        let (message, locale) = place(&message, &locale)?;
        let wording = body.read()?;
        let mail = services
            .mail_texts
            .preview(&caller, message, locale, wording)?;
        Ok(Json(MailPreview::from(mail)))
    }
}

/// Returns the caller, who may change how the account words its mails.
async fn editor(
    services: &Services,
    credentials: &Credentials,
    account: &str,
) -> Result<Caller, Problem> {
    let caller = credentials.caller(services, account).await?;
    caller.may(Operation::EditAccount)?;
    Ok(caller)
}

/// Reads the message and the language in a path: what is neither names nothing.
fn place(message: &str, locale: &str) -> Result<(MailMessage, Locale), Problem> {
    let locale = Locale::ALL.into_iter().find(|l| l.code() == locale);
    MailMessage::parse(message)
        .zip(locale)
        .ok_or_else(|| Problem::of(ProblemCode::MailTextNotFound))
}
