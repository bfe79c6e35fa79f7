//! What administrators do: write down, send, edit, revoke, and what the sweeper does.

use super::script::{Script, label};
use crate::{an_invitation, values};
use invite_domain::{
    model::{
        About, Changes, Channel, Event, Failure, FailureReason, GrantKind, Invitation,
        InvitationId, OutboxId, OutboxMessage,
    },
    ports::{IdSource, InsertError, UpdateError},
};

/// Few enough that people meet each other.
const PEOPLE: u64 = 30;

impl Script<'_> {
    /// Draws a person.
    fn address(&mut self) -> String {
        match self.lot(PEOPLE) {
            7 => "Жанна@Bücher.example".replace("Жанна", "Zhanna"),
            n => format!("Person{n}@Example.org"),
        }
    }

    fn someone(&mut self) -> Invitation {
        let account = self.account();
        let address = self.address();
        let mut new = an_invitation()
            .id(InvitationId::new(self.ids.next_id()))
            .of(&account)
            .created_at(self.now());
        new = match self.lot(6) {
            0 => new.to_phone(&format!("+7905111{:04}", self.lot(6))),
            1 => new
                .to(&address)
                .named("Жанна Ё.")
                .message("Selamat datang!\nЖдём."),
            2 => new.to(&address).granting(GrantKind::Role, "Salesperson"),
            3 => new.to(&address).ttl(values::hours(1)).as_administrator(),
            _ => new.to(&address),
        };
        new.build()
    }

    pub(super) async fn put_on_roster(&mut self) {
        let new = self.someone();
        let mut unit = self.unit().await;
        let inserted = unit.invitations().insert(&new).await;
        let outcome = match inserted {
            Ok(()) => {
                self.audit(unit.as_mut(), &new, Event::Created).await;
                self.seen.push(new.clone());
                "done"
            }
            Err(InsertError::Taken) => "taken",
            Err(InsertError::Store(error)) => panic!("{error:?}"),
        };
        unit.commit().await.unwrap();
        self.tell(format!("put {} on the roster: {outcome}", label(&new)));
    }

    /// Writes the next form of an invitation with its event, or leaves everything as it was.
    pub(super) async fn record(
        &mut self,
        verb: &str,
        next: &Invitation,
        event: Event,
        message: Option<OutboxMessage>,
    ) {
        let mut unit = self.unit().await;
        let outcome = match unit.invitations().update(next).await {
            Ok(()) => {
                unit.outbox().cancel(next.id).await.unwrap();
                if let Some(message) = message {
                    unit.outbox().enqueue(&message).await.unwrap();
                }
                self.audit(unit.as_mut(), next, event).await;
                unit.commit().await.unwrap();
                "done"
            }
            Err(UpdateError::Stale) => {
                unit.rollback().await.unwrap();
                "stale"
            }
            Err(UpdateError::Taken) => {
                unit.rollback().await.unwrap();
                "taken"
            }
            Err(UpdateError::Store(error)) => panic!("{error:?}"),
        };
        self.tell(format!("{verb} {}: {outcome}", label(next)));
    }

    pub(super) fn message(&self, of: &Invitation) -> OutboxMessage {
        let channel = match of.invitee.email {
            Some(_) => Channel::Email,
            None => Channel::Sms,
        };
        OutboxMessage {
            id: OutboxId::new(self.ids.next_id()),
            account_id: of.account_id,
            about: About::Invitation {
                id: of.id,
                generation: of.generation,
            },
            channel,
            queued_at: self.now(),
            due_at: self.now(),
            attempts: 0,
        }
    }

    pub(super) async fn send(&mut self) {
        let (account, found) = self.invitation().await;
        match found.queue(account.settings.resend_policy, self.now()) {
            Ok((next, event)) => {
                let message = self.message(&next);
                self.record("send", &next, event, Some(message)).await;
            }
            Err(refused) => self.tell(refused),
        }
    }

    pub(super) async fn edit(&mut self) {
        let (_, found) = self.invitation().await;
        let mut invitee = found.invitee.clone();
        invitee.email = Some(values::email(&self.address()));
        let changes = Changes {
            invitee: Some(invitee),
            ..Changes::default()
        };
        match found.edit(changes, self.now()) {
            Ok(edited) => {
                let Some(event) = edited.event else {
                    return self.tell("edit: nothing to do");
                };
                let message = edited.send_anew.then(|| self.message(&edited.invitation));
                self.record("edit", &edited.invitation, event, message)
                    .await;
            }
            Err(refused) => self.tell(refused),
        }
    }

    pub(super) async fn revoke(&mut self) {
        let (_, found) = self.invitation().await;
        match found.revoke(self.now()) {
            Ok((next, event)) => self.record("revoke", &next, event, None).await,
            Err(refused) => self.tell(refused),
        }
    }

    pub(super) async fn bounce(&mut self) {
        let (_, found) = self.sent_invitation().await;
        let failure = Failure::new(FailureReason::Bounced, "550 5.1.1 ящика нет");
        match found.bounce(failure, self.now()) {
            Ok((next, event)) => self.record("bounce", &next, event, None).await,
            Err(refused) => self.tell(refused),
        }
    }

    /// Writes down what has expired.
    pub(super) async fn sweep(&mut self) {
        let mut unit = self.unit().await;
        let overdue = unit.invitations().lock_overdue(self.now(), 1000).await;
        let mut overdue = overdue.unwrap();
        overdue.sort_by_key(|i| i.id);
        let expired: Vec<_> = overdue
            .into_iter()
            .map(|i| i.expire(self.now()).unwrap().0)
            .collect();
        let updated = unit.invitations().update_all(&expired).await.unwrap();
        for invitation in &expired {
            self.audit(unit.as_mut(), invitation, Event::Expired).await;
        }
        unit.commit().await.unwrap();
        self.tell(format!(
            "sweep: {} of {} expired",
            updated.len(),
            expired.len()
        ));
    }

    /// Writes over a version that was seen some time ago.
    pub(super) async fn overwrite(&mut self) {
        let seen = self.seen.clone();
        let mut old = self.one_of(&seen);
        old.version += 1;
        let event = Event::Edited {
            fields: vec!["name"],
        };
        self.record("overwrite", &old, event, None).await;
    }

    /// Begins something and takes it back, or just lets it go.
    pub(super) async fn give_up_half_way(&mut self) {
        let new = self.someone();
        let mut unit = self.unit().await;
        let inserted = unit.invitations().insert(&new).await;
        if inserted.is_ok() {
            let message = self.message(&new);
            unit.outbox().enqueue(&message).await.unwrap();
            self.audit(unit.as_mut(), &new, Event::Created).await;
        }
        if self.lot(2) == 0 {
            unit.rollback().await.unwrap();
        } else {
            drop(unit);
        }
        let taken = if inserted.is_ok() { "" } else { " (taken)" };
        self.tell(format!("begin with {} and give up{taken}", label(&new)));
    }
}
