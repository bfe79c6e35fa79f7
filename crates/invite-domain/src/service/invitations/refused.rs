//! Genuine links that did not do what their holder wanted: the account's log tells of them.

use super::{AcceptError, AskCodeError, DeclineError, InvitationService, RenewError};
use crate::{
    model::{Actor, CodeRefusal, Doer, InvitationToken, LinkFailure, LinkUse, Refusal, Via},
    ports::StoreError,
    service::refusals,
};

/// Errors of what is done with a link.
pub(super) trait Refused {
    /// What the link was to do.
    const WANTED: LinkUse;

    /// Returns why it did not, where the account is to know. Neither forged links tell the account
    /// anything, nor steps on the way in, such as signing in or choosing a better password.
    fn reason(&self) -> Option<LinkFailure>;
}

impl InvitationService {
    /// Writes down that a genuine link was refused something, and passes on what it came to. The answer
    /// is the same whether or not that works.
    pub(super) async fn tell_of_refusal<T, E: Refused>(
        &self,
        token: &InvitationToken,
        via: Via,
        outcome: Result<T, E>,
    ) -> Result<T, E> {
        if let Some(reason) = outcome.as_ref().err().and_then(E::reason) {
            let _ = self.record_refusal(token, via, E::WANTED, reason).await;
        }
        outcome
    }

    async fn record_refusal(
        &self,
        token: &InvitationToken,
        via: Via,
        wanted: LinkUse,
        reason: LinkFailure,
    ) -> Result<(), StoreError> {
        let Some((claim, standing)) = self.resolve(token).await? else {
            return Ok(());
        };
        let refusal = Refusal::Link {
            invitation: claim.invitation,
            wanted,
            reason,
        };
        // Whoever is signed in as another person is a stranger to this account, and stays unnamed.
        let doer = Doer {
            actor: Actor::Invitee,
            via,
        };
        let store = self.ports.store.as_ref();
        refusals::record(store, standing.account.id, doer, refusal, self.now()).await
    }
}

impl Refused for AcceptError {
    const WANTED: LinkUse = LinkUse::Acceptance;

    fn reason(&self) -> Option<LinkFailure> {
        match self {
            Self::DeadLink(dead) => LinkFailure::of_link(dead.refusal),
            Self::SignedInAsSomeoneElse { .. } => Some(LinkFailure::SomeoneElse),
            Self::Code(CodeRefusal::Wrong { .. }) => Some(LinkFailure::CodeWrong),
            Self::Code(CodeRefusal::TooManyTries) => Some(LinkFailure::TooManyTries),
            Self::InviterNotEntitled { .. } => Some(LinkFailure::InviterNotEntitled),
            Self::AccountSuspended => Some(LinkFailure::AccountSuspended),
            Self::NoSeat => Some(LinkFailure::NoSeat),
            Self::ResourceTaken(_) => Some(LinkFailure::ResourceTaken),
            Self::UnknownLink
            | Self::SignInRequired
            | Self::Code(CodeRefusal::Required | CodeRefusal::Expired)
            | Self::PasswordRequired
            | Self::PasswordRefused(_)
            | Self::LoginTaken
            | Self::Conflict
            | Self::Hash(_)
            | Self::Store(_) => None,
        }
    }
}

impl Refused for AskCodeError {
    const WANTED: LinkUse = LinkUse::Code;

    fn reason(&self) -> Option<LinkFailure> {
        match self {
            Self::DeadLink(dead) => LinkFailure::of_link(dead.refusal),
            Self::AccountSuspended => Some(LinkFailure::AccountSuspended),
            Self::TooSoon { .. } => Some(LinkFailure::TooSoon),
            Self::UnknownLink | Self::NotNeeded | Self::Store(_) => None,
        }
    }
}

impl Refused for DeclineError {
    const WANTED: LinkUse = LinkUse::Declining;

    fn reason(&self) -> Option<LinkFailure> {
        match self {
            Self::DeadLink(dead) => LinkFailure::of_link(dead.refusal),
            Self::UnknownLink | Self::Illegal(_) | Self::Conflict | Self::Store(_) => None,
        }
    }
}

impl Refused for RenewError {
    const WANTED: LinkUse = LinkUse::Renewal;

    fn reason(&self) -> Option<LinkFailure> {
        match self {
            Self::DeadLink(dead) => LinkFailure::of_link(dead.refusal),
            Self::AccountSuspended(_) => Some(LinkFailure::AccountSuspended),
            Self::TooSoon { .. } => Some(LinkFailure::TooSoon),
            Self::InviterNotEntitled { .. } => Some(LinkFailure::InviterNotEntitled),
            Self::NotSendable { .. } => Some(LinkFailure::NotSendable),
            Self::UnknownLink
            | Self::AlreadyIn(_)
            | Self::StillGood
            | Self::Conflict
            | Self::Store(_) => None,
        }
    }
}
