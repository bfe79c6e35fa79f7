//! The address that every mail is from.

use invite_domain::model::{EmailAddress, InvalidValue};

/// The configured sender address. The name before it is each account's own.
///
/// ```
/// let from = invite_lettre::MailFrom::parse("invite@example.org")?;
/// assert_eq!(from.address().domain(), "example.org");
/// # Ok::<(), invite_domain::model::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFrom(EmailAddress);

impl MailFrom {
    /// Reads the bare address.
    ///
    /// # Errors
    /// As [`EmailAddress::parse`]; an address with a name before it is told to drop the name.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if text.contains(['<', '>']) {
            return Err(InvalidValue::new(
                "email_invalid",
                "the sender is a bare address such as invite@example.org: each account gives its own name",
            ));
        }
        EmailAddress::parse(text).map(Self)
    }

    /// Takes an address that was read before.
    pub fn of(address: EmailAddress) -> Self {
        Self(address)
    }

    /// Returns the address.
    pub fn address(&self) -> &EmailAddress {
        &self.0
    }
}
