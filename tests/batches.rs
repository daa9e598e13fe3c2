//! Codes are minted in series: all of a batch or none of it, once, and every one can be printed and scanned.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Signpost, Store, database_of_its_own, eventually, phone};

/// The records of a batch's CSV, without the header.
fn lines(staff: &Client, batch: &Value) -> Vec<Vec<String>> {
    let id = batch["id"].as_str().unwrap();
    let csv = staff.get(&format!("/batches/{id}/codes.csv")).expect(200).text();
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("id,url,label,unit,status"));
    lines.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn is_minted_in_one_act(signpost: &Signpost) {
    let staff = signpost.client("admin");
    staff
        .put("/units/roads", &json!({"label": "Roads", "allowed_hosts": ["gent.be"]}))
        .expect(201);
    let head = staff.head();
    let target = json!({"type": "redirect", "url": "https://gent.be/{unit}/{number}?code={id}"});
    let order = json!({
        "count": 5_000, "first": 101, "unit": "roads", "label": "Bench {number}", "tags": ["oak"], "target": target, "reason": "pallet",
    });
    let answer = staff
        .send(Method::POST, "/batches", &[("idempotency-key", "b-1")], Some(&order))
        .expect(201);
    let batch = answer.json();
    assert_eq!(
        answer.header("location"),
        Some(format!("/api/v1/batches/{}", batch["id"].as_str().unwrap()).as_str())
    );
    assert_eq!((&batch["count"], &batch["codes"]["active"]), (&json!(5_000), &json!(5_000)));
    assert_eq!(
        staff.head(),
        head + 10_001,
        "each was minted and given a target, and the batch was ordered"
    );

    // The same request again does nothing more.
    let again = staff
        .send(Method::POST, "/batches", &[("idempotency-key", "b-1")], Some(&order))
        .expect(201);
    assert_eq!(again.json(), batch);
    assert_eq!(staff.head(), head + 10_001);

    let lines = lines(&staff, &batch);
    let ids: BTreeSet<&str> = lines.iter().map(|line| line[0].as_str()).collect();
    assert_eq!(ids.len(), 5_000);
    let labels: BTreeSet<String> = lines.iter().map(|line| line[2].clone()).collect();
    assert_eq!(labels, (101..5_101).map(|n| format!("Bench {n}")).collect());
    let line = &lines[4_321];
    let number = line[2].strip_prefix("Bench ").unwrap();
    assert_eq!(
        line[1..].join(" "),
        format!("{}/{} Bench {number} roads active", signpost.url, line[0])
    );
    let scanned = phone(&signpost.url).open(&format!("/{}", line[0]));
    assert_eq!(
        scanned.header("location"),
        Some(format!("https://gent.be/roads/{number}?code={}", line[0]).as_str())
    );

    // It is one act in the history, and its codes stay codes like any other.
    let history = staff.get(&format!("/codes/{}/history", line[0])).expect(200).json();
    let other = staff.get(&format!("/codes/{}/history", lines[0][0])).expect(200).json();
    assert_eq!(history["items"][0]["correlation"], other["items"][1]["correlation"]);
    assert_eq!(history["items"][0]["reason"], "pallet");
    staff.post(&format!("/codes/{}/suspend", line[0]), &json!({})).expect(200);
    let shown = staff
        .get(&format!("/batches/{}", batch["id"].as_str().unwrap()))
        .expect(200)
        .json();
    assert_eq!(
        shown["codes"],
        json!({"active": 4_999, "unassigned": 0, "suspended": 1, "retired": 0})
    );
    assert_eq!(shown["minted_at"], batch["minted_at"]);
    assert_eq!(staff.get("/batches").expect(200).json()["items"], json!([shown]));
}

#[test]
fn what_a_spreadsheet_would_run_is_marked_in_the_codes_of_a_batch() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    for (label, said) in [
        ("=1+{number}", "'=1+1"),
        ("@{number}", "'@1"),
        ("Bench {number}", "Bench 1"),
        ("-{number}", "-1"),
    ] {
        let batch = staff
            .post("/batches", &json!({"count": 1, "label": label}))
            .expect(201)
            .json();
        assert_eq!(lines(&staff, &batch)[0][2], said);
    }
}

#[test]
fn a_batch_is_minted_in_one_act_and_once() {
    is_minted_in_one_act(&Signpost::start());
}

#[test]
fn a_batch_is_minted_in_one_act_and_once_on_postgresql() {
    let database = database_of_its_own();
    is_minted_in_one_act(&Signpost::start_on(&database));
}

#[test]
fn a_batch_that_was_minted_before_a_crash_is_answered_after_it_and_not_minted_again() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let order = json!({"count": 500});
    let batch = staff
        .send(Method::POST, "/batches", &[("idempotency-key", "b-1")], Some(&order))
        .expect(201)
        .json();
    let head = staff.head();
    let folder = signpost.kill();
    // As if it had died between minting and answering.
    let mut store = Store::open(&folder.path().join("signpost-data/signpost.db"));
    assert_eq!(store.execute("UPDATE idempotency SET answer = NULL, process = 'gone'"), Ok(1));
    drop(store);
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    let again = staff
        .send(Method::POST, "/batches", &[("idempotency-key", "b-1")], Some(&order))
        .expect(201)
        .json();
    assert_eq!(again, batch);
    assert_eq!(staff.head(), head);
}

#[test]
fn whoever_will_not_wait_is_answered_when_all_are_minted_and_they_show_in_time() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let preference = [("prefer", "respond-async"), ("idempotency-key", "b-1")];
    let order = json!({"count": 3_000});
    let batch = staff
        .send(Method::POST, "/batches", &preference, Some(&order))
        .expect(202)
        .json();
    assert_eq!(batch["codes"]["unassigned"], 3_000);
    let mut store = Store::open(&signpost.data().join("signpost.db"));
    assert_eq!(store.number("SELECT count(*) FROM events WHERE event_type = 'Minted'"), 3_000);
    let path = format!("/batches/{}", batch["id"].as_str().unwrap());
    eventually("all of them show", || {
        let answer = staff.get(&path);
        (answer.status == 200 && answer.json()["codes"]["unassigned"] == 3_000).then_some(())
    });
    let again = staff
        .send(Method::POST, "/batches", &preference, Some(&order))
        .expect(202)
        .json();
    assert_eq!(again, batch);
}

#[test]
fn an_order_that_cannot_be_is_refused_with_every_fault_and_mints_nothing() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    // A token is a decision, too: one that whoever defines the unit below waits for.
    let auditor = signpost.client("auditor");
    staff
        .put("/units/roads", &json!({"label": "Roads", "allowed_hosts": ["gent.be"]}))
        .expect(201);
    let head = staff.head();
    let target = |url: &str| json!({"type": "redirect", "url": url});
    for (order, pointer) in [
        (json!({"count": 0}), "/count"),
        (json!({"count": 1_000_001}), "/count"),
        (json!({"count": 2, "first": u64::MAX}), "/first"),
        (json!({"count": 2, "first": i64::MAX}), "/first"),
        (json!({"count": 2, "label": "{name}"}), "/label"),
        (json!({"count": 2, "label": "{unit}"}), "/label"),
        (json!({"count": 2, "label": " "}), "/label"),
        (json!({"count": 2, "unit": "nobody"}), "/unit"),
        (json!({"count": 2, "tags": ["a b"]}), "/tags/0"),
        (json!({"count": 2, "target": target("https://{id}.gent.be/")}), "/target/url"),
        (json!({"count": 2, "target": target("javascript:{id}")}), "/target/url"),
        (json!({"count": 2, "target": target("https://gent.be/{unit}")}), "/target/url"),
        (
            json!({"count": 2, "unit": "roads", "target": target("https://evil.example/{id}")}),
            "/target/url",
        ),
        (
            json!({"count": 2, "target": target(&format!("https://gent.be/{}{{id}}", "a".repeat(2_030)))}),
            "/target/url",
        ),
    ] {
        let problem = staff.post("/batches", &order).problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{order}: {problem}");
    }
    auditor.post("/batches", &json!({"count": 2})).problem(403, "forbidden");
    staff.get("/batches/NONE").problem(404, "not-found");
    staff.get("/batches/NONE/codes.csv").problem(404, "not-found");
    assert_eq!(staff.head(), head);
}
