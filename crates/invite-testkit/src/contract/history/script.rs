//! What is done, step by step: drawn by lot, with the same lots in every run.

use super::{super::fixture::LEASE, Subjects};
use crate::{
    SeededIds, SteppedClock, a_member, a_person, ambient::stretch, an_account,
    contract::StoreHarness, values,
};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        Account, Action, AuditEntry, AuditEntryId, ChannelPolicy, Claim, Doer, Event, GrantKind,
        Invitation, ResendPolicy, Settlement, Verdict,
    },
    ports::{IdSource, UnitOfWork},
};
use std::fmt::{Display, Write};

/// The script under way.
pub(super) struct Script<'h> {
    pub(super) harness: &'h StoreHarness,
    pub(super) subjects: Subjects,
    pub(super) log: String,
    pub(super) ids: SeededIds,
    clock: SteppedClock,
    lots: u64,
    /// Invitations as they were last seen, some of them out of date.
    pub(super) seen: Vec<Invitation>,
    /// Claims that were never settled by whoever made them.
    pub(super) zombies: Vec<Claim>,
}

impl<'h> Script<'h> {
    /// Makes the accounts that the script plays in.
    pub(super) async fn begin(harness: &'h StoreHarness) -> Self {
        let identity = harness.identity.as_ref();
        let maju = an_account()
            .defining(GrantKind::Role, "Salesperson")
            .settings(|s| s.resend_policy = ResendPolicy::Grace(values::hours(2)));
        let maju = maju.put_into(identity).await.unwrap();
        let child = an_account()
            .named("Maju Cabang")
            .below(&maju)
            .settings(|s| s.seats = Some(3));
        let other = an_account()
            .named("ООО Вперёд")
            .slug("vpered")
            .settings(|s| {
                s.resend_policy = ResendPolicy::UntilExpiry;
                s.channels = ChannelPolicy::EmailOrSms;
                s.invitation_ttl = values::hours(5);
            });
        let child = child.put_into(identity).await.unwrap();
        let other = other.put_into(identity).await.unwrap();
        let admin = a_member().administrator().who(a_person().login("ana"));
        let admin = admin.put_into(identity, &maju).await.unwrap();
        Self {
            harness,
            subjects: Subjects {
                accounts: vec![maju, child, other],
                users: vec![admin.user_id],
                now: SteppedClock::default().get(),
            },
            log: String::new(),
            ids: SeededIds::new(42),
            clock: SteppedClock::default(),
            lots: 0,
            seen: Vec::new(),
            zombies: Vec::new(),
        }
    }

    /// Does one thing.
    pub(super) async fn step(&mut self, step: u64) {
        // Few people in the beginning: the first steps fill the roster.
        let lot = if step < 20 { 0 } else { self.lot(30) };
        match lot {
            0..=3 => self.put_on_roster().await,
            4..=8 => self.send().await,
            9..=13 => self.work().await,
            14..=15 => self.zombie_wakes().await,
            16 => self.edit().await,
            17 => self.revoke().await,
            18..=23 => self.accept().await,
            24 => self.decline().await,
            25 => self.bounce().await,
            26 => self.sweep().await,
            27 => self.overwrite().await,
            28 => self.give_up_half_way().await,
            _ => self.define().await,
        }
        let minutes = i64::try_from(self.lot(40)).unwrap();
        let odd = i64::try_from(self.lot(1000)).unwrap();
        let span = TimeDelta::minutes(minutes) + TimeDelta::milliseconds(odd);
        self.subjects.now = self.clock.advance(span);
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.get()
    }

    /// Draws a number below `below`.
    pub(super) fn lot(&mut self, below: u64) -> u64 {
        self.lots += 1;
        u64::from_be_bytes(stretch(&[2026, self.lots])) % below
    }

    /// Draws one of several.
    pub(super) fn one_of<T: Clone>(&mut self, several: &[T]) -> T {
        let lot = self.lot(several.len() as u64);
        several[usize::try_from(lot).unwrap()].clone()
    }

    /// Draws an account.
    pub(super) fn account(&mut self) -> Account {
        let accounts = self.subjects.accounts.clone();
        self.one_of(&accounts)
    }

    /// Draws an invitation, as it stands in storage.
    pub(super) async fn invitation(&mut self) -> (Account, Invitation) {
        let seen = self.seen.clone();
        let seen = self.one_of(&seen);
        let accounts = &self.subjects.accounts;
        let account = accounts.iter().find(|a| a.id == seen.account_id);
        let account = account.unwrap().clone();
        let found = self.harness.reader.find(account.id, seen.id).await.unwrap();
        (account, found.unwrap())
    }

    /// Draws an invitation that something was sent for, if a few tries find one.
    pub(super) async fn sent_invitation(&mut self) -> (Account, Invitation) {
        for _ in 0..8 {
            let (account, found) = self.invitation().await;
            if found.generation > 0 && found.state.status().is_live() {
                return (account, found);
            }
        }
        self.invitation().await
    }

    pub(super) async fn unit(&self) -> Box<dyn UnitOfWork> {
        self.harness.store.begin().await.unwrap()
    }

    /// Adds what happened to the invitation to the audit log.
    pub(super) async fn audit(&self, unit: &mut dyn UnitOfWork, of: &Invitation, event: Event) {
        let entry = AuditEntry {
            id: AuditEntryId::new(self.ids.next_id()),
            account_id: Some(of.account_id),
            doer: Doer::WORKER,
            action: Action::Invitation { id: of.id, event },
            at: self.now(),
        };
        unit.audit().append(&[entry]).await.unwrap();
    }

    /// Writes down what was done and what came of it.
    pub(super) fn tell(&mut self, what: impl Display) {
        writeln!(self.log, "{} {what}", self.now().format("%d %T%.3f")).unwrap();
    }

    /// Claims everything that waits, long after the end, and returns a text of it.
    pub(super) async fn waiting(&self) -> String {
        let later = self.now() + TimeDelta::days(400);
        let queue = &self.harness.queue;
        let mut due = queue.claim("the end", later, LEASE, 10_000).await.unwrap();
        due.sort_by_key(|due| due.message.id);
        let mut text = String::from("waiting\n");
        for due in due {
            writeln!(text, "  {:?}", due.message).unwrap();
        }
        text
    }
}

/// A verdict over a claim.
pub(super) fn over(claim: Claim, attempts: u32, verdict: Verdict) -> Settlement {
    Settlement {
        message: claim.message,
        fence: claim.fence,
        attempts,
        verdict,
    }
}

/// How the log names an invitation.
pub(super) fn label(invitation: &Invitation) -> String {
    let identity = invitation.invitee.identity().unwrap();
    format!("{identity} v{}", invitation.version)
}
