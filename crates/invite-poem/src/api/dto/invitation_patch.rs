//! What is to be changed of an invitation.

use super::{
    fields::Fields,
    invitation_in::place,
    names::{AccessTypeName, ChannelName, UserTypeName},
};
use crate::shared::Problem;
use invite_domain::model::{
    Changes, DisplayName, EmailAddress, Grant, GrantItem, GrantKey, GrantKind, InvalidValue,
    Invitation, Invitee, Locale, Login, PersonalMessage, PhoneNumber, Ttl,
};
use poem_openapi::{Object, types::MaybeUndefined};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Absent leaves a field as it is, null clears it (RFC 7396); a list takes the place of the list.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct InvitationChange {
    /// A changed address kills every older link; while a message is out or on its way, one is sent to
    /// the new address.
    email: MaybeUndefined<String>,
    /// As a changed address.
    phone: MaybeUndefined<String>,
    name: MaybeUndefined<String>,
    login: MaybeUndefined<String>,
    /// `en`, `id` or `ru`; null for the account's default.
    locale: MaybeUndefined<String>,
    user_type: MaybeUndefined<UserTypeName>,
    access_type: MaybeUndefined<AccessTypeName>,
    roles: MaybeUndefined<Vec<String>>,
    groups: MaybeUndefined<Vec<String>>,
    permissions: MaybeUndefined<Vec<String>>,
    resources: MaybeUndefined<Vec<String>>,
    channel: MaybeUndefined<ChannelName>,
    /// 3600 (1 hour) to 31536000 (365 days); null for the account's setting.
    ttl_seconds: MaybeUndefined<i64>,
    message: MaybeUndefined<String>,
}

impl InvitationChange {
    /// Puts the changes over the invitation as it stands.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn over(&self, invitation: &Invitation) -> Result<Changes, Problem> {
        let mut fields = Fields::default();
        let before = &invitation.invitee;
        let invitee = Invitee {
            email: text(
                &mut fields,
                "email",
                &self.email,
                before.email.as_ref(),
                EmailAddress::parse,
            ),
            phone: text(
                &mut fields,
                "phone",
                &self.phone,
                before.phone.as_ref(),
                PhoneNumber::parse,
            ),
            name: text(
                &mut fields,
                "name",
                &self.name,
                before.name.as_ref(),
                DisplayName::parse,
            ),
            login: text(
                &mut fields,
                "login",
                &self.login,
                before.login.as_ref(),
                Login::parse,
            ),
            locale: text(
                &mut fields,
                "locale",
                &self.locale,
                before.locale.as_ref(),
                Locale::parse,
            ),
        };
        let grant = Grant {
            user_type: named(&self.user_type, invitation.grant.user_type),
            access_type: named(&self.access_type, invitation.grant.access_type),
            roles: self.keys(&mut fields, GrantKind::Role, &invitation.grant),
            groups: self.keys(&mut fields, GrantKind::Group, &invitation.grant),
            permissions: self.keys(&mut fields, GrantKind::Permission, &invitation.grant),
            resources: self.keys(&mut fields, GrantKind::Resource, &invitation.grant),
        };
        let ttl = match &self.ttl_seconds {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(seconds) => {
                Some(fields.optional("ttl_seconds", Some(seconds), |s| Ttl::from_seconds(*s)))
            }
        };
        let old = invitation.message.as_ref();
        let message = text(
            &mut fields,
            "message",
            &self.message,
            old,
            PersonalMessage::parse,
        );
        fields.finish()?;
        Ok(Changes {
            // The domain compares; what is the same is no change.
            invitee: Some(invitee),
            grant: (grant != invitation.grant).then_some(grant),
            channel: Some(named(&self.channel, invitation.channel)),
            ttl,
            message: Some(message),
        })
    }

    /// Says in which field something was asked for: `roles[2]`.
    pub(in crate::api) fn place(&self, item: &GrantItem) -> String {
        place(self.list(item.kind).as_opt_ref().flatten(), item)
    }

    fn list(&self, kind: GrantKind) -> &MaybeUndefined<Vec<String>> {
        match kind {
            GrantKind::Role => &self.roles,
            GrantKind::Group => &self.groups,
            GrantKind::Permission => &self.permissions,
            GrantKind::Resource => &self.resources,
        }
    }

    fn keys(&self, fields: &mut Fields, kind: GrantKind, before: &Grant) -> BTreeSet<GrantKey> {
        match self.list(kind) {
            MaybeUndefined::Undefined => before.keys(kind).clone(),
            MaybeUndefined::Null => BTreeSet::new(),
            MaybeUndefined::Value(keys) => fields.keys(kind.plural(), Some(keys)),
        }
    }
}

fn text<T: Clone>(
    fields: &mut Fields,
    field: &str,
    change: &MaybeUndefined<String>,
    before: Option<&T>,
    parse: impl FnOnce(&str) -> Result<T, InvalidValue>,
) -> Option<T> {
    match change {
        MaybeUndefined::Undefined => before.cloned(),
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(text) => fields.optional(field, Some(&**text), parse),
    }
}

fn named<N: Copy, T: Default + From<N>>(change: &MaybeUndefined<N>, before: T) -> T {
    match change {
        MaybeUndefined::Undefined => before,
        MaybeUndefined::Null => T::default(),
        MaybeUndefined::Value(name) => T::from(*name),
    }
}
