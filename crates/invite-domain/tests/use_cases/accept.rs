//! Previewing, accepting and declining: who gets in, and who is told what.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        AccessType, Actor, Grant, GrantKind, InvitationToken, LinkRefusal, Password, Status,
        TokenClaim, TokenPurpose, Ttl, Via,
    },
    ports::TokenMinter,
    service::{
        AcceptError, AcceptInvitation, CreateInvitation, DeclineError, DeclineInvitation, NextStep,
        PreviewError,
    },
};
use invite_testkit::{
    CommitFault, PASSWORD, Scenario, a_caller, accepting, an_account, fixed_key_ring, request,
    values,
};

#[tokio::test]
async fn a_new_person_sets_a_password_and_is_in() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;

    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.next, NextStep::SetPassword);
    assert_eq!(preview.inviter_name.as_str(), "Ana");
    let accepted = s.accept(&token).await.unwrap();

    assert!(!accepted.already_in);
    assert_eq!(s.status(id).await, Status::Accepted);
    let user = s.user("siti@example.org").await.unwrap();
    let member = s.member(user).await.unwrap();
    assert_eq!(member.id, accepted.member);
    let groups: Vec<_> = member
        .grant
        .groups
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(groups, ["Everybody"], "the default groups are added");
    assert!(
        s.sign_in
            .sign_in("SITI@example.org", &Password::new(PASSWORD), Via::Api)
            .await
            .is_ok()
    );
    assert_eq!(
        s.story(id).await,
        [
            "invitation.created",
            "invitation.queued",
            "handed_over",
            "invitation.invited",
            "invitation.accepted"
        ]
    );
}

#[tokio::test]
async fn looking_changes_nothing() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    let before = (s.find(id).await, s.story(id).await);
    for _ in 0..1_000 {
        s.invitations.preview(&token, None).await.unwrap();
    }
    assert_eq!((s.find(id).await, s.story(id).await), before);
}

#[tokio::test]
async fn accepting_again_says_already_in() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    let first = s.accept(&token).await.unwrap();
    let again = s.accept(&token).await.unwrap();
    assert!(again.already_in);
    assert_eq!(again.member, first.member);
    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.next, NextStep::AlreadyIn);
    let accepted = s
        .story(id)
        .await
        .iter()
        .filter(|n| *n == "invitation.accepted")
        .count();
    assert_eq!(accepted, 1);
}

#[tokio::test]
async fn two_hundred_at_once_make_one_member_and_all_are_in() {
    let s = Scenario::new().await;
    let (_, token) = s.invited("siti@example.org").await;
    let tries: Vec<_> = (0..200)
        .map(|_| {
            let (service, command) = (s.invitations.clone(), accepting(&token));
            tokio::spawn(async move { service.accept(command).await })
        })
        .collect();
    let mut members = std::collections::BTreeSet::new();
    let mut fresh = 0;
    for tried in tries {
        let accepted = tried.await.unwrap().unwrap();
        members.insert(accepted.member);
        fresh += usize::from(!accepted.already_in);
    }
    assert_eq!((members.len(), fresh), (1, 1));
}

#[tokio::test]
async fn a_known_person_joins_with_the_credentials_they_have() {
    let s = Scenario::new().await;
    let user = s.known_person("siti@example.org").await;
    let (id, token) = s.invited("siti@example.org").await;

    let preview = s.invitations.preview(&token, None).await.unwrap();
    assert_eq!(preview.next, NextStep::SignIn);
    let refused = s.accept(&token).await;
    assert!(
        matches!(refused, Err(AcceptError::SignInRequired)),
        "{refused:?}"
    );
    let right = s
        .sign_in
        .sign_in("siti@example.org", &Password::new(PASSWORD), Via::Api)
        .await;
    assert!(
        right.is_err(),
        "acceptance never sets an existing person's password"
    );

    let preview = s.invitations.preview(&token, Some(user)).await.unwrap();
    assert_eq!(preview.next, NextStep::Join);
    assert!(!s.accept_as(&token, user).await.unwrap().already_in);
    assert_eq!(s.status(id).await, Status::Accepted);
}

#[tokio::test]
async fn someone_else_who_is_signed_in_is_told_so() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    let stranger = s.known_person("budi@example.org").await;

    let preview = s.invitations.preview(&token, Some(stranger)).await.unwrap();
    assert_eq!(preview.next, NextStep::SwitchUser);
    let refused = s.accept_as(&token, stranger).await;
    assert!(
        matches!(&refused, Err(AcceptError::SignedInAsSomeoneElse { invited }) if invited == "siti@example.org"),
        "{refused:?}"
    );
    assert_eq!(s.status(id).await, Status::Invited);
}

#[tokio::test]
async fn forged_tokens_of_every_kind_look_alike() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    let ring = fixed_key_ring();
    let mint = |purpose, invitation, generation| {
        ring.mint(&TokenClaim {
            purpose,
            invitation,
            generation,
        })
    };
    let nobody = invite_domain::model::InvitationId::new(uuid::Uuid::from_u128(9));
    for forged in [
        InvitationToken::new(""),
        InvitationToken::new("null"),
        InvitationToken::new("x".repeat(1 << 20)),
        InvitationToken::new(token.expose().replace('A', "B") + "x"),
        mint(TokenPurpose::FirstAdministrator, id, 1),
        mint(TokenPurpose::Invitation, nobody, 1),
        mint(TokenPurpose::Invitation, id, 0),
        mint(TokenPurpose::Invitation, id, 2),
    ] {
        let preview = s.invitations.preview(&forged, None).await;
        assert!(
            matches!(preview, Err(PreviewError::UnknownLink)),
            "{preview:?}"
        );
        let accept = s.accept(&forged).await;
        assert!(
            matches!(accept, Err(AcceptError::UnknownLink)),
            "{accept:?}"
        );
        let no = DeclineInvitation {
            token: forged,
            reason: None,
            via: Via::Page,
        };
        let decline = s.invitations.decline(no).await;
        assert!(
            matches!(decline, Err(DeclineError::UnknownLink)),
            "{decline:?}"
        );
    }
    assert_eq!(s.status(id).await, Status::Invited);
}

#[tokio::test]
async fn a_dead_link_says_why_and_who_asked() {
    let s = Scenario::new().await;
    let (_, expired) = s.invited("a@example.org").await;
    s.clock.advance(Ttl::default().span());
    let (revoked_id, revoked) = s.invited("b@example.org").await;
    s.invitations.revoke(&s.ana, revoked_id).await.unwrap();
    let (resent_id, superseded) = s.invited("c@example.org").await;
    s.invitations.send(&s.ana, resent_id).await.unwrap();
    let (_, declined) = s.invited("d@example.org").await;
    let no = DeclineInvitation {
        token: declined.clone(),
        reason: Some(values::message("no time")),
        via: Via::Page,
    };
    s.invitations.decline(no.clone()).await.unwrap();
    s.invitations.decline(no).await.unwrap();

    for (token, expected) in [
        (expired, "expired"),
        (revoked, "revoked"),
        (superseded, "superseded"),
        (declined, "declined"),
    ] {
        let Err(PreviewError::DeadLink(dead)) = s.invitations.preview(&token, None).await else {
            panic!("the link should be {expected}");
        };
        let found = match dead.refusal {
            LinkRefusal::Expired { .. } => "expired",
            LinkRefusal::Revoked => "revoked",
            LinkRefusal::Superseded => "superseded",
            LinkRefusal::Declined => "declined",
            LinkRefusal::Unknown
            | LinkRefusal::AlreadyAccepted
            | LinkRefusal::MembershipEnded
            | LinkRefusal::MembershipSwitchedOff
            | LinkRefusal::ApprovalPending => "something else",
        };
        assert_eq!(found, expected);
        assert_eq!(
            (dead.account_name.as_str(), dead.inviter_name.as_str()),
            ("Maju", "Ana")
        );
        let refused = s.accept(&token).await;
        assert!(
            matches!(refused, Err(AcceptError::DeadLink(_))),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn passwords_are_checked_before_anything_is_written() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    let with = |password: Option<&str>| {
        s.invitations.accept(AcceptInvitation {
            password: password.map(Password::new),
            ..accepting(&token)
        })
    };
    assert!(matches!(
        with(None).await,
        Err(AcceptError::PasswordRequired)
    ));
    for weak in ["short", "aaaaaaaaaaaaaaaaaaaa", "siti@example.org"] {
        let refused = with(Some(weak)).await;
        assert!(
            matches!(refused, Err(AcceptError::PasswordRefused(_))),
            "{refused:?}"
        );
    }
    assert_eq!(s.status(id).await, Status::Invited);
    assert_eq!(s.user("siti@example.org").await, None);
}

#[tokio::test]
async fn an_inviter_who_lost_the_right_lets_nobody_in() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    s.store.set_member_active(s.ana_member.id, false).await;
    let refused = s.accept(&token).await;
    assert!(
        matches!(refused, Err(AcceptError::InviterNotEntitled { .. })),
        "{refused:?}"
    );
    assert_eq!(s.status(id).await, Status::Invited);
    assert_eq!(
        s.user("siti@example.org").await,
        None,
        "no person is made either"
    );

    s.store.set_member_active(s.ana_member.id, true).await;
    assert!(s.accept(&token).await.is_ok(), "nothing was used up");
}

#[tokio::test]
async fn whoever_sends_again_vouches_for_it() {
    let s = Scenario::new().await;
    let (id, _) = s.invited("siti@example.org").await;
    s.store.set_member_active(s.ana_member.id, false).await;
    let operator = a_caller().of(s.account()).named("Operator").build();
    assert_eq!(operator.actor, Actor::System);
    s.invitations.send(&operator, id).await.unwrap();
    s.deliver().await;
    assert!(s.accept(&s.token("siti@example.org")).await.is_ok());
}

#[tokio::test]
async fn seats_are_counted_at_acceptance() {
    let s = Scenario::with(an_account().settings(|settings| settings.seats = Some(2))).await;
    let (_, first) = s.invited("a@example.org").await;
    let (id, second) = s.invited("b@example.org").await;
    assert!(s.accept(&first).await.is_ok(), "Ana and one more");
    let refused = s.accept(&second).await;
    assert!(matches!(refused, Err(AcceptError::NoSeat)), "{refused:?}");
    assert_eq!(s.status(id).await, Status::Invited);
    assert!(s.accept(&first).await.unwrap().already_in);
}

#[tokio::test]
async fn a_suspended_account_lets_nobody_in() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("a@example.org").await;
    let overseer = s.operator_above().await;
    s.accounts.suspend(&overseer).await.unwrap();
    let refused = s.accept(&token).await;
    assert!(
        matches!(refused, Err(AcceptError::AccountSuspended)),
        "{refused:?}"
    );
    assert_eq!(s.status(id).await, Status::Invited);
    let overseer = s.operator_above().await;
    let asked = s.invitations.create(&overseer.0, request("b@example.org"));
    assert!(asked.await.is_err());
    s.accounts.resume(&overseer).await.unwrap();
    assert!(!s.accept(&token).await.unwrap().already_in);
}

#[tokio::test]
async fn the_grant_is_what_stands_at_acceptance() {
    let s = Scenario::with(an_account().defining(GrantKind::Role, "Sales")).await;
    let (id, token) = s.invited("siti@example.org").await;
    let grant = Grant {
        access_type: AccessType::Administrator,
        roles: [values::key("Sales")].into(),
        ..Grant::default()
    };
    let changes = invite_domain::model::Changes {
        grant: Some(grant),
        ..Default::default()
    };
    let command = invite_domain::service::EditInvitation {
        id,
        changes,
        expected_version: None,
    };
    s.invitations.edit(&s.ana, command).await.unwrap();
    s.accept(&token).await.unwrap();
    let member = s
        .member(s.user("siti@example.org").await.unwrap())
        .await
        .unwrap();
    assert_eq!(member.grant.access_type, AccessType::Administrator);
    assert!(member.grant.roles.contains(&values::key("Sales")));
}

#[tokio::test]
async fn a_login_that_was_taken_meanwhile_is_explained() {
    let s = Scenario::new().await;
    let wanting = |address: &str| {
        let mut command = request(address);
        command.invitee.login = Some(values::login("siti"));
        command
    };
    for address in ["a@example.org", "b@example.org"] {
        s.create(wanting(address)).await.unwrap();
    }
    s.deliver().await;
    s.accept(&s.token("a@example.org")).await.unwrap();
    let refused = s.accept(&s.token("b@example.org")).await;
    assert!(
        matches!(refused, Err(AcceptError::LoginTaken)),
        "{refused:?}"
    );
    let refused = s
        .create(CreateInvitation {
            send: false,
            ..wanting("c@example.org")
        })
        .await;
    assert!(refused.is_err(), "and nobody is offered it anymore");
}

#[tokio::test]
async fn an_update_under_our_hands_is_decided_anew() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    s.store.stale_next_update();
    assert!(!s.accept(&token).await.unwrap().already_in);
    assert_eq!(s.status(id).await, Status::Accepted);
}

#[tokio::test]
async fn a_failed_commit_leaves_nothing_behind() {
    let s = Scenario::new().await;
    let (id, token) = s.invited("siti@example.org").await;
    s.store.fail_commit(1, CommitFault::NotCommitted);
    assert!(matches!(s.accept(&token).await, Err(AcceptError::Store(_))));
    assert_eq!(s.status(id).await, Status::Invited);
    assert_eq!(s.user("siti@example.org").await, None);
    assert!(s.accept(&token).await.is_ok());
}

#[tokio::test]
async fn an_acceptance_while_the_mail_is_recorded_stands() {
    let s = Scenario::new().await;
    let id = s.invite("siti@example.org").await.id;
    let lease = TimeDelta::seconds(30);
    let due = s.dispatch.claim("worker", lease, 10).await.unwrap();
    let mut attempts = Vec::new();
    for message in due {
        attempts.push(s.dispatch.attempt(message).await);
    }
    assert_eq!(
        s.status(id).await,
        Status::Queued,
        "the mail is out, its outcome is not written"
    );
    assert!(
        !s.accept(&s.token("siti@example.org"))
            .await
            .unwrap()
            .already_in
    );
    let report = s.dispatch.record(attempts).await.unwrap();
    assert_eq!(report.lost, 1, "acceptance took the message back");
    assert_eq!(s.status(id).await, Status::Accepted);
}
