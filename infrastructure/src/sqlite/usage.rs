//! Usage statistics.

use std::collections::BTreeMap;

use async_trait::async_trait;
use signpost_application::ports::{
    StoreError,
    statistics::{Counts, Dimension, ScanFilter, Statistics, StatisticsAnswer, StatisticsQuery},
};
use signpost_domain::{
    decision::Position,
    identifier::{CodeId, Tag, UnitName},
    language::Language,
    scan::RecordedScan,
};
use signpost_projections::{
    runner::{ReadModel, TakeInError},
    usage::{Key, fold},
};
use sqlx::{Row, Sqlite, sqlite::SqliteArguments, sqlite::SqliteRow};

use super::{Database, checkpoint, failed, signed, unreadable, unsigned};
use crate::stored::{outcome, outcome_number, platform, platform_number};

/// Usage statistics in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteUsage {
    database: Database,
}

impl SqliteUsage {
    /// Its name, for operators.
    pub const NAME: &str = "usage";

    /// The statistics in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl ReadModel<RecordedScan> for SqliteUsage {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.readers, Self::NAME).await
    }

    async fn take_in(&self, after: Position, scans: &[RecordedScan]) -> Result<(), TakeInError> {
        let Some(last) = scans.last() else { return Ok(()) };
        let additions = fold(scans);
        let mut transaction = checkpoint::begin(&self.database.writer, Self::NAME, after).await?;
        let scans: Vec<_> = additions
            .scans
            .iter()
            .map(|(key, (all, robots))| {
                let (code, hour, outcome, cause, platform, language) = columns(key);
                (code, hour, outcome, cause, platform, language, all, robots)
            })
            .collect();
        let visitors: Vec<_> = additions
            .visitors
            .iter()
            .map(|(key, visitor)| {
                let (code, hour, outcome, cause, platform, language) = columns(key);
                (code, hour, signed(visitor.0), outcome, cause, platform, language)
            })
            .collect();
        let choices: Vec<_> = additions
            .choices
            .iter()
            .map(|((code, hour, item), choices)| (code.as_str(), hour, item, choices))
            .collect();
        let batches = [
            (include_str!("statements/add_usage_hours.sql"), serde_json::to_string(&scans)),
            (
                include_str!("statements/add_usage_visitors.sql"),
                serde_json::to_string(&visitors),
            ),
            (
                include_str!("statements/add_usage_choices.sql"),
                serde_json::to_string(&choices),
            ),
        ];
        for (statement, rows) in batches {
            sqlx::query(statement)
                .bind(rows.map_err(unreadable)?)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

/// A key as the tables keep it. A language that was not said is an empty text: NULL is never equal to itself.
fn columns(key: &Key) -> (&str, i64, u8, String, u8, &str) {
    let language = key.language.as_ref().map_or("", Language::as_str);
    (
        key.code.as_str(),
        key.hour,
        outcome_number(key.outcome),
        key.cause.to_string(),
        platform_number(key.platform),
        language,
    )
}

/// Binds what every counting statement asks for: ?1 to ?4 the filter, ?5 and ?6 the hours from and until.
fn counting<'q>(
    statement: &'q str,
    filter: &'q ScanFilter,
    from: i64,
    until: i64,
) -> sqlx::query::Query<'q, Sqlite, SqliteArguments<'q>> {
    sqlx::query(statement)
        .bind(filter.code.as_ref().map(CodeId::as_str))
        .bind(filter.unit.as_ref().map(UnitName::as_str))
        .bind(filter.tag.as_ref().map(Tag::as_str))
        .bind(filter.batch.as_deref())
        .bind(from)
        .bind(until)
}

#[async_trait]
impl Statistics for SqliteUsage {
    async fn count(&self, query: &StatisticsQuery) -> Result<StatisticsAnswer, StoreError> {
        let hours: Vec<i64> = query.bounds.iter().map(|bound| bound.as_second().div_euclid(3_600)).collect();
        let (Some(&from), Some(&until)) = (hours.first(), hours.last()) else {
            return Err(unreadable("a query without bounds"));
        };
        let bounds = serde_json::to_string(&hours).map_err(unreadable)?;
        // One transaction, so that the parts of the answer agree.
        let mut transaction = self.database.readers.begin().await.map_err(failed)?;

        let mut series = vec![Counts::default(); hours.len() - 1];
        for (statement, visitors) in [
            (include_str!("statements/usage_series_scans.sql"), false),
            (include_str!("statements/usage_series_visitors.sql"), true),
        ] {
            let rows = counting(statement, &query.filter, from, until)
                .bind(&bounds)
                .fetch_all(&mut *transaction)
                .await;
            for row in rows.map_err(failed)? {
                let bucket = usize::try_from(row.get::<i64, _>("bucket"))
                    .ok()
                    .and_then(|bucket| series.get_mut(bucket));
                fill(bucket.ok_or_else(|| unreadable("a bucket out of bounds"))?, &row, visitors);
            }
        }

        let mut by = BTreeMap::new();
        for dimension in &query.by {
            let values: &mut BTreeMap<String, Counts> = by.entry(*dimension).or_default();
            for (statement, visitors) in statements(*dimension) {
                let rows = counting(statement, &query.filter, from, until)
                    .fetch_all(&mut *transaction)
                    .await;
                for row in rows.map_err(failed)? {
                    fill(values.entry(value(*dimension, &row)?).or_default(), &row, visitors);
                }
            }
        }

        let visitors: i64 = counting(
            include_str!("statements/usage_total_visitors.sql"),
            &query.filter,
            from,
            until,
        )
        .fetch_one(&mut *transaction)
        .await
        .map_err(failed)?
        .get("visitors");
        let choices = counting(include_str!("statements/usage_choices.sql"), &query.filter, from, until)
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        let total = Counts {
            scans: series.iter().map(|counts| counts.scans).sum(),
            visitors: unsigned(visitors),
            robots: series.iter().map(|counts| counts.robots).sum(),
        };
        let choices = choices
            .iter()
            .map(|row| (row.get("item"), unsigned(row.get("choices"))))
            .collect();
        Ok(StatisticsAnswer {
            total,
            choices,
            series,
            by,
        })
    }
}

fn fill(counts: &mut Counts, row: &SqliteRow, visitors: bool) {
    if visitors {
        counts.visitors = unsigned(row.get("visitors"));
    } else {
        counts.scans = unsigned(row.get("scans"));
        counts.robots = unsigned(row.get("robots"));
    }
}

fn statements(dimension: Dimension) -> [(&'static str, bool); 2] {
    macro_rules! pair {
        ($name:literal) => {
            [
                (
                    include_str!(concat!("statements/usage_by_", $name, "_scans.sql")),
                    false,
                ),
                (
                    include_str!(concat!("statements/usage_by_", $name, "_visitors.sql")),
                    true,
                ),
            ]
        };
    }
    match dimension {
        Dimension::Audience => pair!("cause"),
        Dimension::Platform => pair!("platform"),
        Dimension::Language => pair!("language"),
        Dimension::Outcome => pair!("outcome"),
    }
}

fn value(dimension: Dimension, row: &SqliteRow) -> Result<String, StoreError> {
    Ok(match dimension {
        Dimension::Audience => row.get("value"),
        Dimension::Platform => platform(row.get("value"))?.as_str().to_owned(),
        Dimension::Outcome => outcome(row.get("value"))?.as_str().to_owned(),
        Dimension::Language => {
            let language: String = row.get("value");
            if language.is_empty() { "unknown".to_owned() } else { language }
        }
    })
}
