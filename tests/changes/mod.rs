//! Changes of many codes are one act: all or none of it, on record as one, and taken back as one.

mod orders;

use std::{collections::BTreeSet, thread};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Signpost, Store, database_of_its_own, phone, redirect};

/// Mints this many codes that lead to `old.example`; gives the batch.
fn batch(staff: &Client, count: u32) -> String {
    let target = redirect("https://old.example/path/{number}?code={id}");
    let order = json!({"count": count, "label": "Bench {number}", "tags": ["oak"], "target": target});
    let minted = staff.post("/batches", &order).expect(201).json();
    minted["id"].as_str().unwrap().to_owned()
}

fn ids(staff: &Client, batch: &str) -> Vec<String> {
    let csv = staff.get(&format!("/batches/{batch}/codes.csv")).expect(200).text();
    csv.lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect()
}

fn moved(filter: &Value) -> Value {
    json!({"filter": filter, "change": {"type": "move_host", "from": "old.example", "to": "new.example"}})
}

fn with(mut body: Value, field: &str, value: impl Into<Value>) -> Value {
    body[field] = value.into();
    body
}

/// How many codes lead to a host, as the search finds them.
fn leading_to(staff: &Client, host: &str) -> usize {
    let (mut found, mut cursor) = (0, String::new());
    loop {
        let page = staff
            .get(&format!("/codes?host={host}&limit=1000&cursor={cursor}"))
            .expect(200)
            .json();
        found += page["items"].as_array().unwrap().len();
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return found,
        }
    }
}

/// Waits until a change shows everywhere, and gives it.
fn shown(staff: &Client, id: &str) -> Value {
    loop {
        let change = staff.get(&format!("/changes/{id}")).expect(200).json();
        if change["progress"]["shown"] == change["progress"]["decisions"] {
            return change;
        }
    }
}

fn is_one_act(signpost: &Signpost, count: u32) {
    let staff = signpost.client("admin");
    let batch = batch(&staff, count);
    let codes = ids(&staff, &batch);
    // One of them has a rule that leads there, too.
    let rules = json!([{"when": {"language": ["fr"]}, "target": redirect("https://old.example/fr")}]);
    staff.put(&format!("/codes/{}/rules", codes[0]), &rules).expect(200);
    let head = staff.head();

    let order = moved(&json!({"batch": batch, "host": "old.example"}));
    let preview = staff.post("/changes/preview", &order).expect(200).json();
    assert_eq!(
        (&preview["codes"], &preview["left_out"]),
        (&json!(count), &json!(0)),
        "{preview}"
    );
    assert_eq!(preview["samples"].as_array().unwrap().len(), 10);
    let sample = &preview["samples"][0];
    let url = |state: &Value| state["target"]["url"].as_str().unwrap().to_owned();
    assert_eq!(
        url(&sample["after"]),
        url(&sample["before"]).replace("old.example", "new.example")
    );
    assert_eq!(staff.head(), head, "a preview changes nothing");

    let order = with(order, "previewed", preview["token"].clone());
    let order = with(order, "reason", "the site moved");
    let key = [("idempotency-key", "c-1"), ("prefer", "respond-async")];
    let answer = staff.send(Method::POST, "/changes", &key, Some(&order));
    assert!(answer.status == 202 || answer.status == 201, "{}", answer.text());
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), Some(format!("/api/v1/changes/{id}").as_str()));
    let change = shown(&staff, &id);
    assert_eq!(
        (&change["codes"], &change["progress"]["decisions"], &change["reason"]),
        (&json!(count), &json!(count + 1), &json!("the site moved"))
    );
    assert_eq!(
        change["words"],
        format!("Moved what points to old.example to new.example, on codes of batch {batch}, that pointed to old.example.")
    );
    assert_eq!(
        (leading_to(&staff, "old.example"), leading_to(&staff, "new.example")),
        (0, count as usize)
    );
    let scanned = phone(&signpost.url).open(&format!("/{}", codes[7]));
    assert!(scanned.header("location").unwrap().starts_with("https://new.example/path/"));
    // The same request again does nothing more.
    let again = staff.send(Method::POST, "/changes", &key, Some(&order));
    assert_eq!(again.json()["id"], id.as_str());
    assert_eq!(
        staff.head(),
        head + u64::from(count) + 2,
        "one for each, one for the rule, one for the act"
    );
    // Every code's history names the act.
    let history = staff.get(&format!("/codes/{}/history", codes[7])).expect(200).json();
    let last = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["correlation"], &last["reason"]),
        (&json!(id), &json!("the site moved"))
    );
    let page = staff.get(&format!("/changes/{id}/codes?limit=3")).expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
    assert_eq!(page["items"][0]["type"], "Retargeted");
    let next = staff
        .get(&format!("/changes/{id}/codes?cursor={}", page["next"].as_str().unwrap()))
        .expect(200);
    assert_ne!(next.json()["items"][0], page["items"][2]);

    is_taken_back_as_one(&staff, &id, &codes);
}

fn is_taken_back_as_one(staff: &Client, id: &str, codes: &[String]) {
    let former = |code: &str| staff.get(&format!("/codes/{code}")).expect(200).json();
    let count = codes.len();
    // Two of them changed since.
    staff
        .patch(&format!("/codes/{}", codes[3]), &json!({"label": "Another"}))
        .expect(200);
    staff.post(&format!("/codes/{}/suspend", codes[4]), &json!({})).expect(200);
    let (third, fourth) = (former(&codes[3]), former(&codes[4]));
    let preview = staff
        .post(&format!("/changes/{id}/reverse/preview"), &json!({}))
        .expect(200)
        .json();
    assert_eq!((&preview["codes"], &preview["left_out"]), (&json!(count - 2), &json!(2)));
    let terms = json!({"previewed": preview["token"], "reason": "it did not"});
    let reversal = staff.post(&format!("/changes/{id}/reverse"), &terms);
    let reversal = shown(staff, reversal.json()["id"].as_str().unwrap());
    assert_eq!((&reversal["reverses"], &reversal["codes"]), (&json!(id), &json!(count - 2)));
    let excepted: BTreeSet<(&str, &str)> = reversal["exceptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|exception| (exception["code"].as_str().unwrap(), exception["because"].as_str().unwrap()))
        .collect();
    assert_eq!(
        excepted,
        BTreeSet::from([(codes[3].as_str(), "changed_since"), (codes[4].as_str(), "changed_since")])
    );
    assert_eq!((former(&codes[3]), former(&codes[4])), (third, fourth));
    assert_eq!(
        (leading_to(staff, "old.example"), leading_to(staff, "new.example")),
        (count - 2, 2)
    );
    assert_eq!(former(&codes[0])["rules"][0]["target"]["url"], "https://old.example/fr");
    let change = staff.get(&format!("/changes/{id}")).expect(200).json();
    assert_eq!(change["reversed_by"], json!([reversal["id"]]));
    // Everything of it changed since, by what took it back.
    staff
        .post(&format!("/changes/{id}/reverse"), &json!({}))
        .problem(409, "nothing-to-change");

    let again = staff.post(&format!("/changes/{}/reverse", reversal["id"].as_str().unwrap()), &json!({}));
    let again = shown(staff, again.json()["id"].as_str().unwrap());
    assert_eq!((&again["codes"], &again["left_out"]), (&json!(count - 2), &json!(0)));
    assert_eq!(
        (leading_to(staff, "old.example"), leading_to(staff, "new.example")),
        (0, count)
    );
}

#[test]
fn a_change_of_many_codes_is_one_act_and_is_taken_back_as_one() {
    is_one_act(&Signpost::start(), 5_000);
}

#[test]
fn a_change_of_many_codes_is_one_act_and_is_taken_back_as_one_on_postgresql() {
    let database = database_of_its_own();
    is_one_act(&Signpost::start_on(&database), 500);
}

#[test]
fn a_change_that_is_killed_on_its_way_is_made_of_all_codes_or_of_none() {
    const COUNT: u32 = 2_000;
    let mut signpost = Signpost::start();
    let mut staff = signpost.client("admin");
    let batch = batch(&staff, COUNT);
    let mut at_once = 0;
    // Sooner and later while it is written, until one time it was made before the end came.
    for round in 0.. {
        let order = moved(&json!({"batch": batch}));
        let log = signpost.data().join("signpost.db-wal");
        let written = || std::fs::metadata(&log).map_or(0, |log| log.len());
        let before = written();
        let request = thread::spawn({
            let staff = staff.clone();
            move || staff.try_post("/changes", &[("idempotency-key", "c-1")], &order)
        });
        while written() < before + round * 200_000 && !request.is_finished() {
            thread::yield_now();
        }
        let folder = signpost.kill();
        let answer = request.join().unwrap();
        signpost = Signpost::start_in(folder, &[]);
        staff = staff.at(&signpost.url);
        staff.settled_head();
        let left = leading_to(&staff, "old.example");
        assert!(
            left == 0 || left == COUNT as usize,
            "{left} of {COUNT} codes were left behind"
        );
        assert!(answer.is_none() || left == 0, "it was answered");
        if left == 0 {
            break;
        }
        at_once += 1;
        assert!(round < 50, "it never got made");
    }
    assert!(at_once > 0, "it was never killed before it was made");
    // Sent again, it is answered as it was made, and not made again.
    let head = staff.head();
    let order = moved(&json!({"batch": batch}));
    let answer = staff.send(Method::POST, "/changes", &[("idempotency-key", "c-1")], Some(&order));
    assert_eq!(answer.json()["codes"], COUNT, "{}", answer.text());
    assert_eq!(staff.head(), head);
}

#[test]
fn a_change_whose_answer_was_lost_is_answered_and_not_made_again() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let batch = batch(&staff, 50);
    let order = moved(&json!({"batch": batch}));
    let key = [("idempotency-key", "c-1")];
    let change = staff.send(Method::POST, "/changes", &key, Some(&order)).expect(201).json();
    let head = staff.head();
    let folder = signpost.kill();
    // As if it had died between deciding and answering.
    let mut store = Store::open(&folder.path().join("signpost-data/signpost.db"));
    assert_eq!(store.execute("UPDATE idempotency SET answer = NULL, process = 'gone'"), Ok(1));
    drop(store);
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    let again = staff.send(Method::POST, "/changes", &key, Some(&order)).expect(201).json();
    assert_eq!(again, change);
    assert_eq!(staff.head(), head);
}

#[test]
fn whoever_changes_one_of_the_codes_meanwhile_is_not_overwritten_and_the_change_stays_whole() {
    const COUNT: u32 = 1_000;
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let batch = batch(&staff, COUNT);
    let code = format!("/codes/{}", ids(&staff, &batch)[500]);
    let change = thread::spawn({
        let (staff, order) = (staff.clone(), moved(&json!({"batch": batch})));
        move || staff.post("/changes", &order)
    });
    let mut labels = 0;
    while !change.is_finished() {
        labels += 1;
        staff.patch(&code, &json!({"label": format!("Label {labels}")})).expect(200);
    }
    let answer: Answer = change.join().unwrap();
    let left = leading_to(&staff, "old.example");
    match answer.status {
        201 | 202 => {
            shown(&staff, answer.json()["id"].as_str().unwrap());
            assert_eq!(leading_to(&staff, "old.example"), 0);
        }
        _ => {
            answer.problem(409, "lost-race");
            assert_eq!(left, COUNT as usize);
        }
    }
    let now = staff.get(&code).expect(200).json();
    assert_eq!(now["label"], format!("Label {labels}"));
}
