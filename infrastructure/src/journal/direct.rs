//! Synced writes that go past the system's cache of files: onto the disk at once, in about half the time of a write and a sync after it.
//!
//! Such a write has whole blocks. The block that a segment ends in is written again with what comes behind, as it is in the system's cache, too;
//! what was in it stays what it is, byte for byte.

use std::{fs::File, io, path::Path};

/// What places in the file and in memory, and lengths, are multiples of: no disk or file system in use asks for more.
const BLOCK: usize = 4_096;

/// A segment, open for such writes.
pub(super) struct Direct {
    file: File,
    /// The block that the segment ends in, as far as it is written, and then what is written behind it. Begins wherever a block may in memory.
    blocks: Vec<u8>,
    /// Bytes of the block that the segment ends in.
    begun: usize,
}

impl Direct {
    /// Opens the segment at `path`, which ends at `length`.
    #[cfg(target_os = "linux")]
    pub(super) fn open(path: &Path, length: u64) -> io::Result<Self> {
        use std::{
            fs::OpenOptions,
            os::unix::fs::{FileExt, OpenOptionsExt},
        };

        use rustix::fs::OFlags;

        let flags = (OFlags::DIRECT | OFlags::DSYNC).bits().cast_signed();
        let file = OpenOptions::new().write(true).custom_flags(flags).open(path)?;
        let begun = usize::try_from(length % BLOCK as u64).map_err(io::Error::other)?;
        let mut direct = Self {
            file,
            blocks: Vec::new(),
            begun,
        };
        let place = direct.place_for(begun);
        File::open(path)?.read_exact_at(&mut direct.blocks[place..place + begun], length - begun as u64)?;
        Ok(direct)
    }

    /// Elsewhere segments are written and synced.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn open(_: &Path, _: u64) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Writes behind what ends at `length`. What a failed write leaves there is written over by the next one.
    pub(super) fn write(&mut self, bytes: &[u8], length: u64) -> io::Result<()> {
        use std::os::unix::fs::FileExt;

        let end = self.begun + bytes.len();
        let whole = end.next_multiple_of(BLOCK);
        let place = self.place_for(whole);
        self.blocks[place + self.begun..place + end].copy_from_slice(bytes);
        self.blocks[place + end..place + whole].fill(0);
        self.file
            .write_all_at(&self.blocks[place..place + whole], length - self.begun as u64)?;
        // What the last block begins with is where the next write begins.
        let last = end - end % BLOCK;
        self.blocks.copy_within(place + last..place + end, place);
        self.begun = end - last;
        Ok(())
    }

    /// Where in memory blocks of so many bytes begin. What the segment ends in is there already.
    fn place_for(&mut self, length: usize) -> usize {
        let begins = self.blocks.as_ptr().align_offset(BLOCK);
        if self.blocks.len() >= begins.saturating_add(length) {
            return begins;
        }
        // Room for a few more than asked for, and to begin anywhere.
        let mut larger = vec![0; (2 * length).max(16 * BLOCK) + BLOCK];
        let place = larger.as_ptr().align_offset(BLOCK);
        if let Some(ended) = self.blocks.get(begins..begins.saturating_add(self.begun)) {
            larger[place..place + self.begun].copy_from_slice(ended);
        }
        self.blocks = larger;
        place
    }
}

#[cfg(test)]
mod tests;
