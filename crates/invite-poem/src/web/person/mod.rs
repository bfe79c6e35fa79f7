//! The page of one person: invited or in, their whole story, and everything that can be done now.

mod act;
mod edit_invitation;
mod edit_member;
mod facts;
mod invitation;
mod leaving;
mod member;
mod switch;
mod timeline;

use super::{
    cookies::NOTICE,
    fault::Fault,
    notice::{Notice, Said},
    respond::see,
    visit::Visit,
};
use crate::shared::refusal_log;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Caller, GrantRefused, Invitation, InvitationId, MemberId, Operation, State},
    service::{CatalogError, FindMemberError},
};
use poem::{Response, Route, get, post};

/// Adds the pages of a person.
pub(super) fn routes(route: Route) -> Route {
    route
        .at("/a/:account/invitations/:id", get(invitation::show))
        .at(
            "/a/:account/invitations/:id/send",
            get(act::ask_to_send).post(act::send),
        )
        .at(
            "/a/:account/invitations/:id/revoke",
            get(act::ask_to_revoke).post(act::revoke),
        )
        .at(
            "/a/:account/invitations/:id/edit",
            get(edit_invitation::ask).post(edit_invitation::edit),
        )
        .at("/a/:account/members/:id", get(member::show))
        .at(
            "/a/:account/members/:id/edit",
            get(edit_member::ask).post(edit_member::edit),
        )
        .at(
            "/a/:account/members/:id/switch-off",
            get(switch::ask).post(switch::off),
        )
        .at("/a/:account/members/:id/switch-on", post(switch::on))
        .at(
            "/a/:account/members/:id/remove",
            get(leaving::ask).post(leaving::remove),
        )
}

macro_rules! notices {
    ($($name:ident = $key:literal, $is_good:literal;)+) => {
        $(const $name: Said = Said { name: $key, key: $key, is_good: $is_good };)+
        /// What the pages of a person say after a form was posted.
        pub(in crate::web) const NOTICES: &[Said] = &[$($name),+];
    };
}

notices! {
    SAVED = "person-notice-saved", true;
    SENT_ANEW = "person-notice-sent-anew", true;
    LINK_DEAD = "person-notice-link-dead", false;
    SWITCHED_ON = "person-notice-switched-on", true;
    SWITCHED_OFF = "person-notice-switched-off", true;
    APPROVED = "person-notice-approved", true;
    REMOVED = "person-notice-removed", true;
    LAST_ADMINISTRATOR = "person-last-administrator", false;
    HOLDS_MORE = "person-holds-more", false;
}

/// Goes to a page of ours, which says this on top.
fn told(visit: &Visit, place: &str, notice: Notice) -> Response {
    let mut response = see(place);
    NOTICE.set(&mut response, visit.base(), &notice.name());
    response
}

/// Returns the reader as someone who may bring people into the account.
async fn inviter(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit.caller_who_may(account, Operation::Invite).await
}

/// Returns the reader as someone who may change its members.
async fn manager(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit
        .caller_who_may(account, Operation::ManageMembers)
        .await
}

/// Returns the address of an invitation's page.
fn invitation_place(caller: &Caller, id: InvitationId) -> String {
    format!("/a/{}/invitations/{id}", caller.account.slug)
}

/// Returns the address of a member's page.
fn member_place(caller: &Caller, id: MemberId) -> String {
    format!("/a/{}/members/{id}", caller.account.slug)
}

fn invitation_id(text: &str) -> Result<InvitationId, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}

fn member_id(text: &str) -> Result<MemberId, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}

/// Returns what the invited person is called, else what they are reached by.
pub(super) fn name_or_contact(invitation: &Invitation) -> String {
    let invitee = &invitation.invitee;
    let name = invitee
        .name
        .as_ref()
        .map(invite_domain::model::DisplayName::as_str);
    name.unwrap_or_else(|| invitee.known_as()).to_owned()
}

/// Returns since when the invitation stands where it stands.
fn since(invitation: &Invitation, now: DateTime<Utc>) -> DateTime<Utc> {
    let trail = &invitation.trail;
    let known = match &invitation.state {
        State::NotInvited => None,
        State::Queued => trail.queued_at,
        State::Invited => trail
            .expires_at
            .filter(|end| *end <= now)
            .or(trail.invited_at),
        State::Accepted { at, .. }
        | State::Declined { at, .. }
        | State::Expired { at }
        | State::Error { at, .. }
        | State::Revoked { at } => Some(*at),
    };
    known.unwrap_or(invitation.created_at)
}

impl From<FindMemberError> for Fault {
    fn from(error: FindMemberError) -> Self {
        match error {
            FindMemberError::NotFound => Self::NotFound,
            FindMemberError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            FindMemberError::Store(error) => error.into(),
        }
    }
}

fn catalog_fault(error: CatalogError) -> Fault {
    match error {
        CatalogError::Store(error) => error.into(),
        CatalogError::Forbidden(forbidden) => Fault::Forbidden(forbidden),
        error => Fault::broken(&error),
    }
}

/// Says that the person has more than the reader does.
fn holds_more(refused: &GrantRefused) -> Notice {
    refusal_log::refused(refused);
    Notice::Said(&HOLDS_MORE)
}
