//! The secret in a link: derived from what it opens, never stored.
//!
//! A token is a keyed MAC (HMAC-SHA-256, RFC 2104) over purpose, key id, invitation id and
//! generation, together with those facts. It can be derived again whenever a message is rendered, so
//! that neither the database nor the outbox holds anything that opens an invitation, and a second
//! copy of a mail carries the same link.

use super::{AcceptanceCode, CodeClaim, InvitationId, PasswordResetId, TemporaryPassword};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Marks our tokens, so that secret scanners can find one that was pasted somewhere.
const PREFIX: &str = "invt_";
/// Keeps the MACs of tokens apart from any other use of the same key.
const TOKENS: &[u8] = b"invite link token v1\0";
/// The same for temporary passwords: no part of a token can pass for one.
const TEMPORARY_PASSWORDS: &[u8] = b"invite temporary password v1\0";
/// The same for the codes that prove a mailbox.
const ACCEPTANCE_CODES: &[u8] = b"invite acceptance code v1\0";
/// Purpose, key id, invitation id, generation.
const CLAIM_LEN: usize = 1 + 1 + 16 + 4;
const MAC_LEN: usize = 32;

/// What a token is good for. A token of one purpose never passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenPurpose {
    /// Opens an invitation, to accept or decline it.
    Invitation,
    /// Sets up the first account on an empty database; the id is the nil UUID.
    FirstAdministrator,
    /// Sets a new password; the id is that of the asking, the generation is 0.
    PasswordReset,
}

impl TokenPurpose {
    const fn byte(self) -> u8 {
        match self {
            Self::Invitation => 1,
            Self::FirstAdministrator => 2,
            Self::PasswordReset => 3,
        }
    }

    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Invitation),
            2 => Some(Self::FirstAdministrator),
            3 => Some(Self::PasswordReset),
            _ => None,
        }
    }
}

/// What a genuine token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenClaim {
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// Which invitation it opens; for another purpose, the id that belongs to that.
    pub invitation: InvitationId,
    /// Which of the invitation's links it is.
    pub generation: u32,
}

impl TokenClaim {
    /// Claims the setting of a new password.
    pub const fn password_reset(id: PasswordResetId) -> Self {
        Self {
            purpose: TokenPurpose::PasswordReset,
            invitation: InvitationId::new(id.uuid()),
            generation: 0,
        }
    }

    /// Returns which asking for a new password it answers; `None` for another purpose.
    pub fn of_password_reset(&self) -> Option<PasswordResetId> {
        (self.purpose == TokenPurpose::PasswordReset)
            .then(|| PasswordResetId::new(self.invitation.uuid()))
    }
}

/// A token in clear: a secret, wiped on drop and redacted in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationToken(Zeroizing<String>);

impl InvitationToken {
    /// Wraps a token as it came in, genuine or not.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text, to put it into the one message it is meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for InvitationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationToken(…)")
    }
}

/// Names a key of the ring, so that keys can be rotated while older links keep working.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(pub u8);

/// Derives and verifies tokens with one or several keys; the first mints, all of them verify.
///
/// ```
/// use invite_domain::{model::*, ports::TokenMinter};
///
/// let ring = KeyRing::new([(KeyId(1), [7; 32])])?;
/// let claim = TokenClaim {
///     purpose: TokenPurpose::Invitation,
///     invitation: InvitationId::new(uuid::Uuid::from_u128(5)),
///     generation: 1,
/// };
/// let token = ring.mint(&claim);
/// assert_eq!(ring.verify(&token), Some(claim));
/// assert_eq!(ring.verify(&InvitationToken::new("invt_guess")), None);
/// # Ok::<(), KeyRingError>(())
/// ```
pub struct KeyRing {
    minting: Key,
    retired: Vec<Key>,
}

struct Key {
    id: KeyId,
    secret: Zeroizing<[u8; 32]>,
}

/// The keys do not make a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    /// There is none.
    #[error("at least one key is needed")]
    Empty,
    /// Two keys have the same id.
    #[error("two keys have the id {}", .0.0)]
    DuplicateId(KeyId),
}

impl KeyRing {
    /// Takes keys of 256 random bits; the first one mints.
    ///
    /// # Errors
    /// [`KeyRingError`] without a key or with an id given twice.
    pub fn new(keys: impl IntoIterator<Item = (KeyId, [u8; 32])>) -> Result<Self, KeyRingError> {
        let mut ring: Vec<Key> = Vec::new();
        for (id, secret) in keys {
            if ring.iter().any(|key| key.id == id) {
                return Err(KeyRingError::DuplicateId(id));
            }
            ring.push(Key {
                id,
                secret: Zeroizing::new(secret),
            });
        }
        if ring.is_empty() {
            return Err(KeyRingError::Empty);
        }
        let retired = ring.split_off(1);
        let minting = ring.pop().ok_or(KeyRingError::Empty)?;
        Ok(Self { minting, retired })
    }

    fn key(&self, id: KeyId) -> Option<&Key> {
        self.keys().find(|key| key.id == id)
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.minting).chain(&self.retired)
    }
}

impl crate::ports::TokenMinter for KeyRing {
    fn mint(&self, claim: &TokenClaim) -> InvitationToken {
        let facts = encode(claim, self.minting.id);
        let mut bytes = Zeroizing::new(facts.to_vec());
        bytes.extend_from_slice(&mac(&self.minting, TOKENS, &facts));
        InvitationToken::new(format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&bytes)))
    }

    fn verify(&self, token: &InvitationToken) -> Option<TokenClaim> {
        let text = token.expose().strip_prefix(PREFIX)?;
        // Refuse by length before decoding, so that a huge text costs nothing.
        if text.len() != BASE64URL_NOPAD.encode_len(CLAIM_LEN + MAC_LEN) {
            return None;
        }
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?);
        let (facts, found) = bytes.split_first_chunk::<CLAIM_LEN>()?;
        let (claim, key_id) = decode(facts)?;
        let expected = mac(self.key(key_id)?, TOKENS, facts);
        bool::from(expected.as_slice().ct_eq(found)).then_some(claim)
    }

    fn temporary_password(&self, invitation: InvitationId, generation: u32) -> TemporaryPassword {
        temporary(&self.minting, invitation, generation)
    }

    fn is_temporary_password(
        &self,
        invitation: InvitationId,
        generation: u32,
        typed: &TemporaryPassword,
    ) -> bool {
        // Every key is tried, so that the time does not tell which one it was.
        self.keys().fold(false, |found, key| {
            found | (temporary(key, invitation, generation) == *typed)
        })
    }

    fn acceptance_code(&self, claim: &CodeClaim) -> AcceptanceCode {
        code(&self.minting, claim)
    }

    fn is_acceptance_code(&self, claim: &CodeClaim, typed: &AcceptanceCode) -> bool {
        self.keys()
            .fold(false, |found, key| found | (code(key, claim) == *typed))
    }
}

fn code(key: &Key, claim: &CodeClaim) -> AcceptanceCode {
    let mut facts = [0; 28];
    let (id, rest) = facts.split_at_mut(16);
    let (generation, asked_at) = rest.split_at_mut(4);
    id.copy_from_slice(claim.invitation.uuid().as_bytes());
    generation.copy_from_slice(&claim.generation.to_be_bytes());
    asked_at.copy_from_slice(&claim.asked_at.timestamp_millis().to_be_bytes());
    let bits = Zeroizing::new(mac(key, ACCEPTANCE_CODES, &facts));
    // Of 2^64 numbers, no eight digits come up more often than others by more than one in 10^11.
    let number = bits.iter().take(8);
    let number = number.fold(0_u64, |n, octet| n << 8 | u64::from(*octet));
    AcceptanceCode::of_number(number)
}

fn temporary(key: &Key, invitation: InvitationId, generation: u32) -> TemporaryPassword {
    let mut facts = [0; 20];
    let (id, number) = facts.split_at_mut(16);
    id.copy_from_slice(invitation.uuid().as_bytes());
    number.copy_from_slice(&generation.to_be_bytes());
    let bits = Zeroizing::new(mac(key, TEMPORARY_PASSWORDS, &facts));
    let mut kept = [0; 10];
    kept.iter_mut()
        .zip(bits.iter())
        .for_each(|(to, from)| *to = *from);
    TemporaryPassword::of_bits(kept)
}

fn encode(claim: &TokenClaim, key: KeyId) -> [u8; CLAIM_LEN] {
    let mut facts = [0; CLAIM_LEN];
    let (head, generation) = facts.split_at_mut(18);
    let (kind, id) = head.split_at_mut(2);
    kind.copy_from_slice(&[claim.purpose.byte(), key.0]);
    id.copy_from_slice(claim.invitation.uuid().as_bytes());
    generation.copy_from_slice(&claim.generation.to_be_bytes());
    facts
}

fn decode(facts: &[u8; CLAIM_LEN]) -> Option<(TokenClaim, KeyId)> {
    let (&[purpose, key], rest) = facts.split_first_chunk::<2>()?;
    let (id, generation) = rest.split_first_chunk::<16>()?;
    let claim = TokenClaim {
        purpose: TokenPurpose::from_byte(purpose)?,
        invitation: InvitationId::new(Uuid::from_bytes(*id)),
        generation: u32::from_be_bytes(generation.try_into().ok()?),
    };
    Some((claim, KeyId(key)))
}

fn mac(key: &Key, context: &[u8], facts: &[u8]) -> [u8; MAC_LEN] {
    // RFC 2104 §2 pads a short key with zeros to the block's 64 bytes.
    let mut block = Zeroizing::new([0; 64]);
    block
        .split_at_mut(32)
        .0
        .copy_from_slice(key.secret.as_slice());
    let mut mac = Hmac::<Sha256>::new(&(*block).into());
    mac.update(context);
    mac.update(facts);
    mac.finalize().into_bytes().into()
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing({} keys)", 1 + self.retired.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::TokenMinter;

    fn claim() -> TokenClaim {
        TokenClaim {
            purpose: TokenPurpose::Invitation,
            invitation: InvitationId::new(Uuid::from_u128(0x0123_4567)),
            generation: 3,
        }
    }

    fn ring() -> KeyRing {
        KeyRing::new([(KeyId(1), [1; 32])]).unwrap()
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let ring = ring();
        let token = ring.mint(&claim());
        let text = token.expose().as_bytes();
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut forged = text.to_vec();
                forged[at] ^= 1 << bit;
                let Ok(forged) = String::from_utf8(forged) else {
                    continue;
                };
                assert_eq!(
                    ring.verify(&InvitationToken::new(forged)),
                    None,
                    "byte {at} bit {bit}"
                );
            }
        }
    }

    #[test]
    fn odd_texts_are_refused() {
        let good = ring().mint(&claim()).expose().to_owned();
        for text in [
            String::new(),
            "null".into(),
            PREFIX.into(),
            "x".repeat(1 << 20),
            format!("{good}="),
            format!("{good}A"),
            format!(" {good}"),
            good[..good.len() - 1].to_owned(),
            good.to_uppercase(),
            good.trim_start_matches(PREFIX).to_owned(),
        ] {
            assert_eq!(ring().verify(&InvitationToken::new(text)), None);
        }
    }

    #[test]
    fn another_ring_verifies_only_what_it_holds() {
        let token = ring().mint(&claim());
        let other_key = KeyRing::new([(KeyId(1), [2; 32])]).unwrap();
        let other_id = KeyRing::new([(KeyId(2), [1; 32])]).unwrap();
        let rotated = KeyRing::new([(KeyId(2), [2; 32]), (KeyId(1), [1; 32])]).unwrap();
        assert_eq!(other_key.verify(&token), None);
        assert_eq!(other_id.verify(&token), None, "a retired key is dead");
        assert_eq!(rotated.verify(&token), Some(claim()));
        assert_ne!(rotated.mint(&claim()), token, "the newest key mints");
    }

    #[test]
    fn purposes_generations_and_ids_give_different_tokens() {
        let ring = ring();
        let base = ring.mint(&claim());
        let purpose = TokenClaim {
            purpose: TokenPurpose::FirstAdministrator,
            ..claim()
        };
        let generation = TokenClaim {
            generation: 4,
            ..claim()
        };
        for other in [purpose, generation] {
            assert_ne!(ring.mint(&other), base);
            assert_eq!(ring.verify(&ring.mint(&other)), Some(other));
        }
    }

    #[test]
    fn temporary_passwords_are_of_one_invitation_and_generation() {
        let (ring, claim) = (ring(), claim());
        let password = ring.temporary_password(claim.invitation, 3);
        assert!(ring.is_temporary_password(claim.invitation, 3, &password));
        assert!(!ring.is_temporary_password(claim.invitation, 4, &password));
        let other = InvitationId::new(Uuid::from_u128(1));
        assert!(!ring.is_temporary_password(other, 3, &password));
    }

    #[test]
    fn temporary_passwords_of_a_retired_key_stay_good_until_it_is_gone() {
        let id = claim().invitation;
        let password = ring().temporary_password(id, 1);
        let rotated = KeyRing::new([(KeyId(2), [2; 32]), (KeyId(1), [1; 32])]).unwrap();
        let gone = KeyRing::new([(KeyId(2), [2; 32])]).unwrap();
        assert!(rotated.is_temporary_password(id, 1, &password));
        assert_ne!(rotated.temporary_password(id, 1), password);
        assert!(!gone.is_temporary_password(id, 1, &password));
    }

    /// The MACs of generations that follow each other, and how often each byte stood at each place.
    fn neighbors(generations: std::ops::Range<u32>) -> (Vec<[u8; MAC_LEN]>, Vec<[u32; 256]>) {
        let ring = ring();
        let (mut macs, mut counts) = (Vec::new(), vec![[0; 256]; MAC_LEN]);
        for generation in generations {
            let token = ring.mint(&TokenClaim {
                generation,
                ..claim()
            });
            let text = token.expose().strip_prefix(PREFIX).unwrap();
            let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
            let mac: [u8; MAC_LEN] = bytes[CLAIM_LEN..].try_into().unwrap();
            for (place, byte) in mac.iter().enumerate() {
                counts[place][usize::from(*byte)] += 1;
            }
            macs.push(mac);
        }
        (macs, counts)
    }

    #[test]
    fn a_million_tokens_of_neighbors_have_nothing_in_common() {
        const MANY: u32 = 1_000_000;
        const PARTS: u32 = 4;
        let part = |n| move || neighbors(n * (MANY / PARTS) + 1..(n + 1) * (MANY / PARTS) + 1);
        let parts = (0..PARTS).map(|n| std::thread::spawn(part(n)));
        let parts: Vec<_> = parts.collect();
        let mut seen = std::collections::HashSet::new();
        let mut counts = vec![[0; 256]; MAC_LEN];
        for part in parts {
            let (macs, counted) = part.join().unwrap();
            assert!(
                macs.into_iter().all(|mac| seen.insert(mac)),
                "one came twice"
            );
            for (sum, part) in counts.iter_mut().flatten().zip(counted.iter().flatten()) {
                *sum += part;
            }
        }
        for (place, counts) in counts.iter().enumerate() {
            // Half of them each time: five standard deviations of a million fair coins are 2,500.
            for bit in 0..8 {
                let ones: u32 = (0..256)
                    .filter(|byte| byte >> bit & 1 == 1)
                    .map(|b| counts[b])
                    .sum();
                let off = ones.abs_diff(MANY / 2);
                assert!(off < 2600, "bit {bit} of byte {place}: {off}");
            }
            // Chi-squared with 255 degrees of freedom: 400 is more than six standard deviations away.
            let expected = f64::from(MANY) / 256.0;
            let off = |count: &u32| (f64::from(*count) - expected).powi(2) / expected;
            let chi_squared: f64 = counts.iter().map(off).sum();
            assert!(chi_squared < 400.0, "byte {place}: {chi_squared}");
        }
    }

    #[test]
    fn rings_need_distinct_keys() {
        assert_eq!(KeyRing::new([]).unwrap_err(), KeyRingError::Empty);
        let twice = KeyRing::new([(KeyId(1), [1; 32]), (KeyId(1), [2; 32])]);
        assert_eq!(twice.unwrap_err(), KeyRingError::DuplicateId(KeyId(1)));
    }

    #[test]
    fn nothing_shows_in_debug_output() {
        let token = ring().mint(&claim());
        assert_eq!(
            format!("{token:?} {:?}", ring()),
            "InvitationToken(…) KeyRing(1 keys)"
        );
    }
}
