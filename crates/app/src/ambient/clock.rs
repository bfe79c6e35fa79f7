//! The system's clock.

use chrono::{DateTime, SubsecRound as _, Utc};
use invite_domain::ports::Clock;

/// Tells the system's time, cut to whole milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter behind the `Clock` port"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(3)
    }
}
