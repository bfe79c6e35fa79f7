//! Prints the effective settings, without their secrets.

use super::{
    Loaded,
    catalog::{self, Setting, Shown},
    values::without_password,
};
use std::fmt::Write as _;

/// Returns every setting with its value, where that came from, and what it means.
pub fn show(loaded: &Loaded) -> String {
    let mut text = String::new();
    for setting in &catalog::ALL {
        let (value, origin) = match loaded.given.get(setting.key) {
            Some(given) => (visible(setting, &given.text), given.origin.to_string()),
            None => (setting.default.to_owned(), "default".to_owned()),
        };
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "{} = {value}   ({origin})\n    {}",
            setting.variable(),
            setting.about
        );
    }
    text
}

fn visible(setting: &Setting, value: &str) -> String {
    match setting.shown {
        Shown::Whole => value.to_owned(),
        Shown::WithoutPassword => without_password(value),
        Shown::Nothing => "***".to_owned(),
    }
}
