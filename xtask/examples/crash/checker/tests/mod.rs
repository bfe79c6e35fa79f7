//! A judge that cannot convict is worth nothing: each test plants one fault and sees it found.

mod healthy;

use std::time::Duration;

use super::{Rule, check};
use crate::facts::{Accept, AcceptAnswer, Create, CreateAnswer, Facts, Mail, MemberRow};
use healthy::{
    ACCEPTED, COPIED, REFUSED, REVOKED, SENT, accept, email, healthy, invitation, mail, member,
    message,
};

/// Plants a fault and returns the promises that the judge finds broken, each once.
fn broken(plant: impl FnOnce(&mut Facts)) -> Vec<Rule> {
    let mut facts = healthy();
    plant(&mut facts);
    let mut rules: Vec<Rule> = check(&facts).into_iter().map(|found| found.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

#[test]
fn a_healthy_run_passes() {
    assert_eq!(check(&healthy()), []);
}

#[test]
fn a_run_that_did_nothing_fails() {
    assert_eq!(check(&Facts::default()).len(), 5);
}

#[test]
fn a_lost_create_is_found() {
    let found = broken(|facts| {
        facts.tables.invitations.remove(SENT);
        facts.tables.messages.remove(SENT);
        facts.tables.deliveries.drain(..2);
        facts.tables.events.drain(..3);
        facts.mails.remove(SENT);
    });
    assert_eq!(found, [Rule::CreatesSurvive]);
}

#[test]
fn a_create_known_only_by_being_refused_as_a_second_one_must_be_there() {
    let present = |facts: &mut Facts| facts.creates[SENT].answer = CreateAnswer::Present;
    assert_eq!(broken(present), []);
    let found = broken(|facts| {
        facts.creates[SENT].answer = CreateAnswer::Present;
        facts.creates[SENT].email = "lost@example.test".to_owned();
    });
    assert_eq!(found, [Rule::CreatesSurvive]);
}

#[test]
fn a_create_without_answer_may_be_missing() {
    let found = broken(|facts| {
        facts.creates.push(Create {
            email: "never@example.test".to_owned(),
            name: "Never".to_owned(),
            answer: CreateAnswer::Unknown,
        });
    });
    assert_eq!(found, []);
}

#[test]
fn other_facts_than_those_given_are_found() {
    let found = broken(|facts| facts.creates[SENT].name = "Somebody Else".to_owned());
    assert_eq!(found, [Rule::CreatesSurvive]);
}

#[test]
fn a_second_invitation_of_one_person_is_found() {
    let found = broken(|facts| facts.tables.invitations[SENT].email = email(COPIED));
    assert!(found.contains(&Rule::CreatesSurvive));
}

#[test]
fn an_invitation_that_nobody_asked_for_is_found() {
    let found = broken(|facts| drop(facts.creates.remove(SENT)));
    assert_eq!(found, [Rule::CreatesSurvive]);
}

#[test]
fn an_api_that_hides_or_contradicts_is_found() {
    let hides = broken(|facts| drop(facts.shown.remove(&invitation(SENT))));
    assert_eq!(hides, [Rule::CreatesSurvive]);
    let contradicts = broken(|facts| {
        if let Some(shown) = facts.shown.get_mut(&invitation(SENT)) {
            shown.status = "queued".to_owned();
        }
    });
    assert_eq!(contradicts, [Rule::CreatesSurvive]);
}

#[test]
fn a_token_accepted_twice_is_found() {
    let found = broken(|facts| facts.accepts.push(accept(AcceptAnswer::Joined)));
    assert_eq!(found, [Rule::OneAcceptance]);
}

#[test]
fn a_double_member_is_found() {
    let found = broken(|facts| {
        facts.tables.members.push(MemberRow {
            id: member(50),
            email: email(ACCEPTED),
        });
    });
    assert_eq!(found, [Rule::OneAcceptance]);
}

#[test]
fn a_lost_membership_is_found() {
    let found = broken(|facts| {
        facts.tables.members.remove(1);
        facts.tables.members.push(MemberRow {
            id: member(SENT),
            email: email(SENT),
        });
    });
    assert_eq!(found, [Rule::OneAcceptance]);
}

#[test]
fn an_acknowledged_acceptance_that_did_not_stay_is_found() {
    let found = broken(|facts| {
        facts.accepts.push(Accept {
            email: email(SENT),
            answer: AcceptAnswer::AlreadyIn,
        });
    });
    assert_eq!(found, [Rule::OneAcceptance]);
}

#[test]
fn a_good_link_that_is_refused_is_found() {
    let refused = |person| Accept {
        email: email(person),
        answer: AcceptAnswer::Refused,
    };
    assert_eq!(
        broken(|facts| facts.accepts.push(refused(SENT))),
        [Rule::OneAcceptance]
    );
    assert_eq!(broken(|facts| facts.accepts.push(refused(REVOKED))), []);
}

#[test]
fn a_stuck_mail_is_found() {
    for state in ["waiting", "sending"] {
        let found = broken(|facts| {
            facts.tables.messages[SENT].state = state.to_owned();
            facts.tables.deliveries.remove(1);
            facts.tables.messages[SENT].attempts = 1;
            facts.tables.invitations[SENT].status = "queued".to_owned();
            facts.tables.events.remove(2);
            facts.shown.remove(&invitation(SENT));
        });
        assert!(found.contains(&Rule::NoMailLost), "{state}: {found:?}");
    }
}

#[test]
fn a_mail_that_counts_as_sent_and_never_arrived_is_found() {
    let found = broken(|facts| drop(facts.mails.remove(SENT)));
    assert_eq!(found, [Rule::NoMailLost]);
    let unread = broken(|facts| facts.mails[SENT].acknowledged = false);
    assert_eq!(unread, [Rule::NoMailLost]);
}

#[test]
fn a_failure_that_nobody_sees_is_found() {
    let found = broken(|facts| facts.tables.invitations[REFUSED].failure = None);
    assert_eq!(found, [Rule::NoMailLost]);
}

#[test]
fn a_mail_that_was_dropped_without_reason_is_found() {
    let found = broken(|facts| {
        facts.tables.messages[SENT].state = "obsolete".to_owned();
    });
    assert!(found.contains(&Rule::NoMailLost));
}

#[test]
fn an_unexplained_copy_is_found() {
    let found = broken(|facts| facts.mails.push(mail(SENT, 1)));
    assert_eq!(found, [Rule::CopiesExplained]);
}

#[test]
fn a_copy_within_one_life_is_found_even_of_a_mail_in_the_window() {
    let found = broken(|facts| facts.mails.insert(2, mail(COPIED, 0)));
    assert_eq!(found, [Rule::CopiesExplained]);
}

#[test]
fn one_kill_explains_one_copy_only() {
    let found = broken(|facts| facts.mails.push(mail(COPIED, 2)));
    assert_eq!(found, [Rule::CopiesExplained]);
}

#[test]
fn a_copy_with_a_different_link_is_found() {
    let found = broken(|facts| facts.mails[3].link.push('x'));
    assert_eq!(found, [Rule::CopiesExplained]);
}

#[test]
fn a_copy_whose_link_does_not_work_is_found() {
    let found = broken(|facts| facts.tried[0].works = false);
    assert_eq!(found, [Rule::CopiesExplained]);
}

#[test]
fn more_in_the_window_than_in_flight_is_found() {
    let found = broken(|facts| facts.kills[0].held.clear());
    assert_eq!(found, [Rule::CopiesExplained]);
}

#[test]
fn a_mail_without_message_and_one_to_somebody_else_are_found() {
    let phantom = broken(|facts| {
        facts.mails.push(Mail {
            message: message(77),
            ..mail(SENT, 1)
        });
    });
    assert_eq!(phantom, [Rule::NothingHalfWritten]);
    let astray = broken(|facts| facts.mails[SENT].recipient = email(ACCEPTED));
    assert_eq!(astray, [Rule::NothingHalfWritten]);
}

#[test]
fn a_mail_after_a_revoke_is_found_and_one_already_begun_is_not() {
    let after = |begun| {
        broken(move |facts| {
            facts.mails.push(Mail {
                begun: Duration::from_millis(begun),
                ..mail(REVOKED, 1)
            });
        })
    };
    assert_eq!(after(100), []);
    assert_eq!(after(1600), [Rule::RevokedStaysSilent]);
}

#[test]
fn an_illegal_step_is_found() {
    let found = broken(|facts| {
        // Accepted before anything was sent.
        facts.tables.events[4].name = "invitation.accepted".to_owned();
        facts.shown.get_mut(&invitation(ACCEPTED)).unwrap().history = None;
    });
    assert!(found.contains(&Rule::LifecycleHolds));
}

#[test]
fn a_history_that_leads_elsewhere_is_found() {
    let found = broken(|facts| {
        facts.tables.invitations[SENT].status = "expired".to_owned();
        facts.shown.get_mut(&invitation(SENT)).unwrap().status = "expired".to_owned();
    });
    assert_eq!(found, [Rule::LifecycleHolds]);
}

#[test]
fn a_missing_or_doubled_line_of_history_is_found() {
    let missing = broken(|facts| drop(facts.tables.events.remove(2)));
    assert!(missing.contains(&Rule::LifecycleHolds));
    assert!(missing.contains(&Rule::NothingHalfWritten));
    let doubled = broken(|facts| {
        let event = facts.tables.events[1].clone();
        facts.tables.events.insert(1, event);
    });
    assert!(doubled.contains(&Rule::NothingHalfWritten));
}

#[test]
fn an_api_that_tells_another_history_is_found() {
    let found = broken(|facts| {
        let shown = facts.shown.get_mut(&invitation(SENT)).unwrap();
        shown.history = Some(vec!["invitation.created".to_owned()]);
    });
    assert_eq!(found, [Rule::LifecycleHolds]);
}

#[test]
fn an_invitation_without_message_and_the_reverse_are_found() {
    let without = broken(|facts| {
        facts.tables.messages.remove(REVOKED);
    });
    assert_eq!(without, [Rule::NothingHalfWritten]);
    let orphan = broken(|facts| {
        facts.tables.messages[REVOKED].invitation = invitation(77);
    });
    assert_eq!(orphan, [Rule::NothingHalfWritten]);
}

#[test]
fn attempts_that_contradict_the_message_are_found() {
    let missing = broken(|facts| drop(facts.tables.deliveries.remove(1)));
    assert_eq!(missing, [Rule::NothingHalfWritten]);
    let doubled = broken(|facts| {
        let delivery = facts.tables.deliveries[1].clone();
        facts.tables.deliveries.push(delivery);
    });
    assert_eq!(doubled, [Rule::NothingHalfWritten]);
}

#[test]
fn late_and_missing_recovery_are_found() {
    let late = broken(|facts| facts.kills[0].recoveries.push(Duration::from_secs(4)));
    assert_eq!(late, [Rule::TakenUpInTime]);
    let never = broken(|facts| facts.kills[0].left_behind.push(message(COPIED)));
    assert_eq!(never, [Rule::TakenUpInTime]);
}

#[test]
fn an_odd_answer_is_found() {
    let found = broken(|facts| facts.oddities.push("create: 500".to_owned()));
    assert_eq!(found, [Rule::NoOddAnswer]);
}

#[test]
fn a_kill_point_that_was_never_met_is_found() {
    let found = broken(|facts| facts.kills[0].on_target = false);
    assert_eq!(found, [Rule::SomethingHappened]);
}
