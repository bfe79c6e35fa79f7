//! Fills the demo's database through the same use cases as everything else.

use super::accounts::{self, CHILD_DEFINES, DemoAccount};
use crate::{ambient::SystemSecrets, wiring::Core};
use anyhow::Context as _;
use data_encoding::BASE32_NOPAD;
use invite_domain::{
    model::{
        AccountSettings, Actor, Caller, DisplayName, EmailAddress, Grant, GrantItem, GrantKey,
        GrantKind, InvalidValue, Invitee, Locale, Login, Password, PersonalMessage, Slug,
        SubjectTemplate, Texts, Via,
    },
    ports::{AccountRef, IdentityStore as _, SecretSource as _},
    service::{AccountChanges, CreateAccount, CreateInvitation, FirstAdministrator, NewGrantable},
};

/// Who may sign in.
pub(super) struct Seeded {
    pub(super) administrators: Vec<Administrator>,
}

/// An administrator of the demo.
pub(super) struct Administrator {
    pub(super) account: &'static DemoAccount,
    pub(super) password: String,
}

static ACCOUNTS: [DemoAccount; 5] = accounts::ALL;

/// Makes the accounts with their administrators and catalogs.
pub(super) async fn seed(core: &Core) -> anyhow::Result<Seeded> {
    let mut administrators = Vec::new();
    for account in &ACCOUNTS {
        let password = password();
        make(core, account, &password).await?;
        administrators.push(Administrator { account, password });
    }
    Ok(Seeded { administrators })
}

/// Puts one person on the first account's roster and queues their message.
pub(super) async fn invite_someone(core: &Core) -> anyhow::Result<&'static str> {
    let email = "anna@newcomer.example";
    let inviter = administrator(core, accounts::ERP.slug).await?;
    let command = CreateInvitation {
        invitee: Invitee {
            email: Some(EmailAddress::parse(email)?),
            phone: None,
            name: Some(DisplayName::parse("Anna Schmidt")?),
            login: Some(Login::parse("anna")?),
            locale: Some(Locale::En),
        },
        grant: Grant {
            roles: [GrantKey::parse("Salesperson")?].into(),
            ..Grant::default()
        },
        channel: invite_domain::model::ChannelPreference::Auto,
        ttl: None,
        message: Some(PersonalMessage::parse("Welcome to the sales team!")?),
        send: true,
    };
    core.invitations.create(&inviter, command).await?;
    Ok(email)
}

/// Returns the administrator of one of the demo's accounts, or of the one above it, on the page.
pub(super) async fn administrator(core: &Core, slug: &str) -> anyhow::Result<Caller> {
    let account = ACCOUNTS
        .iter()
        .find(|account| account.slug == slug || account.child.is_some_and(|(_, s)| s == slug))
        .context("no such account")?;
    let (name, email) = account.administrator;
    let known = core.store.credentials(email).await?;
    let known = known.context("the administrator is not there")?;
    Ok(Caller {
        actor: Actor::User(known.user.id),
        name: DisplayName::parse(name)?,
        via: Via::Page,
        ..operator(core, slug).await?
    })
}

/// Returns the operator acting in one of the demo's accounts.
pub(super) async fn operator(core: &Core, slug: &str) -> anyhow::Result<Caller> {
    let account = AccountRef::Slug(Slug::parse(slug)?);
    let found = core.accounts.operator(&account).await?;
    found.with_context(|| format!("the account {slug} is not there"))
}

async fn make(core: &Core, wanted: &DemoAccount, password: &str) -> anyhow::Result<()> {
    let (name, email) = wanted.administrator;
    core.accounts
        .create_root(FirstAdministrator {
            account_name: DisplayName::parse(wanted.name)?,
            slug: Some(Slug::parse(wanted.slug)?),
            name: DisplayName::parse(name)?,
            email: EmailAddress::parse(email)?,
            password: Password::new(password),
            locale: wanted.locale,
        })
        .await?;
    let caller = operator(core, wanted.slug).await?;
    define(core, &caller, wanted.defines).await?;
    if let Some(catalog) = wanted.adopts {
        core.catalog.adopt(&caller, catalog).await?;
    }
    let subject = wanted.subject.map(SubjectTemplate::parse).transpose()?;
    let settings = AccountSettings {
        mail_subject: subject,
        credentials: wanted.credentials,
        ..caller.account.settings.clone()
    };
    let changes = AccountChanges {
        settings: Some(settings),
        ..AccountChanges::default()
    };
    core.accounts.update(&caller, changes).await?;
    if let Some((name, slug)) = wanted.child {
        let child = CreateAccount {
            name: DisplayName::parse(name)?,
            slug: Some(Slug::parse(slug)?),
            settings: AccountSettings::default(),
        };
        core.accounts.create(&caller, child).await?;
        let child = operator(core, slug).await?;
        define(core, &child, CHILD_DEFINES).await?;
    }
    Ok(())
}

async fn define(
    core: &Core,
    caller: &Caller,
    catalog: &[(GrantKind, &[&str])],
) -> anyhow::Result<()> {
    for (kind, keys) in catalog {
        let entries: Result<Vec<_>, InvalidValue> = keys
            .iter()
            .map(|key| {
                Ok(NewGrantable {
                    item: GrantItem {
                        kind: *kind,
                        key: GrantKey::parse(key)?,
                    },
                    texts: Texts::default(),
                    shared: false,
                })
            })
            .collect();
        core.catalog.define_all(caller, entries?).await?;
    }
    Ok(())
}

/// Returns a password of 100 random bits that a person can copy from a screen.
pub(super) fn password() -> String {
    let text = BASE32_NOPAD.encode(&SystemSecrets.next_secret());
    let letters: Vec<char> = text.to_lowercase().chars().take(20).collect();
    let groups: Vec<String> = letters
        .chunks(5)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}
