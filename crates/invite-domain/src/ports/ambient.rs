//! Time, ids, secrets and keys: whatever a program would otherwise reach out for.

use crate::model::{
    AcceptanceCode, CodeClaim, InvitationId, InvitationToken, TemporaryPassword, TokenClaim,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Tells the time.
///
/// # Contract
/// - Times are cut to whole milliseconds, so that every storage gives back what it was given.
pub trait Clock: Send + Sync {
    /// Returns the present moment.
    fn now(&self) -> DateTime<Utc>;
}

/// Makes ids.
///
/// # Contract
/// - No id comes twice.
/// - Ids made later sort later (UUID version 7, RFC 9562 §5.7), so that lists have a stable order.
pub trait IdSource: Send + Sync {
    /// Returns a fresh id.
    fn next_id(&self) -> Uuid;
}

/// Makes secrets: session tokens and API keys.
///
/// # Contract
/// - Every call draws 256 fresh bits from a cryptographically secure generator.
pub trait SecretSource: Send + Sync {
    /// Returns fresh random bytes.
    fn next_secret(&self) -> [u8; 32];
}

/// Derives and verifies link tokens, temporary passwords and one-time codes with keys that are not in the database.
///
/// [`crate::model::KeyRing`] is the implementation to use; the port exists for keys that live in
/// hardware, and for tests.
///
/// # Contract
/// - The same claim gives the same token as long as the minting key stays.
/// - A minted token verifies to its claim.
/// - Any other text verifies to `None`, in time that does not depend on how close it came.
/// - A temporary password is that of its invitation and generation alone, in equal time likewise.
/// - A code is that of its invitation, generation and moment alone, in equal time likewise.
pub trait TokenMinter: Send + Sync {
    /// Derives the token of a claim.
    fn mint(&self, claim: &TokenClaim) -> InvitationToken;

    /// Returns what a genuine token says, `None` for anything else.
    fn verify(&self, token: &InvitationToken) -> Option<TokenClaim>;

    /// Derives the temporary password that the message of this generation carries.
    fn temporary_password(&self, invitation: InvitationId, generation: u32) -> TemporaryPassword;

    /// Says whether `typed` is the temporary password of this generation, under any key that verifies.
    fn is_temporary_password(
        &self,
        invitation: InvitationId,
        generation: u32,
        typed: &TemporaryPassword,
    ) -> bool;

    /// Derives the code that the message of this claim carries.
    fn acceptance_code(&self, claim: &CodeClaim) -> AcceptanceCode;

    /// Says whether `typed` is the code of this claim, under any key that verifies.
    fn is_acceptance_code(&self, claim: &CodeClaim, typed: &AcceptanceCode) -> bool;
}
