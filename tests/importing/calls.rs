//! Calls to other systems that came with a code are kept as data: shown, exported, changed and taken back like the rest of it, and never made.

use reqwest::Method;
use serde_json::{Value, json};

use super::import;
use crate::support::{Signpost, database_of_its_own};

fn table(calls: &Value) -> String {
    let cell = if calls.is_null() { String::new() } else { calls.to_string() };
    format!("id,label,calls\nBELL-1,Bell,\"{}\"\n", cell.replace('"', "\"\""))
}

fn are_kept(signpost: &Signpost) {
    let staff = signpost.client("admin");
    let calls = json!([{"label": "Ring", "link": "https://gent.be/rung", "url": "https://api.example/ring", "payload": "{\"ring\": \"één\"}",
        "headers": [{"name": "X-Bell", "value": "door"}, {"name": "Authorization"}]}]);
    let done = import(&staff, "", table(&calls));
    assert_eq!(done["state"], "done", "{done}");
    let shown = json!([{"status": "kept", "label": "Ring", "link": "https://gent.be/rung", "url": "https://api.example/ring",
        "payload": "{\"ring\": \"één\"}", "headers": [{"name": "X-Bell", "value": "door"}, {"name": "Authorization", "value": null}]}]);
    let code = staff.get("/codes/BELL-1").expect(200).json();
    assert_eq!((&code["calls"], &code["status"]), (&shown, &json!("unassigned")));
    let history = staff.get("/codes/BELL-1/history").expect(200).json();
    assert_eq!(history["items"].as_array().unwrap().last().unwrap()["type"], "CallsKept");

    // What goes out comes back as it was; what is changed or emptied can be taken back.
    let exported = staff
        .send(Method::GET, "/codes", &[("accept", "text/csv")], None)
        .expect(200)
        .text();
    assert_eq!(import(&staff, "", exported)["state"], "unchanged");
    let emptied = import(&staff, "", table(&Value::Null));
    assert_eq!(emptied["state"], "done", "{emptied}");
    assert_eq!(staff.get("/codes/BELL-1").json()["calls"], json!([]));
    let change = emptied["outcome"]["change"].as_str().unwrap();
    staff.post(&format!("/changes/{change}/reverse"), &json!({})).expect(201);
    assert_eq!(staff.get("/codes/BELL-1").json()["calls"], shown);
    let minted = &history["items"][0]["position"];
    let then = staff
        .get(&format!("/codes/BELL-1/as-of?position={minted}"))
        .expect(200)
        .json();
    assert_eq!(then["code"]["calls"], json!([]));

    for (calls, words) in [
        (
            json!([{"url": "https://api.example/", "headers": [{"name": "apiKey", "value": "open sesame"}]}]),
            "a credential",
        ),
        (json!([{"url": "https://me:secret@api.example/"}]), "user name or a password"),
        (json!([{"link": "https://gent.be/"}]), "missing field `url`"),
        (json!("https://api.example/"), "no calls in JSON"),
    ] {
        let refused = import(&staff, "", table(&calls));
        assert_eq!(refused["state"], "refused", "{calls}: {refused}");
        let fault = &refused["outcome"]["faults"][0];
        assert_eq!(fault["column"], "calls", "{fault}");
        let detail = fault["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{calls}: {detail}");
    }
}

#[test]
fn calls_that_came_with_a_code_are_kept_as_data_on_sqlite() {
    are_kept(&Signpost::start());
}

#[test]
fn calls_that_came_with_a_code_are_kept_as_data_on_postgresql() {
    are_kept(&Signpost::start_on(&database_of_its_own()));
}
