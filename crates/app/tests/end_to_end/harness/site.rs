//! One deployment: a database, an account with its administrator and a key, and a mail server.

use super::{Api, Database, Folder, Service, run, run_with_input};
use invite_domain::{model::Ttl, ports::Store as _};
use invite_sea_orm::SeaStore;
use invite_testkit::smtp_sink::{Script, SmtpSink};
use std::path::Path;

/// The account.
pub(crate) const SLUG: &str = "maju-jaya";
/// Its administrator.
pub(crate) const ADMIN_EMAIL: &str = "siti.admin@majujaya.example";
/// Their password.
pub(crate) const ADMIN_PASSWORD: &str = "kopi tubruk tanpa gula";

/// The password of everyone else.
pub(crate) const PASSWORD: &str = "a quiet harbor in spring";

/// Everything but the running service.
pub(crate) struct Site {
    pub(crate) folder: Folder,
    pub(crate) database: Database,
    pub(crate) sink: SmtpSink,
    pub(crate) key: String,
    settings: Vec<(String, String)>,
    started: std::cell::Cell<u32>,
}

impl Site {
    /// Makes one whose mail server does what the script says.
    pub(crate) fn new(database: Database, script: Script) -> Self {
        let folder = Folder::new();
        let sink = SmtpSink::start(script);
        let mut settings = database.settings(folder.path());
        let more = [
            ("INVITE_LISTEN", "127.0.0.1:0".to_owned()),
            ("INVITE_LOG", "debug".to_owned()),
            ("INVITE_LOG_FORMAT", "json".to_owned()),
            ("INVITE_MAIL_FROM", "invite@majujaya.example".to_owned()),
            (
                "INVITE_SMTP_URL",
                format!("smtp://127.0.0.1:{}", sink.port()),
            ),
        ];
        settings.extend(more.map(|(key, value)| (key.to_owned(), value)));
        let mut site = Self {
            folder,
            database,
            sink,
            key: String::new(),
            settings,
            started: std::cell::Cell::new(0),
        };
        site.make_account();
        site
    }

    /// Sets something, or sets it anew.
    #[must_use]
    pub(crate) fn set(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        self.settings.retain(|(known, _)| known != key);
        self.settings.push((key.to_owned(), format!("{value}")));
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn settings(&self) -> &[(String, String)] {
        &self.settings
    }

    /// Starts one more replica.
    pub(crate) fn start(&self) -> Service {
        let number = self.started.get() + 1;
        self.started.set(number);
        Service::start(self.path(), &self.settings, &format!("{number}.log"))
    }

    /// Returns a client for a replica, with the account's key.
    pub(crate) fn api(&self, service: &Service) -> Api {
        Api::new(&service.url, &self.key)
    }

    /// Opens the database beside the service.
    pub(crate) async fn store(&self) -> SeaStore {
        self.database.open(self.path()).await
    }

    /// Makes one more account with its administrator, whose password is a long one.
    #[must_use]
    pub(crate) fn with_account(self, name: &str, slug: &str, admin: &str, email: &str) -> Self {
        let arguments = [
            "admin",
            "create",
            "--email",
            email,
            "--name",
            admin,
            "--account",
            name,
            "--slug",
            slug,
        ];
        let input = format!("{PASSWORD}\n");
        let made = run_with_input(self.path(), &self.settings, &arguments, &input);
        assert!(made.status.success(), "{made:?}");
        self
    }

    /// Lets the time of an invitation's link be over.
    pub(crate) async fn let_expire(&self, id: &str) {
        let store = self.store().await;
        let mut unit = store.begin().await.unwrap();
        let found = unit.invitations().lock(id.parse().unwrap()).await.unwrap();
        let mut invitation = found.unwrap();
        let end = invitation.trail.expires_at.unwrap();
        invitation.trail.expires_at = Some(end - Ttl::default().span());
        invitation.version += 1;
        unit.invitations().update(&invitation).await.unwrap();
        unit.commit().await.unwrap();
        store.close().await.unwrap();
    }

    fn make_account(&mut self) {
        let admin = [
            "admin",
            "create",
            "--email",
            ADMIN_EMAIL,
            "--name",
            "Siti Nurhaliza",
            "--account",
            "PT Maju Jaya",
            "--slug",
            SLUG,
        ];
        let input = format!("{ADMIN_PASSWORD}\n");
        let made = run_with_input(self.path(), &self.settings, &admin, &input);
        assert!(made.status.success(), "{made:?}");
        let key = [
            "api-key",
            "create",
            "--account",
            SLUG,
            "--name",
            "Tests",
            "--scope",
            "administer",
        ];
        let made = run(self.path(), &self.settings, &key);
        assert!(made.status.success(), "{made:?}");
        let key = String::from_utf8(made.stdout).unwrap();
        key.trim().clone_into(&mut self.key);
    }
}
