//! Seals what must not be readable in the database, with a key derived from the service's own.

use crate::settings::values::Keys;
use invite_domain::{model::KeyId, ports::SecretSource};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
};
use std::fmt;
use zeroize::Zeroizing;

/// What the key and every seal are bound to, so that nothing sealed for one purpose opens for another.
const PURPOSE: &[u8] = b"invite mail server v1";

/// The form of what is sealed: this number, the key's id, the nonce, then the sealed text.
const FORM: u8 = 1;
const HEAD: usize = 2;

/// Seals with the first key; opens what any of them has sealed.
pub struct Sealer {
    keys: Vec<(KeyId, LessSafeKey)>,
}

/// It was not sealed with one of our keys, or it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was sealed with another key, or it is damaged")]
pub struct NotOurs;

impl Sealer {
    /// Derives a key for sealing from each of the service's keys (RFC 5869).
    pub fn new(keys: &Keys) -> Self {
        let derived = keys.iter().filter_map(|(id, secret)| {
            let extracted = Salt::new(HKDF_SHA256, PURPOSE).extract(secret);
            let okm = extracted.expand(&[PURPOSE], &CHACHA20_POLY1305).ok()?;
            Some((*id, LessSafeKey::new(UnboundKey::from(okm))))
        });
        Self {
            keys: derived.collect(),
        }
    }

    /// Seals a text. The nonce is drawn by lot: a few seals in the life of a key never meet twice.
    ///
    /// # Errors
    /// `NotOurs` where there is no key at all.
    pub fn seal(&self, text: &[u8], secrets: &dyn SecretSource) -> Result<Vec<u8>, NotOurs> {
        let (id, key) = self.keys.first().ok_or(NotOurs)?;
        let mut nonce = [0; NONCE_LEN];
        let drawn = Zeroizing::new(secrets.next_secret());
        nonce
            .iter_mut()
            .zip(drawn.iter())
            .for_each(|(to, from)| *to = *from);
        let mut sealed = vec![FORM, id.0];
        sealed.extend(nonce);
        let mut body = text.to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound(id.0)),
            &mut body,
        )
        .map_err(|_| NotOurs)?;
        sealed.extend(body);
        Ok(sealed)
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// `NotOurs`.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOurs> {
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or(NotOurs)?;
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or(NotOurs)?;
        let &[FORM, id] = head else {
            return Err(NotOurs);
        };
        let found = self.keys.iter().find(|(known, _)| known.0 == id);
        let (_, key) = found.ok_or(NotOurs)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| NotOurs)?;
        let mut body = Zeroizing::new(body.to_vec());
        let opened = key
            .open_in_place(nonce, Aad::from(bound(id)), &mut body)
            .map_err(|_| NotOurs)?;
        Ok(Zeroizing::new(opened.to_vec()))
    }
}

fn bound(id: u8) -> Vec<u8> {
    [PURPOSE, &[FORM, id]].concat()
}

/// Shows nothing of the keys.
impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ambient::SystemSecrets;

    fn sealer(keys: &[(u8, u8)]) -> Sealer {
        let keys = keys.iter().map(|(id, byte)| (KeyId(*id), [*byte; 32]));
        Sealer::new(&keys.collect())
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_alone_and_shows_nothing() {
        let ours = sealer(&[(1, 7)]);
        let sealed = ours.seal(b"hunter2 hunter2", &SystemSecrets).unwrap();
        assert_eq!(*ours.open(&sealed).unwrap(), b"hunter2 hunter2");
        assert!(!sealed.windows(7).any(|part| part == b"hunter2"));
        assert_ne!(
            ours.seal(b"hunter2 hunter2", &SystemSecrets).unwrap(),
            sealed
        );
        assert_eq!(sealer(&[(1, 8)]).open(&sealed), Err(NotOurs));
        assert_eq!(sealer(&[(2, 7)]).open(&sealed), Err(NotOurs));
        let rotated = sealer(&[(2, 9), (1, 7)]);
        assert_eq!(*rotated.open(&sealed).unwrap(), b"hunter2 hunter2");
    }

    #[test]
    fn a_single_changed_octet_is_noticed() {
        let ours = sealer(&[(1, 7)]);
        let sealed = ours.seal(b"text", &SystemSecrets).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(ours.open(&changed), Err(NotOurs), "{at}");
            assert_eq!(ours.open(&sealed[..at]), Err(NotOurs), "{at}");
        }
    }
}
