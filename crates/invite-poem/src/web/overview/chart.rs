//! The plots of the overview, measured out in the units of their drawings.

use crate::web::plot::{lengths, round_top, scaled};
use invite_domain::ports::DayCounts;
use invite_i18n::{Arg, Texts};
use std::borrow::Cow;

/// How long the longest bar is.
const FULL: u64 = 150;
/// How far apart two bars are.
const STEP: u64 = 34;

/// Bars one below the other, each with its label and its value.
pub(super) struct Bars {
    pub(super) height: u64,
    /// All of it in words.
    pub(super) description: String,
    pub(super) bars: Vec<Bar>,
}

/// One bar.
pub(super) struct Bar {
    pub(super) label: Cow<'static, str>,
    pub(super) value: String,
    /// Where its label stands, where it begins, and where its value stands.
    pub(super) text_y: u64,
    pub(super) y: u64,
    pub(super) length: u64,
    pub(super) value_x: u64,
}

impl Bars {
    /// Draws labels with their numbers, and what is written behind each bar.
    pub(super) fn new(values: &[(Cow<'static, str>, u64, String)]) -> Self {
        let numbers: Vec<u64> = values.iter().map(|(_, number, _)| *number).collect();
        let described: Vec<String> = values
            .iter()
            .map(|(label, _, shown)| format!("{label}: {shown}"))
            .collect();
        let bars = values.iter().zip(lengths(&numbers, FULL)).zip(0_u64..);
        let bars: Vec<Bar> = bars
            .map(|(((label, _, shown), length), place)| Bar {
                label: label.clone(),
                value: shown.clone(),
                text_y: place * STEP + 12,
                y: place * STEP + 17,
                length,
                value_x: length + 8,
            })
            .collect();
        Self {
            height: STEP * u64::try_from(bars.len()).unwrap_or_default(),
            description: described.join("; "),
            bars,
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
    pub(super) point_x: u64,
    pub(super) point_y: u64,
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
                    point_x: place * width + width / 2,
                    point_y: HEIGHT - scaled(day.accepted, top, HEIGHT),
                }
            })
            .collect();
        let point = |day: &Day| format!("{},{}", day.point_x, day.point_y);
        let points: Vec<String> = drawn.iter().map(point).collect();
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
        let bars = Bars::new(&[
            ("A".into(), 0, "0".to_owned()),
            ("B".into(), 0, "0".to_owned()),
        ]);
        assert_eq!(bars.description, "A: 0; B: 0");
        assert!(bars.bars.iter().all(|bar| bar.length == 0));
        assert_eq!(bars.height, 2 * STEP);
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
        for day in &plot.days {
            assert!(day.bar_x < WIDTH && day.point_x < WIDTH);
            assert!(day.bar_y + day.bar_height == HEIGHT && day.point_y <= HEIGHT);
        }
    }

    #[test]
    fn no_days_are_no_panic() {
        let plot = Days::new(Texts::of(Locale::Ru), &[]);
        assert_eq!((plot.top, plot.line.as_str()), (1, ""));
    }
}
