//! The holder of a dead link asks for a new one. Only a posted form does: mail scanners read.

use super::{
    PLACE,
    refused::{self, Instead},
};
use crate::web::{
    respond::{Answer, see},
    visit::Visit,
};
use invite_domain::{
    model::Via,
    service::{RenewError, RenewInvitation},
};
use poem::handler;

#[handler]
pub(in crate::web) async fn renew(visit: Visit) -> Answer {
    let Some(token) = visit.link.clone() else {
        return refused::unknown(&visit);
    };
    let command = RenewInvitation {
        token,
        via: Via::Page,
    };
    match visit.services.invitations.renew(command).await {
        Ok(_) => {
            (visit.services.wake)();
            Ok(see(PLACE))
        }
        // The page tells how it stands: when a message left, that the person is in, or why not.
        Err(
            RenewError::AlreadyIn(_)
            | RenewError::StillGood
            | RenewError::DeadLink(_)
            | RenewError::TooSoon { .. }
            | RenewError::AccountSuspended(_)
            | RenewError::Conflict,
        ) => Ok(see(PLACE)),
        Err(RenewError::UnknownLink) => refused::unknown(&visit),
        Err(RenewError::InviterNotEntitled { inviter, account }) => {
            refused::not_renewed(&visit, &Instead::InviterNotEntitled, &inviter, &account)
        }
        Err(RenewError::NotSendable { inviter, account }) => {
            refused::not_renewed(&visit, &Instead::NotSendable, &inviter, &account)
        }
        Err(RenewError::Store(error)) => Err(error.into()),
    }
}
