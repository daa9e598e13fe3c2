//! Statistics against a count by hand over the scan log.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, Unit, tz::TimeZone};
use proptest::{collection::vec, option, prelude::*, sample::select};
use signpost_application::{
    ports::{
        catalogue::CodeRecord,
        statistics::{Busiest, BusiestQuery, Busy, Counts, Dimension, ScanFilter},
    },
    queries::statistics::{Bucket, Period, statistics},
};
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    scan::{Cause, NodeId, Outcome, RecordedScan, Scan},
    visit::{Platform, Visitor},
};

use super::{
    Store,
    acts::{CODES, TAGS, UNITS, deeds},
    desk::Desk,
    property::holds,
    read_models::work,
    samples::parsed,
};

/// Three days around the night of 29 March 2026, when clocks in Europe were put forward.
const FROM: i64 = 1_774_600_000;
const SECONDS: i64 = 3 * 86_400;

fn moment() -> impl Strategy<Value = Timestamp> {
    let edge = |second: i64| second - second.rem_euclid(3_600);
    let seconds = prop_oneof![3 => FROM..FROM + SECONDS, 1 => (FROM..FROM + SECONDS).prop_map(edge)];
    seconds.prop_map(|second| Timestamp::from_second(second).expect("inside the range of time"))
}

fn scan() -> impl Strategy<Value = Scan> {
    let cause = prop_oneof![
        Just(Cause::Default),
        Just(Cause::Status),
        Just(Cause::Audience(parsed("staff"))),
        (0_u16..2).prop_map(Cause::Rule)
    ];
    let parts = (
        moment(),
        select(&CODES),
        select(Outcome::ALL.to_vec()),
        cause,
        select(Platform::ALL.to_vec()),
        option::of(select(vec!["nl", "nl-BE", "fr"])),
        prop::bool::weighted(0.2),
        0_u64..6,
        option::weighted(0.15, 0_u16..3),
    );
    parts.prop_map(|(at, code, outcome, cause, platform, language, robot, visitor, item)| Scan {
        at,
        code: parsed(code),
        as_of: Position(1),
        outcome,
        cause,
        platform,
        language: language.map(parsed),
        country: None,
        robot,
        visitor: Visitor(visitor.wrapping_sub(3)),
        referrer: None,
        item,
    })
}

/// What is asked: filter, period, dimensions.
fn question() -> impl Strategy<Value = (ScanFilter, Period, Vec<Dimension>)> {
    let filter = (
        option::of(select(&CODES)),
        option::weighted(0.3, select(&UNITS)),
        option::weighted(0.3, select(&TAGS)),
    );
    let zone = select(vec!["UTC", "Europe/Brussels", "America/New_York"]);
    let bucket = select(vec![Bucket::Hour, Bucket::Day, Bucket::Month]);
    let by = prop::sample::subsequence(Dimension::ALL.to_vec(), 0..=4);
    (filter, moment(), moment(), bucket, zone, by).prop_filter_map(
        "a period has a length",
        |((code, unit, tag), one, other, bucket, zone, by)| {
            let filter = ScanFilter {
                code: code.map(parsed),
                unit: unit.map(parsed),
                tag: tag.map(parsed),
                batch: None,
            };
            let period = Period {
                from: Some(one.min(other)),
                until: Some(one.max(other)),
                bucket,
                zone: parsed(zone),
            };
            (one != other).then_some((filter, period, by))
        },
    )
}

/// Counts one by one.
fn count<'a>(scans: impl IntoIterator<Item = &'a Scan>) -> Counts {
    let mut visitors = BTreeSet::new();
    let mut counts = Counts::default();
    for scan in scans {
        counts.scans += 1;
        counts.robots += u64::from(scan.robot);
        // Of whom nobody knows who it was, nobody knows whether it was another one.
        if !scan.robot && scan.visitor != Visitor::UNKNOWN {
            // Nobody is recognised the day after (UTC): whoever had the same 64 bits then was somebody else.
            visitors.insert((scan.at.as_second().div_euclid(86_400), scan.visitor));
        }
    }
    counts.visitors = visitors.len() as u64;
    counts
}

fn start(at: Timestamp, bucket: Bucket, zone: &TimeZone) -> Timestamp {
    let unit = match bucket {
        // The offsets of these zones are whole hours.
        Bucket::Hour => {
            return at
                .round(jiff::TimestampRound::new().smallest(Unit::Hour).mode(jiff::RoundMode::Trunc))
                .expect("in range");
        }
        Bucket::Day => at.to_zoned_datetime(zone.clone()).start_of_day(),
        Bucket::Month => at
            .to_zoned_datetime(zone.clone())
            .first_of_month()
            .and_then(|first| first.start_of_day()),
    };
    unit.expect("inside the range of time").timestamp()
}

fn value(scan: &Scan, dimension: Dimension) -> String {
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

fn fits(filter: &ScanFilter, scan: &Scan, record: Option<&CodeRecord>) -> bool {
    let is = |record: &CodeRecord| {
        (filter.unit.is_none() || record.code.unit == filter.unit)
            && filter.tag.as_ref().is_none_or(|tag| record.code.tags.contains(tag))
    };
    filter.code.as_ref().is_none_or(|code| scan.code == *code)
        && ((filter.unit.is_none() && filter.tag.is_none()) || record.is_some_and(is))
}

/// Appends in small batches and brings the statistics up to date in between.
async fn record(store: &impl Store, scans: &[Scan]) {
    for (n, part) in (0_u64..).zip(scans.chunks(7)) {
        let batch: Vec<_> = (n * 7..).zip(part.iter().cloned()).collect();
        let next = n * 7 + part.len() as u64;
        store.scans().append(NodeId(1), &batch, next).await.expect("it is taken in");
        if n % 2 == 0 {
            store.follow().await;
        }
    }
    store.follow().await;
}

/// The busiest ids by a count over scans.
fn by_hand<'a>(scans: impl Iterator<Item = &'a Scan>, most: usize) -> Vec<Busy> {
    let mut counts = BTreeMap::<CodeId, u64>::new();
    for scan in scans {
        *counts.entry(scan.code.clone()).or_default() += 1;
    }
    let mut busy: Vec<Busy> = counts.into_iter().map(|(code, scans)| Busy { code, scans }).collect();
    busy.sort_by(|one, other| other.scans.cmp(&one.scans).then_with(|| one.code.cmp(&other.code)));
    busy.truncate(most);
    busy
}

pub(crate) fn what_was_scanned_most_equals_a_count_over_the_scan_log<S: Store>() {
    let input = (vec(scan(), 0..120), 0_i64..4, 0_i64..4, 1_usize..5);
    holds(16, input, |(scans, first, days, most)| async move {
        let store = S::fresh().await;
        let desk = Desk::on(&store);
        record(&store, &scans).await;
        let day = |number: i64| Timestamp::from_second((FROM.div_euclid(86_400) + number) * 86_400).expect("a time");
        let query = BusiestQuery {
            since: day(first) + 5.hours(),
            until: day(first + days) + 23.hours(),
            most,
        };
        let answer = desk.application.statistics.busiest(&query).await.expect("an answer");
        let whole = day(first)..day(first + days + 1);
        let counted: Vec<&Scan> = scans
            .iter()
            .filter(|scan| scan.item.is_none() && whole.contains(&scan.at))
            .collect();
        let with = |wanted: fn(Outcome) -> bool| by_hand(counted.iter().copied().filter(move |scan| wanted(scan.outcome)), most);
        let expected = Busiest {
            scanned: with(|outcome| outcome != Outcome::Unknown),
            unassigned: with(|outcome| outcome == Outcome::Unassigned),
            unknown: with(|outcome| outcome == Outcome::Unknown),
            is_complete: true,
        };
        prop_assert_eq!(answer, expected);
        Ok(())
    });
}

pub(crate) fn statistics_equal_a_count_over_the_scan_log<S: Store>() {
    let input = (deeds(10..30), vec(scan(), 0..120), vec(question(), 12));
    holds(16, input, |(deeds, scans, questions)| async move {
        let store = S::fresh().await;
        let desk = Desk::on(&store);
        work(&store, &desk, &deeds).await;
        record(&store, &scans).await;
        let log = store.scans().read(Position::START, None, 10_000).await.expect("readable");
        let mut records = BTreeMap::new();
        for id in CODES.map(parsed::<CodeId>) {
            if let Some(record) = store.catalogue().code(&id).await.expect("an answer") {
                records.insert(id, record);
            }
        }
        for (filter, period, by) in questions {
            let known = filter.code.as_ref().is_none_or(|code| records.contains_key(code));
            let asked = statistics(&desk.application, &desk.admin.principal, filter.clone(), &period, by.clone()).await;
            if !known {
                prop_assert!(asked.is_err(), "a code that is not there has no statistics");
                continue;
            }
            let (starts, answer) = asked.map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;

            let zone = period.zone.rules();
            let hour = |at: Timestamp| start(at, Bucket::Hour, zone);
            let (from, until) = (hour(period.from.expect("given")), period.until.expect("given"));
            let until = if hour(until) == until { until } else { hour(until) + 1.hour() };
            let counted = |RecordedScan { scan, .. }: &RecordedScan| {
                (from..until).contains(&scan.at) && fits(&filter, scan, records.get(&scan.code))
            };
            let (choices, scans): (Vec<_>, Vec<_>) = log
                .iter()
                .filter(|recorded| counted(recorded))
                .map(|recorded| &recorded.scan)
                .partition(|scan| scan.item.is_some());

            prop_assert_eq!(answer.total, count(scans.iter().copied()));
            prop_assert_eq!(answer.choices.values().sum::<u64>(), choices.len() as u64);
            for item in 0..3 {
                let chosen = choices.iter().filter(|scan| scan.item == Some(item)).count() as u64;
                prop_assert_eq!(answer.choices.get(&item).copied().unwrap_or(0), chosen);
            }
            prop_assert_eq!(starts.len(), answer.series.len());
            let mut series = BTreeMap::<Timestamp, Vec<&Scan>>::new();
            for scan in &scans {
                series
                    .entry(start(scan.at, period.bucket, zone).max(from))
                    .or_default()
                    .push(scan);
            }
            prop_assert!(
                series.keys().all(|start| starts.contains(start)),
                "{:?} in {:?}",
                series.keys(),
                starts
            );
            for (start, counts) in starts.iter().zip(&answer.series) {
                prop_assert_eq!(*counts, count(series.remove(start).unwrap_or_default()), "bucket {}", start);
            }
            prop_assert_eq!(answer.by.keys().copied().collect::<BTreeSet<_>>(), by.into_iter().collect());
            for (dimension, values) in &answer.by {
                let mut groups = BTreeMap::<String, Vec<&Scan>>::new();
                for scan in &scans {
                    groups.entry(value(scan, *dimension)).or_default().push(scan);
                }
                let groups: BTreeMap<_, _> = groups.into_iter().map(|(value, scans)| (value, count(scans))).collect();
                prop_assert_eq!(values, &groups, "by {}", dimension.as_str());
            }
        }
        Ok(())
    });
}
