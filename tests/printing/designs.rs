//! Designs: tried before they are used, read by readers that are not ours, and printed the same again in every version.

use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    Desk, benches, printed,
    sheet::{Sheet, are_read},
};
use crate::support::{
    Client, Signpost, database_of_its_own,
    readers::{by_zbar, by_zxing, raster},
    run,
};

/// A bridge over water, in plain colours.
const BRIDGE: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 40'><rect width='40' height='40' rx='6' fill='#0b3d91'/>\
    <path fill='#ffffff' d='M4 28 Q20 4 36 28 H31 Q20 12 9 28Z'/><path fill='#f2b705' d='M4 31h32v4H4z'/></svg>";

/// All that a design can have.
fn harbour() -> Value {
    json!({
        "label": "Harbour", "dark": "#0b3d91", "light": "#ffffff", "shape": "rounded", "level": "H",
        "logo": {"svg": BRIDGE, "share": 22}, "frame": {"thickness": 1, "corner": 3},
        "caption": ["{id}", "{label}", "Scan me"], "size": 25,
    })
}

/// A small round logo in base 64: a disc that is opaque in its middle and fades to its edge.
fn disc() -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let desk = Desk::new();
    let file = desk.file("disc.png");
    let drawn = ["-size", "64x64", "xc:none", "-fill", "#c0392b", "-draw", "circle 32,32 32,4"];
    let drawn = drawn.map(PathBuf::from);
    run("convert", "imagemagick", drawn.iter().chain([&file]));
    STANDARD.encode(std::fs::read(file).expect("a picture"))
}

fn draw(staff: &Client, name: &str, design: &Value) -> Value {
    staff.put(&format!("/designs/{name}"), design).expect(201).json()
}

fn is_read_in_every_format(signpost: &Signpost, designs: &[(String, Value)]) {
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    staff
        .post("/codes", &json!({"id": "7K3M9QXT", "label": "Bench at the quay"}))
        .expect(201);
    let mut pictures = Vec::new();
    for (name, design) in designs {
        draw(&staff, name, design);
        for format in ["svg", "png", "pdf", "eps"] {
            let path = format!("/codes/7K3M9QXT/qr.{format}?design={name}");
            let answer = staff.get(&path).expect(200);
            assert_eq!(answer.header("signpost-design"), Some(format!("{name}@1").as_str()));
            assert_eq!(
                answer.header("signpost-symbol-level"),
                design["level"].as_str().or(answer.header("signpost-symbol-level"))
            );
            let file = desk.keep(&format!("{name}.{format}"), &answer.bytes);
            if format == "pdf" {
                run("qpdf", "qpdf", [&"--check".into(), &file]);
                pictures.push(raster(&file, 150));
            }
            pictures.push(raster(&file, 300));
        }
    }
    for picture in &pictures {
        let expected = printed(signpost, "7K3M9QXT");
        assert_eq!(
            by_zbar(std::slice::from_ref(picture)),
            std::slice::from_ref(&expected),
            "{}",
            picture.display()
        );
    }
    let seen = by_zxing(&pictures);
    let texts: Vec<(usize, &str)> = seen.iter().map(|seen| (seen.picture, seen.text.as_str())).collect();
    let expected = printed(signpost, "7K3M9QXT");
    let expected: Vec<(usize, &str)> = (0..pictures.len()).map(|picture| (picture, expected.as_str())).collect();
    assert_eq!(texts, expected, "{pictures:?}");
}

#[test]
fn any_design_that_is_taken_is_read_in_every_format_by_readers_that_are_not_ours() {
    let signpost = Signpost::start();
    let png = disc();
    let mut designs = vec![
        ("harbour".to_owned(), harbour()),
        (
            "disc".to_owned(),
            json!({"label": "Disc", "shape": "dots", "logo": {"png": png, "share": 18}, "margin": 6, "dark": "#1b4332", "light": "#f1faee"}),
        ),
    ];
    for shape in ["square", "rounded", "dots"] {
        for level in ["M", "Q", "H"] {
            let design =
                json!({"label": shape, "shape": shape, "level": level, "frame": {"thickness": 2}, "caption": ["{label} {id}"]});
            designs.push((format!("{shape}-{}", level.to_lowercase()), design));
        }
    }
    is_read_in_every_format(&signpost, &designs);
}

#[test]
fn what_no_phone_could_read_is_refused_with_the_field_and_the_reason() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    let with = |change: Value| {
        let mut design = json!({"label": "Harbour"});
        let fields = design.as_object_mut().expect("an object");
        fields.extend(change.as_object().expect("an object").clone());
        design
    };
    let svg = |inside: &str| json!({"logo": {"svg": format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>")}});
    let square = "<rect width='1' height='1'/>";
    for (change, pointer, said) in [
        (json!({"dark": "#999999"}), "/dark", "contrast"),
        (json!({"dark": "#ffffff", "light": "#000000"}), "/dark", "darker"),
        (json!({"dark": "red"}), "/dark", "hexadecimal"),
        (json!({"margin": 3}), "/margin", "quiet zone"),
        (json!({"label": " "}), "/label", "characters"),
        (json!({"unit": "nowhere"}), "/unit", "no unit"),
        (json!({"shape": "stars"}), "/shape", "stars"),
        (json!({"caption": ["{number}"]}), "/caption", "number"),
        (json!({"caption": ["{what}"]}), "/caption/0", "what"),
        (json!({"size": 10, "margin": 10}), "/size", "millimetres"),
        (json!({"frame": {"thickness": 9}}), "/frame/thickness", "modules"),
        (json!({"logo": {}}), "/logo", "svg or png"),
        (json!({"logo": {"png": "AAAA"}}), "/logo", "PNG"),
        (svg("<script>alert(1)</script>"), "/logo", "<script>"),
        (svg("<image href='https://evil.example/x.png'/>"), "/logo", "href"),
        (
            json!({"logo": {"svg": format!("<svg>{square}</svg>"), "share": 34}}),
            "/logo/share",
            "up to",
        ),
        (
            json!({"level": "L", "logo": {"svg": format!("<svg>{square}</svg>"), "share": 20}}),
            "/logo/share",
            "level H",
        ),
    ] {
        let problem = staff.put("/designs/harbour", &with(change.clone())).problem(422, "invalid");
        let error = &problem["errors"][0];
        assert_eq!(error["pointer"], pointer, "{change}: {problem}");
        assert!(
            error["detail"].as_str().is_some_and(|detail| detail.contains(said)),
            "{change}: {problem}"
        );
    }
    staff.get("/designs/harbour").problem(404, "not-found");
    assert_eq!(staff.get("/designs").expect(200).json()["items"], json!([]));
}

fn is_reprinted(signpost: &Signpost) {
    let (staff, desk) = (signpost.client("editor"), Desk::new());
    let drawn = draw(&staff, "harbour", &harbour());
    assert_eq!((&drawn["version"], &drawn["pin"]), (&json!(1), &json!("harbour@1")));
    // What is kept can be sent back and is the same.
    let mut kept = drawn.clone();
    for field in ["name", "pin", "version", "changed_at"] {
        kept.as_object_mut().expect("an object").remove(field);
    }
    assert_eq!(staff.put("/designs/harbour", &kept).expect(200).json(), drawn);

    let (batch, ids) = benches(&staff, 8);
    let ask = |what: &str| staff.get(&format!("/batches/{batch}/{what}")).expect(200);
    let paths = [
        "images.zip?format=svg",
        "images.zip?format=png&size=400",
        "images.zip?format=pdf",
        "images.zip?format=eps",
        "labels.pdf?sheet=avery-l7165&cut_marks=true",
    ];
    let before = paths.map(|path| ask(&format!("{path}&design=harbour")));
    for answer in &before {
        assert_eq!(answer.header("signpost-design"), Some("harbour@1"));
    }

    let stale = staff.send(Method::PUT, "/designs/harbour", &[("if-match", "\"7\"")], Some(&harbour()));
    stale.problem(412, "version-mismatch");
    let mut other = harbour();
    other["dark"] = json!("#7b1e3a");
    assert_eq!(staff.put("/designs/harbour", &other).expect(200).json()["version"], 2);
    for (path, before) in paths.iter().zip(&before) {
        assert_ne!(ask(&format!("{path}&design=harbour")).bytes, before.bytes, "{path}");
        let again = ask(&format!("{path}&design=harbour@1"));
        assert_eq!(again.bytes, before.bytes, "{path}: a reprint is the same to the bit");
    }

    staff.delete("/designs/harbour").expect(204);
    staff.get("/designs/harbour").problem(404, "not-found");
    let refused = staff.get(&format!("/batches/{batch}/images.zip?design=harbour"));
    assert_eq!(refused.problem(422, "invalid")["errors"][0]["pointer"], "design");
    for (path, before) in paths.iter().zip(&before) {
        assert_eq!(ask(&format!("{path}&design=harbour@1")).bytes, before.bytes, "{path}");
    }
    let history = staff.get("/designs/harbour/history").expect(200).json();
    let names: Vec<&str> = history["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|entry| entry["type"].as_str())
        .collect();
    assert_eq!(names, ["Drawn", "Redrawn", "Withdrawn"]);
    let old = staff.get("/designs/harbour?version=1").expect(200).json();
    assert_eq!(old["dark"], "#0b3d91");
    for absent in ["harbour@3", "harbour@9", "port", "harbour@x"] {
        let refused = staff.get(&format!("/codes/{}/qr.svg?design={absent}", ids[0]));
        assert_eq!(refused.problem(422, "invalid")["errors"][0]["pointer"], "design", "{absent}");
    }
    let doubled = staff.get(&format!("/codes/{}/qr.svg?design=harbour@1&dark=000000", ids[0]));
    assert_eq!(doubled.problem(422, "invalid")["errors"][0]["pointer"], "dark");

    let labels = desk.keep("labels.pdf", &before[4].bytes);
    run("qpdf", "qpdf", [&"--check".into(), &labels]);
    let expected: Vec<String> = ids.iter().map(|id| printed(signpost, id)).collect();
    are_read(&labels, &Sheet::named(&staff, "avery-l7165"), 0, &expected);
    let small = staff.get(&format!("/batches/{batch}/labels.pdf?sheet=herma-4607&design=harbour@1"));
    assert_eq!(small.problem(422, "invalid")["errors"][0]["pointer"], "size");
}

#[test]
fn what_was_printed_in_a_design_is_printed_the_same_again_when_it_looks_otherwise_or_is_withdrawn() {
    is_reprinted(&Signpost::start());
}

#[test]
fn what_was_printed_in_a_design_is_printed_the_same_again_on_postgresql() {
    is_reprinted(&Signpost::start_on(&database_of_its_own()));
}

#[test]
fn a_design_is_changed_by_those_of_its_unit_and_used_by_everybody() {
    let signpost = Signpost::start();
    let admin = signpost.client("admin");
    for unit in ["port", "parks"] {
        admin.put(&format!("/units/{unit}"), &json!({"label": unit})).expect(201);
    }
    let (port, parks) = (
        signpost.client_of("editor", Some("port")),
        signpost.client_of("editor", Some("parks")),
    );
    let of = |unit: Option<&str>, label: &str| json!({"label": label, "unit": unit});
    port.put("/designs/harbour", &of(Some("port"), "Harbour")).expect(201);
    parks
        .put("/designs/harbour", &of(Some("port"), "Ours"))
        .problem(403, "forbidden");
    parks
        .put("/designs/harbour", &of(Some("parks"), "Ours"))
        .problem(403, "forbidden");
    parks.delete("/designs/harbour").problem(403, "forbidden");
    port.put("/designs/harbour", &of(Some("parks"), "Theirs"))
        .problem(403, "forbidden");
    port.put("/designs/city", &of(None, "City")).problem(403, "forbidden");
    admin.put("/designs/city", &of(None, "City")).expect(201);

    let names = |path: &str| -> Vec<String> {
        let list = parks.get(path).expect(200).json();
        let items = list["items"].as_array().expect("a list");
        items
            .iter()
            .filter_map(|item| item["name"].as_str().map(str::to_owned))
            .collect()
    };
    assert_eq!(names("/designs"), ["city", "harbour"]);
    assert_eq!(names("/designs?unit=port"), ["harbour"]);
    parks.post("/codes", &json!({"id": "OAK-1", "unit": "parks"})).expect(201);
    parks.get("/codes/OAK-1/qr.svg?design=harbour").expect(200);
    parks.get("/designs/harbour/sample.svg").expect(200);
    signpost.client("analyst").get("/designs").problem(403, "forbidden");
}
