//! The HTTP side of Invite: REST API and web pages, through poem.
//!
//! [`app`] is everything there is to serve; [`openapi_json`] and [`error_catalog`] print what is
//! committed under `docs/` and need neither a database nor a server.

mod api;
mod mail_server;
mod server;
mod services;
mod shared;
mod web;

pub use api::{Access, ROUTES, RoutePolicy, openapi_json, policy_table};
pub use mail_server::{
    MailEncryption, MailRoute, MailServer, MailServerError, MailServerSettings, MailTest,
    MailTestStep,
};
pub use server::app;
pub use services::{Check, Health, Inbox, InboxMail, Services, SetUp};
pub use shared::{TrustedProxies, error_catalog};
