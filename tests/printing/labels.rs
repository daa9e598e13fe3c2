//! Sheets of labels for a whole batch.

use serde_json::json;

use super::{
    Desk, benches, mint, printed,
    sheet::{Sheet, are_read},
};
use crate::support::{Signpost, database_of_its_own, run};

fn is_printed(signpost: &Signpost) {
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    let (batch, ids) = benches(&staff, 30);
    let path = format!("/batches/{batch}/labels.pdf?sheet=avery-l7160&start=5&caption={{label}}|{{id}}&first=8");
    let answer = staff.get(&path).expect(200);
    assert_eq!(answer.header("content-type"), Some("application/pdf"));
    assert_eq!(
        staff.get(&path).expect(200).bytes,
        answer.bytes,
        "a reprint is the same to the bit"
    );

    // 17 labels on the first sheet, 13 on the second.
    let file = desk.keep("labels.pdf", &answer.bytes);
    run("qpdf", "qpdf", [&"--check".into(), &file]);
    let expected: Vec<String> = ids.iter().map(|id| printed(signpost, id)).collect();
    are_read(&file, &Sheet::named(&staff, "avery-l7160"), 4, &expected);
    let text = run("pdftotext", "poppler-utils", [&"-layout".into(), &file, &"-".into()]).stdout;
    let text = String::from_utf8(text).unwrap();
    for (number, id) in (8..).zip(&ids) {
        assert!(
            text.contains(&format!("Bench {number}")) && text.contains(id.as_str()),
            "{text}"
        );
    }
    let said = run("pdfinfo", "poppler-utils", [&file]).stdout;
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("(A4)") && said.contains("Pages:           2\n"), "{said}");
}

#[test]
fn every_code_of_a_batch_has_a_label_in_its_place_and_a_reprint_is_the_same_to_the_bit() {
    is_printed(&Signpost::start());
}

#[test]
fn every_code_of_a_batch_has_a_label_in_its_place_on_postgresql() {
    is_printed(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn labels_of_own_measures_are_printed_and_read() {
    let signpost = Signpost::start();
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    let (batch, ids) = benches(&staff, 4);
    let measures = "page=100x150&labels=2x2&label=40x60&origin=5x10&pitch=50x70&cut_marks=true";
    let look = "level=H&dark=1a237e&light=fff9c4&caption={number}";
    let answer = staff
        .get(&format!("/batches/{batch}/labels.pdf?{measures}&{look}"))
        .expect(200);
    let file = desk.keep("labels.pdf", &answer.bytes);
    let expected: Vec<String> = ids.iter().map(|id| printed(&signpost, id)).collect();
    let sheet = json!({"columns": 2, "rows": 2, "label": [40, 60], "origin": [5, 10], "pitch": [50, 70]});
    are_read(&file, &Sheet::of(&sheet), 0, &expected);

    let known = staff.get("/sheets").expect(200).json();
    let sheet = known["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|sheet| sheet["name"] == "avery-5160");
    assert_eq!(sheet.unwrap()["page"], json!([215.9, 279.4]));
}

#[test]
fn labels_that_cannot_be_are_refused_before_anything_is_printed() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    let batch = mint(&staff, &json!({"count": 2}));
    for (query, pointer) in [
        ("", "sheet"),
        ("sheet=avery", "sheet"),
        ("sheet=avery-l7160&page=a4", "sheet"),
        ("sheet=avery-l7160&start=0", "start"),
        ("sheet=avery-l7160&start=22", "start"),
        ("sheet=avery-l7160&caption={what}", "caption"),
        ("sheet=avery-l7160&caption=a|b|c|d|e", "caption"),
        ("sheet=avery-l7160&proof=yes", "proof"),
        ("sheet=avery-l7160&dark=ffffff", "dark"),
        ("sheet=avery-l7160&margin=99", "margin"),
        ("sheet=avery-5167&level=H&margin=20", "sheet"),
        ("labels=3x7", "label"),
        ("labels=3&label=10x10", "labels"),
        ("labels=3x7&label=10", "label"),
        ("labels=3x7&label=-10x10", "label"),
        ("labels=3x7&label=70.0001x38", "label"),
        ("labels=4x7&label=63.5x38.1", "labels"),
        ("labels=3x7&label=63.5x38.1&pitch=60x38.1", "pitch"),
        ("labels=3x7&label=4x4", "label"),
        ("labels=1x1&label=10x10&page=2000x10", "page"),
    ] {
        let problem = staff
            .get(&format!("/batches/{batch}/labels.pdf?{query}"))
            .problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}: {problem}");
    }
    staff
        .get("/batches/NONE/labels.pdf?sheet=avery-l7160")
        .problem(404, "not-found");
}
