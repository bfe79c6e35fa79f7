//! One account, its administrator and every use case over the in-memory adapters, ready to play.

mod shorthand;

pub use shorthand::{PASSWORD, accepting, request};

use crate::{
    AccountBuilder, MemoryStore, PlainPasswords, PlainRenderer, RecordingMailer, RecordingSms,
    SeededIds, SeededSecrets, SteppedClock, a_caller, a_member, an_account, fixed_key_ring,
};
use invite_domain::{
    model::{Account, Caller, LinkBase, Member, RetryPolicy},
    ports::{Clock, IdSource, PasswordHasher, SecretSource, TokenMinter},
    service::{
        AccountService, AuditService, CatalogService, DispatchPorts, DispatchService,
        InsightService, InvitationPorts, InvitationService, MailTextPorts, MailTextService,
        MemberPorts, MemberService, PeoplePorts, PeopleService, PreviewPorts, PreviewService,
        RefusalService, SignInService,
    },
};
use std::sync::Arc;

/// A whole service in memory with one account, `Maju`, and its administrator, Ana.
///
/// Time stands still until a test moves [`clock`](Self::clock), mail goes nowhere but into
/// [`mailer`](Self::mailer), and every id is the same in every run.
///
/// The shorthands panic where something fails that a test takes for granted; what a test is about is
/// asked of the services themselves.
#[derive(Clone)]
pub struct Scenario {
    /// The storage, which can be asked for faults.
    pub store: MemoryStore,
    /// The time.
    pub clock: SteppedClock,
    /// What was mailed.
    pub mailer: RecordingMailer,
    /// What was sent by SMS.
    pub sms: RecordingSms,
    /// Makes the ids.
    pub ids: Arc<SeededIds>,
    /// What administrators and invitees do.
    pub invitations: InvitationService,
    /// What messages will look like.
    pub previews: PreviewService,
    /// What workers do.
    pub dispatch: DispatchService,
    /// Who is in, what they hold, and how that changes or ends.
    pub members: MemberService,
    /// Everyone, invited or in.
    pub people: PeopleService,
    /// Accounts and API keys.
    pub accounts: AccountService,
    /// Who did what to whom.
    pub audit: AuditService,
    /// Who was refused what.
    pub refusals: RefusalService,
    /// Accounts at a glance.
    pub insight: InsightService,
    /// What can be granted in accounts.
    pub catalog: CatalogService,
    /// How accounts word their mails.
    pub mail_texts: MailTextService,
    /// Signing in and out.
    pub sign_in: SignInService,
    /// The administrator, as they act in the account.
    pub ana: Caller,
    /// The administrator's place, through which their right can be taken away.
    pub ana_member: Member,
}

impl Scenario {
    /// Sets up the account of [`an_account`].
    pub async fn new() -> Self {
        Self::with(an_account()).await
    }

    /// Sets up another account.
    ///
    /// # Panics
    /// When two accounts get the same place, which one account cannot.
    pub async fn with(account: AccountBuilder) -> Self {
        let store = MemoryStore::new();
        let account = match account.put_into(&store).await {
            Ok(account) => account,
            Err(error) => panic!("the account cannot be stored: {error:?}"),
        };
        let ana = a_member().administrator().put_into(&store, &account).await;
        match ana {
            Ok(member) => Self::over(store, &account, member),
            Err(error) => panic!("the administrator cannot be stored: {error:?}"),
        }
    }

    /// Puts every service over the storage.
    fn over(store: MemoryStore, account: &Account, ana_member: Member) -> Self {
        let (mailer, sms) = (RecordingMailer::new(), RecordingSms::new());
        let (clock, ids) = (SteppedClock::default(), Arc::new(SeededIds::default()));
        let shared = Arc::new(store.clone());
        let time: Arc<dyn Clock> = Arc::new(clock.clone());
        let next_id: Arc<dyn IdSource> = ids.clone();
        let tokens: Arc<dyn TokenMinter> = Arc::new(fixed_key_ring());
        let passwords: Arc<dyn PasswordHasher> = Arc::new(PlainPasswords::default());
        let secrets: Arc<dyn SecretSource> = Arc::new(SeededSecrets::default());
        let invitations = InvitationService::new(InvitationPorts {
            store: shared.clone(),
            reader: shared.clone(),
            clock: time.clone(),
            ids: next_id.clone(),
            tokens: tokens.clone(),
            passwords: passwords.clone(),
        });
        let dispatch = DispatchService::new(DispatchPorts {
            store: shared.clone(),
            queue: shared.clone(),
            mailer: Arc::new(mailer.clone()),
            sms: Some(Arc::new(sms.clone())),
            clock: time.clone(),
            ids: next_id.clone(),
            tokens: tokens.clone(),
            links: link_base(),
            retry: RetryPolicy::default(),
        });
        let members = MemberService::new(MemberPorts {
            store: shared.clone(),
            clock: time.clone(),
            ids: next_id.clone(),
        });
        let people = PeoplePorts {
            reader: shared.clone(),
            clock: time.clone(),
        };
        let people = PeopleService::new(people, invitations.clone(), members.clone());
        let accounts = AccountService::new(
            shared.clone(),
            passwords.clone(),
            secrets.clone(),
            time.clone(),
            next_id.clone(),
        );
        let audit = AuditService::new(shared.clone());
        let refusals = RefusalService::new(shared.clone(), time.clone());
        let insight = InsightService::new(shared.clone(), time.clone());
        let catalog = CatalogService::new(
            shared.clone(),
            shared.clone(),
            time.clone(),
            next_id.clone(),
        );
        let previews = PreviewService::new(PreviewPorts {
            wordings: shared.clone(),
            mail: Arc::new(mailer.clone()),
            sms: Some(Arc::new(sms.clone())),
            clock: time.clone(),
            links: link_base(),
        });
        let mail_texts = MailTextService::new(MailTextPorts {
            wordings: shared.clone(),
            identity: shared.clone(),
            renderer: Arc::new(PlainRenderer),
            clock: time.clone(),
            ids: next_id.clone(),
            links: link_base(),
        });
        let sign_in = SignInService::new(shared, passwords, secrets, tokens, time, next_id);
        let ana = a_caller().of(account).member(&ana_member).build();
        Self {
            store,
            clock,
            mailer,
            sms,
            ids,
            invitations,
            previews,
            dispatch,
            members,
            people,
            accounts,
            audit,
            refusals,
            insight,
            catalog,
            mail_texts,
            sign_in,
            ana,
            ana_member,
        }
    }

    /// Returns the account.
    pub fn account(&self) -> &Account {
        &self.ana.account
    }
}

fn link_base() -> LinkBase {
    match LinkBase::parse("https://invite.example.org") {
        Ok(base) => base,
        Err(error) => panic!("{error}"),
    }
}

impl std::fmt::Debug for Scenario {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Scenario({} at {})",
            self.account().name,
            self.clock.get()
        )
    }
}
