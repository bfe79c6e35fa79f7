//! What messages about passwords need: the person, the asking, and an account to name as the sender.

use super::claim::{Picked, readable};
use crate::{
    row::{Fields, password_reset, user},
    sql::{Sql, selected},
    transaction::Transaction,
};
use invite_domain::{
    model::{About, AccountId, PasswordReset, PasswordResetId, User, UserId},
    ports::StoreError,
};
use sea_orm::QueryResult;
use std::{collections::HashMap, sync::LazyLock};
use uuid::Uuid;

static RESETS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM password_resets p WHERE id IN (SELECT r.id FROM {})",
            selected("p", "", &password_reset::COLUMNS),
            dialect.id_rows(1)
        )
    })
});

/// Each with the account that comes first by name among those that they may act in.
static PEOPLE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {}, (
                SELECT a.id FROM members m JOIN accounts a ON a.id = m.account_id
                WHERE m.user_id = u.id AND m.active AND a.suspended_at IS NULL
                ORDER BY a.name, a.id LIMIT 1
             ) AS place
             FROM users u WHERE u.id IN (SELECT r.id FROM {})",
            selected("u", "", &user::COLUMNS),
            dialect.id_rows(1)
        )
    })
});

/// The askings and people that messages tell about, by id.
#[derive(Default)]
pub(super) struct People {
    pub(super) resets: HashMap<PasswordResetId, PasswordReset>,
    users: HashMap<UserId, (User, Option<AccountId>)>,
}

impl People {
    /// Reads whom these messages tell about; nothing where all of them are about invitations.
    pub(super) async fn of(
        transaction: &mut Transaction,
        picked: &[Picked],
    ) -> Result<Self, StoreError> {
        let (mut resets, mut users): (Vec<Uuid>, Vec<Uuid>) = (Vec::new(), Vec::new());
        for picked in picked {
            match picked.message.about {
                About::Invitation { .. } | About::AcceptanceCode { .. } => {}
                About::PasswordReset(id) => resets.push(id.uuid()),
                About::PasswordChanged(id) => users.push(id.uuid()),
            }
        }
        let mut people = Self::default();
        if !resets.is_empty() {
            let values = [transaction.dialect.ids(resets.into_iter())];
            let rows = transaction.all(&RESETS, values).await?;
            let read =
                |row: &QueryResult| password_reset::decode(Fields::new(row, "password_resets"));
            people.resets = readable(&rows, read)
                .map(|reset| (reset.id, reset))
                .collect();
            users.extend(people.resets.values().map(|reset| reset.user_id.uuid()));
        }
        if !users.is_empty() {
            let values = [transaction.dialect.ids(users.into_iter())];
            let rows = transaction.all(&PEOPLE, values).await?;
            people.users = readable(&rows, read_person)
                .map(|(user, place)| (user.id, (user, place)))
                .collect();
        }
        Ok(people)
    }

    /// Returns a person, and an account that they may act in.
    pub(super) fn person(&self, user: UserId) -> Option<&(User, Option<AccountId>)> {
        self.users.get(&user)
    }

    /// Returns the accounts that people may act in.
    pub(super) fn places(&self) -> impl Iterator<Item = AccountId> {
        self.users.values().filter_map(|(_, place)| *place)
    }
}

fn read_person(row: &QueryResult) -> Result<(User, Option<AccountId>), StoreError> {
    let fields = Fields::new(row, "users");
    let place: Option<Uuid> = fields.get("place")?;
    Ok((user::decode(fields)?, place.map(AccountId::new)))
}
