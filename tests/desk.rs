//! What staff ask for is answered at the desk, by threads that visitors do not wait for.

use std::fs;

use serde_json::json;

use crate::support::{Signpost, phone, redirect};

/// Nanoseconds that the desk's threads of a node worked, as the scheduler counts them.
fn worked_at_the_desk(node: &Signpost) -> u64 {
    let threads = fs::read_dir(format!("/proc/{}/task", node.process())).unwrap();
    let worked = threads.filter_map(|thread| {
        let thread = thread.unwrap().path();
        let name = fs::read_to_string(thread.join("comm")).ok()?;
        let ran = fs::read_to_string(thread.join("schedstat")).ok()?;
        (name.trim_end() == "desk").then(|| ran.split_whitespace().next().unwrap().parse::<u64>().unwrap())
    });
    worked.sum()
}

#[test]
fn staff_are_answered_by_threads_of_their_own_and_visitors_are_not() {
    let node = Signpost::start();
    let staff = node.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/1")}))
        .expect(201);
    let visitor = phone(&node.url);
    let meanwhile = |ask: &dyn Fn()| {
        let before = worked_at_the_desk(&node);
        (0..50).for_each(|_| ask());
        worked_at_the_desk(&node) - before
    };
    let for_staff = meanwhile(&|| {
        staff.get("/codes/bench").expect(200);
    });
    let for_visitors = meanwhile(&|| {
        visitor.open("/bench").expect(302);
    });
    assert!(for_staff > 1_000_000, "{for_staff} ns");
    assert!(for_visitors < for_staff / 4, "{for_visitors} of {for_staff} ns");
}
