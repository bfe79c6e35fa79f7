//! Why something cannot be given, told at the field where it was chosen.

use crate::{
    shared::refusal_log,
    web::{field::Problems, wording},
};
use invite_domain::model::{GrantRefused, Obstacle, Unavailable, Undefined};
use invite_i18n::Texts;

/// The giver holds less than this.
pub(in crate::web) fn refused(texts: Texts, error: &GrantRefused, problems: &mut Problems) {
    refusal_log::refused(error);
    let field = match error {
        GrantRefused::MayNotInvite(_) | GrantRefused::AccessType => "access_type",
        GrantRefused::NotHeld(item) => item.kind.plural(),
    };
    problems.at(field, wording::grant_refused(texts, error));
}

/// The account has no such thing, or no longer.
pub(in crate::web) fn undefined(texts: Texts, items: &[Undefined], problems: &mut Problems) {
    for Undefined { item, similar } in items {
        let name = ("name", item.key.as_str().into());
        let text = match similar {
            Some(similar) => texts.with(
                "page-error-undefined-similar",
                &[name, ("similar", similar.as_str().into())],
            ),
            None => texts.with("page-error-undefined", &[name]),
        };
        problems.at(item.kind.plural(), text);
    }
}

/// Someone else has it, and one alone may.
pub(in crate::web) fn unavailable(texts: Texts, items: &[Unavailable], problems: &mut Problems) {
    for Unavailable { item, obstacle } in items {
        let key = match obstacle {
            Obstacle::Held => "page-error-number-held",
            Obstacle::Promised => "page-error-number-promised",
        };
        let text = texts.with(key, &[("name", item.key.as_str().into())]);
        problems.at(item.kind.plural(), text);
    }
}
