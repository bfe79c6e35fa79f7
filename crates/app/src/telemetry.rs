//! Logs: JSON for machines, lines for people; panics are told in the same way.

use std::io::{self, IsTerminal as _};
use tracing_subscriber::{
    EnvFilter, Registry, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object on each line.
    Json,
    /// For a person at a terminal.
    Human,
}

impl LogFormat {
    /// Reads the setting.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        match text {
            "json" => Ok(Self::Json),
            "human" => Ok(Self::Human),
            _ => Err("write json or human"),
        }
    }
}

/// Reads what is to be logged.
///
/// # Errors
/// What to write instead.
pub fn filter(text: &str) -> Result<EnvFilter, &'static str> {
    EnvFilter::try_new(text)
        .map_err(|_| "write error, warn, info, debug or trace, or a filter such as info,app=debug")
}

/// Begins to log to the standard error; what is printed for people goes to the standard output.
///
/// Once is enough: another call changes nothing.
pub fn start(log: &str, format: Option<LogFormat>) {
    let filter = filter(log).unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = io::stderr().is_terminal();
    let format = format.unwrap_or(if terminal {
        LogFormat::Human
    } else {
        LogFormat::Json
    });
    let registry = Registry::default().with(filter);
    // An error means that someone logs already, as in a test with several starts.
    let _ = match format {
        LogFormat::Json => registry
            .with(
                fmt::layer()
                    .json()
                    .flatten_event(true)
                    .with_writer(io::stderr),
            )
            .try_init(),
        LogFormat::Human => registry
            .with(fmt::layer().with_ansi(terminal).with_writer(io::stderr))
            .try_init(),
    };
    log_panics();
}

/// Tells a panic in the log, with its place and without its message: that could hold anything.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let trace = std::backtrace::Backtrace::capture();
        tracing::error!(
            panic.place = place.unwrap_or_default(),
            panic.trace = %trace,
            "a part of the program panicked"
        );
    }));
}

/// Returns an error with everything behind it, for the log.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
