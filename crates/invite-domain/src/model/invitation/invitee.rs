//! Who is asked.

use crate::model::{DisplayName, EmailAddress, InvalidValue, Locale, Login, PhoneNumber};

/// Who is asked, and how they can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// Where mail goes. An address or a phone number is always there.
    pub email: Option<EmailAddress>,
    /// Where SMS goes.
    pub phone: Option<PhoneNumber>,
    /// Filled in for the person, who cannot change it while accepting.
    pub name: Option<DisplayName>,
    /// The name to sign in with, filled in and locked likewise.
    pub login: Option<Login>,
    /// The language of everything that this person reads; the account's default otherwise.
    pub locale: Option<Locale>,
}

impl Invitee {
    /// Returns what they are reached by: the address, else the number; empty where there is neither.
    pub fn known_as(&self) -> &str {
        let email = self.email.as_ref().map(EmailAddress::original);
        email
            .or_else(|| self.phone.as_ref().map(PhoneNumber::as_str))
            .unwrap_or_default()
    }

    /// Returns what identifies the person within the account: one live invitation holds it.
    ///
    /// # Errors
    /// `contact_required` when there is neither an address nor a number.
    pub fn identity(&self) -> Result<String, InvalidValue> {
        match (&self.email, &self.phone) {
            (Some(email), _) => Ok(format!("mailto:{}", email.canonical())),
            (None, Some(phone)) => Ok(format!("tel:{}", phone.as_str())),
            (None, None) => Err(InvalidValue::new(
                "contact_required",
                "an e-mail address or a phone number is needed",
            )),
        }
    }
}
