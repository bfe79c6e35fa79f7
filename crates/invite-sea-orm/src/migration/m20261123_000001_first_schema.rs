//! Accounts, people, invitations, the outbox, deliveries, the audit log, sessions and API keys.
//!
//! Instants are milliseconds since the epoch in UTC, ids are UUIDs, enumerations are the names that
//! the domain gives them. `{…}` is filled in for each database by [`super::run`].

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000001_first_schema"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE accounts (
        id {id} NOT NULL PRIMARY KEY,
        parent_id {id} REFERENCES accounts (id) ON DELETE RESTRICT,
        name {text} NOT NULL,
        slug {text} NOT NULL,
        settings {text} NOT NULL,
        suspended_at {int},
        created_at {int} NOT NULL,
        version {int} NOT NULL
    ) {table}",
    "CREATE UNIQUE INDEX accounts_slug ON accounts (slug)",
    "CREATE INDEX accounts_parent ON accounts (parent_id)",
    "CREATE TABLE grantables (
        account_id {id} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        kind {text} NOT NULL,
        name {text} NOT NULL,
        PRIMARY KEY (account_id, kind, name)
    ) {clustered}",
    "CREATE TABLE users (
        id {id} NOT NULL PRIMARY KEY,
        email {text},
        email_original {text},
        phone {text},
        login {text},
        name {text} NOT NULL,
        locale {text},
        password {text} NOT NULL,
        created_at {int} NOT NULL
    ) {table}",
    "CREATE UNIQUE INDEX users_email ON users (email)",
    "CREATE UNIQUE INDEX users_phone ON users (phone)",
    "CREATE UNIQUE INDEX users_login ON users (login)",
    "CREATE TABLE members (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        user_type {text} NOT NULL,
        access_type {text} NOT NULL,
        granted {text} NOT NULL,
        active {bool} NOT NULL,
        joined_at {int} NOT NULL
    ) {table}",
    // One place for each person in each account.
    "CREATE UNIQUE INDEX members_place ON members (account_id, user_id)",
    "CREATE INDEX members_user ON members (user_id)",
    // `live_key` is the person's one place on the roster, and empty once the invitation is history.
    // `member_id` is no foreign key: history outlives the membership that it tells about.
    "CREATE TABLE invitations (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id} NOT NULL REFERENCES accounts (id) ON DELETE RESTRICT,
        live_key {text},
        status {text} NOT NULL,
        created_at {int} NOT NULL,
        version {int} NOT NULL,
        generation {int} NOT NULL,
        queued_at {int},
        invited_at {int},
        expires_at {int},
        state_at {int},
        member_id {id},
        failure {text},
        detail {text},
        superseded {text},
        email {text},
        email_original {text},
        phone {text},
        name {text},
        login {text},
        locale {text},
        user_type {text} NOT NULL,
        access_type {text} NOT NULL,
        granted {text} NOT NULL,
        inviter_kind {text} NOT NULL,
        inviter_id {id},
        inviter_name {text} NOT NULL,
        channel {text} NOT NULL,
        ttl_seconds {int},
        message {text},
        search_text {text} NOT NULL,
        CONSTRAINT invitations_live CHECK ((live_key IS NULL) = (status IN ('accepted', 'revoked')))
    ) {table}",
    "CREATE UNIQUE INDEX invitations_live_key ON invitations (account_id, live_key)",
    "CREATE INDEX invitations_list ON invitations (account_id, created_at, id)",
    "CREATE INDEX invitations_status ON invitations (account_id, status, created_at, id)",
    "CREATE INDEX invitations_overdue ON invitations (expires_at, account_id) WHERE status = 'invited'",
    // Whom would this role be given to, newest first: the order of the list is part of the key.
    "CREATE TABLE invitation_grants (
        invitation_id {id} NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
        kind {text} NOT NULL,
        name {text} NOT NULL,
        account_id {id} NOT NULL,
        created_at {int} NOT NULL,
        PRIMARY KEY (invitation_id, kind, name)
    ) {clustered}",
    "CREATE UNIQUE INDEX invitation_grants_list
        ON invitation_grants (account_id, kind, name, created_at, invitation_id)",
    // `due_at` is what was asked for; `free_at` is when someone may take the message: a claim moves it to
    // the end of its lease.
    "CREATE TABLE outbox (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id} NOT NULL,
        invitation_id {id} NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
        generation {int} NOT NULL,
        channel {text} NOT NULL,
        queued_at {int} NOT NULL,
        due_at {int} NOT NULL,
        free_at {int} NOT NULL,
        attempts {int} NOT NULL,
        state {text} NOT NULL,
        fence {int} NOT NULL,
        claimed_by {text}
    ) {clustered} {busy}",
    // Only what waits is in these, so that they stay small however much was sent.
    "CREATE INDEX outbox_waiting ON outbox (account_id, free_at, id) WHERE state = 'waiting'",
    "CREATE INDEX outbox_invitation ON outbox (invitation_id) WHERE state = 'waiting'",
    "CREATE TABLE deliveries (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id} NOT NULL,
        invitation_id {id} NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
        message_id {id} NOT NULL,
        channel {text} NOT NULL,
        attempt {int} NOT NULL,
        outcome {text} NOT NULL,
        reason {text},
        detail {text} NOT NULL,
        retry_at {int},
        at {int} NOT NULL
    ) {clustered}",
    "CREATE INDEX deliveries_invitation ON deliveries (invitation_id)",
    // Without foreign keys: evidence outlives what it is about.
    "CREATE TABLE audit_log (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id},
        invitation_id {id},
        actor_kind {text} NOT NULL,
        actor_id {id},
        name {text} NOT NULL,
        detail {text} NOT NULL,
        at {int} NOT NULL
    ) {clustered}",
    "CREATE INDEX audit_log_account ON audit_log (account_id, id)",
    "CREATE INDEX audit_log_invitation ON audit_log (invitation_id) WHERE invitation_id IS NOT NULL",
    "CREATE TABLE sessions (
        id {id} NOT NULL PRIMARY KEY,
        user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        digest {bytes} NOT NULL,
        created_at {int} NOT NULL,
        expires_at {int} NOT NULL
    ) {clustered}",
    "CREATE UNIQUE INDEX sessions_digest ON sessions (digest)",
    "CREATE INDEX sessions_user ON sessions (user_id)",
    "CREATE TABLE api_keys (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        name {text} NOT NULL,
        scope {text} NOT NULL,
        digest {bytes} NOT NULL,
        created_at {int} NOT NULL,
        expires_at {int}
    ) {clustered}",
    "CREATE UNIQUE INDEX api_keys_digest ON api_keys (digest)",
    "CREATE INDEX api_keys_account ON api_keys (account_id)",
];

const DOWN: &[&str] = &[
    "DROP TABLE api_keys",
    "DROP TABLE sessions",
    "DROP TABLE audit_log",
    "DROP TABLE deliveries",
    "DROP TABLE outbox",
    "DROP TABLE invitation_grants",
    "DROP TABLE invitations",
    "DROP TABLE members",
    "DROP TABLE users",
    "DROP TABLE grantables",
    "DROP TABLE accounts",
];
