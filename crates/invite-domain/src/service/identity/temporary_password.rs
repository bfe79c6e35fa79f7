//! The first sign-in with a temporary password: it leads to setting one's own, and to nothing else.

use super::SignInService;
use crate::{
    model::{InvitationToken, Password, TemporaryPassword, TokenClaim, TokenPurpose},
    ports::{Standing, StoreError},
};
use chrono::{DateTime, Utc};

impl SignInService {
    /// Returns the token that lets the person set a password of their own, if this is the temporary
    /// one of a good invitation; `None` for anything else.
    ///
    /// What decides is asked of the invitation itself, as for a link: state, generation, resend
    /// policy and the clock. A person who has credentials is not let in by a second password.
    pub(super) async fn temporary_password(
        &self,
        identifier: &str,
        typed: &Password,
    ) -> Result<Option<InvitationToken>, StoreError> {
        let Some(typed) = TemporaryPassword::read(typed.expose()) else {
            return Ok(None);
        };
        let sent = self.identity.sent_temporary_passwords(identifier).await?;
        let now = self.clock.now();
        let opened = sent
            .iter()
            .filter(|standing| standing.user.is_none())
            .find_map(|standing| self.opened_by(&typed, standing, now));
        Ok(opened.map(|claim| self.tokens.mint(&claim)))
    }

    fn opened_by(
        &self,
        typed: &TemporaryPassword,
        standing: &Standing,
        now: DateTime<Utc>,
    ) -> Option<TokenClaim> {
        let invitation = &standing.invitation;
        let older = invitation.superseded.iter().map(|link| link.generation);
        std::iter::once(invitation.generation)
            .chain(older)
            .filter(|generation| invitation.clone().open(*generation, now).is_ok())
            .find(|generation| {
                self.tokens
                    .is_temporary_password(invitation.id, *generation, typed)
            })
            .map(|generation| TokenClaim {
                purpose: TokenPurpose::Invitation,
                invitation: invitation.id,
                generation,
            })
    }
}
