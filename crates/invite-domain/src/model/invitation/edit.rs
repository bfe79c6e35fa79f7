//! Changing an invitation while it is pending.

use super::{Event, Invitation, Invitee, State};
use crate::model::{
    ChannelPreference, EmailAddress, Grant, InvalidValue, PersonalMessage, PhoneNumber, Status, Ttl,
};
use chrono::{DateTime, Utc};

/// The new values; `None` leaves a part as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Who is asked. A changed address or number kills every link that was sent to the old one.
    pub invitee: Option<Invitee>,
    /// What acceptance gives, as a whole.
    pub grant: Option<Grant>,
    /// How the person is to be told from now on.
    pub channel: Option<ChannelPreference>,
    /// How long links live from now on; `Some(None)` goes back to the account's setting.
    pub ttl: Option<Option<Ttl>>,
    /// What the inviter wants to say; `Some(None)` takes it back.
    pub message: Option<Option<PersonalMessage>>,
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    /// It is history: accepted or revoked.
    #[error("an invitation that is {0} cannot be changed")]
    NotEditable(Status),
    /// The values do not make an invitation.
    #[error(transparent)]
    Invalid(#[from] InvalidValue),
}

/// What an edit leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The changed invitation.
    pub invitation: Invitation,
    /// Which fields were changed; `None` when everything was as asked already.
    pub event: Option<Event>,
    /// A message was on its way to the old address: its place in the outbox must be taken by one to
    /// the new address.
    pub send_anew: bool,
}

impl Invitation {
    /// Applies changes while the invitation is pending.
    ///
    /// A link that went to an address which is no longer the person's must not open anything: a
    /// changed address or number raises the generation, kills older links and, while the invitation
    /// is `queued` or `invited`, queues a message to the new address.
    ///
    /// # Errors
    /// [`EditRefused`]; the invitation is unchanged.
    pub fn edit(mut self, changes: Changes, now: DateTime<Utc>) -> Result<Edited, EditRefused> {
        let status = self.status(now);
        if !status.is_editable() {
            return Err(EditRefused::NotEditable(status));
        }
        let mut fields = Vec::new();
        let mut moved = false;
        if let Some(invitee) = changes.invitee {
            invitee.identity()?;
            moved = contact(&invitee) != contact(&self.invitee);
            fields.extend(changed_fields(&self.invitee, &invitee));
            self.invitee = invitee;
        }
        replace(&mut self.grant, changes.grant, "grant", &mut fields);
        replace(&mut self.channel, changes.channel, "channel", &mut fields);
        replace(&mut self.ttl, changes.ttl, "ttl_seconds", &mut fields);
        replace(&mut self.message, changes.message, "message", &mut fields);
        if fields.is_empty() {
            return Ok(Edited {
                invitation: self,
                event: None,
                send_anew: false,
            });
        }
        let send_anew = moved && matches!(status, Status::Queued | Status::Invited);
        if moved && self.generation > 0 {
            self.superseded.clear();
            if send_anew {
                self.state = State::Queued;
                self.start_new_link(now);
            } else {
                self.generation += 1;
            }
        }
        Ok(Edited {
            invitation: self.changed(),
            event: Some(Event::Edited { fields }),
            send_anew,
        })
    }
}

fn contact(invitee: &Invitee) -> (Option<&str>, Option<&str>) {
    (
        invitee.email.as_ref().map(EmailAddress::canonical),
        invitee.phone.as_ref().map(PhoneNumber::as_str),
    )
}

fn replace<T: PartialEq>(
    old: &mut T,
    new: Option<T>,
    field: &'static str,
    fields: &mut Vec<&'static str>,
) {
    if let Some(new) = new
        && *old != new
    {
        *old = new;
        fields.push(field);
    }
}

fn changed_fields(old: &Invitee, new: &Invitee) -> Vec<&'static str> {
    let spelling = |i: &Invitee| i.email.as_ref().map(|e| e.original().to_owned());
    [
        ("email", spelling(old) != spelling(new)),
        ("phone", old.phone != new.phone),
        ("name", old.name != new.name),
        ("login", old.login != new.login),
        ("locale", old.locale != new.locale),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect()
}
