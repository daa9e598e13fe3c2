//! Label sheets, drawn by poppler and read by zbar: every label is where its maker has it, in millimetres.

use std::{
    fs,
    io::{self, Cursor, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
};

use signpost_application::ports::artwork::{Artist, ArtworkError, Colour, Impression, LabelsRequest, Level, PressError};
use signpost_domain::sheets::{Measure, Sheet, USUAL};
use signpost_infrastructure::artwork::QrArtist;

/// Memory that a press writes to.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn request(sheet: &Sheet) -> LabelsRequest {
    LabelsRequest {
        sheet: *sheet,
        start: 0,
        cut_marks: false,
        proof: false,
        level: None,
        margin: 4,
        dark: Colour::BLACK,
        light: Colour::WHITE,
        design: None,
    }
}

fn content(number: u32) -> String {
    format!("HTTPS://Q.GENT/{number:08}")
}

fn print(request: &LabelsRequest, count: u32, caption: impl Fn(u32) -> Vec<String>) -> Result<Vec<u8>, PressError> {
    let paper = Paper::default();
    let mut press = QrArtist.labels(request, Box::new(paper.clone()));
    for number in 0..count {
        press.print(&Impression {
            content: content(number),
            name: String::new(),
            caption: caption(number),
        })?;
    }
    press.finish()?;
    let bytes = paper.0.lock().expect("nobody panicked").clone();
    Ok(bytes)
}

fn run<S: AsRef<std::ffi::OsStr>>(program: &str, arguments: &[S]) -> String {
    let output = Command::new(program).args(arguments).output().expect(program);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {}: {said}", output.status);
    String::from_utf8(output.stdout).expect("text")
}

/// A page as grey pixels.
struct Page {
    width: usize,
    pixels: Vec<u8>,
    per_millimetre: f64,
}

impl Page {
    /// The pages of a document, drawn by poppler.
    fn all(folder: &Path, document: &[u8], dots_per_inch: u32) -> Vec<Self> {
        let (file, stem) = (folder.join("labels.pdf"), folder.join("page"));
        fs::write(&file, document).expect("it can be written");
        run("qpdf", &[Path::new("--check"), &file]);
        let resolution = dots_per_inch.to_string();
        let flags = ["-r", &resolution, "-png", "-gray"].map(PathBuf::from);
        run("pdftoppm", &flags.into_iter().chain([file, stem]).collect::<Vec<_>>());
        let names = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("a file").path());
        let mut pages: Vec<PathBuf> = names
            .filter(|path| path.extension().is_some_and(|ending| ending == "png"))
            .collect();
        pages.sort();
        let read = |path: &PathBuf| {
            let mut reader = png::Decoder::new(Cursor::new(fs::read(path).expect("a page")))
                .read_info()
                .expect("a PNG");
            let mut pixels = vec![0; reader.output_buffer_size().expect("it fits")];
            let frame = reader.next_frame(&mut pixels).expect("a picture");
            fs::remove_file(path).expect("it was read");
            Self {
                width: frame.width as usize,
                // Red is as good as any where everything is black and white.
                pixels: pixels.chunks(frame.color_type.samples()).map(|pixel| pixel[0]).collect(),
                per_millimetre: f64::from(dots_per_inch) / 25.4,
            }
        };
        pages.iter().map(read).collect()
    }

    fn height(&self) -> usize {
        self.pixels.len() / self.width
    }

    /// A part of it as rows of pixels.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places on a page")]
    fn part(&self, corner: Measure, size: Measure) -> Vec<&[u8]> {
        let pixel = |micrometres: u32| (f64::from(micrometres) / 1000.0 * self.per_millimetre).round() as usize;
        let (left, top) = (pixel(corner.x), pixel(corner.y));
        let (right, bottom) = (
            pixel(corner.x + size.x).min(self.width),
            pixel(corner.y + size.y).min(self.height()),
        );
        self.pixels
            .chunks(self.width)
            .take(bottom)
            .skip(top)
            .map(|row| &row[left..right])
            .collect()
    }
}

/// First and last dark pixel of each row or column that has any, as the edges of what is drawn.
fn edges(part: &[&[u8]]) -> [f64; 4] {
    let dark = |pixel: &u8| *pixel < 128;
    let columns: Vec<usize> = (0..part[0].len())
        .filter(|column| part.iter().any(|row| dark(&row[*column])))
        .collect();
    let rows: Vec<usize> = (0..part.len()).filter(|row| part[*row].iter().any(dark)).collect();
    let ends = |all: &[usize]| [all[0], all[all.len() - 1] + 1];
    let ([left, right], [top, bottom]) = (ends(&columns), ends(&rows));
    [left, right, top, bottom].map(|edge| f64::from(u32::try_from(edge).expect("a page is not so large")))
}

fn keep(path: &Path, part: &[&[u8]]) {
    let file = fs::File::create(path).expect("a file");
    let [width, height] = [part[0].len(), part.len()].map(|along| u32::try_from(along).expect("a label is not so large"));
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a file");
    writer.write_image_data(&part.concat()).expect("a file");
}

#[test]
fn every_label_of_every_usual_sheet_is_read_and_stands_in_the_middle_of_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    for usual in &USUAL {
        let sheet = &usual.sheet;
        let count = sheet.labels() + 2;
        let document = print(&request(sheet), count, |_| vec![]).expect("it can be printed");
        for dots_per_inch in [150, 300] {
            let pages = Page::all(folder.path(), &document, dots_per_inch);
            assert_eq!(pages.len(), 2);
            let mut labels = Vec::new();
            for number in 0..count {
                let (page, place) = (&pages[(number / sheet.labels()) as usize], number % sheet.labels());
                let part = page.part(sheet.place(place), sheet.label);
                let [left, right, top, bottom] = edges(&part).map(|edge| edge / page.per_millimetre);
                let off = [
                    f64::midpoint(left, right) - f64::from(sheet.label.x) / 2000.0,
                    f64::midpoint(top, bottom) - f64::from(sheet.label.y) / 2000.0,
                ];
                // Where a label begins is known to half a pixel, and each edge to one.
                let least = 1.5 / page.per_millimetre;
                assert!(
                    off.iter().all(|off| off.abs() <= least),
                    "{} {number}: off by {off:?} mm",
                    usual.name
                );
                // 25 of 33 modules on what is left of the smaller side.
                let smaller = f64::from(sheet.label.x.min(sheet.label.y)) / 1000.0;
                let expected = (smaller - 2.0 * (smaller * 0.06).min(2.0)) * 25.0 / 33.0;
                for side in [right - left, bottom - top] {
                    assert!(
                        (side - expected).abs() <= least,
                        "{} {number}: {side} mm for {expected}",
                        usual.name
                    );
                }
                // Readers need more than two pixels for a module.
                if expected / 25.0 * page.per_millimetre >= 2.5 {
                    let path = folder.path().join(format!("label-{number:05}.gray"));
                    keep(&path, &part);
                    labels.push(path);
                }
            }
            if labels.is_empty() {
                assert!(dots_per_inch == 150, "{}", usual.name);
                continue;
            }
            let flags = ["--raw", "-q"].map(PathBuf::from);
            let read = run(
                "zbarimg",
                &flags.into_iter().chain(labels.iter().cloned()).collect::<Vec<_>>(),
            );
            let expected: Vec<String> = (0..count).map(content).collect();
            assert_eq!(
                read.lines().collect::<Vec<_>>(),
                expected,
                "{} at {dots_per_inch}",
                usual.name
            );
            for label in &labels {
                fs::remove_file(label).expect("it was read");
            }
        }
    }
}

#[test]
fn captions_are_text_in_any_european_script_and_never_touch_the_symbol() {
    let folder = tempfile::tempdir().expect("a folder");
    let caption = |number| {
        let long = "Zitbank aan de Coupure, ter hoogte van de brug, naast de derde plataan".to_owned();
        vec![format!("Bank {number}"), "Ünïcödé Ελληνικά Кириллица".to_owned(), long]
    };
    for name in ["avery-l7160", "avery-l7163", "avery-l7164", "avery-5160", "avery-5167"] {
        let sheet = Sheet::usual(name).expect("it is known");
        let document = print(&request(sheet), sheet.labels(), caption).expect("it can be printed");
        let pages = Page::all(folder.path(), &document, 300);
        let paths = (0..sheet.labels()).map(|place| {
            let path = folder.path().join(format!("label-{place:05}.gray"));
            keep(&path, &pages[0].part(sheet.place(place), sheet.label));
            path
        });
        let flags = ["--raw", "-q"].map(PathBuf::from);
        let read = run("zbarimg", &flags.into_iter().chain(paths).collect::<Vec<_>>());
        let expected: Vec<String> = (0..sheet.labels()).map(content).collect();
        assert_eq!(read.lines().collect::<Vec<_>>(), expected, "{name}");
        let text = run("pdftotext", &[folder.path().join("labels.pdf"), "-".into()]);
        for number in [0, sheet.labels() - 1] {
            assert!(text.contains(&format!("Bank {number}\n")), "{name}: {text}");
        }
        assert!(text.contains("Ünïcödé Ελληνικά Кириллица"), "{name}: {text}");
    }
}

#[test]
fn a_proof_has_the_outlines_of_all_labels_and_a_ruler_that_is_a_hundred_millimetres_long() {
    let folder = tempfile::tempdir().expect("a folder");
    let sheet = Sheet {
        page: Sheet::A4,
        columns: 2,
        rows: 3,
        label: Measure::new(80_000, 30_000),
        origin: Measure::new(20_000, 15_000),
        pitch: Measure::new(90_000, 40_000),
    };
    let mut asked = request(&sheet);
    asked.proof = true;
    let document = print(&asked, 40, |_| vec![]).expect("it can be printed");
    let pages = Page::all(folder.path(), &document, 300);
    assert_eq!(pages.len(), 1, "one page of proof, however many labels");
    for place in 1..4 {
        // A little more than the label, in which its outline is all there is.
        let corner = sheet.place(place);
        let around = Measure::new(corner.x - 1_000, corner.y - 1_000);
        let part = pages[0].part(around, Measure::new(82_000, 32_000));
        let edges = edges(&part).map(|edge| edge / pages[0].per_millimetre);
        for (edge, expected) in edges.into_iter().zip([1.0, 81.0, 1.0, 31.0]) {
            assert!((edge - expected).abs() < 0.2, "{place}: {edges:?}");
        }
    }
    // Below the labels there is nothing but the vertical ruler, from 98.5 to 198.5 mm.
    let below = Measure::new(40_000, 140_000);
    let edges = edges(&pages[0].part(below, Measure::new(40_000, 150_000)));
    let bottom = edges[3] / pages[0].per_millimetre + 140.0;
    assert!((bottom - 198.5).abs() < 0.2, "{bottom}");
}

#[test]
fn labels_begin_where_they_are_told_to_and_corners_are_marked() {
    let folder = tempfile::tempdir().expect("a folder");
    let sheet = Sheet::usual("avery-l7160").expect("it is known");
    let mut asked = request(sheet);
    asked.start = 20;
    let document = print(&asked, 2, |_| vec![]).expect("it can be printed");
    let pages = Page::all(folder.path(), &document, 150);
    let is_empty = |page: &Page, place| {
        page.part(sheet.place(place), sheet.label)
            .concat()
            .iter()
            .all(|pixel| *pixel > 128)
    };
    assert_eq!(pages.len(), 2);
    assert!((0..20).all(|place| is_empty(&pages[0], place)) && !is_empty(&pages[0], 20));
    assert!(!is_empty(&pages[1], 0) && (1..21).all(|place| is_empty(&pages[1], place)));

    asked.cut_marks = true;
    let document = print(&asked, 1, |_| vec![]).expect("it can be printed");
    let page = &Page::all(folder.path(), &document, 300)[0];
    for place in 0..21 {
        let corner = sheet.place(place);
        let around = Measure::new(corner.x - 1_500, corner.y - 1_500);
        let [left, right, top, bottom] =
            edges(&page.part(around, Measure::new(3_000, 3_000))).map(|edge| edge / page.per_millimetre);
        for middle in [f64::midpoint(left, right), f64::midpoint(top, bottom)] {
            assert!((middle - 1.5).abs() < 0.15, "{place}: {middle}");
        }
    }
}

#[test]
fn thousands_of_labels_take_at_most_two_kilobytes_each_and_the_same_labels_the_same_bytes() {
    let caption = |number: u32| {
        vec![
            format!("Bench {number}"),
            format!("{:08X}", number.wrapping_mul(2_654_435_761)),
        ]
    };
    let request = request(Sheet::usual("avery-l7160").expect("it is known"));
    let document = print(&request, 1_000, caption).expect("it can be printed");
    assert!(document.len() <= 1_000 * 2_000, "{} bytes a label", document.len() / 1_000);
    assert!(document == print(&request, 1_000, caption).expect("it can be printed"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("labels.pdf");
    fs::write(&file, &document).expect("it can be written");
    run("qpdf", &[Path::new("--check"), &file]);
    assert!(run("pdfinfo", &[&file]).contains("Pages:           48\n"));
}

#[test]
fn labels_too_small_to_be_read_are_refused() {
    let sheet = Sheet {
        page: Sheet::A4,
        columns: 10,
        rows: 10,
        label: Measure::new(6_000, 6_000),
        origin: Measure::new(0, 0),
        pitch: Measure::new(10_000, 10_000),
    };
    let refused = print(&request(&sheet), 1, |_| vec![]).expect_err("it is too small");
    let PressError::Artwork(ArtworkError::Small { micrometres, least }) = refused else {
        panic!("{refused}")
    };
    // 5.28 mm for 33 modules.
    assert_eq!((micrometres, least), (160, 250));
    let mut asked = request(Sheet::usual("avery-5167").expect("it is known"));
    asked.level = Some(Level::H);
    asked.margin = 10;
    assert!(matches!(
        print(&asked, 1, |_| vec![]),
        Err(PressError::Artwork(ArtworkError::Small { .. }))
    ));
}
