//! What auditors ask: how it was, what is different, and that what was can be put back.

use serde_json::{Value, json};

use crate::support::{Client, Signpost, phone, redirect};

/// The position of the last decision on a code.
fn last(staff: &Client, id: &str) -> u64 {
    let history = staff.get(&format!("/codes/{id}/history")).expect(200).json();
    let last = history["items"].as_array().and_then(|items| items.last());
    last.unwrap()["position"].as_u64().unwrap()
}

fn words(difference: &Value) -> Vec<&str> {
    let changes = difference["changes"].as_array().unwrap();
    changes.iter().map(|change| change["words"].as_str().unwrap()).collect()
}

#[test]
fn what_is_different_between_two_moments_is_told_in_words_and_in_json() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let (old, new) = (redirect("https://example.org/old"), redirect("https://example.org/new"));
    staff
        .put("/units/parks", &json!({"label": "Parks", "allowed_hosts": ["example.org"]}))
        .expect(201);
    let staffs = json!({"label": "Staff", "condition": {"signed_in": true}});
    staff.put("/audiences/staff", &staffs).expect(201);
    let minted = json!({"id": "bench", "unit": "parks", "target": old, "rules": [{"audience": "staff", "target": old}]});
    staff.post("/codes", &minted).expect(201);
    let from = last(&staff, "bench");
    staff.put("/codes/bench/target", &new).expect(200);
    let staffs = json!({"label": "Staff", "condition": {"signed_in": false}});
    staff.put("/audiences/staff", &staffs).expect(200);
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(200);
    staff.post("/codes/bench/suspend", &json!({"reason": "flooded"})).expect(200);

    let difference = staff.get(&format!("/codes/bench/diff?from={from}")).expect(200).json();
    assert_eq!(
        words(&difference),
        [
            "It was in use and is now suspended.",
            "Its default target was https://example.org/old and is now https://example.org/new.",
            r#"The condition of the audience staff was {"signed_in":true} and is now {"signed_in":false}."#,
            "Its unit allowed example.org and now allows any host.",
        ]
    );
    assert_eq!(difference["from"], from);
    assert_eq!(difference["to"], last(&staff, "bench"));
    let target = &difference["changes"][1];
    assert_eq!(target["pointer"], "/target");
    assert_eq!(
        (&target["before"]["url"], &target["after"]["url"]),
        (&old["url"], &new["url"])
    );

    let nothing = staff
        .get(&format!("/codes/bench/diff?from={from}&to={from}"))
        .expect(200)
        .json();
    assert_eq!(nothing["changes"], json!([]));
    let since_before = staff.get("/codes/bench/diff?from=2020-01-01T00:00:00Z").expect(200).json();
    assert_eq!(words(&since_before)[0], "It was minted.");
    // And the whole as it was then, with the policy of then.
    let then = staff.get(&format!("/codes/bench/as-of?position={from}")).expect(200).json();
    assert_eq!(then["allowed_hosts"], json!(["example.org"]));
    assert_eq!(then["audiences"]["staff"]["condition"], json!({"signed_in": true}));
}

#[test]
fn what_was_is_put_back_as_a_new_decision() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let visitor = phone(&signpost.url);
    staff
        .post(
            "/codes",
            &json!({"id": "bench", "target": redirect("https://example.org/right")}),
        )
        .expect(201);
    let right = last(&staff, "bench");
    staff
        .put("/codes/bench/target", &redirect("https://example.org/wrong"))
        .expect(200);
    staff.post("/codes/bench/suspend", &json!({})).expect(200);
    let restore = json!({"position": right, "reason": "that was a mistake"});
    let restored = staff.post("/codes/bench/restore", &restore).expect(200);
    assert_eq!(restored.json()["target"]["url"], "https://example.org/right");
    let answer = visitor.open("/bench").expect(302);
    assert_eq!(answer.header("location"), Some("https://example.org/right"));

    let history = staff.get("/codes/bench/history").expect(200).json();
    let entry = history["items"].as_array().unwrap().last().unwrap();
    assert_eq!(entry["type"], "Restored");
    assert_eq!(entry["reason"], "that was a mistake");
    // What already is as it was needs no decision.
    let again = staff.post("/codes/bench/restore", &restore).expect(200);
    assert_eq!(again.header("etag"), restored.header("etag"));
    // It can be found by the host it leads to again.
    let found = staff.get("/decisions?host=example.org").expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().last().unwrap()["type"], "Restored");
}

#[test]
fn what_cannot_be_asked_or_put_back_is_refused_and_changes_nothing() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .put(
            "/units/parks",
            &json!({"label": "Parks", "allowed_hosts": ["old.example.org"]}),
        )
        .expect(201);
    let minted = json!({"id": "bench", "unit": "parks", "target": redirect("https://old.example.org/")});
    staff.post("/codes", &minted).expect(201);
    let then = last(&staff, "bench");
    staff
        .put(
            "/units/parks",
            &json!({"label": "Parks", "allowed_hosts": ["new.example.org"]}),
        )
        .expect(200);
    staff
        .put("/codes/bench/target", &redirect("https://new.example.org/"))
        .expect(200);
    let head = staff.head();
    let restore = |position: u64| staff.post("/codes/bench/restore", &json!({"position": position}));

    let problem = restore(then).problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/position");
    assert!(problem["detail"].as_str().unwrap().contains("old.example.org"), "{problem}");
    let problem = restore(1).problem(422, "invalid");
    assert!(problem["detail"].as_str().unwrap().contains("did not exist"), "{problem}");
    for position in [head + 1, u64::MAX] {
        let problem = restore(position).problem(422, "invalid");
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains(&format!("ends at position {head}")),
            "{problem}"
        );
    }
    let beyond = head + 1;
    for path in [
        format!("/codes/bench/as-of?position={beyond}"),
        format!("/codes/bench/diff?from={beyond}"),
        format!("/codes/bench/diff?from=1&to={beyond}"),
        "/codes/bench/diff".to_owned(),
        "/codes/bench/diff?from=yesterday".to_owned(),
        "/codes/bench/diff?from=1&until=2".to_owned(),
    ] {
        staff.get(&path).problem(422, "invalid");
    }
    let explain = json!({"position": beyond, "visit": {}});
    staff.post("/codes/bench/explain", &explain).problem(422, "invalid");
    staff.get("/codes/none/diff?from=1").problem(404, "not-found");
    staff
        .get("/codes/bench/diff?from=1&to=2020-01-01T00:00:00Z")
        .problem(404, "not-found");
    staff.post("/codes/bench/retire", &json!({})).expect(200);
    restore(then).problem(409, "retired");
    assert_eq!(staff.head(), head + 1, "retiring was the only decision");
}
