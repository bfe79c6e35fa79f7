//! The wire shapes. Their field names are a promise: fields may be added, never renamed.

pub(super) mod account;
pub(super) mod account_list;
pub(super) mod api_key;
pub(super) mod audit;
pub(super) mod bulk;
mod fields;
pub(super) mod grantable;
mod grantable_texts;
pub(super) mod history;
pub(super) mod invitation;
pub(super) mod invitation_in;
pub(super) mod invitation_patch;
pub(super) mod invitee;
pub(super) mod list;
pub(super) mod mail_text;
pub(super) mod member;
pub(super) mod names;
pub(super) mod overview;
pub(super) mod page;
pub(super) mod password_reset;
pub(super) mod people;
pub(super) mod session;
pub(super) mod settings;
mod who;
