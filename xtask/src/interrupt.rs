//! Leaves nothing running when the task runner is interrupted.

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::postgres;

/// Stops every PostgreSQL cluster that this process started when Ctrl-C or a request to end arrives, and exits.
///
/// What no signal announces (`kill -9`, a power cut) is cleaned up when the next cluster starts.
pub(crate) fn stop_clusters_on_signals() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).context("signals cannot be listened to")?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            postgres::stop_all();
            // Shells say the same of a program that a signal ended.
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}
