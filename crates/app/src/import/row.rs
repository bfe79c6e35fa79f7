//! Reads one row: texts become the values of an invitation.

use super::file::Line;
use invite_domain::{
    model::{
        AccessType, ChannelPreference, DisplayName, EmailAddress, Grant, GrantKey, InvalidValue,
        Invitee, Locale, Login, PersonalMessage, PhoneNumber, UserType,
    },
    service::CreateInvitation,
};
use std::collections::BTreeSet;

/// Why a row cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The stable code.
    pub code: String,
    /// The column and what is wrong with it.
    pub detail: String,
}

/// Turns a row into the command that puts it on the roster.
pub(super) fn command(line: &Line, send: bool) -> Result<CreateInvitation, RowError> {
    if let Some(broken) = &line.broken {
        return Err(RowError {
            code: "row_invalid".to_owned(),
            detail: broken.clone(),
        });
    }
    let invitee = Invitee {
        email: value(line, "email", EmailAddress::parse)?,
        phone: value(line, "phone", PhoneNumber::parse)?,
        name: value(line, "name", DisplayName::parse)?,
        login: value(line, "login", Login::parse)?,
        locale: value(line, "locale", Locale::parse)?,
    };
    invitee.identity().map_err(|error| wrong("email", &error))?;
    let grant = Grant {
        user_type: value(line, "user_type", UserType::parse)?.unwrap_or_default(),
        access_type: value(line, "access_type", AccessType::parse)?.unwrap_or_default(),
        roles: keys(line, "roles")?,
        groups: keys(line, "groups")?,
        permissions: keys(line, "permissions")?,
        resources: keys(line, "resources")?,
    };
    Ok(CreateInvitation {
        invitee,
        grant,
        channel: ChannelPreference::Auto,
        ttl: None,
        message: value(line, "message", PersonalMessage::parse)?,
        send,
    })
}

fn value<T>(
    line: &Line,
    column: &str,
    parse: impl FnOnce(&str) -> Result<T, InvalidValue>,
) -> Result<Option<T>, RowError> {
    line.get(column)
        .map(parse)
        .transpose()
        .map_err(|error| wrong(column, &error))
}

/// Reads a list; `;` or `|` separates its items.
fn keys(line: &Line, column: &str) -> Result<BTreeSet<GrantKey>, RowError> {
    let items = line.get(column).unwrap_or_default().split([';', '|']);
    items
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| GrantKey::parse(item).map_err(|error| wrong(column, &error)))
        .collect()
}

fn wrong(column: &str, error: &InvalidValue) -> RowError {
    RowError {
        code: error.code().to_owned(),
        detail: format!("{column}: {}", error.detail()),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::file::read, *};

    fn row(text: &str) -> Result<CreateInvitation, RowError> {
        let file = read(text.as_bytes()).unwrap();
        command(&file.lines[0], false)
    }

    #[test]
    fn every_column_reaches_the_invitation() {
        let read = row(
            "email,phone,name,login,locale,user_type,access_type,roles,groups,permissions,resources,message\n\
             siti@example.org,+6281234567890,Siti,siti,id,external,administrator,Sales; Manager,Ops,View|Pay,+1 555,Hello\n",
        )
        .unwrap();
        assert_eq!(read.invitee.email.unwrap().original(), "siti@example.org");
        assert_eq!(read.invitee.phone.unwrap().as_str(), "+6281234567890");
        assert_eq!(read.invitee.locale, Some(Locale::Id));
        assert_eq!(read.grant.user_type, UserType::External);
        assert_eq!(read.grant.access_type, AccessType::Administrator);
        assert_eq!(read.grant.items().count(), 6);
        assert_eq!(read.message.unwrap().as_str(), "Hello");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_column() {
        let code = |text| row(text).unwrap_err();
        assert_eq!(code("email\nnot an address\n").code, "email_invalid");
        let phone = code("phone,name\n9051111111,Ann\n");
        assert!(phone.detail.starts_with("phone: "), "{}", phone.detail);
        assert_eq!(code("email,name\n,Ann\n").code, "contact_required");
        assert_eq!(
            code("email,locale\na@example.org,fr\n").code,
            "locale_unknown"
        );
    }
}
