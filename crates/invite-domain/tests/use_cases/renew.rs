//! A new link, asked for by whoever holds a dead one.

use chrono::TimeDelta;
use invite_domain::{
    model::{
        Actor, Changes, ChannelPreference, GrantKind, InvitationToken, Invitee, KeyId, KeyRing,
        LinkRefusal, Renewal, ResendPolicy, Status, TokenClaim, TokenPurpose, Ttl, Via,
    },
    ports::{HistoryFact, TokenMinter},
    service::{
        DeadLink, DeclineInvitation, EditInvitation, PreviewError, RenewError, RenewInvitation,
        Renewed,
    },
};
use invite_testkit::{Scenario, an_account, fixed_key_ring, request, values};

const SITI: &str = "siti@example.org";

async fn renew(s: &Scenario, token: &InvitationToken) -> Result<Renewed, RenewError> {
    let token = token.clone();
    let command = RenewInvitation {
        token,
        via: Via::Page,
    };
    s.invitations.renew(command).await
}

async fn dead(s: &Scenario, token: &InvitationToken) -> DeadLink {
    match s.invitations.preview(token, None).await {
        Err(PreviewError::DeadLink(dead)) => *dead,
        other => panic!("the link is dead, yet {other:?}"),
    }
}

fn is_too_soon(refused: &Result<Renewed, RenewError>) -> bool {
    matches!(refused, Err(RenewError::TooSoon { .. }))
}

#[tokio::test]
async fn an_expired_link_is_renewed_to_the_address_on_record() {
    let s = Scenario::new().await;
    let (id, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    let latest_at = s.find(id).await.trail.invited_at;
    let seen = dead(&s, &old).await;
    assert_eq!(seen.renewal, Renewal::Possible { latest_at });
    assert_eq!(seen.sent_to.as_deref(), Some("s***@example.org"));

    let renewed = renew(&s, &old).await.unwrap();
    assert_eq!(renewed.sent_to.as_deref(), Some("s***@example.org"));
    assert_eq!(s.status(id).await, Status::Queued);
    assert_eq!(s.deliver().await.handed_over, 1);
    assert_eq!(s.mailer.sent().len(), 2);
    let new = s.token(SITI);
    assert_ne!(new, old);
    assert!(s.accept(&new).await.is_ok());
    assert!(matches!(
        renew(&s, &old).await,
        Err(RenewError::AlreadyIn(_))
    ));

    let history = s.invitations.history(&s.ana, id).await.unwrap();
    let by_invitee = history.iter().find_map(|entry| match &entry.fact {
        HistoryFact::Action { name, doer, .. } if doer.actor == Actor::Invitee => {
            Some((name.as_str(), doer.via))
        }
        _ => None,
    });
    assert_eq!(by_invitee, Some(("invitation.queued", Via::Page)));
    // It stays the inviter's invitation.
    assert_eq!(s.find(id).await.inviter, s.ana.as_inviter());
}

#[tokio::test]
async fn a_replaced_link_is_renewed_once_the_newer_message_had_time_to_arrive() {
    let s = Scenario::new().await;
    let (id, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::hours(1));
    s.invitations.send(&s.ana, id).await.unwrap();
    let queued_at = s.clock.get();
    let sent = Renewal::Sent {
        at: queued_at,
        again_at: queued_at + TimeDelta::minutes(15),
    };
    let seen = dead(&s, &old).await;
    assert_eq!(
        (seen.refusal, seen.renewal),
        (LinkRefusal::Superseded, sent)
    );
    assert!(is_too_soon(&renew(&s, &old).await));
    s.deliver().await;
    assert!(is_too_soon(&renew(&s, &old).await));

    s.clock.advance(TimeDelta::minutes(15));
    renew(&s, &old).await.unwrap();
    s.deliver().await;
    assert!(s.accept(&s.token(SITI)).await.is_ok());
}

#[tokio::test]
async fn nothing_is_sent_while_a_message_waits_or_within_a_quarter_of_an_hour() {
    let s = Scenario::new().await;
    let (_, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    renew(&s, &old).await.unwrap();
    let Err(RenewError::TooSoon { again_at, now, .. }) = renew(&s, &old).await else {
        panic!("a message waits");
    };
    assert_eq!(again_at - now, TimeDelta::minutes(15));
    // However long it waits.
    s.clock.advance(TimeDelta::hours(2));
    assert!(is_too_soon(&renew(&s, &old).await));
    s.deliver().await;
    renew(&s, &old).await.unwrap();
    assert_eq!(s.deliver().await.handed_over, 1);
}

#[tokio::test]
async fn five_new_links_a_day_are_enough() {
    let s = Scenario::new().await;
    let (id, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    let first_at = s.clock.get();
    for _ in 0..5 {
        renew(&s, &old).await.unwrap();
        s.deliver().await;
        s.clock.advance(TimeDelta::minutes(15));
    }
    let latest_at = s.find(id).await.trail.invited_at;
    let enough = Renewal::Enough {
        latest_at,
        again_at: first_at + TimeDelta::days(1),
    };
    assert_eq!(dead(&s, &old).await.renewal, enough);
    assert!(is_too_soon(&renew(&s, &old).await));
    // An administrator is not held back, and does not count.
    s.invitations.send(&s.ana, id).await.unwrap();
    s.deliver().await;
    s.clock.set(first_at + TimeDelta::days(1));
    renew(&s, &old).await.unwrap();
    assert_eq!(s.mailer.sent().len(), 7);
}

#[tokio::test]
async fn however_many_ask_at_once_one_message_leaves() {
    let s = Scenario::new().await;
    let (_, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (s, old) = (s.clone(), old.clone());
        asking.spawn(async move { renew(&s, &old).await });
    }
    let answers = asking.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for answer in &answers {
        assert!(answer.is_ok() || is_too_soon(answer), "{answer:?}");
    }
    assert_eq!(s.deliver().await.handed_over, 1);
}

#[tokio::test]
async fn a_change_between_look_and_lock_is_looked_at_anew() {
    let s = Scenario::new().await;
    let (_, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    s.store.stale_next_update();
    renew(&s, &old).await.unwrap();
    assert_eq!(s.deliver().await.handed_over, 1);
}

#[tokio::test]
async fn what_was_meant_is_not_undone_by_a_new_link() {
    let s = Scenario::new().await;
    let (id, revoked) = s.invited("revoked@example.org").await;
    s.invitations.revoke(&s.ana, id).await.unwrap();
    let (_, declined) = s.invited("declined@example.org").await;
    let no = DeclineInvitation {
        token: declined.clone(),
        reason: None,
        via: Via::Page,
    };
    s.invitations.decline(no).await.unwrap();
    let (_, removed) = s.invited("removed@example.org").await;
    let member = s.accept(&removed).await.unwrap().member;
    s.store.remove_member(member).await;
    let (_, off) = s.invited("off@example.org").await;
    let member = s.accept(&off).await.unwrap().member;
    s.store.set_member_active(member, false).await;

    for (token, refusal) in [
        (&revoked, LinkRefusal::Revoked),
        (&declined, LinkRefusal::Declined),
        (&removed, LinkRefusal::MembershipEnded),
        (&off, LinkRefusal::MembershipSwitchedOff),
    ] {
        for days in [0, 30] {
            s.clock.advance(TimeDelta::days(days));
            let seen = dead(&s, token).await;
            assert_eq!(seen.refusal, refusal);
            assert_eq!(seen.renewal, Renewal::OnlyByAccount);
            assert_eq!(seen.sent_to, None);
            let Err(RenewError::DeadLink(told)) = renew(&s, token).await else {
                panic!("{refusal:?}");
            };
            assert_eq!(*told, seen);
        }
    }
    assert_eq!(s.deliver().await.handed_over, 0);
}

#[tokio::test]
async fn a_good_link_needs_no_new_one_and_neither_does_someone_who_is_in() {
    let s = Scenario::new().await;
    let queued = s.invite("queued@example.org").await;
    let claim = TokenClaim {
        purpose: TokenPurpose::Invitation,
        invitation: queued.id,
        generation: 1,
    };
    let on_its_way = fixed_key_ring().mint(&claim);
    assert!(matches!(
        renew(&s, &on_its_way).await,
        Err(RenewError::StillGood)
    ));
    let (_, token) = s.invited(SITI).await;
    assert!(matches!(
        renew(&s, &token).await,
        Err(RenewError::StillGood)
    ));
    s.accept(&token).await.unwrap();
    for days in [0, 30] {
        s.clock.advance(TimeDelta::days(days));
        let refused = renew(&s, &token).await;
        assert!(
            matches!(refused, Err(RenewError::AlreadyIn(_))),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_link_that_bounced_meanwhile_can_be_renewed_when_its_time_is_over() {
    let s = Scenario::new().await;
    let refuses = invite_testkit::answer::no_such_recipient();
    s.mailer.answer_to(values::email(SITI), refuses);
    let invitation = s.invite(SITI).await;
    s.deliver().await;
    let claim = TokenClaim {
        purpose: TokenPurpose::Invitation,
        invitation: invitation.id,
        generation: 1,
    };
    let token = fixed_key_ring().mint(&claim);
    assert_eq!(s.status(invitation.id).await, Status::Error);
    assert!(matches!(
        renew(&s, &token).await,
        Err(RenewError::StillGood)
    ));
    s.clock.advance(TimeDelta::days(8));
    renew(&s, &token).await.unwrap();
    assert_eq!(s.status(invitation.id).await, Status::Queued);
}

#[tokio::test]
async fn whatever_is_no_link_of_ours_looks_alike() {
    let s = Scenario::new().await;
    let (id, token) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    let claim = |purpose, generation| TokenClaim {
        purpose,
        invitation: id,
        generation,
    };
    let ours = fixed_key_ring();
    let other = KeyRing::new([(KeyId(1), [9; 32])]).unwrap();
    for forged in [
        InvitationToken::new(String::new()),
        InvitationToken::new(format!("{}A", token.expose())),
        ours.mint(&claim(TokenPurpose::Invitation, 2)),
        ours.mint(&claim(TokenPurpose::Invitation, 0)),
        ours.mint(&claim(TokenPurpose::FirstAdministrator, 1)),
        other.mint(&claim(TokenPurpose::Invitation, 1)),
    ] {
        let refused = renew(&s, &forged).await;
        assert!(
            matches!(refused, Err(RenewError::UnknownLink)),
            "{refused:?}"
        );
    }
    assert_eq!(s.story(id).await.len(), 4);
}

#[tokio::test]
async fn a_suspended_account_sends_nothing() {
    let s = Scenario::new().await;
    let (_, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    let above = s.operator_above().await;
    s.accounts.suspend(&above).await.unwrap();
    let seen = dead(&s, &old).await;
    assert_eq!((seen.renewal, seen.sent_to), (Renewal::Suspended, None));
    assert!(matches!(
        renew(&s, &old).await,
        Err(RenewError::AccountSuspended(_))
    ));
    let above = s.operator_above().await;
    s.accounts.resume(&above).await.unwrap();
    assert!(renew(&s, &old).await.is_ok());
}

#[tokio::test]
async fn an_inviter_who_lost_the_right_vouches_for_nobody() {
    let s = Scenario::new().await;
    let (id, old) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::days(8));
    s.store.set_member_active(s.ana_member.id, false).await;
    let Err(RenewError::InviterNotEntitled { inviter, account }) = renew(&s, &old).await else {
        panic!("the inviter may not");
    };
    assert_eq!((inviter.as_str(), account.as_str()), ("Ana", "Maju"));
    assert_eq!(s.status(id).await, Status::Expired);
    s.store.set_member_active(s.ana_member.id, true).await;
    assert!(renew(&s, &old).await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_given_anymore_is_not_sent() {
    let account = an_account().defining(GrantKind::Resource, "+6281100");
    let s = Scenario::with(account).await;
    let mut command = request(SITI);
    command.grant.resources = [values::key("+6281100")].into();
    s.create(command).await.unwrap();
    s.deliver().await;
    let old = s.token(SITI);
    s.clock.advance(TimeDelta::days(8));
    // What has expired promises nothing: someone else was given it since.
    let mut command = request("budi@example.org");
    command.grant.resources = [values::key("+6281100")].into();
    s.create(command).await.unwrap();
    s.deliver().await;
    s.accept(&s.token("budi@example.org")).await.unwrap();
    let refused = renew(&s, &old).await;
    assert!(
        matches!(refused, Err(RenewError::NotSendable { .. })),
        "{refused:?}"
    );
}

async fn edit(s: &Scenario, id: invite_domain::model::InvitationId, changes: Changes) {
    let command = EditInvitation {
        id,
        changes,
        expected_version: None,
    };
    s.invitations.edit(&s.ana, command).await.unwrap();
}

#[tokio::test]
async fn whoever_held_the_address_before_causes_no_message_and_learns_no_address() {
    let s = Scenario::new().await;
    let (id, old) = s.invited(SITI).await;
    let changes = Changes {
        invitee: Some(Invitee {
            email: Some(values::email("secret@elsewhere.example")),
            phone: None,
            name: None,
            login: None,
            locale: None,
        }),
        ..Changes::default()
    };
    edit(&s, id, changes).await;
    s.deliver().await;
    s.clock.advance(TimeDelta::days(8));
    let seen = dead(&s, &old).await;
    assert_eq!(seen.refusal, LinkRefusal::Superseded);
    assert_eq!((seen.renewal, seen.sent_to), (Renewal::OnlyByAccount, None));
    assert!(matches!(
        renew(&s, &old).await,
        Err(RenewError::DeadLink(_))
    ));
    // The one who is invited now can.
    let new = s.token("secret@elsewhere.example");
    let renewed = renew(&s, &new).await.unwrap();
    assert_eq!(renewed.sent_to.as_deref(), Some("s***@elsewhere.example"));
}

#[tokio::test]
async fn older_links_live_as_long_as_the_account_says() {
    let grace = ResendPolicy::Grace(Ttl::from_seconds(3600).unwrap());
    let account = an_account().settings(|settings| settings.resend_policy = grace);
    let s = Scenario::with(account).await;
    let (id, first) = s.invited(SITI).await;
    s.clock.advance(TimeDelta::minutes(20));
    s.invitations.send(&s.ana, id).await.unwrap();
    s.deliver().await;
    assert!(matches!(
        renew(&s, &first).await,
        Err(RenewError::StillGood)
    ));
    s.clock.advance(TimeDelta::hours(1));
    let second = s.token(SITI);
    renew(&s, &first).await.unwrap();
    // The second one lives on for its grace.
    assert!(s.invitations.preview(&second, None).await.is_ok());
}

#[tokio::test]
async fn a_number_is_told_by_its_ends_only() {
    let account = an_account().settings(|settings| {
        settings.channels = invite_domain::model::ChannelPolicy::EmailOrSms;
    });
    let s = Scenario::with(account).await;
    let mut command = request(SITI);
    command.invitee.email = None;
    command.invitee.phone = Some(values::phone("+79051111142"));
    command.channel = ChannelPreference::Sms;
    let id = s.create(command).await.unwrap().id;
    s.deliver().await;
    let claim = TokenClaim {
        purpose: TokenPurpose::Invitation,
        invitation: id,
        generation: 1,
    };
    let token = fixed_key_ring().mint(&claim);
    s.clock.advance(TimeDelta::days(8));
    let renewed = renew(&s, &token).await.unwrap();
    assert_eq!(renewed.sent_to.as_deref(), Some("+79***42"));
}
