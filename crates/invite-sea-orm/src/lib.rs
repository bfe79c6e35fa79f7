//! Storage for Invite on SQLite and PostgreSQL, through sea-orm.
