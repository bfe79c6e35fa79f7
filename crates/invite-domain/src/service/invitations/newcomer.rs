//! Whoever accepts and is new: the password that they choose, and the person that they become.

use super::{AcceptError, AcceptInvitation, InvitationService, admission::password_context};
use crate::{
    model::{
        DisplayName, InvalidValue, Invitation, OpenInvitation, Password, TemporaryPassword, User,
        UserId,
    },
    ports::Standing,
};
use chrono::{DateTime, Utc};

impl InvitationService {
    /// Returns the password that a new person wants, where it is good enough.
    pub(super) fn check_password<'a>(
        &self,
        command: &'a AcceptInvitation,
        standing: &Standing,
        open: &OpenInvitation,
    ) -> Result<&'a Password, AcceptError> {
        let password = command
            .password
            .as_ref()
            .ok_or(AcceptError::PasswordRequired)?;
        self.refuse_temporary(password, open.invitation())?;
        let name = person_name(command, open.invitation());
        let email = open.invitation().invitee.email.as_ref();
        let context = password_context(&standing.account, email, &name);
        standing
            .account
            .settings
            .password
            .check(password, &context, self.ports.passwords.as_ref())
            .map_err(AcceptError::PasswordRefused)?;
        Ok(password)
    }

    /// The password of a message is not to become the one for good (OWASP ASVS 5.0, 6.4.1).
    fn refuse_temporary(
        &self,
        password: &Password,
        invitation: &Invitation,
    ) -> Result<(), AcceptError> {
        let tokens = &self.ports.tokens;
        let is_temporary = TemporaryPassword::read(password.expose()).is_some_and(|typed| {
            (1..=invitation.generation)
                .any(|sent| tokens.is_temporary_password(invitation.id, sent, &typed))
        });
        if is_temporary {
            return Err(AcceptError::PasswordRefused(InvalidValue::new(
                "password_is_temporary",
                "choose a password of your own instead of the temporary one",
            )));
        }
        Ok(())
    }

    /// Returns who they will be.
    pub(super) fn new_user(
        &self,
        command: &AcceptInvitation,
        invitation: &Invitation,
        now: DateTime<Utc>,
    ) -> User {
        let invitee = &invitation.invitee;
        let by_mail = invitee.email.is_some();
        User {
            id: UserId::new(self.ports.ids.next_id()),
            email: invitee.email.clone(),
            // Whoever came by mail proved to hold the address, not the number.
            phone: invitee.phone.clone().filter(|_| !by_mail),
            login: invitee.login.clone(),
            name: DisplayName::parse(&person_name(command, invitation))
                .unwrap_or_else(|_| invitation.inviter.name.clone()),
            locale: invitee.locale,
            created_at: now,
        }
    }
}

/// The name given by the inviter, else the one the person typed, else what they are reached by.
fn person_name(command: &AcceptInvitation, invitation: &Invitation) -> String {
    let invitee = &invitation.invitee;
    let given = invitee.name.as_ref().or(command.name.as_ref());
    let reached_by = || match (&invitee.email, &invitee.phone) {
        (Some(email), _) => email.local_part().to_owned(),
        (None, Some(phone)) => phone.as_str().to_owned(),
        (None, None) => String::new(),
    };
    given.map_or_else(reached_by, |name| name.as_str().to_owned())
}
