//! Wrong settings, each named with the way to mend it.

use std::fmt;

/// One wrong setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The setting, as the deployer wrote it: `INVITE_LISTEN`, or `listen` of a file.
    pub setting: String,
    /// Where it came from.
    pub origin: String,
    /// What is wrong and what to write instead.
    pub advice: String,
}

/// Every wrong setting, all at once, so that one start tells the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            setting,
            origin,
            advice,
        } = self;
        if origin.is_empty() {
            write!(f, "{setting}: {advice}")
        } else {
            write!(f, "{setting} (from {origin}): {advice}")
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => writeln!(f, "One setting is wrong:")?,
            n => writeln!(f, "{n} settings are wrong:")?,
        }
        for problem in &self.0 {
            writeln!(f, "  {problem}")?;
        }
        f.write_str("`invite config check` shows all settings and where each one comes from.")
    }
}

impl std::error::Error for Problems {}
