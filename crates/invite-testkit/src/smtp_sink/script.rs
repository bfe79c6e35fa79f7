//! What the sink is told to do: its TLS and login, and where it departs from good manners.

use std::fmt;
use std::sync::Arc;

use super::action::Action;
use super::stage::{Stage, StageEvent};
use super::tls::Certificate;

/// Whether and how the sink offers TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    /// `STARTTLS` is neither offered nor known.
    #[default]
    None,
    /// `STARTTLS` is offered; the client may go on without it.
    Offered,
    /// `STARTTLS` is offered; without it nearly every command gets 530.
    Required,
    /// `STARTTLS` is offered, yet every attempt gets 454.
    Refused,
    /// A meddler between client and server has blotted `STARTTLS` out of the offer, as some
    /// firewalls do, and the command itself gets 500.
    Stripped,
    /// TLS from the first octet (`smtps://`).
    Implicit,
}

/// A way to log in that the sink offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// `AUTH PLAIN`: one base64 token.
    Plain,
    /// `AUTH LOGIN`: asked for name and password in turn.
    Login,
}

#[derive(Clone)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: String,
}

type Hook = Arc<dyn Fn(&StageEvent) -> Action + Send + Sync>;

/// What a sink does; [`Script::new`] is a well-behaved server without TLS and login.
#[derive(Clone)]
pub struct Script {
    pub(super) encryption: Encryption,
    pub(super) certificate: Certificate,
    pub(super) login: Option<Login>,
    pub(super) mechanisms: Vec<Mechanism>,
    pub(super) max_size: usize,
    pub(super) partly_after: usize,
    pub(super) lean: bool,
    pub(super) rules: Vec<(When, Action)>,
    pub(super) hook: Option<Hook>,
}

impl Script {
    /// Returns the script of a well-behaved server that takes every message up to 32 MiB.
    pub fn new() -> Self {
        Self {
            encryption: Encryption::None,
            certificate: Certificate::Trusted,
            login: None,
            mechanisms: vec![Mechanism::Plain, Mechanism::Login],
            max_size: 32 * 1024 * 1024,
            partly_after: 1,
            lean: false,
            rules: Vec::new(),
            hook: None,
        }
    }

    /// Offers TLS in this way.
    #[must_use]
    pub fn encryption(mut self, encryption: Encryption) -> Self {
        self.encryption = encryption;
        self
    }

    /// Shows this certificate when TLS begins.
    #[must_use]
    pub fn certificate(mut self, certificate: Certificate) -> Self {
        self.certificate = certificate;
        self
    }

    /// Takes mail only from this user: without login `MAIL` gets 530, a wrong one gets 535.
    #[must_use]
    pub fn login(mut self, user: &str, password: &str) -> Self {
        self.login = Some(Login {
            user: user.to_owned(),
            password: password.to_owned(),
        });
        self
    }

    /// Offers only these ways to log in.
    #[must_use]
    pub fn mechanisms(mut self, mechanisms: &[Mechanism]) -> Self {
        self.mechanisms = mechanisms.to_vec();
        self
    }

    /// Announces this many octets in `SIZE` and refuses larger messages with 552.
    #[must_use]
    pub fn max_size(mut self, octets: usize) -> Self {
        self.max_size = octets;
        self
    }

    /// Puts [`Stage::DataPartly`] after this many octets of each body; 1 unless told otherwise.
    ///
    /// A shorter body never reaches that stage.
    #[must_use]
    pub fn partly_after(mut self, octets: usize) -> Self {
        self.partly_after = octets.max(1);
        self
    }

    /// Keeps envelopes and counts but no bodies and, for each connection, only its latest stage.
    ///
    /// For benchmarks, where the memory of a million messages would distort the figures.
    #[must_use]
    pub fn lean(mut self) -> Self {
        self.lean = true;
        self
    }

    /// Adds a rule; the first rule that fits decides, a hook before any rule.
    #[must_use]
    pub fn when(mut self, when: impl Into<When>, action: Action) -> Self {
        self.rules.push((when.into(), action));
        self
    }

    /// Calls this at every stage, before the sink answers, and does what it returns.
    ///
    /// It runs on the connection's own thread, so the conversation stands still until it returns:
    /// the place to kill a client. [`Action::proceed`] leaves the decision to the rules. A hook
    /// that panics ends its connection.
    #[must_use]
    pub fn on_stage(
        mut self,
        hook: impl Fn(&StageEvent) -> Action + Send + Sync + 'static,
    ) -> Self {
        self.hook = Some(Arc::new(hook));
        self
    }
}

impl Default for Script {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("encryption", &self.encryption)
            .field("certificate", &self.certificate)
            .field("login", &self.login.as_ref().map(|login| &login.user))
            .field("rules", &self.rules)
            .field("hook", &self.hook.is_some())
            .finish_non_exhaustive()
    }
}

/// The occasions on which a rule applies: a stage, perhaps a recipient, perhaps only some times.
///
/// A bare [`Stage`] converts into "always at that stage".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    stage: Option<Stage>,
    recipient: Option<String>,
    skip: u64,
    every: u64,
    first: u64,
}

impl When {
    /// Every time this stage is reached.
    pub fn at(stage: Stage) -> Self {
        Self {
            stage: Some(stage),
            recipient: None,
            skip: 0,
            every: 1,
            first: u64::MAX,
        }
    }

    /// Every time a reply is due, whatever the stage.
    pub fn always() -> Self {
        Self {
            stage: None,
            ..Self::at(Stage::Connected)
        }
    }

    /// Only for this recipient, in any case of letters; `@example.org` means everyone there.
    ///
    /// Recipients are known at `Rcpt` (the one asked for) and from `DataStarted` to `Accepted`
    /// (any of those accepted); at other stages the rule then never fits.
    #[must_use]
    pub fn to(mut self, recipient: &str) -> Self {
        self.recipient = Some(recipient.to_lowercase());
        self
    }

    /// Leaves out the first `n` occasions.
    #[must_use]
    pub fn skip(mut self, n: u64) -> Self {
        self.skip = n;
        self
    }

    /// Only every `n`th occasion, beginning with the first that is not skipped.
    #[must_use]
    pub fn every(mut self, n: u64) -> Self {
        self.every = n.max(1);
        self
    }

    /// At most `n` times.
    #[must_use]
    pub fn first(mut self, n: u64) -> Self {
        self.first = n;
        self
    }

    pub(super) fn fits(&self, event: &StageEvent) -> bool {
        let stage = match self.stage {
            Some(stage) => stage == event.stage,
            None => event.stage.owes_reply(),
        };
        stage
            && self.recipient.as_ref().is_none_or(|wanted| {
                event.recipients.iter().any(|recipient| {
                    let recipient = recipient.to_lowercase();
                    recipient == *wanted || (wanted.starts_with('@') && recipient.ends_with(wanted))
                })
            })
    }

    /// Says whether the rule applies on the occasion with this index, counted from 0.
    pub(super) fn applies_to_occasion(&self, index: u64) -> bool {
        index.checked_sub(self.skip).is_some_and(|index| {
            index.is_multiple_of(self.every) && index / self.every < self.first
        })
    }
}

impl From<Stage> for When {
    fn from(stage: Stage) -> Self {
        Self::at(stage)
    }
}
