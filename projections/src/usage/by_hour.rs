//! What was counted by code, hour and visitor, as statistics were kept before they were kept by days, counted into rows by days.

use signpost_domain::{identifier::CodeId, visit::Visitor};

use super::{HOURS, Usage, fold::DayAndHour, value::Facets};

/// Scans of one code in one hour that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The code.
    pub code: CodeId,
    /// Hours since 1970.
    pub hour: i64,
    /// What they have in common.
    pub facets: Facets,
}

impl Usage {
    /// Counts scans: all, and how many of them by robots.
    pub fn scanned_by_hour(&mut self, alike: &Alike, scans: u64, robots: u64) {
        let (at, facets) = self.of(alike);
        self.scanned(at, &alike.code, &facets, (scans, robots), None);
    }

    /// Counts a visitor of scans that are counted.
    pub fn seen_by_hour(&mut self, alike: &Alike, visitor: Visitor) {
        let (at, facets) = self.of(alike);
        self.seen(at, &alike.code, &facets, visitor);
    }

    /// Counts choices of an item of a menu.
    pub fn chosen_by_hour(&mut self, code: &CodeId, hour: i64, item: u16, choices: u64) {
        self.chosen(day_and_hour(hour), code, item, choices);
    }

    fn of(&mut self, alike: &Alike) -> (DayAndHour, Facets) {
        let at = day_and_hour(alike.hour);
        let language = self.told_apart(at, alike.facets.language.as_ref());
        let facets = Facets {
            language,
            ..alike.facets.clone()
        };
        (at, facets)
    }
}

fn day_and_hour(hour: i64) -> DayAndHour {
    let (day, hour) = (hour.div_euclid(HOURS.into()), hour.rem_euclid(HOURS.into()));
    (
        i32::try_from(day).expect("an hour of a time, which lies within ten thousand years of 1970"),
        u8::try_from(hour).expect("the rest after division by 24"),
    )
}
