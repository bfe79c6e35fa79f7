//! Sessions: whose they are, which there are, and ending them.

use super::{SignInService, entry, identifier::person};
use crate::{
    model::{Action, Caller, Secret, SecretKind, SeenSession, Session, SessionId, User, Via},
    ports::{AccountRef, Membership, SignedIn, StoreError},
    service::unit::finish_identity,
};

/// How many sessions a list shows; nobody looks through more.
const LISTED: u32 = 100;
/// How many sessions one transaction writes down as seen.
const BATCH: usize = 500;

/// What a request shows to say who sends it.
#[derive(Debug, Clone)]
pub enum Credential {
    /// The token of a session.
    Session(Secret),
    /// An API key.
    ApiKey(Secret),
}

/// What was swept away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Sessions that were over.
    pub sessions: u64,
    /// Counts of tries to sign in that mean nothing anymore.
    pub tries: u64,
}

impl SignInService {
    /// Returns whose session this is; `None` for one that is over or was never begun.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn signed_in(&self, token: &Secret) -> Result<Option<SignedIn>, StoreError> {
        if !token.is(SecretKind::Session) {
            return Ok(None);
        }
        let (digest, now) = (token.digest(), self.clock.now());
        let found = self.identity.signed_in(&digest, now).await?;
        if found.is_some() {
            self.last_seen.note(digest, now);
        }
        Ok(found)
    }

    /// Returns the caller as they may act, through `via`, in the account; `None` when the credential
    /// is not good, or the account does not exist, is suspended, or is not theirs: all of these look
    /// alike.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn caller(
        &self,
        credential: &Credential,
        account: &AccountRef,
        via: Via,
    ) -> Result<Option<Caller>, StoreError> {
        let now = self.clock.now();
        match credential {
            Credential::Session(token) if token.is(SecretKind::Session) => {
                let digest = token.digest();
                let found = self
                    .identity
                    .caller_by_session(&digest, account, via, now)
                    .await?;
                if found.is_some() {
                    self.last_seen.note(digest, now);
                }
                Ok(found)
            }
            Credential::ApiKey(key) if key.is(SecretKind::ApiKey) => {
                self.identity
                    .caller_by_api_key(&key.digest(), account, via, now)
                    .await
            }
            Credential::Session(_) | Credential::ApiKey(_) => Ok(None),
        }
    }

    /// Returns the accounts that the person is a member of.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn memberships(&self, user: &User) -> Result<Vec<Membership>, StoreError> {
        self.identity.memberships(user.id).await
    }

    /// Returns the accounts that the person may enter: those of [`Self::memberships`] but where they
    /// lack a role.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn enterable(&self, user: &User) -> Result<Vec<Membership>, StoreError> {
        let mut places = self.memberships(user).await?;
        places.retain(Membership::may_enter);
        Ok(places)
    }

    /// Returns the person's own sessions, the hundred that were seen last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sessions(&self, person: &SignedIn) -> Result<Vec<Session>, StoreError> {
        let now = self.clock.now();
        self.identity.sessions(person.user.id, now, LISTED).await
    }

    /// Ends the session at once; nothing happens when it is over already.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_out(&self, token: &Secret, via: Via) -> Result<(), StoreError> {
        if let Some(signed_in) = self.signed_in(token).await? {
            self.end_session(&signed_in, signed_in.session, via).await?;
        }
        Ok(())
    }

    /// Ends one of the person's own sessions, and says whether they had it: someone else's is as
    /// absent as one that was never begun.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_session(
        &self,
        of: &SignedIn,
        session: SessionId,
        via: Via,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let doer = person(&of.user, via);
        let line = entry(self.ids.as_ref(), None, doer, Action::SignedOut, now);
        let mut unit = self.identity.begin_identity().await?;
        let ended = async {
            let had = unit.end_session(of.user.id, session).await?;
            if had {
                unit.audit().append(&[line]).await?;
            }
            Ok::<_, StoreError>(had)
        }
        .await;
        finish_identity(unit, ended).await
    }

    /// Ends every session of the person, this one too, and says how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_out_everywhere(&self, of: &SignedIn, via: Via) -> Result<u64, StoreError> {
        let now = self.clock.now();
        let doer = person(&of.user, via);
        let mut unit = self.identity.begin_identity().await?;
        let ended = async {
            let sessions = unit.end_other_sessions(of.user.id, None).await?;
            let action = Action::SignedOutEverywhere { sessions };
            let line = entry(self.ids.as_ref(), None, doer, action, now);
            unit.audit().append(&[line]).await?;
            Ok::<_, StoreError>(sessions)
        }
        .await;
        finish_identity(unit, ended).await
    }

    /// Writes down when sessions were seen, and says of how many; to be called once a minute or so.
    ///
    /// # Errors
    /// [`StoreError`]; what was not written is written next time.
    pub async fn record_seen(&self) -> Result<usize, StoreError> {
        let noted = self.last_seen.take();
        let seen: Vec<SeenSession> = noted
            .iter()
            .map(|(digest, at)| self.limits.seen(*digest, *at))
            .collect();
        for (written, batch) in seen.chunks(BATCH).enumerate() {
            if let Err(error) = self.record_batch(batch).await {
                for (digest, at) in noted.iter().skip(written * BATCH) {
                    self.last_seen.note(*digest, *at);
                }
                return Err(error);
            }
        }
        Ok(seen.len())
    }

    async fn record_batch(&self, seen: &[SeenSession]) -> Result<(), StoreError> {
        let mut unit = self.identity.begin_identity().await?;
        let noted = unit.note_seen(seen).await;
        finish_identity(unit, noted).await
    }

    /// Removes sessions that are over and counts that mean nothing anymore, at most `limit` of each.
    ///
    /// Nothing depends on it: a session is over by the clock.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was removed.
    pub async fn sweep(&self, limit: u32) -> Result<Swept, StoreError> {
        let now = self.clock.now();
        let mut unit = self.identity.begin_identity().await?;
        let swept = async {
            Ok::<_, StoreError>(Swept {
                sessions: unit.sweep_sessions(now, limit).await?,
                tries: unit.tries().forget(now, limit).await?,
            })
        }
        .await;
        finish_identity(unit, swept).await
    }
}
