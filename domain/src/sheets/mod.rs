//! Sheets of labels: what is measured on them, and those that shops sell.

mod usual;

pub use self::usual::{USUAL, Usual};

use std::fmt;

use serde::{Deserialize, Serialize};

/// The widest page, in micrometres: A0.
const WIDEST_PAGE: u32 = 1_189_000;
/// The smallest label, in micrometres.
const SMALLEST_LABEL: u32 = 5_000;
/// Labels side by side, at most.
const MOST_ALONG: u32 = 100;
/// What sheets that are measured in inches may be off by when they are told in micrometres.
const ROUNDING: u64 = 10;

/// A width and a height, or a place from the left and from the top, in micrometres: whole numbers, so that nothing shifts along a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Along the width of the page.
    pub x: u32,
    /// Along its height.
    pub y: u32,
}

/// A sheet of labels of one size, in columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The page.
    pub page: Measure,
    /// Labels side by side.
    pub columns: u32,
    /// Labels one below the other.
    pub rows: u32,
    /// A label.
    pub label: Measure,
    /// Where the first label begins.
    pub origin: Measure,
    /// From where one label begins to where the next does.
    pub pitch: Measure,
}

/// Why a sheet cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Pages are not so large.
    #[error("a page is at most 1189 mm wide and high")]
    Page,
    /// Too few or too many labels.
    #[error("a sheet has 1 to {MOST_ALONG} labels side by side and one below the other")]
    Labels,
    /// Nothing can be read on it.
    #[error("a label is at least 5 mm wide and high")]
    Label,
    /// Labels would lie on each other.
    #[error("from one label to the next is at least as far as a label is wide and high")]
    Pitch,
    /// Labels would lie beside the page.
    #[error("the last label ends at {}, beyond the page of {}", .0, .1)]
    Beyond(Measure, Measure),
}

impl SheetError {
    /// Which measure is wrong.
    pub fn measure(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Labels | Self::Beyond(..) => "labels",
            Self::Label => "label",
            Self::Pitch => "pitch",
        }
    }
}

impl Measure {
    /// Both in micrometres.
    pub const fn new(x: u32, y: u32) -> Self {
        Self { x, y }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millimetres = |along: u32| f64::from(along) / 1000.0;
        write!(f, "{} x {} mm", millimetres(self.x), millimetres(self.y))
    }
}

impl Sheet {
    /// A4.
    pub const A4: Measure = Measure::new(210_000, 297_000);
    /// US Letter, 8.5 by 11 inches.
    pub const LETTER: Measure = Measure::new(215_900, 279_400);

    /// How many labels are on it.
    pub fn labels(&self) -> u32 {
        self.columns * self.rows
    }

    /// Where the label at a place begins, counted from 0 along the rows.
    pub fn place(&self, place: u32) -> Measure {
        let (row, column) = (place / self.columns, place % self.columns);
        Measure::new(self.origin.x + column * self.pitch.x, self.origin.y + row * self.pitch.y)
    }

    /// The sheet that shops sell under this name.
    pub fn usual(name: &str) -> Option<&'static Self> {
        USUAL
            .iter()
            .find(|usual| usual.name.eq_ignore_ascii_case(name))
            .map(|usual| &usual.sheet)
    }

    /// Refuses what cannot be.
    pub fn check(&self) -> Result<(), SheetError> {
        let both = |measure: Measure, fits: fn(u32) -> bool| fits(measure.x) && fits(measure.y);
        if !both(self.page, |along| along <= WIDEST_PAGE) {
            return Err(SheetError::Page);
        }
        if !both(Measure::new(self.columns, self.rows), |along| {
            (1..=MOST_ALONG).contains(&along)
        }) {
            return Err(SheetError::Labels);
        }
        if !both(self.label, |along| along >= SMALLEST_LABEL) {
            return Err(SheetError::Label);
        }
        let apart = (self.columns == 1 || self.pitch.x >= self.label.x) && (self.rows == 1 || self.pitch.y >= self.label.y);
        if !apart {
            return Err(SheetError::Pitch);
        }
        let end = |origin: u32, count: u32, pitch: u32, label: u32| {
            u64::from(origin) + u64::from(count - 1) * u64::from(pitch) + u64::from(label)
        };
        let x = end(self.origin.x, self.columns, self.pitch.x, self.label.x);
        let y = end(self.origin.y, self.rows, self.pitch.y, self.label.y);
        if x > u64::from(self.page.x) + ROUNDING || y > u64::from(self.page.y) + ROUNDING {
            let [x, y] = [x, y].map(|along| u32::try_from(along).unwrap_or(u32::MAX));
            return Err(SheetError::Beyond(Measure::new(x, y), self.page));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn sheets_that_shops_sell_fit_on_their_page_and_stand_in_its_middle() {
        let names: BTreeSet<&str> = USUAL.iter().map(|usual| usual.name).collect();
        assert!(names.len() == USUAL.len() && names.len() >= 10);
        for usual in &USUAL {
            assert_eq!(usual.sheet.check(), Ok(()), "{}", usual.name);
            let last = usual.sheet.place(usual.sheet.labels() - 1);
            let sheet = &usual.sheet;
            for (before, after) in [
                (sheet.origin.x, sheet.page.x + 10 - last.x - sheet.label.x),
                (sheet.origin.y, sheet.page.y + 10 - last.y - sheet.label.y),
            ] {
                assert!(
                    before.abs_diff(after) <= 250,
                    "{}: {before} before and {after} after",
                    usual.name
                );
            }
        }
        assert_eq!(Sheet::usual("AVERY-L7160").map(Sheet::labels), Some(21));
        assert_eq!(Sheet::usual("avery"), None);
    }

    #[test]
    fn a_sheet_whose_labels_overlap_or_leave_the_page_is_refused() {
        let sheet = *Sheet::usual("avery-l7160").unwrap();
        let with = |change: fn(&mut Sheet)| {
            let mut sheet = sheet;
            change(&mut sheet);
            sheet.check()
        };
        assert_eq!(with(|sheet| sheet.pitch.x = 63_499), Err(SheetError::Pitch));
        assert_eq!(with(|sheet| sheet.columns = 0), Err(SheetError::Labels));
        assert_eq!(with(|sheet| sheet.rows = 101), Err(SheetError::Labels));
        assert_eq!(with(|sheet| sheet.label.y = 4_999), Err(SheetError::Label));
        assert_eq!(with(|sheet| sheet.page.x = 2_000_000), Err(SheetError::Page));
        assert!(matches!(with(|sheet| sheet.origin.x = u32::MAX), Err(SheetError::Beyond(..))));
        let beyond = with(|sheet| sheet.origin.x = 20_000).unwrap_err();
        assert_eq!(
            beyond.to_string(),
            "the last label ends at 215.5 x 281.85 mm, beyond the page of 210 x 297 mm"
        );
    }
}
