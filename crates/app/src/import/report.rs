//! The answer for each row, as a table.

use csv::WriterBuilder;
use invite_domain::model::InvitationId;
use std::io;

/// How one row went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The row's line in the file.
    pub line: u64,
    /// The address as it is in the file.
    pub email: String,
    /// How it went.
    pub outcome: Outcome,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The person is on the roster.
    Created(InvitationId),
    /// The person is on the roster, and their message is on its way.
    Queued(InvitationId),
    /// The person was on the roster before, or stands further up in the file.
    AlreadyInvited(Option<InvitationId>),
    /// The person is a member.
    AlreadyMember,
    /// The row cannot be used.
    Invalid {
        /// The stable code.
        code: String,
        /// What is wrong.
        detail: String,
    },
}

impl Outcome {
    /// Returns its name, the same as in the REST API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Created(_) => "created",
            Self::Queued(_) => "queued",
            Self::AlreadyInvited(_) => "already_invited",
            Self::AlreadyMember => "already_member",
            Self::Invalid { .. } => "invalid",
        }
    }
}

/// Writes the answers as CSV.
///
/// # Errors
/// When they cannot be written.
pub fn write_report(answers: &[Answer], to: impl io::Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().from_writer(to);
    writer.write_record(["line", "email", "outcome", "code", "detail", "invitation"])?;
    for answer in answers {
        let (code, detail) = match &answer.outcome {
            Outcome::Invalid { code, detail } => (code.as_str(), detail.as_str()),
            _ => ("", ""),
        };
        let id = match &answer.outcome {
            Outcome::Created(id) | Outcome::Queued(id) | Outcome::AlreadyInvited(Some(id)) => {
                id.to_string()
            }
            _ => String::new(),
        };
        writer.write_record([
            answer.line.to_string().as_str(),
            &harmless(&answer.email),
            answer.outcome.as_str(),
            code,
            &harmless(detail),
            &id,
        ])?;
    }
    writer.flush()
}

/// Keeps a spreadsheet from reading a text as a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_would_be_a_formula_is_made_harmless() {
        let answer = Answer {
            line: 2,
            email: "=cmd()".to_owned(),
            outcome: Outcome::Invalid {
                code: "email_invalid".to_owned(),
                detail: "no".to_owned(),
            },
        };
        let mut report = Vec::new();
        write_report(&[answer], &mut report).unwrap();
        let report = String::from_utf8(report).unwrap();
        assert_eq!(
            report,
            "line,email,outcome,code,detail,invitation\n2,'=cmd(),invalid,email_invalid,no,\n"
        );
    }
}
