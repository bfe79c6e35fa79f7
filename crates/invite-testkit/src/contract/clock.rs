//! `Clock`: whole milliseconds.

use invite_domain::ports::Clock;

pub fn times_are_whole_milliseconds(clock: &dyn Clock) {
    for _ in 0..1000 {
        let now = clock.now();
        assert_eq!(now.timestamp_subsec_nanos() % 1_000_000, 0, "{now}");
    }
}
