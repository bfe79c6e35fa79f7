//! The password in a message: derived like a link's token, good until it is replaced by one's own.

use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Crockford's alphabet: no I, L, O or U, so that nothing is read as something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 16;
const GROUP: usize = 4;

/// Eighty bits in sixteen characters: a secret, wiped on drop and redacted in debug output.
///
/// Two are compared in constant time.
///
/// ```
/// use invite_domain::model::TemporaryPassword;
///
/// let password = TemporaryPassword::of_bits([0x5a; 10]);
/// assert_eq!(*password.shown(), "B9D5-MPJT-B9D5-MPJT");
/// assert_eq!(TemporaryPassword::read("b9d5 mpjt b9d5mpjt"), Some(password));
/// ```
#[derive(Clone)]
pub struct TemporaryPassword(Zeroizing<[u8; LENGTH]>);

impl TemporaryPassword {
    /// Writes eighty bits as a password.
    pub fn of_bits(bits: [u8; 10]) -> Self {
        let bits = Zeroizing::new(bits);
        let mut characters = Zeroizing::new([0; LENGTH]);
        // Five octets are eight characters of five bits each.
        for (five, eight) in bits.chunks(5).zip(characters.chunks_mut(8)) {
            let number = five
                .iter()
                .fold(0_u64, |n, octet| n << 8 | u64::from(*octet));
            for (place, character) in eight.iter_mut().rev().enumerate() {
                let digit = (number >> (5 * place)) & 31;
                *character = usize::try_from(digit)
                    .ok()
                    .and_then(|digit| ALPHABET.get(digit))
                    .copied()
                    .unwrap_or_default();
            }
        }
        Self(characters)
    }

    /// Reads what a person typed, whatever its case, spaces and hyphens, and an O for a 0 or an I or
    /// L for a 1 besides; `None` where it cannot be one.
    pub fn read(typed: &str) -> Option<Self> {
        let mut characters = Zeroizing::new([0; LENGTH]);
        let mut places = characters.iter_mut();
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            };
            let octet = u8::try_from(c).ok().filter(|c| ALPHABET.contains(c))?;
            *places.next()? = octet;
        }
        let is_whole = places.next().is_none();
        is_whole.then_some(Self(characters))
    }

    /// Returns the text in groups of four, to put it into the one message it is meant for.
    pub fn shown(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for (place, octet) in self.0.iter().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*octet));
        }
        text
    }
}

impl PartialEq for TemporaryPassword {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for TemporaryPassword {}

impl fmt::Debug for TemporaryPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TemporaryPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::TemporaryPassword;

    #[test]
    fn what_is_shown_reads_back_however_it_is_typed() {
        let password = TemporaryPassword::of_bits([0, 1, 2, 3, 250, 251, 252, 253, 254, 255]);
        let shown = password.shown();
        assert_eq!(shown.len(), 19);
        let typed = [
            shown.to_string(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            shown.replace('-', "  "),
            format!(" {}\n", *shown),
            shown.replace('0', "O"),
            shown.replace('1', "l"),
            shown.replace('1', "i"),
        ];
        for typed in typed {
            assert_eq!(
                TemporaryPassword::read(&typed),
                Some(password.clone()),
                "{typed}"
            );
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "B9D5-MPJT-B9D5-MPJ",
            "B9D5-MPJT-B9D5-MPJTT",
            "B9D5-MPJT-B9D5-MPJU",
            "B9D5_MPJT_B9D5_MPJT",
            "correct horse battery",
            "пятнадцать-букв!",
        ] {
            assert_eq!(TemporaryPassword::read(text), None, "{text}");
        }
        assert_eq!(TemporaryPassword::read(&"x".repeat(1 << 20)), None);
    }

    #[test]
    fn different_bits_give_different_passwords_and_nothing_shows_in_debug_output() {
        let (one, other) = ([1; 10], [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
        assert_ne!(
            TemporaryPassword::of_bits(one),
            TemporaryPassword::of_bits(other)
        );
        let shown = format!("{:?}", TemporaryPassword::of_bits(one));
        assert_eq!(shown, "TemporaryPassword(…)");
    }
}
