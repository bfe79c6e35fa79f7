//! From the cells of a line to people.

use super::{
    Contact, ListedPerson, ListedProblem,
    cells::{Before, Cell, cells},
};
use crate::model::{DisplayName, EmailAddress, PhoneNumber};

/// What was written, and who it is.
type Read = (String, Result<ListedPerson, ListedProblem>);

/// The most of a text that is kept to be shown.
const SHOWN: usize = 200;

/// Reads one line.
pub(super) fn read_line(line: &str) -> Vec<Read> {
    let cells = cells(line);
    if let Some(read) = row(&cells) {
        return vec![read];
    }
    let mut read = Vec::new();
    let mut rest = cells.iter().peekable();
    while let Some(cell) = rest.next() {
        // "Nurhaliza, Siti <siti@example.org>": a comma within a name that nobody put in quotes.
        let last_name = rest.next_if(|next| is_first_name_with_address(cell, next));
        match last_name {
            Some(next) => {
                let text = format!("{}, {}", cell.text, next.text);
                read.push((shown(&text), one(&text)));
            }
            None => read_cell(cell.text, &mut read),
        }
    }
    read
}

fn is_first_name_with_address(cell: &Cell<'_>, next: &Cell<'_>) -> bool {
    let has_name = |text: &str| text.find('<').is_some_and(|at| at > 0);
    next.before == Before::Comma
        && next.text.ends_with('>')
        && has_name(next.text)
        && !next.text.starts_with('"')
        && is_name(cell.text)
}

/// Takes a whole line for the row of a table: names in front of one address or behind it.
fn row(cells: &[Cell<'_>]) -> Option<Read> {
    let (first, last) = (cells.first()?, cells.last()?);
    let is_table = cells.iter().skip(1).all(|cell| cell.before == Before::Tab);
    // A comma parts people more often than columns: only what is surely a name counts as one.
    let is_pair = cells.len() == 2 && last.before == Before::Comma;
    let (contact, names) = if is_contact(last.text) {
        (last.text, cells.get(..cells.len() - 1)?)
    } else if is_contact(first.text) {
        (first.text, cells.get(1..)?)
    } else {
        return None;
    };
    let all_names = names.iter().all(|cell| is_name(cell.text));
    let is_full = names.iter().any(|cell| cell.text.contains(' '));
    if names.is_empty() || !all_names || !(is_table || is_pair && is_full) {
        return None;
    }
    let names: Vec<&str> = names.iter().map(|cell| cell.text).collect();
    let name = names.join(" ");
    let written: Vec<&str> = cells.iter().map(|cell| cell.text).collect();
    Some((shown(&written.join(" ")), person(&name, contact)))
}

/// Reads a cell: one person, or several bare addresses with nothing but spaces between them.
fn read_cell(text: &str, read: &mut Vec<Read>) {
    let words = || text.split_whitespace();
    if words().nth(1).is_some() && words().all(is_contact) {
        read.extend(words().map(|word| (shown(word), one(word))));
    } else {
        read.push((shown(text), one(text)));
    }
}

/// Reads one person: `Name <contact>`, `contact (Name)`, `Name contact` or the bare contact.
fn one(text: &str) -> Result<ListedPerson, ListedProblem> {
    if let Some((name, rest)) = text.rsplit_once('<') {
        let contact = rest.strip_suffix('>').unwrap_or(rest);
        return person(name, contact);
    }
    if let Some((contact, name)) = text.strip_suffix(')').and_then(|text| text.split_once('('))
        && is_contact(contact.trim())
    {
        return person(name, contact);
    }
    if let Some(at) = contact_behind_name(text) {
        let (name, contact) = text.split_at(at);
        return person(name, contact);
    }
    person("", text)
}

/// Returns where the contact begins in "Siti Nurhaliza siti@example.org" or "Siti +62 812 3456 7890".
fn contact_behind_name(text: &str) -> Option<usize> {
    let at = match text.find(" +") {
        Some(at) => at,
        None => text.rfind(char::is_whitespace)?,
    };
    let (name, contact) = text.split_at(at);
    (is_name(name.trim()) && is_contact(contact.trim())).then_some(at)
}

fn person(name: &str, contact: &str) -> Result<ListedPerson, ListedProblem> {
    let contact = read_contact(contact.trim())?;
    let name = unquoted(name.trim());
    let name = match name.trim() {
        "" => None,
        // Some programs write the address in the place of a name.
        same if is_contact(same) => None,
        name => Some(DisplayName::parse(name).map_err(ListedProblem::Name)?),
    };
    Ok(ListedPerson { name, contact })
}

fn read_contact(text: &str) -> Result<Contact, ListedProblem> {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let text = text.strip_prefix("tel:").unwrap_or(text);
    if text.contains('@') {
        // A sentence may have ended behind it.
        let text = text.strip_suffix('.').unwrap_or(text);
        let email = EmailAddress::parse(text).map_err(ListedProblem::Contact)?;
        return Ok(Contact::Email(email));
    }
    if looks_like_a_number(text) {
        let phone = PhoneNumber::parse(text).map_err(ListedProblem::Contact)?;
        return Ok(Contact::Phone(phone));
    }
    Err(ListedProblem::NoContact)
}

/// Whether it is one bare word with an `@` in it, or a number.
fn is_contact(text: &str) -> bool {
    let is_word = !text.contains(|c: char| c.is_whitespace() || "<>\"".contains(c));
    let is_address = text.contains('@') && is_word;
    is_address || looks_like_a_number(text)
}

fn looks_like_a_number(text: &str) -> bool {
    let part_of_number = |c: char| c.is_ascii_digit() || "+-.() \u{a0}".contains(c);
    text.chars().all(part_of_number) && text.chars().filter(char::is_ascii_digit).count() >= 5
}

/// Whether it reads as a name, and not as an address without its `@`.
fn is_name(text: &str) -> bool {
    let is_domain = |word: &str| {
        word.rsplit_once('.')
            .is_some_and(|(_, end)| end.chars().filter(|c| c.is_alphabetic()).count() >= 2)
    };
    text.contains(char::is_alphabetic)
        && !text.contains(['@', '<', '>', '\u{ff20}'])
        && !text.contains(|c: char| c.is_ascii_digit())
        && !text.split_whitespace().any(is_domain)
}

/// Takes a name out of its quotes.
fn unquoted(name: &str) -> String {
    let inner = name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'));
    match inner {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => name
            .strip_prefix('\'')
            .and_then(|name| name.strip_suffix('\''))
            .unwrap_or(name)
            .to_owned(),
    }
}

fn shown(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(SHOWN).collect();
    cut.push('\u{2026}');
    cut
}
