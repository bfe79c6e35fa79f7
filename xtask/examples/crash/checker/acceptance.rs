//! One acceptance and one membership for each person, and nobody is in who did not accept.

use std::collections::BTreeMap;

use super::{Found, Index, Rule};
use crate::facts::{Accept, AcceptAnswer, Facts};

pub(super) fn check(facts: &Facts, index: &Index<'_>, found: &mut Found) {
    check_answers(&facts.accepts, index, found);

    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for member in &facts.tables.members {
        *places.entry(&member.email).or_default() += 1;
        let invitation = index.invitation(&member.email);
        let is_invited = invitation.is_some_and(|row| row.member == Some(member.id));
        found.require(
            is_invited || member.email == facts.administrator,
            Rule::OneAcceptance,
            || {
                format!(
                    "{} is a member without an accepted invitation",
                    member.email
                )
            },
        );
    }
    for (email, count) in places {
        found.require(count == 1, Rule::OneAcceptance, || {
            format!("{email} is a member {count} times")
        });
    }

    for row in &facts.tables.invitations {
        let is_accepted = row.status == "accepted";
        let has_member = row
            .member
            .is_some_and(|member| index.members.contains(&member));
        found.require(is_accepted == has_member, Rule::OneAcceptance, || {
            format!(
                "{} is {} and has member {:?}",
                row.email, row.status, row.member
            )
        });
    }
}

fn check_answers(accepts: &[Accept], index: &Index<'_>, found: &mut Found) {
    let mut joined: BTreeMap<&str, usize> = BTreeMap::new();
    for accept in accepts {
        let email = accept.email.as_str();
        let told_in = match accept.answer {
            AcceptAnswer::Joined => {
                *joined.entry(email).or_default() += 1;
                true
            }
            AcceptAnswer::AlreadyIn => true,
            AcceptAnswer::Refused | AcceptAnswer::Unknown => false,
        };
        let invitation = index.invitation(email);
        let is_in = invitation.is_some_and(|row| row.status == "accepted");
        found.require(!told_in || is_in, Rule::OneAcceptance, || {
            format!("{email} was told to be in and is not")
        });
        // Sent once and still open: the link has been good all the time.
        let still_open =
            invitation.is_some_and(|row| row.status == "invited" && row.generation == 1);
        let turned_away = still_open && accept.answer == AcceptAnswer::Refused;
        found.require(!turned_away, Rule::OneAcceptance, || {
            format!("{email} holds a good link and was turned away")
        });
    }
    for (email, times) in joined {
        found.require(times == 1, Rule::OneAcceptance, || {
            format!("{email} was let in {times} times")
        });
    }
}
