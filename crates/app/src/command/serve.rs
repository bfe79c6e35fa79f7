//! `invite serve`: server and worker, until a signal.

use crate::{running::Running, settings::Loaded, signals, telemetry};
use std::{
    io::{Write as _, stdout},
    pin::pin,
};

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
    // Whoever supervises us may ask us to stop as soon as we answer, or before.
    let mut stop = pin!(signals::stop_asked()?);
    let mut running = tokio::select! {
        started = Running::start(&settings) => started?,
        () = &mut stop => return Ok(()),
    };
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        serves = settings.role.serves(),
        sends = settings.role.works(),
        "started"
    );
    announce(&running)?;
    tokio::select! {
        () = &mut stop => {}
        broken = running.broken() => return broken,
    }
    tracing::info!("stopping");
    running.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Tells the person who started it where to go; where it listens comes last, when all is ready.
fn announce(running: &Running) -> std::io::Result<()> {
    let mut out = stdout().lock();
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
    let Some(address) = running.address() else {
        writeln!(out, "Sending; this process serves nothing")?;
        return out.flush();
    };
    let (public_url, own) = (running.public_url().as_str(), format!("http://{address}"));
    if public_url != own {
        writeln!(out, "Links begin with {public_url}")?;
    }
    writeln!(out, "Listening on {own}")?;
    out.flush()
}
