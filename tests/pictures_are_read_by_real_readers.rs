//! Whatever Signpost draws is read by a QR reader that is not ours, and what is read leads where the code leads.

use std::{fs, path::PathBuf};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde_json::json;
use signpost_domain::identifier::CodeId;
use tempfile::TempDir;

use crate::support::{
    Answer, Client, Signpost, phone,
    readers::{by_zbar, by_zxing, raster},
};

/// A desk with the programs that draw and read pictures.
struct Reader {
    folder: TempDir,
}

impl Reader {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What both readers read in a picture, whose vectors are looked at coarsely and finely.
    fn read(&self, format: &str, picture: &[u8]) -> String {
        let file = self.file(&format!("symbol.{format}"));
        fs::write(&file, picture).expect("it can be written");
        let pictures: Vec<PathBuf> = match format {
            "pdf" | "eps" => [150, 300].map(|dpi| raster(&file, dpi)).into(),
            // Pixels, or vectors of which one is a pixel.
            _ => vec![raster(&file, 96)],
        };
        let read = by_zbar(&pictures);
        let seen: Vec<String> = by_zxing(&pictures).into_iter().map(|seen| seen.text).collect();
        assert_eq!(seen, read, "ZXing and zbar");
        assert_eq!(read, vec![read[0].clone(); pictures.len()], "coarse and fine");
        // No later picture may pass by these.
        for picture in pictures {
            fs::remove_file(picture).expect("what was read is there");
        }
        read[0].clone()
    }
}

fn mint(staff: &Client, id: &str) -> String {
    let target = json!({"type": "redirect", "url": format!("https://example.org/{id}")});
    staff.post("/codes", &json!({"id": id, "target": target})).expect(201);
    format!("https://example.org/{id}")
}

/// Modules of a symbol (ISO/IEC 18004, section 6.3) with its quiet zone.
fn modules(answer: &Answer, margin: u32) -> u32 {
    let version: u32 = header(answer, "version").parse().expect("a number");
    assert!((1..=40).contains(&version));
    17 + 4 * version + 2 * margin
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer
        .header(&format!("signpost-symbol-{name}"))
        .expect("every picture says what it is")
}

#[test]
fn a_picture_in_any_format_and_look_is_read_and_leads_on() {
    let signpost = Signpost::start();
    let (staff, citizen, reader) = (signpost.client("editor"), phone(&signpost.url), Reader::new());
    let leads_to = mint(&staff, "BENCH-7_A");
    for (format, media_type, sizes) in [
        ("svg", "image/svg+xml", [120, 512]),
        ("png", "image/png", [120, 1_000]),
        ("pdf", "application/pdf", [20, 80]),
        ("eps", "application/postscript", [20, 80]),
    ] {
        for (level, margin, size, colours) in [
            ("", 4, None, ""),
            ("L", 4, Some(sizes[0]), ""),
            ("m", 2, Some(sizes[1]), "&dark=003366&light=ffffcc"),
            ("Q", 10, Some(sizes[1]), "&dark=%23404040"),
            ("H", 4, Some(sizes[0] * 2), "&dark=000000&light=00ff00"),
        ] {
            let size = size.map_or(String::new(), |size| format!("&size={size}"));
            let level_asked = if level.is_empty() {
                String::new()
            } else {
                format!("&level={level}")
            };
            let path = format!("/codes/bench-7_a/qr.{format}?margin={margin}{size}{level_asked}{colours}");
            let picture = staff.get(&path).expect(200);
            assert_eq!(picture.header("content-type"), Some(media_type), "{path}");

            let read = reader.read(format, &picture.bytes);
            assert_eq!(read, format!("{}/BENCH-7_A", signpost.url.to_ascii_uppercase()), "{path}");
            assert_eq!(header(&picture, "content"), read);
            let levels = ["L", "M", "Q", "H"];
            let place = |level: &str| levels.iter().position(|l| l.eq_ignore_ascii_case(level));
            let asked = place(if level.is_empty() { "M" } else { level });
            assert!(place(header(&picture, "level")) >= asked, "{path}: {picture:?}");
            if format == "svg" {
                let modules = modules(&picture, margin);
                let drawn = format!("viewBox=\"0 0 {modules} {modules}\"");
                assert!(picture.text().contains(&drawn), "no {drawn} in {}", picture.text());
            }

            let answer = citizen.open(&read).expect(302);
            assert_eq!(answer.header("location"), Some(leads_to.as_str()), "{path}");
        }
    }
}

#[test]
fn any_id_that_is_accepted_resolves_back_from_its_printed_form() {
    let signpost = Signpost::start();
    let (staff, citizen, reader) = (signpost.client("editor"), phone(&signpost.url), Reader::new());
    let ids = proptest::string::string_regex("[A-Za-z0-9_-]{3,12}|[-_]{3}|[A-Z0-9-]{13,50}").expect("an expression");
    let ids = ids.prop_filter("a word of Signpost's own", |id| id.parse::<CodeId>().is_ok());
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    while seen.len() < 30 {
        let id = ids.new_tree(&mut runner).expect("an id").current();
        if !seen.insert(id.to_ascii_uppercase()) {
            continue;
        }
        let leads_to = mint(&staff, &id);
        let picture = staff.get(&format!("/codes/{id}/qr.png?size=400")).expect(200);
        let read = reader.read("png", &picture.bytes);
        assert_eq!(read, format!("{}/{}", signpost.url, id).to_ascii_uppercase());
        let answer = citizen.open(&read).expect(302);
        assert_eq!(answer.header("location"), Some(leads_to.as_str()), "{id}");
    }
}

#[test]
fn a_public_url_with_a_path_is_printed_and_answered_as_it_is_written() {
    let signpost = Signpost::start_with(&["--public-url", "https://stad.gent/qr/Codes"]);
    let (staff, reader) = (signpost.client("editor"), Reader::new());
    let leads_to = mint(&staff, "7K3M9QXT");
    let picture = staff.get("/codes/7K3M9QXT/qr.png").expect(200);
    let read = reader.read("png", &picture.bytes);
    assert_eq!(read, "https://stad.gent/qr/Codes/7K3M9QXT");
    assert_eq!(header(&picture, "content"), read);
    let path = read.strip_prefix("https://stad.gent").expect("just seen");
    let answer = phone(&signpost.url).open(path).expect(302);
    assert_eq!(answer.header("location"), Some(leads_to.as_str()));
}

#[test]
fn a_picture_that_no_phone_could_read_is_refused_and_says_what_to_change() {
    let signpost = Signpost::start();
    let staff = signpost.client("editor");
    mint(&staff, "7K3M9QXT");
    for (query, pointer) in [
        ("dark=ffffff", "dark"),
        ("dark=eeeeee&light=ffffff", "dark"),
        ("dark=red", "dark"),
        ("size=3", "size"),
        ("size=999999", "size"),
        ("margin=200", "margin"),
        ("level=X", "level"),
    ] {
        for format in ["svg", "png", "pdf", "eps"] {
            let refused = staff.get(&format!("/codes/7K3M9QXT/qr.{format}?{query}"));
            assert!((400..500).contains(&refused.status), "{format} {query}: {}", refused.status);
            assert_eq!(refused.header("content-type"), Some("application/problem+json"));
            assert_eq!(
                refused.json()["errors"][0]["pointer"],
                pointer,
                "{format} {query}: {}",
                refused.text()
            );
        }
    }
}
