//! Every picture is read by programs that are not ours: zbar reads the symbols, librsvg and poppler draw the vectors.

use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;

use signpost_application::ports::artwork::{Artist, Colour, Format, Level, PictureRequest};
use signpost_infrastructure::artwork::QrArtist;
use tempfile::TempDir;

const CODE: &str = "HTTPS://Q.GENT/7K3M9QXT";
const LEVELS: [Option<Level>; 5] = [None, Some(Level::L), Some(Level::M), Some(Level::Q), Some(Level::H)];

/// Black on white, blue on yellow, and the palest grey that is allowed.
const COLOURS: [(Colour, Colour); 3] = [
    (Colour::BLACK, Colour::WHITE),
    (rgb(0x00, 0x33, 0x66), rgb(0xff, 0xff, 0xcc)),
    (rgb(0x94, 0x94, 0x94), Colour::WHITE),
];

const fn rgb(red: u8, green: u8, blue: u8) -> Colour {
    Colour { red, green, blue }
}

fn request(format: Format, size: u32) -> PictureRequest {
    PictureRequest {
        size: Some(size),
        ..PictureRequest::plain(format)
    }
}

/// All that is tried in every format: content and request.
fn cases(format: Format) -> Vec<(String, PictureRequest)> {
    // 300 bytes need up to 97 modules, which a picture must not make smaller than a phone could see them.
    let long = format!("https://stad.gent/nl?{}", "veld=Waarde+7&b".repeat(20))[..300].to_owned();
    let [usual_size, large_size] = if matches!(format, Format::Pdf | Format::Eps) {
        [30, 60]
    } else {
        [200, 400]
    };
    let mut cases = Vec::new();
    for level in LEVELS {
        for (dark, light) in COLOURS {
            for margin in [2, 4] {
                for (content, size) in [(CODE, usual_size), (&long, large_size)] {
                    let mut request = request(format, size);
                    (request.level, request.margin, request.dark, request.light) = (level, margin, dark, light);
                    cases.push((content.to_owned(), request));
                }
            }
        }
    }
    cases
}

/// A directory that is there as long as it is held, and where in it an SVG, a PDF and a PNG go.
fn directory() -> (TempDir, [PathBuf; 3]) {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let paths = ["symbol.svg", "symbol.pdf", "symbol.png"].map(|name| directory.path().join(name));
    (directory, paths)
}

/// Draws a picture into a file.
fn file<'a>(path: &'a Path, content: &str, request: &PictureRequest) -> &'a Path {
    let picture = QrArtist.draw(content, &[], request).expect("it can be drawn");
    fs::write(path, picture.bytes).expect("a temporary file can be written");
    path
}

/// Runs a program to its successful end and returns what it printed.
fn run<const N: usize>(program: &str, debian_package: &str, arguments: [&OsStr; N]) -> String {
    let output = match Command::new(program).args(arguments).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => panic!("no {program}: install the Debian package {debian_package}"),
        other => other.expect("an installed program starts"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {}: {said}", output.status);
    String::from_utf8(output.stdout).expect("text in UTF-8")
}

/// All that zbar finds in a raster picture. The picture is gone then, so that no later case passes by the picture of this one.
fn read_by_zbar(png: &Path) -> String {
    let found = run("zbarimg", "zbar-tools", ["--raw".as_ref(), "-q".as_ref(), png.as_ref()]);
    fs::remove_file(png).expect("what was read is there");
    found.trim_end_matches('\n').to_owned()
}

fn draw_by_librsvg(svg: &Path, png: &Path) {
    run("rsvg-convert", "librsvg2-bin", [svg.as_ref(), "-o".as_ref(), png.as_ref()]);
}

fn draw_by_poppler(pdf: &Path, dots_per_inch: &str, png: &Path) {
    let stem = png.with_extension("");
    let [r, format, single] = ["-r", "-png", "-singlefile"].map(OsStr::new);
    let arguments = [r, dots_per_inch.as_ref(), format, single, pdf.as_ref(), stem.as_ref()];
    run("pdftoppm", "poppler-utils", arguments);
}

fn draw_by_ghostscript(eps: &Path, dots_per_inch: &str, png: &Path) {
    let [resolution, file] = [format!("-r{dots_per_inch}"), format!("-sOutputFile={}", png.display())];
    let [safe, batch, pause, crop, quiet, device] =
        ["-dSAFER", "-dBATCH", "-dNOPAUSE", "-dEPSCrop", "-q", "-sDEVICE=png16m"].map(OsStr::new);
    let arguments = [
        safe,
        batch,
        pause,
        crop,
        quiet,
        device,
        resolution.as_ref(),
        file.as_ref(),
        eps.as_ref(),
    ];
    run("gs", "ghostscript", arguments);
}

fn information_by_poppler(pdf: &Path) -> String {
    run("pdfinfo", "poppler-utils", [pdf.as_ref()])
}

/// The rows of a raster picture.
fn raster(png: &Path) -> Vec<Vec<Colour>> {
    let mut decoder = png::Decoder::new(Cursor::new(fs::read(png).expect("the picture was drawn")));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("it fits in memory")];
    let frame = reader.next_frame(&mut bytes).expect("one whole picture");
    let colour = |pixel: &[u8]| rgb(pixel[0], pixel[1], pixel[2]);
    let row = |row: &[u8]| row.chunks(frame.color_type.samples()).map(colour).collect();
    bytes.chunks(frame.line_size).map(row).collect()
}

#[test]
fn a_png_is_read_by_zbar() {
    let (_held, [_, _, png]) = directory();
    for (content, request) in cases(Format::Png) {
        assert_eq!(read_by_zbar(file(&png, &content, &request)), content, "{request:?}");
    }
}

#[test]
fn an_svg_drawn_by_librsvg_is_read_by_zbar() {
    let (_held, [svg, _, png]) = directory();
    for (content, request) in cases(Format::Svg) {
        draw_by_librsvg(file(&svg, &content, &request), &png);
        assert_eq!(read_by_zbar(&png), content, "{request:?}");
    }
}

#[test]
fn a_pdf_drawn_by_poppler_is_read_by_zbar() {
    let (_held, [_, pdf, png]) = directory();
    for (content, request) in cases(Format::Pdf) {
        file(&pdf, &content, &request);
        for dots_per_inch in ["150", "300"] {
            draw_by_poppler(&pdf, dots_per_inch, &png);
            assert_eq!(read_by_zbar(&png), content, "{request:?} at {dots_per_inch} dots per inch");
        }
    }
}

#[test]
fn an_eps_drawn_by_ghostscript_is_read_by_zbar_and_measures_what_was_asked() {
    let (_held, [_, eps, png]) = directory();
    for (content, request) in cases(Format::Eps) {
        draw_by_ghostscript(file(&eps, &content, &request), "300", &png);
        // Ghostscript crops to the HiResBoundingBox, and to whole pixels.
        let expected = f64::from(request.size.unwrap_or_default()) / 25.4 * 300.0;
        let found = u32::try_from(raster(&png).len()).expect("not many pixels");
        assert!((f64::from(found) - expected).abs() <= 1.0, "{found} pixels for {request:?}");
        assert_eq!(read_by_zbar(&png), content, "{request:?}");
    }
}

#[test]
fn text_beyond_ascii_and_markup_is_read_as_it_was_written() {
    let (_held, [svg, pdf, png]) = directory();
    for content in ["café", "https://stad.gent/–/日本?a=1&b=<é>"] {
        assert_eq!(read_by_zbar(file(&png, content, &request(Format::Png, 400))), content);
        draw_by_librsvg(file(&svg, content, &request(Format::Svg, 400)), &png);
        assert_eq!(read_by_zbar(&png), content);
        let said = information_by_poppler(file(&pdf, content, &request(Format::Pdf, 30)));
        assert!(said.contains(&format!(" {content}\n")), "{said}");
    }
}

#[test]
fn a_pdf_is_one_page_that_measures_what_was_asked() {
    let (_held, [_, pdf, _]) = directory();
    for millimetres in [10_u16, 30, 55, 210, 1000] {
        let said = information_by_poppler(file(&pdf, CODE, &request(Format::Pdf, millimetres.into())));
        let line = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        assert_eq!(line("Pages:"), Some("1"));
        let (width, height) = line("Page size:")
            .and_then(|size| size.split_once(" pts")?.0.split_once(" x "))
            .expect("a page has a size in points");
        for side in [width, height] {
            let points: f64 = side.parse().expect("a number of points");
            // Poppler prints six digits.
            let off = (points - f64::from(millimetres) * 72.0 / 25.4).abs();
            assert!(off < 0.006, "{points} for {millimetres} mm");
        }
    }
}

#[test]
fn all_formats_show_the_same_modules_in_the_colours_asked_for() {
    let (_held, [svg, pdf, png]) = directory();
    let (dark, light) = COLOURS[1];
    let coloured = |format, size| PictureRequest {
        dark,
        light,
        ..request(format, size)
    };
    // 33 modules of 8 pixels, in the PDF of 2 millimetres.
    let drawn = raster(file(&png, CODE, &coloured(Format::Png, 264)));
    assert!(drawn.concat().iter().all(|colour| *colour == dark || *colour == light));
    assert_eq!((drawn[4 * 8][4 * 8], drawn[4 * 8 - 1][4 * 8 - 1]), (dark, light));

    draw_by_librsvg(file(&svg, CODE, &coloured(Format::Svg, 264)), &png);
    assert!(raster(&png) == drawn);

    draw_by_poppler(file(&pdf, CODE, &coloured(Format::Pdf, 66)), "300", &png);
    let page = raster(&png);
    for (x, y) in (0..33).flat_map(|y| (0..33).map(move |x| (x, y))) {
        let [row, column] = [y, x].map(|along| (2 * along + 1) * page.len() / 66);
        assert_eq!(page[row][column], drawn[y * 8 + 4][x * 8 + 4], "module {x}, {y}");
    }
}
