//! The key that links are made with, kept in a file where the deployer keeps it nowhere else.

use crate::settings::values::{Keys, keys};
use anyhow::{Context as _, bail};
use data_encoding::BASE64;
use invite_domain::ports::SecretSource;
use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    process,
};
use zeroize::Zeroizing;

/// Keys from the file.
#[derive(Debug)]
pub struct KeyFile {
    /// The keys; the first one makes new links.
    pub keys: Keys,
    /// Whether the file was made just now.
    pub is_new: bool,
    /// Where it is.
    pub path: PathBuf,
}

/// Reads the key file of this folder, and makes it first where there is none.
///
/// The file is made whole or not at all, and never written over: whoever starts at the same moment
/// reads the one that was first.
///
/// # Errors
/// Says what is in the way.
pub fn load_or_make(folder: &Path, secrets: &dyn SecretSource) -> anyhow::Result<KeyFile> {
    let path = folder.join("secret.key");
    if let Some(keys) = read(&path)? {
        return Ok(KeyFile {
            keys,
            is_new: false,
            path,
        });
    }
    make_folder(folder)?;
    let is_new = make(&path, secrets).with_context(|| {
        let path = path.display();
        format!("{path} cannot be made; make the folder writable or set INVITE_SECRET_KEY")
    })?;
    let Some(keys) = read(&path)? else {
        bail!("{} vanished while it was read", path.display());
    };
    Ok(KeyFile { keys, is_new, path })
}

/// Makes the folder for embedded state, for this user alone.
///
/// # Errors
/// Says what is in the way.
pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| {
        let folder = folder.display();
        format!("{folder} cannot be made; make it writable or set INVITE_DATA_DIR")
    })
}

fn read(path: &Path) -> anyhow::Result<Option<Keys>> {
    match fs::read_to_string(path).map(Zeroizing::new) {
        Ok(text) => keys(text.trim())
            .map(Some)
            .map_err(|advice| anyhow::anyhow!("{} is damaged: {advice}", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// Writes a fresh key beside the path and links it there, which fails where something is already.
fn make(path: &Path, secrets: &dyn SecretSource) -> std::io::Result<bool> {
    let draft = path.with_extension(format!("key.{}", process::id()));
    let key = Zeroizing::new(secrets.next_secret());
    let line = Zeroizing::new(format!("1:{}\n", BASE64.encode(key.as_slice())));
    // A draft of a process that died with our number.
    let _ = fs::remove_file(&draft);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()?;
    let linked = match fs::hard_link(&draft, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    };
    fs::remove_file(&draft)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ambient::SystemSecrets;
    use std::env;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = env::temp_dir().join(format!("invite-key-{name}-{}", process::id()));
            let _ = fs::remove_dir_all(&folder);
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_second_start_reads_what_the_first_made() {
        let folder = Folder::new("second");
        let first = load_or_make(&folder.0, &SystemSecrets).unwrap();
        let second = load_or_make(&folder.0, &SystemSecrets).unwrap();
        assert!(first.is_new && !second.is_new);
        assert_eq!(first.keys, second.keys);
    }

    #[test]
    fn a_key_is_never_written_over() {
        let folder = Folder::new("over");
        let first = load_or_make(&folder.0, &SystemSecrets).unwrap();
        assert!(!make(&first.path, &SystemSecrets).unwrap());
        let second = load_or_make(&folder.0, &SystemSecrets).unwrap();
        assert_eq!(first.keys, second.keys);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = Folder::new("owner");
        let file = load_or_make(&folder.0, &SystemSecrets).unwrap();
        let mode = fs::metadata(&file.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let mode = fs::metadata(&folder.0).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_damaged_file_is_named_and_left_alone() {
        let folder = Folder::new("damaged");
        make_folder(&folder.0).unwrap();
        let path = folder.0.join("secret.key");
        fs::write(&path, "1:half a k").unwrap();
        let error = load_or_make(&folder.0, &SystemSecrets).unwrap_err();
        assert!(error.to_string().contains("secret.key is damaged"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "1:half a k");
    }
}
