//! A closed loop of connections: each sends its next request when the answer to the last one is there.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::http::{Answer, Connection, Request};

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Until {
    /// After so long.
    Over(Duration),
    /// After so many requests.
    Done(u64),
}

/// What a run came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// How many requests were answered as they should.
    pub(crate) answers: u64,
    /// How many of them each second.
    pub(crate) rate: f64,
}

/// Sends requests over so many connections. `request` gets the number of the request within the run,
/// `check` refuses an answer that is not what it should be; the first such ends the run.
pub(crate) fn run(
    address: SocketAddr,
    connections: usize,
    until: Until,
    request: impl Fn(u64) -> Request + Sync,
    check: impl Fn(Answer) -> Result<()> + Sync,
) -> Result<Run> {
    let open: Result<Vec<_>> = (0..connections)
        .map(|_| Connection::open(address))
        .collect();
    let open = open.context("the service takes no connection")?;
    let next = AtomicU64::new(0);
    let started = Instant::now();
    let one = |mut connection: Connection| -> Result<u64> {
        let mut answers = 0;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let over = match until {
                Until::Over(span) => started.elapsed() >= span,
                Until::Done(count) => number >= count,
            };
            if over {
                return Ok(answers);
            }
            check(connection.exchange(&request(number))?)?;
            answers += 1;
        }
    };
    let answers: Result<u64> = std::thread::scope(|scope| {
        let one = &one;
        let threads: Vec<_> = open
            .into_iter()
            .map(|connection| scope.spawn(move || one(connection)))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .map_err(|_| anyhow::anyhow!("a sender died"))?
            })
            .sum()
    });
    let (answers, elapsed) = (answers?, started.elapsed());
    Ok(Run {
        answers,
        rate: rate(answers, elapsed),
    })
}

/// How many each second.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(crate) fn rate(count: u64, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

/// The middle one of several measurements.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    let at = |index: usize| figures.get(index).copied().unwrap_or(f64::NAN);
    if figures.len().is_multiple_of(2) && middle > 0 {
        f64::midpoint(at(middle - 1), at(middle))
    } else {
        at(middle)
    }
}
