//! The catalog of error codes, written from the code itself.

use super::problem_code::ProblemCode;
use std::fmt::Write;

/// Every code that names what is wrong with one field, with what it means.
pub(crate) const FIELD_CODES: &[(&str, &str)] = &[
    (
        "account_invalid",
        "An account is named by its id or its slug.",
    ),
    (
        "action_invalid",
        "An action is a name such as invitation.queued, or a family such as invitation.",
    ),
    ("code_malformed", "A code has eight digits."),
    (
        "contact_required",
        "Neither an e-mail address nor a phone number is given.",
    ),
    ("duplicate_field", "The field is given twice."),
    (
        "email_invalid",
        "It is not an address that mail can be sent to; the detail names the part at fault.",
    ),
    ("email_required", "An e-mail address is needed."),
    (
        "email_too_long",
        "An address has at most 254 characters, 64 of them before the @.",
    ),
    (
        "forbidden",
        "The caller may not do this with what the field names.",
    ),
    (
        "forbidden_character",
        "Control characters, line breaks and text-direction overrides are refused.",
    ),
    ("id_invalid", "It is not an id."),
    ("in_the_past", "The time is over already."),
    (
        "invalid_cursor",
        "The cursor is not one that this list has given.",
    ),
    (
        "invalid_version",
        "The version is not one that an `ETag` has given.",
    ),
    ("locale_unknown", "The language is one of en, id, ru."),
    (
        "login_invalid",
        "A login holds the letters a to z, digits and . _ + - @.",
    ),
    ("login_taken", "The login belongs to someone else."),
    ("not_available", "This service does not offer it."),
    (
        "not_held",
        "It can be granted only by someone who holds it.",
    ),
    ("out_of_range", "The number is too small or too large."),
    (
        "parent_loop",
        "The account named is the account itself, or below it.",
    ),
    (
        "password_blocklisted",
        "The password is one of those that are used most, or such a one with an obvious tail.",
    ),
    (
        "password_contains_context",
        "The password contains the person's own name, login or address, or is too close to these or the account's name.",
    ),
    (
        "password_is_temporary",
        "The temporary password cannot be kept; it takes one of the person's own.",
    ),
    (
        "password_length_out_of_range",
        "The shortest password has between 8 and 64 characters.",
    ),
    ("password_too_long", "A password has at most 1024 bytes."),
    (
        "password_too_short",
        "The password is shorter than the account allows.",
    ),
    (
        "password_too_simple",
        "The password is one character repeated.",
    ),
    (
        "phone_country_code_missing",
        "The number does not begin with + and its country code.",
    ),
    (
        "phone_invalid",
        "It is not a number in E.164: 8 to 15 digits after the +.",
    ),
    ("phone_required", "A phone number is needed."),
    ("required", "The field is missing or empty."),
    (
        "resource_promised",
        "A resource that is not shared has one holder, and a live invitation would give it.",
    ),
    (
        "resource_taken",
        "A resource that is not shared has one holder, and a member holds it.",
    ),
    ("resources_only", "Only resources are shared."),
    (
        "slug_invalid",
        "A slug holds the letters a to z, digits and dashes between them.",
    ),
    ("slug_taken", "The slug belongs to another account."),
    (
        "sms_not_allowed",
        "The account's setting `channels` is `email_only`.",
    ),
    ("too_long", "The text is longer than the field takes."),
    (
        "too_many",
        "The list has more entries than one request may carry.",
    ),
    ("too_many_levels", "Accounts are at most 8 levels deep."),
    (
        "too_many_placeholders",
        "A text holds at most 20 placeholders.",
    ),
    (
        "ttl_out_of_range",
        "An invitation lives between 3600 and 31536000 seconds.",
    ),
    (
        "unknown_access_type",
        "The access type is administrator or standard.",
    ),
    (
        "unknown_account",
        "There is no such account, or the caller has no place in it.",
    ),
    ("unknown_channel", "The channel is email, sms or auto."),
    ("unknown_field", "There is no such field here."),
    ("unknown_group", "The account has not defined this group."),
    (
        "unknown_permission",
        "The account has not defined this permission.",
    ),
    (
        "unknown_placeholder",
        "A text may hold {account}, {inviter}, {name}, {login} and {validity}, and no other braces.",
    ),
    (
        "unknown_resource",
        "The account has not defined this resource.",
    ),
    ("unknown_role", "The account has not defined this role."),
    ("unknown_scope", "The scope is read, invite or administer."),
    (
        "unknown_user_type",
        "The user type is internal or external.",
    ),
    (
        "unknown_value",
        "The value is none of those that the field takes; the detail names them.",
    ),
    ("unknown_via", "Via is page, api, command_line or worker."),
    (
        "url_invalid",
        "It is not an absolute http or https address.",
    ),
    ("wrong_password", "It is not the current password."),
    (
        "wrong_type",
        "The value is of another JSON type than the field takes; the detail names it.",
    ),
];

/// Returns the catalog of error codes as Markdown.
pub fn error_catalog() -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str(
        "\n## Problems\n\n| Code | Status | Means | What to do |\n| --- | --- | --- | --- |\n",
    );
    for code in ProblemCode::ALL {
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            code.as_str(),
            code.status().as_u16(),
            code.meaning(),
            code.advice()
        );
    }
    text.push_str("\n## Fields\n\n| Code | Means |\n| --- | --- |\n");
    for (code, meaning) in FIELD_CODES {
        let _ = writeln!(text, "| `{code}` | {meaning} |");
    }
    text
}

const INTRODUCTION: &str = "\
# Error codes

Every answer below `/api` that is not a success is a problem document (RFC 9457), of the type
`application/problem+json`, with a `code` that never changes. Where fields are wrong, `errors` names
each by `field`, `code` and `detail`; details are for people and may change.
";

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    #[test]
    fn every_code_of_the_domain_is_in_the_catalog() {
        let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("../invite-domain/src");
        let mut found = 0;
        for code in codes_in(&domain) {
            found += 1;
            assert!(
                FIELD_CODES.iter().any(|(known, _)| *known == code),
                "{code} is missing in the catalog"
            );
        }
        assert!(found > 20, "the search itself must find something");
    }

    #[test]
    fn field_codes_are_sorted() {
        assert!(FIELD_CODES.is_sorted_by_key(|(code, _)| *code));
    }

    fn codes_in(folder: &Path) -> Vec<String> {
        let mut codes = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes.extend(codes_in(&path));
            } else {
                let source: String = fs::read_to_string(path)
                    .unwrap()
                    .split_whitespace()
                    .collect();
                let calls = source.split("InvalidValue::new(\"").skip(1);
                codes.extend(calls.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
        codes
    }
}
