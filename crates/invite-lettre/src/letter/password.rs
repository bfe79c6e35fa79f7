//! What a mail about a person's own password says, in their language.

use super::{
    header,
    wording::{Wording, paragraphs, sign},
};
use invite_domain::ports::{PasswordMail, PasswordMailSays};
use invite_i18n::{
    Arg, Texts,
    names::{defuse, shorten},
};

impl<'a> Wording<'a> {
    pub(super) fn of_password(mail: &'a PasswordMail) -> Self {
        let texts = Texts::of(mail.locale);
        let product = texts.get("mail-product");
        let sender = mail.sender_name.as_ref().map_or(&*product, |n| n.as_str());
        let name = defuse(mail.to_name.as_str());
        let email = Arg::Text(mail.to.original());
        let words = Words::of(&mail.says);
        let date = match &mail.says {
            PasswordMailSays::Reset { good_until, .. } => texts.date_time(*good_until),
            PasswordMailSays::Changed { at, .. } => texts.date_time(*at),
        };
        let date = ("date", Arg::Text(&date));
        let heading = texts.get(words.heading).into_owned();
        Self {
            from_name: header::name(sender),
            to_name: Some(header::name(mail.to_name.as_str())),
            subject: heading.clone(),
            texts,
            sign: sign(sender),
            label: defuse(&shorten(sender, 60)).into_owned(),
            heading,
            greeting: texts.with("mail-greeting-name", &[("name", Arg::Text(&name))]),
            lead: paragraphs(&texts.with(words.lead, &[("email", email), date])),
            message: None,
            login: None,
            code: String::new(),
            link: match &mail.says {
                PasswordMailSays::Reset { link, .. } => link.expose(),
                PasswordMailSays::Changed { forgotten_url, .. } => forgotten_url,
            },
            button: texts.get("mail-reset-button").into_owned(),
            closing: Vec::new(),
            hint: words.hint,
            validity: texts.with(words.validity, &[date]),
            recipient: texts.with("mail-password-recipient", &[("email", email)]),
            unexpected: words.unexpected,
        }
    }
}

/// The texts of one kind of news.
struct Words {
    heading: &'static str,
    lead: &'static str,
    hint: &'static str,
    validity: &'static str,
    unexpected: &'static str,
}

impl Words {
    fn of(says: &PasswordMailSays) -> Self {
        match says {
            PasswordMailSays::Reset { .. } => Self {
                heading: "mail-reset-heading",
                lead: "mail-reset-lead",
                hint: "mail-reset-hint",
                validity: "mail-reset-validity",
                unexpected: "mail-reset-unexpected",
            },
            PasswordMailSays::Changed { .. } => Self {
                heading: "mail-changed-heading",
                lead: "mail-changed-lead",
                hint: "mail-reset-hint",
                validity: "mail-changed-validity",
                unexpected: "mail-changed-unexpected",
            },
        }
    }
}
