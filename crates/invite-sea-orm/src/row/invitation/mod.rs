//! Invitations: what is known of the person in one half of the columns, where they stand in the other.
//!
//! Most changes touch the second half only, and are written with a shorter statement.

mod facts;
mod standing;

pub(crate) use facts::{Facts, folded, searchable};
pub(crate) use standing::{Standing, reason};

use super::{Fields, actor, grant, millis};
use invite_domain::{
    model::{
        AccountId, ChannelPreference, DisplayName, EmailAddress, Invitation, InvitationId, Invitee,
        Inviter, Locale, Login, PersonalMessage, PhoneNumber, Ttl,
    },
    ports::StoreError,
};
use sea_orm::Value;

/// What never changes.
pub(crate) const FIXED: [&str; 3] = ["id", "account_id", "created_at"];

/// Everything that is read back; the rest is derived from it.
pub(crate) fn columns() -> Vec<&'static str> {
    let derived = ["live_key", "email", "search_text", "sort_name"];
    FIXED
        .into_iter()
        .chain(Standing::COLUMNS)
        .chain(facts::COLUMNS)
        .filter(|column| !derived.contains(column))
        .collect()
}

/// Everything that is written.
pub(crate) fn all_columns() -> Vec<&'static str> {
    let mut columns = FIXED.to_vec();
    columns.extend(Standing::COLUMNS);
    columns.extend(facts::COLUMNS);
    columns
}

/// Returns the values in the order of [`FIXED`].
pub(crate) fn fixed(invitation: &Invitation) -> [Value; 3] {
    [
        invitation.id.uuid().into(),
        invitation.account_id.uuid().into(),
        millis(invitation.created_at).into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<Invitation, StoreError> {
    let inviter = Inviter {
        actor: actor::decode(fields, "inviter_kind", "inviter_id")?,
        name: fields.parsed("inviter_name", DisplayName::parse)?,
    };
    let ttl: Option<i64> = fields.get("ttl_seconds")?;
    let ttl = ttl
        .map(|seconds| {
            Ttl::from_seconds(seconds).map_err(|error| fields.unreadable("ttl_seconds", error))
        })
        .transpose()?;
    Ok(Invitation {
        id: InvitationId::new(fields.id("id")?),
        account_id: AccountId::new(fields.id("account_id")?),
        invitee: Invitee {
            email: fields.parsed_if_any("email_original", EmailAddress::parse)?,
            phone: fields.parsed_if_any("phone", PhoneNumber::parse)?,
            name: fields.parsed_if_any("name", DisplayName::parse)?,
            login: fields.parsed_if_any("login", Login::parse)?,
            locale: fields.parsed_if_any("locale", Locale::parse)?,
        },
        grant: grant::decode(fields)?,
        inviter,
        channel: fields.parsed("channel", ChannelPreference::parse)?,
        ttl,
        message: fields.parsed_if_any("message", PersonalMessage::parse)?,
        state: standing::state(fields)?,
        trail: standing::trail(fields)?,
        generation: fields.number("generation")?,
        superseded: standing::superseded(fields)?,
        created_at: fields.time("created_at")?,
        version: fields.number("version")?,
    })
}
