//! Defining, changing and removing entries within a unit of work.

use crate::{
    dialect::{Kind, json, list},
    row::{
        Fields, account,
        grantable::{self, EntryRow, encode_texts},
    },
    sql::Sql,
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, GrantItem, GrantKind, Grantable},
    ports::{CatalogRepository, StoreError, UpdateError, Usage},
};
use sea_orm::Value;
use std::{collections::BTreeSet, sync::LazyLock};

/// How many rows go into one statement, to bound the memory that it takes.
const CHUNK: usize = 1000;

/// In the order of keys, so that two who define the same at once wait for each other in one order.
static DEFINE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let entries = dialect.rows(
            2,
            &[
                ("kind", Kind::Text),
                ("name", Kind::Text),
                ("texts", Kind::Text),
                ("shared", Kind::Int),
                ("created_at", Kind::Int),
                ("search_text", Kind::Text),
                ("bare", Kind::Text),
            ],
        );
        format!(
            "INSERT INTO grantables
                (account_id, kind, name, texts, shared, created_at, search_text, bare)
             SELECT $1, kind, name, texts, shared = 1, created_at, search_text, bare
             FROM {entries} WHERE TRUE ORDER BY kind, name
             ON CONFLICT (account_id, kind, name) DO NOTHING
             RETURNING kind, name"
        )
    })
});

/// Nobody changes, removes or grants it meanwhile.
static LOCK: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM grantables WHERE account_id = $1 AND kind = $2 AND name = $3 {}",
            list(grantable::COLUMNS),
            dialect.for_removal()
        )
    })
});

static UPDATE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE grantables SET texts = $4, shared = $5, search_text = $6
         WHERE account_id = $1 AND kind = $2 AND name = $3",
    )
});

/// Where sharing changes, its holders' rows follow; the unique index refuses it where several would
/// become the one holder.
static SET_ONE_HOLDER: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE member_grants SET one_holder = $4
         WHERE account_id = $1 AND kind = $2 AND name = $3
           AND (SELECT g.shared FROM grantables g
                WHERE g.account_id = $1 AND g.kind = $2 AND g.name = $3) = $4",
    )
});

static ACCOUNT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM accounts WHERE id = $1 {}",
            list(account::COLUMNS),
            dialect.for_update()
        )
    })
});

static USAGE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT
            (SELECT count(*) FROM member_grants
             WHERE account_id = $1 AND kind = $2 AND name = $3) AS members,
            (SELECT count(*) FROM invitation_grants g JOIN invitations i ON i.id = g.invitation_id
             WHERE g.account_id = $1 AND g.kind = $2 AND g.name = $3
               AND i.live_key IS NOT NULL) AS invitations",
    )
});

static REMOVE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same("DELETE FROM grantables WHERE account_id = $1 AND kind = $2 AND name = $3")
});

fn key(account: AccountId, item: &GrantItem) -> [Value; 3] {
    [
        account.uuid().into(),
        item.kind.as_str().into(),
        item.key.as_str().into(),
    ]
}

#[async_trait]
impl CatalogRepository for SeaUnitOfWork {
    async fn define(
        &mut self,
        account: AccountId,
        entries: &[Grantable],
    ) -> Result<BTreeSet<GrantItem>, StoreError> {
        let mut added = BTreeSet::new();
        for chunk in entries.chunks(CHUNK) {
            let rows: Vec<_> = chunk.iter().map(EntryRow::of).collect();
            let values = [account.uuid().into(), json(&rows)];
            for row in self.transaction.all(&DEFINE, values).await? {
                added.insert(grantable::item(Fields::new(&row, "grantables"))?);
            }
        }
        Ok(added)
    }

    async fn lock(
        &mut self,
        account: AccountId,
        item: &GrantItem,
    ) -> Result<Option<Grantable>, StoreError> {
        // Whoever joins takes them in this order, too.
        self.transaction
            .one(&ACCOUNT, [account.uuid().into()])
            .await?;
        let row = self.transaction.one(&LOCK, key(account, item)).await?;
        row.map(|row| grantable::decode(Fields::new(&row, "grantables")))
            .transpose()
    }

    async fn update(&mut self, account: AccountId, entry: &Grantable) -> Result<(), UpdateError> {
        let place = key(account, &entry.item);
        if entry.item.kind == GrantKind::Resource {
            let mut values = Vec::from(place.clone());
            values.push((!entry.shared).into());
            let written = self
                .transaction
                .execute_unless_taken(&SET_ONE_HOLDER, values)
                .await?;
            written.ok_or(UpdateError::Taken)?;
        }
        let mut values = Vec::from(place);
        values.extend([
            encode_texts(&entry.texts).into(),
            entry.shared.into(),
            entry.search_text().into(),
        ]);
        match self.transaction.execute(&UPDATE, values).await? {
            0 => Err(UpdateError::Stale),
            _ => Ok(()),
        }
    }

    async fn usage(&mut self, account: AccountId, item: &GrantItem) -> Result<Usage, StoreError> {
        // `lock` holds the account, so that this does not become a default group meanwhile.
        let row = self
            .transaction
            .one(&ACCOUNT, [account.uuid().into()])
            .await?;
        let row = row.ok_or_else(|| StoreError::new("there is no such account"))?;
        let settings = account::decode(Fields::new(&row, "accounts"))?.settings;
        let counts = self.transaction.one(&USAGE, key(account, item)).await?;
        let counts = counts.ok_or_else(|| StoreError::new("counting gave no row"))?;
        let counts = Fields::new(&counts, "grantables");
        Ok(Usage {
            members: counts.number("members")?.into(),
            invitations: counts.number("invitations")?.into(),
            default_group: item.kind == GrantKind::Group
                && settings.default_groups.contains(&item.key),
        })
    }

    async fn remove(&mut self, account: AccountId, item: &GrantItem) -> Result<(), StoreError> {
        self.transaction
            .execute(&REMOVE, key(account, item))
            .await?;
        Ok(())
    }
}
