//! The disk under the journal is full, may not be written, or hangs: visitors are sent on, what is lost is counted and told, and all goes on by
//! itself afterwards.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::support::{Client, Disk, Signpost, Untouchable, eventually, phone, redirect};

/// A node with everything that it keeps on a disk, and a code that leads somewhere.
fn node_on(disk: &Disk, arguments: &[&str]) -> (Signpost, Client, PathBuf) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let data = disk.path().join("data");
    let settings = format!("data-dir = {}\n", toml::Value::String(data.display().to_string()));
    fs::write(folder.path().join("signpost.toml"), settings).unwrap();
    let node = Signpost::start_in(folder, arguments);
    let staff = node.client("admin");
    let code = json!({"id": "bench", "target": redirect("https://example.org/")});
    staff.post("/codes", &code).expect(201);
    (node, staff, data)
}

fn metric(node: &Signpost, name: &str) -> u64 {
    let text = phone(&node.url).open("/metrics").expect(200).text();
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    value.unwrap_or_else(|| panic!("no {name}: {text}"))
}

fn dropped(node: &Signpost) -> u64 {
    metric(node, "signpost_scans_dropped_total")
}

fn visit(node: &Signpost, times: u64) {
    let visitor = phone(&node.url);
    (0..times).for_each(|_| drop(visitor.open("/bench").expect(302)));
}

/// Of so many visits all are in the scan log that were not counted as lost; the loss was told once, and a start finds nothing wrong.
fn the_rest_arrives(node: Signpost, staff: &Client, arguments: &[&str], visits: u64) {
    let lost = dropped(&node);
    let arrived = |staff: &Client| {
        eventually("every other scan", || {
            Some(staff.scans().len() as u64).filter(|arrived| arrived + lost >= visits)
        })
    };
    assert_eq!(arrived(staff) + lost, visits);
    let said = node.said();
    assert_eq!(said.matches("scans are lost").count(), usize::from(lost > 0), "{said}");
    assert!(
        said.lines().count() < 200,
        "it tells of everything, but not of every scan: {said}"
    );
    let node = Signpost::start_in(node.stop(), arguments);
    visit(&node, 1);
    let staff = staff.at(&node.url);
    eventually("the next scan", || {
        (staff.scans().len() as u64 == visits - lost + 1).then_some(())
    });
}

/// Visits until scans are lost, then a hundred times more; says how many there were.
fn visit_until_scans_are_lost(node: &Signpost) -> u64 {
    let mut visits = 0;
    while dropped(node) == 0 {
        visit(node, 20);
        visits += 20;
        assert!(visits < 20_000, "nothing is lost");
    }
    let before = dropped(node);
    visit(node, 100);
    assert_eq!(dropped(node), before + 100, "every one is counted");
    visits + 100
}

/// Fills a disk to its last byte.
fn fill(disk: &Disk) -> PathBuf {
    let path = disk.path().join("filler");
    let mut file = File::create(&path).unwrap();
    for size in [1 << 20, 1 << 10, 1] {
        let bytes = vec![7; size];
        while file.write_all(&bytes).is_ok() {}
    }
    path
}

#[test]
fn on_a_full_disk_visitors_are_sent_on_and_what_is_lost_is_counted_until_there_is_room() {
    let disk = match Disk::in_memory(48) {
        Ok(disk) => disk,
        Err(why) => return eprintln!("skipped: {why}"),
    };
    // Synced scans go into room that was made before the disk was full: there is little of it in small files.
    for (durability, file) in [("process", "16384"), ("power", "64")] {
        let arguments = ["--durability", durability, "--journal-file-kib", file];
        let (node, staff, data) = node_on(&disk, &arguments);
        visit(&node, 10);
        let filler = fill(&disk);
        let visits = 10 + visit_until_scans_are_lost(&node);
        fs::remove_file(filler).unwrap();
        let lost = dropped(&node);
        visit(&node, 50);
        assert_eq!(dropped(&node), lost, "from the first that there is room for, none is lost");
        the_rest_arrives(node, &staff, &arguments, visits + 50);
        fs::remove_dir_all(data).unwrap();
    }
}

/// The file of the journal that is written to.
fn last_file(data: &Path) -> PathBuf {
    let files = fs::read_dir(data.join("journal")).unwrap().map(|entry| entry.unwrap().path());
    let journal = files.filter(|path| path.extension().is_some_and(|extension| extension == "journal"));
    journal.max().unwrap()
}

#[test]
fn a_journal_that_may_not_be_written_loses_scans_and_no_visitor_and_goes_on_when_it_may() {
    let disk = match Disk::ext4() {
        Ok(disk) => disk,
        Err(why) => return eprintln!("skipped: {why}"),
    };
    let (node, staff, data) = node_on(&disk, &[]);
    visit(&node, 10);
    let guard = Untouchable::make(&last_file(&data));
    let visits = 10 + visit_until_scans_are_lost(&node);
    drop(guard);
    visit(&node, 50);
    the_rest_arrives(node, &staff, &[], visits + 50);
}

#[test]
fn a_folder_in_which_no_file_can_begin_loses_scans_and_no_visitor_and_goes_on_when_one_can() {
    let disk = match Disk::ext4() {
        Ok(disk) => disk,
        Err(why) => return eprintln!("skipped: {why}"),
    };
    let arguments = ["--journal-file-kib", "1"];
    let (node, staff, data) = node_on(&disk, &arguments);
    visit(&node, 10);
    let guard = Untouchable::make(&data.join("journal"));
    let visits = 10 + visit_until_scans_are_lost(&node);
    drop(guard);
    visit(&node, 50);
    the_rest_arrives(node, &staff, &arguments, visits + 50);
}

#[test]
fn while_a_disk_hangs_visitors_are_sent_on_and_every_scan_follows() {
    const VISITORS: u64 = 40;
    /// Ten times what a visitor should wait at most, since others may use the machine, too.
    const LONG: Duration = Duration::from_millis(2_500);
    let disk = match Disk::ext4() {
        Ok(disk) => disk,
        Err(why) => return eprintln!("skipped: {why}"),
    };
    for durability in ["process", "power"] {
        let arguments = ["--durability", durability];
        let (node, staff, data) = node_on(&disk, &arguments);
        visit(&node, 10);
        let answered = AtomicU64::new(0);
        let visit_and_tell = || {
            let begun = Instant::now();
            phone(&node.url).open("/bench").expect(302);
            assert!(begun.elapsed() < LONG, "a visitor waited for {:?}", begun.elapsed());
            answered.fetch_add(1, Ordering::Release);
        };
        thread::scope(|scope| {
            // It thaws before anybody is waited for, whatever fails here.
            let hanging = disk.hang();
            // The first comes alone, so that one event is all that the node sees when it hangs.
            scope.spawn(visit_and_tell);
            eventually("the first is sent on", || {
                (answered.load(Ordering::Acquire) == 1).then_some(())
            });
            for _ in 1..VISITORS {
                scope.spawn(visit_and_tell);
            }
            eventually("the others are sent on", || {
                (answered.load(Ordering::Acquire) == VISITORS).then_some(())
            });
            assert_eq!(phone(&node.url).open("/readyz/scans").status, 200);
            drop(hanging);
        });
        assert_eq!(dropped(&node), 0);
        the_rest_arrives(node, &staff, &arguments, 10 + VISITORS);
        fs::remove_dir_all(data).unwrap();
    }
}
