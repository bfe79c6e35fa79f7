//! `invite api-key`: keys for programs.

use super::{admin::argument, operator};
use crate::{
    settings::values::{delta, span},
    wiring::Core,
};
use clap::{Args, Subcommand};
use invite_domain::{
    model::{DisplayName, Scope},
    service::CreateApiKey,
};
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a key and print it, once
    #[command(after_help = EXAMPLES)]
    Create(Create),
}

const EXAMPLES: &str = "\
The key is printed on a line of its own and never again.

Examples:
  invite api-key create --account example-ltd --name \"HR system\"
  KEY=$(invite api-key create --account example-ltd --name deploy --scope administer --expires 90d)";

#[derive(Debug, Args)]
pub(super) struct Create {
    /// The account, by its slug or id
    #[arg(long)]
    account: String,
    /// What the key is called, in mails and the audit log too
    #[arg(long)]
    name: String,
    /// What it may do: read, invite (with standard access at most) or administer
    #[arg(long, default_value = "invite")]
    scope: String,
    /// After how long it stops working, such as 90d; never otherwise
    #[arg(long, value_parser = span)]
    expires: Option<Duration>,
}

/// Does it.
pub(super) async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    let Command::Create(create) = command;
    let name = DisplayName::parse(&create.name).map_err(|e| argument("name", &e))?;
    let scope = Scope::parse(&create.scope).map_err(|e| argument("scope", &e))?;
    let caller = operator(core, &create.account).await?;
    let wanted = CreateApiKey {
        name,
        scope,
        expires_at: create.expires.map(|span| core.clock.now() + delta(span)),
    };
    let made = core.accounts.create_api_key(&caller, wanted).await?;
    println!("{}", made.key.expose());
    eprintln!("Keep it now: it is stored nowhere and never shown again.");
    Ok(())
}
