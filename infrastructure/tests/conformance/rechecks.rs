//! Recorded scans are resolved again on the position that they name.

use signpost_application::{
    ports::decision_log::Addition,
    queries::recheck::{Disagreement, Recheck, Tally},
};
use signpost_domain::{
    audience::{AudienceEvent, Definition},
    code::CodeEvent,
    condition::{Condition, Equals},
    decision::{DecisionEvent, Position},
    rule::{Rule, Whom},
    scan::{NodeId, Outcome, Scan},
};

use super::{
    Store,
    samples::{circumstances, minted, parsed, redirect, scan, time},
};

/// A city of one code: a target, then a rule for an audience, then another condition for that audience. Position by position: minted, given a target,
/// the audience defined, given rules, the audience redefined.
async fn city(store: &impl Store) {
    let code = |version, event| Addition {
        event: DecisionEvent::Code(parsed("BENCH-1"), event),
        version,
    };
    let audience = |version, event| Addition {
        event: DecisionEvent::Audience(parsed("dutch"), event),
        version,
    };
    let definition = |condition| Definition {
        label: "Dutch".to_owned(),
        condition,
    };
    let rules = vec![Rule {
        whom: Whom::Audience(parsed("dutch")),
        target: redirect("https://example.org/zomer"),
    }];
    let by_query = Condition::Query(Equals {
        name: "app".to_owned(),
        equals: "x".to_owned(),
    });
    let additions = [
        code(1, minted("a")),
        code(
            2,
            CodeEvent::Retargeted {
                target: Some(redirect("https://example.org/summer")),
            },
        ),
        audience(1, AudienceEvent::Defined(definition(Condition::Language(vec![parsed("nl")])))),
        code(3, CodeEvent::RulesChanged { rules }),
        audience(2, AudienceEvent::Redefined(definition(by_query))),
    ];
    let appended = store.decisions().append_all(&additions, &circumstances("city")).await;
    assert_eq!(appended.expect("free places"), Position(5));
}

fn scanned(second: i64, as_of: u64, outcome: Outcome, cause: &str, language: &str) -> Scan {
    Scan {
        at: time(second),
        as_of: Position(as_of),
        outcome,
        cause: parsed(cause),
        language: Some(parsed(language)),
        item: None,
        ..scan("BENCH-1", 1)
    }
}

/// All that disagrees between two seconds, and what came of all.
async fn rechecked(store: &impl Store, from: Option<i64>, until: Option<i64>) -> (Vec<Disagreement>, Tally) {
    let (decisions, scans) = (store.decisions(), store.scans());
    let recheck = Recheck::begin(&*decisions, &*scans, from.map(time), until.map(time)).await;
    let (mut recheck, mut all) = (recheck.expect("readable"), Vec::new());
    while let Some(part) = recheck.next().await.expect("readable") {
        all.extend(part);
    }
    (all, recheck.tally)
}

pub(crate) async fn a_scan_that_cannot_have_been_resolved_as_it_says_is_named<S: Store>() {
    let store = S::fresh().await;
    city(&store).await;
    let redirected = Outcome::Redirected;
    let unknown = |as_of| Scan {
        code: parsed("NONE"),
        ..scanned(9, as_of, Outcome::Unknown, "status", "nl")
    };
    let right = [
        // Before there was such a code.
        scanned(0, 0, Outcome::Unknown, "status", "nl"),
        scanned(1, 1, Outcome::Unassigned, "default", "nl"),
        scanned(2, 2, redirected, "default", "nl"),
        scanned(3, 4, redirected, "audience:dutch", "nl-BE"),
        scanned(4, 4, redirected, "default", "fr"),
        unknown(5),
        // Whether the query was such is not kept.
        scanned(5, 5, redirected, "audience:dutch", "fr"),
        scanned(6, 5, redirected, "default", "nl"),
    ];
    let wrong = [
        // The rule was not there yet; it did not hold; it held.
        scanned(10, 2, redirected, "audience:dutch", "nl"),
        scanned(11, 4, redirected, "audience:dutch", "fr"),
        scanned(12, 4, redirected, "default", "nl"),
        scanned(13, 5, Outcome::Page, "default", "nl"),
        // Of a position that no decision has.
        scanned(14, 6, redirected, "default", "nl"),
        Scan {
            code: parsed("NONE"),
            ..scanned(15, 5, redirected, "default", "nl")
        },
    ];
    let all = right.iter().chain(&wrong).cloned();
    let all: Vec<(u64, Scan)> = (0..).zip(all).collect();
    store
        .scans()
        .append(NodeId(7), &all, all.len() as u64)
        .await
        .expect("it is taken in");

    let (disagreements, tally) = rechecked(&store, None, None).await;
    let positions: Vec<u64> = disagreements.iter().map(|disagreement| disagreement.position.0).collect();
    assert_eq!(positions, [9, 10, 11, 12, 13, 14], "{disagreements:?}");
    let expected = Tally {
        scans: 14,
        again: 6,
        in_part: 2,
        elsewhere: 0,
        disagreements: 6,
        position: Position(14),
    };
    assert_eq!(tally, expected);
    assert!(disagreements[1].what.contains("rule 0 did not hold"), "{disagreements:?}");

    let (disagreements, tally) = rechecked(&store, Some(5), Some(12)).await;
    let positions: Vec<u64> = disagreements.iter().map(|disagreement| disagreement.position.0).collect();
    assert_eq!((positions, tally.scans), (vec![9, 10], 5));
}
