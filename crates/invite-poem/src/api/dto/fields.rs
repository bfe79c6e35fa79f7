//! Reading the fields of one body, with every one that is wrong named.

use crate::shared::{FieldProblem, Problem};
use invite_domain::model::{GrantKey, InvalidValue};
use std::collections::BTreeSet;

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(super) struct Fields {
    errors: Vec<FieldProblem>,
}

impl Fields {
    /// Reads a field that may be absent.
    pub(super) fn optional<V: ?Sized, T>(
        &mut self,
        field: &str,
        value: Option<&V>,
        parse: impl FnOnce(&V) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        match parse(value?) {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.errors.push(FieldProblem::of(field, &invalid));
                None
            }
        }
    }

    /// Reads a list of keys; a wrong one is named by its place.
    pub(super) fn keys(&mut self, field: &str, keys: Option<&Vec<String>>) -> BTreeSet<GrantKey> {
        let mut read = BTreeSet::new();
        for (place, key) in keys.into_iter().flatten().enumerate() {
            match GrantKey::parse(key) {
                Ok(key) => {
                    read.insert(key);
                }
                Err(invalid) => {
                    let field = format!("{field}[{place}]");
                    self.errors.push(FieldProblem::of(field, &invalid));
                }
            }
        }
        read
    }

    /// Names a field that is wrong.
    pub(super) fn refuse(&mut self, field: &str, code: &str, detail: &str) {
        self.errors.push(FieldProblem::new(field, code, detail));
    }

    /// Whether this field was found wrong.
    pub(super) fn refused(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// Ends the reading.
    pub(super) fn finish(self) -> Result<(), Problem> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid(self.errors))
        }
    }
}
