//! Where settings come from: the environment over the file; what neither gives has a default.

use super::{
    catalog,
    problem::{Problem, Problems},
};
use config::{Config, Environment, File, FileFormat, Source as _};
use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
};

/// The file that is read where it exists and no other one is named.
const DEFAULT_FILE: &str = "invite.toml";
/// Variables of ours that are not settings: the file's name, and what only tests read.
const OTHER_VARIABLES: [&str; 2] = ["config", "test_"];
/// What container platforms add for a service that is called "invite".
const PLATFORM_VARIABLES: [&str; 2] = ["port", "service_"];

/// A setting as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its value as text.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A variable of the environment.
    Environment,
    /// A file.
    File(String),
}

impl Origin {
    /// Returns the setting's name as it was written there.
    pub fn name(&self, key: &str) -> String {
        match self {
            Self::Environment => format!("INVITE_{}", key.to_uppercase()),
            Self::File(_) => key.to_owned(),
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Environment => f.write_str("the environment"),
            Self::File(path) => f.write_str(path),
        }
    }
}

/// Everything that was given, what of it is wrong already, and what looks odd.
#[derive(Debug, Default)]
pub(super) struct Layers {
    /// The settings by key.
    pub given: BTreeMap<String, Given>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What may be a mistake and stops nothing.
    pub warnings: Vec<String>,
}

/// Reads file and environment.
///
/// # Errors
/// [`Problems`] when the file cannot be read at all.
pub(super) fn read(file: Option<&Path>) -> Result<Layers, Problems> {
    let environment = Environment::with_prefix("INVITE").ignore_empty(true);
    let file = file
        .map(Path::to_owned)
        .or_else(|| env::var_os("INVITE_CONFIG").map(PathBuf::from));
    layered(file.as_deref(), environment)
}

fn layered(file: Option<&Path>, environment: Environment) -> Result<Layers, Problems> {
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    let source = File::from(path)
        .format(FileFormat::Toml)
        .required(file.is_some());
    let values = Config::builder()
        .add_source(source)
        .add_source(environment)
        .build()
        .and_then(|config| config.collect())
        .map_err(|error| unreadable(path, &error))?;

    let mut layers = Layers::default();
    for (key, value) in values {
        let origin = match value.origin() {
            Some("the environment") => Origin::Environment,
            Some(path) => Origin::File(path.to_owned()),
            // Only a table has no origin, and only a file holds tables.
            None => Origin::File(path.display().to_string()),
        };
        if catalog::find(&key).is_none() {
            layers.note_unknown(&key, &origin);
            continue;
        }
        let text = match value.kind {
            config::ValueKind::Array(items) => items
                .into_iter()
                .map(config::Value::into_string)
                .collect::<Result<Vec<_>, _>>()
                .map(|items| items.join(",")),
            _ => value.into_string(),
        };
        match text {
            Ok(text) => {
                let text = text.trim().to_owned();
                layers.given.insert(key, Given { text, origin });
            }
            Err(_) => layers.problems.push(Problem {
                setting: origin.name(&key),
                origin: origin.to_string(),
                advice: "must be a text, a number or a list of texts".to_owned(),
            }),
        }
    }
    layers.problems.sort_by(|a, b| a.setting.cmp(&b.setting));
    layers.warnings.sort();
    Ok(layers)
}

impl Layers {
    /// A key that we don't know is a mistake in our file, and may be someone else's in the environment.
    fn note_unknown(&mut self, key: &str, origin: &Origin) {
        let name = origin.name(key);
        let meant = catalog::nearest(key).map(|setting| origin.name(setting.key));
        match origin {
            Origin::File(path) => self.problems.push(Problem {
                setting: name,
                origin: path.clone(),
                advice: meant.map_or_else(
                    || "there is no such setting; remove it".to_owned(),
                    |meant| format!("there is no such setting; did you mean {meant}?"),
                ),
            }),
            Origin::Environment => {
                let expected = |names: [&str; 2]| names.iter().any(|n| key.starts_with(n));
                if expected(OTHER_VARIABLES) || expected(PLATFORM_VARIABLES) {
                    return;
                }
                self.warnings.push(match meant {
                    Some(meant) => format!("{name} is not a setting; did you mean {meant}?"),
                    None => format!("{name} is not a setting and has no effect"),
                });
            }
        }
    }
}

fn unreadable(path: &Path, error: &config::ConfigError) -> Problems {
    Problems(vec![Problem {
        setting: path.display().to_string(),
        origin: String::new(),
        advice: format!("cannot be read: {error}"),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        Environment::with_prefix("INVITE")
            .ignore_empty(true)
            .source(Some(pairs))
    }

    #[test]
    fn an_empty_variable_counts_as_not_given() {
        let layers = layered(None, environment(&[("INVITE_LISTEN", "")])).unwrap();
        assert!(layers.given.is_empty());
    }

    #[test]
    fn a_misspelled_variable_is_pointed_out_and_stops_nothing() {
        let given = [
            ("INVITE_PUBLIC_URI", "https://example.org"),
            ("INVITE_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("INVITE_TEST_POSTGRES_URL", "postgres://"),
            ("PATH", "/bin"),
        ];
        let layers = layered(None, environment(&given)).unwrap();
        assert_eq!(
            layers.warnings,
            ["INVITE_PUBLIC_URI is not a setting; did you mean INVITE_PUBLIC_URL?"]
        );
        assert!(layers.problems.is_empty());
    }

    #[test]
    fn a_file_that_was_named_must_exist() {
        let problems = layered(Some(Path::new("no/such.toml")), environment(&[])).unwrap_err();
        assert!(problems.to_string().contains("no/such.toml"));
    }
}
