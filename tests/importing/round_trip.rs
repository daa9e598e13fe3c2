//! A table goes out, is opened and saved by LibreOffice, one cell of it is changed, and it comes back: just that cell is changed.

use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};

use super::import;
use crate::support::{Client, Signpost, run};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Codes with whatever spreadsheets like to change.
fn city(staff: &Client) {
    staff.put("/units/parks", &json!({"label": "Parks"})).expect(201);
    let page = json!({"type": "page", "content": {"nl": {"title": "Bank", "body": "=1+1\n\n**tekst**"}}});
    let redirect = |url: &str| json!({"type": "redirect", "url": url, "forward_query": true});
    let place =
        json!({"reference": "0071", "location": {"address": "Korenmarkt 1\nGent", "latitude": 51.054_340_1, "longitude": -3.7}});
    for body in [
        json!({"id": "0012", "label": "0012", "unit": "parks", "tags": ["oak", "1-2"], "target": redirect("https://gent.be/a?b=c,d"), "asset": place}),
        json!({"id": "1E5", "label": "2026-03-01", "target": page}),
        json!({"id": "A-3", "label": "=HYPERLINK(\"https://evil.example\")"}),
        json!({"id": "A-4", "label": "+32 9 266", "target": redirect("https://gent.be/;")}),
        json!({"id": "A-5", "label": "Zoë \u{1f333} \"q\"; 1,5"}),
        json!({"id": "A-6", "label": "-1", "asset": {"description": "'=x"}}),
        json!({"id": "A-7"}),
    ] {
        staff.post("/codes", &body).expect(201);
    }
}

fn codes(staff: &Client) -> Vec<Value> {
    staff.get("/codes").expect(200).json()["items"].as_array().unwrap().clone()
}

fn export(staff: &Client, media_type: &str) -> Vec<u8> {
    staff
        .send(Method::GET, "/codes", &[("accept", media_type)], None)
        .expect(200)
        .bytes
}

/// Opens a table with LibreOffice and saves it in another form.
fn saved_as(folder: &Path, table: &[u8], from: &str, to: &str) -> Vec<u8> {
    let path = folder.join(format!("codes.{from}"));
    std::fs::write(&path, table).unwrap();
    let out = folder.join("saved");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let arguments: Vec<PathBuf> = [
        Path::new(&profile),
        Path::new("--headless"),
        Path::new("--convert-to"),
        Path::new(to),
        Path::new("--outdir"),
        &out,
        &path,
    ]
    .into_iter()
    .map(Path::to_owned)
    .collect();
    run("soffice", "libreoffice-calc-nogui", &arguments);
    let extension = to.split(':').next().unwrap();
    std::fs::read(out.join(format!("codes.{extension}"))).unwrap()
}

/// Fails unless importing `table` changes nothing.
fn changes_nothing(staff: &Client, table: Vec<u8>) {
    let before = codes(staff);
    let import = import(staff, "", table);
    assert_eq!(import["state"], "unchanged", "{import}");
    assert_eq!(import["outcome"]["unchanged"], before.len());
    assert_eq!(codes(staff), before);
}

#[test]
fn what_went_out_comes_back_and_changes_nothing() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    let csv = export(&staff, "text/csv");
    assert!(
        !String::from_utf8_lossy(&csv).lines().any(|line| line.contains(",=")),
        "no formula goes out"
    );
    changes_nothing(&staff, csv);
    changes_nothing(&staff, export(&staff, WORKBOOK));
    let lines = String::from_utf8(export(&staff, "application/jsonl")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, codes(&staff));
    staff
        .send(Method::GET, "/codes", &[("accept", "text/html")], None)
        .problem(406, "not-acceptable");
}

#[test]
fn a_workbook_that_libreoffice_saved_changes_the_one_cell_that_was_changed() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    let folder = tempfile::tempdir().unwrap();
    let workbook = export(&staff, WORKBOOK);
    let saved = saved_as(folder.path(), &workbook, "xlsx", "xlsx");
    assert_ne!(saved, workbook);
    changes_nothing(&staff, saved);

    // By way of a text with semicolons in the encoding of Windows, in which one cell is changed.
    let text = saved_as(
        folder.path(),
        &workbook,
        "xlsx",
        "csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,true",
    );
    let text = String::from_utf8(text).unwrap();
    assert!(text.starts_with("\"id\";\"url\""), "{text}");
    let changed = text.replace("https://gent.be/a?b=c,d", "https://gent.be/changed");
    assert_ne!(text, changed);
    let before = codes(&staff);
    let import = import(&staff, "", changed);
    assert_eq!(
        (&import["state"], &import["outcome"]["changed"]),
        (&json!("done"), &json!(1)),
        "{import}"
    );
    let mut expected = before;
    for code in &mut expected {
        if code["id"] == "0012" {
            code["target"]["url"] = json!("https://gent.be/changed");
        }
    }
    let strip = |mut codes: Vec<Value>| {
        for code in &mut codes {
            code["version"] = Value::Null;
            code["changed_at"] = Value::Null;
        }
        codes
    };
    assert_eq!(strip(codes(&staff)), strip(expected));
}

#[test]
fn a_table_that_was_made_before_somebody_else_changed_a_code_does_not_undo_that() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    city(&staff);
    let table = String::from_utf8(export(&staff, "text/csv")).unwrap();
    staff.patch("/codes/A-7", &json!({"label": "Theirs"})).expect(200);
    let import = import(&staff, "", table);
    assert_eq!(import["state"], "refused", "{import}");
    assert!(
        import["outcome"]["faults"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("decided on A-7 since"),
        "{import}"
    );
}
