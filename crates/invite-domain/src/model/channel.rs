//! How an invitee is told: by mail or by SMS.

use super::{ChannelPolicy, EmailAddress, InvalidValue, PhoneNumber};

/// The way that one message takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// A mail to the address.
    Email,
    /// An SMS to the phone number.
    Sms,
}

impl Channel {
    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// What the inviter wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ChannelPreference {
    /// By mail.
    Email,
    /// By SMS.
    Sms,
    /// By mail where there is an address, else by SMS.
    #[default]
    Auto,
}

/// Why no message can leave for this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoChannel {
    /// Neither an address nor a number.
    #[error("the person has neither an e-mail address nor a phone number")]
    NoContact,
    /// By mail was asked, but there is no address.
    #[error("sending by e-mail needs an e-mail address")]
    NoEmail,
    /// By SMS was asked, but there is no number.
    #[error("sending by SMS needs a phone number")]
    NoPhone,
    /// The account's setting `channels` is `email_only`.
    #[error("this account confirms only by e-mail")]
    SmsNotAllowed,
}

impl ChannelPreference {
    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Auto => "auto",
        }
    }

    /// Reads the name on the wire.
    ///
    /// # Errors
    /// `unknown_channel`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "email" => Ok(Self::Email),
            "sms" => Ok(Self::Sms),
            "auto" => Ok(Self::Auto),
            _ => Err(InvalidValue::new(
                "unknown_channel",
                "the channel is email, sms or auto",
            )),
        }
    }

    /// Decides which way a message takes.
    ///
    /// # Errors
    /// Why it can take none.
    pub fn resolve(
        self,
        email: Option<&EmailAddress>,
        phone: Option<&PhoneNumber>,
        policy: ChannelPolicy,
    ) -> Result<Channel, NoChannel> {
        let sms = match policy {
            ChannelPolicy::EmailOnly => Err(NoChannel::SmsNotAllowed),
            ChannelPolicy::EmailOrSms => Ok(Channel::Sms),
        };
        match (self, email, phone) {
            (Self::Email | Self::Auto, Some(_), _) => Ok(Channel::Email),
            (Self::Email, None, _) => Err(NoChannel::NoEmail),
            (Self::Sms | Self::Auto, _, Some(_)) => sms,
            (Self::Sms, _, None) => Err(NoChannel::NoPhone),
            (Self::Auto, None, None) => Err(NoChannel::NoContact),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_every_wish_against_what_is_there() {
        use ChannelPolicy::{EmailOnly, EmailOrSms};
        use ChannelPreference::{Auto, Email, Sms};
        let mail = EmailAddress::parse("a@example.org").unwrap();
        let phone = PhoneNumber::parse("+79051111111").unwrap();
        let (m, p) = (Some(&mail), Some(&phone));
        for (wish, email, number, policy, expected) in [
            (Auto, m, p, EmailOrSms, Ok(Channel::Email)),
            (Auto, None, p, EmailOrSms, Ok(Channel::Sms)),
            (Auto, None, p, EmailOnly, Err(NoChannel::SmsNotAllowed)),
            (Auto, None, None, EmailOrSms, Err(NoChannel::NoContact)),
            (Email, m, None, EmailOnly, Ok(Channel::Email)),
            (Email, None, p, EmailOrSms, Err(NoChannel::NoEmail)),
            (Sms, m, p, EmailOrSms, Ok(Channel::Sms)),
            (Sms, m, p, EmailOnly, Err(NoChannel::SmsNotAllowed)),
            (Sms, m, None, EmailOrSms, Err(NoChannel::NoPhone)),
        ] {
            assert_eq!(
                wish.resolve(email, number, policy),
                expected,
                "{wish:?} {policy:?}"
            );
        }
    }
}
