//! A node whose memory takes long to fill answers visitors meanwhile, and what they scanned counts like anything else.

use std::{
    io::Write,
    net::TcpStream,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::TempDir;

use crate::support::{Client, Database, Session, Signpost, eventually, phone, redirect};

/// What a start reads before the table of codes, and what no visit needs.
const LOCK: &str = "BEGIN; LOCK TABLE access_principals IN ACCESS EXCLUSIVE MODE";

/// A database with codes of every kind, a folder of a node on it that was stopped, and a client for it.
fn city() -> (Database, Arc<TempDir>, Client) {
    let database = Database::fresh();
    let node = Signpost::start_on(&database.url);
    let staff = node.client("admin");
    let dutch = json!({"label": "Dutch", "condition": {"language": ["nl"]}});
    staff.put("/audiences/dutch", &dutch).expect(201);
    let items = json!([{"label": {"en": "Report"}, "url": "https://example.org/report"}]);
    let rules = json!([{"audience": "dutch", "target": redirect("https://example.org/nl")}]);
    for code in [
        json!({"id": "bench", "target": redirect("https://example.org/"), "rules": rules}),
        json!({"id": "bridge", "target": {"type": "menu", "items": items}}),
        json!({"id": "spare"}),
    ] {
        staff.post("/codes", &code).expect(201);
    }
    staff
        .post("/codes/bench/aliases", &json!({"aliases": ["OLD-BENCH"]}))
        .expect(200);
    (database, node.stop(), staff)
}

/// Keeps nodes that start from filling their memory, for as long as what this gives lives.
fn locked(database: &Database) -> Session {
    let mut session = Session::open(&database.url);
    session.execute(LOCK).unwrap();
    session
}

#[test]
fn visitors_are_answered_from_the_store_until_the_memory_is_filled_and_every_scan_counts() {
    let (database, folder, staff) = city();
    let lock = locked(&database);
    let node = Signpost::start_filling(folder);
    let staff = staff.at(&node.url);
    let visitor = phone(&node.url);
    let leads_to = |path: &str, language: &str| {
        let answer = visitor.clone().with("accept-language", language).open(path).expect(302);
        answer.header("location").unwrap().to_owned()
    };
    assert_eq!(leads_to("/bench", "en"), "https://example.org/");
    assert_eq!(leads_to("/bench/", "nl"), "https://example.org/nl");
    assert_eq!(leads_to("/old-bench", "nl"), "https://example.org/nl");
    let menu = visitor.open("/bridge").expect(200).text();
    let choice = menu.split('"').find(|text| text.contains("/choice/1/")).unwrap();
    assert_eq!(leads_to(choice, "en"), "https://example.org/report");
    visitor.open("/spare").expect(404);
    visitor.open("/nobody").expect(404);
    visitor.open("/").expect(200);
    assert_eq!(visitor.open("/bench.json").expect(200).json()["outcome"], "redirect");

    // Who hangs up without waiting for the answer.
    let address = node.url.trim_start_matches("http://");
    for _ in 0..5 {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /bench HTTP/1.1\r\nhost: q\r\n\r\n").unwrap();
    }

    let readiness = visitor.open("/readyz");
    assert_eq!(readiness.status, 503);
    assert_eq!(readiness.json()["store"], false);
    assert_eq!(visitor.open("/readyz/scans").status, 200);
    assert!(staff.get("/codes").problem(503, "store-unavailable").is_object());

    drop(lock);
    eventually("the node is whole", || (visitor.open("/readyz").status == 200).then_some(()));
    staff
        .put("/codes/bench/target", &redirect("https://example.org/after"))
        .expect(200);
    assert_eq!(leads_to("/bench", "en"), "https://example.org/after");
    let scans = eventually("every scan arrives", || {
        let scans = staff.scans();
        (scans.len() >= 14).then_some(scans)
    });
    let of = |code: &str| scans.iter().filter(|scan| scan["code"] == code).count();
    let counts = ["BENCH", "BRIDGE", "SPARE", "NOBODY"].map(of);
    assert_eq!(counts, [10, 2, 1, 1], "{scans:?}");
    let head = staff.head();
    let (last, before) = scans.split_last().unwrap();
    assert_eq!(last["as_of"], head);
    for scan in before {
        assert_eq!(scan["as_of"], head - 1, "{scan}");
    }
}

#[test]
fn a_node_that_is_told_to_stop_while_it_fills_its_memory_stops_at_once_and_loses_nothing() {
    let (database, folder, staff) = city();
    let lock = locked(&database);
    let node = Signpost::start_filling(folder);
    phone(&node.url).open("/bench").expect(302);
    let begun = Instant::now();
    let folder = node.stop();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    drop(lock);
    let node = Signpost::start_in(folder, &[]);
    let staff = staff.at(&node.url);
    eventually("the scan arrives", || (staff.scans().len() == 1).then_some(()));
}

#[test]
fn a_node_that_cannot_fill_its_memory_ends_and_says_why() {
    let (database, folder, _) = city();
    let mut lock = locked(&database);
    let node = Signpost::start_filling(folder);
    phone(&node.url).open("/bench").expect(302);
    lock.execute("DROP TABLE access_principals CASCADE; COMMIT").unwrap();
    let (code, said) = node.ended();
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("access_principals"), "{said}");
}
