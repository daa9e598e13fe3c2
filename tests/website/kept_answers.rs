//! Forms keep what was typed, offer what may be done, and tell what waits.

use serde_json::json;

use super::{
    PASSWORD, Seat, add, add_editor_of,
    forms::{filled, send, texts},
};
use crate::support::{Answer, Signpost, redirect};

const WHY: (&str, &str) = ("reason", "because of the works");

fn keeps_why(answer: &Answer, form: &str) -> bool {
    let (name, said) = WHY;
    filled(answer, form, &[]).contains(&(name.to_owned(), said.to_owned()))
}

#[test]
fn why_something_is_done_still_stands_there_when_its_form_is_shown_again() {
    let signpost = Signpost::start();
    let rest = signpost.client("admin");
    let code = json!({"id": "bench", "target": redirect("https://old.example.org/")});
    rest.post("/codes", &code).expect(201);
    rest.post(
        "/codes",
        &json!({"id": "felled", "target": redirect("https://old.example.org/2")}),
    )
    .expect(201);
    rest.post("/codes/felled/retire", &json!({})).expect(200);
    add(&signpost, "ann", "Ann", "admin");
    let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let grows: &[(&str, &str)] = &[("act", "")];
    let long = "x".repeat(600);
    for (path, form, answers) in [
        ("/admin/code", "#form", grows),
        ("/admin/code", "#form", &[("act", "save"), ("id", "!")]),
        (
            "/admin/codes/BENCH/target",
            "#form",
            &[("act", ""), ("forward_query", "true")],
        ),
        (
            "/admin/codes/BENCH/target",
            "#form",
            &[("act", "save"), ("url", "ftp://example.org")],
        ),
        ("/admin/codes/BENCH/target", "#form", &[("act", "save"), ("version", "1")]),
        ("/admin/codes/BENCH/rules", "#editor", grows),
        ("/admin/codes/BENCH/description", "#form", &[("label", &long)]),
        ("/admin/codes/BENCH/transfer", "#form", &[("unit", "nobodys")]),
        ("/admin/codes/BENCH/aliases", "#form", &[("aliases", "!")]),
        ("/admin/codes/BENCH/retire", "#form", &[("successor", "!")]),
        ("/admin/batch", "#form", &[("count", "0")]),
        ("/admin/unit", "#form", &[("name", "!")]),
        ("/admin/audience", "#form", grows),
        ("/admin/audience", "#form", &[("act", "save"), ("name", "!")]),
        ("/admin/token", "#form", &[("name", "")]),
        ("/admin/person", "#form", &[("login", "")]),
        ("/admin/design", "#design", &[("act", "keep"), ("name", "!")]),
    ] {
        let page = seat.get(path).expect(200);
        let again = send(&mut seat, &page, form, path, &[answers, &[WHY]].concat());
        assert_ne!(again.status, 303, "{path} {answers:?}");
        assert!(keeps_why(&again, form), "{path} {answers:?}: {}", again.text());
    }

    let page = seat.get("/admin/change?which=all&host=old.example.org").expect(200);
    let moved = [
        ("act", "save"),
        ("change/type", "move_host"),
        ("change/from", "old.example.org"),
        ("change/to", "new.example.org"),
    ];
    let nothing = seat.get("/admin/change").expect(200);
    assert!(
        texts(&nothing, "[role=alert]").concat().contains("You chose no code"),
        "{}",
        nothing.text()
    );
    let preview = send(&mut seat, &page, "#form", "/admin/change/preview", &moved).expect(200);
    let refused = send(
        &mut seat,
        &preview,
        "main form",
        "/admin/change/make",
        &[("act", "make"), WHY],
    )
    .expect(409);
    assert!(keeps_why(&refused, "main form"), "{}", refused.text());
}

#[test]
fn a_code_is_minted_from_an_untouched_form_and_a_batch_for_ones_own_unit() {
    let signpost = Signpost::start();
    let rest = signpost.client("admin");
    for unit in ["parks", "roads"] {
        rest.put(&format!("/units/{unit}"), &json!({"label": unit})).expect(201);
    }
    add_editor_of(&signpost, "pia", "parks");
    let mut seat = Seat::signed_in(&signpost.url, "pia", PASSWORD);
    let page = seat.get("/admin/code").expect(200);
    let minted = send(&mut seat, &page, "#form", "/admin/code", &[("act", "save")]).expect(303);
    let id = minted.header("location").unwrap().rsplit('/').next().unwrap().to_owned();
    let code = rest.get(&format!("/codes/{id}")).expect(200).json();
    assert_eq!((&code["target"], &code["unit"]), (&json!(null), &json!("parks")));

    add(&signpost, "otto", "Otto", "auditor");
    let mut auditor = Seat::signed_in(&signpost.url, "otto", PASSWORD);
    assert_eq!(auditor.get("/admin/code").status, 403, "told before it is filled in");

    let page = seat.get("/admin/batch").expect(200);
    assert_eq!(texts(&page, "#unit option"), ["parks"]);
    send(&mut seat, &page, "#form", "/admin/batch", &[("count", "3")]).expect(303);
    assert_eq!(rest.get("/codes?unit=parks").json()["items"].as_array().unwrap().len(), 4);
}

#[test]
fn what_waits_for_approval_is_told_on_the_page_of_its_code() {
    let signpost = Signpost::start();
    let rest = signpost.client("admin");
    rest.put("/units/roads", &json!({"label": "Roads", "approval": "required"}))
        .expect(201);
    rest.post("/codes", &json!({"id": "bridge", "unit": "roads"})).expect(201);
    add(&signpost, "ann", "Ann", "admin");
    let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    let waits = "A change of it waits for approval";
    assert!(!seat.get("/admin/codes/BRIDGE").expect(200).text().contains(waits));
    let proposed = rest
        .put("/codes/bridge/target", &redirect("https://example.org/2"))
        .expect(202)
        .json();
    let page = seat.get("/admin/codes/BRIDGE").expect(200);
    assert_eq!(texts(&page, "a[href^='/admin/proposals/']"), [waits]);
    let id = proposed["id"].as_str().unwrap();
    assert!(page.text().contains(&format!("/admin/proposals/{id}")), "{}", page.text());
}

#[test]
fn a_question_that_has_no_answer_is_not_told_that_it_was_not_saved() {
    let signpost = Signpost::start();
    signpost.client("admin").post("/codes", &json!({"id": "bench"})).expect(201);
    add(&signpost, "ann", "Ann", "admin");
    let mut seat = Seat::signed_in(&signpost.url, "ann", PASSWORD);
    for path in [
        "/admin/codes/BENCH/history?at=2001-01-01T00:00",
        "/admin/statistics?from=2026-02-02&until=2026-01-01",
    ] {
        let said = texts(&seat.get(path), "[role=alert]").concat();
        assert!(said.starts_with("This cannot be answered."), "{path}: {said}");
    }
}
