//! Reads the CSV file: whatever spreadsheet wrote it.

use csv::{ReaderBuilder, StringRecord, Trim};
use std::collections::BTreeMap;

/// The columns that a file may have.
pub(super) const COLUMNS: [&str; 12] = [
    "email",
    "phone",
    "name",
    "login",
    "locale",
    "user_type",
    "access_type",
    "roles",
    "groups",
    "permissions",
    "resources",
    "message",
];

/// The rows of a file.
#[derive(Debug)]
pub struct ImportFile {
    /// One after the other.
    pub lines: Vec<Line>,
}

/// One row, by its columns' names; empty fields are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins in the file, counted from 1, the header included.
    pub number: u64,
    pub(super) fields: BTreeMap<&'static str, String>,
    /// What keeps the row from being read at all.
    pub(super) broken: Option<String>,
}

impl Line {
    /// Returns the address as it is in the file.
    pub fn email(&self) -> &str {
        self.get("email").unwrap_or_default()
    }

    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.fields.get(column).map(String::as_str)
    }
}

/// The file as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not text.
    #[error("the file is not UTF-8; save it as \"CSV UTF-8\"")]
    NotUtf8,
    /// There is nothing in it.
    #[error("the file is empty; its first line names the columns: {}", COLUMNS.join(","))]
    Empty,
    /// There is a column that we don't know.
    #[error("there is no column \"{0}\"; the columns are {columns}", columns = COLUMNS.join(", "))]
    UnknownColumn(String),
    /// A column is there twice.
    #[error("the column \"{0}\" is there twice")]
    DuplicateColumn(String),
    /// Nobody could be told.
    #[error("the file needs a column \"email\" or \"phone\"")]
    NoContact,
    /// The header cannot be read.
    #[error("the first line cannot be read: {0}")]
    Header(csv::Error),
}

/// Reads a file: commas, semicolons or tabs, any line ends, with or without byte order mark.
///
/// # Errors
/// [`FileError`] when the file as a whole cannot be read; a row that cannot is among the rows.
pub fn read(bytes: &[u8]) -> Result<ImportFile, FileError> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileError::NotUtf8)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .trim(Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = columns(reader.headers().map_err(FileError::Header)?)?;
    let mut lines = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => lines.push(line(text, &columns, &record)),
            Err(error) => lines.push(Line {
                number: error.position().map_or(0, |at| line_number(text, at)),
                fields: BTreeMap::new(),
                broken: Some(error.to_string()),
            }),
        }
    }
    Ok(ImportFile { lines })
}

/// Spreadsheets write what their country's decimal comma leaves free: the header tells.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    [(b';', count(';')), (b'\t', count('\t'))]
        .into_iter()
        .find(|(_, n)| *n > count(','))
        .map_or(b',', |(delimiter, _)| delimiter)
}

fn columns(header: &StringRecord) -> Result<Vec<&'static str>, FileError> {
    let mut columns = Vec::new();
    for name in header {
        let wanted = name.to_lowercase().replace([' ', '-'], "_");
        let column = COLUMNS.into_iter().find(|column| *column == wanted);
        let column = column.ok_or_else(|| FileError::UnknownColumn(name.to_owned()))?;
        if columns.contains(&column) {
            return Err(FileError::DuplicateColumn(name.to_owned()));
        }
        columns.push(column);
    }
    if columns.contains(&"email") || columns.contains(&"phone") {
        Ok(columns)
    } else {
        Err(FileError::NoContact)
    }
}

fn line(text: &str, columns: &[&'static str], record: &StringRecord) -> Line {
    let number = record.position().map_or(0, |at| line_number(text, at));
    let surplus = record.iter().skip(columns.len()).any(|f| !f.is_empty());
    let fields = columns
        .iter()
        .zip(record)
        .filter(|(_, field)| !field.is_empty())
        .map(|(column, field)| (*column, field.to_owned()))
        .collect();
    Line {
        number,
        fields,
        broken: surplus.then(|| {
            "the row has more fields than the first line; put quotes around a field with a separator in it".to_owned()
        }),
    }
}

/// Returns the line on which a row begins, counted from 1: the reader's count stops at blank lines.
fn line_number(text: &str, at: &csv::Position) -> u64 {
    let begin = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(begin..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    let skipped = blank.filter(|byte| **byte == b'\n').count();
    at.line() + u64::try_from(skipped).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emails(text: &str) -> Vec<String> {
        let file = read(text.as_bytes()).unwrap();
        file.lines.iter().map(|l| l.email().to_owned()).collect()
    }

    #[test]
    fn files_of_every_spreadsheet_are_read() {
        for file in [
            "email,name\na@example.org,Ann\nb@example.org,Bob\n",
            "\u{feff}email,name\r\na@example.org,Ann\r\nb@example.org,Bob",
            "Email;Name\r\na@example.org;Ann\r\n;\r\nb@example.org;Bob\r\n",
            "name\temail\nAnn\ta@example.org\nBob\t b@example.org \n\n",
        ] {
            assert_eq!(emails(file), ["a@example.org", "b@example.org"], "{file:?}");
        }
    }

    #[test]
    fn a_row_is_named_by_its_line_in_the_file() {
        let text = "email,message\n\na@example.org,\"two\nlines\"\nb@example.org,\n";
        let file = read(text.as_bytes()).unwrap();
        let numbers: Vec<_> = file.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [3, 5]);
        assert_eq!(file.lines[0].get("message"), Some("two\nlines"));
    }

    #[test]
    fn a_row_with_too_many_fields_is_broken_and_the_others_are_not() {
        let file = read(b"email,name\na@example.org,Ann,Lee\nb@example.org\n").unwrap();
        assert!(file.lines[0].broken.is_some());
        assert!(file.lines[1].broken.is_none());
    }

    #[test]
    fn a_file_that_cannot_be_understood_is_refused_as_a_whole() {
        let error = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(error(b"").contains("empty"));
        assert!(error(b"email\n\xff").contains("UTF-8"));
        assert!(error(b"email,role\n").contains("\"role\""));
        assert!(error(b"email,Email\n").contains("twice"));
        assert!(error(b"name\nAnn\n").contains("\"email\" or \"phone\""));
    }
}
