use super::{
    super::{
        format::{
            HEADER,
            tests::{batch, batch_of_the_first_version, scan},
        },
        forwarder::{self, tests::forwarded},
    },
    *,
};
use crate::machine::SystemEntropy;

fn open(folder: &Path) -> Result<Journal, JournalError> {
    let lock = Journal::lock(folder)?;
    let node = Journal::node(folder, &SystemEntropy)?;
    Journal::open(folder, lock, node, Some(0), patient())
}

/// Where others use the machine, too, a write may take long.
fn patient() -> Settings {
    Settings {
        patience: Duration::from_mins(1),
        ..Settings::default()
    }
}

fn record(journal: &Journal, numbers: std::ops::Range<u64>) {
    let receipts: Vec<Receipt> = numbers.map(|n| journal.record(&scan(n))).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for receipt in receipts {
        assert_eq!(runtime.block_on(receipt), Recorded::Safe);
    }
}

fn only_segment(folder: &Path) -> PathBuf {
    let mut segments = segments::list(&folder.join("journal")).unwrap();
    assert_eq!(segments.len(), 1);
    segments.remove(0).1
}

fn stored(folder: &Path) -> Vec<Scan> {
    let (_, contents) = segments::read(&only_segment(folder)).unwrap();
    contents.batches.into_iter().flat_map(|(_, scans)| scans).collect()
}

#[test]
fn what_was_recorded_is_there_after_a_restart_and_offsets_go_on() {
    let folder = tempfile::tempdir().unwrap();
    record(&open(folder.path()).unwrap(), 0..10);
    let journal = open(folder.path()).unwrap();
    assert_eq!(journal.written().now(), 10);
    record(&journal, 10..12);
    assert_eq!(stored(folder.path()), (0..12).map(scan).collect::<Vec<_>>());
}

#[test]
fn a_write_that_was_interrupted_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    record(&open(folder.path()).unwrap(), 0..3);
    let segment = only_segment(folder.path());
    let bytes = batch(3, &[scan(3)]);
    let mut file = fs::OpenOptions::new().append(true).open(&segment).unwrap();
    file.write_all(&bytes[..bytes.len() - 5]).unwrap();
    let journal = open(folder.path()).unwrap();
    record(&journal, 100..101);
    assert_eq!(stored(folder.path()), [scan(0), scan(1), scan(2), scan(100)]);
}

#[test]
fn damage_that_is_no_interrupted_write_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path()).unwrap();
    record(&journal, 0..3);
    record(&journal, 3..6);
    drop(journal);
    let segment = only_segment(folder.path());
    let mut bytes = fs::read(&segment).unwrap();
    bytes[HEADER + 20] ^= 1;
    fs::write(&segment, &bytes).unwrap();
    assert!(matches!(open(folder.path()), Err(JournalError::Damaged { byte: HEADER, .. })));
    assert_eq!(fs::read(&segment).unwrap(), bytes, "nothing was changed");
}

#[test]
fn a_second_signpost_in_the_same_folder_is_turned_away() {
    let folder = tempfile::tempdir().unwrap();
    let _journal = open(folder.path()).unwrap();
    assert!(matches!(open(folder.path()), Err(JournalError::InUse { .. })));
}

#[test]
fn a_full_queue_drops_and_counts_and_never_blocks() {
    let folder = tempfile::tempdir().unwrap();
    let lock = Journal::lock(folder.path()).unwrap();
    let node = Journal::node(folder.path(), &SystemEntropy).unwrap();
    let settings = Settings {
        longest_queue: 0,
        ..Settings::default()
    };
    let journal = Journal::open(folder.path(), lock, node, Some(0), settings).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(journal.record(&scan(0))), Recorded::Dropped);
    assert_eq!(journal.statistics().dropped.load(Ordering::Relaxed), 1);
}

#[test]
fn an_older_journal_put_back_does_not_use_offsets_again() {
    let folder = tempfile::tempdir().unwrap();
    record(&open(folder.path()).unwrap(), 0..3);
    let lock = Journal::lock(folder.path()).unwrap();
    let node = Journal::node(folder.path(), &SystemEntropy).unwrap();
    let journal = Journal::open(folder.path(), lock, node, Some(50), patient()).unwrap();
    record(&journal, 50..51);
    assert_eq!(journal.written().now(), 51);
}

#[test]
fn a_lost_node_file_is_known_again_by_the_scans() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path()).unwrap();
    let node = journal.node_id();
    record(&journal, 0..3);
    drop(journal);
    fs::remove_file(folder.path().join("journal/node")).unwrap();
    let journal = open(folder.path()).unwrap();
    assert_eq!(journal.node_id(), node);
    assert_eq!(journal.written().now(), 3);
}

#[test]
fn scans_of_another_node_are_told_from_damage_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    record(&open(folder.path()).unwrap(), 0..3);
    fs::write(folder.path().join("journal/node"), "00000000000000ff\n").unwrap();
    let refused = open(folder.path()).err().unwrap();
    assert!(
        matches!(refused, JournalError::Foreign { node: NodeId(0xff), .. }),
        "{refused}"
    );
    assert_eq!(stored(folder.path()).len(), 3);
}

#[test]
fn a_segment_of_the_first_version_is_read_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    record(&open(folder.path()).unwrap(), 0..1);
    let first = only_segment(folder.path());
    let mut bytes = fs::read(&first).unwrap();
    bytes.truncate(HEADER);
    bytes[..8].copy_from_slice(b"SGNPOST1");
    bytes.extend(batch_of_the_first_version(0, &[scan(0), scan(1)]));
    fs::write(&first, &bytes).unwrap();
    record(&open(folder.path()).unwrap(), 2..4);
    assert_eq!(fs::read(&first).unwrap(), bytes);
    let mut scans = Vec::new();
    for (_, path) in segments::list(&folder.path().join("journal")).unwrap() {
        let (_, contents) = segments::read(&path).unwrap();
        scans.extend(contents.batches.into_iter().flat_map(|(_, scans)| scans));
    }
    assert_eq!(scans, (0..4).map(scan).collect::<Vec<_>>());
}

#[test]
fn scans_whose_visitors_hang_up_at_once_are_written() {
    for sync in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let journal = open_with(folder.path(), sync);
        drop(journal.record(&scan(0)));
        let (one, other) = (journal.record(&scan(1)), journal.record(&scan(2)));
        drop(other);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        // Dropped after it was polled.
        runtime.block_on(async {
            tokio::select! { biased; _ = one => {}, () = std::future::ready(()) => {} }
        });
        record(&journal, 3..4);
        assert_eq!(stored(folder.path()), (0..4).map(scan).collect::<Vec<_>>(), "synced: {sync}");
    }
}

fn open_with(folder: &Path, sync: bool) -> Journal {
    let lock = Journal::lock(folder).unwrap();
    let node = Journal::node(folder, &SystemEntropy).unwrap();
    let settings = Settings { sync, ..patient() };
    Journal::open(folder, lock, node, Some(0), settings).unwrap()
}

#[test]
fn scans_that_come_at_the_same_time_are_each_written_once() {
    for sync in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let journal = open_with(folder.path(), sync);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
        let each = if sync { 20 } else { 2_000 };
        runtime.block_on(async {
            let mut visitors = tokio::task::JoinSet::new();
            let journal = Arc::new(journal);
            for visitor in 0..16 {
                let journal = Arc::clone(&journal);
                visitors.spawn(async move {
                    for n in 0..each {
                        assert_eq!(journal.record(&scan(visitor * each + n)).await, Recorded::Safe);
                    }
                });
            }
            while let Some(visitor) = visitors.join_next().await {
                visitor.unwrap();
            }
            assert_eq!(journal.written().now(), 16 * each);
        });
        let mut stored: Vec<u64> = stored(folder.path()).into_iter().map(|scan| scan.as_of.0).collect();
        stored.sort_unstable();
        assert_eq!(stored, (0..16 * each).collect::<Vec<_>>(), "synced: {sync}");
    }
}

#[test]
fn while_a_write_hangs_scans_wait_together_and_nobody_else_is_held_up() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path()).unwrap();
    let writer = journal.door.take_writer();
    let receipts: Vec<Receipt> = (0..50).map(|n| journal.record(&scan(n))).collect();
    assert_eq!(journal.statistics().written.load(Ordering::Relaxed), 0);
    // The last of those who hang comes back.
    drop(writer);
    record(&journal, 50..51);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for receipt in receipts {
        assert_eq!(runtime.block_on(receipt), Recorded::Safe);
    }
    // One, had nobody looked at the door meanwhile.
    assert!(journal.statistics().batches.load(Ordering::Relaxed) < 10);
    let mut stored: Vec<u64> = stored(folder.path()).into_iter().map(|scan| scan.as_of.0).collect();
    stored.sort_unstable();
    assert_eq!(stored, (0..51).collect::<Vec<_>>());
}

#[test]
fn whoever_has_waited_long_enough_is_told_to_go_and_the_scan_follows() {
    let folder = tempfile::tempdir().unwrap();
    let lock = Journal::lock(folder.path()).unwrap();
    let node = Journal::node(folder.path(), &SystemEntropy).unwrap();
    let settings = Settings {
        patience: Duration::from_millis(20),
        ..Settings::default()
    };
    let journal = Journal::open(folder.path(), lock, node, Some(0), settings).unwrap();
    let writer = journal.door.take_writer();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for n in 0..3 {
        let begun = Instant::now();
        assert_eq!(runtime.block_on(journal.record(&scan(n))), Recorded::Late);
        assert!(
            begun.elapsed() >= Duration::from_millis(10),
            "each has a time of its own: {n}"
        );
    }
    drop(writer);
    record(&journal, 3..4);
    assert_eq!(stored(folder.path()), (0..4).map(scan).collect::<Vec<_>>());
}

#[test]
fn what_waits_is_written_when_the_door_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let journal = open(folder.path()).unwrap();
    let writer = journal.door.take_writer();
    drop(journal.record(&scan(0)));
    drop(writer);
    journal.close();
    assert_eq!(stored(folder.path()), [scan(0)]);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(journal.record(&scan(1))), Recorded::Dropped);
}

/// Three segments of three scans each.
fn three_segments(folder: &Path) -> Vec<PathBuf> {
    drop(open(folder).unwrap());
    let node = Journal::node(folder, &SystemEntropy).unwrap();
    fs::remove_file(only_segment(folder)).unwrap();
    let segment = |first: u64| {
        let path = segments::path(&folder.join("journal"), first);
        let scans = [scan(first), scan(first + 1), scan(first + 2)];
        let bytes = [&super::super::format::header(node, first)[..], &batch(first, &scans)].concat();
        fs::write(&path, bytes).unwrap();
        path
    };
    [0, 3, 6].map(segment).into()
}

#[test]
fn a_segment_that_is_gone_from_between_stops_the_start_until_its_scans_are_said_to_be_lost() {
    let folder = tempfile::tempdir().unwrap();
    let segments = three_segments(folder.path());
    fs::remove_file(&segments[1]).unwrap();
    let Err(JournalError::Missing {
        from: 3, until: 6, lost, ..
    }) = open(folder.path())
    else {
        panic!("nobody noticed");
    };
    fs::write(lost, "").unwrap();
    assert_eq!(open(folder.path()).unwrap().written().now(), 9);
}

#[test]
fn what_is_in_the_scan_log_need_not_be_in_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let segments = three_segments(folder.path());
    fs::remove_file(&segments[1]).unwrap();
    let lock = Journal::lock(folder.path()).unwrap();
    let node = Journal::node(folder.path(), &SystemEntropy).unwrap();
    Journal::open(folder.path(), lock, node, Some(6), Settings::default()).unwrap();
}

#[test]
fn a_segment_cut_off_between_two_writes_is_missed_by_the_one_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let segments = three_segments(folder.path());
    fs::OpenOptions::new()
        .write(true)
        .open(&segments[1])
        .unwrap()
        .set_len(HEADER as u64)
        .unwrap();
    assert!(matches!(
        open(folder.path()),
        Err(JournalError::Missing { from: 3, until: 6, .. })
    ));
}

#[test]
fn the_forwarder_stops_before_scans_that_are_missing() {
    let folder = tempfile::tempdir().unwrap();
    let segments = three_segments(folder.path());
    fs::remove_file(&segments[1]).unwrap();
    let lock = Journal::lock(folder.path()).unwrap();
    let node = Journal::node(folder.path(), &SystemEntropy).unwrap();
    // As a node is started that cannot ask its database.
    let journal = Journal::open(folder.path(), lock, node, None, Settings::default()).unwrap();
    let (scans, place) = forwarder::read(&journal, None, 0, 100).unwrap();
    assert_eq!(scans.iter().map(|(offset, _)| *offset).collect::<Vec<_>>(), [0, 1, 2]);
    let missing = forwarder::read(&journal, Some(place), 3, 100).err().unwrap().to_string();
    assert!(missing.contains("scans 3 to 5 are missing"), "{missing}");
    fs::write(segments[1].with_file_name(format!("{:020}-{:020}.lost", 3, 6)), "").unwrap();
    let (scans, _) = forwarder::read(&journal, None, 3, 100).unwrap();
    assert_eq!(scans.iter().map(|(offset, _)| *offset).collect::<Vec<_>>(), [6, 7, 8]);
}

#[test]
fn segments_that_changed_places_or_stand_there_twice_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let segments = three_segments(folder.path());
    let bytes = fs::read(&segments[1]).unwrap();
    fs::write(&segments[1], fs::read(&segments[2]).unwrap()).unwrap();
    assert!(matches!(open(folder.path()), Err(JournalError::Damaged { byte: 0, .. })));

    // A whole batch that belongs elsewhere, and one that is there twice.
    for strange in [batch(8, &[scan(8)]), bytes[HEADER..].to_vec()] {
        fs::write(&segments[1], [&bytes[..], &strange].concat()).unwrap();
        let place = bytes.len();
        assert!(matches!(open(folder.path()), Err(JournalError::Damaged { byte, .. }) if byte == place));
    }

    fs::write(&segments[1], [&bytes[..], &batch(6, &[scan(6)])].concat()).unwrap();
    let held = open(folder.path());
    assert!(
        matches!(held, Err(JournalError::Twice { first: 6, held: 6, .. })),
        "{:?}",
        held.err()
    );
}

#[test]
fn lost_scans_behind_which_nothing_came_yet_are_waited_for_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let segments = three_segments(folder.path());
    fs::remove_file(&segments[1]).unwrap();
    // As a segment that was just begun.
    fs::OpenOptions::new()
        .write(true)
        .open(&segments[2])
        .unwrap()
        .set_len(HEADER as u64)
        .unwrap();
    fs::write(segments[1].with_file_name(format!("{:020}-{:020}.lost", 3, 6)), "").unwrap();
    let journal = Arc::new(open(folder.path()).unwrap());
    assert_eq!(forwarded(folder.path(), &journal), 3);
    assert_eq!(journal.waiting(), 0);
}
