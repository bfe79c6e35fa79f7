//! Phone numbers in E.164.

use super::InvalidValue;
use std::fmt;

/// A phone number with its country code, in the E.164 form: `+` and 8 to 15 digits.
///
/// ```
/// use invite_domain::model::PhoneNumber;
///
/// assert_eq!(PhoneNumber::parse("+7 (905) 111-11-11")?.as_str(), "+79051111111");
/// let error = PhoneNumber::parse("9051111111").unwrap_err();
/// assert_eq!(error.code(), "phone_country_code_missing");
/// # Ok::<(), invite_domain::model::InvalidValue>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as a person types it: spaces, dots, dashes and brackets are dropped.
    ///
    /// # Errors
    /// `phone_required` for an empty text, `phone_country_code_missing` when it does not begin with
    /// `+`, `phone_invalid` for letters or a wrong number of digits.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidValue::new(
                "phone_required",
                "a phone number is needed",
            ));
        }
        let Some(rest) = text.strip_prefix('+') else {
            return Err(InvalidValue::new(
                "phone_country_code_missing",
                "the number needs + and its country code, for example +79051111111",
            ));
        };
        let digits: String = rest
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '\u{a0}'))
            .collect();
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(InvalidValue::new(
                "phone_invalid",
                "a phone number holds only digits after the +",
            ));
        }
        // ITU-T E.164: at most 15 digits, and no country code begins with 0.
        if !(8..=15).contains(&digits.len()) || digits.starts_with('0') {
            return Err(InvalidValue::new(
                "phone_invalid",
                "a phone number has 8 to 15 digits after the + and begins with its country code",
            ));
        }
        Ok(Self(format!("+{digits}")))
    }

    /// Returns the E.164 form, for example `+79051111111`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns a form for logs: the first and the last two digits.
    pub fn masked(&self) -> String {
        let (head, tail) = (self.0.get(..3), self.0.get(self.0.len() - 2..));
        format!("{}***{}", head.unwrap_or("+"), tail.unwrap_or_default())
    }
}

/// Shows the masked form, so that a careless `{:?}` gives no number away.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::PhoneNumber;

    #[test]
    fn reads_the_usual_spellings() {
        for text in [
            "+79051111111",
            " +7 905 111 11 11 ",
            "+7-905-111.11.11",
            "+7(905)1111111",
        ] {
            assert_eq!(PhoneNumber::parse(text).unwrap().as_str(), "+79051111111");
        }
    }

    #[test]
    fn names_what_is_wrong() {
        for (text, code) in [
            ("", "phone_required"),
            ("9051111111", "phone_country_code_missing"),
            ("0079051111111", "phone_country_code_missing"),
            ("+7905", "phone_invalid"),
            ("+0123456789", "phone_invalid"),
            ("+7905111111x", "phone_invalid"),
            ("+1234567890123456", "phone_invalid"),
            ("++79051111111", "phone_invalid"),
        ] {
            assert_eq!(
                PhoneNumber::parse(text).unwrap_err().code(),
                code,
                "{text:?}"
            );
        }
    }

    #[test]
    fn debug_gives_no_number_away() {
        let shown = format!("{:?}", PhoneNumber::parse("+79051111111").unwrap());
        assert_eq!(shown, "PhoneNumber(+79***11)");
    }
}
