//! Every state × every command on the invitation itself, by hand for the table and by properties
//! for sequences.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::model::{
    AccountId, Actor, Changes, ChannelPreference, DisplayName, EmailAddress, Failure,
    FailureReason, Grant, IllegalTransition, Invitation, InvitationId, Invitee, Inviter,
    LinkRefusal, MemberId, NewInvitation, ResendPolicy, State, Status, Ttl,
    lifecycle::{self, Command},
};
use proptest::prelude::*;
use uuid::Uuid;

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn invitee(address: &str) -> Invitee {
    Invitee {
        email: Some(EmailAddress::parse(address).unwrap()),
        phone: None,
        name: None,
        login: None,
        locale: None,
    }
}

fn written_down() -> Invitation {
    let new = NewInvitation {
        id: InvitationId::new(Uuid::from_u128(1)),
        account_id: AccountId::new(Uuid::from_u128(2)),
        invitee: invitee("siti@example.org"),
        grant: Grant::default(),
        inviter: Inviter {
            actor: Actor::System,
            name: DisplayName::parse("Ana").unwrap(),
        },
        channel: ChannelPreference::Auto,
        ttl: None,
        message: None,
    };
    Invitation::put_on_roster(new, start()).unwrap()
}

fn failure() -> Failure {
    Failure::new(FailureReason::UnknownRecipient, "550 5.1.1 no such user")
}

fn member() -> MemberId {
    MemberId::new(Uuid::from_u128(3))
}

/// Leads a fresh invitation to a status by the shortest way.
fn standing(status: Status) -> Invitation {
    let queued = || {
        let (queued, _) = written_down()
            .queue(ResendPolicy::Immediately, start())
            .unwrap();
        queued
    };
    let invited = || queued().hand_over(Ttl::default(), start()).unwrap().0;
    match status {
        Status::NotInvited => written_down(),
        Status::Queued => queued(),
        Status::Invited => invited(),
        Status::Accepted => invited().open(1, start()).unwrap().accept(member()).0,
        Status::Declined => {
            let open = invited().open(1, start()).unwrap();
            open.decline(None).unwrap().0
        }
        Status::Expired => {
            let over = start() + Ttl::default().span();
            invited().expire(over).unwrap().0
        }
        Status::Error => queued().fail(failure(), start()).unwrap().0,
        Status::Revoked => invited().revoke(start()).unwrap().0,
    }
}

/// Gives a command to an invitation, as the world would.
fn give(
    invitation: Invitation,
    command: Command,
    now: DateTime<Utc>,
) -> Result<Invitation, String> {
    let generation = invitation.generation;
    let illegal = |e: IllegalTransition| e.to_string();
    let dead = |e: LinkRefusal| e.to_string();
    match command {
        Command::Send => invitation
            .queue(ResendPolicy::Immediately, now)
            .map_err(illegal),
        Command::HandOver => invitation.hand_over(Ttl::default(), now).map_err(illegal),
        Command::Fail => invitation.fail(failure(), now).map_err(illegal),
        Command::Bounce => invitation.bounce(failure(), now).map_err(illegal),
        Command::Expire => invitation.expire(now).map_err(illegal),
        Command::Revoke => invitation.revoke(now).map_err(illegal),
        Command::Accept => invitation
            .open(generation, now)
            .map(|open| open.accept(member()))
            .map_err(dead),
        Command::Decline => invitation
            .open(generation, now)
            .map_err(dead)
            .and_then(|open| open.decline(None).map_err(illegal)),
    }
    .map(|(next, _)| next)
}

#[test]
fn every_status_and_command_does_what_the_table_says() {
    for from in Status::ALL {
        for command in Command::ALL {
            let before = standing(from);
            // Expiring needs its time to be over; everything else happens while the link is good.
            let now = match command {
                Command::Expire => start() + Ttl::default().span(),
                _ => start(),
            };
            let found = give(before.clone(), command, now).map(|i| i.state.status());
            match lifecycle::next(from, command) {
                Ok(to) => assert_eq!(found, Ok(to), "{from} + {command:?}"),
                Err(_) => assert!(found.is_err(), "{from} + {command:?} gave {found:?}"),
            }
        }
    }
}

#[test]
fn the_clock_decides_expiry_without_a_sweeper() {
    let invited = standing(Status::Invited);
    let end = invited.trail.expires_at.unwrap();
    let just_before = end - TimeDelta::milliseconds(1);
    assert_eq!(invited.status(just_before), Status::Invited);
    assert!(invited.clone().open(1, just_before).is_ok());
    assert_eq!(invited.status(end), Status::Expired);
    let refused = invited.clone().open(1, end).unwrap_err();
    assert_eq!(refused, LinkRefusal::Expired { at: end });
    assert!(
        invited.expire(just_before).is_err(),
        "the sweeper cannot be early"
    );
}

#[test]
fn an_overdue_invitation_is_resent_without_being_swept_first() {
    let invited = standing(Status::Invited);
    let late = start() + Ttl::default().span() + TimeDelta::days(30);
    let (queued, _) = invited.queue(ResendPolicy::UntilExpiry, late).unwrap();
    assert_eq!(queued.status(late), Status::Queued);
    assert_eq!(queued.generation, 2);
    assert_eq!(queued.open(1, late).unwrap_err(), LinkRefusal::Superseded);
}

#[test]
fn a_bounce_can_be_wrong_while_the_link_is_good() {
    let invited = standing(Status::Invited);
    let end = invited.trail.expires_at.unwrap();
    let (bounced, _) = invited.bounce(failure(), start()).unwrap();
    assert!(bounced.clone().open(1, end - TimeDelta::seconds(1)).is_ok());
    assert_eq!(
        bounced.open(1, end).unwrap_err(),
        LinkRefusal::Expired { at: end }
    );
}

#[test]
fn the_old_link_lives_as_the_policy_says() {
    let now = start() + TimeDelta::days(1);
    let hour = Ttl::from_seconds(3_600).unwrap();
    let resent = |policy| standing(Status::Invited).queue(policy, now).unwrap().0;
    let old_link = |invitation: &Invitation, at| invitation.clone().open(1, at).map(|_| ());

    let dead = resent(ResendPolicy::Immediately);
    assert_eq!(old_link(&dead, now), Err(LinkRefusal::Superseded));

    let graced = resent(ResendPolicy::Grace(hour));
    let (before, after) = (now + TimeDelta::minutes(59), now + TimeDelta::minutes(60));
    assert_eq!(old_link(&graced, before), Ok(()));
    assert_eq!(old_link(&graced, after), Err(LinkRefusal::Superseded));

    let kept = resent(ResendPolicy::UntilExpiry);
    let end = standing(Status::Invited).trail.expires_at.unwrap();
    assert_eq!(old_link(&kept, end - TimeDelta::seconds(1)), Ok(()));
    assert_eq!(old_link(&kept, end), Err(LinkRefusal::Superseded));

    for invitation in [dead, graced, kept] {
        assert!(
            invitation.clone().open(2, now).is_ok(),
            "the new link is good at once"
        );
        assert_eq!(invitation.open(3, now).unwrap_err(), LinkRefusal::Unknown);
    }
}

#[test]
fn revoking_kills_every_link_for_good() {
    let now = start();
    let (twice, _) = standing(Status::Invited)
        .queue(ResendPolicy::UntilExpiry, now)
        .unwrap();
    let (revoked, _) = twice.revoke(now).unwrap();
    for generation in [1, 2] {
        assert_eq!(
            revoked.clone().open(generation, now).unwrap_err(),
            LinkRefusal::Revoked
        );
    }
    let (again, _) = revoked.queue(ResendPolicy::UntilExpiry, now).unwrap();
    for generation in [1, 2] {
        let refused = again.clone().open(generation, now).unwrap_err();
        assert_eq!(
            refused,
            LinkRefusal::Superseded,
            "inviting again revives no old link"
        );
    }
}

#[test]
fn a_changed_address_kills_what_was_sent_to_the_old_one() {
    let now = start();
    let moved = |from| {
        let changes = Changes {
            invitee: Some(invitee("siti.new@example.org")),
            ..Changes::default()
        };
        standing(from).edit(changes, now).unwrap()
    };
    let invited = moved(Status::Invited);
    assert!(invited.send_anew);
    assert_eq!(invited.invitation.status(now), Status::Queued);
    assert_eq!(
        invited.invitation.open(1, now).unwrap_err(),
        LinkRefusal::Superseded
    );

    let failed = moved(Status::Error);
    assert!(
        !failed.send_anew,
        "nothing was on its way: the administrator sends when ready"
    );
    assert_eq!(
        failed.invitation.open(1, now).unwrap_err(),
        LinkRefusal::Superseded
    );

    for history in [Status::Accepted, Status::Revoked] {
        assert!(standing(history).edit(Changes::default(), now).is_err());
    }
}

#[test]
fn an_edit_that_changes_nothing_is_no_event() {
    let before = standing(Status::Invited);
    let same = Changes {
        invitee: Some(before.invitee.clone()),
        grant: Some(before.grant.clone()),
        ..Changes::default()
    };
    let after = before.clone().edit(same, start()).unwrap();
    assert_eq!((after.invitation, after.event), (before, None));
}

fn any_policy() -> impl Strategy<Value = ResendPolicy> {
    prop_oneof![
        Just(ResendPolicy::Immediately),
        Just(ResendPolicy::UntilExpiry),
        (3_600_i64..1_000_000).prop_map(|s| ResendPolicy::Grace(Ttl::from_seconds(s).unwrap())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Whatever happens in whatever order: states move along the table, versions count changes,
    /// generations only grow, acceptance is final, and no link opens anything it should not.
    #[test]
    fn sequences_never_leave_the_table(
        steps in prop::collection::vec((0..Command::ALL.len(), 0_i64..2_000_000, any_policy()), 1..40)
    ) {
        let mut now = start();
        let mut invitation = written_down();
        for (index, pause, policy) in steps {
            now += TimeDelta::seconds(pause);
            let command = Command::ALL[index];
            let before = invitation.clone();
            let shown = before.status(now);
            let next = match command {
                Command::Send => before.clone().queue(policy, now).map(|(i, _)| i).map_err(|e| e.to_string()),
                other => give(before.clone(), other, now),
            };
            let Ok(after) = next else { continue };

            let written = before.state.status();
            let legal = lifecycle::next(shown, command).or(lifecycle::next(written, command));
            prop_assert_eq!(legal, Ok(after.state.status()));
            prop_assert_eq!(after.version, before.version + 1);
            prop_assert!(after.generation >= before.generation);
            prop_assert_ne!(written, Status::Accepted, "acceptance is final");
            if command == Command::Send {
                prop_assert_eq!(after.generation, before.generation + 1);
            }
            invitation = after;

            for generation in 0..=invitation.generation + 1 {
                let Ok(open) = invitation.clone().open(generation, now) else { continue };
                prop_assert!(generation >= 1 && generation <= invitation.generation);
                let status = open.invitation().status(now);
                prop_assert!(
                    matches!(status, Status::Queued | Status::Invited | Status::Error),
                    "a link opened an invitation that is {}", status
                );
            }
        }
    }

    /// Under the default policy there is never more than one good link.
    #[test]
    fn only_the_latest_link_is_good_by_default(resends in 1_u32..12, pause in 0_i64..900_000) {
        let mut now = start();
        let mut invitation = written_down();
        for _ in 0..resends {
            now += TimeDelta::seconds(pause);
            invitation = invitation.queue(ResendPolicy::default(), now).unwrap().0;
            invitation = invitation.hand_over(Ttl::default(), now).unwrap().0;
        }
        let good: Vec<u32> = (0..=resends + 1)
            .filter(|generation| invitation.clone().open(*generation, now).is_ok())
            .collect();
        prop_assert_eq!(good, vec![resends]);
    }

    /// Whatever text comes in, parsing never panics, and a parsed address parses to itself.
    #[test]
    fn addresses_are_stable_under_parsing(text in "\\PC{0,40}@?\\PC{0,40}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            let again = EmailAddress::parse(address.canonical()).unwrap();
            prop_assert_eq!(&again, &address);
            prop_assert_eq!(again.canonical(), address.canonical());
            prop_assert!(matches!(written_down().state, State::NotInvited));
        }
    }
}
