//! `invite api-key`: keys for programs.

use super::{admin::argument, operator};
use crate::{
    settings::values::{delta, span},
    wiring::Core,
};
use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use invite_domain::{
    model::{DisplayName, Scope},
    ports::ApiKeyEntry,
    service::{AccountError, CreateApiKey},
};
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a key and print it, once
    #[command(after_help = EXAMPLES)]
    Create(Create),
    /// List an account's keys, never the keys themselves
    List(List),
    /// Revoke a key: its next request is refused, and what it invited cannot be accepted
    Revoke(Revoke),
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

#[derive(Debug, Args)]
pub(super) struct List {
    /// The account, by its slug or id
    #[arg(long)]
    account: String,
}

#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// The account, by its slug or id
    #[arg(long)]
    account: String,
    /// The key's id, as `invite api-key list` shows it
    id: String,
}

/// How many keys are read at once.
const PAGE: u32 = 200;

/// Does it.
pub(super) async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(create) => make(core, create).await,
        Command::List(list) => show(core, &list).await,
        Command::Revoke(revoke) => take_back(core, &revoke).await,
    }
}

async fn show(core: &Core, list: &List) -> anyhow::Result<()> {
    let caller = operator(core, &list.account).await?;
    let mut after = None;
    println!("ID\tSCOPE\tMADE\tEXPIRES\tLAST USED\tNAME");
    loop {
        let page = core.accounts.api_keys(&caller, PAGE, after).await?;
        for key in &page.items {
            println!("{}", line(key));
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn line(key: &ApiKeyEntry) -> String {
    let time = |at: Option<DateTime<Utc>>| at.map_or("never".to_owned(), |at| at.to_rfc3339());
    let (id, scope, name) = (key.id, key.scope.as_str(), &key.name);
    let made = key.created_at.to_rfc3339();
    let (expires, used) = (time(key.expires_at), time(key.last_used_at));
    format!("{id}\t{scope}\t{made}\t{expires}\t{used}\t{name}")
}

async fn take_back(core: &Core, revoke: &Revoke) -> anyhow::Result<()> {
    let caller = operator(core, &revoke.account).await?;
    let unknown = || format!("the account has no key with the id \"{}\"", revoke.id);
    let id = revoke.id.parse().ok().with_context(unknown)?;
    match core.accounts.revoke_api_key(&caller, id).await {
        Ok(()) => {
            println!("Revoked.");
            Ok(())
        }
        Err(AccountError::UnknownApiKey) => bail!(unknown()),
        Err(error) => Err(error.into()),
    }
}

async fn make(core: &Core, create: Create) -> anyhow::Result<()> {
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
