//! What an older version left is taken over without a loss.

use std::collections::BTreeMap;

use signpost_application::ports::statistics::{Counts, Dimension, ScanFilter, StatisticsAnswer, StatisticsQuery};
use signpost_domain::{
    scan::{Cause, Outcome, Scan},
    visit::{Platform, Visitor},
};
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::{
    Store,
    samples::{parsed, scan},
};

/// The migrations that an older version had.
pub(crate) fn migrator(migrations: &[(i64, &'static str)]) -> Migrator {
    let migration = |(number, sql): &(i64, &'static str)| {
        let (number, sql) = (*number, *sql);
        Migration::new(number, "".into(), MigrationType::Simple, sql.into(), false)
    };
    Migrator {
        migrations: migrations.iter().map(migration).collect(),
        ..Migrator::DEFAULT
    }
}

/// January 2026 expired: its first hour is 490,896 hours after 1970. Visitor -7 was at the bench in two of its hours and, in the first,
/// on two devices; at the bridge, too; and so was, in the second, visitor 8. A robot was at the bridge on the second day.
const KEPT: &str = "
    INSERT INTO kept_months (month, through) VALUES ('2026-01', 0);
    INSERT INTO kept_hours (code, hour, outcome, cause, platform, language, scans, robots) VALUES
        ('BENCH-1', 490896, 0, 'default', 0, 'nl', 3, 0),
        ('BENCH-1', 490896, 0, 'default', 1, 'nl', 1, 0),
        ('BENCH-1', 490900, 0, 'audience:staff', 0, '', 2, 0),
        ('BRIDGE-2', 490900, 1, 'default', 0, 'nl', 1, 0),
        ('BRIDGE-2', 490930, 1, 'default', 0, 'nl', 5, 5);
    INSERT INTO kept_visitors (code, hour, visitor, outcome, cause, platform, language) VALUES
        ('BENCH-1', 490896, -7, 0, 'default', 0, 'nl'),
        ('BENCH-1', 490896, -7, 0, 'default', 1, 'nl'),
        ('BENCH-1', 490900, -7, 0, 'audience:staff', 0, ''),
        ('BENCH-1', 490900, 8, 0, 'audience:staff', 0, ''),
        ('BRIDGE-2', 490900, -7, 1, 'default', 0, 'nl');
    INSERT INTO kept_choices (code, hour, item, choices) VALUES ('BENCH-1', 490896, 2, 4);
    INSERT INTO usage_hours SELECT * FROM kept_hours;
    INSERT INTO usage_visitors SELECT * FROM kept_visitors;
    INSERT INTO usage_choices SELECT * FROM kept_choices";

fn counts(scans: u64, visitors: u64, robots: u64) -> Counts {
    Counts { scans, visitors, robots }
}

async fn answer(store: &impl Store, code: Option<&str>, bounds: &[&str]) -> StatisticsAnswer {
    let query = StatisticsQuery {
        filter: ScanFilter {
            code: code.map(parsed),
            ..ScanFilter::default()
        },
        bounds: bounds.iter().map(|bound| parsed(bound)).collect(),
        by: vec![Dimension::Platform, Dimension::Language],
    };
    store.statistics().count(&query).await.expect("an answer")
}

pub(crate) async fn what_was_kept_by_hours_is_kept_by_days_and_the_log_is_counted_anew<S: Store>() {
    let in_march = Scan {
        at: parsed("2026-03-15T12:00:00Z"),
        outcome: Outcome::Redirected,
        cause: Cause::Default,
        platform: Platform::Ios,
        robot: false,
        visitor: Visitor(1),
        item: None,
        ..scan("BENCH-1", 1)
    };
    let store = S::from_before_days(&[(0, in_march.clone()), (1, in_march)], KEPT).await;
    let january = [
        "2026-01-01T00:00:00Z",
        "2026-01-01T04:00:00Z",
        "2026-01-02T00:00:00Z",
        "2026-02-01T00:00:00Z",
    ];
    for follow in [false, true] {
        if follow {
            store.follow().await;
        }
        let city = answer(&store, None, &january).await;
        assert_eq!(city.series, [counts(4, 1, 0), counts(3, 2, 0), counts(5, 0, 5)]);
        assert_eq!(city.total, counts(12, 2, 5));
        assert_eq!(city.choices, BTreeMap::from([(2, 4)]));
        let by = |dimension, value: &str| city.by[&dimension][value];
        assert_eq!(by(Dimension::Platform, Platform::ALL[0].as_str()), counts(11, 2, 5));
        assert_eq!(by(Dimension::Platform, Platform::ALL[1].as_str()), counts(1, 1, 0));
        assert_eq!(by(Dimension::Language, "nl"), counts(10, 1, 5));
        assert_eq!(by(Dimension::Language, "unknown"), counts(2, 2, 0));
        let bench = answer(&store, Some("BENCH-1"), &january).await;
        assert_eq!(bench.series, [counts(4, 1, 0), counts(2, 2, 0), counts(0, 0, 0)]);
    }
    let march = ["2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"];
    assert_eq!(answer(&store, None, &march).await.total, counts(2, 1, 0));

    let living = store.dump().await;
    store.rebuild("usage").await;
    assert_eq!(store.dump().await, living);
    let opened_again = store.another_process().await;
    assert_eq!(opened_again.dump().await, living);
}
