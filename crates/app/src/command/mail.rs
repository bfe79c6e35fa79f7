//! `invite mail`: which way mail goes, whether it arrives, and forgetting what was chosen.

use crate::{
    channels::inbox,
    mail_server::{ChosenMail, MailDesk},
    settings::MailSettings,
    wiring::Core,
};
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use invite_domain::model::{EmailAddress, Locale};
use invite_poem::{MailRoute, MailServer as _, MailTestStep};

/// What `invite mail` understands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show which way mail goes, and who decided it
    Show,
    /// Send a test mail the way that mail goes, and tell step by step how far it came
    Test(Test),
    /// Forget the mail server that was chosen at set-up; the built-in inbox serves until another is set
    Clear,
}

/// What `invite mail test` understands.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Where the test mail goes
    #[arg(long, value_name = "ADDRESS")]
    to: String,
}

/// Does what was asked.
pub(super) async fn run(
    core: &Core,
    operator: Option<MailSettings>,
    command: Command,
) -> anyhow::Result<()> {
    let desk = MailDesk {
        chosen: ChosenMail::new(core.store.clone(), core.sealer.clone(), inbox()?),
        operator,
        clock: core.clock.clone(),
        ids: core.ids.clone(),
    };
    match command {
        Command::Show => println!("{}", shown(&desk.route().await?)),
        Command::Test(Test { to }) => test(&desk, &to).await?,
        Command::Clear => {
            desk.choose(None).await?;
            println!("Forgotten. {}", shown(&desk.route().await?));
        }
    }
    Ok(())
}

fn shown(route: &MailRoute) -> String {
    match route {
        MailRoute::Operator(server) => {
            format!("Mail goes to {server}, as INVITE_SMTP_URL says.")
        }
        MailRoute::Chosen(server) => {
            format!("Mail goes to {server}, as was chosen at set-up and is kept in the database.")
        }
        MailRoute::Inbox => "Mail lands in the built-in inbox: no mail server is set.".to_owned(),
    }
}

async fn test(desk: &MailDesk, to: &str) -> anyhow::Result<()> {
    let to =
        EmailAddress::parse(to).map_err(|error| anyhow::anyhow!("--to: {}", error.detail()))?;
    println!("{}", shown(&desk.route().await?));
    let told = desk.test(None, &to, Locale::En).await?;
    let told = told.context("there is no mail server to test; set INVITE_SMTP_URL")?;
    for step in &told.passed {
        println!("  done    {}", named(*step));
    }
    if let Some(step) = told.failed {
        println!("  failed  {}", named(step));
        bail!("{}", told.said);
    }
    println!("The server said: {}", told.said);
    Ok(())
}

const fn named(step: MailTestStep) -> &'static str {
    match step {
        MailTestStep::Connection => "reaching the server",
        MailTestStep::Encryption => "encrypting the line",
        MailTestStep::Login => "logging in",
        MailTestStep::Handover => "handing the mail over",
    }
}
