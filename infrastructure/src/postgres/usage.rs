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
use sqlx::{Postgres, Row, postgres::PgArguments, postgres::PgRow, query::Query};

use super::{Database, checkpoint, failed, signed, unreadable, unsigned};
use crate::stored::{outcome, outcome_number, platform, platform_number};

/// Usage statistics in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresUsage {
    database: Database,
}

impl PostgresUsage {
    /// Its name, for operators.
    pub const NAME: &str = "usage";

    /// The statistics in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl ReadModel<RecordedScan> for PostgresUsage {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn take_in(&self, after: Position, scans: &[RecordedScan]) -> Result<(), TakeInError> {
        let Some(last) = scans.last() else { return Ok(()) };
        let additions = fold(scans);
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, after).await?;
        let (keys, counts): (Vec<_>, Vec<_>) = additions.scans.iter().unzip();
        columns(sqlx::query(include_str!("statements/add_usage_hours.sql")), &keys)
            .bind(counts.iter().map(|(all, _)| signed(*all)).collect::<Vec<_>>())
            .bind(counts.iter().map(|(_, robots)| signed(*robots)).collect::<Vec<_>>())
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        let (keys, visitors): (Vec<_>, Vec<_>) = additions
            .visitors
            .iter()
            .map(|(key, visitor)| (key, signed(visitor.0)))
            .unzip();
        columns(sqlx::query(include_str!("statements/add_usage_visitors.sql")), &keys)
            .bind(visitors)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        let (keys, choices): (Vec<_>, Vec<_>) = additions.choices.iter().map(|(key, choices)| (key, signed(*choices))).unzip();
        sqlx::query(include_str!("statements/add_usage_choices.sql"))
            .bind(keys.iter().map(|(code, _, _)| code.as_str()).collect::<Vec<_>>())
            .bind(keys.iter().map(|(_, hour, _)| *hour).collect::<Vec<_>>())
            .bind(keys.iter().map(|(_, _, item)| i32::from(*item)).collect::<Vec<_>>())
            .bind(choices)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// Binds keys as one array per column. A language that was not said is an empty text: NULL is never equal to itself.
fn columns<'q>(statement: Statement<'q>, keys: &[&'q Key]) -> Statement<'q> {
    fn column<'q, T>(keys: &[&'q Key], value: impl Fn(&'q Key) -> T) -> Vec<T> {
        keys.iter().map(|key| value(key)).collect()
    }
    statement
        .bind(column(keys, |key| key.code.as_str()))
        .bind(column(keys, |key| key.hour))
        .bind(column(keys, |key| i16::from(outcome_number(key.outcome))))
        .bind(column(keys, |key| key.cause.to_string()))
        .bind(column(keys, |key| i16::from(platform_number(key.platform))))
        .bind(column(keys, |key| key.language.as_ref().map_or("", Language::as_str)))
}

/// Binds what every counting statement asks for: $1 to $4 the filter, $5 and $6 the hours from and until.
fn counting<'q>(statement: &'q str, filter: &'q ScanFilter, from: i64, until: i64) -> Statement<'q> {
    sqlx::query(statement)
        .bind(filter.code.as_ref().map(CodeId::as_str))
        .bind(filter.unit.as_ref().map(UnitName::as_str))
        .bind(filter.tag.as_ref().map(Tag::as_str))
        .bind(filter.batch.as_deref())
        .bind(from)
        .bind(until)
}

#[async_trait]
impl Statistics for PostgresUsage {
    async fn count(&self, query: &StatisticsQuery) -> Result<StatisticsAnswer, StoreError> {
        let hours: Vec<i64> = query.bounds.iter().map(|bound| bound.as_second().div_euclid(3_600)).collect();
        let (Some(&from), Some(&until)) = (hours.first(), hours.last()) else {
            return Err(unreadable("a query without bounds"));
        };
        // One snapshot, so that the parts of the answer agree.
        let mut transaction = self.database.snapshot().await?;

        let mut series = vec![Counts::default(); hours.len() - 1];
        for (statement, visitors) in [
            (include_str!("statements/usage_series_scans.sql"), false),
            (include_str!("statements/usage_series_visitors.sql"), true),
        ] {
            let rows = counting(statement, &query.filter, from, until)
                .bind(&hours)
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
            .map(|row| {
                let item = row.get::<i32, _>("item").try_into().map_err(unreadable)?;
                Ok((item, unsigned(row.get("choices"))))
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(StatisticsAnswer {
            total,
            choices,
            series,
            by,
        })
    }
}

fn fill(counts: &mut Counts, row: &PgRow, visitors: bool) {
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

fn value(dimension: Dimension, row: &PgRow) -> Result<String, StoreError> {
    Ok(match dimension {
        Dimension::Audience => row.get("value"),
        Dimension::Platform => platform(row.get::<i16, _>("value").into())?.as_str().to_owned(),
        Dimension::Outcome => outcome(row.get::<i16, _>("value").into())?.as_str().to_owned(),
        Dimension::Language => {
            let language: String = row.get("value");
            if language.is_empty() { "unknown".to_owned() } else { language }
        }
    })
}
