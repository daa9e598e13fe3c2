use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use serde_json::json;

use crate::support::{Client, Signpost, redirect};

const WRITERS: usize = 6;
const EACH: usize = 10;

/// Reads everything after `last` and fails unless it begins with the very next position and has no gap.
fn follow(auditor: &Client, last: u64) -> u64 {
    let page = auditor.get(&format!("/decisions?after={last}&limit=1000")).expect(200).json();
    page["items"].as_array().unwrap().iter().fold(last, |last, item| {
        assert_eq!(item["position"], last + 1, "a reader at {last} saw this next");
        last + 1
    })
}

#[test]
fn invariant_2_positions_are_gapless_and_no_reader_sees_one_before_the_one_before_it() {
    let signpost = Signpost::start();
    let (staff, auditor) = (signpost.client("editor"), signpost.client("auditor"));
    let before = staff.settled_head();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let staff = staff.clone();
                scope.spawn(move || {
                    for n in 0..EACH {
                        let id = format!("w{writer}-{n}");
                        staff.post("/codes", &json!({"id": id, "label": "x"})).expect(201);
                        let target = redirect("https://example.org/");
                        staff.put(&format!("/codes/{id}/target"), &target).expect(200);
                    }
                })
            })
            .collect();
        for _ in 0..2 {
            let (auditor, done) = (&auditor, &done);
            scope.spawn(move || {
                let mut last = before;
                while !done.load(Ordering::Acquire) {
                    last = follow(auditor, last);
                }
            });
        }
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Release);
    });
    let expected = before + (2 * WRITERS * EACH) as u64;
    assert_eq!(follow(&auditor, 0), expected, "every decision has its position, from 1 on");
}
