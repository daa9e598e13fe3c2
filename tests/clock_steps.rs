//! A clock that steps, backwards too, or goes past midnight, changes what time is recorded, and nothing else: no scan is lost, none is there
//! twice, and the log keeps them in the order in which they came.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::{Client, Clock, Signpost, database_of_its_own, eventually, phone, redirect};

/// What the clock shows, one after the other: over midnight, the ends of a month and a year, back by seconds, an hour, months and years, and on.
/// Before midnight there is time for all visits on a slow machine.
const TIMES: [&str; 9] = [
    "2026-03-31 23:59:00",
    "2026-04-01 00:00:00",
    "2026-03-31 23:58:59",
    "2026-03-31 22:58:59",
    "2026-12-31 23:59:00",
    "2027-01-01 00:00:01",
    "2025-06-15 12:00:00",
    "2024-02-29 23:59:00",
    "2026-04-02 08:00:00",
];
/// Visits at each time.
const VISITS: usize = 30;

fn counted(staff: &Client, from: &str, until: &str) -> Value {
    staff
        .get(&format!("/codes/bench/statistics?from={from}&until={until}&bucket=day"))
        .expect(200)
        .json()["scans"]
        .clone()
}

fn steps(folder: Arc<tempfile::TempDir>) {
    let clock = Clock::at("2026-03-31 12:00:00");
    let mut node = Signpost::start_at(&clock, folder, &[]);
    let mut staff = node.client("admin");
    let code = json!({"id": "bench", "target": redirect("https://example.org/first")});
    staff.post("/codes", &code).expect(201);
    let mut visits = 0;
    for (place, time) in TIMES.iter().enumerate() {
        clock.set(time);
        // A change is in the order of the log as well, whatever its time.
        staff
            .put("/codes/bench/target", &redirect(&format!("https://example.org/{place}")))
            .expect(200);
        let visitor = phone(&node.url);
        for _ in 0..VISITS {
            let visit = visitor.clone().with("referer", &format!("https://n{visits}.example/"));
            let location = visit.open("/bench").expect(302).header("location").unwrap().to_owned();
            assert_eq!(
                location,
                format!("https://example.org/{place}"),
                "the last change holds at {time}"
            );
            visits += 1;
        }
        // Now and then it also starts with another time than it stopped, and is killed.
        if place % 3 == 2 {
            let folder = if place % 2 == 0 { node.kill() } else { node.stop() };
            node = Signpost::start_at(&clock, folder, &[]);
            staff = staff.at(&node.url);
        }
    }
    let scans = eventually("every scan", || Some(staff.scans()).filter(|scans| scans.len() >= visits));
    assert_eq!(scans.len(), visits);
    for (n, scan) in scans.iter().enumerate() {
        assert_eq!((&scan["position"], &scan["offset"]), (&json!(n + 1), &json!(n)), "{scan}");
        assert_eq!(scan["referrer"], format!("n{n}.example"), "in the order in which they came");
        let day = &TIMES[n / VISITS][..10];
        assert!(scan["at"].as_str().unwrap().starts_with(day), "{scan} at {day}");
    }
    // They are counted on the days that the clock showed.
    for (from, until, times) in [
        ("2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z", 3),
        ("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z", 1),
        ("2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", 1),
        ("2024-01-01T00:00:00Z", "2028-01-01T00:00:00Z", TIMES.len()),
    ] {
        eventually("all are counted", || {
            (counted(&staff, from, until) == json!(times * VISITS)).then_some(())
        });
    }
}

#[test]
fn a_clock_that_steps_loses_doubles_and_misorders_no_scan_on_the_embedded_store() {
    steps(Arc::new(tempfile::tempdir().unwrap()));
}

#[test]
fn a_clock_that_steps_loses_doubles_and_misorders_no_scan_on_postgresql() {
    steps(Signpost::folder_for(&database_of_its_own()));
}
