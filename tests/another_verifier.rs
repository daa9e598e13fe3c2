//! A verifier that was written from docs/audit.md alone, in another language, agrees on every proof.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::support::{Signpost, eventually, phone, redirect};

/// What the other verifier says of each of these.
fn verdicts(key: &str, answers: &[Value]) -> Vec<bool> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify.py");
    let mut child = Command::new("python3")
        .args([script, key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines: Vec<String> = answers.iter().map(|answer| format!("{answer}\n")).collect();
    let writing = std::thread::spawn(move || input.write_all(lines.concat().as_bytes()));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.success(), !text.contains("false"));
    text.lines().map(|line| line == "true").collect()
}

/// The same proof with something wrong in it, in every part.
fn spoilt(answer: &Value) -> Vec<Value> {
    let with = |name: &str, value: Value| {
        let mut spoilt = answer.clone();
        spoilt[name] = value;
        spoilt
    };
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    let mut proof = answer["proof"].as_array().unwrap().clone();
    proof.push(json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    let mut all = vec![with("proof", json!(proof))];
    if proof.len() > 1 {
        all.push(with("proof", json!(proof[1..proof.len() - 1])));
    }
    if answer.get("record").is_some() {
        all.push(with(
            "record",
            json!(text("record").replacen("rest", "resT", 1).replacen("line\"", "linE\"", 1)),
        ));
        all.push(with("position", json!(answer["position"].as_u64().unwrap() + 1)));
        all.push(with("checkpoint", json!(text("checkpoint").replacen("/tlog", "/tloG", 1))));
    } else {
        all.push(with("old", answer["new"].clone()));
        all.push(with("new", json!(text("new").replacen('\n', "\n1", 1))));
    }
    all
}

#[test]
fn a_verifier_in_another_language_agrees_on_every_proof() {
    let signpost = Signpost::start();
    let (staff, anybody) = (signpost.client("admin"), phone(&signpost.url));
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    let mut checkpoints = Vec::new();
    for round in 0..4 {
        for number in 0..6 {
            let target = redirect(&format!("https://example.org/{round}/{number}"));
            staff.put("/codes/bench/target", &target).expect(200);
        }
        let head = staff.head();
        checkpoints.push(eventually("the decisions are sealed", || {
            let note = anybody.open("/tlog/checkpoint").text();
            let size: Option<u64> = note.lines().nth(1).and_then(|size| size.parse().ok());
            size.filter(|size| *size >= head).map(|size| (size, note))
        }));
    }
    let key = anybody.open("/tlog/keys").text();
    let last = checkpoints.last().unwrap().0;
    let mut good: Vec<Value> = (1..=last)
        .map(|position| staff.get(&format!("/decisions/{position}/proof")).expect(200).json())
        .collect();
    for (n, (from, old)) in checkpoints.iter().enumerate() {
        for (to, new) in &checkpoints[n + 1..] {
            let answer = staff
                .get(&format!("/seals/consistency?from={from}&to={to}"))
                .expect(200)
                .json();
            good.push(json!({"old": old, "new": new, "proof": answer["proof"]}));
        }
    }
    assert!(good.len() > 25, "{}", good.len());
    assert_eq!(verdicts(key.trim(), &good), vec![true; good.len()]);
    let bad: Vec<Value> = good.iter().flat_map(spoilt).collect();
    assert_eq!(verdicts(key.trim(), &bad), vec![false; bad.len()]);
}
