//! Accepting where an administrator approves first: it begins nothing and opens nothing until then.

use super::members::{access, acting, change, put, remove, switch};
use invite_domain::{
    model::{
        AccessType, ApiKeyId, ApprovalPolicy, CredentialsPolicy, Doer, GrantKind, INVITE_PEOPLE,
        LinkRefusal, Member, MemberId, Password, PersonStatus, Scope, Status, Via,
    },
    ports::{AccountRef, AuditFilter, IdSource as _, PasswordHasher as _},
    service::{
        AcceptError, AccountChanges, CreateInvitationError, Credential, DeclineError,
        DeclineInvitation, EditMemberError, NextStep, SignInError, SignedInSession,
    },
};
use invite_testkit::{
    PASSWORD, PlainPasswords, Scenario, a_caller, a_member, a_person, an_account, request, values,
};

const SITI: &str = "siti@example.org";

/// An account in which an administrator approves everyone who accepted.
async fn approving() -> Scenario {
    Scenario::with(an_account().settings(|s| s.approval = ApprovalPolicy::Required)).await
}

async fn waiting(s: &Scenario) -> Member {
    let (_, token) = s.invited(SITI).await;
    let accepted = s.accept(&token).await.unwrap();
    assert!(accepted.approval_pending);
    s.member(s.user(SITI).await.unwrap()).await.unwrap()
}

async fn sign_in(s: &Scenario) -> Result<SignedInSession, SignInError> {
    let password = Password::new(PASSWORD);
    s.sign_in.sign_in(SITI, &password, Via::Page).await
}

/// Says in which accounts the person waits, where that is why they cannot sign in.
async fn waits_in(s: &Scenario) -> Vec<String> {
    match sign_in(s).await {
        Err(SignInError::ApprovalPending { user, accounts }) => {
            assert_eq!(user.known_as(), SITI);
            accounts.iter().map(ToString::to_string).collect()
        }
        other => panic!("{other:?}"),
    }
}

async fn approve(s: &Scenario, member: MemberId) -> Member {
    let approved = change(s, &s.ana, member, switch(true)).await;
    approved.unwrap().member
}

/// Returns who did what to the member and through what, the latest first.
async fn told_of(s: &Scenario, member: MemberId) -> Vec<(String, Doer)> {
    let about = AuditFilter {
        member: Some(member),
        ..AuditFilter::default()
    };
    let page = s.audit.list(&s.ana, &about, 20, None).await.unwrap();
    let lines = page.items.into_iter();
    lines.map(|line| (line.action, line.doer)).collect()
}

#[tokio::test]
async fn an_acceptance_that_needs_approval_takes_the_place_and_opens_nothing() {
    let s = Scenario::with(an_account().settings(|settings| {
        settings.approval = ApprovalPolicy::Required;
        settings.seats = Some(2);
    }))
    .await;
    let (id, token) = s.invited(SITI).await;
    let accepted = s.accept(&token).await.unwrap();
    assert!(accepted.approval_pending && !accepted.already_in);
    assert_eq!(s.status(id).await, Status::Accepted);
    assert_eq!(waits_in(&s).await, ["Maju"]);

    let user = s.user(SITI).await.unwrap();
    let member = s.member(user).await.unwrap();
    assert_eq!(member.id, accepted.member);
    assert!(member.awaiting_approval && !member.active);
    assert!(member.grant.groups.contains(&values::key("Everybody")));
    let (_, second) = s.invited("rani@example.org").await;
    let refused = s.accept(&second).await;
    assert!(matches!(refused, Err(AcceptError::NoSeat)), "{refused:?}");

    // However often, and signed in or not: the answer stays, and lets nobody in.
    for again in [s.accept(&token).await, s.accept_as(&token, user).await] {
        let again = again.unwrap();
        assert!(again.approval_pending && again.already_in);
        assert_eq!(again.member, accepted.member);
    }
    let preview = s.invitations.preview(&token, Some(user)).await.unwrap();
    assert_eq!(preview.next, NextStep::AwaitApproval);
    assert_eq!(s.member(user).await.unwrap(), member);
    let decline = DeclineInvitation {
        token,
        reason: None,
        via: Via::Api,
    };
    let Err(DeclineError::DeadLink(dead)) = s.invitations.decline(decline).await else {
        panic!("it was accepted");
    };
    assert_eq!(dead.refusal, LinkRefusal::ApprovalPending);
}

#[tokio::test]
async fn a_temporary_password_is_no_way_around_the_approval() {
    let s = Scenario::with(an_account().settings(|settings| {
        settings.approval = ApprovalPolicy::Required;
        settings.credentials = CredentialsPolicy::TemporaryPassword;
    }))
    .await;
    s.invite(SITI).await;
    s.deliver().await;
    let temporary = s
        .mailer
        .latest_temporary_password(&values::email(SITI))
        .unwrap();
    let temporary = Password::new(temporary.shown().as_str());
    let Err(SignInError::MustSetPassword(token)) =
        s.sign_in.sign_in(SITI, &temporary, Via::Page).await
    else {
        panic!("it opens the invitation");
    };
    assert!(s.accept(&token).await.unwrap().approval_pending);
    assert_eq!(waits_in(&s).await, ["Maju"]);
    let again = s.sign_in.sign_in(SITI, &temporary, Via::Page).await;
    assert!(matches!(again, Err(SignInError::WrongCredentials)));
}

#[tokio::test]
async fn whoever_is_approved_is_in_and_approving_twice_is_the_same_as_once() {
    let s = approving().await;
    let member = waiting(&s).await;
    let approved = approve(&s, member.id).await;
    assert!(approved.active && !approved.awaiting_approval);
    let session = sign_in(&s).await.unwrap();
    let credential = Credential::Session(session.token);
    let account = AccountRef::Id(s.account().id);
    let caller = s.sign_in.caller(&credential, &account, Via::Page).await;
    assert!(caller.unwrap().is_some());

    assert_eq!(approve(&s, member.id).await, approved);
    let token = s.token(SITI);
    let accepted = s.accept(&token).await.unwrap();
    assert!(accepted.already_in && !accepted.approval_pending);
    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.next, NextStep::AlreadyIn);
    let ana = Doer {
        actor: s.ana.actor.clone(),
        via: s.ana.via,
    };
    let told = told_of(&s, member.id).await;
    let names: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["member.approved", "invitation.accepted"]);
    assert_eq!(told[0].1, ana);

    // Switching off and on again is no approval anymore.
    for on in [false, true] {
        change(&s, &s.ana, member.id, switch(on)).await.unwrap();
    }
    assert_eq!(told_of(&s, member.id).await[0].0, "member.switched_on");
}

#[tokio::test]
async fn neither_inviters_nor_whoever_waits_approve_anyone() {
    let s = approving().await;
    let mut asked = request(SITI);
    asked.grant.access_type = AccessType::Administrator;
    s.create(asked).await.unwrap();
    s.deliver().await;
    s.accept(&s.token(SITI)).await.unwrap();
    let waits = s.member(s.user(SITI).await.unwrap()).await.unwrap();
    let inviter = a_member().holding(GrantKind::Permission, INVITE_PEOPLE);
    let inviter = put(&s, "budi@example.org", inviter).await;
    let key = ApiKeyId::new(s.ids.next_id());
    let key = a_caller().of(s.account()).api_key(key, Scope::Invite);
    // An administrator who waits is none, whatever they would hold.
    for caller in [acting(&s, &waits), acting(&s, &inviter), key.build()] {
        let refused = change(&s, &caller, waits.id, switch(true)).await;
        assert!(
            matches!(refused, Err(EditMemberError::Forbidden(_))),
            "{refused:?}"
        );
    }
    assert_eq!(s.member(waits.user_id).await.unwrap(), waits);
}

#[tokio::test]
async fn whoever_waits_is_no_active_administrator() {
    let s = approving().await;
    let mut asked = request(SITI);
    asked.grant.access_type = AccessType::Administrator;
    s.create(asked).await.unwrap();
    s.deliver().await;
    let waits = s.accept(&s.token(SITI)).await.unwrap().member;
    let leave = change(&s, &s.ana, s.ana_member.id, switch(false)).await;
    assert!(matches!(leave, Err(EditMemberError::LastAdministrator)));
    approve(&s, waits).await;
    change(&s, &s.ana, s.ana_member.id, switch(false))
        .await
        .unwrap();
}

#[tokio::test]
async fn whoever_waits_can_be_turned_away_and_then_there_is_nobody_to_approve() {
    let s = approving().await;
    let member = waiting(&s).await;
    // What they will have can be changed before; switching off someone who is off changes nothing.
    let off = change(&s, &s.ana, member.id, switch(false)).await.unwrap();
    assert_eq!(off.member, member);
    let edited = change(&s, &s.ana, member.id, access(AccessType::Administrator)).await;
    assert!(edited.unwrap().member.awaiting_approval);

    remove(&s, &s.ana, member.id).await.unwrap();
    let late = change(&s, &s.ana, member.id, switch(true)).await;
    assert!(matches!(late, Err(EditMemberError::NotFound)), "{late:?}");
    let dead = s.accept(&s.token(SITI)).await;
    assert!(
        matches!(&dead, Err(AcceptError::DeadLink(dead))
            if dead.refusal == LinkRefusal::MembershipEnded),
        "{dead:?}"
    );
}

#[tokio::test]
async fn whoever_is_in_elsewhere_signs_in_there_and_waits_here() {
    let s = approving().await;
    let hash = PlainPasswords::default()
        .hash(&Password::new(PASSWORD))
        .await;
    let elsewhere = an_account()
        .named("Elsewhere")
        .put_into(&s.store)
        .await
        .unwrap();
    let person = a_person().email(SITI).password(hash.unwrap());
    let place = a_member()
        .who(person)
        .put_into(&s.store, &elsewhere)
        .await
        .unwrap();
    let (_, token) = s.invited(SITI).await;
    let accepted = s.accept_as(&token, place.user_id).await.unwrap();
    assert!(accepted.approval_pending && !accepted.already_in);
    let session = sign_in(&s).await.unwrap();
    let credential = Credential::Session(session.token.clone());
    for (account, opens) in [(s.account().id, false), (elsewhere.id, true)] {
        let account = AccountRef::Id(account);
        let caller = s.sign_in.caller(&credential, &account, Via::Page).await;
        assert_eq!(caller.unwrap().is_some(), opens);
    }
    let enterable = s.sign_in.enterable(&session.user).await.unwrap();
    assert_eq!(enterable.len(), 1);

    // Without the other place nothing is left to sign in to.
    assert!(s.store.set_member_active(place.id, false).await);
    assert_eq!(waits_in(&s).await, ["Maju"]);
    let kept = s.sign_in.keep_after_joining(&session, Via::Page).await;
    assert!(!kept.unwrap());
}

#[tokio::test]
async fn whoever_waits_is_not_invited_once_more() {
    let s = approving().await;
    let member = waiting(&s).await;
    let refused = s.create(request(SITI)).await;
    assert!(
        matches!(refused, Err(CreateInvitationError::AlreadyMember(found)) if found == member.id),
        "{refused:?}"
    );
}

#[tokio::test]
async fn without_the_setting_newcomers_come_in_and_whoever_waits_goes_on_waiting() {
    let s = approving().await;
    let member = waiting(&s).await;
    let mut settings = s.account().settings.clone();
    settings.approval = ApprovalPolicy::None;
    let changes = AccountChanges {
        settings: Some(settings),
        ..AccountChanges::default()
    };
    s.accounts.update(&s.ana, changes).await.unwrap();
    let (_, token) = s.invited("rani@example.org").await;
    assert!(!s.accept(&token).await.unwrap().approval_pending);
    let user = s.user("rani@example.org").await.unwrap();
    assert!(s.member(user).await.unwrap().active);

    assert_eq!(s.member(member.user_id).await.unwrap(), member);
    assert_eq!(waits_in(&s).await, ["Maju"]);
    assert_eq!(
        s.insight
            .overview(&s.ana)
            .await
            .unwrap()
            .0
            .attention
            .approvals,
        1
    );
    let counts = s.people.counts(&s.ana).await.unwrap();
    assert_eq!(counts.get(PersonStatus::AwaitingApproval), 1);
    assert_eq!(counts.get(PersonStatus::SwitchedOff), 0);
}
