//! What kept the person from coming in, and where on the page it is said.

use crate::web::{field::Problems, wording};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{CodeRefusal, GrantKey, InvalidValue, PasswordPolicy},
    service::TooManyAttempts,
};
use invite_i18n::Texts;
use std::borrow::Cow;

/// What is wrong with an answer to an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The name is not one.
    Name(InvalidValue),
    /// No password was typed.
    NoPassword,
    /// The password is not good enough.
    Password(InvalidValue),
    /// The two passwords differ.
    PasswordsDiffer,
    /// The password is not that of the invited person.
    WrongPassword,
    /// Too many passwords were wrong.
    TooManyAttempts(TooManyAttempts),
    /// What was typed is no code.
    CodeMalformed,
    /// The code opens nothing.
    Code(CodeRefusal),
    /// A code left so lately that another can be asked for only from then on.
    CodeTooSoon(DateTime<Utc>),
    /// The inviter may no longer grant this.
    InviterNotEntitled,
    /// The account is suspended.
    Suspended,
    /// Every seat is taken.
    NoSeat,
    /// Someone else was given these resources meanwhile.
    ResourceTaken(Vec<GrantKey>),
    /// Someone else has the login by now.
    LoginTaken,
    /// The message is known not to have arrived, so there is nothing to decline.
    CannotDecline,
    /// Others changed the invitation at the same moment.
    Conflict,
}

impl Trouble {
    /// Says it at its field, or above the form.
    pub(super) fn tell(&self, problems: &mut Problems, texts: Texts, policy: PasswordPolicy) {
        match self {
            Self::Name(error) => problems.at("name", wording::invalid(texts, error, policy)),
            Self::NoPassword => problems.at("password", texts.get("page-error-password-required")),
            Self::Password(error) => {
                problems.at("password", wording::invalid(texts, error, policy));
            }
            Self::PasswordsDiffer => {
                problems.at("repeated", texts.get("page-error-passwords-differ"));
            }
            Self::WrongPassword => problems.at("password", texts.get("page-error-wrong-password")),
            Self::TooManyAttempts(waits) => {
                problems.at("password", wording::too_many_attempts(texts, *waits));
            }
            Self::CodeMalformed => problems.at("code", texts.get("page-error-code-malformed")),
            Self::Code(refusal) => problems.at("code", refused_code(texts, *refusal)),
            Self::CodeTooSoon(again_at) => {
                let date = texts.date_time(*again_at);
                let told = [("date", (&date).into())];
                problems.at("code", texts.with("page-error-code-too-soon", &told));
            }
            Self::InviterNotEntitled => {
                problems.whole(texts.get("page-error-inviter-not-entitled"));
            }
            Self::Suspended => problems.whole(texts.get("page-error-suspended")),
            Self::NoSeat => problems.whole(texts.get("page-error-no-seat")),
            Self::ResourceTaken(keys) => {
                let named = keys.iter().map(GrantKey::as_str);
                let named = named.collect::<Vec<_>>().join(", ");
                let told = [("resources", (&named).into())];
                problems.whole(texts.with("page-error-resource-taken", &told));
            }
            Self::LoginTaken => problems.whole(texts.get("page-error-login-taken")),
            Self::CannotDecline => problems.whole(texts.get("page-error-cannot-decline")),
            Self::Conflict => problems.whole(texts.get("page-error-conflict")),
        }
    }
}

fn refused_code(texts: Texts, refusal: CodeRefusal) -> Cow<'static, str> {
    match refusal {
        CodeRefusal::Required => texts.get("page-error-code-required"),
        CodeRefusal::Wrong { tries_left } => {
            let told = [("n", tries_left.into())];
            Cow::Owned(texts.with("page-error-code-wrong", &told))
        }
        CodeRefusal::Expired => texts.get("page-error-code-expired"),
        CodeRefusal::TooManyTries => texts.get("page-error-code-too-many"),
    }
}
