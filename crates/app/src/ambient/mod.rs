//! What the process takes from its surroundings: time, ids, secrets, and the work of hashing.

mod clock;
mod common_passwords;
mod hashing;
mod ids;
mod password;
mod secrets;
mod turns;

pub use clock::SystemClock;
pub use common_passwords::CommonPasswords;
pub use ids::TimeOrderedIds;
pub use password::{Argon2Passwords, HashCost, WeakHashCost};
pub use secrets::SystemSecrets;
