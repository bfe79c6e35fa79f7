//! What happened in the demo's accounts before it started: a month of invitations, told through the
//! same use cases as everything else, under a clock that goes through that month.

use super::{
    seed::{self, Seeded},
    story_lines::{ACCOUNTS, Fate, Line},
};
use crate::{ambient::SystemClock, settings::Settings, wiring::Core};
use anyhow::Context as _;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        AcceptanceCode, AccessType, ChannelPreference, DisplayName, EmailAddress, Failure, Grant,
        GrantKey, InvalidValue, InvitationId, InvitationToken, Invitee, LinkBase, Login, Password,
        PersonalMessage, RetryPolicy, TokenClaim, TokenPurpose, Via,
    },
    ports::{Clock, CodeMail, HandOver, InvitationMail, Mailer, SendError, TokenMinter as _},
    service::{
        AcceptInvitation, AskCode, CreateInvitation, DeclineInvitation, DispatchPorts,
        DispatchService,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

/// How long a message of the past may take to leave.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How long before now the accounts were made.
const BEGINNING: TimeDelta = TimeDelta::days(40);

/// Makes the accounts and tells what happened in them, in the order in which it did.
pub(super) async fn tell(settings: &Settings) -> anyhow::Result<Seeded> {
    let now = SystemClock.now();
    let clock = Arc::new(PastClock::default());
    clock.set(now - BEGINNING);
    let past = Past::of(Core::open_under(settings, clock.clone()).await?)?;
    let seeded = seed::seed(&past.core).await?;
    let mut invited = BTreeMap::new();
    for (at, step) in steps(now) {
        past.goes_on(at, &clock).await?;
        past.take(step, &mut invited).await?;
    }
    past.goes_on(now, &clock).await?;
    Ok(seeded)
}

/// One thing that happened.
#[derive(Clone, Copy)]
enum Step {
    /// Someone was written down, and sent to where they were not only a draft.
    Invited(&'static str, &'static Line),
    /// They followed their link.
    Answered(&'static Line),
}

/// Returns everything that happened until now, the earliest first.
fn steps(now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Step)> {
    let ago = |hours: u32| now - TimeDelta::hours(hours.into());
    let mut steps = Vec::new();
    for (slug, lines) in ACCOUNTS {
        for line in *lines {
            steps.push((ago(line.hours_ago), Step::Invited(slug, line)));
            if let Fate::Accepted { after } | Fate::Declined { after, .. } = line.fate {
                let at = ago(line.hours_ago.saturating_sub(after));
                steps.push((at, Step::Answered(line)));
            }
        }
    }
    steps.sort_by_key(|(at, _)| *at);
    steps
}

/// The use cases, as they were at an earlier moment.
struct Past {
    core: Core,
    dispatch: DispatchService,
    postman: Arc<Postman>,
}

impl Past {
    fn of(core: Core) -> anyhow::Result<Self> {
        let postman = Arc::new(Postman::default());
        let store = Arc::new(core.store.clone());
        let dispatch = DispatchService::new(DispatchPorts {
            store: store.clone(),
            queue: store,
            mailer: postman.clone(),
            sms: None,
            clock: core.clock.clone(),
            ids: core.ids.clone(),
            tokens: core.tokens.clone(),
            // Nobody reads these mails: they are older than the inbox.
            links: LinkBase::parse("http://localhost")?,
            retry: RetryPolicy::default(),
        });
        Ok(Self {
            core,
            dispatch,
            postman,
        })
    }

    /// Lets time go by, and what is over by then expire.
    async fn goes_on(&self, until: DateTime<Utc>, clock: &PastClock) -> anyhow::Result<()> {
        clock.set(until);
        self.core.invitations.expire_due(1_000).await?;
        Ok(())
    }

    async fn take(
        &self,
        step: Step,
        invited: &mut BTreeMap<&'static str, InvitationId>,
    ) -> anyhow::Result<()> {
        match step {
            Step::Invited(slug, line) => {
                let caller = seed::administrator(&self.core, slug).await?;
                let invitation = self
                    .core
                    .invitations
                    .create(&caller, command(line)?)
                    .await?;
                invited.insert(line.email, invitation.id);
                self.dispatch.dispatch_due("the past", LEASE, 10).await?;
            }
            Step::Answered(line) => {
                let id = invited.get(line.email).context("nobody was invited")?;
                self.answer(*id, line).await?;
            }
        }
        Ok(())
    }

    async fn answer(&self, id: InvitationId, line: &Line) -> anyhow::Result<()> {
        let token = self.core.tokens.mint(&TokenClaim {
            purpose: TokenPurpose::Invitation,
            invitation: id,
            // Nobody was sent to twice.
            generation: 1,
        });
        if let Fate::Declined { reason, .. } = line.fate {
            let command = DeclineInvitation {
                token,
                reason: Some(PersonalMessage::parse(reason)?),
                via: Via::Page,
            };
            return Ok(self.core.invitations.decline(command).await?);
        }
        // Administrators are asked for a code, as everywhere unless an account says otherwise.
        let code = if line.administers {
            Some(self.code(&token).await?)
        } else {
            None
        };
        let command = AcceptInvitation {
            token,
            password: Some(Password::new(seed::password())),
            code,
            name: None,
            viewer: None,
            via: Via::Page,
        };
        self.core.invitations.accept(command).await?;
        Ok(())
    }

    /// Asks for a code, and reads the mail that brings it.
    async fn code(&self, token: &InvitationToken) -> anyhow::Result<AcceptanceCode> {
        let (token, via) = (token.clone(), Via::Page);
        self.core
            .invitations
            .ask_code(AskCode { token, via })
            .await?;
        self.dispatch.dispatch_due("the past", LEASE, 10).await?;
        self.postman.code().context("no code came")
    }
}

fn command(line: &Line) -> anyhow::Result<CreateInvitation> {
    Ok(CreateInvitation {
        invitee: Invitee {
            email: Some(EmailAddress::parse(line.email)?),
            phone: None,
            name: Some(DisplayName::parse(line.name)?),
            login: line.login.map(Login::parse).transpose()?,
            locale: None,
        },
        grant: Grant {
            access_type: if line.administers {
                AccessType::Administrator
            } else {
                AccessType::Standard
            },
            roles: keys(line.roles)?,
            groups: keys(line.groups)?,
            permissions: keys(line.permissions)?,
            resources: keys(line.resources)?,
            ..Grant::default()
        },
        channel: ChannelPreference::Auto,
        ttl: None,
        message: None,
        send: !matches!(line.fate, Fate::Draft),
    })
}

fn keys(keys: &[&str]) -> Result<BTreeSet<GrantKey>, InvalidValue> {
    keys.iter().map(|key| GrantKey::parse(key)).collect()
}

/// A clock that stands at a moment of the past.
#[derive(Default)]
struct PastClock(AtomicI64);

impl PastClock {
    fn set(&self, at: DateTime<Utc>) {
        self.0.store(at.timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for PastClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// Carries the mails of the past: to a server that answers as the story has it.
#[derive(Default)]
struct Postman {
    /// The code that was carried last.
    code: Mutex<Option<AcceptanceCode>>,
}

impl Postman {
    fn code(&self) -> Option<AcceptanceCode> {
        let mut code = self.code.lock().unwrap_or_else(PoisonError::into_inner);
        code.take()
    }
}

#[async_trait]
impl Mailer for Postman {
    async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError> {
        let to = mail.to.original();
        let line = ACCOUNTS.iter().flat_map(|(_, lines)| *lines);
        match line
            .into_iter()
            .find(|line| line.email == to)
            .map(|line| &line.fate)
        {
            Some(Fate::Refused { reason, said }) => {
                Err(SendError::Permanent(Failure::new(*reason, said)))
            }
            Some(Fate::Waits { said }) => Err(SendError::Temporary {
                detail: (*said).to_owned(),
            }),
            _ => Ok(taken()),
        }
    }

    async fn send_code(&self, mail: &CodeMail) -> Result<HandOver, SendError> {
        let mut code = self.code.lock().unwrap_or_else(PoisonError::into_inner);
        *code = Some(mail.code.clone());
        Ok(taken())
    }
}

fn taken() -> HandOver {
    HandOver {
        reply: "250 2.0.0 Ok: queued".to_owned(),
    }
}
