//! Tables on the website, by plain requests: tried before anything is done, done, stopped, found again, and the catalogue as a file.

use serde_json::json;

use super::{
    PASSWORD, Seat, add,
    lists::{texts, value},
};
use crate::support::{Client, Signpost, database_of_its_own, eventually, redirect};

const TABLE: &str = "Nummer;label;target;colour\nBENCH-1;Bench by the pond;https://example.org/new;red\nTREE-1;Oak;;\n";

fn city(signpost: &Signpost) -> (Client, Seat) {
    add(signpost, "ann", "Ann Peeters", "admin");
    let rest = signpost.client("admin");
    let bench = json!({"id": "BENCH-1", "label": "Bench", "target": redirect("https://example.org/old")});
    rest.post("/codes", &bench).expect(201);
    (rest, Seat::signed_in(&signpost.url, "ann", PASSWORD))
}

/// Sends a table as the form does; gives where it goes on.
#[track_caller]
fn send(seat: &mut Seat, fields: &[(&str, &str)], table: &str) -> String {
    let answer = seat.send_file("/admin/imports", fields, ("benches.csv", table)).expect(303);
    answer.header("location").unwrap().to_owned()
}

/// The page of an import when it ended.
fn ended(seat: &mut Seat, path: &str) -> String {
    eventually("the import ends", || {
        let page = seat.get(path).expect(200).text();
        (!page.contains("hx-trigger=\"load")).then_some(page)
    })
}

#[test]
fn a_table_is_tried_told_row_by_row_done_and_taken_back() {
    for signpost in [Signpost::start(), Signpost::start_on(&database_of_its_own())] {
        let (rest, mut seat) = city(&signpost);
        let head = rest.settled_head();
        let tried = send(&mut seat, &[("columns", "id: Nummer")], TABLE);
        let page = ended(&mut seat, &tried);
        assert_eq!(rest.head(), head, "nothing is decided by trying");
        assert_eq!(texts(&page, ".tiles dd"), ["2", "1", "1", "0", "0"], "{page}");
        let rows = texts(&page, "#sample ~ .listing tbody th");
        assert_eq!(rows, ["changes BENCH-1", "mints TREE-1"]);
        assert!(
            texts(&page, ".tag").contains(&"colour".to_owned()),
            "what is not looked at is said"
        );

        let answer = seat.submit(&format!("{tried}/do"), &[("reason", "spring")]).expect(303);
        let done = answer.header("location").unwrap().to_owned();
        let page = ended(&mut seat, &done);
        assert_eq!(texts(&page, ".state"), ["Done"], "{page}");
        assert_eq!(
            rest.get("/codes/BENCH-1").expect(200).json()["target"]["url"],
            "https://example.org/new"
        );
        rest.get("/codes/TREE-1").expect(200);
        let history = rest.get("/codes/TREE-1/history").expect(200).json();
        assert_eq!(history["items"][0]["reason"], "spring");
        let change = done.replace("imports", "changes");
        seat.get(&change).expect(200);
        let result = seat.get(&format!("{done}/result")).expect(200);
        assert!(result.text().contains("changes BENCH-1"), "{}", result.text());

        // All of it is found again.
        let list = seat.get("/admin/imports").expect(200).text();
        assert_eq!(texts(&list, ".listing .state"), ["Done", "Tried"]);
        let work = seat.get("/admin/work").expect(200).text();
        assert!(work.contains(&done) && work.contains("Import of benches.csv"), "{work}");
        // By nobody else, whose they are not.
        add(&signpost, "ben", "Ben", "admin");
        let mut ben = Seat::signed_in(&signpost.url, "ben", PASSWORD);
        ben.get(&done).expect(404);
        assert!(!ben.get("/admin/work").expect(200).text().contains("/admin/imports/"));
        // What is done is not done again.
        seat.submit(&format!("{done}/do"), &[]).expect(404);
        seat.submit(&format!("{done}/cancel"), &[]).expect(303);
        assert_eq!(texts(&seat.get(&done).expect(200).text(), ".state"), ["Done"]);
    }
}

#[test]
fn rows_that_cannot_be_done_are_named_and_left_out_only_by_who_says_so() {
    let signpost = Signpost::start();
    let (rest, mut seat) = city(&signpost);
    let table = "id,label,unit\nTREE-1,Oak,\nTREE-2,Lime,nowhere\n";
    let tried = send(&mut seat, &[("rows", "mint")], table);
    let page = ended(&mut seat, &tried);
    assert_eq!(texts(&page, "#faults ~ .listing tbody th"), ["3"]);
    assert_eq!(texts(&page, "#faults ~ .listing tbody td")[0], "unit");
    let answer = seat.submit(&format!("{tried}/do"), &[]).expect(303);
    let refused = ended(&mut seat, answer.header("location").unwrap());
    assert_eq!(texts(&refused, ".state"), ["Not done"]);
    rest.get("/codes/TREE-1").problem(404, "not-found");
    let answer = seat.submit(&format!("{tried}/do"), &[("leave_out", "true")]).expect(303);
    let done = ended(&mut seat, answer.header("location").unwrap());
    assert_eq!(texts(&done, ".state"), ["Done"]);
    rest.get("/codes/TREE-1").expect(200);
    rest.get("/codes/TREE-2").problem(404, "not-found");
}

#[test]
fn what_is_no_table_no_form_of_this_session_or_from_those_who_may_not_changes_nothing() {
    let signpost = Signpost::start();
    let (rest, mut seat) = city(&signpost);
    let failed = send(&mut seat, &[], "PK\u{3}\u{4}\u{0}");
    assert_eq!(texts(&ended(&mut seat, &failed), ".state"), ["Failed"]);
    let failed = send(&mut seat, &[], "name\nx\n");
    let page = ended(&mut seat, &failed);
    assert_eq!(texts(&page, ".state"), ["Failed"], "no column is one of ours: {page}");
    let none = seat.send_file("/admin/imports", &[], ("", "")).expect(422).text();
    assert!(none.contains("choose a file with a table"), "{none}");
    let bad = seat.send_file("/admin/imports", &[("columns", "number")], ("a.csv", TABLE));
    assert!(bad.expect(422).text().contains("columns-fault"));
    let list = seat.get("/admin/imports").expect(200).text();
    assert!(
        texts(&list, ".listing .state").contains(&"Cancelled".to_owned()),
        "it waits for nothing any more: {list}"
    );

    let stolen = value(&list, "form_token");
    add(&signpost, "otto", "Otto", "auditor");
    let mut otto = Seat::signed_in(&signpost.url, "otto", PASSWORD);
    assert!(!otto.get("/admin/imports").expect(200).text().contains("type=\"file\""));
    otto.send_file("/admin/imports", &[], ("a.csv", TABLE)).expect(403);
    add(&signpost, "eva", "Eva", "editor");
    let mut eva = Seat::signed_in(&signpost.url, "eva", PASSWORD);
    eva.send_file("/admin/imports", &[("form_token", &stolen)], ("a.csv", TABLE))
        .expect(403);
    assert_eq!(
        eva.get("/admin/imports").expect(200).text().matches("class=\"state").count(),
        0
    );
    add(&signpost, "lies", "Lies", "analyst");
    Seat::signed_in(&signpost.url, "lies", PASSWORD)
        .get("/admin/imports")
        .expect(403);
    assert_eq!(rest.get("/decisions?type=ChangeMade").expect(200).json()["items"], json!([]));
}

#[test]
fn the_catalogue_goes_out_as_a_file_all_of_it_or_what_was_found() {
    let signpost = Signpost::start();
    let (rest, mut seat) = city(&signpost);
    rest.post("/codes", &json!({"id": "TREE-1", "tags": ["tree"]})).expect(201);
    for (ending, media_type) in [
        ("csv", "text/csv; charset=utf-8"),
        ("jsonl", "application/jsonl"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ] {
        let file = seat.get(&format!("/admin/exports/codes.{ending}")).expect(200);
        assert_eq!(file.header("content-type"), Some(media_type));
        let name = format!("attachment; filename=\"codes.{ending}\"");
        assert_eq!(file.header("content-disposition"), Some(&*name));
        assert_eq!(file.bytes.starts_with(b"PK"), ending == "xlsx");
    }
    let found = seat.get("/admin/exports/codes.csv?tag=tree&q=").expect(200).text();
    assert!(found.contains("TREE-1") && !found.contains("BENCH-1"), "{found}");
    let page = seat.get("/admin/codes?tag=tree").expect(200).text();
    assert!(page.contains("/admin/exports/codes.csv?tag=tree"));
    seat.get("/admin/exports/codes.pdf").expect(404);
    Seat::new(&signpost.url).get("/admin/exports/codes.csv").expect(303);
}
