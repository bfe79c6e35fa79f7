//! Every due mail is delivered or visibly failed; copies are explained; the revoked hear nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Found, Index, Rule, under};
use crate::facts::{Facts, Mail, MessageRow};

/// A mail whose `MAIL FROM` comes within this time after the answer to a revoke was begun before it: the worker had
/// claimed it and was about to send. It looks again at what it claimed more than a second ago.
const BEGUN_ALREADY: Duration = Duration::from_millis(1500);

pub(super) fn check(facts: &Facts, index: &Index<'_>, found: &mut Found) {
    for message in &facts.tables.messages {
        check_end(message, index, found);
    }
    for (message, mails) in &index.mails_of {
        match index.messages.get(message) {
            Some(row) => {
                check_recipient(row, mails, index, found);
                check_copies(facts, mails, found);
            }
            None => found.add(
                Rule::NothingHalfWritten,
                format!("a mail left with Message-ID {message}, which no message has"),
            ),
        }
    }
    for link in &facts.tried {
        found.require(link.works, Rule::CopiesExplained, || {
            format!("the link of the copied mail {} does not work", link.message)
        });
    }
    check_windows(facts, found);
    check_revoked(facts, found);
    check_recovery(facts, found);
}

/// Each message has come to an end that is true.
fn check_end(message: &MessageRow, index: &Index<'_>, found: &mut Found) {
    let id = message.id;
    let Some(invitation) = index.invitations.get(&message.invitation) else {
        // The rows' own check tells.
        return;
    };
    let email = &invitation.email;
    let is_latest = message.generation == invitation.generation;
    let status = invitation.status.as_str();
    match message.state.as_str() {
        "sent" => {
            let taken = under(&index.mails_of, &id)
                .iter()
                .any(|mail| mail.acknowledged);
            found.require(taken, Rule::NoMailLost, || {
                format!("the mail {id} to {email} counts as sent and never arrived")
            });
        }
        "failed" => {
            let shows = !is_latest
                || (status == "error" && invitation.failure.is_some())
                || status == "revoked";
            found.require(shows, Rule::NoMailLost, || {
                format!("the mail {id} to {email} failed and the invitation says {status}")
            });
        }
        "cancelled" | "obsolete" => {
            let moved_on = !is_latest || ["revoked", "accepted", "declined"].contains(&status);
            found.require(moved_on, Rule::NoMailLost, || {
                format!("the mail {id} to {email} was dropped and the invitation says {status}")
            });
        }
        state => found.add(
            Rule::NoMailLost,
            format!("the mail {id} to {email} still is {state}"),
        ),
    }
}

fn check_recipient(row: &MessageRow, mails: &[&Mail], index: &Index<'_>, found: &mut Found) {
    let invited = index.invitations.get(&row.invitation).map(|row| &row.email);
    for mail in mails {
        found.require(
            invited == Some(&mail.recipient),
            Rule::NothingHalfWritten,
            || {
                format!(
                    "the mail {} for {invited:?} went to {}",
                    row.id, mail.recipient
                )
            },
        );
    }
}

/// Between two copies lies a kill that left the first one between final dot and commit.
fn check_copies(facts: &Facts, mails: &[&Mail], found: &mut Found) {
    for pair in mails.windows(2) {
        let [earlier, later] = pair else { continue };
        let explained = earlier.life < later.life
            && facts
                .kills
                .iter()
                .any(|kill| kill.life == earlier.life && kill.window.contains(&earlier.message));
        found.require(explained, Rule::CopiesExplained, || {
            format!(
                "a copy of the mail {} to {} came in life {} after that in life {}, which no kill explains",
                later.message, later.recipient, later.life, earlier.life
            )
        });
        found.require(earlier.link == later.link, Rule::CopiesExplained, || {
            format!(
                "two copies of the mail {} carry different links",
                later.message
            )
        });
    }
}

/// What had arrived at a kill and is still to be settled was held by the dead worker: only that was in flight.
fn check_windows(facts: &Facts, found: &mut Found) {
    for kill in &facts.kills {
        found.require(
            kill.window.is_subset(&kill.held),
            Rule::CopiesExplained,
            || {
                format!(
                    "at the kill of life {} more mails had arrived unsettled than the worker held",
                    kill.life
                )
            },
        );
    }
}

fn check_revoked(facts: &Facts, found: &mut Found) {
    let mut revoked: BTreeMap<&str, Duration> = BTreeMap::new();
    for revoke in &facts.revokes {
        if let Some(at) = revoke.acknowledged {
            let first = revoked.entry(&revoke.email).or_insert(at);
            *first = (*first).min(at);
        }
    }
    for mail in &facts.mails {
        if let Some(at) = revoked.get(mail.recipient.as_str()) {
            found.require(
                mail.begun <= *at + BEGUN_ALREADY,
                Rule::RevokedStaysSilent,
                || {
                    format!(
                        "a mail to {} began {:?} after its revoke was acknowledged",
                        mail.recipient,
                        mail.begun.saturating_sub(*at)
                    )
                },
            );
        }
    }
}

fn check_recovery(facts: &Facts, found: &mut Found) {
    for kill in &facts.kills {
        for message in &kill.left_behind {
            found.add(
                Rule::TakenUpInTime,
                format!(
                    "nobody took up the mail {message} after the kill of life {}",
                    kill.life
                ),
            );
        }
        for recovery in kill
            .recoveries
            .iter()
            .filter(|&&time| time > facts.recovery_limit)
        {
            found.add(
                Rule::TakenUpInTime,
                format!(
                    "a mail was taken up {recovery:?} after the kill of life {}, more than {:?}",
                    kill.life, facts.recovery_limit
                ),
            );
        }
    }
}
