//! The command line: what `invite` understands and how it ends.

mod account;
mod admin;
mod api_key;
mod import;
mod mail;
mod serve;

use crate::{
    demo,
    settings::{self, Loaded, Problems, show},
    telemetry,
    wiring::Core,
};
use anyhow::Context as _;
use clap::{Parser, Subcommand};
use invite_domain::{
    model::{AccountId, Caller, Slug},
    ports::AccountRef,
};
use std::{path::PathBuf, process::ExitCode};

const AFTER_HELP: &str = "\
Settings come from the environment (INVITE_LISTEN …) or from invite.toml (listen = …); the environment wins.
`invite config check` shows all of them.

Exit codes: 0 done; 1 failed; 2 wrong settings or arguments; 3 an import with rows that were refused.";

/// Brings people into an account and always knows where each one stands.
#[derive(Debug, Parser)]
#[command(name = "invite", version, after_help = AFTER_HELP, propagate_version = true)]
pub struct Cli {
    /// The file with settings; invite.toml in the working directory where it exists
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve and send; with nothing set up: SQLite in ./data, and mails land in the built-in inbox
    #[command(after_help = serve::EXAMPLES)]
    Serve,
    /// Try it out: a throw-away database with five accounts, and an inbox to read the mails in
    #[command(after_help = demo::EXAMPLES)]
    Demo(demo::Options),
    /// Administrators
    #[command(subcommand)]
    Admin(admin::Command),
    /// Accounts
    #[command(subcommand)]
    Account(account::Command),
    /// Keys for programs
    #[command(subcommand)]
    ApiKey(api_key::Command),
    /// Put everyone in a CSV file on an account's roster
    #[command(after_help = import::EXAMPLES)]
    Import(import::Options),
    /// Which way mail goes, and a test mail
    #[command(subcommand)]
    Mail(mail::Command),
    /// Bring the database's tables up to date, as `serve` does at its start
    Migrate,
    /// Print the description of the REST API
    Openapi,
    /// Settings
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Name every wrong setting, or show all of them without their secrets
    Check,
}

/// Does what the command line says.
pub async fn run(cli: Cli) -> ExitCode {
    // rustls asks for it at its first use, and two providers are linked where a dependency brings one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match dispatch(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("invite: {}", said(&error));
            if error.is::<Problems>() {
                ExitCode::from(2)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

/// Returns an error with everything behind it; problems with settings speak for themselves.
fn said(error: &anyhow::Error) -> String {
    match error.downcast_ref::<Problems>() {
        Some(problems) => problems.to_string(),
        None => format!("{error:#}"),
    }
}

async fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    // These need neither settings nor a database.
    if let Command::Openapi = cli.command {
        println!("{}", invite_poem::openapi_json());
        return Ok(ExitCode::SUCCESS);
    }
    let loaded = settings::load(cli.config.as_deref())?;
    let done = |()| ExitCode::SUCCESS;
    match cli.command {
        Command::Config(ConfigCommand::Check) => {
            check(&loaded);
            Ok(ExitCode::SUCCESS)
        }
        Command::Serve => serve::run(loaded).await.map(done),
        Command::Demo(options) => demo::run(loaded, &options).await.map(done),
        Command::Admin(command) => admin::run(&open(loaded).await?, command).await.map(done),
        Command::Account(command) => account::run(&open(loaded).await?, command).await.map(done),
        Command::ApiKey(command) => api_key::run(&open(loaded).await?, command).await.map(done),
        Command::Import(options) => import::run(&open(loaded).await?, &options).await,
        Command::Mail(command) => {
            let operator = loaded.settings.mail.clone();
            let core = open(loaded).await?;
            mail::run(&core, operator, command).await.map(done)
        }
        Command::Migrate => {
            open(loaded).await?;
            println!("The tables are up to date.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Openapi => Ok(ExitCode::SUCCESS),
    }
}

fn check(loaded: &Loaded) {
    print!("{}", show(loaded));
    for warning in &loaded.warnings {
        println!("Note: {warning}");
    }
    println!(
        "{}",
        if loaded.settings.mail.is_some() {
            "Mail goes to the server of INVITE_SMTP_URL."
        } else {
            "Mail goes to the server that was chosen at set-up and is kept in the database (`invite mail show` tells), else into the built-in inbox."
        }
    );
    println!("All settings can be used.");
}

/// Opens the database for a command that ends soon; only what is wrong is logged unless asked for.
async fn open(loaded: Loaded) -> anyhow::Result<Core> {
    let quiet = !loaded.given.contains_key("log");
    let log = if quiet { "warn" } else { &loaded.settings.log };
    telemetry::start(log, loaded.settings.log_format);
    Core::open(&loaded.settings).await
}

/// Returns the operator acting in the account that an argument names, by id or slug.
async fn operator(core: &Core, account: &str) -> anyhow::Result<Caller> {
    let found = core.accounts.operator(&account_ref(account)?).await?;
    found.with_context(|| missing(account))
}

/// Reads an account as an argument names it.
fn account_ref(account: &str) -> anyhow::Result<AccountRef> {
    if let Ok(id) = account.parse::<AccountId>() {
        return Ok(AccountRef::Id(id));
    }
    Slug::parse(account)
        .map(AccountRef::Slug)
        .map_err(|error| anyhow::anyhow!("--account: {}", error.detail()))
}

/// Says that there is no such account.
fn missing(account: &str) -> String {
    format!("there is no account \"{account}\"; name it by its slug or id")
}
