//! What a mail with a code says, in its reader's language. It holds no link: the reader has one open.

use super::{
    header,
    wording::{Wording, paragraphs, sign},
};
use invite_domain::{
    model::{AskedCode, DisplayName},
    ports::CodeMail,
};
use invite_i18n::{
    Arg, Texts,
    names::{defuse, shorten},
};

impl Wording<'_> {
    pub(super) fn of_code(mail: &CodeMail) -> Self {
        let texts = Texts::of(mail.locale);
        let account = defuse(mail.account_name.as_str());
        let account = ("account", Arg::Text(&account));
        let email = ("email", Arg::Text(mail.to.original()));
        let span = texts.span(AskedCode::TTL);
        let sender = mail.sender_name.as_ref().unwrap_or(&mail.account_name);
        let to_name = mail.to_name.as_ref().map(DisplayName::as_str);
        let greeting = match to_name {
            Some(name) => texts.with("mail-greeting-name", &[("name", Arg::Text(&defuse(name)))]),
            None => texts.get("mail-greeting").into_owned(),
        };
        Self {
            from_name: header::name(sender.as_str()),
            to_name: to_name.map(header::name),
            subject: texts.with("mail-code-subject", &[account]),
            texts,
            sign: sign(mail.account_name.as_str()),
            label: defuse(&shorten(mail.account_name.as_str(), 60)).into_owned(),
            heading: texts.get("mail-code-heading").into_owned(),
            greeting,
            lead: paragraphs(&texts.with("mail-code-lead", &[account])),
            message: None,
            login: None,
            code: mail.code.shown().to_string(),
            link: "",
            button: String::new(),
            closing: Vec::new(),
            hint: "",
            validity: texts.with("mail-code-validity", &[("span", Arg::Text(&span))]),
            recipient: texts.with("mail-code-recipient", &[email]),
            unexpected: "mail-code-unexpected",
        }
    }
}
