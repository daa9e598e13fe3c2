//! Read models are exchanged under a node that did not ask for it, and its readers find each of them whole: as it was, or as it is.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use serde_json::{Value, json};

use crate::support::{Client, PROJECTIONS, Signpost, database_of_its_own, eventually, phone, redirect};

/// Questions whose answers stay while only the code `bridge` changes, one at least for every read model.
const QUESTIONS: [&str; 11] = [
    "/codes?tag=wood&limit=1000",
    "/codes?q=bench",
    "/codes/bench",
    "/codes/bench/history",
    "/codes/bench/as-of?position=6",
    "/codes/bench/statistics?from=2026-01-01T00:00:00Z&bucket=month",
    "/decisions?code=bench",
    "/batches",
    "/units",
    "/audiences",
    "/proposals",
];

fn answers(staff: &Client) -> Vec<Value> {
    QUESTIONS.iter().map(|path| staff.get(path).expect(200).json()).collect()
}

/// A city with something of everything.
fn settle(staff: &Client) {
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    let dutch = json!({"label": "Dutch", "condition": {"language": ["nl"]}});
    staff.put("/audiences/dutch", &dutch).expect(201);
    for code in ["bench", "bridge"] {
        let tag = if code == "bench" { "wood" } else { "stone" };
        let minted = json!({"id": code, "unit": "parks", "tags": [tag], "target": redirect("https://example.org/")});
        staff.post("/codes", &minted).expect(201);
    }
    let many = json!({"count": 300, "label": "Tree {number}", "tags": ["wood"], "target": redirect("https://example.org/tree")});
    staff.post("/batches", &many).expect(201);
    let guarded = json!({"approval": "required"});
    staff.put("/codes/bench/approval", &guarded).expect(200);
    staff
        .put("/codes/bench/target", &redirect("https://example.org/proposed"))
        .expect(202);
}

/// Tells the others that it is over.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

#[test]
fn a_second_node_reads_whole_models_and_is_never_taken_back_while_all_are_exchanged() {
    let database = database_of_its_own();
    let (one, other) = (Signpost::start_on(&database), Signpost::start_on(&database));
    let staff = one.client("admin");
    settle(&staff);
    for _ in 0..3 {
        phone(&one.url).open("/bench").expect(302);
    }
    let staff = staff.at(&other.url);
    eventually("the other node shows all of it", || {
        let scans = staff.get("/codes/bench/statistics").json()["scans"] == 3;
        let codes = staff.get("/codes?tag=wood&limit=1000").json()["items"].as_array()?.len() == 301;
        (scans && codes).then_some(())
    });
    let expected = answers(&staff);
    let (over, read, written) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for reader in 0..3 {
            let (staff, expected, over, read) = (staff.clone(), &expected, &over, &read);
            scope.spawn(move || {
                while !over.load(Ordering::Acquire) {
                    for place in (0..QUESTIONS.len()).map(|place| (place + reader) % QUESTIONS.len()) {
                        let answer = staff.get(QUESTIONS[place]).expect(200).json();
                        assert_eq!(answer, expected[place], "{}", QUESTIONS[place]);
                    }
                    read.fetch_add(1, Ordering::AcqRel);
                }
            });
        }
        let (writer, ends, written_now) = (staff.clone(), &over, &written);
        scope.spawn(move || {
            let mut last = 0;
            while !ends.load(Ordering::Acquire) {
                let n = written_now.load(Ordering::Acquire) + 1;
                let url = redirect(&format!("https://example.org/{n}"));
                writer.put("/codes/bridge/target", &url).expect(200);
                // While the other process holds what this node waits for, its answer may come a moment before the change shows.
                eventually("whoever changed it reads it", || {
                    let shown = writer.get("/codes/bridge").expect(200).json()["target"]["url"].clone();
                    let shown: usize = shown.as_str()?.rsplit('/').next()?.parse().unwrap_or(0);
                    assert!(shown >= last, "{shown} after {last}");
                    last = shown;
                    (shown == n).then_some(())
                });
                written_now.store(n, Ordering::Release);
            }
        });
        // However this ends, the others do, too.
        let _end = Ends(&over);
        for _ in 0..3 {
            let before = (read.load(Ordering::Acquire), written.load(Ordering::Acquire));
            let rebuilt = one.command(&["projections", "rebuild", "--all"]);
            assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
            assert_eq!(String::from_utf8_lossy(&rebuilt.stdout).lines().count(), PROJECTIONS.len());
            eventually("it is read and written afterwards", || {
                let (now, then) = (read.load(Ordering::Acquire), written.load(Ordering::Acquire));
                (now > before.0 && then > before.1).then_some(())
            });
        }
    });
    assert_eq!(answers(&staff), expected);
}
