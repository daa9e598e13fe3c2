//! The database goes away: citizens do not notice, staff are told to come back, and nothing is lost.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use serde_json::json;

use crate::support::{Client, Signpost, Stoppable, eventually, phone, redirect};

/// A node on a database that can be stopped, with a code that leads somewhere.
fn node() -> (Stoppable, Signpost, Client) {
    let database = Stoppable::start();
    // The bound of the wait is not what is tried here.
    let node = Signpost::start_on_with(&database.url(), &["--scan-wait-ms", "30000"]);
    let staff = node.client("admin");
    let code = json!({"id": "bench", "target": redirect("https://example.org/")});
    staff.post("/codes", &code).expect(201);
    (database, node, staff)
}

fn store_answers(node: &Signpost) -> bool {
    let metrics = phone(&node.url).open("/metrics").text();
    let readiness = phone(&node.url).open("/readyz");
    let json = readiness.json();
    assert_eq!(json["scans"], true, "{json}");
    assert_eq!(phone(&node.url).open("/readyz/scans").status, 200);
    let answers = json["store"] == true && readiness.status == 200;
    answers && metrics.contains("signpost_store_answers 1")
}

/// Waits until the scan log holds the scans with these referrers, each once, and no others.
fn all_arrive_once(staff: &Client, answered: &BTreeSet<String>) {
    let scans = eventually("every scan arrives", || {
        let scans = staff.scans();
        (scans.len() >= answered.len()).then_some(scans)
    });
    let arrived: BTreeSet<String> = scans
        .iter()
        .map(|scan| scan["referrer"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(scans.len(), arrived.len(), "none arrives twice");
    assert_eq!(arrived, *answered);
}

#[test]
fn with_the_database_stopped_under_load_every_visitor_is_answered_and_every_scan_arrives_once() {
    let (database, node, staff) = node();
    let (answered, done) = (Mutex::new(BTreeSet::new()), AtomicBool::new(false));
    let count = || answered.lock().unwrap().len();
    let more = |what: &str| {
        let before = count();
        eventually(what, || (count() >= before + 200).then_some(()));
    };
    thread::scope(|scope| {
        for visitor in 0..4 {
            let (answered, done, url) = (&answered, &done, &node.url);
            scope.spawn(move || {
                let phone = phone(url);
                for n in 0.. {
                    if done.load(Ordering::Acquire) {
                        return;
                    }
                    let referrer = format!("n{n}.v{visitor}.example");
                    let visit = phone.clone().with("referer", &format!("https://{referrer}/"));
                    visit.open("/bench").expect(302);
                    answered.lock().unwrap().insert(referrer);
                }
            });
        }
        more("scans before");
        database.stop();
        more("scans without the database");
        eventually("the node tells", || (!store_answers(&node)).then_some(()));
        let refused = staff.post("/codes", &json!({"id": "refused"}));
        refused.problem(503, "store-unavailable");
        assert!(refused.header("retry-after").is_some());
        more("scans after it is noticed");
        database.start_again();
        eventually("the node tells that it is over", || store_answers(&node).then_some(()));
        more("scans afterwards");
        done.store(true, Ordering::Release);
    });
    all_arrive_once(&staff, &answered.into_inner().unwrap());
    staff.get("/codes/refused").problem(404, "not-found");
    staff.post("/codes", &json!({"id": "refused"})).expect(201);
}

#[test]
fn a_node_started_without_its_database_resolves_from_its_table_and_becomes_whole_by_itself() {
    let (database, node, staff) = node();
    phone(&node.url)
        .with("referer", "https://before.example/")
        .open("/bench")
        .expect(302);
    // What is on disk is as of the stop.
    let folder = node.stop();
    database.stop();
    let node = Signpost::start_in(folder, &[]);
    let staff = staff.at(&node.url);
    for n in 0..20 {
        let visit = phone(&node.url).with("referer", &format!("https://r{n}.example/"));
        let answer = visit.open("/bench").expect(302);
        assert_eq!(answer.header("location"), Some("https://example.org/"));
    }
    assert!(!store_answers(&node));
    let refused = staff.get("/codes");
    refused.problem(503, "store-unavailable");
    assert!(refused.header("retry-after").is_some());

    // Killed and started again, still without.
    let node = Signpost::start_in(node.kill(), &[]);
    let visit = phone(&node.url).with("referer", "https://again.example/");
    visit.open("/bench").expect(302);
    visit.open("/unknown").expect(404);
    database.start_again();
    eventually("the node is whole", || store_answers(&node).then_some(()));
    let staff = staff.at(&node.url);
    let changed = redirect("https://example.org/after");
    staff.put("/codes/bench/target", &changed).expect(200);
    let answer = phone(&node.url)
        .with("referer", "https://after.example/")
        .open("/bench")
        .expect(302);
    assert_eq!(answer.header("location"), Some("https://example.org/after"));
    let scans = eventually("every scan arrives", || {
        let scans = staff.scans();
        (scans.len() >= 24).then_some(scans)
    });
    assert_eq!(scans.len(), 24);
    for (n, scan) in scans.iter().enumerate() {
        assert_eq!(scan["offset"], n as u64, "each once, in order");
    }
}

#[test]
fn the_first_start_without_a_database_fails_and_says_why() {
    let database = Stoppable::start();
    database.stop();
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let (code, said, why) = Signpost::failing(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
    assert_eq!(code, Some(2));
    assert!(said.is_empty(), "{said}");
    assert!(why.contains("cannot open the PostgreSQL database signpost"), "{why}");
}
