//! Dates and spans of time as each language writes them.

use crate::{Arg, Texts};
use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

impl Texts {
    /// Returns a day: "30 November 2026", "30 ноября 2026 г.".
    pub fn date(self, at: DateTime<Utc>) -> String {
        let month = self.get(&format!("date-month-{}", at.month()));
        self.with(
            "date-day",
            &[
                ("day", Arg::Number(at.day())),
                ("month", Arg::Text(&month)),
                ("year", Arg::Text(&at.year().to_string())),
            ],
        )
    }

    /// Returns a day and a time to the minute: "30 November 2026, 14:05 UTC".
    pub fn date_time(self, at: DateTime<Utc>) -> String {
        let time = self.with(
            "date-time",
            &[
                ("hour", Arg::Text(&format!("{:02}", at.hour()))),
                ("minute", Arg::Text(&format!("{:02}", at.minute()))),
            ],
        );
        self.with(
            "date-moment",
            &[
                ("date", Arg::Text(&self.date(at))),
                ("time", Arg::Text(&time)),
            ],
        )
    }

    /// Returns a span in its largest unit that fits: "7 days", "36 hours", "90 minutes".
    ///
    /// What is left over is cut off, so that no text promises more time than there is.
    pub fn span(self, span: TimeDelta) -> String {
        let (minutes, hours, days) = (span.num_minutes(), span.num_hours(), span.num_days());
        let is_whole = |unit: TimeDelta| span == unit;
        if days >= 2 || (days == 1 && is_whole(TimeDelta::days(1))) {
            self.days(count(days))
        } else if hours >= 2 || (hours == 1 && is_whole(TimeDelta::hours(1))) {
            self.hours(count(hours))
        } else {
            self.minutes(count(minutes))
        }
    }

    /// Returns a number of days: "1 day", "7 hari", "21 день".
    pub fn days(self, n: u32) -> String {
        self.with("date-span-days", &[("n", n.into())])
    }

    /// Returns a number of hours.
    pub fn hours(self, n: u32) -> String {
        self.with("date-span-hours", &[("n", n.into())])
    }

    /// Returns a number of minutes, in Russian in the accusative: "действует 21 минуту".
    pub fn minutes(self, n: u32) -> String {
        self.with("date-span-minutes", &[("n", n.into())])
    }
}

fn count(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use invite_domain::model::Locale;

    fn all(text: impl Fn(Texts) -> String) -> [String; 3] {
        Locale::ALL.map(|locale| text(Texts::of(locale)))
    }

    #[test]
    fn days_are_written_as_in_each_language() {
        let at: DateTime<Utc> = "2026-11-30T14:05:09Z".parse().unwrap();
        assert_eq!(
            all(|t| t.date(at)),
            [
                "30 November 2026",
                "30 November 2026",
                "30 ноября 2026\u{a0}г."
            ]
        );
        assert_eq!(
            all(|t| t.date_time(at)),
            [
                "30 November 2026, 14:05 UTC",
                "30 November 2026 pukul 14.05 UTC",
                "30 ноября 2026\u{a0}г. в 14:05 UTC",
            ]
        );
        let early: DateTime<Utc> = "2026-08-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            all(|t| t.date(early)),
            ["1 August 2026", "1 Agustus 2026", "1 августа 2026\u{a0}г."]
        );
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        let ru = Texts::of(Locale::Ru);
        let days = |n| ru.days(n);
        for (n, noun) in [
            (0, "дней"),
            (1, "день"),
            (2, "дня"),
            (4, "дня"),
            (5, "дней"),
            (11, "дней"),
            (12, "дней"),
            (14, "дней"),
            (21, "день"),
            (22, "дня"),
            (25, "дней"),
            (101, "день"),
            (111, "дней"),
            (112, "дней"),
            (365, "дней"),
        ] {
            assert_eq!(days(n), format!("{n} {noun}"));
        }
        assert_eq!(ru.minutes(61), "61 минуту");
        assert_eq!(ru.hours(23), "23 часа");
        assert_eq!(all(|t| t.days(1)), ["1 day", "1 hari", "1 день"]);
        assert_eq!(all(|t| t.days(7)), ["7 days", "7 hari", "7 дней"]);
        assert_eq!(all(|t| t.hours(1)), ["1 hour", "1 jam", "1 час"]);
        assert_eq!(all(|t| t.minutes(2)), ["2 minutes", "2 menit", "2 минуты"]);
    }

    #[test]
    fn spans_never_promise_more_than_there_is() {
        let en = Texts::of(Locale::En);
        for (seconds, text) in [
            (3_600, "1 hour"),
            (3_601, "60 minutes"),
            (5_400, "90 minutes"),
            (7_200, "2 hours"),
            (86_399, "23 hours"),
            (86_400, "1 day"),
            (90_000, "25 hours"),
            (172_799, "47 hours"),
            (172_800, "2 days"),
            (604_800, "7 days"),
            (604_799, "6 days"),
            (31_536_000, "365 days"),
            (0, "0 minutes"),
            (-5, "0 minutes"),
        ] {
            assert_eq!(en.span(TimeDelta::seconds(seconds)), text, "{seconds}");
        }
    }
}
