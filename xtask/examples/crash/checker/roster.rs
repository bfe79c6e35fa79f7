//! Acknowledged creates survive, as they were given, in the tables and in what the API shows.

use std::collections::BTreeSet;

use super::{Found, Index, Rule};
use crate::facts::{Create, CreateAnswer, Facts, InvitationRow};

pub(super) fn check(facts: &Facts, index: &Index<'_>, found: &mut Found) {
    for create in &facts.creates {
        check_one(facts, create, index, found);
    }
    let asked_for: BTreeSet<&str> = facts
        .creates
        .iter()
        .map(|create| create.email.as_str())
        .collect();
    for row in &facts.tables.invitations {
        found.require(
            asked_for.contains(row.email.as_str()),
            Rule::CreatesSurvive,
            || format!("{} is on the roster and nobody asked for it", row.email),
        );
    }
    for (email, rows) in &index.by_email {
        found.require(rows.len() == 1, Rule::CreatesSurvive, || {
            format!("{email} has {} invitations", rows.len())
        });
    }
}

fn check_one(facts: &Facts, create: &Create, index: &Index<'_>, found: &mut Found) {
    let email = &create.email;
    let row = match create.answer {
        CreateAnswer::Created(id) => index.invitations.get(&id).copied(),
        CreateAnswer::Present => index.invitation(email),
        CreateAnswer::Unknown => match index.invitation(email) {
            Some(row) => Some(row),
            None => return,
        },
    };
    let Some(row) = row else {
        found.add(
            Rule::CreatesSurvive,
            format!("{email} was acknowledged and is gone"),
        );
        return;
    };
    found.require(
        row.email == *email && row.name == create.name,
        Rule::CreatesSurvive,
        || format!("{email} was created with other facts: {row:?}"),
    );
    check_shown(facts, row, found);
}

fn check_shown(facts: &Facts, row: &InvitationRow, found: &mut Found) {
    let Some(shown) = facts.shown.get(&row.id) else {
        found.add(
            Rule::CreatesSurvive,
            format!("the API does not show {}", row.email),
        );
        return;
    };
    found.require(
        shown.email == row.email && shown.name == row.name && shown.status == row.status,
        Rule::CreatesSurvive,
        || format!("the API shows {shown:?}, the database holds {row:?}"),
    );
}
