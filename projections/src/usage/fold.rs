//! Which scan changes which row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use signpost_domain::{
    identifier::CodeId,
    language::Language,
    scan::{RecordedScan, Scan},
    visit::Visitor,
};

use super::{
    day::Day,
    day_and_hour,
    value::{Facets, Value},
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
    days: BTreeMap<i32, OfDay>,
    visits: HashMap<VisitsKey, Row<Visits>>,
}

/// The rows of one day: of the city, and of codes.
#[derive(Debug, Default)]
struct OfDay {
    city: Row<Day>,
    codes: HashMap<CodeId, Row<Day>>,
}

#[derive(Debug, Default)]
struct Row<T> {
    value: T,
    is_stored: bool,
    is_changed: bool,
}

impl<T> Row<T> {
    fn stored(value: T) -> Self {
        Self {
            value,
            is_stored: true,
            is_changed: false,
        }
    }
}

/// Rows to write, in the order of their keys.
#[derive(Debug)]
pub struct ToWrite<'a, K, T> {
    /// Those that were not stored before.
    pub made: Vec<(K, &'a T)>,
    /// Those that were, and are others by now.
    pub changed: Vec<(K, &'a T)>,
}

impl<'a, K: Ord, T> ToWrite<'a, K, T> {
    fn of(rows: impl Iterator<Item = (K, &'a Row<T>)>) -> Self {
        let (mut made, mut changed) = (Vec::new(), Vec::new());
        for (key, row) in rows.filter(|(_, row)| row.is_changed) {
            let place = if row.is_stored { &mut changed } else { &mut made };
            place.push((key, &row.value));
        }
        made.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        changed.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Self { made, changed }
    }
}

/// The days that scans touch, as far as rows of them may be there: `latest` is the last day that has any.
pub fn days_of(scans: &[RecordedScan], latest: i32) -> BTreeSet<DayKey> {
    let both = |RecordedScan { scan, .. }: &RecordedScan| {
        let (day, _) = day_and_hour(scan.at);
        let both = (day <= latest).then(|| [(day, None), (day, Some(scan.code.clone()))]);
        both.into_iter().flatten()
    };
    scans.iter().flat_map(both).collect()
}

/// The first rows of the visitors of scans, as far as they may be there: `latest` is the last day that has any rows.
pub fn first_rows_of(scans: &[RecordedScan], latest: i32) -> BTreeSet<VisitsKey> {
    let people = scans.iter().map(|recorded| &recorded.scan).filter(|scan| is_visit(scan));
    let keys = people.map(|scan| (day_and_hour(scan.at).0, scan.visitor, 0));
    keys.filter(|(day, ..)| *day <= latest).collect()
}

/// How many of these scans to fold at once, which others follow: up to where the last day but one ends, if that is half of them at least, so that
/// the rows of a day are written once.
pub fn whole_days(scans: &[RecordedScan]) -> Option<usize> {
    let day = |scan: &RecordedScan| day_and_hour(scan.scan.at).0;
    let ends = |place: &usize| day(&scans[place - 1]) != day(&scans[*place]);
    (scans.len() / 2 + 1..scans.len()).rev().find(ends)
}

/// Robots are no visitors, a choice follows a scan that was counted, and of whom nobody knows who they were nobody knows how many they were.
fn is_visit(scan: &Scan) -> bool {
    !scan.robot && scan.item.is_none() && scan.visitor != Visitor::UNKNOWN
}

impl Usage {
    /// Puts in a day as it is stored.
    pub fn day_is(&mut self, (day, code): DayKey, row: Day) {
        let of_day = self.days.entry(day).or_default();
        match code {
            Some(code) => _ = of_day.codes.insert(code, Row::stored(row)),
            None => of_day.city = Row::stored(row),
        }
    }

    /// Puts in where a visitor was as it is stored.
    pub fn visits_are(&mut self, key: VisitsKey, visits: Visits) {
        self.visits.insert(key, Row::stored(visits));
    }

    /// The further rows of the visitors of scans, once the first ones are in: there are none but of those who were at many codes.
    pub fn further_rows_of(&self, scans: &[RecordedScan]) -> BTreeSet<VisitsKey> {
        let mut further = BTreeSet::new();
        for scan in scans.iter().map(|recorded| &recorded.scan).filter(|scan| is_visit(scan)) {
            let (day, _) = day_and_hour(scan.at);
            let first = self.visits.get(&(day, scan.visitor, 0));
            if first.is_some_and(|Row { value: row, .. }| row.are_in_several_rows() && !row.has_room(&scan.code)) {
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
            let visitor = is_visit(scan).then_some(scan.visitor);
            self.scanned(at, &scan.code, &facets, (1, u64::from(scan.robot)), visitor);
        }
    }

    /// The language to count, of the day: one too many is none.
    pub(super) fn told_apart(&mut self, (day, _): DayAndHour, language: Option<&Language>) -> Option<Language> {
        self.days.entry(day).or_default().city.value.told_apart(language)
    }

    /// Counts choices of an item.
    pub(super) fn chosen(&mut self, (day, hour): DayAndHour, code: &CodeId, item: u16, choices: u64) {
        let [city, code] = self.days.entry(day).or_default().both(code);
        for day in [city, code] {
            day.all.choose(hour, item, choices);
        }
    }

    /// Counts scans that are alike: all of them, and how many of them by robots; and, if there is one, their visitor.
    pub(super) fn scanned(
        &mut self,
        (day, hour): DayAndHour,
        code: &CodeId,
        facets: &Facets,
        scans: (u64, u64),
        visitor: Option<Visitor>,
    ) {
        let values = facets.values();
        let mut both = self.days.entry(day).or_default().both(code);
        for day in &mut both {
            day.scan(&values, hour, scans);
        }
        if let Some(visitor) = visitor {
            seen(&mut self.visits, both, (day, hour), (code, facets, &values), visitor);
        }
    }

    /// Counts a visitor of scans that are counted.
    pub(super) fn seen(&mut self, (day, hour): DayAndHour, code: &CodeId, facets: &Facets, visitor: Visitor) {
        let both = self.days.entry(day).or_default().both(code);
        seen(&mut self.visits, both, (day, hour), (code, facets, &facets.values()), visitor);
    }

    /// Every day that something was counted of.
    pub fn days(&self) -> ToWrite<'_, (i32, Option<&CodeId>), Day> {
        ToWrite::of(self.days.iter().flat_map(|(day, of_day)| {
            let codes = of_day.codes.iter().map(|(code, row)| ((*day, Some(code)), row));
            codes.chain([((*day, None), &of_day.city)])
        }))
    }

    /// Where visitors were, as far as it is news.
    pub fn visits(&self) -> ToWrite<'_, VisitsKey, Visits> {
        ToWrite::of(self.visits.iter().map(|(key, row)| (*key, row)))
    }
}

impl OfDay {
    /// The rows of the city and of a code, to count something of both.
    fn both(&mut self, code: &CodeId) -> [&mut Day; 2] {
        // Looked up before it is cloned.
        if !self.codes.contains_key(code) {
            self.codes.insert(code.clone(), Row::default());
        }
        let of_code = self.codes.get_mut(code).expect("it was just put there");
        [&mut self.city, of_code].map(|row| {
            row.is_changed = true;
            &mut row.value
        })
    }
}

/// Counts a visitor of scans, in the rows of the city's and the code's day.
fn seen(
    visits: &mut HashMap<VisitsKey, Row<Visits>>,
    [city, of_code]: [&mut Day; 2],
    (day, hour): DayAndHour,
    (code, facets, values): (&CodeId, &Facets, &[Value]),
    visitor: Visitor,
) {
    let first = (day, visitor, 0);
    let Row { value: row, .. } = visits.entry(first).or_default();
    let anywhere = |value: Option<&_>| row.anywhere(value);
    if values.iter().any(|value| !anywhere(Some(value)).contains(hour)) {
        city.seen(values, hour, anywhere);
    }
    let is_elsewhere = !row.has_room(code);
    let place = if is_elsewhere { (day, visitor, row_of(code)) } else { first };
    let Row {
        value: row, is_changed, ..
    } = visits.entry(place).or_default();
    if !row.knows(code, facets, hour) {
        let here = |value: Option<&_>| row.at(code, value);
        of_code.seen(values, hour, here);
        row.insert(code, facets, hour);
        *is_changed = true;
    }
    let Row {
        value: row, is_changed, ..
    } = visits.entry(first).or_default();
    *is_changed |= row.insert_anywhere(values, hour, is_elsewhere);
}
