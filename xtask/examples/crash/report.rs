//! The table at the end of a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use uuid::Uuid;

use crate::checker::{Rule, Violation};
use crate::facts::{AcceptAnswer, CreateAnswer, Facts, Kill, Mail};
use crate::plan::Point;

/// Words what happened over one database.
pub(crate) fn text(facts: &Facts, violations: &[Violation], took: Duration) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write!(
        text,
        "{}\n{}\n{}",
        kills(facts),
        totals(facts, took),
        verdict(violations)
    );
    text
}

fn kills(facts: &Facts) -> String {
    let copies = copies_by_life(&facts.mails);
    let mut text = format!(
        "{:<28} {:>6} {:>10} {:>10} {:>10} {:>10} {:>10}\n",
        "killed", "kills", "on target", "mails held", "in window", "copies", "taken up"
    );
    for point in Point::ALL {
        let kills: Vec<&Kill> = facts
            .kills
            .iter()
            .filter(|kill| kill.point == point)
            .collect();
        let sum = |count: fn(&Kill) -> usize| kills.iter().map(|kill| count(kill)).sum::<usize>();
        let copied: usize = kills.iter().filter_map(|kill| copies.get(&kill.life)).sum();
        let _ = writeln!(
            text,
            "{point:<28} {:>6} {:>10} {:>10} {:>10} {copied:>10} {:>10}",
            kills.len(),
            sum(|kill| usize::from(kill.on_target)),
            sum(|kill| kill.held.len()),
            sum(|kill| kill.window.len()),
            sum(|kill| kill.recoveries.len()),
        );
    }
    text
}

fn totals(facts: &Facts, took: Duration) -> String {
    let created = |create: CreateAnswer| !matches!(create, CreateAnswer::Unknown);
    let acknowledged = facts
        .creates
        .iter()
        .filter(|create| created(create.answer))
        .count();
    let joined = facts
        .accepts
        .iter()
        .filter(|accept| accept.answer == AcceptAnswer::Joined)
        .count();
    let already = facts
        .accepts
        .iter()
        .filter(|accept| accept.answer == AcceptAnswer::AlreadyIn)
        .count();
    let revoked = facts
        .revokes
        .iter()
        .filter(|revoke| revoke.acknowledged.is_some())
        .count();
    let copies: usize = copies_by_life(&facts.mails).values().sum();
    let mut recoveries: Vec<Duration> = facts
        .kills
        .iter()
        .flat_map(|kill| kill.recoveries.iter().copied())
        .collect();
    recoveries.sort_unstable();
    let half = recoveries
        .get(recoveries.len() / 2)
        .copied()
        .unwrap_or_default();
    let most = recoveries.last().copied().unwrap_or_default();
    format!(
        "{} kills and as many restarts in {:.0} s\n\
         {acknowledged} of {} creates acknowledged, {joined} acceptances and {already} repeated ones, \
         {revoked} revokes\n\
         {} mails, {copies} of them copies; {} links of copies tried\n\
         mail of the killed taken up after {:.2} s (half of them) and {:.2} s (the last); allowed are {:.1} s\n",
        facts.kills.len(),
        took.as_secs_f64(),
        facts.creates.len(),
        facts.mails.len(),
        facts.tried.len(),
        half.as_secs_f64(),
        most.as_secs_f64(),
        facts.recovery_limit.as_secs_f64(),
    )
}

fn verdict(violations: &[Violation]) -> String {
    let mut text = String::new();
    for rule in Rule::ALL {
        let of_rule: Vec<&Violation> = violations
            .iter()
            .filter(|violation| violation.rule == rule)
            .collect();
        let _ = writeln!(text, "{:<40} {:>4} violations", rule.name(), of_rule.len());
        for violation in of_rule.iter().take(20) {
            let _ = writeln!(text, "    {}", violation.what);
        }
    }
    text
}

/// How many mails came once more after each process, by the process that had sent them before.
fn copies_by_life(mails: &[Mail]) -> BTreeMap<usize, usize> {
    let mut last: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut copies = BTreeMap::new();
    for mail in mails {
        if let Some(earlier) = last.insert(mail.message, mail.life) {
            *copies.entry(earlier).or_default() += 1;
        }
    }
    copies
}
