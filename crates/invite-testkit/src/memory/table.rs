//! One table of the memory store: shared until written, so that a snapshot costs next to nothing.

use std::{collections::BTreeMap, sync::Arc};

/// Rows by key. A clone shares them; the first write to a clone copies the keys, never the rows.
pub(super) struct Table<K, V> {
    rows: Arc<BTreeMap<K, Arc<V>>>,
}

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        Self {
            rows: Arc::clone(&self.rows),
        }
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            rows: Arc::default(),
        }
    }
}

impl<K: Ord + Clone, V> Table<K, V> {
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.rows.get(key).map(AsRef::as_ref)
    }

    pub(super) fn has(&self, key: &K) -> bool {
        self.rows.contains_key(key)
    }

    /// Walks through the rows in the order of their keys.
    pub(super) fn rows(&self) -> impl Iterator<Item = &V> {
        self.rows.values().map(AsRef::as_ref)
    }

    /// Walks through keys and rows in the order of the keys.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&K, &V)> {
        self.rows.iter().map(|(key, row)| (key, row.as_ref()))
    }

    /// Walks through the keys in their order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &K> {
        self.rows.keys()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row, or says `false` where there is one already.
    pub(super) fn add(&mut self, key: K, row: V) -> bool {
        if self.has(&key) {
            return false;
        }
        self.put(key, row);
        true
    }

    /// Writes a row over whatever was there.
    pub(super) fn put(&mut self, key: K, row: V) {
        Arc::make_mut(&mut self.rows).insert(key, Arc::new(row));
    }

    pub(super) fn remove(&mut self, key: &K) {
        if self.has(key) {
            Arc::make_mut(&mut self.rows).remove(key);
        }
    }

    /// Removes the rows that are not wanted, and copies nothing where all are.
    pub(super) fn keep(&mut self, wanted: impl Fn(&V) -> bool) {
        if !self.rows().all(&wanted) {
            Arc::make_mut(&mut self.rows).retain(|_, row| wanted(row));
        }
    }
}
