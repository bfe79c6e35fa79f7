//! What the API and the pages have in common: who calls, what is refused, what is logged.

pub(crate) mod auth;
pub(crate) mod body_limit;
pub(crate) mod client;
pub(crate) mod cookie;
pub(crate) mod csv;
mod error_catalog;
pub(crate) mod headers;
pub(crate) mod health;
pub(crate) mod metrics;
pub(crate) mod origin;
pub(crate) mod people_cursor;
pub(crate) mod problem;
pub(crate) mod problem_code;
pub(crate) mod problem_from;
pub(crate) mod problem_from_catalog;
mod problem_of_codes;
mod problem_of_mail_texts;
mod problem_of_members;
pub(crate) mod refusal_log;
pub(crate) mod request_log;
pub(crate) mod sentences;

pub use client::TrustedProxies;
pub use error_catalog::error_catalog;
pub(crate) use problem::{FieldProblem, Problem};
pub(crate) use problem_code::ProblemCode;
