//! `invite serve`: server and worker, until a signal.

use crate::{running::Running, settings::Loaded, signals, telemetry};
use std::io::{Write as _, stdout};

/// What `invite serve --help` shows at its end.
pub(super) const EXAMPLES: &str = "\
Examples:
  invite serve
  INVITE_LISTEN=0.0.0.0:8080 INVITE_PUBLIC_URL=https://invite.example.org \\
    INVITE_DATABASE_URL=postgres://invite:secret@db/invite INVITE_SECRET_KEY=$KEY \\
    INVITE_SMTP_URL=smtp://user:secret@mail.example.org INVITE_MAIL_FROM=invite@example.org \\
    invite serve
  INVITE_ROLE=worker invite serve

SIGTERM or Ctrl-C stops it: requests and mails that are under way end, the rest is given back.";

/// Runs until a signal, then stops in good order.
pub(super) async fn run(loaded: Loaded) -> anyhow::Result<()> {
    let settings = loaded.settings;
    telemetry::start(&settings.log, settings.log_format);
    for warning in &loaded.warnings {
        tracing::warn!("{warning}");
    }
    let mut running = Running::start(&settings).await?;
    announce(&running)?;
    tokio::select! {
        asked = signals::stop_asked() => asked?,
        broken = running.broken() => return broken,
    }
    tracing::info!("stopping");
    running.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Tells the person who started it where to go.
fn announce(running: &Running) -> std::io::Result<()> {
    let mut out = stdout().lock();
    let public_url = running.public_url();
    match running.address() {
        Some(address) => {
            writeln!(out, "Listening on http://{address}")?;
            if public_url.as_str() != format!("http://{address}") {
                writeln!(out, "Links begin with {}", public_url.as_str())?;
            }
        }
        None => writeln!(out, "Sending; this process serves nothing")?,
    }
    if running.inbox().is_some() {
        writeln!(
            out,
            "No mail server is set up: mails land in the built-in inbox at /inbox"
        )?;
    }
    if let Some(link) = running.set_up_link() {
        writeln!(
            out,
            "There is no account yet. Make the first one and its administrator here, once:\n  {link}"
        )?;
    }
    out.flush()
}
