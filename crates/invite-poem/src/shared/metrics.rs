//! Numbers about requests, in the text format that Prometheus reads.

use poem::http::{Method, StatusCode};
use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 8] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

/// Counts requests by method, route pattern and class of status. Nothing that a client can choose
/// freely becomes a label, so that there is an end to them.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    series: Mutex<BTreeMap<Labels, Series>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Labels {
    route: String,
    method: &'static str,
    class: &'static str,
}

#[derive(Debug, Clone, Copy, Default)]
struct Series {
    /// How many took at most as long as each bound, not cumulated.
    within: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// Counts one request.
    pub(crate) fn record(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let labels = Labels {
            route: route.to_owned(),
            method: known(method),
            class: class(status),
        };
        let seconds = took.as_secs_f64();
        let mut series = self.series.lock().unwrap_or_else(PoisonError::into_inner);
        let one = series.entry(labels).or_default();
        one.count += 1;
        one.seconds += seconds;
        let bucket = BOUNDS.iter().position(|bound| seconds <= *bound);
        if let Some(within) = bucket.and_then(|i| one.within.get_mut(i)) {
            *within += 1;
        }
    }

    /// Writes everything down.
    pub(crate) fn render(&self) -> String {
        let series = self
            .series
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let mut text = String::from(
            "# HELP invite_http_request_duration_seconds How long requests took.\n\
             # TYPE invite_http_request_duration_seconds histogram\n",
        );
        for (labels, one) in &series {
            // Writing into a string cannot fail.
            let _ = one.render(&mut text, &labels.render());
        }
        text
    }
}

impl Labels {
    fn render(&self) -> String {
        let (method, route, class) = (self.method, &self.route, self.class);
        format!("method=\"{method}\",route=\"{route}\",status=\"{class}\"")
    }
}

impl Series {
    fn render(&self, text: &mut String, labels: &str) -> std::fmt::Result {
        const NAME: &str = "invite_http_request_duration_seconds";
        let mut cumulated = 0;
        for (bound, within) in BOUNDS.iter().zip(self.within) {
            cumulated += within;
            writeln!(text, "{NAME}_bucket{{{labels},le=\"{bound}\"}} {cumulated}")?;
        }
        writeln!(text, "{NAME}_bucket{{{labels},le=\"+Inf\"}} {}", self.count)?;
        writeln!(text, "{NAME}_sum{{{labels}}} {}", self.seconds)?;
        writeln!(text, "{NAME}_count{{{labels}}} {}", self.count)
    }
}

fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_fall_into_cumulated_buckets() {
        let metrics = Metrics::default();
        for milliseconds in [1, 7, 9000] {
            let took = Duration::from_millis(milliseconds);
            metrics.record(&Method::GET, "/x", StatusCode::OK, took);
        }
        let text = metrics.render();
        let labels = "method=\"GET\",route=\"/x\",status=\"2xx\"";
        for line in [
            format!("_bucket{{{labels},le=\"0.001\"}} 1"),
            format!("_bucket{{{labels},le=\"0.01\"}} 2"),
            format!("_bucket{{{labels},le=\"5\"}} 2"),
            format!("_bucket{{{labels},le=\"+Inf\"}} 3"),
            format!("_count{{{labels}}} 3"),
        ] {
            assert!(text.contains(&line), "{line} in {text}");
        }
    }
}
