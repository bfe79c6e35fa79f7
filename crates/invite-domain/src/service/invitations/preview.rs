//! Showing an invitation to the holder of its link, without changing anything.

use super::{DeadLink, InvitationService, admission};
use crate::{
    model::{
        AccountId, ApprovalPolicy, AskedCode, CredentialsPolicy, DisplayName, EmailAddress,
        HttpUrl, InvitationToken, LinkRefusal, Locale, Login, PasswordPolicy, PersonalMessage,
        PhoneNumber, UserId,
    },
    ports::StoreError,
};
use admission::Holder;
use chrono::{DateTime, Utc};

/// What the holder has to do to get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Set a password: they are new.
    SetPassword,
    /// The same, in place of the temporary password that their message brought.
    ReplaceTemporaryPassword,
    /// Sign in with the credentials that they have, and join.
    SignIn,
    /// Just say yes: they are signed in as the invited person.
    Join,
    /// Sign out first: they are signed in as someone else.
    SwitchUser,
    /// Nothing: they are in.
    AlreadyIn,
    /// Nothing: they accepted, and an administrator of the account has to approve.
    AwaitApproval,
}

/// What is known about the code that accepting needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeNeeded {
    /// When the latest one was asked for with this link within a day, whether it is still good or not.
    pub asked_at: Option<DateTime<Utc>>,
}

/// What the holder of a good link sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Into which account.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: DisplayName,
    /// Who asks.
    pub inviter_name: DisplayName,
    /// What they want to say.
    pub message: Option<PersonalMessage>,
    /// The invited address.
    pub email: Option<EmailAddress>,
    /// The invited number.
    pub phone: Option<PhoneNumber>,
    /// The name that is filled in and locked.
    pub name: Option<DisplayName>,
    /// The login that is filled in and locked.
    pub login: Option<Login>,
    /// What to do.
    pub next: NextStep,
    /// The code that accepting needs besides, where it needs one.
    pub code: Option<CodeNeeded>,
    /// Whether an administrator of the account has to approve once they accepted.
    pub approval: ApprovalPolicy,
    /// Until when the link is good; not known before its hand-over is.
    pub expires_at: Option<DateTime<Utc>>,
    /// The language of everything that this person reads.
    pub locale: Locale,
    /// What a password must be.
    pub password: PasswordPolicy,
    /// Where the account's people sign in; the built-in page otherwise.
    pub login_url: Option<HttpUrl>,
    /// Where people go once they are in; where they sign in otherwise.
    pub after_accept_url: Option<HttpUrl>,
}

/// Why there is nothing to see.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The token is not one of ours. Forged, malformed and foreign look alike.
    #[error("the link is not one of ours")]
    UnknownLink,
    /// The link is genuine and opens nothing anymore.
    #[error("{}", .0.refusal)]
    DeadLink(Box<DeadLink>),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Shows the invitation to the holder of its link. Changes nothing, however often.
    ///
    /// # Errors
    /// [`PreviewError`].
    pub async fn preview(
        &self,
        token: &InvitationToken,
        viewer: Option<UserId>,
    ) -> Result<Preview, PreviewError> {
        let (claim, standing) = self
            .resolve(token)
            .await?
            .ok_or(PreviewError::UnknownLink)?;
        let next = match admission::open(&standing, claim, self.now()) {
            Ok(_) if standing.place.is_some() => NextStep::AlreadyIn,
            Ok(_) => match admission::holder(standing.user, viewer) {
                Holder::New => match standing.account.settings.credentials {
                    CredentialsPolicy::SetPassword => NextStep::SetPassword,
                    CredentialsPolicy::TemporaryPassword => NextStep::ReplaceTemporaryPassword,
                },
                Holder::MustSignIn => NextStep::SignIn,
                Holder::Known(_) => NextStep::Join,
                Holder::SomeoneElse => NextStep::SwitchUser,
            },
            Err(dead) => match dead.refusal {
                LinkRefusal::AlreadyAccepted => NextStep::AlreadyIn,
                LinkRefusal::ApprovalPending => NextStep::AwaitApproval,
                LinkRefusal::Unknown => return Err(PreviewError::UnknownLink),
                LinkRefusal::Superseded
                | LinkRefusal::Expired { .. }
                | LinkRefusal::Revoked
                | LinkRefusal::Declined
                | LinkRefusal::MembershipEnded
                | LinkRefusal::MembershipSwitchedOff => {
                    let dead = self.with_renewal(&standing, dead).await?;
                    return Err(PreviewError::DeadLink(dead));
                }
            },
        };
        let is_new = matches!(
            next,
            NextStep::SetPassword | NextStep::ReplaceTemporaryPassword
        );
        let code = if is_new && standing.asks_code() {
            let asked = self.ports.reader.asked_codes(claim.invitation).await?;
            let latest = AskedCode::latest(&asked, claim.generation);
            Some(CodeNeeded {
                asked_at: latest.map(|code| code.claim.asked_at),
            })
        } else {
            None
        };
        let locale = standing.invitation.locale(&standing.account);
        let invitee = standing.invitation.invitee;
        Ok(Preview {
            account_id: standing.account.id,
            account_name: standing.account.name,
            inviter_name: standing.invitation.inviter.name,
            message: standing.invitation.message,
            email: invitee.email,
            phone: invitee.phone,
            name: invitee.name,
            login: invitee.login,
            next,
            code,
            approval: standing.account.settings.approval,
            expires_at: standing.invitation.trail.expires_at,
            locale,
            password: standing.account.settings.password,
            login_url: standing.account.settings.login_url,
            after_accept_url: standing.account.settings.after_accept_url,
        })
    }
}
