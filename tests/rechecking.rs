//! `signpost audit recheck`: every recorded scan is resolved again, and whoever changed one is found out.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::support::{Client, Signpost, Store, database_of_its_own, eventually, phone, redirect};

/// Some visits to a city, and how many scans that were.
fn visits(signpost: &Signpost, staff: &Client) -> usize {
    let dutch = json!({"label": "Dutch", "condition": {"language": ["nl"]}});
    staff.put("/audiences/dutch", &dutch).expect(201);
    let minted = json!({"id": "bench", "target": redirect("https://example.org/summer"), "rules": [
        {"audience": "dutch", "target": redirect("https://example.org/zomer")},
        {"when": {"query": {"name": "app", "equals": "x"}}, "target": redirect("https://example.org/app")},
    ]});
    staff.post("/codes", &minted).expect(201);
    let speaking = |language| phone(&signpost.url).with("accept-language", language);
    let (anybody, reader) = (speaking("fr"), speaking("nl-BE"));
    anybody.open("/bench").expect(302);
    anybody.open("/bench?app=x").expect(302);
    reader.open("/bench").expect(302);
    reader.open("/nobody").expect(404);
    staff.post("/codes/bench/suspend", &json!({})).expect(200);
    reader.open("/bench").expect(503);
    staff.post("/codes/bench/resume", &json!({})).expect(200);
    reader.open("/bench").expect(302);
    eventually("all scans are in the log", || (staff.scans().len() == 6).then_some(()));
    6
}

/// The exit code, what disagrees, and what came of all.
fn recheck(signpost: &Signpost, more: &[&str]) -> (Option<i32>, Vec<Value>, Value) {
    let output = signpost.command(&[&["audit", "recheck", "--json"], more].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said = lines.pop().unwrap_or_default();
    (output.status.code(), lines, said)
}

#[test]
fn a_scan_that_says_otherwise_than_it_was_is_named_and_ends_with_1() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let count = visits(&signpost, &staff);
    let (code, disagreements, said) = recheck(&signpost, &[]);
    assert_eq!((code, disagreements), (Some(0), vec![]), "{said}");
    let tally = json!({"scans": count, "again": 4, "in_part": 2, "elsewhere": 0, "disagreements": 0, "position": count});
    assert_eq!(said, json!({"whole": true, "tally": tally}));
    let output = signpost.command(&["audit", "recheck"]);
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("disagreements: 0"),
        "{output:?}"
    );

    let mut store = Store::open(&signpost.data().join("scans.db"));
    store.execute("DROP TRIGGER scans_refuse_update").unwrap();
    store
        .execute("UPDATE scans SET cause = 'default' WHERE position = 3")
        .unwrap();
    let (code, disagreements, said) = recheck(&signpost, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(
        (&disagreements[0]["position"], &disagreements[0]["code"]),
        (&json!(3), &json!("BENCH"))
    );
    assert_eq!(said["tally"]["disagreements"], 1);
    let output = signpost.command(&["audit", "recheck"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("BAD: scan 3 of BENCH at "), "{text}");
    let (code, _, said) = recheck(&signpost, &["--until", "2020-01-01T00:00:00Z"]);
    assert_eq!((code, &said["tally"]["scans"]), (Some(0), &json!(0)));
}

#[test]
fn scans_on_postgresql_are_resolved_again_too() {
    let signpost = Signpost::start_on(&database_of_its_own());
    let staff = signpost.client("admin");
    let count = visits(&signpost, &staff);
    let (code, disagreements, said) = recheck(&signpost, &[]);
    assert_eq!(
        (code, disagreements, &said["tally"]["scans"]),
        (Some(0), vec![], &json!(count))
    );
}

#[test]
fn a_recheck_that_is_interrupted_says_how_far_it_came_and_does_not_pass_for_whole() {
    const MANY: &str = "INSERT INTO scans (position, node, offset, at, code, as_of, outcome, cause, platform, robot, visitor)
        WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000000)
        SELECT n, 1, n, 1579089600000000 + n, 'BENCH', 2, 0, 'default', 0, 0, n FROM n";
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect("https://example.org/")}))
        .expect(201);
    let file = signpost.data().join("scans.db");
    let folder = signpost.stop();
    let mut store = Store::open(&file);
    store.execute(MANY).unwrap();
    // One that is told as soon as the first part was looked at.
    store.execute("DROP TRIGGER scans_refuse_update").unwrap();
    store.execute("UPDATE scans SET cause = 'rule:7' WHERE position = 1").unwrap();
    drop(store);
    let mut child = Signpost::program(folder.path())
        .args(["audit", "recheck", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(first["position"], 1);
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(told.unwrap().success());
    let said: Value = serde_json::from_str(&lines.last().unwrap().unwrap()).unwrap();
    let position = said["tally"]["position"].as_u64().unwrap();
    assert!(said["whole"] == false && (1..1_000_000).contains(&position), "{said}");
    assert_eq!(said["tally"]["scans"], position, "all up to there were looked at");
    assert_ne!(child.wait().unwrap().code(), Some(0));
}
