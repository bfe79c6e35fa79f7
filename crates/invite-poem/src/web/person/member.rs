//! A member's page: who, what they hold, whether they may act, and everything that happened.

use super::{
    facts::{self, Fact, Given},
    manager, member_id, member_place,
    timeline::{self, Line},
};
use crate::web::{
    fault::Fault,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{AccessType, Actor, Caller, Invitation, MemberId, Operation, State, Status},
    ports::{InvitationFilter, MemberEntry, MemberFilter, MemberPageRequest, PageRequest},
    service::ListMembersError,
};
use poem::{handler, http::StatusCode, web::Path};
use std::borrow::Cow;

#[derive(Template)]
#[template(path = "person/member.html")]
struct Page {
    page: Layout,
    slug: String,
    account: String,
    place: String,
    who: String,
    is_active: bool,
    is_waiting: bool,
    version: u32,
    joined: String,
    facts: Vec<Fact>,
    given: Vec<Given>,
    can: Possible,
    why_not: Option<Cow<'static, str>>,
    /// The invitation that they accepted.
    invitation: Option<String>,
    history: Vec<Line>,
}

/// What the reader can do with a member, and why not the rest.
pub(super) struct Possible {
    pub(super) edit: bool,
    /// Switch on, or approve whoever awaits it.
    pub(super) switch_on: bool,
    /// Switch off and remove.
    pub(super) end: bool,
    /// The key of the sentence that says what cannot be done, and why.
    pub(super) why_not: Option<&'static str>,
}

impl Page {
    /// Whether the reader can let in someone who waits for it.
    const fn can_approve(&self) -> bool {
        self.is_waiting && self.can.switch_on
    }
}

#[handler]
pub(in crate::web) async fn show(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = visit
        .caller_who_may(&account, Operation::ReadMembers)
        .await?;
    let entry = visit
        .services
        .members
        .find(&caller, member_id(&id)?)
        .await?;
    let MemberEntry { member, user } = &entry;
    let texts = visit.texts();
    let place = member_place(&caller, member.id);
    let invitation = accepted(&visit, &caller, &entry).await?;
    let who = user.name.as_str().to_owned();
    let mut known = facts::contact(
        texts,
        user.email.as_ref(),
        user.phone.as_ref(),
        user.login.as_ref(),
    );
    known.extend(facts::kind_of_access(texts, &member.grant));
    let language = user.locale.map(|locale| wording::language(texts, locale));
    known.extend(language.map(|language| Fact::new(texts.get("page-field-language"), language)));
    let joined = texts.date_time(member.joined_at);
    // Whoever waits for approval is not in yet.
    let (fact, since) = if member.awaiting_approval {
        ("person-accepted", "person-accepted-at")
    } else {
        ("person-joined", "person-in-since")
    };
    known.push(Fact::new(texts.get(fact), joined.clone()));
    if let Some(invitation) = &invitation {
        known.push(Fact::new(
            texts.get("page-fact-invited-by"),
            invitation.inviter.name.as_str(),
        ));
    }
    let can = possible(&visit, &caller, &entry).await?;
    let view = Page {
        page: Layout::new(texts, who.clone(), place.clone())
            .of(&visit)
            .section(&caller, Section::People),
        slug: caller.account.slug.as_str().to_owned(),
        account: caller.account.name.as_str().to_owned(),
        place,
        who,
        is_active: member.active,
        is_waiting: member.awaiting_approval,
        version: member.version,
        joined: texts.with(since, &[("date", (&joined).into())]),
        facts: known,
        given: facts::given(&visit, &caller, &member.grant).await?,
        why_not: can.why_not.map(|key| texts.get(key)),
        can,
        invitation: invitation
            .as_ref()
            .map(|invitation| super::invitation_place(&caller, invitation.id)),
        history: timeline::of_member(&visit, &caller, member.id, invitation.as_ref()).await?,
    };
    page(StatusCode::OK, &view)
}

/// Returns the member for someone who may change them.
pub(super) async fn managed(
    visit: &Visit,
    account: &str,
    id: &str,
) -> Result<(Caller, MemberEntry), Fault> {
    let caller = manager(visit, account).await?;
    let found = visit.services.members.find(&caller, member_id(id)?).await?;
    Ok((caller, found))
}

/// Finds out what the reader can do; the use cases decide for good.
pub(super) async fn possible(
    visit: &Visit,
    caller: &Caller,
    entry: &MemberEntry,
) -> Result<Possible, Fault> {
    let member = &entry.member;
    let none = |why| Possible {
        edit: false,
        switch_on: false,
        end: false,
        why_not: Some(why),
    };
    if caller.may(Operation::ManageMembers).is_err() {
        return Ok(none("person-only-administrators"));
    }
    if caller.authority.may_grant(&member.grant).is_err() {
        return Ok(none("person-holds-more"));
    }
    let why_not = if member.is_active_administrator() && is_only(visit, caller, member.id).await? {
        Some("person-last-administrator")
    } else if caller.actor == Actor::User(entry.user.id) {
        Some("person-is-you")
    } else {
        None
    };
    Ok(Possible {
        edit: true,
        switch_on: !member.active,
        end: why_not.is_none(),
        why_not,
    })
}

/// Whether nobody else administers the account.
async fn is_only(visit: &Visit, caller: &Caller, member: MemberId) -> Result<bool, Fault> {
    let administrators = MemberFilter {
        access_type: Some(AccessType::Administrator),
        active: Some(true),
        ..MemberFilter::default()
    };
    let two = MemberPageRequest {
        limit: 2,
        after: None,
    };
    match visit
        .services
        .members
        .list(caller, &administrators, two)
        .await
    {
        Ok(page) => Ok(page.items.iter().all(|other| other.member.id == member)),
        Err(ListMembersError::Forbidden(forbidden)) => Err(Fault::Forbidden(forbidden)),
        Err(ListMembersError::Store(error)) => Err(error.into()),
    }
}

/// Finds the invitation that the member accepted: it was sent to what they are reached by.
async fn accepted(
    visit: &Visit,
    caller: &Caller,
    entry: &MemberEntry,
) -> Result<Option<Invitation>, Fault> {
    if caller.may(Operation::ReadInvitations).is_err() {
        return Ok(None);
    }
    let user = &entry.user;
    let email = user
        .email
        .as_ref()
        .map(|email| email.canonical().to_owned());
    let phone = || user.phone.as_ref().map(|phone| phone.as_str().to_owned());
    let Some(search) = email.or_else(phone) else {
        return Ok(None);
    };
    let filter = InvitationFilter {
        status: Some(Status::Accepted),
        search: Some(search),
        ..InvitationFilter::default()
    };
    let request = PageRequest {
        limit: 200,
        after: None,
    };
    let found = visit.services.invitations.list(caller, &filter, request);
    let found = found.await?.items.into_iter().find(|invitation| {
        matches!(&invitation.state, State::Accepted { member, .. } if *member == entry.member.id)
    });
    Ok(found)
}
