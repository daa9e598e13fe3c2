//! What lies on disk: segment files named after their first offset, of which the last is written to.

use std::{
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use signpost_domain::scan::{NodeId, Scan};

use super::format::{self, Found, HEADER, Version};

/// A segment is closed once it is this long, unless the settings say otherwise.
pub(crate) const SEGMENT: u64 = 16 << 20;

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
    /// Scans of another node.
    #[error(
        "{path} holds scans of node {found}, and this node is {node} by the file \"node\" beside it; \
         put back the file \"node\" that belongs to these scans, or remove it, and start again"
    )]
    Foreign {
        /// The segment.
        path: String,
        /// Whose scans they are.
        found: NodeId,
        /// Who this node takes itself for.
        node: NodeId,
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
    /// Scans between two segments that are in neither, nor known to be in the scan log.
    #[error(
        "the journal is damaged: scans {from} to {last} are missing, {path} begins behind them. Put the file that holds them back. If \
         there is none, say that they are lost with an empty file: touch {lost}. See \"A damaged journal\" in docs/operating.md",
        last = until.saturating_sub(1)
    )]
    Missing {
        /// Offset of the first scan that is missing.
        from: u64,
        /// Offset of the first one that is there again.
        until: u64,
        /// The segment that begins there.
        path: String,
        /// The file that says that they are lost.
        lost: String,
    },
    /// A segment that begins before the one before it ends.
    #[error(
        "the journal is damaged: {path} begins with scan {first}, and the file before it holds scans up to {held}. Both cannot be: \
         keep copies of them, then see \"A damaged journal\" in docs/operating.md for the way out"
    )]
    Twice {
        /// The later segment.
        path: String,
        /// Offset of its first scan.
        first: u64,
        /// Offset of the last scan before it.
        held: u64,
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

/// Whose scans lie in a folder, if any do.
pub(crate) fn owner(folder: &Path) -> Result<Option<NodeId>, JournalError> {
    for (_, path) in list(folder)? {
        let mut header = Vec::with_capacity(HEADER);
        let file = File::open(&path).map_err(|error| JournalError::unusable(&path, error))?;
        file.take(HEADER as u64)
            .read_to_end(&mut header)
            .map_err(|error| JournalError::unusable(&path, error))?;
        if let Some((_, node, _)) = format::read_header(&header) {
            return Ok(Some(node));
        }
    }
    Ok(None)
}

/// The file that holds the scans from `first` on.
pub(crate) fn path(folder: &Path, first: u64) -> PathBuf {
    folder.join(format!("{first:020}.journal"))
}

/// Refuses a hole in the offsets before the segment at `path`, unless it is known that what was in it is lost: a file with both ends
/// in its name says so.
pub(crate) fn no_hole(path: &Path, from: u64, until: u64) -> Result<(), JournalError> {
    let lost = path.with_file_name(format!("{from:020}-{until:020}.lost"));
    if until <= from || lost.exists() {
        return Ok(());
    }
    Err(JournalError::Missing {
        from,
        until,
        path: path.display().to_string(),
        lost: lost.display().to_string(),
    })
}

/// What a whole segment holds.
#[derive(Debug)]
pub(crate) struct Contents {
    /// How its scans are written; that of today where there is no header.
    pub(crate) version: Version,
    /// Batches: the offset of their first scan, and the scans.
    pub(crate) batches: Vec<(u64, Vec<Scan>)>,
    /// Length of everything that could be read.
    pub(crate) sound: usize,
    /// Length of the file.
    pub(crate) length: usize,
    /// Whether what stands behind `sound` is whole, and does not belong there.
    pub(crate) misplaced: bool,
    /// Whether there are only zeros behind `sound`: room that was made beforehand.
    pub(crate) is_room: bool,
}

impl Contents {
    /// The offset after the last scan.
    fn end(&self) -> Option<u64> {
        self.batches.last().map(|(first, scans)| first + scans.len() as u64)
    }
}

/// Reads a segment up to its end, to the first bytes that are no batch, or to a batch that is not the next one.
pub(crate) fn read(path: &Path) -> Result<(Option<NodeId>, Contents), JournalError> {
    let bytes = fs::read(path).map_err(|error| JournalError::unusable(path, error))?;
    let mut contents = Contents {
        version: Version::CURRENT,
        batches: Vec::new(),
        sound: 0,
        length: bytes.len(),
        misplaced: false,
        is_room: false,
    };
    let Some((version, node, begins)) = format::read_header(&bytes) else {
        return Ok((None, contents));
    };
    contents.version = version;
    if path.file_stem() != self::path(Path::new(""), begins).file_stem() {
        contents.misplaced = true;
        return Ok((Some(node), contents));
    }
    contents.sound = HEADER;
    while let Found::Batch { first, scans, length } = format::read_batch(version, &bytes[contents.sound..]) {
        if first != contents.end().unwrap_or(begins) {
            contents.misplaced = true;
            break;
        }
        contents.batches.push((first, scans));
        contents.sound += length;
    }
    contents.is_room = bytes[contents.sound..].iter().all(|byte| *byte == 0);
    Ok((Some(node), contents))
}

/// Whether the last segment ends, after `contents`, in a write that was cut off: nothing can have been written after that.
fn is_cut_off(path: &Path, contents: &Contents, node: NodeId, first: u64) -> Result<bool, JournalError> {
    let bytes = fs::read(path).map_err(|error| JournalError::unusable(path, error))?;
    if contents.sound == 0 {
        return Ok(format::is_header_cut_off(&bytes, node, first));
    }
    let rest = &bytes[contents.sound..];
    // In zeros nothing begins.
    let written = rest.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let begins = |place: usize| matches!(format::read_batch(contents.version, &rest[place..]), Found::Batch { .. });
    Ok(format::is_cut_off(rest) && !(1..written).any(begins))
}

/// Checks every segment, and that no scan is missing between them: of those from offset `forwarded` on, since the others are in
/// the scan log. Where that is not known, the forwarder looks for what is missing. Gives the offset after the last scan. Cuts off
/// a last write that was interrupted.
pub(crate) fn check(folder: &Path, node: NodeId, forwarded: Option<u64>) -> Result<u64, JournalError> {
    let segments = list(folder)?;
    let mut next = 0;
    for (place, (first, path)) in segments.iter().enumerate() {
        let last = place + 1 == segments.len();
        let (owner, contents) = read(path)?;
        let damaged = |byte| JournalError::Damaged {
            path: path.display().to_string(),
            byte,
        };
        if let Some(found) = owner.filter(|owner| *owner != node) {
            let path = path.display().to_string();
            return Err(JournalError::Foreign { path, found, node });
        }
        if place > 0 && *first < next {
            let (path, first, held) = (path.display().to_string(), *first, next - 1);
            return Err(JournalError::Twice { path, first, held });
        }
        if place > 0 && forwarded.is_some_and(|forwarded| forwarded < *first) {
            no_hole(path, next, *first)?;
        }
        next = contents.end().unwrap_or(*first);
        if contents.misplaced {
            return Err(damaged(contents.sound));
        }
        if contents.sound < contents.length || owner.is_none() {
            if !last || !is_cut_off(path, &contents, node, *first)? {
                return Err(damaged(contents.sound));
            }
            if !contents.is_room {
                let torn = contents.length - contents.sound;
                tracing::warn!(path = %path.display(), bytes = torn, "cut off a write that was interrupted; nobody was answered for it");
            }
            let file = fs::OpenOptions::new()
                .write(true)
                .open(path)
                .map_err(|e| JournalError::unusable(path, e))?;
            if owner.is_none() {
                // Not even the header was whole.
                fs::remove_file(path).map_err(|error| JournalError::unusable(path, error))?;
            } else {
                file.set_len(contents.sound as u64)
                    .map_err(|error| JournalError::unusable(path, error))?;
            }
        }
    }
    Ok(next)
}

/// The segment that is written to.
pub(crate) struct Segment {
    pub(crate) file: Arc<File>,
    /// Where its last batch ends. There may be room behind.
    pub(crate) length: u64,
}

impl Segment {
    /// Goes on in the last segment when it ends at `next` and is shorter than `longest`, else begins a new one.
    pub(crate) fn open(folder: &Path, node: NodeId, next: u64, longest: u64) -> Result<Self, JournalError> {
        if let Some((_, path)) = list(folder)?.pop() {
            let (owner, contents) = read(&path)?;
            // One that an earlier version wrote is left as it is.
            let continues = contents.version == Version::CURRENT && contents.end() == Some(next);
            if owner == Some(node) && continues && (contents.length as u64) < longest {
                let file = fs::OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .map_err(|e| JournalError::unusable(&path, e))?;
                return Ok(Self {
                    file: Arc::new(file),
                    length: contents.length as u64,
                });
            }
        }
        let new = path(folder, next);
        Self::create(&new, node, next).map_err(|error| JournalError::unusable(&new, error))
    }

    pub(crate) fn create(path: &Path, node: NodeId, first: u64) -> io::Result<Self> {
        let file = fs::OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
        let segment = Self::begin(file, node, first).inspect_err(|_| {
            // Half a header is no segment: whoever reads on would stumble over it.
            let _ = fs::remove_file(path);
        })?;
        sync_folder_of(path)?;
        Ok(segment)
    }

    /// Makes one of room at `from`.
    pub(super) fn create_of(room: (PathBuf, File), path: &Path, node: NodeId, first: u64) -> io::Result<Self> {
        let (from, file) = room;
        let segment = Self::begin(file, node, first)?;
        fs::rename(from, path)?;
        sync_folder_of(path)?;
        Ok(segment)
    }

    fn begin(file: File, node: NodeId, first: u64) -> io::Result<Self> {
        file.write_all_at(&format::header(node, first), 0)?;
        file.sync_all()?;
        Ok(Self {
            file: Arc::new(file),
            length: HEADER as u64,
        })
    }

    /// Writes behind its last batch, which it then is not yet.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all_at(bytes, self.length)
    }

    /// Cuts off whatever is behind its last batch.
    pub(super) fn cut(&self) -> io::Result<()> {
        self.file.set_len(self.length)
    }
}

/// What was made in a folder, or got another name there, is there after a loss of power as well.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod damage;
