//! The code that a new person accepts with: asked for by whoever holds the link, sent only to the
//! address or number on record, and tried a few times at most.

use super::{
    DeadLink, InvitationService,
    admission::{self, Holder},
};
use crate::{
    model::{
        About, AcceptanceCode, Actor, AskedCode, Channel, CodeClaim, CodeRefusal, Doer, Event,
        InvitationToken, Invitee, OutboxId, OutboxMessage, TokenClaim, Via,
    },
    ports::{StoreError, UnitOfWork},
    service::unit::finish,
};
use chrono::{DateTime, Utc};

/// The holder of a link asks for a code.
#[derive(Debug, Clone)]
pub struct AskCode {
    /// The token of the link.
    pub token: InvitationToken,
    /// Through what they ask.
    pub via: Via,
}

/// A message with a code is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeSent {
    /// Which code it is.
    pub claim: CodeClaim,
}

/// Why no code is sent. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AskCodeError {
    /// The token is not one of ours. Forged, malformed and foreign look alike.
    #[error("the link is not one of ours")]
    UnknownLink,
    /// The link is genuine and opens nothing anymore.
    #[error("{}", .0.refusal)]
    DeadLink(Box<DeadLink>),
    /// Accepting needs no code: the account asks for none, or the person has credentials.
    #[error("no code is needed")]
    NotNeeded,
    /// Nobody comes into a suspended account.
    #[error("the account is suspended")]
    AccountSuspended,
    /// One was sent a short while ago, or enough were today.
    #[error("a code was sent a short while ago")]
    TooSoon {
        /// When another one can be asked for.
        again_at: DateTime<Utc>,
        /// At which moment that was said.
        now: DateTime<Utc>,
    },
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Queues a message with a new code to the address or number on record, and to no other; every
    /// former code is dead.
    ///
    /// However many ask at once, one message leaves.
    ///
    /// # Errors
    /// [`AskCodeError`]; nothing was changed, but that the account's log tells of a genuine link that
    /// brought no code.
    pub async fn ask_code(&self, command: AskCode) -> Result<CodeSent, AskCodeError> {
        let (token, via) = (command.token.clone(), command.via);
        let asked = self.send_code(command).await;
        self.tell_of_refusal(&token, via, asked).await
    }

    async fn send_code(&self, command: AskCode) -> Result<CodeSent, AskCodeError> {
        let (claim, standing) = self
            .resolve(&command.token)
            .await?
            .ok_or(AskCodeError::UnknownLink)?;
        if let Err(dead) = admission::open(&standing, claim, self.now()) {
            let dead = self.with_renewal(&standing, dead).await?;
            return Err(AskCodeError::DeadLink(dead));
        }
        if standing.account.suspended_at.is_some() {
            return Err(AskCodeError::AccountSuspended);
        }
        if admission::holder(standing.user, None) != Holder::New || !standing.asks_code() {
            return Err(AskCodeError::NotNeeded);
        }
        let mut unit = self.ports.store.begin().await?;
        let asked = self.ask_in(unit.as_mut(), claim, command.via).await;
        finish(unit, asked).await
    }

    /// Decides once more under the lock of the invitation, and writes.
    async fn ask_in(
        &self,
        unit: &mut dyn UnitOfWork,
        link: TokenClaim,
        via: Via,
    ) -> Result<CodeSent, AskCodeError> {
        let now = self.now();
        let found = unit.invitations().lock(link.invitation).await?;
        let invitation = found.ok_or(AskCodeError::UnknownLink)?;
        if invitation.clone().open(link.generation, now).is_err() {
            // It moved on since it was looked at; the next look tells how it stands.
            return Err(AskCodeError::NotNeeded);
        }
        let asked = unit.invitations().codes(invitation.id).await?;
        AskedCode::may_ask(&asked, now)
            .map_err(|again_at| AskCodeError::TooSoon { again_at, now })?;
        let claim = CodeClaim {
            invitation: invitation.id,
            generation: link.generation,
            asked_at: now,
        };
        if !unit.invitations().add_code(&claim).await? {
            let again_at = now + AskedCode::PAUSE;
            return Err(AskCodeError::TooSoon { again_at, now });
        }
        let message = OutboxMessage {
            id: OutboxId::new(self.ports.ids.next_id()),
            account_id: invitation.account_id,
            about: About::AcceptanceCode {
                id: invitation.id,
                generation: link.generation,
            },
            channel: channel(&invitation.invitee),
            queued_at: now,
            due_at: now,
            attempts: 0,
        };
        unit.outbox().enqueue(&message).await?;
        let doer = Doer {
            actor: Actor::Invitee,
            via,
        };
        let entry = self.audit(&invitation, doer, Event::CodeAsked, now);
        unit.audit().append(&[entry]).await?;
        Ok(CodeSent { claim })
    }

    /// Tries a code, before anything that costs more. A wrong one is committed: its count must last.
    pub(super) async fn try_code(
        &self,
        typed: Option<&AcceptanceCode>,
        link: TokenClaim,
    ) -> Result<(), super::AcceptError> {
        let typed = typed.ok_or(CodeRefusal::Required)?;
        let mut unit = self.ports.store.begin().await?;
        let tried = async {
            // Under the lock: of many tries at once no more learn anything than are left.
            unit.invitations().lock(link.invitation).await?;
            let refused = self.judge(unit.as_mut(), Some(typed), link, self.now());
            let Err((refusal, wrong)) = refused.await? else {
                return Ok(Ok(()));
            };
            Ok(Err(match wrong {
                Some(code) if !unit.invitations().count_wrong_code(&code.claim).await? => {
                    CodeRefusal::TooManyTries
                }
                Some(_) | None => refusal,
            }))
        }
        .await;
        Ok(finish::<_, StoreError>(unit, tried).await??)
    }

    /// Looks at the code once more in the transaction that lets its holder in.
    pub(super) async fn check_code(
        &self,
        unit: &mut dyn UnitOfWork,
        typed: Option<&AcceptanceCode>,
        link: TokenClaim,
        now: DateTime<Utc>,
    ) -> Result<(), super::AcceptError> {
        let judged = self.judge(unit, typed, link, now).await?;
        Ok(judged.map_err(|(refusal, _)| refusal)?)
    }

    /// Judges what was typed against the latest code of this link, and counts nothing. A refusal comes
    /// with the code where that was a wrong try.
    async fn judge(
        &self,
        unit: &mut dyn UnitOfWork,
        typed: Option<&AcceptanceCode>,
        link: TokenClaim,
        now: DateTime<Utc>,
    ) -> Result<Result<(), (CodeRefusal, Option<AskedCode>)>, StoreError> {
        let asked = unit.invitations().codes(link.invitation).await?;
        let latest = AskedCode::latest(&asked, link.generation);
        let (Some(typed), Some(code)) = (typed, latest) else {
            return Ok(Err((CodeRefusal::Required, None)));
        };
        if let Err(refusal) = code.check(now) {
            return Ok(Err((refusal, None)));
        }
        let is_right = self.ports.tokens.is_acceptance_code(&code.claim, typed);
        Ok(if is_right {
            Ok(())
        } else {
            Err((code.after_wrong_try(), Some(code)))
        })
    }
}

/// To what the person proves to hold by it: the address, or, without one, the number.
fn channel(invitee: &Invitee) -> Channel {
    match &invitee.email {
        Some(_) => Channel::Email,
        None => Channel::Sms,
    }
}
