//! All that can be shown and proved of a code, as one file that is verified without Signpost, and in which whatever was changed is found.

mod kept_checkpoints;
mod memory;

use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::{
    Client, Signpost, Store,
    browser::{look, photograph, print},
    database_of_its_own, eventually, phone, redirect,
};

const SUMMER: &str = "https://example.org/summer";
const ZOMER: &str = "https://zomer.example.org/";
const AUTUMN: &str = "https://example.org/autumn";

/// A city in which somebody redefined an audience; how many decisions are on the bench and on what it used.
fn city(signpost: &Signpost, staff: &Client) -> usize {
    let dutch = |language| json!({"label": "Dutch", "condition": {"language": [language]}});
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    staff.put("/audiences/dutch", &dutch("nl")).expect(201);
    let rule = json!({"audience": "dutch", "target": redirect(ZOMER)});
    let minted = json!({"id": "bench", "label": "Bench <b>under</b> the oak", "unit": "parks", "target": redirect(SUMMER), "rules": [rule]});
    staff.post("/codes", &minted).expect(201);
    staff
        .post("/codes", &json!({"id": "plain", "target": redirect(SUMMER)}))
        .expect(201);
    let speaking = |language| phone(&signpost.url).with("accept-language", language);
    let (nl, fr) = (speaking("nl-BE"), speaking("fr"));
    let visit = || {
        for visitor in [&nl, &fr] {
            visitor.open("/bench").expect(302);
            visitor.open("/plain").expect(302);
        }
    };
    visit();
    staff.put("/audiences/dutch?reason=a+mistake", &dutch("fr")).expect(200);
    visit();
    let put_right = staff.put("/codes/bench/target?reason=the+leaves+fall", &redirect(AUTUMN));
    put_right.expect(200);
    visit();
    eventually("all scans are in the log", || (staff.scans().len() == 12).then_some(()));
    // Founded, defined, minted with target and rules, redefined, retargeted.
    7
}

/// The evidence on the bench, once it is sealed.
fn evidence(client: &Client, query: &str) -> Vec<u8> {
    evidence_of(client, &format!("bench/evidence{query}"))
}

fn evidence_of(client: &Client, path: &str) -> Vec<u8> {
    eventually("the evidence is sealed", || {
        let answer = client.get(&format!("/codes/{path}"));
        if answer.status == 503 {
            answer.problem(503, "not-sealed");
            return None;
        }
        assert_eq!(answer.header("content-type"), Some("application/zip"), "{}", answer.text());
        Some(answer.bytes)
    })
}

type Files = BTreeMap<String, String>;

fn unpacked(bytes: &[u8]) -> Files {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

fn packed(files: &Files) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Both verifiers, and where what they look at is put.
struct Verifiers<'a> {
    signpost: &'a Signpost,
    key: String,
    folder: TempDir,
}

impl Verifiers<'_> {
    fn put(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("evidence.zip");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Whether the program that stands in the file finds it right, and what it says.
    fn python(&self, bytes: &[u8], key: &str) -> (bool, String) {
        let path = self.put(bytes);
        let program = self.folder.path().join("verify.py");
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify.py");
        std::fs::copy(shipped, &program).unwrap();
        let output = Command::new("python3").arg(program).arg(key).arg(path).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        (output.status.success(), said)
    }

    /// The exit code of `signpost audit verify`.
    fn signpost(&self, bytes: &[u8], key: &str) -> (Option<i32>, String) {
        let path = self.put(bytes);
        let output = self
            .signpost
            .command(&["audit", "verify", "--evidence", path.to_str().unwrap(), "--key", key]);
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    }

    /// Fails unless both find that this was changed, and say so in these words.
    #[track_caller]
    fn find(&self, files: &Files, words: [&str; 2]) {
        let bytes = packed(files);
        let (is_right, said) = self.python(&bytes, &self.key);
        assert!(!is_right && said.contains(words[0]), "{said}");
        let (code, said) = self.signpost(&bytes, &self.key);
        assert!(code == Some(1) && said.contains(words[1]), "{said}");
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn whoever_has_the_file_can_verify_it(signpost: &Signpost) {
    let staff = signpost.client("admin");
    let count = city(signpost, &staff);
    let bytes = evidence(&signpost.client("auditor"), "");
    let files = unpacked(&bytes);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "HOW-TO-VERIFY.txt",
        "SHA256SUMS",
        "checkpoint",
        "decisions.jsonl",
        "keys",
        "proofs.jsonl",
        "report.html",
        "scans-per-target.csv",
        "scans.csv",
        "verify.py",
    ];
    assert_eq!(names, expected);
    let decisions = lines(&files["decisions.jsonl"]);
    let things: Vec<&Value> = decisions.iter().map(|decision| &decision["id"]).collect();
    assert_eq!(decisions.len(), count, "{things:?}");
    assert!(!things.contains(&&json!("PLAIN")), "{things:?}");
    assert_eq!(files["scans.csv"].lines().count(), 7, "{}", files["scans.csv"]);
    let at = staff.scans()[0]["at"].as_str().unwrap()[..10].to_owned();
    for row in [
        format!("{at},redirect,{SUMMER},,2,0"),
        format!("{at},redirect,{ZOMER},,3,0"),
        format!("{at},redirect,{AUTUMN},,1,0"),
    ] {
        assert!(
            files["scans-per-target.csv"].contains(&row),
            "{}",
            files["scans-per-target.csv"]
        );
    }

    let key = phone(&signpost.url).open("/tlog/keys").expect(200).text().trim().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let verifiers = Verifiers { signpost, key, folder };
    let (is_right, said) = verifiers.python(&bytes, &verifiers.key);
    assert!(
        is_right && said.starts_with("7 decisions are proved") && said.contains("6 scans"),
        "{said}"
    );
    let (code, said) = verifiers.signpost(&bytes, &verifiers.key);
    assert!(code == Some(0) && said.starts_with("decisions: 7"), "{said}");
    // So does Python's own unpacker, which knows nothing of how it was made.
    let tried = Command::new("python3")
        .args(["-m", "zipfile", "-t"])
        .arg(verifiers.put(&bytes))
        .output();
    assert!(tried.unwrap().status.success());
    whatever_was_changed_is_found(&verifiers, &files, &bytes);
}

fn whatever_was_changed_is_found(verifiers: &Verifiers<'_>, files: &Files, bytes: &[u8]) {
    let with = |changes: &[(&str, &str, &str)]| {
        let mut changed = files.clone();
        for (name, from, to) in changes {
            assert!(files[*name].contains(from), "{name}");
            changed.insert((*name).to_owned(), files[*name].replacen(from, to, 1));
        }
        changed
    };
    let other = "its proof is of something else";
    let decisions = "decisions.jsonl";
    verifiers.find(&with(&[(decisions, "a mistake", "A mistake")]), ["has another proof", other]);
    verifiers.find(
        &with(&[("proofs.jsonl", "a mistake", "A mistake")]),
        ["has another proof", other],
    );
    let both = with(&[
        (decisions, "a mistake", "A mistake"),
        ("proofs.jsonl", "a mistake", "A mistake"),
    ]);
    verifiers.find(&both, ["another root", "it is not in the log"]);
    verifiers.find(&with(&[("checkpoint", "\n", "\n1")]), ["a wrong signature", "its checkpoint"]);
    // One decision left out, with its proof: the third of the code is missing before its fourth.
    let mut shorter = files.clone();
    for name in [decisions, "proofs.jsonl"] {
        let left = files[name].lines().filter(|line| !line.contains("RulesChanged"));
        shorter.insert(name.to_owned(), left.flat_map(|line| [line, "\n"]).collect());
    }
    verifiers.find(&shorter, ["on code BENCH is missing", "one on the same thing is missing"]);

    for (changed, words) in [
        (with(&[("scans.csv", SUMMER, ZOMER)]), "do not agree"),
        (with(&[("scans.csv", ",ios,", ",iot,")]), "scans.csv was changed"),
        (with(&[("report.html", "a mistake", "no mistake")]), "report.html was changed"),
    ] {
        let (is_right, said) = verifiers.python(&packed(&changed), &verifiers.key);
        assert!(!is_right && said.contains(words), "{said}");
    }
    // Bytes of the file itself: more of them than the head of a file in it, where there are some that say nothing of what is in it.
    let mut flipped = bytes.to_vec();
    for byte in &mut flipped[bytes.len() / 2..][..80] {
        *byte ^= 1;
    }
    assert!(!verifiers.python(&flipped, &verifiers.key).0);
    assert_ne!(verifiers.signpost(&flipped, &verifiers.key).0, Some(0));
    // Another city's key.
    let another = "q.example.org/tlog+0b7a26e8+AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g";
    assert_ne!(verifiers.signpost(bytes, another).0, Some(0));
}

#[test]
fn whoever_has_the_evidence_file_can_verify_it_and_whatever_was_changed_is_found() {
    whoever_has_the_file_can_verify_it(&Signpost::start());
}

#[test]
fn whoever_has_the_evidence_file_can_verify_it_on_postgresql_too() {
    whoever_has_the_file_can_verify_it(&Signpost::start_on(&database_of_its_own()));
}

/// Serves one page to a browser.
fn served(page: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4_096]);
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close";
            let _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{page}", page.len());
        }
    });
    format!("http://{address}/")
}

#[test]
fn the_report_is_read_and_printed_with_nothing_but_itself() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&signpost, &staff);
    // From the mistake on.
    let decisions = staff.get("/decisions?q=mistake").expect(200).json();
    let from = decisions["items"][0]["at"].as_str().unwrap().to_owned();
    let files = unpacked(&evidence(&staff, &format!("?from={from}")));
    assert_eq!(files["scans.csv"].lines().count(), 5, "{}", files["scans.csv"]);
    let url = served(files["report.html"].clone());
    let seen = look(&url, 1);
    assert_eq!(seen.asked_for, [""; 0], "it needs nothing but itself");
    assert!(seen.all("script").is_empty());
    let body = seen.says("body");
    for told in [
        "Evidence on code BENCH",
        "Bench <b>under</b> the oak",
        "How it was at the beginning",
        "because: “a mistake”",
        r#"The condition of the audience dutch was {"language":["nl"]} and is now {"language":["fr"]}."#,
        "Its default target was https://example.org/summer and is now https://example.org/autumn.",
        "before the time of this report",
        "/tlog",
    ] {
        assert!(body.contains(told), "{told} in {body}");
    }
    let facts: Vec<String> = seen.all("dl.facts").iter().map(|facts| facts.text().collect()).collect();
    assert!(facts[1].contains(SUMMER) && !facts[1].contains(AUTUMN), "{facts:?}");
    assert!(facts[2].contains(AUTUMN), "{facts:?}");
    assert!(photograph(&url, "evidence").exists());
    assert!(is_pdf(&print(&url, "evidence")));
}

fn is_pdf(path: &Path) -> bool {
    std::fs::read(path).unwrap().starts_with(b"%PDF")
}

#[test]
fn scans_of_expired_months_are_named_with_what_was_sealed_of_them() {
    const OLD: &str = "INSERT INTO scans (position, node, offset, at, code, as_of, outcome, cause, platform, robot, visitor)
        SELECT count(*) + 1, 1, count(*), 1579089600000000, 'BENCH', 4, 0, 'default', 0, 0, 7 FROM scans";
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .post("/codes", &json!({"id": "bench", "target": redirect(SUMMER)}))
        .expect(201);
    let mut file = Store::open(&signpost.data().join("scans.db"));
    file.execute(OLD).unwrap();
    drop(file);
    // Hours that are over are sealed at a start.
    let signpost = Signpost::start_in(signpost.stop(), &[]);
    let staff = staff.at(&signpost.url);
    phone(&signpost.url).open("/bench").expect(302);
    eventually("all is counted", || {
        let counted = staff
            .get("/statistics?from=2019-01-01T00:00:00Z&bucket=month")
            .expect(200)
            .json();
        (counted["scans"] == 2).then_some(())
    });
    eventually("the old hour is sealed", || {
        let sealed = staff.get("/decisions?type=ScansSealed").expect(200).json();
        sealed["items"]
            .as_array()
            .is_some_and(|items| !items.is_empty())
            .then_some(())
    });
    let output = signpost.command(&["scans", "expire", "--before", "2021-01"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    eventually("the server heard of it", || {
        let expired = staff.get("/decisions?type=ScansExpired").expect(200).json();
        expired["items"]
            .as_array()
            .is_some_and(|items| !items.is_empty())
            .then_some(())
    });
    let files = eventually("that is sealed, too", || {
        let files = unpacked(&evidence(&staff, ""));
        files["decisions.jsonl"].contains("ScansExpired").then_some(files)
    });
    let hours = &files["expired-hours.csv"];
    assert!(
        hours.lines().nth(1).unwrap().starts_with("2020-01-15T12:00:00Z,1,1,1,"),
        "{hours}"
    );
    assert!(files["decisions.jsonl"].contains("ScansSealed"));
    assert!(files["report.html"].contains("Scans of 2020-01 are not there any more"));
    let later = unpacked(&evidence(&staff, "?from=2025-01-01T00:00:00Z"));
    assert!(!later.contains_key("expired-hours.csv"));
}

#[test]
fn evidence_that_cannot_be_is_refused() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    evidence(&staff, "");
    staff.get("/codes/none/evidence").problem(404, "not-found");
    staff
        .get("/codes/bench/evidence?until=2020-01-01T00:00:00Z")
        .problem(404, "not-found");
    for wrong in [
        "from=noon",
        "until=x",
        "from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z",
        "at=1",
    ] {
        staff.get(&format!("/codes/bench/evidence?{wrong}")).problem(422, "invalid");
    }
    for role in ["analyst", "editor"] {
        signpost.client(role).get("/codes/bench/evidence").problem(403, "forbidden");
    }
    let nobody = staff.at(&signpost.url).send(Method::POST, "/codes/bench/evidence", &[], None);
    nobody.problem(405, "method-not-allowed");
}
