//! Says what is wrong with a setting, and how to mend it.

use crate::web::wording;
use invite_domain::model::{InvalidValue, PasswordPolicy};
use invite_i18n::Texts;
use std::borrow::Cow;

/// Says what is wrong with a value.
pub(super) fn invalid(texts: Texts, error: &InvalidValue) -> Cow<'static, str> {
    match error.code() {
        "slug_invalid" => texts.get("settings-error-slug"),
        "url_invalid" => texts.get("settings-error-url"),
        "unknown_placeholder" => texts.get("settings-error-placeholder"),
        "ttl_out_of_range" => texts.get("settings-error-ttl"),
        "password_length_out_of_range" => texts.get("settings-error-password"),
        _ => wording::invalid(texts, error, PasswordPolicy::default()),
    }
}
