//! What people paste, and what becomes of it.

use super::*;
use proptest::prelude::*;

/// Shows what was read as `line: name <contact>` or `line: problem`.
fn read(text: &str) -> Vec<String> {
    read_address_list(text, ChannelPolicy::EmailOrSms)
        .into_iter()
        .map(|listed| {
            let said = match listed.person {
                Ok(person) => {
                    let contact = match &person.contact {
                        Contact::Email(email) => email.original(),
                        Contact::Phone(phone) => phone.as_str(),
                    };
                    match person.name {
                        Some(name) => format!("{name} <{contact}>"),
                        None => contact.to_owned(),
                    }
                }
                Err(ListedProblem::NoContact) => format!("no contact in {:?}", listed.text),
                Err(ListedProblem::Contact(error) | ListedProblem::Name(error)) => {
                    format!("{} in {:?}", error.code(), listed.text)
                }
                Err(ListedProblem::SmsNotAllowed) => "no SMS".to_owned(),
                Err(ListedProblem::Repeated { line }) => format!("as on line {line}"),
            };
            format!("{}: {said}", listed.line)
        })
        .collect()
}

#[test]
fn every_usual_form_is_read() {
    for (text, people) in [
        ("a@x.org", &["1: a@x.org"][..]),
        (
            "a@x.org, b@x.org;c@x.org\td@x.org",
            &["1: a@x.org", "1: b@x.org", "1: c@x.org", "1: d@x.org"],
        ),
        ("a@x.org b@x.org", &["1: a@x.org", "1: b@x.org"]),
        ("a@x.org\r\n\r\n  b@x.org \n", &["1: a@x.org", "3: b@x.org"]),
        ("Siti <a@x.org>", &["1: Siti <a@x.org>"]),
        ("<a@x.org> <b@x.org>", &["1: a@x.org", "1: b@x.org"]),
        (
            "Siti <a@x.org> Budi <b@x.org>",
            &["1: Siti <a@x.org>", "1: Budi <b@x.org>"],
        ),
        (
            "\"Nurhaliza, Siti\" <a@x.org>, b@x.org",
            &["1: Nurhaliza, Siti <a@x.org>", "1: b@x.org"],
        ),
        (
            "Nurhaliza, Siti <a@x.org>; Santoso, Budi <b@x.org>",
            &["1: Nurhaliza, Siti <a@x.org>", "1: Santoso, Budi <b@x.org>"],
        ),
        (
            "\"Siti \\\"S\\\" N.\" <a@x.org>",
            &["1: Siti \"S\" N. <a@x.org>"],
        ),
        ("'a@x.org' <a@x.org>", &["1: a@x.org"]),
        ("a@x.org <a@x.org>", &["1: a@x.org"]),
        ("a@x.org (Siti N.)", &["1: Siti N. <a@x.org>"]),
        ("Siti Nurhaliza a@x.org", &["1: Siti Nurhaliza <a@x.org>"]),
        ("Siti Nurhaliza\ta@x.org", &["1: Siti Nurhaliza <a@x.org>"]),
        ("Siti\tNurhaliza\ta@x.org", &["1: Siti Nurhaliza <a@x.org>"]),
        ("a@x.org\tSiti", &["1: Siti <a@x.org>"]),
        ("Siti Nurhaliza, a@x.org", &["1: Siti Nurhaliza <a@x.org>"]),
        ("Жанна Ё.;a@x.org", &["1: Жанна Ё. <a@x.org>"]),
        ("J.R. Smith <a@x.org>", &["1: J.R. Smith <a@x.org>"]),
        ("mailto:a@x.org", &["1: a@x.org"]),
        ("> - a@x.org.", &["1: a@x.org"]),
        ("+62 812-3456-7890", &["1: +6281234567890"]),
        (
            "Siti <+62 812 3456 7890>; +7 (905) 111-11-11",
            &["1: Siti <+6281234567890>", "1: +79051111111"],
        ),
        (
            "Siti Nurhaliza +62 812 3456 7890",
            &["1: Siti Nurhaliza <+6281234567890>"],
        ),
        ("zhanna@Пример.РФ", &["1: zhanna@Пример.РФ"]),
        (" , ;\t\n\n", &[]),
    ] {
        assert_eq!(read(text), people, "{text:?}");
    }
}

#[test]
fn mistakes_stand_at_their_line_and_take_nobody_with_them() {
    for (text, found) in [
        (
            "a@x.org\nsiti.x.org, b@x.org",
            &[
                "1: a@x.org",
                "2: no contact in \"siti.x.org\"",
                "2: b@x.org",
            ][..],
        ),
        (
            "siti, b@x.org",
            &["1: no contact in \"siti\"", "1: b@x.org"],
        ),
        ("a@x", &["1: email_invalid in \"a@x\""]),
        ("Siti <a@x", &["1: email_invalid in \"Siti <a@x\""]),
        ("Siti <>", &["1: no contact in \"Siti <>\""]),
        (
            "0812 3456 7890",
            &["1: phone_country_code_missing in \"0812 3456 7890\""],
        ),
        ("+62 81", &["1: no contact in \"+62 81\""]),
        (
            "A@x.org\nb@x.org\nSiti <a@X.org>",
            &["1: A@x.org", "2: b@x.org", "3: as on line 1"],
        ),
        (
            "+62 812 3456 7890, +6281234567890",
            &["1: +6281234567890", "1: as on line 1"],
        ),
        (
            "\"Siti, a@x.org",
            &["1: no contact in \"\\\"Siti\"", "1: a@x.org"],
        ),
    ] {
        assert_eq!(read(text), found, "{text:?}");
    }
    let long = format!("{} <a@x.org>", "ё".repeat(201));
    assert!(read(&long)[0].starts_with("1: too_long in"));
}

#[test]
fn numbers_are_refused_where_only_mail_goes() {
    let read = read_address_list("+6281234567890\na@x.org", ChannelPolicy::EmailOnly);
    assert_eq!(read[0].person, Err(ListedProblem::SmsNotAllowed));
    assert!(read[1].person.is_ok());
}

#[test]
fn a_long_line_of_brackets_is_read_in_no_time() {
    for c in ["<", "\"", ">", ",", "\\", "a@b.c ", "a <"] {
        read(&c.repeat(200_000));
    }
}

proptest! {
    #[test]
    fn every_line_that_holds_anything_is_accounted_for(
        lines in proptest::collection::vec("[ -~\\tёЯ\u{a0}]{0,60}", 0..12)
    ) {
        let text = lines.join("\n");
        let listed = read_address_list(&text, ChannelPolicy::EmailOrSms);
        for (number, line) in (1..).zip(&lines) {
            let holds_anything = line.contains(char::is_alphanumeric);
            let found = listed.iter().filter(|listed| listed.line == number).count();
            prop_assert!(!holds_anything || found > 0, "{line:?} is lost");
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn nobody_is_lost_whatever_stands_between_them(
        names in proptest::collection::hash_set("[a-z]{1,8}", 1..20),
        separator in "[,;\\t\\n] ?"
    ) {
        let people: Vec<String> = names.iter().map(|name| format!("{name}@example.org")).collect();
        let listed = read_address_list(&people.join(&separator), ChannelPolicy::EmailOnly);
        prop_assert_eq!(listed.len(), people.len());
        prop_assert!(listed.iter().all(|listed| listed.person.is_ok()));
    }
}
