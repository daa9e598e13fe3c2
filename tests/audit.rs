//! `signpost audit verify`: whoever has a database or a backup of it, and a checkpoint, needs nobody's word.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Signpost, Store, database_of_its_own, eventually, phone};

/// A server with some decisions that are sealed, and the checkpoint and key that an auditor kept of it.
fn kept(signpost: &Signpost, folder: &Path) -> (String, String) {
    let staff = signpost.client("admin");
    for id in ["bench", "bridge", "tower"] {
        staff.post("/codes", &json!({"id": id, "label": "old"})).expect(201);
    }
    let head = staff.head();
    let anybody = phone(&signpost.url);
    let checkpoint = eventually("the decisions are sealed", || {
        let checkpoint = anybody.open("/tlog/checkpoint").text();
        (checkpoint.lines().nth(1) == Some(&head.to_string())).then_some(checkpoint)
    });
    let file = folder.join("checkpoint-of-the-auditor");
    std::fs::write(&file, checkpoint).unwrap();
    let key = signpost.command(&["seals", "key"]);
    let key = String::from_utf8(key.stdout).unwrap().trim().to_owned();
    assert_eq!(anybody.open("/tlog/keys").text().trim(), key);
    (file.display().to_string(), key)
}

fn verify(signpost: &Signpost, more: &[&str]) -> (Option<i32>, Value) {
    let output = signpost.command(&[&["audit", "verify", "--json"], more].concat());
    let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code(), report)
}

#[test]
fn a_changed_record_is_named_and_ends_with_1() {
    let signpost = Signpost::start();
    let (checkpoint, key) = kept(&signpost, &signpost.data());
    let evidence = ["--checkpoint", &checkpoint, "--key", &key];
    let (code, report) = verify(&signpost, &evidence);
    assert_eq!((code, &report["faults"]), (Some(0), &json!([])), "{report}");
    let output = signpost.command(&["audit", "verify"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("decisions: "), "{output:?}");

    let mut store = Store::open(&signpost.data().join("signpost.db"));
    store.execute("DROP TRIGGER events_refuse_update").unwrap();
    store
        .execute("UPDATE events SET payload = json_set(payload, '$.label', 'new') WHERE aggregate_id = 'BRIDGE'")
        .unwrap();
    let position = store.number("SELECT position FROM events WHERE aggregate_id = 'BRIDGE'");
    let (code, report) = verify(&signpost, &evidence);
    assert_eq!(code, Some(1), "{report}");
    assert_eq!(report["faults"][0]["position"], position, "{report}");
    let output = signpost.command(&["audit", "verify"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains(&format!("BAD: decisions, position {position}: ")), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_checkpoint_that_somebody_else_signed_is_no_evidence() {
    let signpost = Signpost::start();
    let other = Signpost::start();
    let (checkpoint, key) = kept(&signpost, &signpost.data());
    let (_, foreign) = kept(&other, &other.data());
    let (code, _) = verify(&signpost, &["--checkpoint", &checkpoint, "--key", &foreign]);
    assert_eq!(code, Some(2), "it cannot be used");
    let (code, report) = verify(&signpost, &["--key", &foreign]);
    assert_eq!((code, &report["faults"][0]["log"]), (Some(1), &json!("seals")), "{report}");
    let (code, _) = verify(&signpost, &["--key", &key]);
    assert_eq!(code, Some(0));
}

#[test]
fn on_postgresql_too_and_over_a_change_of_keys() {
    let signpost = Signpost::start_on(&database_of_its_own());
    let (checkpoint, key) = kept(&signpost, &signpost.data());
    let rotated = signpost.command(&["seals", "rotate"]);
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    let new = String::from_utf8(rotated.stdout).unwrap().trim().to_owned();
    assert_ne!(new, key);
    let staff = signpost.client("admin");
    let decisions = staff.get("/decisions?type=KeyRotated").expect(200).json();
    assert_eq!(decisions["items"][0]["after"]["key"], new, "{decisions}");
    let head = staff.head();
    eventually("the change of keys is sealed", || {
        let text = phone(&signpost.url).open("/tlog/checkpoint").text();
        let sealed: Option<u64> = text.lines().nth(1).and_then(|size| size.parse().ok());
        (sealed >= Some(head)).then_some(())
    });
    let (code, report) = verify(&signpost, &["--checkpoint", &checkpoint, "--key", &key, "--key", &new]);
    assert_eq!((code, &report["faults"]), (Some(0), &json!([])), "{report}");
}
