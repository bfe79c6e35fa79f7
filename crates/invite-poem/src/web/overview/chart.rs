//! The plots of the overview, measured out in the units of their drawings.

use crate::web::plot::{lengths, round_top, scaled};
use invite_domain::ports::DayCounts;
use invite_i18n::{Arg, Texts};
use std::borrow::Cow;

/// How long the longest bar is.
const FULL: u64 = 150;

/// Bars one below the other, each beside its label and its value.
pub(super) struct Bars {
    pub(super) full: u64,
    pub(super) bars: Vec<Bar>,
}

/// One bar.
pub(super) struct Bar {
    pub(super) label: Cow<'static, str>,
    pub(super) value: String,
    pub(super) length: u64,
    /// Where those are listed whom it counts.
    pub(super) place: Option<String>,
}

/// What a bar stands for.
pub(super) struct Counted {
    pub(super) label: Cow<'static, str>,
    pub(super) count: u64,
    /// The count as it is written beside the bar.
    pub(super) shown: String,
    pub(super) place: Option<String>,
}

impl Bars {
    pub(super) fn new(values: Vec<Counted>) -> Self {
        let numbers: Vec<u64> = values.iter().map(|value| value.count).collect();
        let bars = values.into_iter().zip(lengths(&numbers, FULL));
        let bar = |(value, length): (Counted, u64)| Bar {
            label: value.label,
            value: value.shown,
            length,
            place: value.place,
        };
        Self {
            full: FULL,
            bars: bars.map(bar).collect(),
        }
    }
}

/// How wide and how high the plot of days is.
const WIDTH: u64 = 300;
const HEIGHT: u64 = 100;

/// One bar and one point of a line for each day.
pub(super) struct Days {
    /// All of it in words.
    pub(super) description: String,
    pub(super) top: u64,
    pub(super) first: String,
    pub(super) last: String,
    /// The points of the line.
    pub(super) line: String,
    pub(super) days: Vec<Day>,
}

/// One day.
pub(super) struct Day {
    pub(super) date: String,
    pub(super) machine: String,
    pub(super) sent: u64,
    pub(super) accepted: u64,
    pub(super) bar_x: u64,
    pub(super) bar_y: u64,
    pub(super) bar_height: u64,
}

impl Days {
    /// Draws the days, the oldest first.
    pub(super) fn new(texts: Texts, days: &[DayCounts]) -> Self {
        let most = days.iter().map(|day| day.sent.max(day.accepted)).max();
        let top = round_top(most.unwrap_or_default());
        let width = WIDTH / u64::try_from(days.len()).unwrap_or(1).max(1);
        let drawn: Vec<Day> = days
            .iter()
            .zip(0_u64..)
            .map(|(day, place)| {
                let bar_height = scaled(day.sent, top, HEIGHT);
                let at = day.day.and_time(chrono::NaiveTime::MIN).and_utc();
                Day {
                    date: texts.date(at),
                    machine: day.day.to_string(),
                    sent: day.sent,
                    accepted: day.accepted,
                    bar_x: place * width + 1,
                    bar_y: HEIGHT - bar_height,
                    bar_height,
                }
            })
            .collect();
        let point = |(day, place): (&DayCounts, u64)| {
            let x = place * width + width / 2;
            format!("{x},{}", HEIGHT - scaled(day.accepted, top, HEIGHT))
        };
        let points: Vec<String> = days.iter().zip(0..).map(point).collect();
        let sum = |number: fn(&DayCounts) -> u64| {
            let sum: u64 = days.iter().map(number).sum();
            Arg::Number(u32::try_from(sum).unwrap_or(u32::MAX))
        };
        let sums = [
            ("sent", sum(|day| day.sent)),
            ("accepted", sum(|day| day.accepted)),
        ];
        let date = |day: Option<&Day>| day.map(|day| day.date.clone()).unwrap_or_default();
        Self {
            description: texts.with("overview-days-sums", &sums),
            top,
            first: date(drawn.first()),
            last: date(drawn.last()),
            line: points.join(" "),
            days: drawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use invite_domain::model::Locale;

    #[test]
    fn bars_of_nothing_have_labels_and_no_length() {
        let counted = |label: &'static str| Counted {
            label: label.into(),
            count: 0,
            shown: "0".to_owned(),
            place: None,
        };
        let bars = Bars::new(vec![counted("A"), counted("B")]).bars;
        assert!(bars.iter().all(|bar| bar.length == 0));
        assert_eq!((bars.len(), &*bars[1].label), (2, "B"));
    }

    #[test]
    fn every_day_stays_within_the_drawing() {
        let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let days: Vec<DayCounts> = first
            .iter_days()
            .take(30)
            .zip(0_u64..)
            .map(|(day, n)| DayCounts {
                day,
                sent: n * 7,
                accepted: 29 - n,
            })
            .collect();
        let plot = Days::new(Texts::of(Locale::En), &days);
        assert_eq!(plot.top, 500);
        assert_eq!(plot.first, "1 November 2026");
        assert_eq!(plot.line.split(' ').count(), 30);
        assert!(plot.line.starts_with("5,95 ") && plot.line.ends_with("295,100"));
        for day in &plot.days {
            assert!(day.bar_x < WIDTH && day.bar_y + day.bar_height == HEIGHT);
        }
    }

    #[test]
    fn no_days_are_no_panic() {
        let plot = Days::new(Texts::of(Locale::Ru), &[]);
        assert_eq!((plot.top, plot.line.as_str()), (1, ""));
    }
}
