//! Rows against a count by hand, over scans in batches of any size; every row is bytes between two batches, as in a store.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::{collection::vec, option, prelude::*, sample::select};
use signpost_application::ports::statistics::{Counts, Dimension, ScanFilter, StatisticsAnswer, StatisticsQuery};
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    scan::{Cause, NodeId, Outcome, RecordedScan, Scan},
    visit::{Platform, Visitor},
};

use super::{
    Alike, Count, DayKey, Ranking, Usage, VisitsKey, day::Day, day_and_hour, days_of, first_rows_of, value::Facets,
    visits::Visits,
};

/// The last day before 1970, and the first.
const BEGIN: i64 = -86_400;
const HOURS: i64 = 48;

/// Few hours, so that visitors come again, also out of order; more codes than have room in a visitor's first row.
fn scan() -> impl Strategy<Value = Scan> {
    let parts = (
        0..HOURS * 3_600,
        0_u64..80,
        select(vec![Outcome::Redirected, Outcome::Unknown]),
        select(vec![Cause::Default, Cause::Rule(300)]),
        select(vec![Platform::Ios, Platform::Other]),
        option::of(select(vec!["nl", "nl-BE"])),
        prop::bool::weighted(0.1),
        0_u64..3,
        option::weighted(0.1, 0_u16..3),
    );
    parts.prop_map(
        |(second, code, outcome, cause, platform, language, robot, visitor, item)| Scan {
            at: Timestamp::from_second(BEGIN + second).unwrap(),
            // Half of them of few codes.
            code: format!("CODE-{}", if code < 40 { code % 4 } else { code }).parse().unwrap(),
            as_of: Position(1),
            outcome,
            cause,
            platform,
            language: language.map(|language| language.parse().unwrap()),
            country: None,
            robot,
            visitor: Visitor(visitor),
            referrer: None,
            item,
        },
    )
}

fn recorded(scans: Vec<Scan>) -> Vec<RecordedScan> {
    let record = |(n, scan)| RecordedScan {
        position: Position(n + 1),
        node: NodeId(1),
        offset: n,
        scan,
    };
    (0..).zip(scans).map(record).collect()
}

/// Rows as a store has them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rows {
    days: BTreeMap<DayKey, (Vec<u8>, Vec<u8>)>,
    visits: BTreeMap<VisitsKey, (bool, Vec<u8>)>,
}

impl Rows {
    fn of(scans: &[RecordedScan], batch: usize) -> Self {
        let mut rows = Self::default();
        for scans in scans.chunks(batch) {
            rows.take_in(scans);
        }
        rows
    }

    fn take_in(&mut self, scans: &[RecordedScan]) {
        let mut usage = Usage::default();
        let latest = self.days.last_key_value().map_or(i32::MIN, |((day, _), _)| *day);
        for key in days_of(scans, latest) {
            if let Some((all, parts)) = self.days.get(&key) {
                usage.day_is(key, Day::read(all, parts).unwrap());
            }
        }
        self.find_visits(first_rows_of(scans, latest), &mut usage);
        let further = usage.further_rows_of(scans);
        self.find_visits(further, &mut usage);
        usage.fold(scans);
        self.put(&usage);
    }

    fn find_visits(&self, keys: BTreeSet<VisitsKey>, usage: &mut Usage) {
        for key in keys {
            if let Some((_, bytes)) = self.visits.get(&key) {
                usage.visits_are(key, Visits::read(bytes).unwrap());
            }
        }
    }

    fn put(&mut self, usage: &Usage) {
        let (days, visits) = (usage.days(), usage.visits());
        for (rows, are_there) in [(days.made, false), (days.changed, true)] {
            for ((day, code), row) in rows {
                let bytes = (row.all_as_bytes(), row.parts_as_bytes());
                assert_eq!(self.days.insert((day, code.cloned()), bytes).is_some(), are_there);
            }
        }
        for (rows, are_there) in [(visits.made, false), (visits.changed, true)] {
            for (key, row) in rows {
                let bytes = (row.are_of_several_codes(key.2), row.as_bytes());
                assert_eq!(self.visits.insert(key, bytes).is_some(), are_there);
            }
        }
    }

    fn answer(&self, codes: Option<&BTreeSet<CodeId>>, from: i64, until: i64, hours: i64) -> StatisticsAnswer {
        let mut count = Count::new(&query(from, until, hours)).unwrap();
        let days = count.days();
        for ((day, code), (all, parts)) in &self.days {
            let is_asked_for = codes.map_or(code.is_none(), |codes| code.as_ref().is_some_and(|code| codes.contains(code)));
            if days.contains(day) && is_asked_for {
                count.all(*day, all).unwrap();
                count.parts(*day, parts).unwrap();
            }
        }
        let Some(codes) = codes.filter(|codes| codes.len() > 1) else {
            return count.answer();
        };
        let mut several = BTreeMap::<(i32, Visitor), Vec<Visits>>::new();
        for ((day, visitor, _), (is_several, bytes)) in &self.visits {
            if *is_several && days.contains(day) {
                several
                    .entry((*day, *visitor))
                    .or_default()
                    .push(Visits::read(bytes).unwrap());
            }
        }
        for ((day, _), rows) in several {
            count.visits(day, &rows, |code| codes.contains(code));
        }
        count.answer()
    }
}

fn query(from: i64, until: i64, hours: i64) -> StatisticsQuery {
    let bound = |hour| Timestamp::from_second(BEGIN + hour * 3_600).unwrap();
    let mut bounds: Vec<_> = (from..until).step_by(usize::try_from(hours).unwrap()).map(bound).collect();
    bounds.push(bound(until));
    StatisticsQuery {
        filter: ScanFilter::default(),
        bounds,
        by: Dimension::ALL.to_vec(),
    }
}

fn by_hand<'a>(scans: impl Iterator<Item = &'a Scan>) -> Counts {
    let (mut counts, mut visitors) = (Counts::default(), BTreeSet::new());
    for scan in scans {
        counts.scans += 1;
        counts.robots += u64::from(scan.robot);
        if !scan.robot && scan.visitor != Visitor::UNKNOWN {
            visitors.insert((day_and_hour(scan.at).0, scan.visitor));
        }
    }
    counts.visitors = visitors.len() as u64;
    counts
}

fn word(scan: &Scan, dimension: Dimension) -> String {
    match dimension {
        Dimension::Audience => scan.cause.to_string(),
        Dimension::Platform => scan.platform.as_str().to_owned(),
        Dimension::Language => scan
            .language
            .as_ref()
            .map_or("unknown", |language| language.as_str())
            .to_owned(),
        Dimension::Outcome => scan.outcome.as_str().to_owned(),
    }
}

fn answer_by_hand(
    scans: &[RecordedScan],
    codes: Option<&BTreeSet<CodeId>>,
    from: i64,
    until: i64,
    hours: i64,
) -> StatisticsAnswer {
    let query = query(from, until, hours);
    let fits = |scan: &&Scan| {
        codes.is_none_or(|codes| codes.contains(&scan.code))
            && (query.bounds[0]..*query.bounds.last().unwrap()).contains(&scan.at)
    };
    let (choices, scans): (Vec<&Scan>, Vec<&Scan>) = scans
        .iter()
        .map(|scan| &scan.scan)
        .filter(fits)
        .partition(|scan| scan.item.is_some());
    let buckets = query.bounds.windows(2);
    let series = buckets.map(|bounds| by_hand(scans.iter().copied().filter(|scan| (bounds[0]..bounds[1]).contains(&scan.at))));
    let values = |dimension: &Dimension| {
        let words: BTreeSet<String> = scans.iter().map(|scan| word(scan, *dimension)).collect();
        let count = |value: &String| by_hand(scans.iter().copied().filter(|scan| word(scan, *dimension) == *value));
        (*dimension, words.iter().map(|value| (value.clone(), count(value))).collect())
    };
    let mut chosen = BTreeMap::new();
    for choice in choices {
        *chosen.entry(choice.item.unwrap()).or_default() += 1;
    }
    StatisticsAnswer {
        total: by_hand(scans.iter().copied()),
        choices: chosen,
        series: series.collect(),
        by: Dimension::ALL.iter().map(values).collect(),
    }
}

fn code(n: usize) -> CodeId {
    format!("CODE-{n}").parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_counted_of_rows_is_a_count_by_hand(
        scans in vec(scan(), 0..400),
        batch in 1_usize..100,
        (from, length, hours) in (0..HOURS, 1..HOURS, 1_i64..30),
        several in 1_usize..80,
    ) {
        let scans = recorded(scans);
        let rows = Rows::of(&scans, batch);
        let until = (from + length).min(HOURS);
        for codes in [None, Some(BTreeSet::from([code(1)])), Some((0..80).step_by(several).map(code).collect())] {
            let answer = rows.answer(codes.as_ref(), from, until, hours);
            prop_assert_eq!(answer, answer_by_hand(&scans, codes.as_ref(), from, until, hours));
        }
    }

    #[test]
    fn batches_of_any_size_make_the_same_bytes(scans in vec(scan(), 0..400), batch in 1_usize..100) {
        let scans = recorded(scans);
        prop_assert_eq!(Rows::of(&scans, batch), Rows::of(&scans, 1));
    }

    #[test]
    fn what_was_counted_by_hours_is_the_same_by_days(scans in vec(scan(), 0..200)) {
        let (mut hours, mut visitors, mut choices) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        for scan in &scans {
            let hour = scan.at.as_second().div_euclid(3_600);
            if let Some(item) = scan.item {
                *choices.entry((scan.code.clone(), hour, item)).or_default() += 1;
                continue;
            }
            let key = (scan.code.clone(), hour, scan.outcome, scan.cause.clone(), scan.platform, scan.language.clone());
            let (all, robots) = hours.entry(key.clone()).or_insert((0, 0));
            *all += 1;
            *robots += u64::from(scan.robot);
            if !scan.robot && scan.visitor != Visitor::UNKNOWN {
                visitors.insert((key, scan.visitor));
            }
        }
        let alike = |(code, hour, outcome, cause, platform, language)| Alike {
            code,
            hour,
            facets: Facets { cause, platform, language, outcome },
        };
        let mut usage = Usage::default();
        for (key, (all, robots)) in hours {
            usage.scanned_by_hour(&alike(key), all, robots);
        }
        for (key, visitor) in visitors {
            usage.seen_by_hour(&alike(key), visitor);
        }
        for ((code, hour, item), count) in choices {
            usage.chosen_by_hour(&code, hour, item, count);
        }
        let mut rows = Rows::default();
        rows.put(&usage);
        // Visits are in the order in which they came, which was not kept.
        prop_assert_eq!(rows.days, Rows::of(&recorded(scans), 50).days);
    }

    #[test]
    fn damaged_bytes_are_told_and_never_a_crash(bytes in vec(any::<u8>(), 0..60)) {
        let mut count = Count::new(&query(0, HOURS, 5)).unwrap();
        let _ = (Day::read(&bytes, &bytes), Visits::read(&bytes), count.all(0, &bytes), count.parts(-1, &bytes));
        let _ = Ranking::default().put(code(1), &bytes);
    }
}

#[test]
fn made_up_languages_do_not_let_a_row_grow_without_end() {
    let letter = |n: u8| char::from(b'a' + n % 26);
    let languages = (0_u8..20).flat_map(|a| (0_u8..20).flat_map(move |b| (0_u8..20).map(move |c| [a, b, c].map(letter))));
    let languages = languages.map(String::from_iter);
    let scans = languages.take(1_100).map(|language| Scan {
        at: Timestamp::UNIX_EPOCH,
        code: code(1),
        as_of: Position(1),
        outcome: Outcome::Redirected,
        cause: Cause::Default,
        platform: Platform::Ios,
        language: Some(language.parse().unwrap()),
        country: None,
        robot: false,
        visitor: Visitor(1),
        referrer: None,
        item: None,
    });
    let scans = recorded(scans.collect());
    let rows = Rows::of(&scans, 500);
    let answer = rows.answer(None, 0, HOURS, HOURS);
    let languages = &answer.by[&Dimension::Language];
    assert_eq!(languages.len(), 1_001);
    assert_eq!(languages["unknown"].scans, 100);
    assert_eq!(answer.total.scans, 1_100);
}
