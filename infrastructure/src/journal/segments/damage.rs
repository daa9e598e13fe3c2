//! A journal of three files with three batches each, and what becomes of it.

use proptest::prelude::*;
use tempfile::TempDir;

use super::{
    super::format::{
        header,
        tests::{batch, scan},
    },
    *,
};

const NODE: NodeId = NodeId(0x51_67_6e_70_6f_73_74);
/// Scans in each batch.
const SCANS: u64 = 3;

/// The bytes of the file that begins with scan `first`, and where its last batch begins.
fn file(first: u64) -> (Vec<u8>, usize) {
    let (mut bytes, mut last) = (header(NODE, first).to_vec(), 0);
    for place in 0..3 {
        let first = first + place * SCANS;
        last = bytes.len();
        bytes.extend(batch(first, &[scan(first), scan(first + 1), scan(first + 2)]));
    }
    (bytes, last)
}

/// A journal in a folder of its own.
struct Files {
    folder: TempDir,
    bytes: [Vec<u8>; 3],
    last_batch: usize,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = [0, 1, 2].map(|place| file(place * 3 * SCANS));
        let last_batch = files[2].1;
        let files = Self {
            folder,
            bytes: files.map(|(bytes, _)| bytes),
            last_batch,
        };
        (0..3).for_each(|place| files.write(place, &files.bytes[place]));
        files
    }

    fn path(&self, place: usize) -> PathBuf {
        path(self.folder.path(), place as u64 * 3 * SCANS)
    }

    fn write(&self, place: usize, bytes: &[u8]) {
        fs::write(self.path(place), bytes).unwrap();
    }

    fn check(&self) -> Result<u64, JournalError> {
        check(self.folder.path(), NODE, Some(0))
    }

    /// Fails unless a file with these bytes stops the start and is left as it is.
    fn is_refused(&self, place: usize, bytes: &[u8]) -> JournalError {
        self.write(place, bytes);
        let refused = self.check().expect_err("nobody noticed");
        assert_eq!(fs::read(self.path(place)).unwrap(), bytes, "nothing was changed");
        self.write(place, &self.bytes[place]);
        refused
    }
}

#[test]
fn every_byte_of_a_journal_is_missed_when_it_changes() {
    let files = Files::new();
    assert_eq!(files.check().unwrap(), 9 * SCANS);
    for place in 0..3 {
        for at in 0..files.bytes[place].len() {
            let was = files.bytes[place][at];
            let change = [was ^ 1, !was, 0, 0xff][at % 4];
            let mut bytes = files.bytes[place].clone();
            bytes[at] = if change == was { was ^ 2 } else { change };
            let refused = files.is_refused(place, &bytes).to_string();
            assert!(refused.contains(files.path(place).to_str().unwrap()), "{refused}");
        }
    }
}

#[test]
fn the_last_batch_is_cut_off_wherever_the_file_ends_in_it_and_whole_batches_never() {
    for length in 0..file(6 * SCANS).0.len() {
        let files = Files::new();
        let bytes = &files.bytes[2][..length];
        files.write(2, bytes);
        let next = files.check().unwrap();
        let (whole, from) = [0, 1, 2]
            .iter()
            .map(|batch| HEADER + batch * (files.last_batch - HEADER) / 2)
            .zip(0..)
            .take_while(|(begin, _)| *begin <= length)
            .last()
            .unwrap_or_default();
        assert_eq!(next, (6 + from) * SCANS, "{length}");
        if length < HEADER {
            assert!(!files.path(2).exists(), "no header, no file");
        } else {
            assert_eq!(fs::read(files.path(2)).unwrap(), &bytes[..whole]);
        }
    }
}

#[test]
fn a_file_that_ends_early_before_another_stops_the_start_wherever_it_ends() {
    let files = Files::new();
    for place in 0..2 {
        for length in 0..files.bytes[place].len() {
            files.is_refused(place, &files.bytes[place][..length]);
        }
    }
}

proptest! {
    #[test]
    fn a_stretch_of_the_journal_that_is_overwritten_is_missed(
        place in 0_usize..3, at: prop::sample::Index, junk in prop::collection::vec(1_u8.., 1..200),
    ) {
        let files = Files::new();
        let mut bytes = files.bytes[place].clone();
        let at = at.index(bytes.len());
        let end = bytes.len().min(at + junk.len());
        // The same bytes again would be no damage.
        prop_assume!(bytes[at..end] != junk[..end - at]);
        bytes[at..end].copy_from_slice(&junk[..end - at]);
        files.is_refused(place, &bytes);
    }
}
