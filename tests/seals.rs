//! Every decision is sealed within seconds, and anybody can check it with the public key alone.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use signpost_application::seals::{
    Hash,
    checkpoint::{TreeHead, VerifierKey},
    leaf,
    tree::{check_consistency, check_inclusion},
};

use crate::support::{Client, Signpost, database_of_its_own, eventually, phone, redirect};

/// What everybody sees: the keys, and the last checkpoint once it covers `position`.
fn sealed(signpost: &Signpost, position: u64) -> (Vec<VerifierKey>, TreeHead) {
    let anybody = phone(&signpost.url);
    let keys = anybody.open("/tlog/keys").expect(200).text();
    let keys: Vec<VerifierKey> = keys.lines().map(|line| line.parse().unwrap()).collect();
    let head = eventually("the decisions are sealed", || {
        let checkpoint = anybody.open("/tlog/checkpoint");
        let head = (checkpoint.status == 200).then(|| TreeHead::verified(&checkpoint.text(), &keys).unwrap());
        head.filter(|head| head.size >= position)
    });
    (keys, head)
}

fn hashes(answer: &Value) -> Vec<Hash> {
    let hashes = answer["proof"].as_array().unwrap().iter();
    hashes.map(|hash| Hash::parse_hash(hash.as_str().unwrap()).unwrap()).collect()
}

fn proved(staff: &Client, keys: &[VerifierKey], position: u64) -> Value {
    let answer = staff.get(&format!("/decisions/{position}/proof")).expect(200).json();
    let head = TreeHead::verified(answer["checkpoint"].as_str().unwrap(), keys).unwrap();
    let leaf = leaf(answer["record"].as_str().unwrap().as_bytes());
    assert_eq!(answer["leaf"], leaf.to_string());
    assert_eq!(answer["size"], head.size);
    check_inclusion(&hashes(&answer), head.size, head.root, position - 1, leaf).unwrap();
    serde_json::from_str(answer["record"].as_str().unwrap()).unwrap()
}

fn decisions_are_sealed_and_proved(signpost: &Signpost) {
    let (staff, anybody) = (signpost.client("admin"), phone(&signpost.url));
    let code = json!({"id": "bench", "target": redirect("https://example.org/")});
    staff.post("/codes", &code).expect(201);
    let (keys, first) = sealed(signpost, staff.head());
    assert!(first.origin.ends_with("/tlog"), "{first:?}");
    for number in 0..20 {
        let target = redirect(&format!("https://example.org/{number}"));
        staff.put("/codes/bench/target", &target).expect(200);
    }
    let (_, last) = sealed(signpost, staff.head());
    let record = proved(&staff, &keys, last.size);
    assert_eq!(
        (&record["event"], &record["id"], &record["position"]),
        (&json!("Retargeted"), &json!("BENCH"), &json!(last.size))
    );
    for position in 1..last.size {
        proved(&staff, &keys, position);
    }
    let consistency = staff
        .get(&format!("/seals/consistency?from={}&to={}", first.size, last.size))
        .expect(200)
        .json();
    check_consistency(&hashes(&consistency), (first.size, first.root), (last.size, last.root)).unwrap();

    let tile = anybody.open(&format!("/tlog/tile/0/000.p/{}", last.size)).expect(200);
    assert_eq!(tile.bytes.len() as u64, last.size * 32);
    assert_eq!(tile.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(tile.header("content-type"), Some("application/octet-stream"));
    assert_eq!(anybody.open("/tlog/checkpoint").header("cache-control"), Some("no-cache"));
    let shorter = anybody.open(&format!("/tlog/tile/0/000.p/{}", first.size)).expect(200);
    assert!(tile.bytes.starts_with(&shorter.bytes), "a tile only grows");

    for missing in ["0/000", "0/001.p/1", "1/000.p/1", "64/000", "0/000.p/0", "entries/000", "x"] {
        anybody.open(&format!("/tlog/tile/{missing}")).problem(404, "not-found");
    }
    for missing in ["0", "99999", "x", "-1"] {
        staff.get(&format!("/decisions/{missing}/proof")).problem(404, "not-found");
    }
    for wrong in ["", "?from=0", "?from=x", "?from=5&to=4", "?from=1&to=99999", "?from=1&size=2"] {
        staff.get(&format!("/seals/consistency{wrong}")).problem(422, "invalid");
    }
    let analyst = signpost.client("analyst");
    analyst.get("/decisions/1/proof").problem(403, "forbidden");
    analyst.get("/seals/consistency?from=1").problem(403, "forbidden");
}

#[test]
fn every_decision_is_sealed_within_seconds_and_proved_to_whoever_has_the_key() {
    let signpost = Signpost::start();
    decisions_are_sealed_and_proved(&signpost);
    let key = signpost.data().join("seal-keys");
    assert_eq!(std::fs::metadata(key).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn on_postgresql_too() {
    decisions_are_sealed_and_proved(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn what_an_auditor_kept_stays_true_over_a_restart_and_a_rebuild() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let (keys, kept) = sealed(&signpost, staff.head());
    let signpost = Signpost::start_in(signpost.kill(), &[]);
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    let rebuilt = signpost.command(&["projections", "rebuild", "seals"]);
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    let (same, last) = sealed(&signpost, staff.head());
    assert_eq!(same, keys);
    let consistency = staff
        .get(&format!("/seals/consistency?from={}&to={}", kept.size, last.size))
        .expect(200)
        .json();
    check_consistency(&hashes(&consistency), (kept.size, kept.root), (last.size, last.root)).unwrap();
}
