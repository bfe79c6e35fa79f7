//! `invite admin`: the first account and its administrator.

use crate::wiring::Core;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use invite_domain::{
    model::{DisplayName, EmailAddress, InvalidValue, Locale, Password, Slug},
    service::{AccountError, FirstAdministrator},
};
use std::io::{self, IsTerminal as _};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an account and its administrator
    #[command(after_help = EXAMPLES)]
    Create(Create),
}

const EXAMPLES: &str = "\
The password is asked for, or read from the first line of the standard input where that is no terminal.

Examples:
  invite admin create --email ann@example.org --name \"Ann Lee\" --account \"Example Ltd\"
  printf '%s\\n' \"$PASSWORD\" | invite admin create --email ann@example.org --name Ann --account Example";

#[derive(Debug, Args)]
pub(super) struct Create {
    /// The administrator's e-mail address, to sign in with
    #[arg(long)]
    email: String,
    /// The administrator's name, as invitees read it
    #[arg(long)]
    name: String,
    /// The account's name, as invitees read it
    #[arg(long)]
    account: String,
    /// The account's name in addresses; made from its name otherwise
    #[arg(long)]
    slug: Option<String>,
    /// The language of the account and its administrator: en, id or ru
    #[arg(long, default_value = "en")]
    locale: String,
}

/// Does it.
pub(super) async fn run(core: &Core, command: Command) -> anyhow::Result<()> {
    let Command::Create(create) = command;
    let slug = create.slug.as_deref();
    let mut first = FirstAdministrator {
        email: EmailAddress::parse(&create.email).map_err(|e| argument("email", &e))?,
        name: DisplayName::parse(&create.name).map_err(|e| argument("name", &e))?,
        account_name: DisplayName::parse(&create.account).map_err(|e| argument("account", &e))?,
        slug: slug
            .map(Slug::parse)
            .transpose()
            .map_err(|e| argument("slug", &e))?,
        locale: Locale::parse(&create.locale).map_err(|e| argument("locale", &e))?,
        password: Password::new(""),
    };
    first.password = password()?;
    match core.accounts.create_root(first).await {
        Ok(account) => {
            let (name, slug, id) = (&account.name, &account.slug, account.id);
            println!("Made the account \"{name}\" ({slug}, {id}).");
            println!("{} signs in with the password just set.", create.email);
            Ok(())
        }
        Err(AccountError::SlugTaken) => {
            bail!("another account has this name in addresses; choose one with --slug")
        }
        Err(AccountError::UserExists) => {
            bail!("someone with the address {} exists already", create.email)
        }
        Err(error) => Err(error.into()),
    }
}

/// Words what is wrong with an argument.
pub(super) fn argument(name: &str, error: &InvalidValue) -> anyhow::Error {
    anyhow::anyhow!("--{name}: {}", error.detail())
}

/// Asks for a password twice, or takes the first line of what is piped in.
fn password() -> anyhow::Result<Password> {
    if io::stdin().is_terminal() {
        let typed = rpassword::prompt_password("Password: ").context("nothing was typed")?;
        let typed = Password::new(typed);
        let again = rpassword::prompt_password("Once more: ").context("nothing was typed")?;
        if typed != Password::new(again) {
            bail!("the two passwords differ");
        }
        return Ok(typed);
    }
    let mut line = String::new();
    io::stdin()
        .read_line(&mut line)
        .context("the password cannot be read")?;
    let password = Password::new(line.trim_end_matches(['\r', '\n']));
    if password.expose().is_empty() {
        bail!("the password is the first line of the standard input, and that is empty");
    }
    Ok(password)
}
