//! Who comes by.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use signpost_domain::{
    decision::{Decision, Position},
    identifier::CodeId,
    language::Language,
    scan::{NodeId, Outcome, Scan},
    target::Target,
    visit::{Platform, Visit, Visitor},
};

use super::{DemoError, city::Placed, year::Year};
use crate::{
    Application,
    resolver::{Route, RoutingTable, Way},
};

/// On a day in spring, about.
const A_DAY: u32 = 110;
/// Appended at a time.
const PART: usize = 5_000;
/// How often something happens in each hour, beside the others.
const HOURS: [u32; 24] = [
    2, 1, 1, 1, 1, 2, 5, 10, 14, 12, 12, 14, 17, 14, 13, 14, 16, 18, 15, 12, 9, 7, 5, 3,
];
/// Languages, and of how many of a hundred.
const LANGUAGES: [(&str, u32); 6] = [("nl-BE", 58), ("nl", 6), ("en", 16), ("fr", 14), ("de", 4), ("da", 2)];
/// Kinds of device, the same.
const PLATFORMS: [(Platform, u32); 4] = [
    (Platform::Android, 49),
    (Platform::Ios, 43),
    (Platform::Desktop, 6),
    (Platform::Other, 2),
];
/// What people type who cannot read a sticker.
const MISREAD: [&str; 5] = ["BENK-12", "7K3M9QX", "TRAM-HALTE-4", "B0OM-7", "QR-GENT"];

/// Lets a year of visitors come by; gives how many scans that made.
pub(super) async fn pass_by(year: Year<'_>, codes: &[Placed]) -> Result<u64, DemoError> {
    let Year {
        application,
        mut dice,
        begins,
        now,
        ..
    } = year;
    let mut ahead = decided(application, now).await?;
    let table = RoutingTable::load(Position::START, []);
    let node = NodeId(dice.i64(1..i64::MAX));
    let (mut offset, mut waiting) = (0, Vec::new());
    for day in 0..=super::DAYS {
        for visit in visits_of(&mut dice, begins, day, codes) {
            if visit.at >= now {
                break;
            }
            let due = ahead
                .iter()
                .take_while(|decision| decision.circumstances.at <= visit.at)
                .count();
            table.apply(&ahead[..due]);
            ahead.drain(..due);
            for scan in scans_of(&table, &visit, &mut dice) {
                waiting.push((offset, scan));
                offset += 1;
            }
            if waiting.len() >= PART {
                application.scans.append(node, &waiting, offset).await?;
                waiting.clear();
            }
        }
    }
    application.scans.append(node, &waiting, offset).await?;
    Ok(offset)
}

/// Everything that was decided before `now`.
async fn decided(application: &Application, now: Timestamp) -> Result<Vec<Decision>, DemoError> {
    let mut all: Vec<Decision> = Vec::new();
    loop {
        let after = all.last().map_or(Position::START, |decision| decision.position);
        let more = application.decisions.read(after, 1_000).await?;
        if more.is_empty() {
            all.retain(|decision| decision.circumstances.at < now);
            return Ok(all);
        }
        all.extend(more);
    }
}

/// Somebody before a sticker.
struct Passing {
    at: Timestamp,
    code: CodeId,
    language: Option<Language>,
    platform: Platform,
    robot: bool,
    visitor: Visitor,
}

/// Those of a day, in order: more in summer and at weekends, fewer at night.
fn visits_of(dice: &mut fastrand::Rng, begins: Timestamp, day: i64, codes: &[Placed]) -> Vec<Passing> {
    let midnight = begins.checked_add(SignedDuration::from_hours(24 * day)).unwrap_or(begins);
    let date = jiff::tz::TimeZone::UTC.to_datetime(midnight).date();
    // From 0 in the depth of winter to 100 in high summer.
    let from_january = i32::from(date.day_of_year());
    let warm = u32::try_from(100 - (from_january - 196).abs() * 100 / 196).unwrap_or(0);
    let weekend = date.weekday().to_monday_zero_offset() >= 5;
    let busy = A_DAY * (60 + warm) / 100 * if weekend { 13 } else { 10 } / 10;
    // The first stickers hang after three weeks, the last after two months.
    let hanging = u32::try_from(day.clamp(0, 60)).unwrap_or(0);
    let many = busy * hanging / 60;
    let many = many + dice.u32(0..=many / 5);
    let weights: Vec<u32> = codes
        .iter()
        .map(|code| code.liked * (100 + warm * (code.summer - 1)))
        .collect();
    let mut passing: Vec<Passing> = Vec::new();
    for _ in 0..many {
        let hour = i64::try_from(drawn(dice, &HOURS)).unwrap_or(12);
        let into_day = SignedDuration::new(hour * 3_600 + dice.i64(0..3_600), dice.i32(0..1_000_000) * 1_000);
        let known = passing.get(dice.usize(0..=passing.len().max(1) * 4)).map(|other| {
            let language = other.language.clone();
            (other.visitor, language, other.platform)
        });
        let (visitor, language, platform) = known.unwrap_or_else(|| {
            let language = LANGUAGES[drawn(dice, &LANGUAGES.map(|(_, share)| share))].0;
            let platform = PLATFORMS[drawn(dice, &PLATFORMS.map(|(_, share)| share))].0;
            (Visitor(dice.u64(..)), language.parse().ok(), platform)
        });
        let code = match dice.u32(..100) {
            0 => MISREAD[dice.usize(..MISREAD.len())].parse().expect("it could be a code"),
            _ => codes[drawn(dice, &weights)].id.clone(),
        };
        passing.push(Passing {
            at: midnight.checked_add(into_day).unwrap_or(midnight),
            code,
            language,
            platform,
            robot: dice.u32(..100) < 4,
            visitor,
        });
    }
    passing.sort_by_key(|visit| visit.at);
    passing
}

/// The place of one of them, each as often as its share says.
fn drawn(dice: &mut fastrand::Rng, shares: &[u32]) -> usize {
    let mut point = dice.u32(..shares.iter().sum::<u32>().max(1));
    shares
        .iter()
        .position(|share| {
            let is_here = point < *share;
            point = point.saturating_sub(*share);
            is_here
        })
        .unwrap_or(0)
}

/// What is recorded of somebody: a scan, and often a choice if it is a menu.
fn scans_of(table: &RoutingTable, passing: &Passing, dice: &mut fastrand::Rng) -> Vec<Scan> {
    let nothing = BTreeMap::new();
    let visit = Visit {
        at: passing.at,
        languages: passing.language.as_slice(),
        platform: passing.platform,
        network: None,
        query: &nothing,
        headers: &nothing,
        staff: None,
        country: None,
        visitor: passing.visitor,
    };
    let route = table.route(&passing.code, &visit);
    let scan = |outcome, item| route.scan(passing.code.clone(), &visit, outcome, passing.robot, None, item);
    let mut scans = vec![scan(route.outcome(), None)];
    if let Some(items) = choices(&route)
        && !passing.robot
        && dice.u32(..10) < 7
    {
        let mut choice = scan(Outcome::Menu, Some(dice.u16(..items)));
        choice.at = passing.at.checked_add(SignedDuration::from_secs(6)).unwrap_or(passing.at);
        scans.push(choice);
    }
    scans
}

/// How many things there are to choose from.
fn choices(route: &Route) -> Option<u16> {
    let Way::Target(chosen) = &route.way else { return None };
    match chosen.target() {
        Target::Menu { items, .. } => u16::try_from(items.len()).ok(),
        _ => None,
    }
}
