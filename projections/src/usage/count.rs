//! An answer, counted from rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use signpost_application::ports::statistics::{Counts, Dimension, StatisticsAnswer, StatisticsQuery};
use signpost_domain::identifier::CodeId;

use super::{
    HOURS,
    bytes::{Damaged, Reader},
    day::for_each_part,
    hours::Hours,
    tally::{Told, is_new, tell},
    value::Value,
    visits::{Visit, Visits},
};

/// An answer being counted: every row of the days asked for is put in once, in any order, but days before visits.
#[derive(Debug)]
pub struct Count {
    /// The hours since 1970 at which buckets begin, and at which the last one ends.
    bounds: Vec<i64>,
    answer: StatisticsAnswer,
}

/// A bucket, as far as it lies in one day.
struct Stretch {
    bucket: usize,
    hours: Range<u8>,
}

impl Count {
    /// Nothing counted yet. `None` when the query has no bounds.
    pub fn new(query: &StatisticsQuery) -> Option<Self> {
        let bounds: Vec<i64> = query.bounds.iter().map(|bound| bound.as_second().div_euclid(3_600)).collect();
        let answer = StatisticsAnswer {
            total: Counts::default(),
            choices: BTreeMap::new(),
            series: vec![Counts::default(); bounds.len().checked_sub(1)?],
            by: query.by.iter().map(|dimension| (*dimension, BTreeMap::new())).collect(),
        };
        Some(Self { bounds, answer })
    }

    /// The days of UTC to look at.
    pub fn days(&self) -> Range<i32> {
        let day = |hour: i64| i32::try_from(hour.div_euclid(24)).unwrap_or(i32::MAX);
        let last = |hour: i64| day(hour.saturating_add(23));
        self.bounds.first().copied().map_or(0, day)..self.bounds.last().copied().map_or(0, last)
    }

    /// Whether anything is to be told apart by a dimension.
    pub fn has_parts(&self) -> bool {
        !self.answer.by.is_empty()
    }

    /// The hours of a day that lie between two others.
    fn hours(day: i32, from: i64, until: i64) -> Range<u8> {
        let hour = |hour: i64| u8::try_from((hour - begins(day)).clamp(0, HOURS.into())).unwrap_or(HOURS);
        hour(from)..hour(until)
    }

    /// The hours of a day that are asked for.
    fn asked(&self, day: i32) -> Range<u8> {
        match (self.bounds.first(), self.bounds.last()) {
            (Some(from), Some(until)) => Self::hours(day, *from, *until),
            _ => 0..0,
        }
    }

    /// The buckets that a day has a part in.
    fn stretches(&self, day: i32) -> Vec<Stretch> {
        let begins = begins(day);
        let first = self.bounds.partition_point(|bound| *bound <= begins).saturating_sub(1);
        let mut stretches = Vec::new();
        for (bucket, bounds) in (first..).zip(self.bounds[first..].windows(2)) {
            if bounds[0] >= begins + i64::from(HOURS) {
                break;
            }
            let hours = Self::hours(day, bounds[0], bounds[1]);
            stretches.push(Stretch { bucket, hours });
        }
        stretches
    }

    /// Puts in all of a day of the whole city, or of one of the codes that are asked for, from its bytes.
    pub fn all(&mut self, day: i32, total: &[u8]) -> Result<(), Damaged> {
        let stretches = self.stretches(day);
        let mut begins = [0; HOURS as usize];
        for Stretch { hours, .. } in &stretches {
            begins[usize::from(hours.start)..usize::from(hours.end)].fill(hours.start);
        }
        let mut sums = DaySums {
            within: Within::new(self.asked(day)),
            begins,
            by_hour: [Counts::default(); HOURS as usize],
            choices: &mut self.answer.choices,
        };
        tell(&mut Reader::new(total), &mut sums)?;
        let DaySums { within, by_hour, .. } = sums;
        add(&mut self.answer.total, within.counts);
        for Stretch { bucket, hours } in stretches {
            for counts in &by_hour[usize::from(hours.start)..usize::from(hours.end)] {
                add(&mut self.answer.series[bucket], *counts);
            }
        }
        Ok(())
    }

    /// Puts in the parts of the same day, from their bytes.
    pub fn parts(&mut self, day: i32, parts: &[u8]) -> Result<(), Damaged> {
        let asked = self.asked(day);
        for_each_part(parts, |value, tally| {
            let mut within = Within::new(asked.clone());
            tell(tally, &mut within)?;
            if let Some(values) = self.answer.by.get_mut(&value.dimension())
                && within.counts.scans > 0
            {
                add(values.entry(value.word()).or_default(), within.counts);
            }
            Ok(())
        })
    }

    /// Puts in where one visitor was on one day: whoever was at several of the codes asked for was counted at each of them,
    /// and is one visitor.
    pub fn visits(&mut self, day: i32, rows: &[Visits], is_asked_for: impl Fn(&CodeId) -> bool) {
        let visits: Vec<&Visit> = rows
            .iter()
            .flat_map(Visits::visits)
            .filter(|visit| is_asked_for(&visit.code))
            .collect();
        let asked = self.asked(day);
        let stretches = self.stretches(day);
        let mut at = BTreeMap::<&CodeId, Hours>::new();
        let mut parts = BTreeMap::<Value, BTreeMap<&CodeId, Hours>>::new();
        let dimensions: BTreeSet<Dimension> = self.answer.by.keys().copied().collect();
        for visit in visits {
            let hours = at.entry(&visit.code).or_default();
            *hours = *hours | visit.hours;
            for value in visit.facets.values() {
                if dimensions.contains(&value.dimension()) {
                    let hours = parts.entry(value).or_default().entry(&visit.code).or_default();
                    *hours = *hours | visit.hours;
                }
            }
        }
        take(&mut self.answer.total, &at, &asked);
        for Stretch { bucket, hours } in stretches {
            take(&mut self.answer.series[bucket], &at, &hours);
        }
        for (value, at) in parts {
            let values = self.answer.by.get_mut(&value.dimension());
            if let Some(counts) = values.and_then(|values| values.get_mut(&value.word())) {
                take(counts, &at, &asked);
            }
        }
    }

    /// The answer.
    pub fn answer(self) -> StatisticsAnswer {
        self.answer
    }
}

/// The hour since 1970 at which a day begins.
fn begins(day: i32) -> i64 {
    i64::from(day) * i64::from(HOURS)
}

/// Sums up some hours of a day in a row.
struct Within {
    hours: Range<u8>,
    counts: Counts,
}

impl Within {
    fn new(hours: Range<u8>) -> Self {
        Self {
            hours,
            counts: Counts::default(),
        }
    }
}

impl Told for Within {
    fn scans(&mut self, hour: u8, scans: u64, robots: u64) {
        if self.hours.contains(&hour) {
            self.counts.scans += scans;
            self.counts.robots += robots;
        }
    }

    fn visitors(&mut self, hour: u8, since: u8, visitors: u64) {
        if self.hours.contains(&hour) && is_new(hour, since, self.hours.start) {
            self.counts.visitors += visitors;
        }
    }
}

/// Sums up a day as a whole and by hours, so that it is gone through once however many buckets it has.
struct DaySums<'a> {
    within: Within,
    /// For each hour, the first hour of its bucket in this day.
    begins: [u8; HOURS as usize],
    /// The sums of a bucket are those of its hours.
    by_hour: [Counts; HOURS as usize],
    choices: &'a mut BTreeMap<u16, u64>,
}

impl Told for DaySums<'_> {
    fn scans(&mut self, hour: u8, scans: u64, robots: u64) {
        self.within.scans(hour, scans, robots);
        let of_hour = &mut self.by_hour[usize::from(hour)];
        of_hour.scans += scans;
        of_hour.robots += robots;
    }

    fn visitors(&mut self, hour: u8, since: u8, visitors: u64) {
        self.within.visitors(hour, since, visitors);
        if is_new(hour, since, self.begins[usize::from(hour)]) {
            self.by_hour[usize::from(hour)].visitors += visitors;
        }
    }

    fn choices(&mut self, hour: u8, item: u16, choices: u64) {
        if self.within.hours.contains(&hour) {
            *self.choices.entry(item).or_default() += choices;
        }
    }
}

fn add(counts: &mut Counts, more: Counts) {
    counts.scans += more.scans;
    counts.visitors += more.visitors;
    counts.robots += more.robots;
}

/// Takes back whom somebody was counted as beyond one.
fn take(counts: &mut Counts, at: &BTreeMap<&CodeId, Hours>, hours: &Range<u8>) {
    let times = at.values().filter(|seen| seen.meets(hours.clone())).count() as u64;
    counts.visitors = counts.visitors.saturating_sub(times.saturating_sub(1));
}
