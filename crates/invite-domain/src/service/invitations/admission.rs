//! What the holder of a link may do: one pure decision for preview, accept and decline alike.

use super::InvitationService;
use crate::{
    model::{
        Account, DisplayName, EmailAddress, InvitationToken, LinkRefusal, Locale, OpenInvitation,
        PasswordContext, Renewal, TokenClaim, TokenPurpose, UserId,
    },
    ports::{Standing, StoreError, TokenMinter},
};
use chrono::{DateTime, Utc};

/// A genuine link that opens nothing anymore, with what helps its holder on: who asked them, into
/// what, and in which language to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLink {
    /// Why it opens nothing.
    pub refusal: LinkRefusal,
    /// Into which account.
    pub account_name: DisplayName,
    /// Who asked.
    pub inviter_name: DisplayName,
    /// The language of the invitee.
    pub locale: Locale,
    /// Whether its holder can have a new one.
    pub renewal: Renewal,
    /// Where a new one would go, or went, masked; not told where the holder may not have one.
    pub sent_to: Option<String>,
}

/// Who holds the link, compared with who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    /// Nobody has an account with the invited address yet: the holder may set a password.
    New,
    /// Someone has, and the holder is not signed in.
    MustSignIn,
    /// The holder is signed in as the invited person.
    Known(UserId),
    /// The holder is signed in as another person.
    SomeoneElse,
}

/// Compares the viewer with the person who proved to hold the invited address.
pub(super) fn holder(invited: Option<UserId>, viewer: Option<UserId>) -> Holder {
    match (invited, viewer) {
        (None, None) => Holder::New,
        (Some(_), None) => Holder::MustSignIn,
        (Some(invited), Some(viewer)) if invited == viewer => Holder::Known(viewer),
        (_, Some(_)) => Holder::SomeoneElse,
    }
}

/// Opens the standing with a genuine claim. What it tells about a new link is for
/// [`InvitationService::with_renewal`] to find out.
///
/// Whoever was removed or switched off, or waits for approval, is told so by any link of theirs, and no
/// link of before leads them back in.
pub(in crate::service) fn open(
    standing: &Standing,
    claim: TokenClaim,
    now: DateTime<Utc>,
) -> Result<OpenInvitation, DeadLink> {
    let opened = standing.invitation.clone().open(claim.generation, now);
    let waits = standing.place.is_some_and(|place| place.awaiting_approval);
    let switched_off = standing.place.is_some_and(|place| !place.active);
    let refusal = match opened {
        Ok(_) | Err(LinkRefusal::AlreadyAccepted) if waits => LinkRefusal::ApprovalPending,
        Ok(_) | Err(LinkRefusal::AlreadyAccepted) if switched_off => {
            LinkRefusal::MembershipSwitchedOff
        }
        Ok(open) => return Ok(open),
        Err(LinkRefusal::AlreadyAccepted) if standing.place.is_none() => {
            LinkRefusal::MembershipEnded
        }
        Err(refusal) => refusal,
    };
    Err(DeadLink {
        refusal,
        account_name: standing.account.name.clone(),
        inviter_name: standing.invitation.inviter.name.clone(),
        locale: standing.invitation.locale(&standing.account),
        renewal: Renewal::OnlyByAccount,
        sent_to: None,
    })
}

/// Words that an attacker would try first for this person.
pub(super) fn password_context<'a>(
    account: &'a Account,
    email: Option<&'a EmailAddress>,
    name: &'a str,
) -> PasswordContext<'a> {
    PasswordContext {
        own: email
            .map(EmailAddress::original)
            .into_iter()
            .chain([name])
            .collect(),
        near: email
            .map(EmailAddress::local_part)
            .into_iter()
            .chain([account.name.as_str()])
            .collect(),
    }
}

/// Returns what a token claims about an invitation, where it is genuine.
pub(in crate::service) fn claim_of(
    tokens: &dyn TokenMinter,
    token: &InvitationToken,
) -> Option<TokenClaim> {
    tokens
        .verify(token)
        .filter(|claim| claim.purpose == TokenPurpose::Invitation)
}

impl InvitationService {
    /// Returns what a token opens, where it is genuine and its invitation exists.
    pub(super) async fn resolve(
        &self,
        token: &InvitationToken,
    ) -> Result<Option<(TokenClaim, Standing)>, StoreError> {
        let Some(claim) = claim_of(self.ports.tokens.as_ref(), token) else {
            return Ok(None);
        };
        let standing = self.ports.reader.standing(claim.invitation).await?;
        Ok(standing.map(|standing| (claim, standing)))
    }
}
