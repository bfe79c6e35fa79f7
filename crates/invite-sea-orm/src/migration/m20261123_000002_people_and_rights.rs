//! Through what something was done, versions of members, what members hold row by row, and what a
//! resource is: shared or one holder's.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000002_people_and_rights"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        let fill = match manager.get_connection().get_database_backend() {
            DbBackend::Sqlite => FILL_ON_SQLITE,
            _ => FILL_ON_POSTGRES,
        };
        super::run(manager, &[fill]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE audit_log ADD COLUMN via {text} NOT NULL DEFAULT 'api'",
    "ALTER TABLE members ADD COLUMN version {int} NOT NULL DEFAULT 1",
    // Names, descriptions and warnings in each language, as JSON; empty where there is only the key.
    "ALTER TABLE grantables ADD COLUMN texts {text} NOT NULL DEFAULT ''",
    "ALTER TABLE grantables ADD COLUMN shared {bool} NOT NULL DEFAULT FALSE",
    // What `members.granted` says, row by row: to find who holds something, and to let one member hold it.
    "CREATE TABLE member_grants (
        member_id {id} NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        kind {text} NOT NULL,
        name {text} NOT NULL,
        account_id {id} NOT NULL,
        one_holder {bool} NOT NULL,
        PRIMARY KEY (member_id, kind, name)
    ) {clustered}",
    "CREATE INDEX member_grants_holders ON member_grants (account_id, kind, name, member_id)",
    "CREATE UNIQUE INDEX member_grants_one_holder ON member_grants (account_id, name) WHERE one_holder",
];

/// What two members hold already stays theirs: only new holders are refused.
const FILL_ON_SQLITE: &str =
    "INSERT INTO member_grants (member_id, kind, name, account_id, one_holder)
    SELECT id, kind, name, account_id,
           kind = 'resource' AND count(*) OVER (PARTITION BY account_id, kind, name) = 1
    FROM (
        SELECT m.id, m.account_id, k.kind, e.value AS name
        FROM members m
        JOIN (SELECT 'role' AS kind UNION ALL SELECT 'group' UNION ALL SELECT 'permission'
              UNION ALL SELECT 'resource') k
        JOIN json_each(m.granted, '$.' || k.kind || 's') e
    ) AS held";

const FILL_ON_POSTGRES: &str =
    "INSERT INTO member_grants (member_id, kind, name, account_id, one_holder)
    SELECT id, kind, name, account_id,
           kind = 'resource' AND count(*) OVER (PARTITION BY account_id, kind, name) = 1
    FROM (
        SELECT m.id, m.account_id, k.kind, e.name
        FROM members m
        CROSS JOIN (VALUES ('role'), ('group'), ('permission'), ('resource')) AS k (kind)
        CROSS JOIN LATERAL json_array_elements_text(m.granted::json -> (k.kind || 's')) AS e (name)
    ) AS held";

const DOWN: &[&str] = &[
    "DROP TABLE member_grants",
    "ALTER TABLE grantables DROP COLUMN shared",
    "ALTER TABLE grantables DROP COLUMN texts",
    "ALTER TABLE members DROP COLUMN version",
    "ALTER TABLE audit_log DROP COLUMN via",
];
