//! Links and invitations of people who were in, who are in already, and who asked them.

use super::members::{access, acting, change, defining, put, remove, roles, switch};
use invite_domain::{
    model::{
        AccessType, Grant, GrantKind, INVITE_PEOPLE, InvitationToken, LinkRefusal, Locale, Member,
        Password, Status, Via,
    },
    ports::IdentityStore,
    service::{AcceptError, AcceptInvitation, EditMemberError, NextStep, PreviewError},
};
use invite_testkit::{PASSWORD, Scenario, a_member, accepting, request, values};

async fn refusal_of(s: &Scenario, token: &InvitationToken) -> LinkRefusal {
    let Err(PreviewError::DeadLink(seen)) = s.invitations.preview(token, None).await else {
        panic!("the link is dead");
    };
    let Err(AcceptError::DeadLink(accepted)) = s.accept(token).await else {
        panic!("the link is dead");
    };
    assert_eq!(seen.refusal, accepted.refusal);
    seen.refusal
}

#[tokio::test]
async fn an_old_link_says_that_the_membership_ended_and_leads_nobody_back() {
    let s = Scenario::new().await;
    let (_, token) = s.invited("siti@example.org").await;
    let accepted = s.accept(&token).await.unwrap();
    let user = s.user("siti@example.org").await.unwrap();
    assert!(s.accept(&token).await.unwrap().already_in);

    change(&s, &s.ana, accepted.member, switch(false))
        .await
        .unwrap();
    assert_eq!(
        refusal_of(&s, &token).await,
        LinkRefusal::MembershipSwitchedOff
    );
    change(&s, &s.ana, accepted.member, switch(true))
        .await
        .unwrap();
    assert!(s.accept(&token).await.unwrap().already_in);

    remove(&s, &s.ana, accepted.member).await.unwrap();
    assert_eq!(refusal_of(&s, &token).await, LinkRefusal::MembershipEnded);
    // Signed in or not.
    let refused = s.accept_as(&token, user).await;
    assert!(
        matches!(refused, Err(AcceptError::DeadLink(_))),
        "{refused:?}"
    );
    assert_eq!(s.member(user).await, None);
}

#[tokio::test]
async fn inviting_again_gives_exactly_the_new_grant() {
    let s = defining(&["Boss", "Clerk"]).await;
    let role = |key: &str| Grant {
        roles: [values::key(key)].into(),
        ..Grant::default()
    };
    let mut first = request("siti@example.org");
    first.grant = Grant {
        access_type: AccessType::Administrator,
        ..role("Boss")
    };
    s.create(first).await.unwrap();
    s.deliver().await;
    let old = s.token("siti@example.org");
    let member = s.accept(&old).await.unwrap().member;
    let user = s.user("siti@example.org").await.unwrap();
    remove(&s, &s.ana, member).await.unwrap();

    let mut second = request("siti@example.org");
    second.grant = role("Clerk");
    s.create(second).await.unwrap();
    s.deliver().await;
    let new = s.token("siti@example.org");
    assert_eq!(refusal_of(&s, &old).await, LinkRefusal::MembershipEnded);
    let back = s.accept_as(&new, user).await.unwrap();
    assert!(!back.already_in);
    assert_ne!(back.member, member);
    let place = s.member(user).await.unwrap();
    assert_eq!(place.grant.access_type, AccessType::Standard);
    assert_eq!(place.grant.roles, role("Clerk").roles);
    // The old link is theirs, and they are in.
    let preview = s.invitations.preview(&old, Some(user)).await.unwrap();
    assert_eq!(preview.next, NextStep::AlreadyIn);
    assert_eq!(s.accept(&old).await.unwrap().member, back.member);
}

#[tokio::test]
async fn removing_withdraws_what_would_let_the_person_back_in() {
    let s = Scenario::new().await;
    let (first, old) = s.invited("siti@example.org").await;
    s.invitations.revoke(&s.ana, first).await.unwrap();
    let (_, token) = s.invited("siti@example.org").await;
    let member = s.accept(&token).await.unwrap().member;
    let user = s.user("siti@example.org").await.unwrap();
    // Withdrawn and sent again: it is live while the person is in, and its message waits.
    s.invitations.send(&s.ana, first).await.unwrap();
    let (bystander, _) = s.invited("budi@example.org").await;
    s.invitations.send(&s.ana, bystander).await.unwrap();

    remove(&s, &s.ana, member).await.unwrap();
    assert_eq!(s.status(first).await, Status::Revoked);
    assert_eq!(s.status(bystander).await, Status::Queued);
    let sent = s.mailer.sent().len();
    s.deliver().await;
    assert_eq!(
        s.mailer.sent().len(),
        sent + 1,
        "only the bystander's leaves"
    );
    assert_eq!(refusal_of(&s, &old).await, LinkRefusal::Revoked);
    let refused = s.accept_as(&old, user).await;
    assert!(refused.is_err());
    assert_eq!(s.member(user).await, None);
    let story = s.story(first).await;
    assert_eq!(story.last().unwrap(), "invitation.revoked");
}

#[tokio::test]
async fn a_live_invitation_does_not_wake_up_who_is_switched_off() {
    let s = Scenario::new().await;
    let (first, _) = s.invited("siti@example.org").await;
    s.invitations.revoke(&s.ana, first).await.unwrap();
    let (_, token) = s.invited("siti@example.org").await;
    let member = s.accept(&token).await.unwrap().member;
    let user = s.user("siti@example.org").await.unwrap();
    s.invitations.send(&s.ana, first).await.unwrap();
    s.deliver().await;
    let live = s.token("siti@example.org");
    change(&s, &s.ana, member, switch(false)).await.unwrap();

    assert_eq!(
        refusal_of(&s, &live).await,
        LinkRefusal::MembershipSwitchedOff
    );
    let refused = s.accept_as(&live, user).await;
    assert!(matches!(refused, Err(AcceptError::DeadLink(_))));
    assert!(!s.member(user).await.unwrap().active);
    assert_eq!(
        s.status(first).await,
        Status::Invited,
        "nothing was used up"
    );
    change(&s, &s.ana, member, switch(true)).await.unwrap();
    assert!(s.accept_as(&live, user).await.unwrap().already_in);
}

/// What can happen to whoever sent an invitation.
async fn lose_the_right(s: &Scenario, how: &str, inviter: &Member) {
    match how {
        "removed" => remove(s, &s.ana, inviter.id).await.unwrap(),
        "switched off" => {
            change(s, &s.ana, inviter.id, switch(false)).await.unwrap();
        }
        "demoted" => {
            change(s, &s.ana, inviter.id, access(AccessType::Standard))
                .await
                .unwrap();
        }
        _ => panic!("{how}"),
    }
}

#[tokio::test]
async fn what_an_inviter_sent_lets_nobody_in_once_they_lost_the_right() {
    for how in ["removed", "switched off", "demoted"] {
        let s = Scenario::new().await;
        let budi = put(&s, "budi@example.org", a_member().administrator()).await;
        let by_budi = acting(&s, &budi);
        let invitation = s
            .invitations
            .create(&by_budi, request("siti@example.org"))
            .await
            .unwrap();
        s.deliver().await;
        let token = s.token("siti@example.org");
        lose_the_right(&s, how, &budi).await;
        let refused = s.accept(&token).await;
        assert!(
            matches!(refused, Err(AcceptError::InviterNotEntitled { .. })),
            "{how}: {refused:?}"
        );
        assert_eq!(s.status(invitation.id).await, Status::Invited, "{how}");
        assert_eq!(s.user("siti@example.org").await, None, "{how}");
        // Someone who may vouches for it by sending it again.
        s.invitations.send(&s.ana, invitation.id).await.unwrap();
        s.deliver().await;
        s.accept(&s.token("siti@example.org")).await.unwrap();
    }
}

#[tokio::test]
async fn a_standard_user_who_invites_gives_what_they_hold_at_that_moment() {
    let s = defining(&["Boss"]).await;
    let invites = a_member()
        .holding(GrantKind::Permission, INVITE_PEOPLE)
        .holding(GrantKind::Role, "Boss");
    let budi = put(&s, "budi@example.org", invites).await;
    let mut asked = request("siti@example.org");
    asked.grant.roles = [values::key("Boss")].into();
    let by_budi = acting(&s, &budi);
    s.invitations.create(&by_budi, asked).await.unwrap();
    s.deliver().await;
    let token = s.token("siti@example.org");
    change(&s, &s.ana, budi.id, roles(&[])).await.unwrap();
    let refused = s.accept(&token).await;
    assert!(matches!(
        refused,
        Err(AcceptError::InviterNotEntitled { .. })
    ));
    change(&s, &s.ana, budi.id, roles(&["Boss"])).await.unwrap();
    s.accept(&token).await.unwrap();
    // They invite, and manage nobody.
    let refused = change(&s, &by_budi, s.ana_member.id, switch(false)).await;
    assert!(matches!(refused, Err(EditMemberError::Forbidden(_))));
}

#[tokio::test]
async fn accepting_against_removing_the_inviter_ends_as_one_after_the_other() {
    let s = Scenario::new().await;
    for n in 0..40 {
        let budi = format!("budi{n}@example.org");
        let budi = put(&s, &budi, a_member().administrator()).await;
        let address = format!("siti{n}@example.org");
        let by_budi = acting(&s, &budi);
        let asked = request(&address);
        s.invitations.create(&by_budi, asked).await.unwrap();
        s.deliver().await;
        let token = s.token(&address);
        let accepting = {
            let s = s.clone();
            tokio::spawn(async move { s.accept(&token).await })
        };
        let removing = {
            let s = s.clone();
            tokio::spawn(async move { remove(&s, &s.ana, budi.id).await })
        };
        let (accepted, removed) = (accepting.await.unwrap(), removing.await.unwrap());
        removed.unwrap();
        let is_in = s.user(&address).await.is_some();
        match accepted {
            Ok(accepted) => assert!(is_in && !accepted.already_in),
            Err(AcceptError::InviterNotEntitled { .. }) => assert!(!is_in),
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn accepting_touches_nothing_of_an_existing_person() {
    let s = Scenario::new().await;
    let user = s.known_person("siti@example.org").await;
    let known = async || {
        let found = s.store.credentials("siti@example.org");
        found.await.unwrap().unwrap()
    };
    let before = known().await;
    let mut asked = request("siti@example.org");
    asked.invitee.name = Some(values::name("Someone Else"));
    asked.invitee.login = Some(values::login("another"));
    asked.invitee.phone = Some(values::phone("+6281234567890"));
    asked.invitee.locale = Some(Locale::Ru);
    s.create(asked).await.unwrap();
    s.deliver().await;
    let token = s.token("siti@example.org");
    let command = |viewer| AcceptInvitation {
        code: None,
        name: Some(values::name("Mallory")),
        viewer,
        ..accepting(&token)
    };
    let refused = s.invitations.accept(command(None)).await;
    assert!(matches!(refused, Err(AcceptError::SignInRequired)));
    s.invitations.accept(command(Some(user))).await.unwrap();
    let after = known().await;
    assert_eq!(after.user, before.user);
    assert_eq!(after.password, before.password);
}

#[tokio::test]
async fn someone_else_is_told_the_invited_address_and_can_switch() {
    let s = Scenario::new().await;
    let siti = s.known_person("siti@example.org").await;
    let budi = put(&s, "budi@example.org", a_member()).await.user_id;
    let (id, token) = s.invited("siti@example.org").await;
    let refused = s.accept_as(&token, budi).await;
    let Err(AcceptError::SignedInAsSomeoneElse { invited }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(invited, "siti@example.org");
    assert_eq!(s.status(id).await, Status::Invited, "nothing was used up");
    assert!(!s.accept_as(&token, siti).await.unwrap().already_in);
}

#[tokio::test]
async fn an_invited_person_is_nobody_until_they_accept() {
    let s = Scenario::new().await;
    let (_, token) = s.invited("siti@example.org").await;
    let via = Via::Api;
    for password in ["", " ", PASSWORD] {
        let password = Password::new(password);
        let signed_in = s.sign_in.sign_in("siti@example.org", &password, via).await;
        assert!(signed_in.is_err());
    }
    assert_eq!(s.user("siti@example.org").await, None);
    s.accept(&token).await.unwrap();
}
