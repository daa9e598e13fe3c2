//! Room on the disk that is made beforehand, for the next segment.
//!
//! Where every write is synced, a file that grows costs more than what is written: each sync puts the file's new length on the disk, too. Into zeros that
//! are on the disk already, the bytes alone go. Room that was only promised (`fallocate`) would not do: that it is written is noted as well.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    thread::JoinHandle,
};

/// Zeros written at a time.
const PART: usize = 1 << 20;

/// A file of zeros that becomes a segment.
pub(super) struct Room {
    path: PathBuf,
    making: JoinHandle<io::Result<File>>,
}

impl Room {
    /// Begins to make room for a segment of `length` bytes, beside whatever else is done.
    pub(super) fn begin(folder: &Path, length: u64) -> io::Result<Self> {
        let path = folder.join("room");
        let to_make = path.clone();
        let make = move || {
            let file = OpenOptions::new().write(true).create(true).truncate(true).open(&to_make)?;
            fill(&file, 0, length).map(|()| file)
        };
        Ok(Self {
            path,
            making: std::thread::Builder::new().name("journal-room".into()).spawn(make)?,
        })
    }

    /// Whether it is made, or failed to be.
    pub(super) fn is_over(&self) -> bool {
        self.making.is_finished()
    }

    /// The file and where it is, once it is made; `None` where it cannot be.
    pub(super) fn take(self) -> Option<(PathBuf, File)> {
        let made = self.making.join().ok().and_then(Result::ok);
        if made.is_none() {
            // Half of it would take the room that scans need.
            let _ = fs::remove_file(&self.path);
        }
        made.map(|file| (self.path, file))
    }
}

/// Writes zeros from `from` up to `until`, onto the disk. A file that there is no room for stays as long as it was.
pub(super) fn fill(file: &File, from: u64, until: u64) -> io::Result<()> {
    let zeros = vec![0; PART];
    let filled = (from..until).step_by(PART).try_for_each(|at| {
        let length = usize::try_from(until - at).map_or(PART, |left| left.min(PART));
        file.write_all_at(&zeros[..length], at)
    });
    filled.and_then(|()| file.sync_all()).inspect_err(|_| {
        let _ = file.set_len(from);
    })
}

#[cfg(test)]
mod tests;
