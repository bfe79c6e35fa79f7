//! `invite demo`: the main job on a throw-away database, to look at or to run by itself.

mod accounts;
mod folder;
mod seed;
mod story;
mod story_lines;
mod tour;

use crate::{
    running::Running,
    settings::{Loaded, Role, sqlite_in},
    signals, telemetry,
    wiring::Core,
};
use clap::Args;
use folder::TemporaryFolder;
use seed::{Administrator, Seeded, seed};
use std::{
    io::{Write as _, stdout},
    net::{Ipv4Addr, SocketAddr},
};

/// What `invite demo --help` shows at its end.
pub(crate) const EXAMPLES: &str = "\
Examples:
  invite demo            serve five made-up accounts until Ctrl-C, and print who may sign in
  invite demo --check    go through the main job by itself over HTTP, print each step, and end

Nothing is kept, and no mail leaves this machine.";

/// What `invite demo` understands.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Go through the main job by itself and end: invite, mail, link, password, member, history
    #[arg(long, visible_alias = "once")]
    check: bool,
}

/// Runs it.
pub(crate) async fn run(loaded: Loaded, options: &Options) -> anyhow::Result<()> {
    let quiet = !loaded.given.contains_key("log");
    let log = if quiet { "warn" } else { &loaded.settings.log };
    telemetry::start(log, loaded.settings.log_format);

    let folder = TemporaryFolder::make()?;
    let mut settings = loaded.settings;
    settings.role = Role::All;
    settings.data_dir = folder.path().to_owned();
    settings.database.url = sqlite_in(folder.path());
    settings.database.schema = None;
    settings.keys = None;
    // A demo that sent real mail to made-up people would be none.
    settings.mail = None;
    let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    if options.check {
        settings.listen = any_port;
        settings.public_url = None;
    }
    let seeded = if options.check {
        seed(&Core::open(&settings).await?).await?
    } else {
        Box::pin(story::tell(&settings)).await?
    };
    let core = Core::open(&settings).await?;
    let running = match Running::over(core.clone(), &settings).await {
        Ok(running) => running,
        // Something else listens on the default port: any other one does.
        Err(_) if !loaded.given.contains_key("listen") => {
            settings.listen = any_port;
            Running::over(core, &settings).await?
        }
        Err(error) => return Err(error),
    };
    let ended = if options.check {
        tour::take(&running, &seeded).await
    } else {
        show(&running, &seeded).await
    };
    running.stop().await;
    ended
}

/// Tells who may sign in and what to try, and serves until a signal.
async fn show(running: &Running, seeded: &Seeded) -> anyhow::Result<()> {
    let invited = seed::invite_someone(running.core()).await?;
    let url = running.public_url().as_str();
    let mut out = stdout().lock();
    writeln!(
        out,
        "Everything here is made up and gone when you press Ctrl-C.\n"
    )?;
    writeln!(
        out,
        "Open {url} and sign in as one of these administrators:\n"
    )?;
    for Administrator { account, password } in &seeded.administrators {
        let (name, email) = account.administrator;
        writeln!(out, "  {}: {}", account.name, account.about)?;
        writeln!(out, "    {name}   {email}   {password}")?;
        writeln!(out, "    {url}/a/{}", account.slug)?;
        if let Some((child, slug)) = account.child {
            writeln!(out, "    and {child} below it: {url}/a/{slug}")?;
        }
    }
    writeln!(out, "\nTry this:")?;
    writeln!(
        out,
        "  1. {invited} was just invited: find their mail at {url}/inbox"
    )?;
    writeln!(
        out,
        "  2. Open its link, best in a private window, and set a password."
    )?;
    writeln!(
        out,
        "  3. See them as a member, with the history, at {url}/a/{}",
        accounts::ERP.slug
    )?;
    out.flush()?;
    drop(out);
    signals::stop_asked()?.await;
    Ok(())
}
