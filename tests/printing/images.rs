//! Pictures of a whole batch in one archive.

use std::path::PathBuf;

use serde_json::json;

use super::{Desk, benches, mint, printed};
use crate::support::{
    Signpost, database_of_its_own,
    readers::{by_zbar, by_zxing, raster},
    run,
};

/// The files of an archive in their order, after unzip has tested every one.
fn unzip(desk: &Desk, archive: &[u8], into: &str) -> Vec<PathBuf> {
    let file = desk.keep(&format!("{into}.zip"), archive);
    run("unzip", "unzip", [&"-tq".into(), &file]);
    let folder = desk.file(into);
    run("unzip", "unzip", [&"-q".into(), &file, &"-d".into(), &folder]);
    let names = run("unzip", "unzip", [&"-Z1".into(), &file]).stdout;
    let names = String::from_utf8(names).unwrap();
    names.lines().map(|name| folder.join(name)).collect()
}

fn names(files: &[PathBuf]) -> Vec<String> {
    let name = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(name).collect()
}

fn is_printed(signpost: &Signpost) {
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    let (batch, ids) = benches(&staff, 12);
    let expected: Vec<String> = ids.iter().map(|id| printed(signpost, id)).collect();
    for format in ["svg", "png", "pdf", "eps"] {
        let path = format!("/batches/{batch}/images.zip?format={format}&name={{number}}-{{label}}&first=8&level=Q");
        let answer = staff.get(&path).expect(200);
        assert_eq!(answer.header("content-type"), Some("application/zip"));
        assert_eq!(
            staff.get(&path).expect(200).bytes,
            answer.bytes,
            "a reprint is the same to the bit"
        );

        let files = unzip(&desk, &answer.bytes, format);
        let in_order: Vec<String> = (8..20).map(|number| format!("{number}-Bench {number}.{format}")).collect();
        assert_eq!(names(&files), in_order);
        for dpi in [150, 300] {
            let pictures: Vec<PathBuf> = files.iter().map(|file| raster(file, dpi)).collect();
            assert_eq!(by_zbar(&pictures), expected, "zbar, {format} at {dpi}");
            let seen: Vec<String> = by_zxing(&pictures).into_iter().map(|seen| seen.text).collect();
            assert_eq!(seen, expected, "ZXing, {format} at {dpi}");
        }

        // It is the same picture that the code alone has.
        let alone = staff.get(&format!("/codes/{}/qr.{format}?level=q", ids[0])).expect(200);
        assert_eq!(std::fs::read(&files[0]).unwrap(), alone.bytes, "{format}");
    }
}

#[test]
fn every_code_of_a_batch_has_a_picture_in_every_format_and_a_reprint_is_the_same_to_the_bit() {
    is_printed(&Signpost::start());
}

#[test]
fn every_code_of_a_batch_has_a_picture_in_every_format_on_postgresql() {
    is_printed(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn what_a_label_says_leads_no_file_elsewhere() {
    let signpost = Signpost::start();
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    let batch = mint(&staff, &json!({"count": 3, "label": "../../etc/{number}: \"bench\""}));
    let archive = staff
        .get(&format!("/batches/{batch}/images.zip?name={{label}}%20{{number}}"))
        .expect(200);
    let files = unzip(&desk, &archive.bytes, "out");
    let expected: Vec<String> = (1..4)
        .map(|number| format!("_.._etc_{number}_ _bench_ {number}.svg"))
        .collect();
    assert_eq!(names(&files), expected);
}

#[test]
fn pictures_that_cannot_be_are_refused_before_anything_is_printed() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    let batch = mint(&staff, &json!({"count": 2}));
    for (query, pointer) in [
        ("format=gif", "format"),
        ("format=svg,png", "format"),
        ("name=../{id}", "name"),
        ("name={label}", "name"),
        ("name={id}/{number}", "name"),
        ("name={what}", "name"),
        ("first=-1", "first"),
        ("first=18446744073709551615", "first"),
        ("dpi=300", "dpi"),
        ("format=png&dpi=9", "dpi"),
        ("format=png&size=3", "size"),
        ("dark=eeeeee", "dark"),
        ("margin=99", "margin"),
    ] {
        let problem = staff
            .get(&format!("/batches/{batch}/images.zip?{query}"))
            .problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}: {problem}");
    }
    staff.get("/batches/NONE/images.zip").problem(404, "not-found");
    signpost
        .client("analyst")
        .get(&format!("/batches/{batch}/images.zip"))
        .problem(403, "forbidden");
}
