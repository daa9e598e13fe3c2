use std::{path::PathBuf, process::Command};

use tempfile::TempDir;

/// A clock that can be set, for programs that are started with it: libfaketime stands between them and the machine's.
pub(crate) struct Clock {
    library: PathBuf,
    folder: TempDir,
}

impl Clock {
    /// At this time, such as `2026-03-31 23:59:58`, and going on from there.
    pub(crate) fn at(time: &str) -> Self {
        let machine = std::env::consts::ARCH;
        let folders = [
            format!("/usr/lib/{machine}-linux-gnu/faketime"),
            "/usr/lib/faketime".to_owned(),
            "/usr/lib64/faketime".to_owned(),
        ];
        let libraries = folders.map(|folder| PathBuf::from(folder).join("libfaketimeMT.so.1"));
        let library = libraries.into_iter().find(|path| path.exists());
        let clock = Self {
            library: library.expect("libfaketime is not there: install the Debian package faketime"),
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        clock.set(time);
        clock
    }

    /// Steps to another time than the last one, at once.
    pub(crate) fn set(&self, time: &str) {
        // By renaming, so that nobody reads half of it.
        let new = self.folder.path().join("new");
        std::fs::write(&new, format!("@{time}\n")).expect("it is written");
        std::fs::rename(new, self.file()).expect("it is renamed");
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("time")
    }

    pub(super) fn show_to(&self, program: &mut Command) {
        program
            .env("LD_PRELOAD", &self.library)
            .env("FAKETIME_TIMESTAMP_FILE", self.file())
            .env("FAKETIME_NO_CACHE", "1")
            // Only the time of day steps. How long something takes is measured by a clock that never does.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("TZ", "UTC");
    }
}
