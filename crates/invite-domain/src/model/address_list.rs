//! Reading addresses as people keep them: pasted from a mail, a spreadsheet or a list.
//!
//! Nothing is guessed at the cost of a person: what is not understood comes back as it stands, with its
//! line and what is wrong, and every line that holds anything is accounted for.

mod cells;
mod person;

use super::{ChannelPolicy, DisplayName, EmailAddress, InvalidValue, Invitee, Locale, PhoneNumber};
use std::collections::HashMap;

/// One person of a list, or what could not be read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAddress {
    /// The line that it stands on, from 1.
    pub line: u32,
    /// As it was written.
    pub text: String,
    /// Who it is, or what is wrong.
    pub person: Result<ListedPerson, ListedProblem>,
}

/// Where a listed person is reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Contact {
    /// By mail.
    Email(EmailAddress),
    /// By SMS.
    Phone(PhoneNumber),
}

/// A person of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPerson {
    /// The name that stood beside the address.
    pub name: Option<DisplayName>,
    /// Where they are reached.
    pub contact: Contact,
}

impl ListedPerson {
    /// Returns whom to invite.
    pub fn invitee(&self, locale: Option<Locale>) -> Invitee {
        let (email, phone) = match &self.contact {
            Contact::Email(email) => (Some(email.clone()), None),
            Contact::Phone(phone) => (None, Some(phone.clone())),
        };
        Invitee {
            email,
            phone,
            name: self.name.clone(),
            login: None,
            locale,
        }
    }
}

/// What is wrong with a part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedProblem {
    /// There is neither an address nor a number in it.
    NoContact,
    /// The address or the number is wrong.
    Contact(InvalidValue),
    /// The name is wrong.
    Name(InvalidValue),
    /// It is a number, and the account confirms only by mail.
    SmsNotAllowed,
    /// The same person stands on this line already.
    Repeated {
        /// The line of the first mention.
        line: u32,
    },
}

/// Reads a list: one person or many on a line, apart by commas, semicolons or tabs, each as a bare
/// address or number, as `Name <address>` or as two or three cells of a table.
///
/// ```
/// use invite_domain::model::{ChannelPolicy, read_address_list};
///
/// let list = "\"Nurhaliza, Siti\" <siti@example.org>; budi@example.org\nbudi.example.org";
/// let read = read_address_list(list, ChannelPolicy::EmailOnly);
/// let siti = read[0].person.as_ref().unwrap();
/// assert_eq!(siti.name.as_ref().unwrap().as_str(), "Nurhaliza, Siti");
/// assert!(read[1].person.is_ok());
/// assert_eq!((read[2].line, read[2].person.is_err()), (2, true));
/// ```
pub fn read_address_list(text: &str, channels: ChannelPolicy) -> Vec<ListedAddress> {
    let mut first_lines: HashMap<Contact, u32> = HashMap::new();
    let mut listed = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        for (text, person) in person::read_line(content) {
            let person = person.and_then(|person| {
                allowed(&person.contact, channels)?;
                if let Some(first) = first_lines.get(&person.contact) {
                    Err(ListedProblem::Repeated { line: *first })
                } else {
                    first_lines.insert(person.contact.clone(), line);
                    Ok(person)
                }
            });
            listed.push(ListedAddress { line, text, person });
        }
    }
    listed
}

fn allowed(contact: &Contact, channels: ChannelPolicy) -> Result<(), ListedProblem> {
    match (contact, channels) {
        (Contact::Phone(_), ChannelPolicy::EmailOnly) => Err(ListedProblem::SmsNotAllowed),
        (Contact::Email(_) | Contact::Phone(_), _) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
