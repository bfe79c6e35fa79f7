//! Values and outcomes of the domain, in the reader's language.

use crate::shared::sentences::minutes;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        AccessType, EmailAddress, Failure, FailureReason, GrantKind, GrantRefused, InvalidValue,
        Invitation, LinkFailure, Locale, PasswordPolicy, Status, UserType,
    },
    service::TooManyAttempts,
};
use invite_i18n::{Arg, Texts};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// Says what is wrong with a value that was typed.
pub(super) fn invalid(texts: Texts, error: &InvalidValue, policy: PasswordPolicy) -> Text {
    match error.code() {
        "required" => texts.get("page-error-required"),
        "email_required" => texts.get("page-error-email-required"),
        "email_invalid" => texts.get("page-error-email-invalid"),
        "too_long" | "email_too_long" => texts.get("page-error-too-long"),
        "forbidden_character" => texts.get("page-error-forbidden-character"),
        "password_too_short" => Cow::Owned(password_too_short(texts, policy)),
        "password_too_long" => texts.get("page-error-password-too-long"),
        "password_too_simple" => texts.get("page-error-password-too-simple"),
        "password_blocklisted" => texts.get("page-error-password-blocklisted"),
        "password_is_temporary" => texts.get("page-error-password-is-temporary"),
        "password_contains_context" => texts.get("page-error-password-contains-context"),
        // The domain's own sentence, in English, says more than "this is wrong" would.
        _ => Cow::Owned(error.detail().to_owned()),
    }
}

fn password_too_short(texts: Texts, policy: PasswordPolicy) -> String {
    let n = Arg::Number(u32::from(policy.min_length()));
    texts.with("page-error-password-too-short", &[("n", n)])
}

/// Says what a password must be.
pub(super) fn password_hint(texts: Texts, policy: PasswordPolicy) -> String {
    let n = Arg::Number(u32::from(policy.min_length()));
    texts.with("page-password-hint", &[("n", n)])
}

/// Says that too many attempts failed, and when to come back.
pub(super) fn too_many_attempts(texts: Texts, waits: TooManyAttempts) -> String {
    let minutes = Arg::Number(minutes(waits.wait));
    texts.with("page-error-too-many-attempts", &[("minutes", minutes)])
}

/// Warns of an address whose domain is easily taken for another one.
pub(super) fn look_alike(texts: Texts, email: Option<&EmailAddress>) -> Option<String> {
    let email = email.filter(|email| email.has_look_alike_domain())?;
    Some(texts.with("page-look-alike", &[("domain", email.domain().into())]))
}

/// Says why a genuine link did not do what its holder wanted.
pub(super) fn link_failure(texts: Texts, reason: LinkFailure) -> Text {
    match reason {
        LinkFailure::SomeoneElse => texts.get("page-link-failure-someone-else"),
        LinkFailure::CodeWrong => texts.get("page-link-failure-code-wrong"),
        LinkFailure::TooManyTries => texts.get("page-link-failure-too-many-codes"),
        LinkFailure::Expired => texts.get("page-link-failure-expired"),
        LinkFailure::Superseded => texts.get("page-link-failure-superseded"),
        LinkFailure::Revoked => texts.get("page-link-failure-revoked"),
        LinkFailure::Declined => texts.get("page-link-failure-declined"),
        LinkFailure::MembershipEnded => texts.get("page-link-failure-removed"),
        LinkFailure::MembershipSwitchedOff => texts.get("page-link-failure-switched-off"),
        LinkFailure::InviterNotEntitled => texts.get("page-link-failure-not-entitled"),
        LinkFailure::AccountSuspended => texts.get("page-link-failure-suspended"),
        LinkFailure::NoSeat => texts.get("page-link-failure-no-seat"),
        LinkFailure::ResourceTaken => texts.get("page-link-failure-resource-taken"),
        LinkFailure::TooSoon => texts.get("page-link-failure-too-soon"),
        LinkFailure::NotSendable => texts.get("page-link-failure-not-sendable"),
    }
}

/// Says why it cannot be granted.
pub(super) fn grant_refused(texts: Texts, refused: &GrantRefused) -> Text {
    match refused {
        GrantRefused::MayNotInvite(_) | GrantRefused::AccessType | GrantRefused::NotHeld(_) => {
            texts.get("page-error-may-not-grant")
        }
    }
}

/// Names where an invitation stands.
pub(super) fn status(texts: Texts, status: Status) -> Text {
    match status {
        Status::NotInvited => texts.get("page-status-not-invited"),
        Status::Queued => texts.get("page-status-queued"),
        Status::Invited => texts.get("page-status-invited"),
        Status::Accepted => texts.get("page-status-accepted"),
        Status::Declined => texts.get("page-status-declined"),
        Status::Expired => texts.get("page-status-expired"),
        Status::Error => texts.get("page-status-error"),
        Status::Revoked => texts.get("page-status-revoked"),
    }
}

/// Names how far someone's hand reaches.
pub(super) fn access(texts: Texts, access: AccessType) -> Text {
    match access {
        AccessType::Administrator => texts.get("page-access-administrator"),
        AccessType::Standard => texts.get("page-access-standard"),
    }
}

/// Names a user type, as it is once the person is in.
pub(super) fn user_type(texts: Texts, user_type: UserType) -> Text {
    match user_type {
        UserType::Internal => texts.get("page-type-internal"),
        UserType::External => texts.get("page-type-external"),
    }
}

/// Names what a catalog holds.
pub(super) fn grant_kind(texts: Texts, kind: GrantKind) -> Text {
    match kind {
        GrantKind::Role => texts.get("page-roles"),
        GrantKind::Group => texts.get("page-groups"),
        GrantKind::Permission => texts.get("page-permissions"),
        GrantKind::Resource => texts.get("page-numbers"),
    }
}

/// Names a language in itself.
pub(super) fn language(texts: Texts, locale: Locale) -> Text {
    match locale {
        Locale::En => texts.get("page-language-en"),
        Locale::Id => texts.get("page-language-id"),
        Locale::Ru => texts.get("page-language-ru"),
    }
}

/// Says why a message did not reach its person.
pub(super) fn failure(texts: Texts, reason: FailureReason) -> Text {
    match reason {
        FailureReason::UnknownRecipient => texts.get("page-failure-unknown-recipient"),
        FailureReason::UnknownDomain => texts.get("page-failure-unknown-domain"),
        FailureReason::MailboxFull => texts.get("page-failure-mailbox-full"),
        FailureReason::RefusedByPolicy => texts.get("page-failure-refused-by-policy"),
        FailureReason::TooLarge => texts.get("page-failure-too-large"),
        FailureReason::Refused => texts.get("page-failure-refused"),
        FailureReason::RetriesExhausted => texts.get("page-failure-retries-exhausted"),
        FailureReason::Bounced => texts.get("page-failure-bounced"),
    }
}

/// Says what an administrator can do about a message that did not arrive.
pub(super) fn advice(texts: Texts, reason: FailureReason) -> Text {
    match reason {
        FailureReason::UnknownRecipient | FailureReason::Bounced => {
            texts.get("page-advice-address")
        }
        FailureReason::UnknownDomain => texts.get("page-advice-domain"),
        FailureReason::MailboxFull => texts.get("page-advice-mailbox-full"),
        FailureReason::RefusedByPolicy => texts.get("page-advice-policy"),
        FailureReason::TooLarge => texts.get("page-advice-too-large"),
        FailureReason::Refused => texts.get("page-advice-refused"),
        FailureReason::RetriesExhausted => texts.get("page-advice-retries"),
    }
}

/// Says why, and what the other side said.
pub(super) fn failure_in_full(texts: Texts, found: &Failure) -> String {
    let reason = failure(texts, found.reason);
    if found.detail.is_empty() {
        reason.into_owned()
    } else {
        format!("{reason} ({})", found.detail)
    }
}

/// Says since when an invitation stands where it stands, and what comes next: "3 days ago, expires in 4
/// days".
pub(super) fn standing(
    texts: Texts,
    invitation: &Invitation,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> String {
    let span = (now - since).max(TimeDelta::zero());
    let ago = if span < TimeDelta::minutes(1) {
        texts.get("page-just-now").into_owned()
    } else {
        texts.with("page-ago", &[("span", (&texts.span(span)).into())])
    };
    match invitation.trail.expires_at {
        Some(end) if invitation.status(now) == Status::Invited => {
            format!("{ago}, {}", expires_in(texts, end - now))
        }
        _ => ago,
    }
}

/// Says when a link stops working.
pub(super) fn expires_in(texts: Texts, left: TimeDelta) -> String {
    let span = texts.span(rounded(left));
    texts.with("page-expires-in", &[("span", (&span).into())])
}

/// Rounds what is left to the unit that it is told in, so that seven days are not "6 days" a moment later.
fn rounded(left: TimeDelta) -> TimeDelta {
    if left > TimeDelta::days(2) {
        left + TimeDelta::hours(12)
    } else if left > TimeDelta::hours(2) {
        left + TimeDelta::minutes(30)
    } else {
        left
    }
}
