//! What a mail says, in its reader's language: here an invitation.

use super::header;
use askama::Template;
use invite_domain::{
    model::{DisplayName, MailFacts, MailPart, MailWording, WayIn},
    ports::InvitationMail,
};
use invite_i18n::{
    Arg, Texts,
    names::{defuse, shorten},
};

/// Every text of one mail. All that other people wrote is defused
/// (but not the address that the mail goes to); the HTML template escapes it.
pub(super) struct Wording<'a> {
    pub(super) from_name: String,
    pub(super) to_name: Option<String>,
    pub(super) subject: String,
    pub(super) texts: Texts,
    /// The account's first letter, as a sign that needs no image.
    pub(super) sign: Option<char>,
    /// The account's name beside the sign, cut to a line or two.
    pub(super) label: String,
    pub(super) heading: String,
    pub(super) greeting: String,
    pub(super) lead: Vec<Paragraph>,
    pub(super) message: Option<Message>,
    /// User name and temporary password, where there is no link.
    pub(super) login: Option<Login<'a>>,
    /// The code to type, where that is what the mail is for; empty otherwise.
    pub(super) code: String,
    /// Where the button leads; there is none where this is empty.
    pub(super) link: &'a str,
    pub(super) button: String,
    /// What stands below the button, where the account has something to say there.
    pub(super) closing: Vec<Paragraph>,
    /// Stands before the address in the text for readers without HTML.
    pub(super) hint: &'static str,
    pub(super) validity: String,
    pub(super) recipient: String,
    pub(super) unexpected: &'static str,
}

/// Lines that belong together.
pub(super) type Paragraph = Vec<String>;

/// What the reader types to sign in for the first time, exactly so: it is not defused.
pub(super) struct Login<'a> {
    user_name: &'a str,
    password: String,
}

/// The inviter's own words.
pub(super) struct Message {
    from: String,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "letter/letter.html", whitespace = "suppress")]
struct Html<'a>(&'a Wording<'a>);

#[derive(Template)]
#[template(path = "letter/letter.txt")]
struct Text<'a>(&'a Wording<'a>);

impl<'a> Wording<'a> {
    pub(super) fn of(mail: &'a InvitationMail) -> Self {
        let texts = Texts::of(mail.locale);
        let account = defuse(mail.account_name.as_str());
        let inviter = defuse(mail.inviter_name.as_str());
        let names = [
            ("account", Arg::Text(&account)),
            ("inviter", Arg::Text(&inviter)),
        ];
        let to_name = mail.to_name.as_ref().map(DisplayName::as_str);
        let validity = texts.span(mail.ttl.span());
        let own = Own::of(mail, &validity);
        let greeting = || match to_name {
            Some(name) => texts.with("mail-greeting-name", &[("name", Arg::Text(&defuse(name)))]),
            None => texts.get("mail-greeting").into_owned(),
        };
        let message = mail.message.as_ref().map(|message| Message {
            from: texts.with("mail-message-from", &names),
            lines: message
                .as_str()
                .lines()
                .map(|line| defuse(line).into_owned())
                .collect(),
        });
        let recipient = mail.to.original();
        let span = [("span", Arg::Text(validity.as_str()))];
        let words = Words::of(&mail.way_in);
        let sender = mail.sender_name.as_ref().unwrap_or(&mail.account_name);
        Self {
            from_name: header::name(sender.as_str()),
            to_name: to_name.map(header::name),
            subject: subject(mail, texts, &own),
            texts,
            sign: sign(mail.account_name.as_str()),
            heading: own.or(MailPart::Heading, || texts.with("mail-heading", &names)),
            lead: paragraphs(&own.or(MailPart::Body, || texts.with(words.invited, &names))),
            greeting: own.or(MailPart::Greeting, greeting),
            message,
            login: mail.way_in.temporary().map(|login| Login {
                user_name: &login.user_name,
                password: login.password.shown().to_string(),
            }),
            code: String::new(),
            link: match &mail.way_in {
                WayIn::Link(link) => link.expose(),
                WayIn::TemporaryPassword(login) => &login.sign_in_url,
            },
            button: own.or(MailPart::Button, || texts.get(words.button).into_owned()),
            closing: paragraphs(&own.or(MailPart::Closing, String::new)),
            hint: words.hint,
            validity: texts.with(words.validity, &span),
            unexpected: words.unexpected,
            recipient: texts.with("mail-recipient", &[("email", Arg::Text(recipient))]),
            label: defuse(&shorten(mail.account_name.as_str(), 60)).into_owned(),
        }
    }

    /// Returns what the mail says as plain text.
    fn lead_text(&self) -> String {
        joined(&self.lead)
    }

    fn closing_text(&self) -> String {
        joined(&self.closing)
    }

    pub(super) fn html(&self) -> Result<String, askama::Error> {
        Html(self).render()
    }

    pub(super) fn text(&self) -> Result<String, askama::Error> {
        Text(self).render()
    }
}

/// The texts that depend on how the reader gets in.
struct Words {
    invited: &'static str,
    button: &'static str,
    hint: &'static str,
    validity: &'static str,
    unexpected: &'static str,
}

impl Words {
    fn of(way_in: &WayIn) -> Self {
        match way_in {
            WayIn::Link(_) => Self {
                invited: "mail-invited",
                button: "mail-button",
                hint: "mail-open-hint",
                validity: "mail-validity",
                unexpected: "mail-unexpected",
            },
            WayIn::TemporaryPassword(_) => Self {
                invited: "mail-temporary-invited",
                button: "mail-login-button",
                hint: "mail-login-hint",
                validity: "mail-temporary-validity",
                unexpected: "mail-temporary-unexpected",
            },
        }
    }
}

/// The account's own wording, with what its placeholders stand for.
struct Own<'a> {
    wording: &'a MailWording,
    facts: MailFacts<'a>,
}

impl<'a> Own<'a> {
    fn of(mail: &'a InvitationMail, validity: &'a str) -> Self {
        let name = mail.to_name.as_ref().map(DisplayName::as_str);
        Self {
            wording: &mail.wording,
            facts: MailFacts {
                account: mail.account_name.as_str(),
                inviter: mail.inviter_name.as_str(),
                name: name.unwrap_or_else(|| mail.to.original()),
                login: &mail.user_name,
                validity,
            },
        }
    }

    /// Returns the account's own text, else ours. Its own is defused as a whole: neither a name nor
    /// what stands around it becomes a link.
    fn or(&self, part: MailPart, built_in: impl FnOnce() -> String) -> String {
        match self.wording.get(part) {
            Some(text) => defuse(&text.fill(&self.facts)).into_owned(),
            None => built_in(),
        }
    }
}

/// Cuts a text at empty lines.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines
        .split(|line| line.is_empty())
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| paragraph.iter().map(|line| (*line).to_owned()).collect())
        .collect()
}

fn joined(paragraphs: &[Paragraph]) -> String {
    let paragraphs = paragraphs.iter().map(|lines| lines.join("\n"));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// The account's own wording in this language, else its own for every language, else ours.
fn subject(mail: &InvitationMail, texts: Texts, own: &Own<'_>) -> String {
    let (account, inviter) = (&mail.account_name, &mail.inviter_name);
    if let Some(text) = own.wording.get(MailPart::Subject) {
        return header::subject(&text.fill(&own.facts));
    }
    match &mail.subject {
        Some(template) => header::subject(&template.fill(&own.facts)),
        None => texts.with(
            "mail-subject",
            &[
                ("account", Arg::Text(&header::name(account.as_str()))),
                ("inviter", Arg::Text(&header::name(inviter.as_str()))),
            ],
        ),
    }
}

/// The first letter or digit of a name, in upper case.
pub(super) fn sign(name: &str) -> Option<char> {
    name.chars()
        .find(|c| c.is_alphanumeric())
        .and_then(|c| c.to_uppercase().next())
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn the_sign_is_the_first_letter() {
        assert_eq!(sign("«ромашка»"), Some('Р'));
        assert_eq!(sign("PT Maju"), Some('P'));
        assert_eq!(sign("42nd"), Some('4'));
        assert_eq!(sign("—"), None);
    }
}
