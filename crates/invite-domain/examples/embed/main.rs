//! Embeds the invitation lifecycle with a storage and a mailer of its own, as a program that has its
//! own accounts and people would. Run it: `cargo run -p invite-domain --example embed`.

#![expect(
    clippy::wildcard_imports,
    reason = "an embedder meets most of the domain's words"
)]

mod storage;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::model::Via;
use invite_domain::{model::*, ports::*, service::*};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use storage::OwnStore;
use uuid::Uuid;

/// Prints mails, and keeps the last link as the invitee would.
#[derive(Clone, Default)]
struct OwnMailer(Arc<Mutex<Option<String>>>);

#[async_trait]
impl Mailer for OwnMailer {
    async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError> {
        println!(
            "mail to {}: {} invites you to {}",
            mail.to.original(),
            mail.inviter_name,
            mail.account_name
        );
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            mail.way_in.link().map(|link| link.expose().to_owned());
        Ok(HandOver {
            reply: "printed".into(),
        })
    }
}

/// A program would read the system's clock and draw UUIDs; the example repeats itself exactly.
#[derive(Default)]
struct OwnWorld(AtomicU64);

impl Clock for OwnWorld {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
    }
}

impl IdSource for OwnWorld {
    fn next_id(&self) -> Uuid {
        Uuid::from_u128(self.0.fetch_add(1, Ordering::Relaxed).into())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (store, mailer, world) = (
        OwnStore::default(),
        OwnMailer::default(),
        Arc::new(OwnWorld::default()),
    );
    let tokens = Arc::new(KeyRing::new([(KeyId(1), [7; 32])])?); // 32 random bytes, kept outside the database
    let links = LinkBase::parse("https://app.example.org")?;
    let invitations = InvitationService::new(InvitationPorts {
        store: Arc::new(store.clone()),
        reader: Arc::new(store.clone()),
        clock: world.clone(),
        ids: world.clone(),
        tokens: tokens.clone(),
        passwords: Arc::new(NoPasswords),
    });
    let dispatch = DispatchService::new(DispatchPorts {
        store: Arc::new(store.clone()),
        queue: Arc::new(store.clone()),
        mailer: Arc::new(mailer.clone()),
        sms: None,
        clock: world.clone(),
        ids: world.clone(),
        tokens,
        links,
        retry: RetryPolicy::default(),
    });
    let name = DisplayName::parse("Maju Jaya")?;
    let new = NewAccount {
        id: AccountId::new(world.next_id()),
        slug: Slug::from_name(&name),
        name,
        parent_id: None,
        settings: AccountSettings::default(),
    };
    let account = Account::new(new, world.now());
    store.data().accounts.push(account.clone());
    let ana = Caller {
        actor: Actor::System,
        name: DisplayName::parse("Ana")?,
        authority: Authority::administrator(),
        account,
        via: Via::Api,
    };

    pollster::block_on(async {
        let siti = Invitee {
            email: Some(EmailAddress::parse("siti@example.org")?),
            phone: None,
            name: None,
            login: None,
            locale: None,
        };
        let command = CreateInvitation {
            invitee: siti,
            grant: Grant::default(),
            channel: ChannelPreference::Auto,
            ttl: None,
            message: None,
            send: true,
        };
        let invitation = invitations.create(&ana, command).await?;
        println!("on the roster: {}", invitation.status(world.now()));
        dispatch
            .dispatch_due("embedded", TimeDelta::seconds(30), 10)
            .await?;

        let link = mailer
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .unwrap_or_default();
        let token = InvitationToken::new(link.rsplit('/').next().unwrap_or_default());
        let viewer = Some(UserId::new(Uuid::from_u128(42))); // Siti, signed in to this program
        let accepted = invitations
            .accept(AcceptInvitation {
                token,
                password: None,
                code: None,
                name: None,
                viewer,
                via: Via::Page,
            })
            .await?;
        println!("in: {}", accepted.invitation.status(world.now()));
        for entry in invitations.history(&ana, invitation.id).await? {
            match entry.fact {
                HistoryFact::Action { name, .. } => println!("  {name}"),
                HistoryFact::Delivery(d) => {
                    println!("  attempt {}: {}", d.attempt, d.outcome.as_str());
                }
            }
        }
        Ok(())
    })
}
