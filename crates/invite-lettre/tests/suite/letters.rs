//! What is in a mail, whatever the names in it are.

use crate::{
    hostile,
    look::{Look, Shape, links, look, shape},
    support::{TOKEN, from, mail, name},
};
use invite_domain::{
    model::{
        AcceptanceCode, EmailAddress, InvitationToken, LinkBase, Locale, PersonalMessage,
        SubjectTemplate, TemporaryLogin, TemporaryPassword, Ttl, WayIn,
    },
    ports::{CodeMail, InvitationMail, Mailer, PasswordMail, PasswordMailSays},
};
use invite_lettre::MemoryInbox;
use std::{
    collections::BTreeSet,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// The octets that would be sent.
pub(crate) fn raw(mail: &InvitationMail) -> Vec<u8> {
    let inbox = MemoryInbox::new(from());
    let mut sent = pin!(inbox.send(mail));
    let Poll::Ready(sent) = sent.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the inbox has nothing to wait for");
    };
    sent.unwrap();
    inbox.get(mail.account_id, mail.id).unwrap().source.clone()
}

fn our_link() -> BTreeSet<String> {
    BTreeSet::from([format!("https://invite.example.com/i/{TOKEN}")])
}

#[test]
fn hostile_names_change_neither_headers_nor_structure_nor_links() {
    let names = hostile::names();
    assert!(names.len() >= 500, "{}", names.len());
    std::thread::scope(|scope| {
        for locale in Locale::ALL {
            let names = &names;
            scope.spawn(move || hold_against(names, locale));
        }
    });
}

/// Each name in every place at once, and in one place alone, with the places taking turns.
fn hold_against(names: &[String], locale: Locale) {
    let plain = mail(1, locale);
    let (expected, bones) = both(&plain);
    assert_eq!(bones.hrefs, our_link());
    for (hostile, alone) in names.iter().zip(PLACES.iter().cycle()) {
        let mut one = plain.clone();
        alone(&mut one, hostile);
        same(&one, &expected, &bones, hostile);
        let mut all = plain.clone();
        for place in PLACES {
            place(&mut all, hostile);
        }
        same(&all, &expected, &bones, hostile);
    }
}

/// Each place of a mail that people's words go into.
const PLACES: [fn(&mut InvitationMail, &str); 6] = [
    |mail, text| mail.account_name = name(text),
    |mail, text| mail.sender_name = Some(name(text)),
    |mail, text| mail.inviter_name = name(text),
    |mail, text| mail.to_name = Some(name(text)),
    |mail, text| mail.message = Some(PersonalMessage::parse(&format!("{text}\n{text}")).unwrap()),
    |mail, text| mail.subject = SubjectTemplate::parse(&format!("{text} {{inviter}}")).ok(),
];

fn both(mail: &InvitationMail) -> (Look, Shape) {
    let look = look(&raw(mail));
    let shape = shape(&look.html);
    (look, shape)
}

fn same(mail: &InvitationMail, expected: &Look, bones: &Shape, hostile: &str) {
    let octets = raw(mail);
    check_octets(&octets, hostile);
    let seen = look(&octets);
    assert_eq!(seen.headers, expected.headers, "{hostile:?}");
    assert_eq!(seen.parts, expected.parts, "{hostile:?}");
    assert_eq!(seen.message_id, expected.message_id, "{hostile:?}");
    assert_eq!(
        addresses(&seen.from),
        addresses(&expected.from),
        "{hostile:?}"
    );
    assert_eq!(addresses(&seen.to), addresses(&expected.to), "{hostile:?}");
    let shape = shape(&seen.html);
    // Without an opening letter or digit there is no sign.
    let signless = |tags: &[String]| -> Vec<String> {
        let sign = [
            "td align aria-hidden style valign width",
            "td align aria-hidden valign width",
            "div class style",
        ];
        tags.iter()
            .filter(|tag| !sign.contains(&tag.as_str()) && !tag.starts_with('/'))
            .cloned()
            .collect()
    };
    assert_eq!(signless(&shape.tags), signless(&bones.tags), "{hostile:?}");
    assert_eq!(shape.hrefs, bones.hrefs, "{hostile:?}");
    for (part, text) in [("text", &seen.text), ("html", &shape.text)] {
        let mut found = links(text);
        found.remove("siti@example.org");
        assert_eq!(found, bones.hrefs, "{hostile:?} in the {part}");
    }
}

fn addresses(people: &[(String, String)]) -> Vec<&str> {
    people.iter().map(|(_, address)| address.as_str()).collect()
}

/// RFC 5322 §2.1.1: ASCII, lines of at most 998 octets, and no line end but CRLF.
fn check_octets(octets: &[u8], hostile: &str) {
    assert!(octets.is_ascii(), "{hostile:?}");
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\r\n");
        let line = line.unwrap_or_else(|| panic!("{hostile:?} makes a bare line end"));
        assert!(line.len() <= 998, "{hostile:?}");
        assert!(!line.contains(&b'\r') && !line.contains(&0), "{hostile:?}");
    }
    let head = octets
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let header_lines = octets[..head].split(|octet| *octet == b'\n');
    let longest = header_lines.map(<[u8]>::len).max().unwrap();
    assert!(
        longest <= 128,
        "{hostile:?} makes a header line of {longest}"
    );
}

#[test]
fn headers_say_what_was_meant() {
    for (sender, to) in [
        ("PT Maju Jaya", "Siti Nurhaliza"),
        ("Ромашка", "Жанна Ё."),
        ("Acme, Inc. (EU)", "O'Neil \"Mac\" <x>"),
        ("=?utf-8?b?eA==?=", "=?utf-8?q?x?="),
        ("\\\\", "a\\\"b"),
        ("日本語の会社", "李小龍"),
    ] {
        let mut mail = mail(1, Locale::En);
        mail.sender_name = Some(name(sender));
        mail.to_name = Some(name(to));
        mail.subject = Some(SubjectTemplate::parse("{invitee}: {account}").unwrap());
        mail.account_name = name(sender);
        let seen = look(&raw(&mail));
        let shown = |text: &str| text.replace('\u{200b}', "");
        assert_eq!(shown(&seen.from[0].0), sender);
        assert_eq!(seen.from[0].1, "invite@mail.example.com");
        assert_eq!(shown(&seen.to[0].0), to);
        assert_eq!(shown(&seen.subject), format!("{to}: {sender}"));
    }
}

#[test]
fn the_sender_is_the_account_unless_it_chose_another_name() {
    let mut mail = mail(1, Locale::En);
    assert_eq!(look(&raw(&mail)).from[0].0, "Northwind Traders");
    mail.sender_name = Some(name("Northwind People"));
    assert_eq!(look(&raw(&mail)).from[0].0, "Northwind People");
}

#[test]
fn a_mail_is_the_same_to_the_last_octet_every_time() {
    for locale in Locale::ALL {
        assert_eq!(raw(&mail(1, locale)), raw(&mail(1, locale)));
    }
    let (one, two) = (
        look(&raw(&mail(1, Locale::En))),
        look(&raw(&mail(2, Locale::En))),
    );
    assert_eq!(
        one.message_id,
        "00000000-0000-0000-0000-000000000001@mail.example.com"
    );
    assert_ne!(one.message_id, two.message_id);
}

#[test]
fn the_message_id_depends_on_the_id_alone() {
    let plain = mail(1, Locale::En);
    let mut other = mail(1, Locale::Ru);
    other.to = EmailAddress::parse("other@example.net").unwrap();
    other.message = None;
    assert_eq!(look(&raw(&plain)).message_id, look(&raw(&other)).message_id);
}

#[test]
fn the_date_is_when_it_was_queued_and_machines_know_a_machine_wrote_it() {
    let raw = String::from_utf8(raw(&mail(1, Locale::Ru))).unwrap();
    for header in [
        "Date: Mon, 23 Nov 2026 02:40:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "X-Auto-Response-Suppress: OOF, AutoReply\r\n",
        "Content-Language: ru\r\n",
        "MIME-Version: 1.0\r\n",
    ] {
        assert!(raw.contains(header), "{header}");
    }
}

#[test]
fn both_parts_say_all_that_matters() {
    for (locale, words) in [
        (
            Locale::En,
            [
                "Ana Souza",
                "Northwind Traders",
                "Jordan Lee",
                "7 days",
                "Ask me anything.",
                "siti@example.org",
                "ignore this mail",
            ],
        ),
        (
            Locale::Id,
            [
                "Budi Santoso",
                "PT Maju Jaya",
                "Siti Nurhaliza",
                "7 hari",
                "Silakan hubungi saya",
                "siti@example.org",
                "Abaikan saja",
            ],
        ),
        (
            Locale::Ru,
            [
                "Алексей Иванов",
                "Ромашка",
                "Жанна Ё.",
                "7 дней",
                "как договаривались.",
                "siti@example.org",
                "Не ждали",
            ],
        ),
    ] {
        let seen = look(&raw(&mail(1, locale)));
        let html = shape(&seen.html).text;
        for word in words.into_iter().chain([TOKEN]) {
            assert!(seen.text.contains(word), "{word} in {}", seen.text);
            assert!(html.contains(word), "{word} in {html}");
        }
        assert!(
            seen.html
                .contains(&format!("<html lang=\"{}\"", locale.code()))
        );
        assert!(!seen.text.contains("\n\n\n"), "{}", seen.text);
    }
}

#[test]
fn a_mail_without_name_and_message_is_whole_too() {
    for (locale, hello) in [
        (Locale::En, "Hello,"),
        (Locale::Id, "Halo,"),
        (Locale::Ru, "Здравствуйте."),
    ] {
        let mut mail = mail(1, locale);
        mail.to_name = None;
        mail.message = None;
        mail.ttl = Ttl::from_seconds(3_600).unwrap();
        let seen = look(&raw(&mail));
        assert_eq!(seen.to, [(String::new(), "siti@example.org".to_owned())]);
        assert!(seen.text.lines().any(|line| line == hello), "{}", seen.text);
        assert!(!seen.text.contains('>') && !seen.html.contains("<blockquote"));
        assert!(!seen.text.contains("\n\n\n"), "{}", seen.text);
    }
}

#[test]
fn every_line_of_the_message_is_quoted() {
    let mut mail = mail(1, Locale::En);
    mail.message = Some(PersonalMessage::parse("one\n\n-- \ntwo").unwrap());
    let text = look(&raw(&mail)).text.replace("\r\n", "\n");
    assert!(
        text.contains("Ana Souza writes:\n\n> one\n> \n> -- \n> two\n\n"),
        "{text}"
    );
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    for locale in Locale::ALL {
        let html = look(&raw(&mail(1, locale))).html;
        let shape = shape(&html);
        for tag in [
            "img", "script", "link", "iframe", "object", "embed", "video", "audio", "form",
            "input", "base",
        ] {
            let found = shape.tags.iter().any(|t| t.split(' ').next() == Some(tag));
            assert!(!found, "<{tag}>");
        }
        for words in [
            "url(",
            "@import",
            "src=",
            "background=",
            "@font-face",
            "http-equiv",
        ] {
            assert!(!html.contains(words), "{words}");
        }
        // Not even a namespace or a doctype points elsewhere.
        assert_eq!(
            html.matches("http").count(),
            3,
            "the link: the button, the address and its text"
        );
    }
}

#[test]
fn the_boundary_never_occurs_in_the_mail_itself() {
    let mut mail = mail(1, Locale::En);
    let line = "--invite-00000000000000000000000000000001";
    mail.message = Some(PersonalMessage::parse(&format!("{line}\n{line}x\n{line}--")).unwrap());
    let seen = look(&raw(&mail));
    assert_eq!(seen.parts, 3);
    assert!(seen.text.contains(&format!("> {line}--")), "{}", seen.text);
}

#[test]
fn long_names_are_cut_in_headers_and_whole_in_the_text() {
    let mut mail = mail(1, Locale::Id);
    let long = "Perusahaan ".repeat(18);
    mail.account_name = name(&long);
    let seen = look(&raw(&mail));
    assert!(seen.from[0].0.chars().count() <= 61 && seen.from[0].0.ends_with('…'));
    assert!(seen.subject.chars().count() < 200);
    assert!(seen.text.contains(long.trim()));
}

const TEMPORARY: &str = "B9D5-MPJT-B9D5-MPJT";

/// The same mail to someone who signs in with a temporary password.
fn with_password(locale: Locale) -> InvitationMail {
    let mut mail = mail(1, locale);
    mail.way_in = WayIn::TemporaryPassword(TemporaryLogin {
        user_name: "siti.n".to_owned(),
        password: TemporaryPassword::read(TEMPORARY).unwrap(),
        sign_in_url: "https://invite.example.com/sign-in".to_owned(),
    });
    mail
}

#[test]
fn a_temporary_password_is_said_with_the_user_name_and_a_button_to_log_in() {
    for (locale, words) in [
        (
            Locale::En,
            [
                "Northwind Traders",
                "User name",
                "Temporary password",
                "Log in",
            ],
        ),
        (
            Locale::Id,
            [
                "PT Maju Jaya",
                "Nama pengguna",
                "Temporary Password",
                "Login",
            ],
        ),
        (
            Locale::Ru,
            ["Ромашка", "Имя пользователя", "Временный пароль", "Войти"],
        ),
    ] {
        let seen = look(&raw(&with_password(locale)));
        let bones = shape(&seen.html);
        for word in words.into_iter().chain(["siti.n", TEMPORARY]) {
            assert!(seen.text.contains(word), "{word} in {}", seen.text);
            assert!(bones.text.contains(word), "{word} in {}", bones.text);
        }
        let sign_in = "https://invite.example.com/sign-in".to_owned();
        assert_eq!(bones.hrefs, BTreeSet::from([sign_in]));
        assert!(!seen.text.contains("invt_") && !seen.html.contains("invt_"));
        assert!(!seen.text.contains("\n\n\n"), "{}", seen.text);
    }
}

#[test]
fn hostile_names_change_nothing_beside_a_temporary_password_either() {
    let plain = with_password(Locale::En);
    let (expected, bones) = both(&plain);
    for hostile in hostile::names().iter().step_by(5) {
        let mut all = plain.clone();
        for place in PLACES {
            place(&mut all, hostile);
        }
        same(&all, &expected, &bones, hostile);
    }
}

/// The octets of a mail about a password.
fn raw_password(mail: &PasswordMail) -> Vec<u8> {
    let inbox = MemoryInbox::new(from());
    let mut sent = pin!(inbox.send_password_mail(mail));
    let Poll::Ready(sent) = sent.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the inbox has nothing to wait for");
    };
    sent.unwrap();
    assert!(
        inbox
            .list(crate::support::mail(1, Locale::En).account_id)
            .is_empty()
    );
    inbox.all()[0].source.clone()
}

fn password_mail(locale: Locale, says: PasswordMailSays) -> PasswordMail {
    let invitation = mail(1, locale);
    PasswordMail {
        id: invitation.id,
        to: invitation.to,
        to_name: invitation.to_name.unwrap(),
        locale,
        date: invitation.date,
        sender_name: Some(invitation.account_name),
        says,
    }
}

fn reset_mail(locale: Locale) -> PasswordMail {
    let base = LinkBase::parse("https://invite.example.com").unwrap();
    let says = PasswordMailSays::Reset {
        link: base.password_reset(&InvitationToken::new(TOKEN)),
        good_until: mail(1, locale).date,
    };
    password_mail(locale, says)
}

fn changed_mail(locale: Locale) -> PasswordMail {
    let says = PasswordMailSays::Changed {
        at: mail(1, locale).date,
        forgotten_url: "https://invite.example.com/password/forgotten".to_owned(),
    };
    password_mail(locale, says)
}

fn code_mail(locale: Locale) -> CodeMail {
    let invitation = mail(1, locale);
    CodeMail {
        id: invitation.id,
        account_id: invitation.account_id,
        to: invitation.to,
        to_name: invitation.to_name,
        locale,
        date: invitation.date,
        account_name: invitation.account_name,
        sender_name: None,
        code: AcceptanceCode::of_number(12_345_678),
    }
}

#[test]
fn a_mail_with_a_code_tells_account_and_code_and_holds_no_link() {
    for (locale, words) in [
        (
            Locale::En,
            ["Your code", "10 minutes", "Did you not ask for it?"],
        ),
        (Locale::Id, ["Kode Anda", "10 menit", "Tidak memintanya?"]),
        (Locale::Ru, ["Ваш код", "10 минут", "Не запрашивали код?"]),
    ] {
        let mail = code_mail(locale);
        let inbox = MemoryInbox::new(from());
        let mut sent = pin!(inbox.send_code(&mail));
        let sent = sent.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(sent, Poll::Ready(Ok(_))));
        let seen = look(&inbox.get(mail.account_id, mail.id).unwrap().source);
        let bones = shape(&seen.html);
        let account = mail.account_name.as_str();
        for word in words.into_iter().chain(["1234 5678", account]) {
            assert!(seen.text.contains(word), "{word} in {}", seen.text);
            assert!(bones.text.contains(word), "{word} in {}", bones.text);
        }
        assert!(seen.subject.contains(account), "{}", seen.subject);
        assert!(!seen.subject.contains("1234"), "not on a locked screen");
        assert_eq!(bones.hrefs, BTreeSet::new());
        assert!(!seen.text.contains("http"), "{}", seen.text);
        assert!(!seen.text.contains("\n\n\n"), "{}", seen.text);
    }
}

#[test]
fn mails_about_a_password_say_all_that_matters() {
    for (locale, reset, changed) in [
        (
            Locale::En,
            ["Set a new password", "Jordan Lee", "ignore this mail"],
            ["Your password was changed", "Jordan Lee", "Was it not you?"],
        ),
        (
            Locale::Id,
            ["Buat kata sandi baru", "Siti Nurhaliza", "Abaikan saja"],
            [
                "Kata sandi Anda telah diubah",
                "Siti Nurhaliza",
                "Bukan Anda?",
            ],
        ),
        (
            Locale::Ru,
            ["Новый пароль", "Жанна Ё.", "Не запрашивали?"],
            ["Ваш пароль изменён", "Жанна Ё.", "Это были не вы?"],
        ),
    ] {
        let link = format!("https://invite.example.com/p/{TOKEN}");
        let page = "https://invite.example.com/password/forgotten".to_owned();
        for (mail, words, href) in [
            (reset_mail(locale), reset, link),
            (changed_mail(locale), changed, page),
        ] {
            let seen = look(&raw_password(&mail));
            let bones = shape(&seen.html);
            assert_eq!(seen.subject, words[0]);
            for word in words.into_iter().chain(["siti@example.org", &href]) {
                assert!(seen.text.contains(word), "{word} in {}", seen.text);
                assert!(bones.text.contains(word), "{word} in {}", bones.text);
            }
            assert_eq!(bones.hrefs, BTreeSet::from([href]));
            assert!(!seen.text.contains("\n\n\n"), "{}", seen.text);
            assert_eq!(raw_password(&mail), raw_password(&mail));
        }
    }
}

#[test]
fn hostile_names_change_nothing_of_a_mail_about_a_password() {
    for plain in [reset_mail(Locale::En), changed_mail(Locale::Ru)] {
        let expected = look(&raw_password(&plain));
        let bones = shape(&expected.html);
        for hostile in hostile::names().iter().step_by(5) {
            let mut all = plain.clone();
            all.to_name = name(hostile);
            all.sender_name = Some(name(hostile));
            let seen = look(&raw_password(&all));
            let shape = shape(&seen.html);
            assert_eq!(seen.headers, expected.headers, "{hostile:?}");
            assert_eq!(shape.hrefs, bones.hrefs, "{hostile:?}");
            let mut found = links(&seen.text);
            found.remove("siti@example.org");
            assert_eq!(found, bones.hrefs, "{hostile:?}");
        }
    }
}

#[test]
fn a_mail_to_someone_without_an_account_is_from_the_service_itself() {
    let mut mail = reset_mail(Locale::En);
    mail.sender_name = None;
    assert_eq!(look(&raw_password(&mail)).from[0].0, "Invite");
}
