//! A person to put on the roster.

use super::{
    fields::Fields,
    names::{AccessTypeName, ChannelName, UserTypeName},
};
use crate::shared::Problem;
use invite_domain::{
    model::{
        ChannelPreference, DisplayName, EmailAddress, Grant, GrantItem, GrantKind, Invitee, Locale,
        Login, PersonalMessage, PhoneNumber, Ttl,
    },
    service::CreateInvitation,
};
use poem_openapi::Object;
use serde::Deserialize;

/// A person to put on the roster; an e-mail address or a phone number is needed.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewInvitation {
    email: Option<String>,
    /// In E.164, with + and its country code.
    phone: Option<String>,
    /// Filled in for the person and locked: one line of up to 200 characters.
    name: Option<String>,
    /// A name to sign in with, filled in and locked.
    login: Option<String>,
    /// `en`, `id` or `ru`; the account's default when absent.
    locale: Option<String>,
    user_type: Option<UserTypeName>,
    access_type: Option<AccessTypeName>,
    /// Keys of roles that the account has defined; so for groups, permissions and resources.
    roles: Option<Vec<String>>,
    groups: Option<Vec<String>>,
    permissions: Option<Vec<String>>,
    resources: Option<Vec<String>>,
    channel: Option<ChannelName>,
    /// How long links live: 3600 (1 hour) to 31536000 (365 days) seconds; the account's setting when
    /// absent.
    ttl_seconds: Option<i64>,
    /// What the inviter wants to say, up to 1,000 characters.
    message: Option<String>,
    /// Whether the message is queued in the same commit.
    send: Option<bool>,
}

impl NewInvitation {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn command(&self) -> Result<CreateInvitation, Problem> {
        let mut fields = Fields::default();
        let invitee = Invitee {
            email: fields.optional("email", self.email.as_deref(), EmailAddress::parse),
            phone: fields.optional("phone", self.phone.as_deref(), PhoneNumber::parse),
            name: fields.optional("name", self.name.as_deref(), DisplayName::parse),
            login: fields.optional("login", self.login.as_deref(), Login::parse),
            locale: fields.optional("locale", self.locale.as_deref(), Locale::parse),
        };
        if !fields.refused("email")
            && !fields.refused("phone")
            && let Err(invalid) = invitee.identity()
        {
            fields.refuse("email", invalid.code(), invalid.detail());
        }
        let grant = Grant {
            user_type: self.user_type.map(Into::into).unwrap_or_default(),
            access_type: self.access_type.map(Into::into).unwrap_or_default(),
            roles: fields.keys("roles", self.roles.as_ref()),
            groups: fields.keys("groups", self.groups.as_ref()),
            permissions: fields.keys("permissions", self.permissions.as_ref()),
            resources: fields.keys("resources", self.resources.as_ref()),
        };
        let seconds = self.ttl_seconds.as_ref();
        let ttl = fields.optional("ttl_seconds", seconds, |s| Ttl::from_seconds(*s));
        let message = fields.optional("message", self.message.as_deref(), PersonalMessage::parse);
        fields.finish()?;
        Ok(CreateInvitation {
            invitee,
            grant,
            channel: self
                .channel
                .map_or_else(ChannelPreference::default, Into::into),
            ttl,
            message,
            send: self.send.unwrap_or(false),
        })
    }

    /// Says in which field something was asked for: `roles[2]`.
    pub(in crate::api) fn place(&self, item: &GrantItem) -> String {
        let list = match item.kind {
            GrantKind::Role => &self.roles,
            GrantKind::Group => &self.groups,
            GrantKind::Permission => &self.permissions,
            GrantKind::Resource => &self.resources,
        };
        place(list.as_ref(), item)
    }
}

/// Finds where in its list something was asked for.
pub(super) fn place(list: Option<&Vec<String>>, item: &GrantItem) -> String {
    let field = item.kind.plural();
    let mut keys = list.into_iter().flatten();
    match keys.position(|key| key.trim() == item.key.as_str()) {
        Some(place) => format!("{field}[{place}]"),
        None => field.to_owned(),
    }
}
