//! A sheet of labels, as its makers have it, and whether all that is printed on it is read.

use std::path::Path;

use serde_json::Value;

use crate::support::{
    Client,
    readers::{by_zbar, by_zxing, page, parts},
};

/// Labels on a page, in millimetres.
pub(super) struct Sheet {
    columns: usize,
    rows: usize,
    pub(super) label: [f64; 2],
    origin: [f64; 2],
    pitch: [f64; 2],
}

impl Sheet {
    /// What `GET /sheets` says of one.
    pub(super) fn of(shown: &Value) -> Self {
        let count = |name: &str| usize::try_from(shown[name].as_u64().expect("a number")).expect("few");
        let pair = |name: &str| serde_json::from_value(shown[name].clone()).expect("two numbers");
        Self {
            columns: count("columns"),
            rows: count("rows"),
            label: pair("label"),
            origin: pair("origin"),
            pitch: pair("pitch"),
        }
    }

    /// One that shops sell.
    pub(super) fn named(staff: &Client, name: &str) -> Self {
        let sheets = staff.get("/sheets").expect(200).json();
        let shown = sheets["items"].as_array().expect("a list").iter();
        Self::of(shown.clone().find(|sheet| sheet["name"] == name).expect("a known sheet"))
    }

    /// How many labels it has.
    pub(super) fn labels(&self) -> usize {
        self.columns * self.rows
    }

    /// Left and top of a label, of which the first is 0, counted along the rows.
    fn corner(&self, place: usize) -> [f64; 2] {
        #[expect(clippy::cast_precision_loss, reason = "a few labels")]
        let [column, row] = [place % self.columns, place / self.columns].map(|along| along as f64);
        [self.origin[0] + column * self.pitch[0], self.origin[1] + row * self.pitch[1]]
    }

    /// The middle of a label.
    pub(super) fn middle(&self, place: usize) -> [f64; 2] {
        let [left, top] = self.corner(place);
        [left + self.label[0] / 2.0, top + self.label[1] / 2.0]
    }

    /// Fails unless zbar reads these texts on a page of labels, each on its own label, from `first` on.
    ///
    /// It is shown one label at a time, as whoever scans holds a phone to one. Of several symbols in one picture zbar 0.23.92 misses some, others at
    /// another resolution, and it is not our pictures that do it: of five pages with 21 symbols that `qrencode` drew it read 103 of 105 at 150 dots to
    /// an inch and 95 at 300, no more with `x-density` and `y-density` of 2, 3 or 4, nor without all other kinds of barcodes. The very same pixels, cut to
    /// one label each, were read 210 times of 210; and so were 84 of 84 where all of the page but one label was painted white.
    #[track_caller]
    pub(super) fn is_read_by_zbar(&self, page: &Path, dpi: u32, first: usize, texts: &[String]) {
        let pixels = |millimetres: f64| millimetres / 25.4 * f64::from(dpi);
        let labels: Vec<[f64; 4]> = (first..first + texts.len())
            .map(|place| {
                let [left, top] = self.corner(place);
                [left, top, self.label[0], self.label[1]].map(pixels)
            })
            .collect();
        assert_eq!(by_zbar(&parts(page, &labels)), texts, "zbar, {} at {dpi}", page.display());
    }
}

/// Fails unless both readers read all labels of a document, of which the first of `texts` is on the label `first`, and the last page ends with the
/// last: as it is printed, and as it is seen on a poor scan.
#[track_caller]
pub(super) fn are_read(labels: &Path, sheet: &Sheet, first: usize, texts: &[String]) {
    for dpi in [150, 300] {
        let mut rest = texts;
        let (mut first, mut number) = (first, 1);
        while !rest.is_empty() {
            let (here, later) = rest.split_at(rest.len().min(sheet.labels() - first));
            let picture = page(labels, number, dpi);
            sheet.is_read_by_zbar(&picture, dpi, first, here);
            let mut seen: Vec<String> = by_zxing(&[picture]).into_iter().map(|seen| seen.text).collect();
            seen.sort();
            let mut expected = here.to_vec();
            expected.sort();
            assert_eq!(seen, expected, "ZXing, page {number} at {dpi}");
            (rest, first, number) = (later, 0, number + 1);
        }
    }
}
