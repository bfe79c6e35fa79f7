//! The style that a letter carries in each of its elements.

use crate::{letters::raw, look::look, support::mail};
use invite_domain::model::Locale;

#[test]
fn every_length_in_a_letters_style_is_one() {
    for locale in Locale::ALL {
        let styles = look(&raw(&mail(1, locale))).html;
        let mut seen = 0;
        for property in ["margin:", "padding:"] {
            for rest in styles.split(property).skip(1) {
                let value = rest.split([';', '"', '}']).next().unwrap().trim();
                let value = value.trim_end_matches("!important");
                let is_length = |part: &str| {
                    part == "0"
                        || part
                            .strip_suffix("px")
                            .is_some_and(|n| n.parse::<u8>().is_ok())
                };
                assert!(value.split_whitespace().all(is_length), "{property}{value}");
                assert!(!value.starts_with("00"), "{property}{value}");
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
    }
}
