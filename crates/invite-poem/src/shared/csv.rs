//! Fields of tables (RFC 4180) that no spreadsheet takes for formulas.

/// Writes one line.
pub(crate) fn line(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|text| field(text)).collect();
    format!("{}\r\n", fields.join(","))
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
