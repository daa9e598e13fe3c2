//! An evidence file is held against a checkpoint that somebody kept long before it was made.

use std::{process::Command, sync::Arc};

use serde_json::json;

use super::{AUTUMN, SUMMER, ZOMER, evidence, unpacked};
use crate::support::{Client, Signpost, database_of_its_own, eventually, phone, redirect};

/// The present checkpoint, and how many decisions it has.
fn checkpoint(signpost: &Signpost) -> (String, u64) {
    let note = phone(&signpost.url).open("/tlog/checkpoint").expect(200).text();
    let size = note.lines().nth(1).unwrap().parse().unwrap();
    (note, size)
}

/// What both verifiers say of a file and a checkpoint that was kept, and whether they find it right.
fn verified(signpost: &Signpost, file: &[u8], kept: &str) -> [(bool, String); 2] {
    let folder = tempfile::tempdir().unwrap();
    let [zip, note] = ["evidence.zip", "kept"].map(|name| folder.path().join(name).display().to_string());
    std::fs::write(&zip, file).unwrap();
    std::fs::write(&note, kept).unwrap();
    let key = phone(&signpost.url).open("/tlog/keys").expect(200).text().trim().to_owned();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify.py");
    let python = Command::new("python3").args([program, &key, &zip, &note]).output().unwrap();
    let arguments = ["audit", "verify", "--evidence", &zip, "--checkpoint", &note, "--key", &key];
    [python, signpost.command(&arguments)].map(|output| {
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.success(), said)
    })
}

#[track_caller]
fn assert_both(verdicts: [(bool, String); 2], is_right: bool, words: &str) {
    for (verdict, said) in verdicts {
        assert!(verdict == is_right && said.contains(words), "{verdict}: {said}");
    }
}

/// Leads the bench elsewhere, so that the log grows.
fn retarget(staff: &Client, url: &str) {
    staff.put("/codes/bench/target", &redirect(url)).expect(200);
}

fn a_file_is_held_against_a_checkpoint(signpost: &Signpost) {
    let staff = signpost.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect(SUMMER)}))
        .expect(201);
    evidence(&staff, "");
    let (kept, size) = checkpoint(signpost);
    retarget(&staff, AUTUMN);
    let file = evidence(&staff, &format!("?checkpoint=1,{size}"));
    assert_eq!(unpacked(&file)["consistency.jsonl"].lines().count(), 2);
    assert_both(
        verified(signpost, &file, &kept),
        true,
        &format!("its log is that of the checkpoint of {size} "),
    );
    // Its own needs no proof.
    let own = unpacked(&file)["checkpoint"].clone();
    assert_both(verified(signpost, &file, &own), true, "its log is that of the checkpoint of");
    let silent = evidence(&staff, "");
    assert!(!unpacked(&silent).contains_key("consistency.jsonl"));
    assert_both(verified(signpost, &silent, &kept), false, &format!("checkpoint={size}"));
    for wrong in ["0", "x", "1,,2", "1000000"] {
        let path = format!("/codes/bench/evidence?checkpoint={wrong}");
        staff.get(&path).problem(422, "invalid");
    }
}

#[test]
fn a_file_is_held_against_a_checkpoint_that_was_kept() {
    a_file_is_held_against_a_checkpoint(&Signpost::start());
}

#[test]
fn a_file_is_held_against_a_checkpoint_that_was_kept_on_postgresql_too() {
    a_file_is_held_against_a_checkpoint(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn a_file_of_another_history_is_found_by_whoever_kept_a_checkpoint() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect(SUMMER)}))
        .expect(201);
    evidence(&staff, "");
    let folder = signpost.stop();
    let copy = Arc::new(tempfile::tempdir().unwrap());
    let copied = Command::new("cp").arg("-rT").args([folder.path(), copy.path()]).status();
    assert!(copied.unwrap().success());

    // What an auditor saw, signed.
    let signpost = Signpost::start_in(folder, &[]);
    let seen = staff.at(&signpost.url);
    retarget(&seen, AUTUMN);
    evidence(&seen, "");
    let (kept, size) = checkpoint(&signpost);
    drop(signpost);

    // What whoever holds the key would rather have had, signed with the same key.
    let signpost = Signpost::start_in(copy, &[]);
    let staff = staff.at(&signpost.url);
    for _ in 0..size {
        retarget(&staff, ZOMER);
        retarget(&staff, SUMMER);
    }
    let file = eventually("its log is longer", || {
        let file = evidence(&staff, "");
        (checkpoint(&signpost).1 > size).then_some(file)
    });
    drop(file);
    let file = evidence(&staff, &format!("?checkpoint={size}"));
    assert_both(
        verified(&signpost, &file, &kept),
        false,
        "is not the one that the checkpoint of",
    );
}
