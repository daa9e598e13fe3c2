//! QR readers that are not ours, and the programs that make of pictures what they can read.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{npm_packages, run};

/// Pixels of a picture in whatever format, beside it. Vectors get so many dots to an inch, of SVG 96 are a pixel.
pub(crate) fn raster(file: &Path, dpi: u32) -> PathBuf {
    let stem = file.with_extension(format!("at-{dpi}"));
    let png = PathBuf::from(format!("{}.png", stem.display()));
    let dpi = dpi.to_string();
    match file.extension().and_then(|format| format.to_str()) {
        Some("svg") => {
            let flags = ["--dpi-x", &dpi, "--dpi-y", &dpi].map(PathBuf::from);
            run(
                "rsvg-convert",
                "librsvg2-bin",
                flags.iter().chain([&file.into(), &"-o".into(), &png]),
            );
        }
        Some("pdf") => {
            let flags = ["-r", &dpi, "-png", "-singlefile"].map(PathBuf::from);
            run("pdftoppm", "poppler-utils", flags.iter().chain([&file.into(), &stem]));
        }
        Some("eps") => {
            let flags = ["-dSAFER", "-dBATCH", "-dNOPAUSE", "-dEPSCrop", "-q", "-sDEVICE=png16m"].map(PathBuf::from);
            let resolution = [format!("-r{dpi}").into(), "-o".into()];
            let files = [&png, &file.into()];
            run("gs", "ghostscript", flags.iter().chain(&resolution).chain(files));
        }
        _ => return file.into(),
    }
    png
}

/// Pixels of one page of a PDF, the first of which is 1.
pub(crate) fn page(file: &Path, number: u32, dpi: u32) -> PathBuf {
    let stem = file.with_extension(format!("{number}-at-{dpi}"));
    let [number, dpi] = [number, dpi].map(|number| number.to_string());
    let flags = ["-f", &number, "-l", &number, "-r", &dpi, "-png", "-singlefile"].map(PathBuf::from);
    run("pdftoppm", "poppler-utils", flags.iter().chain([&file.into(), &stem]));
    PathBuf::from(format!("{}.png", stem.display()))
}

/// Parts of a picture, each by its left, top, width and height in pixels.
pub(crate) fn parts(picture: &Path, parts: &[[f64; 4]]) -> Vec<PathBuf> {
    let mut arguments: Vec<PathBuf> = vec![picture.into()];
    let mut files = vec![];
    for (number, part) in parts.iter().enumerate() {
        let [left, top, width, height] = part.map(f64::round);
        let (file, part) = (
            picture.with_extension(format!("{number}.png")),
            format!("{width}x{height}+{left}+{top}"),
        );
        arguments.extend(["(", "+clone", "-crop", &part, "+repage", "+write"].map(PathBuf::from));
        arguments.extend([file.clone(), "+delete".into(), ")".into()]);
        files.push(file);
    }
    arguments.push("null:".into());
    run("convert", "imagemagick", arguments);
    files
}

/// What zbar reads in pictures: the symbols of each, one after the other.
pub(crate) fn by_zbar(pictures: &[PathBuf]) -> Vec<String> {
    let flags = ["--raw", "-q"].map(PathBuf::from);
    let output = run("zbarimg", "zbar-tools", flags.iter().chain(pictures));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(str::to_owned).collect()
}

/// A symbol that ZXing found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    /// The number of the picture among those that were given.
    pub(crate) picture: usize,
    pub(crate) text: String,
    /// The corners of the symbol without its quiet zone in pixels, from the upper left one on clockwise.
    pub(crate) corners: [[f64; 2]; 4],
}

/// What ZXing reads in pictures: the symbols of each, one after the other.
pub(crate) fn by_zxing(pictures: &[PathBuf]) -> Vec<Seen> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/zxing.mjs");
    let output = run("node", "nodejs", [&program, &npm_packages()].into_iter().chain(pictures));
    let text = String::from_utf8(output.stdout).expect("text");
    let seen = |line: &str| {
        let seen: Value = serde_json::from_str(line).expect("JSON");
        Seen {
            picture: usize::try_from(seen["picture"].as_u64().expect("a number")).expect("few"),
            text: seen["text"].as_str().expect("text").to_owned(),
            corners: serde_json::from_value(seen["corners"].clone()).expect("four corners"),
        }
    };
    text.lines().map(seen).collect()
}
