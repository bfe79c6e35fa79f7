//! Bulk: a CSV file onto an account's roster, an answer for each row.

mod dry_run;
mod file;
mod report;
mod row;

pub use dry_run::DryRunStore;
pub use file::{FileError, ImportFile, Line, read};
pub use report::{Answer, Outcome, write_report};
pub use row::RowError;

use invite_domain::{
    model::{Caller, Obstacle, Status, Unavailable, Undefined},
    service::{CreateInvitationError, InvitationService},
};
use std::collections::HashSet;

/// Puts rows on a roster one by one; one bad row harms no other.
pub struct Importer<'a> {
    invitations: &'a InvitationService,
    caller: &'a Caller,
    /// The people of this file, where nothing is written that would tell.
    seen: Option<HashSet<String>>,
}

impl<'a> Importer<'a> {
    /// Imports for real.
    pub fn new(invitations: &'a InvitationService, caller: &'a Caller) -> Self {
        Self {
            invitations,
            caller,
            seen: None,
        }
    }

    /// Only finds out what would happen; `invitations` must stand on a [`DryRunStore`].
    pub fn rehearsal(invitations: &'a InvitationService, caller: &'a Caller) -> Self {
        Self {
            seen: Some(HashSet::new()),
            ..Self::new(invitations, caller)
        }
    }

    /// Puts one row on the roster and says how that went.
    pub async fn import(&mut self, line: Line, send: bool) -> Answer {
        let number = line.number;
        let email = line.email().to_owned();
        let outcome = match row::command(&line, send) {
            Ok(command) => {
                let identity = command.invitee.identity().unwrap_or_default();
                if self
                    .seen
                    .as_mut()
                    .is_some_and(|seen| seen.contains(&identity))
                {
                    Outcome::AlreadyInvited(None)
                } else {
                    let created = self.invitations.create(self.caller, command).await;
                    if created.is_ok()
                        && let Some(seen) = &mut self.seen
                    {
                        seen.insert(identity);
                    }
                    outcome(created)
                }
            }
            Err(error) => Outcome::Invalid {
                code: error.code,
                detail: error.detail,
            },
        };
        Answer {
            line: number,
            email,
            outcome,
        }
    }
}

/// Says what the account has not defined, and what may have been meant.
fn undefined(items: &[Undefined]) -> Outcome {
    let named = items.iter().map(|Undefined { item, similar }| {
        let meant = similar.as_ref();
        let meant = meant.map_or(String::new(), |key| format!(" (did you mean \"{key}\"?)"));
        format!("{} \"{}\"{meant}", item.kind.as_str(), item.key)
    });
    let all = named.collect::<Vec<_>>().join(", ");
    let first = items
        .first()
        .map_or("grant", |told| told.item.kind.as_str());
    Outcome::Invalid {
        code: format!("unknown_{first}"),
        detail: format!("the account has no {all}; define it first"),
    }
}

/// Says which resources belong to someone else.
fn unavailable(items: &[Unavailable]) -> Outcome {
    let named = items.iter().map(|told| format!("\"{}\"", told.item.key));
    let all = named.collect::<Vec<_>>().join(", ");
    let (code, why) = if items.iter().any(|told| told.obstacle == Obstacle::Held) {
        ("resource_taken", "held by a member")
    } else {
        ("resource_promised", "promised by another invitation")
    };
    Outcome::Invalid {
        code: code.to_owned(),
        detail: format!("resources: {all} has one holder and is {why}"),
    }
}

fn outcome(created: Result<invite_domain::model::Invitation, CreateInvitationError>) -> Outcome {
    let invalid = |code: &str, detail: String| Outcome::Invalid {
        code: code.to_owned(),
        detail,
    };
    match created {
        Ok(invitation) if invitation.state.status() == Status::Queued => {
            Outcome::Queued(invitation.id)
        }
        Ok(invitation) => Outcome::Created(invitation.id),
        Err(CreateInvitationError::AlreadyInvited(id)) => Outcome::AlreadyInvited(Some(id)),
        Err(CreateInvitationError::AlreadyMember(_)) => Outcome::AlreadyMember,
        Err(CreateInvitationError::Undefined(items)) => undefined(&items),
        Err(CreateInvitationError::Unavailable(items)) => unavailable(&items),
        Err(CreateInvitationError::Invalid(error)) => {
            invalid(error.code(), error.detail().to_owned())
        }
        Err(error @ CreateInvitationError::NoChannel(_)) => {
            invalid("no_channel", error.to_string())
        }
        Err(error @ CreateInvitationError::LoginTaken) => invalid("login_taken", error.to_string()),
        Err(error @ CreateInvitationError::Forbidden(_)) => invalid("forbidden", error.to_string()),
        Err(error @ CreateInvitationError::AccountSuspended) => {
            invalid("account_suspended", error.to_string())
        }
        Err(CreateInvitationError::Store(error)) => {
            tracing::error!(
                error = crate::telemetry::chain(&error),
                "a row was not stored"
            );
            invalid(
                "not_stored",
                "storage failed; import this row again".to_owned(),
            )
        }
    }
}
