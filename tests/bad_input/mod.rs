//! Invariant 12: bad input changes nothing, and whoever sent it is told what is wrong, where, and what is allowed.

mod access;
mod bodies;
mod conditions;
mod program;
mod requests;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Signpost, redirect};

/// A Signpost with a unit that allows one host, a code in it, an audience, and one that was withdrawn.
fn furnished() -> (Signpost, Client) {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    staff
        .put("/units/roads", &json!({"label": "Roads", "allowed_hosts": ["gent.be"]}))
        .expect(201);
    let bench = json!({"id": "bench", "unit": "roads", "target": redirect("https://gent.be/")});
    staff.post("/codes", &bench).expect(201);
    for name in ["dutch", "gone"] {
        let audience = json!({"label": name, "condition": {"language": ["nl"]}});
        staff.put(&format!("/audiences/{name}"), &audience).expect(201);
    }
    staff.delete("/audiences/gone").expect(204);
    (signpost, staff)
}

/// What is wrong with the refusal of something bad, if anything: its status, its kind, where it points.
fn flaw(answer: &Answer, status: u16, kind: &str, pointer: Option<&str>) -> Option<String> {
    let is_problem = answer.header("content-type") == Some("application/problem+json");
    let problem = if is_problem { answer.json() } else { Value::Null };
    let points = pointer.is_none_or(|pointer| {
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let says = |error: &Value| error["pointer"] == pointer && error["detail"].as_str().is_some_and(|detail| detail.len() > 5);
        errors.iter().any(says)
    });
    let is_right = answer.status == status
        && problem["type"] == format!("urn:signpost:problem:{kind}")
        && problem["status"] == status
        && problem["title"].is_string()
        && problem["detail"].is_string()
        && points;
    (!is_right).then(|| {
        format!(
            "expected {status} {kind} at {pointer:?}, got {} {}",
            answer.status,
            answer.text()
        )
    })
}

/// Sends every one of `cases` (method, path, body, pointer of the fault), expects 422, and that nothing was decided.
fn refuses_all(staff: &Client, cases: &[(Method, &str, Value, &str)]) {
    let flaws = cases.iter().filter_map(|(method, path, body, pointer)| {
        let head = staff.head();
        let answer = staff.send(method.clone(), path, &[], Some(body));
        let changed = (staff.head() != head).then(|| "it was decided".to_owned());
        let flaw = changed.or_else(|| flaw(&answer, 422, "invalid", Some(pointer)))?;
        let body: String = body.to_string().chars().take(200).collect();
        Some(format!("{method} {path} {body}: {flaw}"))
    });
    let flaws: Vec<String> = flaws.collect();
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}
