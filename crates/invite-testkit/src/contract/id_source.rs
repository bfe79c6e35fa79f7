//! `IdSource`: never twice, and in order.

use invite_domain::ports::IdSource;
use std::{collections::BTreeSet, thread};

pub fn no_id_comes_twice_however_many_ask(ids: &dyn IdSource) {
    const THREADS: usize = 8;
    const EACH: usize = 2000;
    let all: BTreeSet<_> = thread::scope(|scope| {
        let draw = || (0..EACH).map(|_| ids.next_id()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(draw)).collect();
        let drawn = threads.into_iter().map(|thread| thread.join().unwrap());
        drawn.flatten().collect()
    });
    assert_eq!(all.len(), THREADS * EACH);
}

pub fn ids_made_later_sort_later(ids: &dyn IdSource) {
    let drawn: Vec<_> = (0..10_000).map(|_| ids.next_id()).collect();
    assert!(drawn.is_sorted());
    let texts: Vec<_> = drawn.iter().map(ToString::to_string).collect();
    assert!(texts.is_sorted(), "as text too");
}

pub fn ids_are_uuids_of_version_7(ids: &dyn IdSource) {
    for _ in 0..100 {
        let id = ids.next_id();
        assert_eq!(id.get_version_num(), 7, "{id}");
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122, "{id}");
    }
}
