//! States move only along the lifecycle, and invitation, messages and attempts belong together.

use invite_domain::model::Status;
use invite_domain::model::lifecycle::{Command, next};

use super::{Found, Index, Rule, under};
use crate::facts::{EventRow, Facts, InvitationRow, MessageRow};

pub(super) fn check(facts: &Facts, index: &Index<'_>, found: &mut Found) {
    for invitation in &facts.tables.invitations {
        let events: Vec<&str> = under(&index.events_of, &invitation.id)
            .iter()
            .map(|event| event.name.as_str())
            .collect();
        check_history(invitation, &events, found);
        check_counts(invitation, &events, index, found);
        let shown = facts.shown.get(&invitation.id);
        if let Some(history) = shown.and_then(|shown| shown.history.as_ref()) {
            found.require(*history == events, Rule::LifecycleHolds, || {
                format!(
                    "the API tells {history:?} of {}, the audit log {events:?}",
                    invitation.email
                )
            });
        }
    }
    for message in &facts.tables.messages {
        check_message(message, index, found);
    }
    for EventRow { invitation, name } in &facts.tables.events {
        let is_known = index.invitations.contains_key(invitation);
        found.require(is_known, Rule::NothingHalfWritten, || {
            format!("{name} was written down about {invitation}, which does not exist")
        });
    }
}

/// The events lead along the arrows to the status that is stored.
fn check_history(invitation: &InvitationRow, events: &[&str], found: &mut Found) {
    match replay(events) {
        Ok(status) => found.require(
            status.as_str() == invitation.status,
            Rule::LifecycleHolds,
            || {
                format!(
                    "{} is {} and its history {events:?} leads to {status}",
                    invitation.email, invitation.status
                )
            },
        ),
        Err(why) => found.add(
            Rule::LifecycleHolds,
            format!("{} has the history {events:?}: {why}", invitation.email),
        ),
    }
}

fn replay(events: &[&str]) -> Result<Status, String> {
    let Some(("invitation.created", later)) =
        events.split_first().map(|(name, rest)| (*name, rest))
    else {
        return Err("it does not begin with the creation".to_owned());
    };
    later.iter().try_fold(Status::NotInvited, |status, name| {
        let command = match *name {
            "invitation.edited" => return Ok(status),
            "invitation.queued" => Command::Send,
            "invitation.invited" => Command::HandOver,
            "invitation.failed" => Command::Fail,
            "invitation.bounced" => Command::Bounce,
            "invitation.accepted" => Command::Accept,
            "invitation.declined" => Command::Decline,
            "invitation.expired" => Command::Expire,
            "invitation.revoked" => Command::Revoke,
            other => return Err(format!("{other} is no event")),
        };
        next(status, command).map_err(|error| error.to_string())
    })
}

/// For each sending there is one message, one generation and one line of history, whatever was killed.
fn check_counts(invitation: &InvitationRow, events: &[&str], index: &Index<'_>, found: &mut Found) {
    let messages = under(&index.messages_of, &invitation.id);
    let count = |name: &str| events.iter().filter(|event| **event == name).count();
    let ended = |state: &str| messages.iter().filter(|row| row.state == state).count();
    let (queued, sent, failed) = (count("invitation.queued"), ended("sent"), ended("failed"));

    let generations = usize::try_from(invitation.generation).unwrap_or_default();
    found.require(
        queued == messages.len() && queued == generations,
        Rule::NothingHalfWritten,
        || {
            format!(
                "{} was queued {queued} times, is of generation {generations} and has {} messages",
                invitation.email,
                messages.len()
            )
        },
    );
    found.require(
        sent == count("invitation.invited") && failed == count("invitation.failed"),
        Rule::NothingHalfWritten,
        || {
            format!(
                "{} has {sent} messages sent and {failed} failed, and the history {events:?}",
                invitation.email
            )
        },
    );
}

/// The attempts say the same as the message.
fn check_message(message: &MessageRow, index: &Index<'_>, found: &mut Found) {
    found.require(
        index.invitations.contains_key(&message.invitation),
        Rule::NothingHalfWritten,
        || format!("the message {} belongs to no invitation", message.id),
    );
    let outcomes = under(&index.outcomes_of, &message.id);
    let count = |outcome: &str| outcomes.iter().filter(|name| **name == outcome).count();
    let (handed_over, failed) = (count("handed_over"), count("failed"));
    let agree = match message.state.as_str() {
        "sent" => (handed_over, failed) == (1, 0),
        "failed" => (handed_over, failed) == (0, 1),
        _ => (handed_over, failed) == (0, 0),
    };
    let attempts = usize::try_from(message.attempts).unwrap_or_default();
    found.require(
        agree && attempts == outcomes.len(),
        Rule::NothingHalfWritten,
        || format!("{message:?} and its attempts {outcomes:?} disagree"),
    );
}
