//! A folder that is gone when the demo is.

use crate::key_file::make_folder;
use invite_domain::ports::IdSource as _;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Removed when dropped.
pub(super) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    pub(super) fn make() -> anyhow::Result<Self> {
        let id = crate::ambient::TimeOrderedIds.next_id();
        let path = env::temp_dir().join(format!("invite-demo-{id}"));
        make_folder(&path)?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What cannot be removed is left to whoever cleans the system's temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
