//! `invite account`: which accounts there are, suspending and resuming one.

use super::{account_ref, missing};
use crate::wiring::Core;
use anyhow::Context as _;
use clap::{Args, Subcommand};
use invite_domain::{
    model::{Account, Actor, Overseer},
    ports::{AccountFilter, AccountPageRequest},
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List every account, by name
    List,
    /// Let nobody act in an account or come in; what is to be sent waits
    Suspend(Which),
    /// Let a suspended account go on, and send what waited
    Resume(Which),
}

#[derive(Debug, Args)]
pub(super) struct Which {
    /// The account, by its slug or id
    account: String,
}

/// How many accounts are read at once.
const PAGE: u32 = 200;

/// Does it.
pub(super) async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    match command {
        Command::List => list(core).await,
        Command::Suspend(which) => {
            let account = core
                .accounts
                .suspend(&overseer(core, &which).await?)
                .await?;
            println!("Suspended \"{}\" ({}).", account.name, account.slug);
            Ok(())
        }
        Command::Resume(which) => {
            let account = core.accounts.resume(&overseer(core, &which).await?).await?;
            println!("\"{}\" ({}) goes on.", account.name, account.slug);
            Ok(())
        }
    }
}

async fn overseer(core: &Core, which: &Which) -> anyhow::Result<Overseer> {
    let account = account_ref(&which.account)?;
    let found = core.accounts.operator_above(&account).await?;
    found.with_context(|| missing(&which.account))
}

async fn list(core: &Core) -> anyhow::Result<()> {
    let mut page = AccountPageRequest {
        limit: PAGE,
        after: None,
    };
    println!("ID\tSLUG\tPARENT\tSTANDING\tNAME");
    loop {
        let filter = AccountFilter::default();
        let found = core.accounts.list(&Actor::System, &filter, &page).await?;
        for reachable in &found.items {
            println!("{}", line(&reachable.account));
        }
        if found.next.is_none() {
            return Ok(());
        }
        page.after = found.next;
    }
}

fn line(account: &Account) -> String {
    let parent = account
        .parent_id
        .map_or_else(|| "-".to_owned(), |id| id.to_string());
    let standing = match account.suspended_at {
        Some(since) => format!("suspended since {}", since.to_rfc3339()),
        None => "open".to_owned(),
    };
    let (id, slug, name) = (account.id, &account.slug, &account.name);
    format!("{id}\t{slug}\t{parent}\t{standing}\t{name}")
}
