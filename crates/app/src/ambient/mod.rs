//! What the process takes from its surroundings: time, ids, secrets, and the work of hashing.

mod clock;
mod ids;
mod password;
mod secrets;

pub use clock::SystemClock;
pub use ids::TimeOrderedIds;
pub use password::{Argon2Passwords, HashCost, WeakHashCost};
pub use secrets::SystemSecrets;
