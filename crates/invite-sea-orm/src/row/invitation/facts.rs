//! Who is asked, by whom, for what: changed by editing only.

use crate::row::{actor, grant};
use invite_domain::model::{
    DisplayName, EmailAddress, Invitation, Invitee, Locale, Login, PhoneNumber,
};
use sea_orm::Value;
use uuid::Uuid;

pub(crate) const COLUMNS: [&str; 17] = [
    "email",
    "email_original",
    "phone",
    "name",
    "login",
    "locale",
    "user_type",
    "access_type",
    "granted",
    "inviter_kind",
    "inviter_id",
    "inviter_name",
    "channel",
    "ttl_seconds",
    "message",
    "search_text",
    "sort_name",
];

/// The values as they are stored. Two are equal when nothing needs to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    email: Option<String>,
    email_original: Option<String>,
    phone: Option<String>,
    name: Option<String>,
    login: Option<String>,
    locale: Option<&'static str>,
    user_type: &'static str,
    access_type: &'static str,
    /// The keys of the grant, from which the index behind the filter by grant is made.
    pub(crate) granted: String,
    inviter_kind: &'static str,
    inviter_id: Option<Uuid>,
    inviter_name: String,
    channel: &'static str,
    ttl_seconds: Option<i64>,
    message: Option<String>,
}

impl Facts {
    pub(crate) fn of(invitation: &Invitation) -> Self {
        let invitee = &invitation.invitee;
        let (inviter_kind, inviter_id) = actor::encode(&invitation.inviter.actor);
        let email = invitee.email.as_ref();
        Self {
            email: email.map(|email| email.canonical().to_owned()),
            email_original: email.map(|email| email.original().to_owned()),
            phone: invitee.phone.as_ref().map(|p| p.as_str().to_owned()),
            name: invitee.name.as_ref().map(|n| n.as_str().to_owned()),
            login: invitee.login.as_ref().map(|l| l.as_str().to_owned()),
            locale: invitee.locale.map(Locale::code),
            user_type: invitation.grant.user_type.as_str(),
            access_type: invitation.grant.access_type.as_str(),
            granted: grant::encode_keys(&invitation.grant),
            inviter_kind,
            inviter_id,
            inviter_name: invitation.inviter.name.as_str().to_owned(),
            channel: invitation.channel.as_str(),
            ttl_seconds: invitation.ttl.map(|ttl| ttl.seconds().into()),
            message: invitation.message.as_ref().map(|m| m.as_str().to_owned()),
        }
    }

    /// Returns the values in the order of [`COLUMNS`].
    pub(crate) fn values(self, invitee: &Invitee) -> [Value; 17] {
        [
            self.email.into(),
            self.email_original.into(),
            self.phone.into(),
            self.name.into(),
            self.login.into(),
            self.locale.into(),
            self.user_type.into(),
            self.access_type.into(),
            self.granted.into(),
            self.inviter_kind.into(),
            self.inviter_id.into(),
            self.inviter_name.into(),
            self.channel.into(),
            self.ttl_seconds.into(),
            self.message.into(),
            search_text(invitee).into(),
            invitee.sorting_name().into(),
        ]
    }
}

/// Returns everything that a search looks at, a line for each, in the form that [`folded`] gives.
fn search_text(invitee: &Invitee) -> String {
    let email = invitee.email.as_ref();
    let parts = [
        invitee.name.as_ref().map(DisplayName::as_str),
        email.map(EmailAddress::original),
        // The original differs from it where the domain is not ASCII.
        email.map(EmailAddress::canonical),
        invitee.login.as_ref().map(Login::as_str),
        invitee.phone.as_ref().map(PhoneNumber::as_str),
    ];
    searchable(parts.into_iter())
}

/// Returns what a search looks at: a line for each part that there is, in the form of [`folded`].
pub(crate) fn searchable<'a>(parts: impl Iterator<Item = Option<&'a str>>) -> String {
    let mut lines: Vec<String> = parts.flatten().map(folded).collect();
    lines.dedup();
    lines.join("\n")
}

/// Returns a text in the form that is the same for upper and lower case.
///
/// Character by character, so that a part of a text folds to a part of the folded text.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
