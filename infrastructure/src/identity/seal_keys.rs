//! The secret keys that checkpoints are signed with, in a file for its owner alone: a key a line, as signed-note writes them.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
};

use signpost_application::{ports::seals::SealKeys, seals::checkpoint::SealKey};

/// The file of keys.
#[derive(Debug, Clone)]
pub struct SealKeyFile {
    path: PathBuf,
}

impl SealKeyFile {
    /// The keys at `path`, where there need not be any yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }
}

impl SealKeys for SealKeyFile {
    fn load(&self) -> io::Result<Vec<SealKey>> {
        let text = match fs::read_to_string(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read?,
        };
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(|line| line.parse().map_err(io::Error::other)).collect()
    }

    fn keep(&self, keys: &[SealKey]) -> io::Result<()> {
        let mut written = self.path.clone().into_os_string();
        written.push(".new");
        let written = PathBuf::from(written);
        // One that a crash left may have another mode.
        match fs::remove_file(&written) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&written)?;
        for key in keys {
            writeln!(file, "{}", key.to_secret())?;
        }
        file.sync_all()?;
        fs::rename(&written, &self.path)?;
        self.path.parent().map_or(Ok(()), |folder| {
            let folder = if folder.as_os_str().is_empty() { ".".as_ref() } else { folder };
            fs::File::open(folder)?.sync_all()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn keys_are_kept_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal-keys");
        let file = SealKeyFile::new(path.clone());
        assert_eq!(file.load().unwrap().len(), 0);
        let keys = [1, 2].map(|byte| SealKey::make("q.gent/tlog", &[byte; 32]).unwrap());
        fs::write(folder.path().join("seal-keys.new"), "left over").unwrap();
        file.keep(&keys).unwrap();
        let loaded: Vec<_> = file.load().unwrap().iter().map(|key| key.verifier().clone()).collect();
        assert_eq!(loaded, keys.map(|key| key.verifier().clone()));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&path, "PRIVATE+KEY+torn").unwrap();
        assert!(file.load().is_err());
    }
}
