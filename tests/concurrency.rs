//! Versions: nobody overwrites what they have not seen.

use std::thread;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Signpost, redirect};

fn put(client: &Client, path: &str, header: (&str, &str), body: &Value) -> Answer {
    client.send(Method::PUT, path, &[header], Some(body))
}

#[test]
fn if_match_with_an_old_version_changes_nothing_and_tells_the_current_one() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let (one, two) = (redirect("https://example.org/1"), redirect("https://example.org/2"));
    staff.post("/codes", &json!({"id": "bench", "target": one})).expect(201);
    let etag = staff.get("/codes/bench").header("etag").unwrap().to_owned();
    assert_eq!(etag, "\"2\"");
    let changed = put(&staff, "/codes/bench/target", ("if-match", &etag), &two).expect(200);
    assert_eq!(changed.header("etag"), Some("\"3\""));
    let head = staff.head();
    let stale = [("if-match", etag.as_str())];
    let refused = [
        staff.send(Method::PUT, "/codes/bench/target", &stale, Some(&one)),
        staff.send(Method::PUT, "/codes/bench/rules", &stale, Some(&json!([]))),
        staff.send(Method::PATCH, "/codes/bench", &stale, Some(&json!({"label": "x"}))),
        staff.send(Method::POST, "/codes/bench/suspend", &stale, Some(&json!({}))),
        staff.send(Method::POST, "/codes/bench/retire", &stale, Some(&json!({}))),
        staff.send(Method::POST, "/codes/bench/transfer", &stale, Some(&json!({"unit": null}))),
        staff.send(
            Method::POST,
            "/codes/bench/aliases",
            &stale,
            Some(&json!({"aliases": ["bench-2"]})),
        ),
    ];
    for answer in refused {
        assert_eq!(answer.problem(412, "version-mismatch")["current_version"], 3);
    }
    assert_eq!(staff.head(), head);
    assert_eq!(staff.get("/codes/bench").json()["target"]["url"], "https://example.org/2");
    put(&staff, "/codes/bench/target", ("if-match", "*"), &one).expect(200);
    put(&staff, "/codes/none/target", ("if-match", "*"), &one).problem(404, "not-found");
    for bad in ["3", "\"x\"", "W/\"4\"", "\"3\", \"4\"", "\"-1\""] {
        put(&staff, "/codes/bench/target", ("if-match", bad), &two).problem(400, "bad-header");
    }
}

#[test]
fn if_none_match_makes_and_never_overwrites() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let audience = json!({"label": "Dutch", "condition": {"language": ["nl"]}});
    let unit = json!({"label": "Roads"});
    for (path, body) in [("/audiences/dutch", audience), ("/units/roads", unit)] {
        put(&staff, path, ("if-match", "*"), &body).problem(412, "version-mismatch");
        put(&staff, path, ("if-match", "\"1\""), &body).problem(412, "version-mismatch");
        let made = put(&staff, path, ("if-none-match", "*"), &body).expect(201);
        assert_eq!(made.header("etag"), Some("\"1\""));
        let again = put(&staff, path, ("if-none-match", "*"), &body);
        assert_eq!(again.problem(412, "version-mismatch")["current_version"], 1);
        put(&staff, path, ("if-none-match", "\"1\""), &body).problem(400, "bad-header");
        put(&staff, path, ("if-match", "\"1\""), &body).expect(200);
    }
    let stale = staff.send(Method::DELETE, "/audiences/dutch", &[("if-match", "\"7\"")], None);
    stale.problem(412, "version-mismatch");
    staff
        .send(Method::DELETE, "/audiences/dutch", &[("if-match", "\"1\"")], None)
        .expect(204);
}

#[test]
fn of_many_with_the_same_if_match_exactly_one_wins() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    for version in 1..=10 {
        let answers: Vec<Answer> = thread::scope(|scope| {
            let racing = |n: usize| {
                let staff = staff.clone();
                let target = redirect(&format!("https://example.org/{version}/{n}"));
                let etag = format!("\"{version}\"");
                scope.spawn(move || put(&staff, "/codes/bench/target", ("if-match", &etag), &target))
            };
            let racing: Vec<_> = (0..6).map(racing).collect();
            racing.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1, "{answers:?}");
        for answer in &answers {
            match answer.status {
                200 => {}
                409 => drop(answer.problem(409, "lost-race")),
                _ => assert_eq!(answer.problem(412, "version-mismatch")["current_version"], version + 1),
            }
        }
        let now = staff.get("/codes/bench").json();
        assert_eq!(now["version"], version + 1);
        assert_eq!(now["target"], won[0].json()["target"], "what the winner was told is true");
    }
}

#[test]
fn without_an_expectation_everybody_gets_through_one_after_another() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff.post("/codes", &json!({"id": "bench"})).expect(201);
    thread::scope(|scope| {
        for n in 0..4 {
            let staff = staff.clone();
            scope.spawn(move || {
                for m in 0..5 {
                    let target = redirect(&format!("https://example.org/{n}/{m}"));
                    staff.put("/codes/bench/target", &target).expect(200);
                }
            });
        }
    });
    assert_eq!(staff.get("/codes/bench").json()["version"], 21);
}
