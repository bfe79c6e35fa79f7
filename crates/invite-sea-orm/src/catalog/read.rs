//! Lists of a catalog by keyset in the order of keys, and the holders of its entries.

use super::ItemRow;
use crate::{
    connect::SeaStore,
    dialect::{Dialect, Kind, json, list},
    row::{Fields, grantable},
    sql::{Sql, limit},
};
use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, DisplayName, GrantItem, GrantKey, Grantable, MemberId, sought},
    ports::{
        CatalogFilter, CatalogPage, CatalogPageRequest, CatalogReader, Holder, Holders,
        NAMED_HOLDERS, StoreError,
    },
};
use sea_orm::Value;
use std::{collections::BTreeMap, sync::LazyLock};

const MAX_LIMIT: u32 = 200;

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM grantables WHERE account_id = $1 AND kind = $2 AND name = $3",
        list(grantable::COLUMNS)
    ))
});

/// Counts all of them and names the first few, without looking up the others' names.
static HOLDERS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let wanted = dialect.rows(2, &[("kind", Kind::Text), ("name", Kind::Text)]);
        format!(
            "SELECT found.kind, found.name, found.total, found.member_id, u.name AS person
             FROM (
                SELECT m.kind, m.name, m.member_id,
                       count(*) OVER (PARTITION BY m.kind, m.name) AS total,
                       row_number() OVER (PARTITION BY m.kind, m.name ORDER BY m.member_id) AS place
                FROM {wanted}
                JOIN member_grants m ON m.account_id = $1 AND m.kind = r.kind AND m.name = r.name
             ) AS found
             JOIN members p ON p.id = found.member_id
             JOIN users u ON u.id = p.user_id
             WHERE found.place <= {NAMED_HOLDERS}
             ORDER BY found.kind, found.name, found.member_id"
        )
    })
});

/// Counts in the index alone.
static HOLDER_COUNTS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let wanted = dialect.rows(2, &[("kind", Kind::Text), ("name", Kind::Text)]);
        format!(
            "SELECT m.kind, m.name, count(*) AS total FROM {wanted}
             JOIN member_grants m ON m.account_id = $1 AND m.kind = r.kind AND m.name = r.name
             GROUP BY m.kind, m.name"
        )
    })
});

#[async_trait]
impl CatalogReader for SeaStore {
    async fn find(
        &self,
        account: AccountId,
        item: &GrantItem,
    ) -> Result<Option<Grantable>, StoreError> {
        let values = [
            account.uuid().into(),
            item.kind.as_str().into(),
            item.key.as_str().into(),
        ];
        let row = self.read_one(&FIND, values).await?;
        row.map(|row| grantable::decode(Fields::new(&row, "grantables")))
            .transpose()
    }

    async fn list(
        &self,
        account: AccountId,
        filter: &CatalogFilter,
        page: &CatalogPageRequest,
    ) -> Result<CatalogPage, StoreError> {
        let limit = page.limit.clamp(1, MAX_LIMIT);
        let after = page.after.as_ref().map_or("", GrantKey::as_str);
        let mut values: Vec<Value> = vec![
            account.uuid().into(),
            filter.kind.as_str().into(),
            after.into(),
            // One more than asked for tells whether there is a further page.
            (i64::from(limit) + 1).into(),
        ];
        if let Some(search) = &filter.search {
            match sought(search) {
                Some(text) => values.push(text.into()),
                None => return Ok(CatalogPage::default()),
            }
        }
        let rows = self
            .read(&Sql::same(text(self.dialect, filter)), values)
            .await?;
        let items = rows
            .iter()
            .map(|row| grantable::decode(Fields::new(row, "grantables")));
        let items: Result<Vec<_>, _> = items.collect();
        Ok(CatalogPage::of(items?, limit))
    }

    async fn holders(
        &self,
        account: AccountId,
        items: &[GrantItem],
    ) -> Result<BTreeMap<GrantItem, Holders>, StoreError> {
        let wanted: Vec<_> = items.iter().map(ItemRow::of).collect();
        let rows = self
            .read(&HOLDERS, [account.uuid().into(), json(&wanted)])
            .await?;
        let mut held: BTreeMap<GrantItem, Holders> = BTreeMap::new();
        for row in &rows {
            let fields = Fields::new(row, "member_grants");
            let holders = held.entry(grantable::item(fields)?).or_default();
            holders.total = fields.number("total")?.into();
            holders.named.push(Holder {
                member: MemberId::new(fields.id("member_id")?),
                name: fields.parsed("person", DisplayName::parse)?,
            });
        }
        Ok(held)
    }

    async fn holder_counts(
        &self,
        account: AccountId,
        items: &[GrantItem],
    ) -> Result<BTreeMap<GrantItem, u64>, StoreError> {
        let wanted: Vec<_> = items.iter().map(ItemRow::of).collect();
        let values = [account.uuid().into(), json(&wanted)];
        let rows = self.read(&HOLDER_COUNTS, values).await?;
        let counts = rows.iter().map(|row| {
            let fields = Fields::new(row, "member_grants");
            let total: u32 = fields.number("total")?;
            Ok((grantable::item(fields)?, total.into()))
        });
        counts.collect()
    }
}

/// Words a list; the text depends only on which conditions there are, so that it is prepared once.
///
/// A search goes through the account's entries of the kind in the order of the list, and ends with the
/// page: no index finds a text in the middle of another on both databases.
fn text(dialect: Dialect, filter: &CatalogFilter) -> String {
    let found = match &filter.search {
        Some(_) => format!("AND {}", dialect.contains("g.search_text", 5)),
        None => String::new(),
    };
    let one_holders = "g.kind = 'resource' AND NOT g.shared AND EXISTS (
        SELECT 1 FROM member_grants m
        WHERE m.account_id = g.account_id AND m.kind = g.kind AND m.name = g.name)";
    let available = match filter.available {
        Some(true) => format!("AND NOT ({one_holders})"),
        Some(false) => format!("AND {one_holders}"),
        None => String::new(),
    };
    format!(
        "SELECT {} FROM grantables g
         WHERE g.account_id = $1 AND g.kind = $2 AND g.name > $3 {found} {available}
         ORDER BY g.name {}",
        list(grantable::COLUMNS.map(|column| format!("g.{column}"))),
        limit(4)
    )
}
