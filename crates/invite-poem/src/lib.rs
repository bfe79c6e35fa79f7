//! The HTTP side of Invite: REST API and web pages, through poem.

mod services;

pub use services::{Check, Health, Inbox, InboxMail, Services, SetUp};
