//! The use cases over the real adapters: what server, worker and command line have in common.

use crate::{
    ambient::{Argon2Passwords, SystemClock, SystemSecrets, TimeOrderedIds},
    key_file,
    mail_server::Sealer,
    settings::{Settings, values::Keys},
};
use anyhow::Context as _;
use invite_domain::{
    model::{KeyRing, LinkBase},
    ports::{Clock, Store, TextRenderer},
    service::{
        AccountService, AuditService, CatalogService, InsightService, InvitationPorts,
        InvitationService, MailTextPorts, MailTextService, MemberPorts, MemberService, PeoplePorts,
        PeopleService, PreviewPorts, PreviewService, RefusalService, SignInService,
    },
};
use invite_lettre::LetterRenderer;
use invite_sea_orm::{SeaStore, StoreOptions};
use invite_sms::HttpSms;
use std::{sync::Arc, time::Duration};

/// How long a free connection to the database is waited for, at the start and at each request.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open database with the use cases over it.
#[derive(Clone)]
pub struct Core {
    /// Storage, with its tables up to date.
    pub store: SeaStore,
    /// Makes and verifies links.
    pub tokens: Arc<KeyRing>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<TimeOrderedIds>,
    /// What administrators and invitees do.
    pub invitations: InvitationService,
    /// Who is in.
    pub members: MemberService,
    /// Everyone, invited or in.
    pub people: PeopleService,
    /// Accounts, catalogs and API keys.
    pub accounts: AccountService,
    /// Who did what to whom.
    pub audit: AuditService,
    /// Who was refused what.
    pub refusals: RefusalService,
    /// Accounts at a glance.
    pub insight: InsightService,
    /// What can be granted in accounts.
    pub catalog: CatalogService,
    /// Signing in.
    pub sign_in: SignInService,
    /// Seals the mail server that is chosen at set-up.
    pub(crate) sealer: Arc<Sealer>,
    passwords: Arc<Argon2Passwords>,
}

impl Core {
    /// Opens the database, brings its tables up to date, and takes the keys.
    ///
    /// # Errors
    /// Says what is in the way.
    pub async fn open(settings: &Settings) -> anyhow::Result<Self> {
        Self::open_under(settings, Arc::new(SystemClock)).await
    }

    /// Does the same, with another clock than the machine's.
    pub(crate) async fn open_under(
        settings: &Settings,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        key_file::make_folder(&settings.data_dir)?;
        let mut options = StoreOptions::default();
        options.max_connections = settings.database.connections;
        options.acquire_timeout = PATIENCE;
        options.schema.clone_from(&settings.database.schema);
        let store = SeaStore::connect(&settings.database.url, &options)
            .await
            .context(
                "the database of INVITE_DATABASE_URL cannot be opened; check that it is there, runs and lets us in",
            )?;
        store.migrate().await?;
        let (keys, made_key) = keys(settings)?;
        let core = Self::over(store, &keys, settings, clock)?;
        if made_key && core.accounts.has_accounts().await? {
            tracing::warn!(
                "a new key was made for a database that is in use: links that were sent before open nothing anymore; bring back the old key as secret.key or INVITE_SECRET_KEY, or send the invitations again"
            );
        }
        Ok(core)
    }

    fn over(
        store: SeaStore,
        keys: &Keys,
        settings: &Settings,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let shared = Arc::new(store.clone());
        let tokens = Arc::new(KeyRing::new(keys.iter().copied())?);
        let ids = Arc::new(TimeOrderedIds);
        let passwords = Arc::new(Argon2Passwords::new(settings.hash_cost));
        let secrets = Arc::new(SystemSecrets);
        let accounts = AccountService::new(
            shared.clone(),
            passwords.clone(),
            secrets.clone(),
            clock.clone(),
            ids.clone(),
        );
        let catalog =
            CatalogService::new(shared.clone(), shared.clone(), clock.clone(), ids.clone());
        let sign_in = SignInService::new(
            shared.clone(),
            passwords.clone(),
            secrets,
            tokens.clone(),
            clock.clone(),
            ids.clone(),
        )
        .with_limits(settings.sessions);
        let members = MemberService::new(MemberPorts {
            store: shared.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        });
        let invitations = InvitationService::new(InvitationPorts {
            store: shared.clone(),
            reader: shared.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            tokens: tokens.clone(),
            passwords: passwords.clone(),
        });
        let people = PeoplePorts {
            reader: shared,
            clock: clock.clone(),
        };
        Ok(Self {
            people: PeopleService::new(people, invitations.clone(), members.clone()),
            members,
            invitations,
            audit: AuditService::new(Arc::new(store.clone())),
            refusals: RefusalService::new(Arc::new(store.clone()), clock.clone()),
            insight: InsightService::new(Arc::new(store.clone()), clock.clone()),
            store,
            tokens,
            clock,
            ids,
            accounts,
            catalog,
            sign_in,
            sealer: Arc::new(Sealer::new(keys)),
            passwords,
        })
    }

    /// Returns the use cases around the wording of mails, for links that begin with `links`.
    pub(crate) fn mail_texts(&self, links: LinkBase) -> MailTextService {
        MailTextService::new(MailTextPorts {
            wordings: Arc::new(self.store.clone()),
            identity: Arc::new(self.store.clone()),
            renderer: Arc::new(LetterRenderer),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            links,
        })
    }

    /// Returns what shows messages before they leave, for links that begin with `links`.
    pub(crate) fn previews(&self, sms: Option<Arc<HttpSms>>, links: LinkBase) -> PreviewService {
        PreviewService::new(PreviewPorts {
            wordings: Arc::new(self.store.clone()),
            mail: Arc::new(LetterRenderer),
            sms: sms.map(|sms| sms as Arc<dyn TextRenderer>),
            clock: self.clock.clone(),
            links,
        })
    }

    /// Returns what the use cases of invitations stand on.
    pub(crate) fn invitation_ports(&self) -> InvitationPorts {
        InvitationPorts {
            store: Arc::new(self.store.clone()),
            reader: Arc::new(self.store.clone()),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            tokens: self.tokens.clone(),
            passwords: self.passwords.clone(),
        }
    }

    /// Returns the use cases of invitations over another way to begin units of work.
    #[must_use]
    pub fn invitations_over(&self, store: Arc<dyn Store>) -> InvitationService {
        InvitationService::new(InvitationPorts {
            store,
            ..self.invitation_ports()
        })
    }
}

/// Returns the keys, and whether they were made just now.
fn keys(settings: &Settings) -> anyhow::Result<(Keys, bool)> {
    if let Some(keys) = &settings.keys {
        return Ok((keys.clone(), false));
    }
    let file = key_file::load_or_make(&settings.data_dir, &SystemSecrets)?;
    if settings.database.is_shared() {
        tracing::warn!(
            file = %file.path.display(),
            "the key is in a file of this machine; replicas on other machines need the same one: set INVITE_SECRET_KEY for all of them"
        );
    }
    Ok((file.keys, file.is_new))
}
