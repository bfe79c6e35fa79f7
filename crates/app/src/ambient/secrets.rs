//! The system's randomness.

use invite_domain::ports::SecretSource;

/// Draws secrets from the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSecrets;

impl SecretSource for SystemSecrets {
    #[expect(
        clippy::disallowed_methods,
        clippy::panic,
        reason = "this is the adapter behind the `SecretSource` port, and a system without randomness can keep no secret: going on would be worse"
    )]
    fn next_secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        if let Err(error) = getrandom::fill(&mut bytes) {
            panic!("the system gives no random bytes: {error}");
        }
        bytes
    }
}
