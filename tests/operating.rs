//! What an operator relies on.

use std::{collections::BTreeSet, sync::Mutex, thread};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{PROJECTIONS, Signpost, eventually, phone, redirect};

fn program(signpost: &Signpost, arguments: &[&str]) -> String {
    let output = signpost.command(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn health_and_readiness_are_told_without_a_token() {
    let signpost = Signpost::start();
    let anybody = phone(&signpost.url);
    assert_eq!(anybody.open("/healthz").expect(200).text(), "ok\n");
    let ready = eventually("every read model has reported", || {
        let ready = anybody.open("/readyz").expect(200).json();
        // And the memory of the node, and of its tokens.
        (ready["projections"].as_array().unwrap().len() == PROJECTIONS.len() + 2).then_some(ready)
    });
    assert_eq!(ready["ready"], true);
    for projection in ready["projections"].as_array().unwrap() {
        assert_eq!(projection["lag"], 0, "{projection}");
        assert!(["decisions", "records", "scans"].contains(&projection["follows"].as_str().unwrap()));
    }
}

/// Fails unless a line of the exposition is a sample: a name, labels in quotes, a number.
fn assert_sample(line: &str) {
    let (series, value) = line.rsplit_once(' ').unwrap();
    value.parse::<f64>().unwrap_or_else(|_| panic!("no number: {line}"));
    let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
    assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{line}");
    let labels = labels.strip_suffix('}').unwrap();
    for label in labels.split(',').filter(|label| !label.is_empty()) {
        let (name, value) = label.split_once('=').unwrap();
        assert!(!name.is_empty() && value.starts_with('"') && value.ends_with('"'), "{line}");
    }
}

#[test]
fn metrics_are_in_the_format_that_prometheus_reads_and_count_what_happened() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let code = json!({"id": "bench", "target": redirect("https://example.org/")});
    staff.post("/codes", &code).expect(201);
    for _ in 0..3 {
        phone(&signpost.url).open("/bench").expect(302);
    }
    phone(&signpost.url)
        .with("user-agent", "WhatsApp/2.23")
        .open("/bench")
        .expect(302);
    phone(&signpost.url).open("/unknown").expect(404);
    let answer = phone(&signpost.url).open("/metrics").expect(200);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("application/openmetrics-text")
    );
    let text = answer.text();
    assert!(text.ends_with("# EOF\n"));
    let (comments, samples): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with('#'));
    for line in &samples {
        assert_sample(line);
    }
    for comment in comments {
        let known = ["# HELP ", "# TYPE ", "# UNIT ", "# EOF"];
        assert!(known.iter().any(|word| comment.starts_with(word)), "{comment}");
    }
    for sample in [
        "signpost_scans_total{outcome=\"redirected\",robot=\"false\"} 3",
        "signpost_scans_total{outcome=\"redirected\",robot=\"true\"} 1",
        "signpost_scans_total{outcome=\"unknown\",robot=\"false\"} 1",
        "signpost_journal_written_total 5",
        "signpost_scans_dropped_total 0",
        "signpost_resolver_codes 1",
        "signpost_projection_stopped{projection=\"catalogue\"} 0",
    ] {
        assert!(samples.contains(&sample), "{sample} is missing:\n{text}");
    }
}

#[test]
fn every_line_of_a_json_log_is_json() {
    let signpost = Signpost::start_with(&["--log-format", "json"]);
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    staff.post("/codes", &json!({"id": "\u{1b}[31m\n{"})).expect(422);
    phone(&signpost.url).open("/bench").expect(404);
    let folder = signpost.stop();
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    for line in &lines {
        assert!(
            line["timestamp"].is_string() && line["level"].is_string() && line["message"].is_string(),
            "{line}"
        );
    }
    assert!(lines.iter().any(|line| line["status"] == 422), "requests are logged");
    assert_eq!(lines.last().unwrap()["message"], "stopped; nothing is lost");
}

#[test]
fn sigterm_under_load_loses_neither_a_scan_nor_a_decision() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let url = signpost.url.clone();
    let (scanned, minted) = (Mutex::new(BTreeSet::new()), Mutex::new(BTreeSet::new()));
    let folder = thread::scope(|scope| {
        for visitor in 0..4 {
            let (url, scanned) = (&url, &scanned);
            scope.spawn(move || {
                for n in 0.. {
                    let referrer = format!("n{n}.v{visitor}.example");
                    let visit = phone(url).with("referer", &format!("https://{referrer}/"));
                    match visit.try_send(Method::GET, "/bench") {
                        Some(_) => scanned.lock().unwrap().insert(referrer),
                        None => return,
                    };
                }
            });
        }
        for writer in 0..2 {
            let (staff, minted) = (staff.clone(), &minted);
            scope.spawn(move || {
                for n in 0.. {
                    let id = format!("W{writer}-{n}");
                    match staff.try_post("/codes", &[], &json!({"id": id})) {
                        Some(answer) => minted.lock().unwrap().insert(answer.expect(201).json()["id"].to_string()),
                        None => return,
                    };
                }
            });
        }
        eventually("some load", || {
            (scanned.lock().unwrap().len() > 100 && minted.lock().unwrap().len() > 10).then_some(())
        });
        signpost.stop()
    });
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    // All of it was moved on before the end, so it is there at once.
    let scans = staff.scans();
    let recorded: BTreeSet<_> = scans
        .iter()
        .map(|scan| scan["referrer"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(recorded.len(), scans.len());
    assert!(scanned.into_inner().unwrap().is_subset(&recorded));
    let page = staff.get("/codes?limit=1000").expect(200).json();
    let codes: BTreeSet<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code["id"].to_string())
        .collect();
    assert!(minted.into_inner().unwrap().is_subset(&codes));
    assert_eq!(phone(&signpost.url).open("/readyz").status, 200);
}

#[test]
fn a_revoked_token_is_refused_from_its_next_call_on() {
    let signpost = Signpost::start();
    let (staff, other) = (signpost.client("admin"), signpost.client("editor"));
    for client in [&staff, &other] {
        client.get("/codes").expect(200);
    }
    let list: Value = serde_json::from_str(&program(&signpost, &["token", "list", "--json"])).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 2);
    let editor = list.iter().find(|row| row["grants"][0]["role"] == "editor").unwrap();
    assert!(editor["revoked_at"].is_null() && editor["name"] == "Test", "{editor}");
    let id = editor["id"].as_str().unwrap();
    assert!(
        !list.iter().any(|row| row.to_string().contains(&other.token)),
        "a token is never shown again"
    );

    program(&signpost, &["token", "revoke", id]);
    other.get("/codes").problem(401, "unauthenticated");
    other.post("/codes", &json!({})).problem(401, "unauthenticated");
    staff.get("/codes").expect(200);
    // Once more changes nothing.
    program(&signpost, &["token", "revoke", id]);
    let text = program(&signpost, &["token", "list"]);
    assert_eq!(text.lines().filter(|line| line.contains("revoked")).count(), 1, "{text}");
    let signpost = Signpost::start_in(signpost.kill(), &[]);
    other.at(&signpost.url).get("/codes").problem(401, "unauthenticated");
}

#[test]
fn the_list_of_projections_says_how_far_each_has_come() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({})).expect(201);
    // No answer waits for what is searched in.
    let list = eventually("all of them have come to the end", || {
        let list: Value = serde_json::from_str(&program(&signpost, &["projections", "list", "--json"])).unwrap();
        let is_there = list.as_array().unwrap().iter().all(|row| row["lag"] == 0);
        is_there.then_some(list)
    });
    let names: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, PROJECTIONS);
    for row in list.as_array().unwrap() {
        let (follows, position) = if row["name"] == "usage" {
            ("scans", 0)
        } else {
            ("decisions", 3)
        };
        assert_eq!(
            (&row["follows"], &row["position"], &row["lag"]),
            (&json!(follows), &json!(position), &json!(0))
        );
    }
    let text = program(&signpost, &["projections", "list"]);
    assert_eq!(
        text.lines().count(),
        1 + PROJECTIONS.len(),
        "a heading and a line each: {text}"
    );
    let rebuilt = program(&signpost, &["projections", "rebuild", "history"]);
    assert!(rebuilt.contains("rebuilt history up to position 3"), "{rebuilt}");
}
