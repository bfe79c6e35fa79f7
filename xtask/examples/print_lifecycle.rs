//! Prints `docs/lifecycle.md`; `cargo xtask codegen` runs it.

use invite_domain::model::Status;
use invite_domain::model::lifecycle::{TRANSITIONS, Transition};

const INTRODUCTION: &str = "\
# The lifecycle of an invitation

This page is generated from `crates/invite-domain/src/model/lifecycle.rs` by `cargo xtask codegen`.
A pair of state and command that is not in the table is refused.
";

fn main() {
    println!("{INTRODUCTION}");
    println!("{}", diagram());
    println!("{}", table());
    println!("{}", summary());
}

/// The arrows as Mermaid draws them; commands between the same two states share an arrow.
fn diagram() -> String {
    let mut lines = vec!["```mermaid".to_owned(), "stateDiagram-v2".to_owned()];
    lines.push(format!("    [*] --> {}", Status::NotInvited));
    let mut drawn: Vec<(Status, Status)> = Vec::new();
    for Transition { from, to, .. } in TRANSITIONS {
        if drawn.contains(&(*from, *to)) {
            continue;
        }
        drawn.push((*from, *to));
        let commands: Vec<_> = TRANSITIONS
            .iter()
            .filter(|other| other.from == *from && other.to == *to)
            .map(|other| other.command.as_str())
            .collect();
        lines.push(format!("    {from} --> {to}: {}", commands.join(", ")));
    }
    for status in Status::ALL.into_iter().filter(|status| is_final(*status)) {
        lines.push(format!("    {status} --> [*]"));
    }
    lines.push("```\n".to_owned());
    lines.join("\n")
}

/// One row for each command, target and condition.
fn table() -> String {
    let mut lines = vec![
        "| From | Command or fact | To | If |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    let mut told: Vec<&Transition> = Vec::new();
    for arrow in TRANSITIONS {
        let is_same_row = |other: &&Transition| {
            (other.command, other.to, other.condition) == (arrow.command, arrow.to, arrow.condition)
        };
        if told.iter().any(is_same_row) {
            continue;
        }
        told.push(arrow);
        let from: Vec<_> = TRANSITIONS
            .iter()
            .filter(is_same_row)
            .map(|other| format!("`{}`", other.from))
            .collect();
        let row = format!(
            "| {} | {} | `{}` | {} |",
            from.join(", "),
            arrow.command.as_str(),
            arrow.to,
            arrow.condition
        );
        lines.push(row.replace("|  |", "| |"));
    }
    lines.join("\n") + "\n"
}

/// Which states hold a place on the roster, and which end the story.
fn summary() -> String {
    let names = |holds: fn(Status) -> bool| {
        let names: Vec<_> = Status::ALL
            .into_iter()
            .filter(|status| holds(*status))
            .map(|status| format!("`{status}`"))
            .collect();
        names.join(", ")
    };
    format!(
        "Live, so that the same address cannot be written down a second time: {}.\n\nFinal: {}.",
        names(Status::is_live),
        names(is_final)
    )
}

fn is_final(status: Status) -> bool {
    !TRANSITIONS.iter().any(|arrow| arrow.from == status)
}
