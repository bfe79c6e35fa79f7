//! Waiting for processes that tell nobody when they are ready, and the clock on the wall.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};

/// Looks again and again, after each pause, until there is something; fails after `patience` with what
/// was waited for.
pub(crate) fn until<T>(
    what: &str,
    pause: Duration,
    patience: Duration,
    mut look: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if begun.elapsed() > patience {
            bail!("waited in vain until {what}");
        }
        rest(pause);
    }
}

/// Lets time pass.
#[expect(
    clippy::disallowed_methods,
    reason = "other processes are watched from outside, and what they do while nothing happens is measured"
)]
pub(crate) fn rest(span: Duration) {
    std::thread::sleep(span);
}

/// Milliseconds since the epoch.
#[expect(
    clippy::disallowed_methods,
    reason = "rows are made up here that carry the time, and no decision hangs on it"
)]
pub(crate) fn now() -> Result<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(u64::try_from(now.as_millis())?)
}
