//! Genuine links that let nobody in: the account's log tells of them.

use super::{AcceptError, InvitationService};
use crate::{
    model::{Actor, CodeRefusal, Doer, InvitationToken, NotLetIn, Refusal, Via},
    ports::StoreError,
    service::refusals,
};

impl InvitationService {
    /// Writes down that a genuine link let nobody in. The answer is the same whether or not that works.
    pub(super) async fn tell_of_refusal(
        &self,
        token: &InvitationToken,
        via: Via,
        error: &AcceptError,
    ) {
        if let Some(reason) = not_let_in(error) {
            let _ = self.record_refusal(token, via, reason).await;
        }
    }

    async fn record_refusal(
        &self,
        token: &InvitationToken,
        via: Via,
        reason: NotLetIn,
    ) -> Result<(), StoreError> {
        let Some((claim, standing)) = self.resolve(token).await? else {
            return Ok(());
        };
        let refusal = Refusal::Acceptance {
            invitation: claim.invitation,
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

/// Returns why the holder of a genuine link was kept out, where the account is to know. Signing in
/// first, asking for a code and choosing a better password are steps on the way in.
fn not_let_in(error: &AcceptError) -> Option<NotLetIn> {
    match error {
        AcceptError::DeadLink(dead) => NotLetIn::of_link(dead.refusal),
        AcceptError::SignedInAsSomeoneElse { .. } => Some(NotLetIn::SomeoneElse),
        AcceptError::Code(CodeRefusal::Wrong { .. }) => Some(NotLetIn::CodeWrong),
        AcceptError::Code(CodeRefusal::TooManyTries) => Some(NotLetIn::TooManyTries),
        AcceptError::InviterNotEntitled { .. } => Some(NotLetIn::InviterNotEntitled),
        AcceptError::AccountSuspended => Some(NotLetIn::AccountSuspended),
        AcceptError::NoSeat => Some(NotLetIn::NoSeat),
        AcceptError::ResourceTaken(_) => Some(NotLetIn::ResourceTaken),
        AcceptError::UnknownLink
        | AcceptError::SignInRequired
        | AcceptError::Code(CodeRefusal::Required | CodeRefusal::Expired)
        | AcceptError::PasswordRequired
        | AcceptError::PasswordRefused(_)
        | AcceptError::LoginTaken
        | AcceptError::Conflict
        | AcceptError::Hash(_)
        | AcceptError::Store(_) => None,
    }
}
