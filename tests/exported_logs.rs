//! Logs that were exported are verified away from where they were, and whatever was changed in them is found.

use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Client, Database, Signpost, Store, database_of_its_own, eventually, phone, redirect};

/// A scan of some hour that is over, `NUMBER` seconds after its beginning.
const OLD: &str = "INSERT INTO scans (position, node, \"offset\", at, code, as_of, outcome, cause, platform, robot, visitor)
    VALUES (NUMBER, 1, NUMBER, 1579089600000000 + NUMBER * 1000000, 'BENCH', 4, 0, 'default', 0, ROBOT, 7 + NUMBER)";
/// How many.
const SCANS: u64 = 5;

/// What somebody took home: both logs in both shapes, a checkpoint and the key.
struct Home {
    folder: TempDir,
    key: String,
    decisions: [String; 2],
    scans: [String; 2],
}

const SHAPES: [&str; 2] = ["application/jsonl", "text/csv"];

fn exported(client: &Client, path: &str) -> [String; 2] {
    SHAPES.map(|accept| client.send(Method::GET, path, &[("accept", accept)], None).expect(200).text())
}

impl Home {
    fn with(signpost: &Signpost, auditor: &Client) -> Self {
        let anybody = phone(&signpost.url);
        let folder = tempfile::tempdir().unwrap();
        // Sealed first and exported then: the export may have more, which no checkpoint covers, and never less.
        std::fs::write(
            folder.path().join("kept"),
            anybody.open("/tlog/checkpoint").expect(200).text(),
        )
        .unwrap();
        Self {
            folder,
            key: anybody.open("/tlog/keys").expect(200).text().trim().to_owned(),
            decisions: exported(auditor, "/decisions/records"),
            scans: exported(auditor, "/scans"),
        }
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The exit code of `signpost audit verify`, and what it says.
    fn verify(&self, signpost: &Signpost, decisions: &str, scans: Option<&str>) -> (Option<i32>, String) {
        let decisions = self.put("decisions", decisions);
        let scans = scans.map(|scans| self.put("scans", scans));
        let kept = self.folder.path().join("kept");
        let mut arguments = vec!["audit", "verify", "--key", &self.key, "--checkpoint", kept.to_str().unwrap()];
        arguments.extend(["--decisions", decisions.to_str().unwrap()]);
        arguments.extend(scans.iter().flat_map(|scans| ["--scans", scans.to_str().unwrap()]));
        let output = signpost.command(&arguments);
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    }
}

/// Everything that can be done to the lines of a file: what it is, and what is left. A header stays where it is.
fn tampered(text: &str) -> Vec<(&'static str, String)> {
    let is_csv = !text.starts_with('{');
    let lines: Vec<&str> = text.lines().collect();
    let (header, rows) = lines.split_at(usize::from(is_csv));
    let with = |rows: Vec<String>| {
        [header.iter().map(|line| (*line).to_owned()).collect(), rows]
            .concat()
            .join("\n")
            + "\n"
    };
    let owned = || rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
    let (mut dropped, mut swapped, mut inserted, mut twice, mut first) = (owned(), owned(), owned(), owned(), owned());
    dropped.remove(1);
    swapped.swap(0, 2);
    // A made up one between others, whose positions are moved on.
    inserted.insert(1, rows[0].to_owned());
    twice.push(rows[0].to_owned());
    first.remove(0);
    let mut all = vec![
        ("dropped", with(dropped)),
        ("swapped", with(swapped)),
        ("inserted", with(inserted)),
        ("twice", with(twice)),
        ("the first one dropped", with(first)),
        ("truncated", with(owned()[..2].to_vec())),
        ("all gone", with(vec![])),
        ("torn", text[..text.len() - text.lines().last().unwrap().len() / 2].to_owned()),
    ];
    // A digit or a letter of each value in a row, whatever it says.
    let row = rows[1];
    for (at, byte) in row.bytes().enumerate() {
        let other = match byte {
            b'0'..=b'8' | b'a'..=b'y' | b'A'..=b'Y' => byte + 1,
            _ => continue,
        };
        let mut bytes = row.as_bytes().to_vec();
        bytes[at] = other;
        let mut flipped = owned();
        flipped[1] = String::from_utf8(bytes).unwrap();
        all.push(("flipped", with(flipped)));
    }
    all
}

fn whatever_was_changed_is_found(signpost: &Signpost, home: &Home) {
    for (decisions, scans) in home.decisions.iter().zip(&home.scans) {
        let (code, said) = home.verify(signpost, decisions, Some(scans));
        assert_eq!(code, Some(0), "{said}");
        assert!(
            said.contains(&format!("scans:     {SCANS} read, sealed up to position {SCANS}")),
            "{said}"
        );
        let (code, said) = home.verify(signpost, decisions, None);
        assert!(code == Some(0) && !said.contains("scans"), "{said}");
        // Each takes a process, so of the flipped bytes some will do; which ones differs from log to log.
        let some = |all: Vec<(&'static str, String)>| {
            let (flipped, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(what, _)| *what == "flipped");
            let every = (flipped.len() / 12).max(1);
            others
                .into_iter()
                .chain(flipped.into_iter().step_by(every))
                .collect::<Vec<_>>()
        };
        for (what, changed) in some(tampered(decisions)) {
            let (code, said) = home.verify(signpost, &changed, Some(scans));
            assert!(
                code == Some(1) && said.contains("BAD: decisions"),
                "{what}: {said}\n{changed}"
            );
        }
        for (what, changed) in some(tampered(scans)) {
            let (code, said) = home.verify(signpost, decisions, Some(&changed));
            assert!(code == Some(1) && said.contains("BAD: scans"), "{what}: {said}\n{changed}");
        }
    }
}

/// Decisions, and scans of hours that are over and sealed.
fn sealed(signpost: &Signpost) -> Client {
    let auditor = signpost.client("auditor");
    eventually("the old hour is sealed", || {
        let sealed: Value = auditor.get("/decisions?type=ScansSealed").expect(200).json();
        let position = sealed["items"][0]["position"].as_u64()?;
        let proof = auditor.get(&format!("/decisions/{position}/proof"));
        (proof.status == 200).then_some(())
    });
    auditor
}

/// All of them, as who is no robot stands in a store.
fn old_scans(no_robot: &str) -> impl Iterator<Item = String> {
    (1..=SCANS).map(move |number| OLD.replace("NUMBER", &number.to_string()).replace("ROBOT", no_robot))
}

fn begun(signpost: &Signpost) {
    let staff = signpost.client("admin");
    for id in ["bench", "bridge", "gate"] {
        staff
            .post("/codes", &json!({"id": id, "target": redirect("https://example.org/a,b")}))
            .expect(201);
    }
    staff
        .put(
            "/codes/bench/target?reason=%22so%22,+they+say",
            &redirect("https://example.org/"),
        )
        .expect(200);
}

#[test]
fn exported_logs_are_verified_and_whatever_was_changed_in_them_is_found() {
    let signpost = Signpost::start();
    begun(&signpost);
    let mut file = Store::open(&signpost.data().join("scans.db"));
    for scan in old_scans("0") {
        file.execute(&scan).unwrap();
    }
    drop(file);
    let signpost = Signpost::start_in(signpost.stop(), &[]);
    let auditor = sealed(&signpost);
    whatever_was_changed_is_found(&signpost, &Home::with(&signpost, &auditor));
}

#[test]
fn exported_logs_of_postgresql_are_verified_and_whatever_was_changed_in_them_is_found() {
    let database = Database::fresh();
    let signpost = Signpost::start_on(&database.url);
    begun(&signpost);
    let folder = signpost.stop();
    database.execute("SELECT make_month_of_scans('2020-01-01')").unwrap();
    for scan in old_scans("false") {
        database.execute(&scan).unwrap();
    }
    let signpost = Signpost::start_in(folder, &[]);
    let auditor = sealed(&signpost);
    whatever_was_changed_is_found(&signpost, &Home::with(&signpost, &auditor));
}

#[test]
fn records_are_exported_byte_for_byte_and_to_those_who_may() {
    let signpost = Signpost::start_on(&database_of_its_own());
    begun(&signpost);
    let auditor = signpost.client("auditor");
    let proof = eventually("the first is sealed", || {
        let proof = auditor.get("/decisions/1/proof");
        (proof.status == 200).then(|| proof.json())
    });
    let [lines, rows] = exported(&auditor, "/decisions/records?limit=1");
    assert_eq!(lines, format!("{}\n", proof["record"].as_str().unwrap()));
    let header = "event,event_version,id,kind,metadata,payload,position,record,recorded_at,sequence";
    assert_eq!(rows.lines().next(), Some(header));
    let page = auditor.get("/decisions/records?after=1&limit=2").expect(200).json();
    assert_eq!((&page["items"][0]["position"], &page["next"]), (&json!(2), &json!("3")));
    signpost.client("analyst").get("/decisions/records").problem(403, "forbidden");
    auditor.get("/decisions/records?actor=x").problem(422, "invalid");
}
