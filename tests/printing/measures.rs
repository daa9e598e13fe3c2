//! What is printed measures what it should: in millimetres, after another program has made pixels of it.

use std::path::PathBuf;

use serde_json::json;

use super::{Desk, mint, printed, sheet::Sheet};
use crate::support::{
    Signpost,
    readers::{Seen, by_zxing, raster},
};

/// Half a pixel at 150 dots to an inch, and as much for where ZXing sees a corner.
const TOLERANCE: f64 = 0.25;

/// Left, top, right and bottom of a symbol on its page, in millimetres.
fn edges(seen: &Seen, dpi: u32) -> [f64; 4] {
    let millimetres = |pixels: f64| pixels * 25.4 / f64::from(dpi);
    let mean = |one: f64, other: f64| millimetres(f64::midpoint(one, other));
    let [[left, top], [right, above], [far, bottom], [near, below]] = seen.corners;
    [mean(left, near), mean(top, above), mean(right, far), mean(bottom, below)]
}

#[test]
fn every_label_of_every_sheet_is_read_where_its_maker_has_it() {
    let signpost = Signpost::start();
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    let sheets = staff.get("/sheets").expect(200).json();
    let sheets = sheets["items"].as_array().expect("a list");
    assert!(sheets.len() >= 10);
    let mut looked_at = 0;
    for sheet in sheets {
        let name = sheet["name"].as_str().expect("a name");
        let sheet = Sheet::of(sheet);
        let batch = mint(&staff, &json!({"count": sheet.labels()}));
        let csv = staff.get(&format!("/batches/{batch}/codes.csv")).expect(200).text();
        let ids: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        let texts: Vec<String> = ids.iter().map(|id| printed(&signpost, id)).collect();
        // Without a caption the symbol stands in the middle of its label.
        let path = format!("/batches/{batch}/labels.pdf?sheet={name}&caption=");
        let file = desk.keep(&format!("{name}.pdf"), &staff.get(&path).expect(200).bytes);
        // A margin of 6 %, at most 2 mm, and of what is left 25, 29 or 33 modules and eight around them.
        let shorter = sheet.label[0].min(sheet.label[1]);
        let edge = shorter - 2.0 * (shorter * 0.06).min(2.0);
        let sizes = [25.0, 29.0, 33.0].map(|modules| edge * modules / (modules + 8.0));
        for dpi in [150, 300] {
            // Readers need more than two pixels for a module.
            if edge / 41.0 / 25.4 * f64::from(dpi) < 2.5 {
                continue;
            }
            looked_at += 1;
            let page: PathBuf = raster(&file, dpi);
            sheet.is_read_by_zbar(&page, dpi, 0, &texts);
            let mut seen = by_zxing(&[page]);
            for (place, id) in ids.iter().enumerate() {
                let here = seen.iter().position(|seen| seen.text.ends_with(id));
                let here = seen.swap_remove(here.unwrap_or_else(|| panic!("{name} at {dpi}: no {id} at place {place}")));
                let [left, top, right, bottom] = edges(&here, dpi);
                let middle = sheet.middle(place);
                let off = [f64::midpoint(left, right) - middle[0], f64::midpoint(top, bottom) - middle[1]];
                assert!(
                    off.iter().all(|off| off.abs() < TOLERANCE),
                    "{name} at {dpi}: {id} is off by {off:?} mm"
                );
                for size in [right - left, bottom - top] {
                    assert!(
                        sizes.iter().any(|expected| (size - expected).abs() < TOLERANCE),
                        "{name} at {dpi}: {id} is {size} mm, not one of {sizes:?}"
                    );
                }
            }
            assert!(seen.is_empty(), "{name} at {dpi}: {seen:?}");
        }
    }
    assert!(looked_at > sheets.len(), "at 300 dots to an inch every sheet is looked at");
}

#[test]
fn a_picture_of_a_design_is_as_large_as_asked() {
    let signpost = Signpost::start();
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    staff.post("/codes", &json!({"id": "7K3M9QXT"})).expect(201);
    let design = json!({"label": "City", "level": "Q", "frame": {"thickness": 2}, "margin": 5, "caption": ["{id}"]});
    staff.put("/designs/city", &design).expect(201);
    for (format, dpi) in [("pdf", 150), ("pdf", 300), ("eps", 300)] {
        let answer = staff
            .get(&format!("/codes/7K3M9QXT/qr.{format}?design=city&size=60"))
            .expect(200);
        let version: f64 = answer
            .header("signpost-symbol-version")
            .expect("a version")
            .parse()
            .expect("a number");
        let modules = 17.0 + 4.0 * version;
        let file = desk.keep(&format!("city.{format}"), &answer.bytes);
        let seen = by_zxing(&[raster(&file, dpi)]);
        let [left, top, right, bottom] = edges(&seen[0], dpi);
        let module = 60.0 / (modules + 14.0);
        for (what, found, expected) in [
            ("left", left, 7.0 * module),
            ("top", top, 7.0 * module),
            ("width", right - left, modules * module),
            ("height", bottom - top, modules * module),
        ] {
            assert!(
                (found - expected).abs() < TOLERANCE,
                "{format} at {dpi}: {what} is {found} mm, not {expected}"
            );
        }
    }
    let refused = staff
        .get("/codes/7K3M9QXT/qr.pdf?design=city&size=15")
        .problem(422, "invalid");
    assert_eq!(refused["errors"][0]["pointer"], "size");
}
