//! A folder that is gone when the test is.

use app::ambient::TimeOrderedIds;
use invite_domain::ports::IdSource as _;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Removed when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = env::temp_dir().join(format!("invite-test-{}", TimeOrderedIds.next_id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
