//! An evidence file is written a part at a time: however much there is to tell of a code, whoever writes it holds little of it.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::{evidence_of, unpacked};
use crate::support::{Client, Database, Signpost, eventually, phone, redirect};

const MIB: u64 = 1 << 20;

/// Bytes that a page says: a decision has as many before and after it.
const LONG: usize = 18_000;
const DECISIONS: usize = 1_000;
/// Of a code with a shorter story.
const FEWER: usize = 250;
const SCANS: usize = 3_000;

/// Bytes of its own that the node has now: pages of files that SQLite maps are the system's, which takes them back as it likes.
fn own(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
}

/// The most that the node had while something was done.
fn most<T>(node: &Signpost, act: impl FnOnce() -> T) -> (u64, T) {
    let (process, is_done) = (node.process(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut most = own(process);
            while !is_done.load(Ordering::Relaxed) {
                most = most.max(own(process));
                std::thread::yield_now();
            }
            most
        });
        let done = act();
        is_done.store(true, Ordering::Relaxed);
        (watching.join().unwrap(), done)
    })
}

/// A page that nobody wants to read.
fn page(n: usize) -> serde_json::Value {
    let body = format!("{n} ").repeat(LONG / format!("{n} ").len());
    json!({"type": "page", "content": {"en": {"title": "Long", "body": body}}})
}

/// A code with so many decisions and scans; gives how many scans there are in all, then.
fn filled(node: &Signpost, staff: &Client, code: &str, decisions: usize, scans: usize) {
    staff
        .post("/codes", &json!({"id": code, "target": redirect("https://example.org/")}))
        .expect(201);
    for _ in 0..scans {
        phone(&node.url).open(&format!("/{code}")).expect(302);
    }
    for n in 0..decisions {
        staff.put(&format!("/codes/{code}/target"), &page(n)).expect(200);
    }
}

fn a_long_story_takes_little_memory(node: &Signpost) {
    let staff = node.client("admin");
    let fewer = SCANS * FEWER / DECISIONS;
    filled(node, &staff, "short", FEWER, fewer);
    filled(node, &staff, "bench", DECISIONS, SCANS);
    eventually("all scans are in the log", || {
        let last = staff
            .get(&format!("/scans?after={}&limit=1", SCANS + fewer - 1))
            .expect(200)
            .json();
        (last["items"] != json!([])).then_some(())
    });
    // What parts of a story take stays with the allocator: that of a shorter one is what a longer one may take as well.
    let (_, short) = most(node, || evidence_of(&staff, "short/evidence"));
    let before = own(node.process());
    let (most, file) = most(node, || evidence_of(&staff, "bench/evidence"));
    let grown = most.saturating_sub(before);
    let told = |file: &[u8]| unpacked(file).values().map(String::len).sum::<usize>();
    let more = told(&file) - told(&short);
    assert!(more > (DECISIONS - FEWER) * LONG * 2, "{more} bytes more are told");
    assert!(
        grown < 24 * MIB,
        "it took {} MiB to tell {} MiB more",
        grown / MIB,
        more as u64 / MIB
    );
}

#[test]
fn a_long_story_is_told_in_little_memory() {
    a_long_story_takes_little_memory(&Signpost::start());
}

#[test]
fn a_long_story_is_told_in_little_memory_on_postgresql_too() {
    a_long_story_takes_little_memory(&Signpost::start_on(&Database::fresh().url));
}
