//! `SecretSource`: fresh bits at every call.

use invite_domain::ports::SecretSource;
use std::collections::BTreeSet;

pub fn every_call_draws_fresh_bits(secrets: &dyn SecretSource) {
    let drawn: Vec<_> = (0..1000).map(|_| secrets.next_secret()).collect();
    let different: BTreeSet<_> = drawn.iter().collect();
    assert_eq!(different.len(), drawn.len());
    // Each of the 256 bits is sometimes set and sometimes not: none of them is fixed.
    for byte in 0..32 {
        let (set, unset) = drawn.iter().fold((0, 0), |(set, unset), secret| {
            (set | secret[byte], unset | !secret[byte])
        });
        assert_eq!((set, unset), (0xff, 0xff), "byte {byte}");
    }
}
