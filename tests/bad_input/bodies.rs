use reqwest::Method;
use serde_json::{Value, json};

use super::{flaw, furnished, refuses_all};
use crate::support::redirect;

/// Bodies for minting, each with the pointer to its fault.
fn bad_codes() -> Vec<(Value, &'static str)> {
    let gent = redirect("https://gent.be/");
    let page = |content: Value| json!({"target": {"type": "page", "content": content}});
    let rules = |rule: Value| json!({"rules": [rule]});
    vec![
        (json!({"colour": "red"}), "/colour"),
        (json!({"label": 5}), "/label"),
        (json!({"label": " "}), "/label"),
        (json!({"label": "x".repeat(501)}), "/label"),
        (json!({"reason": "x".repeat(5_000)}), "/reason"),
        (json!({"id": 5}), "/id"),
        (json!({"id": "ab"}), "/id"),
        (json!({"id": "a".repeat(51)}), "/id"),
        (json!({"id": "a b c"}), "/id"),
        (json!({"id": "bänk"}), "/id"),
        (json!({"id": "Metrics"}), "/id"),
        (json!({"id": "favicon.ico"}), "/id"),
        (json!({"id": "../etc"}), "/id"),
        (json!({"tags": "oak"}), "/tags"),
        (json!({"tags": ["oak", 5]}), "/tags/1"),
        (json!({"tags": ["oak", "-x"]}), "/tags/1"),
        (json!({"tags": (0..51).map(|n| format!("t{n}")).collect::<Vec<_>>()}), "/tags"),
        (json!({"unit": "Not a unit"}), "/unit"),
        (json!({"unit": "unfounded"}), "/unit"),
        (json!({"asset": {"colour": "red"}}), "/asset/colour"),
        (
            json!({"asset": {"location": {"latitude": 91, "longitude": 0}}}),
            "/asset/location/latitude",
        ),
        (json!({"asset": {"location": {"latitude": 51}}}), "/asset/location"),
        (json!({"target": "https://gent.be/"}), "/target"),
        (json!({"target": {"type": "action"}}), "/target/type"),
        (json!({"target": {"url": "https://gent.be/"}}), "/target"),
        (json!({"target": {"type": "redirect"}}), "/target/url"),
        (
            json!({"target": {"type": "redirect", "url": "https://gent.be/", "x": 1}}),
            "/target/x",
        ),
        (
            json!({"target": {"type": "redirect", "url": "https://gent.be/", "items": []}}),
            "/target/items",
        ),
        (json!({"target": redirect("gent.be")}), "/target/url"),
        (json!({"target": redirect("")}), "/target/url"),
        (json!({"target": redirect("https://")}), "/target/url"),
        (json!({"target": redirect("https://gent.be/a b")}), "/target/url"),
        (json!({"target": redirect("https://gent.be/\u{0}")}), "/target/url"),
        (
            json!({"target": redirect("https://gent.be\u{200b}.evil.example:99999/")}),
            "/target/url",
        ),
        (json!({"target": {"type": "page"}}), "/target/content"),
        (page(json!({})), "/target/content"),
        (
            page(json!({"not a language": {"title": "x"}})),
            "/target/content/not a language",
        ),
        (page(json!({"en": {"title": ""}})), "/target/content/en/title"),
        (page(json!({"en": {"body": "x"}})), "/target/content/en"),
        (
            page(json!({"en": {"title": "x", "body": "x".repeat(100_001)}})),
            "/target/content/en/body",
        ),
        (
            page(json!({"en": {"title": "x", "body": "[a](javascript:alert(1))"}})),
            "/target/content/en/body",
        ),
        (
            page(json!({"en": {"title": "x", "body": "<data:text/html,x>"}})),
            "/target/content/en/body",
        ),
        (json!({"target": {"type": "menu", "items": []}}), "/target/items"),
        (
            json!({"target": {"type": "menu", "items": [{"label": {}, "url": "https://gent.be/"}]}}),
            "/target/items/0/label",
        ),
        (rules(json!({"target": gent})), "/rules/0"),
        (
            rules(json!({"audience": "dutch", "when": {"percentage": 1}, "target": gent})),
            "/rules/0",
        ),
        (rules(json!({"audience": "dutch"})), "/rules/0"),
        (rules(json!({"audience": "unheard-of", "target": gent})), "/rules/0/audience"),
        (rules(json!({"audience": "gone", "target": gent})), "/rules/0/audience"),
        (
            rules(json!({"when": {"percentage": 101}, "target": gent})),
            "/rules/0/when/percentage",
        ),
        (
            rules(json!({"audience": "dutch", "target": redirect("javascript:x")})),
            "/rules/0/target/url",
        ),
    ]
}

#[test]
fn invariant_12_a_code_that_is_not_right_is_not_minted_and_the_fault_is_pointed_at() {
    let (_signpost, staff) = furnished();
    let cases: Vec<_> = bad_codes()
        .into_iter()
        .map(|(body, pointer)| (Method::POST, "/codes", body, pointer))
        .collect();
    refuses_all(&staff, &cases);
    // All faults are told at once.
    let both = staff.post("/codes", &json!({"id": "x", "target": redirect("ftp://x/")}));
    assert_eq!(both.problem(422, "invalid")["errors"].as_array().unwrap().len(), 2);
}

#[test]
fn invariant_12_a_change_that_is_not_right_changes_nothing() {
    let (_signpost, staff) = furnished();
    let put = |path, body, pointer| (Method::PUT, path, body, pointer);
    let post = |path, body, pointer| (Method::POST, path, body, pointer);
    let patch = |body, pointer| (Method::PATCH, "/codes/bench", body, pointer);
    let many: Vec<Value> = (0..101)
        .map(|_| json!({"audience": "dutch", "target": redirect("https://gent.be/")}))
        .collect();
    refuses_all(
        &staff,
        &[
            put("/codes/bench/target", redirect("https://example.org/"), "/url"),
            put("/codes/bench/target", json!("https://gent.be/"), ""),
            put("/codes/bench/target?reson=x", redirect("https://gent.be/x"), "reson"),
            put("/codes/bench/rules", json!({}), ""),
            put("/codes/bench/rules", json!([5]), "/0"),
            put("/codes/bench/rules", json!(many), ""),
            patch(json!({"id": "other"}), "/id"),
            patch(json!({"label": ["x"]}), "/label"),
            patch(json!({"tags": ["a b"]}), "/tags/0"),
            patch(json!({"asset": {"colour": "red"}}), "/asset"),
            patch(
                json!({"asset": {"location": {"latitude": -91, "longitude": 0}}}),
                "/asset/location/latitude",
            ),
            post("/codes/bench/suspend", json!({"why": "x"}), "/why"),
            post("/codes/bench/suspend", json!({"reason": 5}), "/reason"),
            post("/codes/bench/retire", json!({"successor": "x"}), "/successor"),
            post("/codes/bench/retire", json!({"successor": "unheard-of"}), "/successor"),
            post("/codes/bench/retire", json!({"successor": "bench"}), "/successor"),
            post("/codes/bench/transfer", json!({"unit": "unfounded"}), "/unit"),
            post("/codes/bench/transfer", json!({"reason": "unit forgotten"}), ""),
            post("/codes/bench/aliases", json!({}), ""),
            post("/codes/bench/aliases", json!({"aliases": []}), "/aliases"),
            post("/codes/bench/aliases", json!({"aliases": ["abc", "a/b"]}), "/aliases/1"),
            post("/codes/bench/aliases", json!({"aliases": ["abc", "ABC"]}), "/aliases/1"),
            post("/codes/bench/aliases", json!({"aliases": ["Bench"]}), "/aliases/0"),
            post("/codes/bench/aliases", json!({"aliases": vec!["abc"; 101]}), "/aliases"),
            post("/codes/bench/explain", json!({"position": u64::MAX}), "/position"),
            post("/codes/bench/explain", json!({"at": "yesterday"}), "/at"),
            post(
                "/codes/bench/explain",
                json!({"at": "2026-01-01T00:00:00Z", "position": 1}),
                "/at",
            ),
            post(
                "/codes/bench/explain",
                json!({"visit": {"platform": "fridge"}}),
                "/visit/platform",
            ),
            post(
                "/codes/bench/explain",
                json!({"visit": {"network": "somewhere"}}),
                "/visit/network",
            ),
            post("/codes/bench/explain", json!({"visit": {"shoe": 43}}), "/visit/shoe"),
            put(
                "/units/roads",
                json!({"label": "x", "allowed_hosts": ["https://gent.be/"]}),
                "/allowed_hosts/0",
            ),
            put(
                "/units/roads",
                json!({"label": "x", "allowed_hosts": ["*"]}),
                "/allowed_hosts/0",
            ),
            put("/units/roads", json!({"label": ""}), "/label"),
            put("/units/roads", json!({}), ""),
            put(
                "/audiences/dutch",
                json!({"label": "", "condition": {"percentage": 1}}),
                "/label",
            ),
            put("/audiences/dutch", json!({"label": "x"}), ""),
        ],
    );
}

#[test]
fn invariant_12_what_is_not_json_or_too_much_is_refused() {
    let (_signpost, staff) = furnished();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let large = format!("{{\"label\": \"{}\"}}", "x".repeat(1 << 20));
    let nested = format!("{{\"when\": {}}}", "{\"not\":".repeat(5_000));
    let head = staff.head();
    for (body, status, kind) in [
        ("{", 400, "not-json"),
        ("{} x", 400, "not-json"),
        ("{'id': 'abc'}", 400, "not-json"),
        ("\u{feff}{}", 400, "not-json"),
        ("NaN", 400, "not-json"),
        ("{\"label\": \"\\ud800\"}", 400, "not-json"),
        (deep.as_str(), 422, "invalid"),
        (nested.as_str(), 422, "invalid"),
        (large.as_str(), 413, "too-large"),
    ] {
        let answer = staff.send_bytes(Method::POST, "/codes", &[], Some(body.into()));
        assert_eq!(flaw(&answer, status, kind, None), None, "{}", &body[..body.len().min(60)]);
        let keyed = staff.send_bytes(
            Method::POST,
            "/codes",
            &[("idempotency-key", body.get(..9).unwrap_or("k"))],
            Some(body.into()),
        );
        assert!(keyed.status >= 400);
    }
    let answer = staff.send_bytes(Method::POST, "/codes", &[], Some(vec![b'"', 0xff, b'"']));
    assert!(answer.status == 400 || answer.status == 422, "{}", answer.text());
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/xml",
    ] {
        let answer = staff.send(Method::POST, "/codes", &[("content-type", media_type)], Some(&json!({})));
        answer.problem(415, "media-type");
    }
    assert_eq!(staff.head(), head);
}
