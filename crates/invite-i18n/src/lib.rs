//! Every text of Invite in English, Indonesian and Russian.
//!
//! The texts stand in `texts/<language>/<subject>.ftl`, written in [Fluent](https://projectfluent.org)
//! and compiled in. A key begins with its subject: `mail-`, `sms-`, `date-`, `page-`. A test proves
//! that every key exists in every language with the same arguments, and that every key which a
//! template or a program of the workspace asks for exists at all.
//!
//! ```
//! use invite_domain::model::Locale;
//! use invite_i18n::Texts;
//!
//! let ru = Texts::of(Locale::Ru);
//! assert_eq!(ru.get("mail-button"), "Открыть приглашение");
//! assert_eq!(
//!     ru.with("mail-greeting-name", &[("name", "Жанна".into())]),
//!     "Жанна, здравствуйте."
//! );
//! assert_eq!(ru.days(21), "21 день");
//! ```

mod arg;
mod bundles;
mod dates;
mod mails;
pub mod names;
mod texts;

pub use arg::Arg;
pub use bundles::{Source, sources};
pub use texts::Texts;
