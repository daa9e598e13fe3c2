use std::{fs, path::Path, sync::Arc};

use signpost_application::ports::journal::{Recorded, Recorder};
use tokio::runtime::Builder;

use super::super::{
    Journal, Settings,
    format::{
        PREFIX,
        tests::{batch, scan},
    },
    forwarder::tests::forwarded,
    segments,
};
use crate::machine::SystemEntropy;

/// Bytes of a segment: some fifteen scans, each a batch of its own.
const SEGMENT: u64 = 1_500;

fn open(folder: &Path) -> Journal {
    let lock = Journal::lock(folder).unwrap();
    let node = Journal::node(folder, &SystemEntropy).unwrap();
    let settings = Settings {
        sync: true,
        segment: SEGMENT,
        patience: std::time::Duration::from_mins(1),
        ..Settings::default()
    };
    Journal::open(folder, lock, node, None, settings).unwrap()
}

/// One batch after the other.
fn record(journal: &Journal, numbers: std::ops::Range<u64>) {
    let runtime = Builder::new_current_thread().build().unwrap();
    for n in numbers {
        assert_eq!(runtime.block_on(journal.record(&scan(n))), Recorded::Safe);
    }
}

/// The folder as it would be after a loss of power now.
fn as_after_a_loss_of_power(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("journal")).unwrap();
    for entry in fs::read_dir(folder.join("journal")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.path().join("journal").join(path.file_name().unwrap())).unwrap();
    }
    copy
}

fn stored(folder: &Path) -> Vec<u64> {
    let segments = segments::list(&folder.join("journal")).unwrap();
    let scans = segments.iter().flat_map(|(_, path)| segments::read(path).unwrap().1.batches);
    scans.flat_map(|(_, scans)| scans).map(|scan| scan.as_of.0).collect()
}

/// For each segment whether there is room at its end.
fn rooms(folder: &Path) -> Vec<bool> {
    let segments = segments::list(&folder.join("journal")).unwrap();
    let contents = segments.iter().map(|(_, path)| segments::read(path).unwrap().1);
    contents.map(|contents| contents.sound < contents.length).collect()
}

#[test]
fn synced_scans_go_into_room_and_only_the_last_segment_has_any() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path());
    record(&journal, 0..1);
    let (_, path) = segments::list(&folder.path().join("journal")).unwrap().remove(0);
    assert_eq!(fs::metadata(path).unwrap().len(), SEGMENT);
    record(&journal, 1..100);
    let rooms = rooms(folder.path());
    assert!(rooms.len() > 2, "{rooms:?}");
    assert!(!rooms[..rooms.len() - 1].contains(&true), "{rooms:?}");
    assert_eq!(stored(folder.path()), (0..100).collect::<Vec<_>>());
}

#[test]
fn after_a_loss_of_power_all_synced_scans_are_there_and_more_come_behind_them() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path());
    for until in 1..40 {
        record(&journal, until - 1..until);
        let lost = as_after_a_loss_of_power(folder.path());
        let again = open(lost.path());
        assert_eq!(stored(lost.path()), (0..until).collect::<Vec<_>>());
        record(&again, until..until + 2);
        assert_eq!(stored(lost.path()), (0..until + 2).collect::<Vec<_>>());
    }
}

#[test]
fn a_write_into_room_that_was_interrupted_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path());
    record(&journal, 0..3);
    let lost = as_after_a_loss_of_power(folder.path());
    let (_, path) = segments::list(&lost.path().join("journal")).unwrap().remove(0);
    let sound = segments::read(&path).unwrap().1.sound;
    let torn = batch(3, &[scan(3)]);
    let mut bytes = fs::read(&path).unwrap();
    for written in [1, PREFIX, torn.len() - 9] {
        bytes[sound..sound + written].copy_from_slice(&torn[..written]);
        fs::write(&path, &bytes).unwrap();
        drop(open(lost.path()));
        assert_eq!(stored(lost.path()), [0, 1, 2], "{written}");
    }
}

#[test]
fn a_journal_that_was_closed_leaves_no_room() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path());
    record(&journal, 0..12);
    drop(journal);
    assert_eq!(rooms(folder.path()), [false]);
    assert!(!folder.path().join("journal/room").exists());
}

#[test]
fn scans_are_moved_on_however_much_room_is_behind_them() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Arc::new(open(folder.path()));
    record(&journal, 0..50);
    assert_eq!(forwarded(folder.path(), &journal), 50);
}
