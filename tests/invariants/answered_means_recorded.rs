use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use reqwest::Method;

use crate::support::{Client, Signpost, Store, eventually, journalled, phone};

/// The bound of the wait is not what is tried here, and a busy machine must not turn it into a lost scan.
const PATIENT: [&str; 2] = ["--scan-wait-ms", "30000"];

/// Scans from several visitors until `enough` are answered and `then` was done, which usually ends the server. Every scan has
/// a referrer of its own; gives those of the scans that were answered.
fn scan_under_load<T>(url: &str, round: usize, enough: usize, then: impl FnOnce() -> T) -> (BTreeSet<String>, T) {
    let answered = Mutex::new(BTreeSet::new());
    let (count, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let outcome = thread::scope(|scope| {
        for visitor in 0..6 {
            let (answered, count, done) = (&answered, &count, &done);
            scope.spawn(move || {
                let phone = phone(url);
                for n in 0.. {
                    let referrer = format!("n{n}.v{visitor}.r{round}.example");
                    let visit = phone.clone().with("referer", &format!("https://{referrer}/"));
                    let answer = visit.try_send(Method::GET, "/bench");
                    let Some(answer) = answer.filter(|_| !done.load(Ordering::Acquire)) else {
                        return;
                    };
                    assert_eq!(answer.status, 404);
                    answered.lock().unwrap().insert(referrer);
                    count.fetch_add(1, Ordering::Release);
                }
            });
        }
        eventually("enough scans", || (count.load(Ordering::Acquire) >= enough).then_some(()));
        let outcome = then();
        done.store(true, Ordering::Release);
        outcome
    });
    (answered.into_inner().unwrap(), outcome)
}

/// Waits until the whole journal is in the scan log, and fails unless it is there once.
fn all_is_forwarded_once(signpost: &Signpost, analyst: &Client) -> Vec<serde_json::Value> {
    let data = signpost.data();
    let scans = eventually("the journal is in the scan log", || {
        let scans = analyst.scans();
        (scans.len() as u64 >= journalled(&data)).then_some(scans)
    });
    assert_eq!(scans.len() as u64, journalled(&data), "not a row more than the journal has");
    for (n, scan) in scans.iter().enumerate() {
        assert_eq!(scan["position"], n as u64 + 1);
        assert_eq!(scan["offset"], n as u64, "every number of the node once, in order");
        assert_eq!(scan["node"], scans[0]["node"]);
    }
    scans
}

fn assert_recorded(answered: &BTreeSet<String>, scans: &[serde_json::Value]) {
    let recorded: BTreeSet<&str> = scans.iter().filter_map(|scan| scan["referrer"].as_str()).collect();
    assert_eq!(recorded.len(), scans.len(), "no scan is recorded twice");
    let missing: Vec<_> = answered.iter().filter(|one| !recorded.contains(one.as_str())).collect();
    assert!(
        missing.is_empty(),
        "{} of {} answered scans are missing: {missing:?}",
        missing.len(),
        answered.len()
    );
}

#[test]
fn invariant_4_a_scan_answered_before_kill_9_is_in_the_log() {
    let mut signpost = Signpost::start_with(&PATIENT);
    let analyst = signpost.client("analyst");
    let mut answered = BTreeSet::new();
    for round in 0..4 {
        let url = signpost.url.clone();
        let (of_round, folder) = scan_under_load(&url, round, 150 + round * 70, || signpost.kill());
        answered.extend(of_round);
        signpost = Signpost::start_in(folder, &PATIENT);
    }
    let scans = all_is_forwarded_once(&signpost, &analyst.at(&signpost.url));
    assert_recorded(&answered, &scans);
    assert!(!signpost.said().contains("lost"), "{}", signpost.said());
}

#[test]
fn invariant_4_holds_for_scans_synced_to_the_disk_too() {
    let synced = ["--durability", "power", PATIENT[0], PATIENT[1]];
    let signpost = Signpost::start_with(&synced);
    let analyst = signpost.client("analyst");
    let url = signpost.url.clone();
    let (answered, folder) = scan_under_load(&url, 0, 200, || signpost.kill());
    let signpost = Signpost::start_in(folder, &synced);
    let scans = all_is_forwarded_once(&signpost, &analyst.at(&signpost.url));
    assert_recorded(&answered, &scans);
}

#[test]
fn invariant_5_a_scan_is_in_the_log_once_whatever_crashes_while_it_is_moved() {
    let signpost = Signpost::start_with(&PATIENT);
    let analyst = signpost.client("analyst");
    let path = signpost.data().join("scans.db");
    let mut store = Store::open(&path);
    // Somebody holds the scan log, so a heap of scans piles up in the journal.
    store.execute("BEGIN IMMEDIATE").unwrap();
    let url = signpost.url.clone();
    let (answered, ()) = scan_under_load(&url, 0, 5_000, || ());
    let mut folder = signpost.kill();
    store.execute("ROLLBACK").unwrap();
    let rows = |store: &mut Store| store.number("SELECT count(*) FROM scans");
    assert!(rows(&mut store) < 5_000, "most of it is still to be moved");

    // Each life moves some of it and is cut off.
    let mut lives = 0;
    while rows(&mut store) < 5_000 && lives < 20 {
        let before = rows(&mut store);
        let signpost = Signpost::start_in(folder, &PATIENT);
        eventually("some scans are moved", || (rows(&mut store) > before).then_some(()));
        folder = signpost.kill();
        lives += 1;
    }
    let signpost = Signpost::start_in(folder, &PATIENT);
    let scans = all_is_forwarded_once(&signpost, &analyst.at(&signpost.url));
    assert_recorded(&answered, &scans);
    // Clean ends and starts move nothing again.
    let signpost = Signpost::start_in(signpost.stop(), &PATIENT);
    let signpost = Signpost::start_in(signpost.stop(), &PATIENT);
    assert_eq!(analyst.at(&signpost.url).scans().len(), scans.len());
}
