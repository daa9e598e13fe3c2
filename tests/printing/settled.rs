//! A batch remembers how it is printed: who asks for nothing gets the same to the bit, whatever happened to design, labels and units since.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, benches, mint, printed};
use crate::support::{
    Client, Signpost, database_of_its_own,
    readers::{by_zbar, raster},
    run,
};

/// What is asked for by somebody who asks for nothing.
const NOTHING: [&str; 2] = ["labels.pdf", "images.zip"];

fn draw(staff: &Client, dark: &str) {
    let design = json!({"label": "Harbour", "dark": dark, "shape": "rounded", "caption": ["{label}"]});
    let answer = staff.put("/designs/harbour", &design);
    assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
}

fn bytes(staff: &Client, batch: &str, what: &str) -> Vec<u8> {
    staff.get(&format!("/batches/{batch}/{what}")).expect(200).bytes
}

fn relabel(staff: &Client, id: &str, label: &str) {
    staff.patch(&format!("/codes/{id}"), &json!({"label": label})).expect(200);
}

fn is_the_same_again(signpost: &Signpost) {
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    draw(&staff, "#0b3d91");
    let print = json!({"design": "harbour", "caption": ["{number}: {label}", "{id}"], "sheet": "avery-l7163", "cut_marks": true,
        "format": "pdf", "size": 40, "name": "{number}-{label}"});
    let order = json!({"count": 6, "first": 8, "label": "Bench {number}", "print": print});
    let batch = mint(&staff, &order);
    let before = NOTHING.map(|what| bytes(&staff, &batch, what));
    let told = staff.get(&format!("/batches/{batch}/images.zip")).expect(200);
    assert_eq!(told.header("signpost-design"), Some("harbour@1"));
    let as_of = told.header("signpost-as-of").expect("a position").to_owned();

    // What it remembers is what was asked for, in the version that there was.
    let settled = staff.get(&format!("/batches/{batch}/print")).expect(200);
    assert_eq!(settled.header("etag"), Some("\"1\""));
    let settled = settled.json();
    assert_eq!(settled["print"]["design"], "harbour@1");
    assert_eq!((&settled["first"], settled["as_of"].to_string()), (&json!(8), as_of.clone()));
    for (field, asked) in print.as_object().expect("an object") {
        if field != "design" {
            assert_eq!(settled["print"][field], *asked, "{field}");
        }
    }
    // Who names all of it gets the same as who names nothing.
    let all = "sheet=avery-l7163&cut_marks=true&caption={number}: {label}|{id}&design=harbour@1&first=8";
    assert_eq!(bytes(&staff, &batch, &format!("labels.pdf?{all}")), before[0]);
    let all = "format=pdf&size=40&name={number}-{label}&design=harbour@1&first=8";
    assert_eq!(bytes(&staff, &batch, &format!("images.zip?{all}")), before[1]);

    draw(&staff, "#7b1e3a");
    let list = staff.get(&format!("/codes?batch={batch}")).expect(200).json();
    let ids: Vec<&str> = list["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|code| code["id"].as_str())
        .collect();
    relabel(&staff, ids[0], "The bench at the quay");
    staff.post(&format!("/codes/{}/retire", ids[1]), &json!({})).expect(200);
    assert_eq!(
        NOTHING.map(|what| bytes(&staff, &batch, what)),
        before,
        "a reprint is the same to the bit"
    );
    staff.delete("/designs/harbour").expect(204);
    assert_eq!(
        NOTHING.map(|what| bytes(&staff, &batch, what)),
        before,
        "also when the design was withdrawn"
    );

    // As it is now is for the asking, and then can be had again by its position.
    for (what, before) in NOTHING.iter().zip(&before) {
        let now = staff.get(&format!("/batches/{batch}/{what}?as_of=now")).expect(200);
        assert_ne!(now.bytes, *before, "{what}");
        let position = now.header("signpost-as-of").expect("a position").to_owned();
        relabel(&staff, ids[2], &format!("Another, after {what}"));
        assert_eq!(
            bytes(&staff, &batch, &format!("{what}?as_of={position}")),
            now.bytes,
            "{what}"
        );
        assert_eq!(bytes(&staff, &batch, &format!("{what}?as_of={as_of}")), *before, "{what}");
        // Only what is asked for is otherwise.
        assert_ne!(bytes(&staff, &batch, &format!("{what}?design=")), *before, "{what}");
    }

    let labels = desk.keep("labels.pdf", &before[0]);
    let text = run("pdftotext", "poppler-utils", [&labels, &"-".into()]).stdout;
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(text.contains("8: Bench 8") && text.contains("13: Bench 13"), "{text}");
    let mut found = by_zbar(&[raster(&labels, 150)]);
    found.sort();
    let mut expected: Vec<String> = ids.iter().map(|id| printed(signpost, id)).collect();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn what_a_batch_was_minted_with_is_printed_the_same_again_whatever_became_of_design_and_labels() {
    is_the_same_again(&Signpost::start());
}

#[test]
fn what_a_batch_was_minted_with_is_printed_the_same_again_on_postgresql() {
    is_the_same_again(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn how_a_batch_is_printed_is_settled_once_it_is_known_and_stands_in_the_history() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    draw(&staff, "#0b3d91");
    let (batch, ids) = benches(&staff, 3);
    let path = format!("/batches/{batch}/print");
    let open = staff.get(&path).expect(200).json();
    assert_eq!(
        (&open["print"], &open["as_of"], &open["first"]),
        (&Value::Null, &Value::Null, &json!(8))
    );
    // The number of the first is remembered from the order.
    let named = bytes(&staff, &batch, "images.zip?name={number}");
    assert_eq!(bytes(&staff, &batch, "images.zip?name={number}&first=8"), named);
    staff.get(&format!("/batches/{batch}/labels.pdf")).problem(422, "invalid");

    relabel(&staff, &ids[0], "Before");
    let print =
        json!({"design": "harbour", "labels": "2x5", "label": "90x50", "origin": "10x20", "reason": "as the printer had it"});
    let settled = staff.put(&path, &print).expect(200).json();
    assert_eq!(
        (&settled["print"]["design"], &settled["version"]),
        (&json!("harbour@1"), &json!(2))
    );
    assert_eq!(
        (&settled["print"]["page"], &settled["print"]["pitch"]),
        (&json!("210x297"), &json!("90x50"))
    );
    let before = bytes(&staff, &batch, "labels.pdf");
    relabel(&staff, &ids[0], "After");
    draw(&staff, "#7b1e3a");
    assert_eq!(bytes(&staff, &batch, "labels.pdf"), before);
    // What was shown can be sent back, and is no decision.
    let again = staff.put(&path, &settled["print"]).expect(200).json();
    assert_eq!(again["version"], 2);

    let stale = staff.send(
        Method::PUT,
        &path,
        &[("if-match", "\"1\"")],
        Some(&json!({"design": "harbour"})),
    );
    stale.problem(412, "version-mismatch");
    let now = staff
        .put(&path, &json!({"design": "harbour", "sheet": "avery-l7160"}))
        .expect(200)
        .json();
    assert_eq!(now["print"]["design"], "harbour@2");
    assert_ne!(bytes(&staff, &batch, "labels.pdf"), before);

    let decisions = signpost
        .client("auditor")
        .get("/decisions?type=PrintSettled")
        .expect(200)
        .json();
    let reasons: Vec<&Value> = decisions["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| &entry["reason"])
        .collect();
    assert_eq!(reasons, [&json!("as the printer had it"), &Value::Null]);
}

#[test]
fn what_could_not_be_printed_is_not_settled_and_only_those_of_its_unit_settle() {
    let signpost = Signpost::start();
    let admin = signpost.client("admin");
    for unit in ["parks", "port"] {
        admin.put(&format!("/units/{unit}"), &json!({"label": unit})).expect(201);
    }
    let parks = signpost.client_of("editor", Some("parks"));
    let batch = mint(&parks, &json!({"count": 2, "unit": "parks"}));
    let path = format!("/batches/{batch}/print");
    signpost
        .client_of("editor", Some("port"))
        .put(&path, &json!({"level": "H"}))
        .problem(403, "forbidden");
    signpost
        .client("auditor")
        .put(&path, &json!({"level": "H"}))
        .problem(403, "forbidden");
    for (print, pointer) in [
        (json!({"design": "nowhere"}), "/design"),
        (json!({"design": "harbour", "level": "H"}), "/level"),
        (json!({"sheet": "avery"}), "/sheet"),
        (json!({"sheet": "avery-l7160", "page": "a4"}), "/sheet"),
        (json!({"label": "60x30"}), "/labels"),
        (json!({"labels": "9x9", "label": "60x30"}), "/labels"),
        (json!({"level": "X"}), "/level"),
        (json!({"dark": "cccccc"}), "/dark"),
        (json!({"caption": ["{what}"]}), "/caption"),
        (json!({"caption": ["a", "b", "c", "d", "e"]}), "/caption"),
        (json!({"name": "{label}"}), "/name"),
        (json!({"format": "gif"}), "/format"),
        (json!({"size": 3}), "/size"),
        (json!({"dpi": 300}), "/dpi"),
    ] {
        let problem = parks.put(&path, &print).problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{print}: {problem}");
        let order = json!({"count": 1, "unit": "parks", "print": print});
        let problem = parks.post("/batches", &order).problem(422, "invalid");
        assert_eq!(
            problem["errors"][0]["pointer"],
            format!("/print{pointer}"),
            "{print}: {problem}"
        );
    }
    parks.put("/batches/NOSUCH77/print", &json!({})).problem(404, "not-found");
    for as_of in ["0x", "-1", "999999999", "yesterday"] {
        let refused = parks.get(&format!("/batches/{batch}/images.zip?as_of={as_of}"));
        assert_eq!(refused.problem(422, "invalid")["errors"][0]["pointer"], "as_of", "{as_of}");
    }
    assert_eq!(parks.get(&path).expect(200).json()["version"], 1);
    assert_eq!(
        parks.get("/batches").expect(200).json()["items"].as_array().map(Vec::len),
        Some(1)
    );
}
