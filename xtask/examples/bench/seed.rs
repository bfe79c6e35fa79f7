//! Fills a database by SQL with copies of the pattern: over HTTP, a million would take hours of
//! nobody's interest.

use anyhow::Result;

use crate::bare::{fresh, id};
use crate::stage::Stage;
use crate::template::Pattern;

impl Stage {
    /// Adds invitations that wait for their mail, in one transaction.
    pub(crate) fn queue(&self, count: u64) -> Result<()> {
        self.copy(&self.queued, fresh()?, count, |_, _, _| None)
    }

    /// Adds invitations that stand in every state, each with the history of a mail that was sent, until
    /// there are so many.
    pub(crate) fn fill(&self, count: u64) -> Result<()> {
        let present = self.database.count("invitations")?;
        if present >= count {
            return Ok(());
        }
        let (first, count) = (fresh()?, count - present);
        self.copy(&self.invited, first, count, |table, column, value| {
            (table == "invitations")
                .then(|| self.mixed(first, column, value))
                .flatten()
        })?;
        self.database.settle()
    }

    /// Takes back what waits, so that the next measurement begins with an empty queue.
    pub(crate) fn clear_queue(&self) -> Result<()> {
        self.database
            .run("UPDATE outbox SET state = 'cancelled' WHERE state = 'waiting'")
    }

    /// Removes every invitation.
    pub(crate) fn clear(&self) -> Result<()> {
        self.database.run(self.database.either(
            "DELETE FROM deliveries; DELETE FROM outbox; DELETE FROM invitation_grants;
             DELETE FROM invitations; DELETE FROM audit_log;",
            "TRUNCATE invitations, audit_log CASCADE",
        ))?;
        self.database.settle()
    }

    /// Of twenty invitations eight are pending, six accepted, and the others stand elsewhere.
    fn mixed(&self, first: u64, column: &str, value: &str) -> Option<String> {
        let number = format!("(g.n - {first})");
        let words = match column {
            "status" => {
                "CASE WHEN {k} < 8 THEN 'invited' WHEN {k} < 14 THEN 'accepted'
                 WHEN {k} < 16 THEN 'not_invited' WHEN {k} < 18 THEN 'expired'
                 WHEN {k} = 18 THEN 'revoked' ELSE 'declined' END"
            }
            "live_key" => "CASE WHEN {k} BETWEEN 8 AND 13 OR {k} = 18 THEN NULL ELSE {value} END",
            "member_id" => "CASE WHEN {k} BETWEEN 8 AND 13 THEN {id} END",
            "state_at" => {
                "CASE WHEN {k} < 8 OR {k} BETWEEN 14 AND 15 THEN NULL ELSE 1790000000000 END"
            }
            "queued_at" | "invited_at" => {
                "CASE WHEN {k} BETWEEN 14 AND 15 THEN NULL ELSE {value} END"
            }
            "expires_at" => {
                "CASE WHEN {k} BETWEEN 14 AND 15 THEN NULL
                 WHEN {k} BETWEEN 16 AND 17 THEN 1780000000000 ELSE 4000000000000 END"
            }
            "generation" => "CASE WHEN {k} BETWEEN 14 AND 15 THEN 0 ELSE {value} END",
            // One a millisecond, all of them long ago.
            "created_at" => "1770000000000 + {number}",
            _ => return None,
        };
        // A number in quotes is a text to a CASE.
        let value = if column == "live_key" {
            value
        } else {
            value.trim_matches('\'')
        };
        Some(
            words
                .replace("{k}", "({number} % 20)")
                .replace("{number}", &number)
                .replace("{value}", value)
                .replace("{id}", &id(&self.database, 0xff, "g.n")),
        )
    }

    /// Adds copies of a pattern, numbered from `first`.
    pub(crate) fn copy(
        &self,
        pattern: &Pattern,
        first: u64,
        count: u64,
        change: impl Fn(&str, &str, &str) -> Option<String>,
    ) -> Result<()> {
        let last = first + count - 1;
        let numbers = self.database.either(
            format!(
                "FROM (WITH RECURSIVE g(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM g WHERE n < {last})
                 SELECT n FROM g) AS g"
            ),
            format!("FROM generate_series({first}, {last}) AS g(n)"),
        );
        let inserts = pattern.inserts(&self.database, "g.n", &numbers, change);
        self.database
            .run(&format!("BEGIN;\n{};\nCOMMIT;", inserts.join(";\n")))
    }
}
