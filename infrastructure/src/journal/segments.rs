//! What lies on disk: segment files named after their first offset, of which the last is written to.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use signpost_domain::scan::{NodeId, Scan};

use super::format::{self, Found, HEADER};

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The folder or a file in it cannot be used.
    #[error("the journal in {path} cannot be used: {what}")]
    Unusable {
        /// Folder or file.
        path: String,
        /// What is wrong.
        what: io::Error,
    },
    /// Another process uses it.
    #[error("{path} is in use by another signpost; stop that one first, or give this one another --data-dir")]
    InUse {
        /// The folder.
        path: String,
    },
    /// A damaged place that is not the end, so scans that were answered may be unreadable.
    #[error(
        "the journal is damaged: {path} cannot be read from byte {byte} on, and it is not a write that was cut off. \
         Keep a copy of this file, then see \"A damaged journal\" in docs/operating.md for the way out"
    )]
    Damaged {
        /// The file.
        path: String,
        /// Where the damage begins.
        byte: usize,
    },
}

impl JournalError {
    pub(crate) fn unusable(path: &Path, what: io::Error) -> Self {
        Self::Unusable {
            path: path.display().to_string(),
            what,
        }
    }
}

/// The segment files in a folder, in order of their first offset.
pub(crate) fn list(folder: &Path) -> Result<Vec<(u64, PathBuf)>, JournalError> {
    let unusable = |error| JournalError::unusable(folder, error);
    let mut segments = Vec::new();
    for entry in fs::read_dir(folder).map_err(unusable)? {
        let path = entry.map_err(unusable)?.path();
        if path.extension().is_some_and(|extension| extension == "journal")
            && let Some(first) = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .and_then(|stem| stem.parse().ok())
        {
            segments.push((first, path));
        }
    }
    segments.sort();
    Ok(segments)
}

/// The file that holds the scans from `first` on.
pub(crate) fn path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:020}.journal"))
}

/// What a whole segment holds.
#[derive(Debug)]
pub(crate) struct Contents {
    /// Batches: the offset of their first scan, and the scans.
    pub(crate) batches: Vec<(u64, Vec<Scan>)>,
    /// Length of everything that could be read.
    pub(crate) sound: usize,
    /// Length of the file.
    pub(crate) length: usize,
}

/// Reads a segment up to its end or to the first bytes that are no batch.
pub(crate) fn read(path: &Path) -> Result<(Option<NodeId>, Contents), JournalError> {
    let bytes = fs::read(path).map_err(|error| JournalError::unusable(path, error))?;
    let mut contents = Contents {
        batches: Vec::new(),
        sound: 0,
        length: bytes.len(),
    };
    let Some((node, _)) = format::read_header(&bytes) else {
        return Ok((None, contents));
    };
    contents.sound = HEADER;
    while let Found::Batch { first, scans, length } = format::read_batch(&bytes[contents.sound..]) {
        contents.batches.push((first, scans));
        contents.sound += length;
    }
    Ok((Some(node), contents))
}

/// Whether a sound batch begins anywhere after `byte`: then what stands there is damage and not a write that was cut off,
/// after which nothing can have been written.
pub(crate) fn sound_batch_after(path: &Path, byte: usize) -> Result<bool, JournalError> {
    let bytes = fs::read(path).map_err(|error| JournalError::unusable(path, error))?;
    let begins = |place: usize| matches!(format::read_batch(&bytes[place..]), Found::Batch { .. });
    Ok((byte + 1..bytes.len().saturating_sub(format::PREFIX)).any(begins))
}
