use std::thread;

use serde_json::json;

use crate::support::{Client, Signpost, phone, redirect};

const ROUNDS: usize = 40;

/// Writes and reads at once, everywhere where it should show.
fn write_and_read(signpost: &Signpost, staff: &Client, who: usize) {
    let visitor = phone(&signpost.url);
    let id = format!("READER-{who}");
    staff.post("/codes", &json!({"id": id, "label": "words"})).expect(201);
    for n in 0..ROUNDS {
        let url = format!("https://h{n}.w{who}.example.org/");
        let changed = staff.put(&format!("/codes/{id}/target"), &redirect(&url)).expect(200);
        let version = changed.json()["version"].clone();
        assert_eq!(
            visitor.open(&format!("/{id}")).header("location"),
            Some(&*url),
            "the resolver"
        );
        let shown = staff.get(&format!("/codes/{id}")).json();
        assert_eq!(
            (&shown["target"]["url"], &shown["version"]),
            (&json!(url), &version),
            "the catalogue"
        );
        let found = staff.get(&format!("/codes?host=h{n}.w{who}.example.org")).json();
        assert_eq!(found["items"][0]["id"], id, "the search");
        let history = staff.get(&format!("/codes/{id}/history?limit=1000")).json();
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["after"]["target"]["url"], url, "the history");
        let then = staff.get(&format!("/codes/{id}/as-of?position={}", last["position"])).json();
        assert_eq!(then["code"]["target"]["url"], url, "as of its position");
        let decided = staff.get(&format!("/decisions?host=h{n}.w{who}.example.org")).json();
        assert_eq!(decided["items"][0]["position"], last["position"], "the decision log");
    }
}

#[test]
fn invariant_10_what_a_command_answered_the_next_read_shows() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    thread::scope(|scope| {
        for who in 0..2 {
            let (signpost, staff) = (&signpost, staff.clone());
            scope.spawn(move || write_and_read(signpost, &staff, who));
        }
    });
    for n in 0..10 {
        let (unit, audience) = (format!("/units/u{n}"), format!("/audiences/a{n}"));
        staff.put(&unit, &json!({"label": "x"})).expect(201);
        staff.get(&unit).expect(200);
        staff
            .put(&audience, &json!({"label": "x", "condition": {"percentage": 5}}))
            .expect(201);
        staff.get(&audience).expect(200);
        staff.delete(&audience).expect(204);
        staff.get(&audience).problem(404, "not-found");
        // A token made by another process works from its first call on.
        signpost.client("auditor").get("/codes").expect(200);
    }
}
