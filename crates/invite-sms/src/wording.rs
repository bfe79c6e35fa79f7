//! The texts that we send, and what fits into them.

use invite_domain::{
    model::WayIn,
    ports::{CodeText, InvitationText},
};
use invite_i18n::{
    Arg, Texts,
    names::{defuse_plainly, shorten},
};

/// The longest name, in characters: the link needs the room.
const NAME: usize = 40;

/// Words an invitation, in the GSM alphabet where that loses nothing but the shape of a quote or dash.
pub(crate) fn text(message: &InvitationText) -> String {
    let account = name(message.account_name.as_str());
    let inviter = name(message.inviter_name.as_str());
    let texts = Texts::of(message.locale);
    let account = ("account", Arg::Text(&account));
    let inviter = ("inviter", Arg::Text(&inviter));
    match &message.way_in {
        WayIn::Link(link) => texts.with(
            "sms-invitation",
            &[account, inviter, ("link", Arg::Text(link.expose()))],
        ),
        WayIn::TemporaryPassword(login) => texts.with(
            "sms-temporary-password",
            &[
                account,
                inviter,
                ("user", Arg::Text(&login.user_name)),
                ("password", Arg::Text(&login.password.shown())),
                ("link", Arg::Text(&login.sign_in_url)),
            ],
        ),
    }
}

/// Words a code, likewise.
pub(crate) fn code(message: &CodeText) -> String {
    let account = name(message.account_name.as_str());
    let code = message.code.shown();
    Texts::of(message.locale).with(
        "sms-code",
        &[("account", Arg::Text(&account)), ("code", Arg::Text(&code))],
    )
}

fn name(name: &str) -> String {
    let name = defuse_plainly(&shorten(name, NAME)).into_owned();
    plain(&name).unwrap_or(name)
}

/// Rewrites a name in the GSM 7-bit alphabet (3GPP TS 23.038), if it can be: one character beyond it
/// halves what a message holds.
fn plain(name: &str) -> Option<String> {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' | '`' => plain.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => plain.push('"'),
            '\u{2010}'..='\u{2015}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{a0}' | '\u{2009}' | '\u{202f}' => plain.push(' '),
            '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
            c if is_gsm(c) => plain.push(c),
            _ => return None,
        }
    }
    Some(plain)
}

pub(crate) fn is_gsm(c: char) -> bool {
    let is_ascii = matches!(c, '\n' | ' '..='_' | 'a'..='~');
    is_ascii || "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use invite_domain::model::{AcceptanceCode, DisplayName, Locale, OutboxId, PhoneNumber};
    use uuid::Uuid;

    #[test]
    fn shapes_are_given_up_for_length_and_letters_never() {
        assert_eq!(
            name("Siti’s “Shop” – №1".replace('№', "No ").as_str()),
            "Siti's \"Shop\" - No 1"
        );
        assert_eq!(name("Ромашка – «Ё»"), "Ромашка – «Ё»");
        assert_eq!(name("Café Ünal"), "Café Ünal");
        assert_eq!(name("Łukasz"), "Łukasz");
    }

    #[test]
    fn a_code_fits_into_one_message_in_each_language() {
        for locale in Locale::ALL {
            let message = CodeText {
                id: OutboxId::new(Uuid::nil()),
                to: PhoneNumber::parse("+62 811 2233 4455").unwrap(),
                locale,
                account_name: DisplayName::parse("PT Maju Jaya").unwrap(),
                code: AcceptanceCode::of_number(12_345_678),
            };
            let text = code(&message);
            assert!(
                text.contains("1234 5678") && text.contains("PT Maju Jaya"),
                "{text}"
            );
            // Russian letters leave 70 characters.
            assert!(text.chars().count() <= 70, "{text}");
        }
    }

    #[test]
    fn names_are_cut_and_defused() {
        assert_eq!(
            name("https://evil.example/x"),
            "https: / / evil. example/ x"
        );
        assert_eq!(name(&"x".repeat(200)).len(), 43);
    }
}
