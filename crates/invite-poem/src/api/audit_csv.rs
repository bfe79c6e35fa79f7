//! The audit log as a table (RFC 4180), written page by page, so that memory stays bounded however
//! long the log is.

use super::dto::audit::subject_id;
use crate::api::dto::invitation::actor;
use chrono::SecondsFormat;
use invite_domain::ports::AuditRecord;

/// The first line.
pub(super) const HEADER: &str = "id,at,action,actor_kind,actor_id,actor_name,via,subject_kind,subject_id,subject_name,detail\r\n";

/// Writes entries as lines.
pub(super) fn lines(records: &[AuditRecord]) -> String {
    let mut text = String::with_capacity(records.len() * 256);
    for record in records {
        let (actor_kind, actor_id) = actor(&record.doer.actor);
        let name = record.actor_name.as_ref().map(ToString::to_string);
        let fields = [
            record.id.to_string(),
            record.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            record.action.clone(),
            actor_kind.to_owned(),
            actor_id.unwrap_or_default(),
            name.unwrap_or_default(),
            record.doer.via.as_str().to_owned(),
            record.subject.kind().to_owned(),
            subject_id(record.subject).unwrap_or_default(),
            record.subject_name.clone().unwrap_or_default(),
            record.detail.clone(),
        ];
        let fields: Vec<String> = fields.iter().map(|text| field(text)).collect();
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Writes one field: harmless to a spreadsheet, in quotes where it must be (RFC 4180 §2).
fn field(text: &str) -> String {
    let harmless = harmless(text);
    if harmless.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", harmless.replace('"', "\"\""))
    } else {
        harmless
    }
}

/// Keeps a spreadsheet from reading a text as a formula, whatever blanks stand before it.
fn harmless(text: &str) -> String {
    let first = text.trim_start().chars().next();
    let is_formula = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    );
    if is_formula || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_is_quoted_only_where_it_must_be() {
        for (text, written) in [
            ("", ""),
            ("Ана Б.", "Ана Б."),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
        ] {
            assert_eq!(field(text), written);
        }
    }

    #[test]
    fn no_field_begins_a_formula() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\u{a0}=1",
        ] {
            let written = field(text);
            let begins = written.trim_start_matches('"');
            assert!(begins.starts_with('\''), "{text:?}: {written:?}");
        }
        assert_eq!(field("=\"a\",b"), "\"'=\"\"a\"\",b\"");
    }
}
