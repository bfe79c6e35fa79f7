//! What an account's own wording does to a mail, and what it cannot do.

use crate::{
    hostile,
    look::{links, shape},
    support::{TOKEN, mail, name},
};
use invite_domain::{
    model::{
        Locale, MailMessage, MailPart, MailText, MailWording, TemporaryLogin, TemporaryPassword,
        WayIn,
    },
    ports::InvitationMail,
};
use invite_i18n::{Texts, names::defuse};
use invite_lettre::render;
use std::collections::BTreeSet;

fn with_password(locale: Locale) -> InvitationMail {
    let mut mail = mail(1, locale);
    mail.way_in = WayIn::TemporaryPassword(TemporaryLogin {
        user_name: "siti@example.org".to_owned(),
        password: TemporaryPassword::of_bits([7; 10]),
        sign_in_url: "https://invite.example.com/sign-in".to_owned(),
    });
    mail
}

fn worded(mail: &InvitationMail, parts: &[(MailPart, &str)]) -> InvitationMail {
    let mut mail = mail.clone();
    for (part, text) in parts {
        mail.wording.set(*part, text).unwrap();
    }
    mail
}

#[test]
fn the_built_in_text_as_own_wording_gives_the_same_mail() {
    for locale in Locale::ALL {
        for plain in [mail(1, locale), with_password(locale)] {
            let message = MailMessage::of(&plain.way_in);
            let mut own = plain.clone();
            for part in MailPart::ALL {
                let text = Texts::of(locale).of_mail(message, part);
                own.wording.set(part, &text).unwrap();
            }
            assert!(!own.wording.is_empty());
            let (own, plain) = (render(&own).unwrap(), render(&plain).unwrap());
            // A whole text is defused where a name alone is not: "Ё.,".
            let shown = |text: &str| text.replace('\u{200b}', "");
            assert_eq!(own.subject, plain.subject);
            assert_eq!(shown(&own.text), shown(&plain.text));
            assert_eq!(shown(&own.html), shown(&plain.html));
        }
    }
}

#[test]
fn own_words_stand_where_they_belong() {
    let plain = mail(1, Locale::En);
    let own = worded(
        &plain,
        &[
            (MailPart::Subject, "Join us, {name}"),
            (MailPart::Heading, "Welcome to {account}"),
            (MailPart::Greeting, "Dear {name},"),
            (
                MailPart::Body,
                "First line\nsecond line\n\n\nSign in as {login}.",
            ),
            (MailPart::Button, "Let me in"),
            (MailPart::Closing, "It works for {validity}.\n\n{inviter}"),
        ],
    );
    let seen = render(&own).unwrap();
    assert_eq!(seen.subject, "Join us, Jordan Lee");
    let order = [
        "Welcome to Northwind Traders",
        "Dear Jordan Lee,",
        "First line\nsecond line\n\nSign in as ",
        "\n\nAna Souza writes:",
        TOKEN,
        "works for 7 days.\n\nIt works for 7 days.\n\nAna Souza\n\n",
        "This invitation was sent to siti@example.org.",
    ];
    let mut rest = seen.text.as_str();
    for expected in order {
        let at = rest.find(expected);
        let at = at.unwrap_or_else(|| panic!("{expected:?} is missing in {}", seen.text));
        rest = &rest[at + expected.len()..];
    }
    for html in [
        "First line<br>second line</p>",
        ">Let me in</a>",
        ">It works for 7 days.</p>",
        "<title>Welcome to Northwind Traders</title>",
    ] {
        assert!(
            seen.html.contains(html),
            "{html} is missing in {}",
            seen.html
        );
    }
}

#[test]
fn no_wording_loses_the_link_the_password_or_the_footer() {
    let parts = MailPart::ALL.map(|part| (part, "x"));
    for plain in [mail(1, Locale::En), with_password(Locale::En)] {
        let seen = render(&worded(&plain, &parts)).unwrap();
        let (link, secret) = match &plain.way_in {
            WayIn::Link(link) => (link.expose().to_owned(), TOKEN.to_owned()),
            WayIn::TemporaryPassword(login) => (
                login.sign_in_url.clone(),
                login.password.shown().to_string(),
            ),
        };
        for shown in [&seen.text, &shape(&seen.html).text] {
            assert!(shown.contains(&secret));
            assert!(shown.contains("This invitation was sent to siti@example.org."));
            assert!(shown.contains("You can safely ignore this mail"));
        }
        assert_eq!(shape(&seen.html).hrefs, BTreeSet::from([link]));
    }
}

/// Attack cases 45 and 46: whatever stands in a wording or in what it is filled with, the mail keeps
/// its bones and its one link, and nothing is filled in twice.
#[test]
fn hostile_wordings_and_names_change_neither_structure_nor_links() {
    let plain = mail(1, Locale::En);
    let bones = shape(
        &render(&worded(&plain, &MailPart::ALL.map(|p| (p, "x"))))
            .unwrap()
            .html,
    );
    let mut tried = 0;
    for hostile in hostile::names() {
        // As wording, where it can be one at all.
        let mut own = plain.clone();
        for part in MailPart::ALL {
            if MailText::parse(part, &hostile).is_ok() {
                own.wording.set(part, &hostile).unwrap();
                tried += 1;
            } else {
                own.wording.set(part, "x").unwrap();
            }
        }
        check(&own, &bones.tags, &hostile);
        // As a name within a wording, with a host's ending behind it.
        let text = "{name}{inviter}.{account}";
        let mut filled = worded(&plain, &MailPart::ALL.map(|part| (part, text)));
        filled.to_name = Some(name(&hostile));
        filled.inviter_name = name(&hostile);
        check(&filled, &bones.tags, &hostile);
    }
    assert!(tried > 2000, "{tried}");
}

fn check(mail: &InvitationMail, bones: &[String], hostile: &str) {
    let seen = render(mail).unwrap();
    let seen_shape = shape(&seen.html);
    assert_eq!(seen_shape.tags, bones, "{hostile:?}");
    let link = BTreeSet::from([format!("https://invite.example.com/i/{TOKEN}")]);
    assert_eq!(seen_shape.hrefs, link, "{hostile:?}");
    for shown in [&seen.text, &seen_shape.text] {
        let mut found = links(shown);
        found.remove("siti@example.org");
        assert_eq!(found, link, "{hostile:?}");
    }
    assert!(!seen.subject.contains(['\r', '\n']), "{hostile:?}");
}

#[test]
fn names_that_look_like_placeholders_stay_names() {
    let mut own = worded(
        &mail(1, Locale::En),
        &[(MailPart::Body, "{inviter}|{account}")],
    );
    own.inviter_name = name("{account}{login}");
    own.account_name = name("{inviter}");
    let text = render(&own).unwrap().text;
    assert!(text.contains("{account}{login}|{inviter}\n"), "{text}");
}

#[test]
fn the_longest_wording_with_the_longest_names_is_still_a_mail() {
    let plain = mail(1, Locale::Ru);
    let filler = "{account}".repeat(20);
    let mut own = MailWording::default();
    for part in MailPart::ALL {
        let room = part.max_length() as usize;
        let mut text: String = filler.chars().take(room / 9 * 9).collect();
        let left = room - text.chars().count();
        text.extend(std::iter::repeat_n('ё', left));
        own.set(part, &text).unwrap();
    }
    let mut long = plain;
    long.wording = own;
    long.account_name = name(&"Ж".repeat(200));
    let seen = render(&long).unwrap();
    assert!(seen.subject.chars().count() <= 201, "{}", seen.subject);
    assert!(seen.html.len() < 100_000, "{}", seen.html.len());
}

#[test]
fn an_address_in_a_wording_is_shown_but_is_no_link() {
    let text = "Help: https://help.example.org/start or help@example.org";
    let own = worded(&mail(1, Locale::En), &[(MailPart::Closing, text)]);
    let seen = render(&own).unwrap();
    assert!(seen.text.contains(&*defuse(text)));
    let raw = shape(&seen.html).text.replace('\u{200b}', "");
    assert!(raw.contains(text));
}
