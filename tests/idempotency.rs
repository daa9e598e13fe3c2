//! A retried request repeats the first answer instead of the deed.

use std::{thread, time::Duration};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Signpost, Store, database_of_its_own, redirect};

fn post(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    client.send(Method::POST, path, &[("idempotency-key", key)], Some(body))
}

/// All of an answer that a caller goes by.
fn essence(answer: &Answer) -> (u16, Value, Option<String>, Option<String>) {
    let header = |name: &str| answer.header(name).map(str::to_owned);
    (answer.status, answer.json(), header("etag"), header("location"))
}

fn number_of_codes(client: &Client) -> usize {
    let page = client.get("/codes?limit=1000").expect(200).json();
    page["items"].as_array().unwrap().len()
}

#[test]
fn a_retried_mint_repeats_the_first_answer_and_makes_one_code() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let body = json!({"label": "bench", "target": redirect("https://example.org/")});
    let first = post(&staff, "/codes", "k-1", &body).expect(201);
    assert!(first.header("location").is_some() && first.header("etag").is_some());
    assert_eq!(first.header("idempotency-replayed"), None);
    let head = staff.head();
    // The code changes meanwhile; the answer is still the first one.
    let id = first.json()["id"].as_str().unwrap().to_owned();
    staff.post(&format!("/codes/{id}/suspend"), &json!({})).expect(200);
    for _ in 0..3 {
        let again = post(&staff, "/codes", "k-1", &body);
        assert_eq!(essence(&again), essence(&first));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
    }
    assert_eq!(staff.head(), head + 1, "nothing but the suspension was decided since");
    assert_eq!(number_of_codes(&staff), 1);
    // A key is its owner's: somebody else's request of the same name is another one.
    let other = post(&signpost.client("editor"), "/codes", "k-1", &body).expect(201);
    assert_ne!(other.json()["id"], first.json()["id"]);
    // And after a restart, too.
    let signpost = Signpost::start_in(signpost.kill(), &[]);
    let again = post(&staff.at(&signpost.url), "/codes", "k-1", &body);
    let ((status, mut json, etag, location), mut original) = (essence(&again), first.json());
    // The port is another one, and with it the printed address.
    (json["url"], original["url"]) = (Value::Null, Value::Null);
    assert_eq!((status, json), (201, original));
    assert_eq!(
        (etag.as_deref(), location.as_deref()),
        (first.header("etag"), first.header("location"))
    );
}

#[test]
fn one_key_is_for_one_request() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    post(&staff, "/codes", "k", &json!({"id": "one"})).expect(201);
    let head = staff.head();
    post(&staff, "/codes", "k", &json!({"id": "two"})).problem(422, "key-reused");
    post(&staff, "/codes?reason=x", "k", &json!({"id": "one"})).problem(422, "key-reused");
    post(&staff, "/codes/one/suspend", "k", &json!({})).problem(422, "key-reused");
    let long = "k".repeat(256);
    for bad in ["", long.as_str()] {
        post(&staff, "/codes", bad, &json!({"id": "two"})).problem(400, "bad-header");
    }
    assert_eq!(staff.head(), head);
}

#[test]
fn a_refusal_is_repeated_and_a_lost_race_can_be_tried_again() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let bad = json!({"id": "x"});
    let first = post(&staff, "/codes", "bad", &bad);
    first.problem(422, "invalid");
    assert_eq!(essence(&post(&staff, "/codes", "bad", &bad)), essence(&first));
    // A conflict says that nothing was tried; once its reason is gone, the same request is done.
    let retire = json!({"successor": "later"});
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    post(&staff, "/codes/bench/retire", "r", &json!({})).expect(200);
    post(&staff, "/codes/bench/suspend", "s", &json!({})).problem(409, "retired");
    post(&staff, "/codes/bench/suspend", "s", &json!({})).problem(409, "retired");
    post(&staff, "/codes/bench/retire", "r", &json!({})).expect(200);
    post(&staff, "/codes/bench/retire", "r2", &retire).problem(422, "invalid");
}

#[test]
fn duplicates_at_the_same_moment_make_one_code() {
    duplicates_make_one_code(&Signpost::start());
}

#[test]
fn duplicates_at_the_same_moment_make_one_code_on_postgresql_too() {
    duplicates_make_one_code(&Signpost::start_on(&database_of_its_own()));
}

fn duplicates_make_one_code(signpost: &Signpost) {
    let staff = signpost.client("admin");
    for round in 0..10 {
        let (key, label) = (format!("key-{round}"), format!("label-{round}"));
        let body = json!({"label": label});
        let answers: Vec<Answer> = thread::scope(|scope| {
            let sending = |_| scope.spawn(|| post(&staff.clone(), "/codes", &key, &body));
            let sending: Vec<_> = (0..6).map(sending).collect();
            sending.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let mut ids: Vec<Value> = Vec::new();
        for answer in answers {
            if answer.status == 409 {
                answer.problem(409, "underway");
            } else {
                ids.push(answer.expect(201).json()["id"].clone());
            }
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{ids:?}");
        assert_eq!(number_of_codes(&staff), round + 1);
    }
}

#[test]
fn a_mint_cut_off_by_kill_9_and_retried_makes_one_code() {
    a_mint_cut_off_makes_one_code(Signpost::start());
}

#[test]
fn a_mint_cut_off_by_kill_9_and_retried_makes_one_code_on_postgresql_too() {
    a_mint_cut_off_makes_one_code(Signpost::start_on(&database_of_its_own()));
}

fn a_mint_cut_off_makes_one_code(mut signpost: Signpost) {
    let staff = signpost.client("admin");
    for round in 0..8 {
        let (here, key) = (staff.at(&signpost.url), format!("key-{round}"));
        let body = json!({"label": format!("round {round}"), "target": redirect("https://example.org/")});
        let (first, folder) = thread::scope(|scope| {
            let sending = scope.spawn(|| here.try_post("/codes", &[("idempotency-key", &key)], &body));
            // Another instant of the command's life each time.
            thread::park_timeout(Duration::from_micros(round * 700));
            let folder = signpost.kill();
            (sending.join().unwrap(), folder)
        });
        signpost = Signpost::start_in(folder, &[]);
        let staff = staff.at(&signpost.url);
        let again = post(&staff, "/codes", &key, &body).expect(201);
        if let Some(first) = first {
            assert_eq!(first.json()["id"], again.json()["id"], "what was answered stays true");
        }
        let id = again.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(again.header("location"), Some(&*format!("/api/v1/codes/{id}")));
        assert_eq!(again.header("etag"), Some("\"2\""));
        let third = post(&staff, "/codes", &key, &body);
        assert_eq!(essence(&third), essence(&again));
        assert_eq!(number_of_codes(&staff) as u64, round + 1, "one code for each key");
    }
}

#[test]
fn what_was_done_but_not_answered_before_the_end_is_answered_from_the_log() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let minted = post(&staff, "/codes", "mint", &json!({"label": "bench"})).expect(201);
    let id = minted.json()["id"].as_str().unwrap().to_owned();
    let suspend = format!("/codes/{id}/suspend");
    post(&staff, &suspend, "suspend", &json!({"reason": "flood"})).expect(200);
    let head = staff.head();
    let folder = signpost.kill();
    // As if the end had come between the decision and its answer.
    let mut store = Store::open(&folder.path().join("signpost-data/signpost.db"));
    assert_eq!(store.execute("UPDATE idempotency SET answer = NULL"), Ok(2));
    let signpost = Signpost::start_in(folder, &[]);
    let staff = staff.at(&signpost.url);
    let again = post(&staff, "/codes", "mint", &json!({"label": "bench"})).expect(201);
    assert_eq!(again.json()["id"], id);
    assert_eq!(again.header("location"), Some(&*format!("/api/v1/codes/{id}")));
    let again = post(&staff, &suspend, "suspend", &json!({"reason": "flood"})).expect(200);
    assert_eq!(again.json()["status"], "suspended");
    assert_eq!(staff.head(), head, "nothing was done twice");
}
