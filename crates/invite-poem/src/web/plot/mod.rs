//! The numbers behind plots: pure, in whole units of a drawing, so that no value is ever not a number.
//!
//! What they look like stands in the templates and the stylesheet.

/// Returns how long each bar is where the longest one is `full` units; something is never nothing.
pub(super) fn lengths(values: &[u64], full: u64) -> Vec<u64> {
    let most = values.iter().copied().max().unwrap_or_default();
    values
        .iter()
        .map(|value| scaled(*value, most, full))
        .collect()
}

/// Returns how many units a value is where `most` is `full` units.
pub(super) fn scaled(value: u64, most: u64, full: u64) -> u64 {
    let product = u128::from(value) * u128::from(full);
    let Some(units) = product.checked_div(u128::from(most)) else {
        return 0;
    };
    let units = u64::try_from(units).unwrap_or(full).min(full);
    if value > 0 { units.max(1) } else { 0 }
}

/// Returns a round number that nothing is above: 1, 2 or 5 with zeros behind it.
pub(super) fn round_top(most: u64) -> u64 {
    let mut unit: u64 = 1;
    loop {
        for step in [1, 2, 5] {
            match unit.checked_mul(step) {
                Some(top) if top >= most => return top,
                Some(_) => {}
                None => return most,
            }
        }
        let Some(next) = unit.checked_mul(10) else {
            return most;
        };
        unit = next;
    }
}

/// Returns how many of a hundred that is, rounded; `None` of nothing.
pub(super) fn percent(part: u64, whole: u64) -> Option<u32> {
    let (part, whole) = (u128::from(part), u128::from(whole));
    let percent = (part * 200 + whole).checked_div(whole * 2)?;
    u32::try_from(percent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_is_full_and_something_is_never_nothing() {
        assert_eq!(lengths(&[0, 1, 500, 1000], 100), [0, 1, 50, 100]);
        assert_eq!(lengths(&[u64::MAX, 1], 160), [160, 1]);
        assert_eq!(lengths(&[3], 160), [160]);
    }

    #[test]
    fn nothing_at_all_has_no_length() {
        assert_eq!(lengths(&[0, 0], 100), [0, 0]);
        assert_eq!(lengths(&[], 100), [0; 0]);
        assert_eq!(scaled(5, 0, 100), 0);
    }

    #[test]
    fn axes_end_at_round_numbers() {
        for (most, top) in [
            (0, 1),
            (1, 1),
            (2, 2),
            (3, 5),
            (7, 10),
            (11, 20),
            (999, 1000),
            (1001, 2000),
            (u64::MAX, u64::MAX),
        ] {
            assert_eq!(round_top(most), top, "{most}");
        }
    }

    #[test]
    fn shares_are_rounded_and_there_is_none_of_nothing() {
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(1, 0), None);
        assert_eq!(percent(1, 3), Some(33));
        assert_eq!(percent(2, 3), Some(67));
        assert_eq!(percent(u64::MAX, u64::MAX), Some(100));
    }
}
