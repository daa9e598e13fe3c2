//! Usage statistics: scans counted by code and hour of UTC, and the visitors seen in each.

use std::collections::{BTreeMap, BTreeSet};

use signpost_domain::{
    identifier::CodeId,
    language::Language,
    scan::{Cause, Outcome, RecordedScan},
    visit::{Platform, Visitor},
};

/// What scans of one code in one hour are told apart by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The code.
    pub code: CodeId,
    /// Hours since 1970-01-01T00:00Z.
    pub hour: i64,
    /// What the visitor got.
    pub outcome: Outcome,
    /// What made it so.
    pub cause: Cause,
    /// Kind of device.
    pub platform: Platform,
    /// The language preferred most.
    pub language: Option<Language>,
}

/// What a batch adds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// Scans, and how many of them by robots.
    pub scans: BTreeMap<Key, (u64, u64)>,
    /// Visitors seen, robots left out.
    pub visitors: BTreeSet<(Key, Visitor)>,
    /// Choices in menus, by code, hour and item.
    pub choices: BTreeMap<(CodeId, i64, u16), u64>,
}

/// What a batch of scans adds.
pub fn fold(scans: &[RecordedScan]) -> Additions {
    let mut additions = Additions::default();
    for RecordedScan { scan, .. } in scans {
        let hour = scan.at.as_second().div_euclid(3_600);
        if let Some(item) = scan.item {
            // A choice follows a scan that was counted; counting it again would double every menu.
            *additions.choices.entry((scan.code.clone(), hour, item)).or_default() += 1;
            continue;
        }
        let key = Key {
            code: scan.code.clone(),
            hour,
            outcome: scan.outcome,
            cause: scan.cause.clone(),
            platform: scan.platform,
            language: scan.language.clone(),
        };
        let (all, robots) = additions.scans.entry(key.clone()).or_default();
        *all += 1;
        if scan.robot {
            *robots += 1;
        } else {
            additions.visitors.insert((key, scan.visitor));
        }
    }
    additions
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use signpost_domain::{
        decision::Position,
        scan::{NodeId, Scan},
    };

    use super::*;

    fn recorded(change: impl FnOnce(&mut Scan)) -> RecordedScan {
        let mut scan = Scan {
            at: Timestamp::UNIX_EPOCH,
            code: "BENCH-1".parse().unwrap(),
            as_of: Position(1),
            outcome: Outcome::Redirected,
            cause: Cause::Default,
            platform: Platform::Ios,
            language: None,
            country: None,
            robot: false,
            visitor: Visitor(1),
            referrer: None,
            item: None,
        };
        change(&mut scan);
        RecordedScan {
            position: Position(1),
            node: NodeId(1),
            offset: 0,
            scan,
        }
    }

    #[test]
    fn robots_are_scans_but_no_visitors_and_choices_are_neither() {
        let additions = fold(&[
            recorded(|_| {}),
            recorded(|_| {}),
            recorded(|scan| scan.robot = true),
            recorded(|scan| scan.item = Some(2)),
            recorded(|scan| scan.at = Timestamp::from_second(-1).unwrap()),
        ]);
        let counts: Vec<_> = additions.scans.iter().map(|(key, counts)| (key.hour, *counts)).collect();
        assert_eq!(counts, [(-1, (1, 0)), (0, (3, 1))]);
        assert_eq!(additions.visitors.len(), 2);
        assert_eq!(additions.choices.values().sum::<u64>(), 1);
    }
}
