use reqwest::Method;
use serde_json::{Value, json};

use super::{flaw, furnished};
use crate::support::{Client, phone, redirect};

const CHANGES: [(&str, &str); 12] = [
    ("POST", "/codes"),
    ("PATCH", "/codes/bench"),
    ("PUT", "/codes/bench/target"),
    ("PUT", "/codes/bench/rules"),
    ("POST", "/codes/bench/suspend"),
    ("POST", "/codes/bench/resume"),
    ("POST", "/codes/bench/retire"),
    ("POST", "/codes/bench/transfer"),
    ("PUT", "/audiences/dutch"),
    ("DELETE", "/audiences/dutch"),
    ("PUT", "/units/roads"),
    ("POST", "/codes/bench/aliases"),
];

const READS: [(&str, &str); 11] = [
    ("GET", "/codes"),
    ("GET", "/codes/bench"),
    ("GET", "/codes/bench/qr.svg"),
    ("GET", "/codes/bench/history"),
    ("GET", "/codes/bench/as-of?at=2999-01-01T00:00:00Z"),
    ("POST", "/codes/bench/explain"),
    ("GET", "/decisions"),
    ("GET", "/audiences"),
    ("GET", "/audiences/dutch"),
    ("GET", "/units"),
    ("GET", "/units/roads"),
];

const STATISTICS: [(&str, &str); 2] = [("GET", "/statistics"), ("GET", "/codes/bench/statistics")];
const SCANS: (&str, &str) = ("GET", "/scans");

/// A body that the call would take.
fn body(path: &str) -> Option<Value> {
    match path.rsplit('/').next()? {
        _ if path.starts_with("/units/") => Some(json!({"label": "x"})),
        "target" => Some(redirect("https://gent.be/new")),
        "rules" => Some(json!([])),
        "dutch" => Some(json!({"label": "x", "condition": {"percentage": 1}})),
        "aliases" => Some(json!({"aliases": ["bench-2"]})),
        "transfer" => Some(json!({"unit": null})),
        _ => Some(json!({})),
    }
}

fn call(client: &Client, (method, path): (&str, &str)) -> crate::support::Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let body = if matches!(method, Method::GET | Method::DELETE) {
        None
    } else {
        body(path)
    };
    client.send(method, path, &[], body.as_ref())
}

fn may_not(client: &Client, calls: &[(&str, &str)]) {
    for one in calls {
        assert_eq!(flaw(&call(client, *one), 403, "forbidden", None), None, "{one:?}");
    }
}

fn may(client: &Client, calls: &[(&str, &str)]) {
    for one in calls {
        call(client, *one).expect(200);
    }
}

#[test]
fn invariant_12_nobody_does_what_their_role_does_not_allow() {
    let (signpost, staff) = furnished();
    let (editor, auditor, analyst) = (
        signpost.client("editor"),
        signpost.client("auditor"),
        signpost.client("analyst"),
    );
    let head = staff.settled_head();
    may_not(&editor, &[("PUT", "/units/roads"), ("PUT", "/units/new"), SCANS]);
    may_not(&auditor, &CHANGES);
    may_not(&analyst, &CHANGES);
    may_not(&analyst, &READS);
    may(&editor, &READS);
    may(&editor, &STATISTICS);
    may(&auditor, &READS);
    for client in [&auditor, &analyst] {
        may(client, &STATISTICS);
        may(client, &[SCANS]);
    }
    assert_eq!(staff.head(), head);
    may(&staff, &[CHANGES[2], CHANGES[10], SCANS]);
}

#[test]
fn invariant_12_an_editor_of_a_unit_changes_nothing_of_another() {
    let (signpost, staff) = furnished();
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    staff.post("/codes", &json!({"id": "tree", "unit": "parks"})).expect(201);
    staff.post("/codes", &json!({"id": "free"})).expect(201);
    let editor = signpost.client_of("editor", Some("roads"));
    let head = staff.settled_head();
    for id in ["tree", "free"] {
        for change in ["target", "rules"] {
            may_not(&editor, &[("PUT", &format!("/codes/{id}/{change}"))]);
        }
        for change in ["suspend", "resume", "retire", "transfer", "aliases"] {
            may_not(&editor, &[("POST", &format!("/codes/{id}/{change}"))]);
        }
        may_not(&editor, &[("PATCH", &format!("/codes/{id}"))]);
    }
    may_not(
        &editor,
        &[
            ("PUT", "/audiences/dutch"),
            ("DELETE", "/audiences/dutch"),
            ("PUT", "/units/roads"),
        ],
    );
    for unit in [json!(null), json!("parks")] {
        editor.post("/codes", &json!({"unit": unit})).problem(403, "forbidden");
        editor
            .post("/codes/bench/transfer", &json!({"unit": unit}))
            .problem(403, "forbidden");
    }
    assert_eq!(staff.head(), head);
    editor.post("/codes", &json!({"unit": "roads"})).expect(201);
    editor
        .put("/codes/bench/target", &redirect("https://gent.be/own"))
        .expect(200);
}

#[test]
fn invariant_12_whoever_is_not_recognised_gets_nothing() {
    let (signpost, staff) = furnished();
    let head = staff.head();
    let stranger = Client::new(&signpost.url, "nonsense");
    for one in CHANGES.iter().chain(&READS).chain(&STATISTICS).chain([&SCANS]) {
        let answer = call(&stranger, *one);
        assert_eq!(flaw(&answer, 401, "unauthenticated", None), None, "{one:?}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let anonymous = phone(&signpost.url);
    anonymous.open("/api/v1/codes").problem(401, "unauthenticated");
    for header in [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        &format!("Bearer {}x", staff.token),
        &format!("Token {}", staff.token),
    ] {
        let answer = anonymous.clone().with("authorization", header).open("/api/v1/codes");
        assert_eq!(flaw(&answer, 401, "unauthenticated", None), None, "{header:?}");
    }
    anonymous
        .clone()
        .with("authorization", &format!("bearer {}", staff.token))
        .open("/api/v1/codes")
        .expect(200);
    assert_eq!(staff.head(), head);
}
