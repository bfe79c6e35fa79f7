//! One run over one database: kill, look, start again, and in the end gather what there is to judge.

mod gather;
mod kill;
mod look;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use fastrand::Rng;
use invite_testkit::smtp_sink::{Action, Script, SmtpSink, Stage, When};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::api::Api;
use crate::database::Database;
use crate::facts::{Facts, Kill};
use crate::load::{Domain, Load, Phase};
use crate::plan::Point;
use crate::server::Server;
use crate::trap::Trap;
use look::Watched;

/// For how long the worker holds what it claims.
const LEASE: Duration = Duration::from_secs(2);
/// How often the worker looks for what is due.
const POLL: Duration = Duration::from_secs(1);
/// What the start of the binary may take while everything competes for the processor.
const RESTART: Duration = Duration::from_secs(2);
/// Within this time another worker must hold the mail of a killed one.
const RECOVERY_LIMIT: Duration = LEASE.saturating_add(POLL).saturating_add(RESTART);

const ACCOUNT: &str = "crash";
const ADMINISTRATOR: &str = "root@example.test";
const PASSWORD: &str = "Loose-Gravel-Rattles-Nightly-82";

/// One database under fire.
pub(crate) struct Run {
    server: Arc<Server>,
    database: Arc<Database>,
    sink: Arc<SmtpSink>,
    trap: Arc<Trap>,
    load: Arc<Load>,
    api: Api,
    random: Rng,
    kills: Vec<Kill>,
    /// For each process that ended, the number of the last message that the mail server had by then.
    lives: Vec<u64>,
    watched: Option<Watched>,
    oddities: Vec<String>,
}

impl Run {
    /// Sets everything up; the service has its administrator and its key, and does not run yet.
    pub(crate) fn set_up(
        binary: &Path,
        folder: &Path,
        database_url: &str,
        seed: u64,
    ) -> Result<Self> {
        let started = Instant::now();
        let sink = Arc::new(SmtpSink::start(Script::new()));
        let millis = LEASE.as_millis();
        let server = Arc::new(Server::new(
            binary,
            folder,
            &[
                ("INVITE_DATA_DIR", folder.display().to_string()),
                ("INVITE_DATABASE_URL", database_url.to_owned()),
                // Few mails over one connection, so that new connections keep coming.
                (
                    "INVITE_SMTP_URL",
                    format!(
                        "smtp://127.0.0.1:{}?tls=none&connections=4&messages=10",
                        sink.port()
                    ),
                ),
                ("INVITE_MAIL_FROM", "invite@sender.example".to_owned()),
                ("INVITE_LEASE", format!("{millis}ms")),
                ("INVITE_RETRY", "300ms".to_owned()),
                ("INVITE_LOG", "info".to_owned()),
            ],
        )?);
        let key = set_up_account(&server)?;
        let url = server.url();
        let api = Api::new(&url, ACCOUNT, &key)?;
        let database = Arc::new(Database::new(database_url));
        let trap = Arc::new(Trap::new(
            Arc::clone(&server),
            Arc::clone(&database),
            Handle::current(),
        ));
        sink.set_script(script(&trap));
        let load = Load::new(api.clone(), Arc::clone(&sink), url, started);
        Ok(Self {
            server,
            database,
            sink,
            trap,
            load: Arc::new(load),
            api,
            random: Rng::with_seed(seed),
            kills: Vec::new(),
            lives: Vec::new(),
            watched: None,
            oddities: Vec::new(),
        })
    }

    /// Kills at each of these points in turn, lets everything come to rest, and returns what was seen.
    pub(crate) async fn go(mut self, points: &[Point]) -> Result<Facts> {
        let clients = self.load.start(&mut self.random);
        for &point in points {
            self.live_and_die(point).await?;
        }
        self.start().await?;
        self.watch_recovery().await?;
        self.load.tell(Phase::Over);
        timeout(Duration::from_mins(1), clients.join_all())
            .await
            .context("the clients do not end")?;
        self.come_to_rest().await?;
        self.gather().await
    }

    async fn start(&mut self) -> Result<()> {
        self.server.start()?;
        self.server.ready().await?;
        self.database.open().await?;
        if self.random.u8(..4) == 0 {
            // Their mail may be what the dead worker held: it must never leave.
            self.load.revoke_the_latest(2).await;
        }
        self.load.tell(Phase::Up);
        Ok(())
    }
}

/// Makes account, administrator and key, and returns the key.
fn set_up_account(server: &Server) -> Result<String> {
    server.command(
        &[
            "admin",
            "create",
            "--email",
            ADMINISTRATOR,
            "--name",
            "Root",
            "--account",
            ACCOUNT,
        ],
        &format!("{PASSWORD}\n"),
    )?;
    let said = server.command(
        &[
            "api-key",
            "create",
            "--account",
            ACCOUNT,
            "--name",
            "crash run",
        ],
        "",
    )?;
    let key = said.lines().last().context("no API key was printed")?;
    Ok(key.trim().to_owned())
}

/// A mail server that takes most mails, refuses some, and does at every stage what the trap says.
fn script(trap: &Arc<Trap>) -> Script {
    let trap = Arc::clone(trap);
    let at = |domain: Domain| When::at(Stage::Rcpt).to(&format!("@{}", domain.name()));
    Script::new()
        .partly_after(600)
        .when(
            at(Domain::Closed),
            Action::reply(550, "5.1.1 No such user here"),
        )
        .when(
            at(Domain::Busy).every(2),
            Action::reply(451, "4.3.2 Come back later"),
        )
        .on_stage(move |event| trap.on_stage(event))
}

impl Drop for Run {
    /// The hook in the mail server shares the process, and its threads may outlive the run by a moment.
    fn drop(&mut self) {
        self.server.kill();
    }
}
