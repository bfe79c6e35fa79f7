//! The table that is printed: each figure with its raw limit, its aim and whether it is met.

use std::fmt;

/// How a figure is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aim {
    /// Ours by the raw limit is at least this.
    ShareOfBare(f64),
    /// Ours is at most so many times the raw limit.
    TimesBare(f64),
    /// The figure is at most this.
    AtMost(f64),
    /// It is told for comparison.
    None,
}

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) database: &'static str,
    /// The raw limit in the same unit, where there is one.
    pub(crate) bare: Option<f64>,
    pub(crate) ours: f64,
    pub(crate) unit: &'static str,
    pub(crate) aim: Aim,
}

/// What was measured so far.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Line>);

impl Table {
    /// Adds a line, and shows it at once to whoever waits.
    pub(crate) fn add(&mut self, line: Line) {
        println!("{line}");
        self.0.push(line);
    }
}

impl Line {
    fn ratio(&self) -> Option<f64> {
        self.bare.map(|bare| self.ours / bare)
    }

    fn verdict(&self) -> &'static str {
        let met = match (self.aim, self.ratio()) {
            (Aim::ShareOfBare(least), Some(ratio)) => ratio >= least,
            (Aim::TimesBare(most), Some(ratio)) => ratio <= most,
            (Aim::AtMost(most), _) => self.ours <= most,
            (Aim::ShareOfBare(_) | Aim::TimesBare(_) | Aim::None, _) => return "",
        };
        if met { "met" } else { "missed" }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |value: f64| {
            if value >= 100.0 {
                format!("{value:.0} {}", self.unit)
            } else {
                format!("{value:.1} {}", self.unit)
            }
        };
        let aim = match self.aim {
            Aim::ShareOfBare(share) => format!("{:.0} %", share * 100.0),
            Aim::TimesBare(most) => format!("≤ {:.0} %", most * 100.0),
            Aim::AtMost(most) => format!("≤ {}", number(most)),
            Aim::None => String::new(),
        };
        write!(
            f,
            "| {} | {} | {} | {} | {} | {aim} | {} |",
            self.what,
            self.database,
            self.bare.map(number).unwrap_or_default(),
            number(self.ours),
            self.ratio()
                .map(|ratio| format!("{:.0} %", ratio * 100.0))
                .unwrap_or_default(),
            self.verdict()
        )
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| What | Database | Bare | Ours | Ratio | Aim | |")?;
        writeln!(f, "| --- | --- | ---: | ---: | ---: | ---: | --- |")?;
        for line in &self.0 {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}
