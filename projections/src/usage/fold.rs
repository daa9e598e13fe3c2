//! Which scan changes which row.

use std::collections::{BTreeSet, HashMap};

use signpost_domain::{
    identifier::CodeId,
    language::Language,
    scan::{RecordedScan, Scan},
    visit::Visitor,
};

use super::{
    day::Day,
    day_and_hour,
    value::Facets,
    visits::{Visits, row_of},
};

/// A day of UTC, in days since 1970, of a code or, where there is none, of the whole city.
pub type DayKey = (i32, Option<CodeId>);

/// A day of UTC, a visitor, and which of the visitor's rows of that day: 0 is the first.
pub type VisitsKey = (i32, Visitor, i64);

/// A day of UTC, in days since 1970, and an hour of it.
pub(super) type DayAndHour = (i32, u8);

/// The rows that a batch of scans touches. A store finds them under the keys told here, lets [`fold`](Self::fold) change them, and
/// writes those that were changed; what is not there yet is made.
#[derive(Debug, Default)]
pub struct Usage {
    days: HashMap<DayKey, Day>,
    visits: HashMap<VisitsKey, Row>,
}

#[derive(Debug, Default)]
struct Row {
    visits: Visits,
    is_changed: bool,
}

/// The days that scans touch.
pub fn days_of(scans: &[RecordedScan]) -> BTreeSet<DayKey> {
    let both = |RecordedScan { scan, .. }: &RecordedScan| {
        let (day, _) = day_and_hour(scan.at);
        [(day, None), (day, Some(scan.code.clone()))]
    };
    scans.iter().flat_map(both).collect()
}

/// The first rows of the visitors of scans.
pub fn first_rows_of(scans: &[RecordedScan]) -> BTreeSet<VisitsKey> {
    let people = scans.iter().map(|recorded| &recorded.scan).filter(|scan| is_visit(scan));
    people.map(|scan| (day_and_hour(scan.at).0, scan.visitor, 0)).collect()
}

/// Robots are no visitors, and a choice follows a scan that was counted.
fn is_visit(scan: &Scan) -> bool {
    !scan.robot && scan.item.is_none()
}

impl Usage {
    /// Puts in a day as it is stored.
    pub fn day_is(&mut self, key: DayKey, day: Day) {
        self.days.insert(key, day);
    }

    /// Puts in where a visitor was as it is stored.
    pub fn visits_are(&mut self, key: VisitsKey, visits: Visits) {
        self.visits.insert(
            key,
            Row {
                visits,
                is_changed: false,
            },
        );
    }

    /// The further rows of the visitors of scans, once the first ones are in: there are none but of those who were at many codes.
    pub fn further_rows_of(&self, scans: &[RecordedScan]) -> BTreeSet<VisitsKey> {
        let mut further = BTreeSet::new();
        for scan in scans.iter().map(|recorded| &recorded.scan).filter(|scan| is_visit(scan)) {
            let (day, _) = day_and_hour(scan.at);
            let first = self.visits.get(&(day, scan.visitor, 0));
            if first.is_some_and(|row| row.visits.are_in_several_rows() && !row.visits.has_room(&scan.code)) {
                further.insert((day, scan.visitor, row_of(&scan.code)));
            }
        }
        further
    }

    /// Counts scans, in the order of their positions.
    pub fn fold(&mut self, scans: &[RecordedScan]) {
        for RecordedScan { scan, .. } in scans {
            let at = day_and_hour(scan.at);
            if let Some(item) = scan.item {
                self.chosen(at, &scan.code, item, 1);
                continue;
            }
            let facets = Facets {
                cause: scan.cause.clone(),
                platform: scan.platform,
                language: self.told_apart(at, scan.language.as_ref()),
                outcome: scan.outcome,
            };
            self.scanned(at, &scan.code, &facets, (1, u64::from(scan.robot)));
            if is_visit(scan) {
                self.seen(at, &scan.code, &facets, scan.visitor);
            }
        }
    }

    /// The language to count, of the day: one too many is none.
    pub(super) fn told_apart(&mut self, (day, _): DayAndHour, language: Option<&Language>) -> Option<Language> {
        self.day(&(day, None)).told_apart(language)
    }

    /// Counts choices of an item.
    pub(super) fn chosen(&mut self, (day, hour): DayAndHour, code: &CodeId, item: u16, choices: u64) {
        for scope in [(day, None), (day, Some(code.clone()))] {
            self.day(&scope).all.choose(hour, item, choices);
        }
    }

    /// Counts scans that are alike: all of them, and how many of them by robots.
    pub(super) fn scanned(&mut self, (day, hour): DayAndHour, code: &CodeId, facets: &Facets, scans: (u64, u64)) {
        let values = facets.values();
        for scope in [(day, None), (day, Some(code.clone()))] {
            self.day(&scope).scan(&values, hour, scans);
        }
    }

    /// Counts a visitor of scans that are counted.
    pub(super) fn seen(&mut self, (day, hour): DayAndHour, code: &CodeId, facets: &Facets, visitor: Visitor) {
        let Self { days, visits } = self;
        let values = facets.values();
        let first = (day, visitor, 0);
        let row = visits.entry(first).or_default();
        let anywhere = |value: Option<&_>| row.visits.anywhere(value);
        if values.iter().any(|value| !anywhere(Some(value)).contains(hour)) {
            days.entry((day, None)).or_default().seen(&values, hour, anywhere);
        }
        let is_elsewhere = !row.visits.has_room(code);
        let place = if is_elsewhere { (day, visitor, row_of(code)) } else { first };
        let row = visits.entry(place).or_default();
        if !row.visits.knows(code, facets, hour) {
            let here = |value: Option<&_>| row.visits.at(code, value);
            days.entry((day, Some(code.clone()))).or_default().seen(&values, hour, here);
            row.visits.insert(code, facets, hour);
            row.is_changed = true;
        }
        let row = visits.entry(first).or_default();
        row.is_changed |= row.visits.insert_anywhere(&values, hour, is_elsewhere);
    }

    fn day(&mut self, key: &DayKey) -> &mut Day {
        // Looked up before it is cloned.
        if !self.days.contains_key(key) {
            self.days.insert(key.clone(), Day::default());
        }
        self.days.get_mut(key).expect("it was just put there")
    }

    /// Every day that was put in or made, in the order of their keys.
    pub fn days(&self) -> Vec<(&DayKey, &Day)> {
        let mut days: Vec<_> = self.days.iter().collect();
        days.sort_unstable_by_key(|(key, _)| *key);
        days
    }

    /// Where visitors were, as far as it is news, in the order of the keys.
    pub fn visits(&self) -> Vec<(&VisitsKey, &Visits)> {
        let changed = self.visits.iter().filter(|(_, row)| row.is_changed);
        let mut visits: Vec<_> = changed.map(|(key, row)| (key, &row.visits)).collect();
        visits.sort_unstable_by_key(|(key, _)| *key);
        visits
    }
}
