//! Usage statistics, kept current.

use std::collections::BTreeMap;

use async_trait::async_trait;
use signpost_application::ports::StoreError;
use signpost_domain::{decision::Position, identifier::CodeId, retention::Month, scan::RecordedScan, visit::Visitor};
use signpost_projections::{
    runner::{ReadModel, TakeInError},
    usage::{BULK, Usage, VisitsKey, day::Day, days_of, first_rows_of, visits::Visits, whole_days},
};
use sqlx::{Sqlite, Transaction};

use super::{Database, batch::insert, checkpoint, failed, signed, unreadable, unsigned};

/// Usage statistics in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteUsage {
    pub(super) database: Database,
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

    fn bulk(&self) -> u32 {
        BULK
    }

    fn portion(&self, scans: &[RecordedScan]) -> Option<usize> {
        whole_days(scans)
    }

    async fn take_in(&self, after: Position, scans: &[RecordedScan]) -> Result<(), TakeInError> {
        let Some(last) = scans.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.writer, Self::NAME, after).await?;
        let kept = kept(&mut transaction).await?;
        let is_kept = |scan: &RecordedScan| {
            kept.get(&Month::of(scan.scan.at))
                .is_some_and(|through| scan.position <= *through)
        };
        if !kept.is_empty() && scans.iter().any(is_kept) {
            let others: Vec<_> = scans.iter().filter(|scan| !is_kept(scan)).cloned().collect();
            add(&mut transaction, &others).await?;
        } else {
            add(&mut transaction, scans).await?;
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

/// Up to which position the scans of a month are counted in what was kept of it: they are still in the log when the process died
/// between keeping and dropping them.
async fn kept(transaction: &mut Transaction<'static, Sqlite>) -> Result<BTreeMap<Month, Position>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as(include_str!("statements/kept_months.sql"))
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    let month = |(month, through): (String, i64)| Ok((month.parse().map_err(unreadable)?, Position(unsigned(through))));
    rows.into_iter().map(month).collect()
}

/// Adds what scans change to the rows.
async fn add(transaction: &mut Transaction<'static, Sqlite>, scans: &[RecordedScan]) -> Result<(), StoreError> {
    let mut usage = Usage::default();
    let latest: Option<i32> = sqlx::query_scalar(include_str!("statements/latest_usage_day.sql"))
        .fetch_one(&mut **transaction)
        .await
        .map_err(failed)?;
    if let Some(latest) = latest {
        find(transaction, scans, latest, &mut usage).await?;
    }
    usage.fold(scans);
    write(transaction, &usage).await
}

/// Finds the rows that scans change, of days until `latest`.
async fn find(
    transaction: &mut Transaction<'static, Sqlite>,
    scans: &[RecordedScan],
    latest: i32,
    usage: &mut Usage,
) -> Result<(), StoreError> {
    let mut days = BTreeMap::<i32, Vec<String>>::new();
    for (day, code) in days_of(scans, latest) {
        days.entry(day).or_default().push(stored(code.as_ref()).to_owned());
    }
    for (day, codes) in days {
        let rows: Vec<(String, Vec<u8>, Vec<u8>)> = sqlx::query_as(include_str!("statements/find_usage_days.sql"))
            .bind(day)
            .bind(serde_json::to_string(&codes).map_err(unreadable)?)
            .fetch_all(&mut **transaction)
            .await
            .map_err(failed)?;
        for (code, total, parts) in rows {
            let code = Some(code).filter(|code| !code.is_empty());
            let code = code.map(CodeId::try_from).transpose().map_err(unreadable)?;
            usage.day_is((day, code), Day::read(&total, &parts).map_err(unreadable)?);
        }
    }
    find_visits(transaction, first_rows_of(scans, latest), usage).await?;
    let further = usage.further_rows_of(scans);
    find_visits(transaction, further, usage).await
}

/// Writes the rows that were changed.
pub(super) async fn write(transaction: &mut Transaction<'static, Sqlite>, usage: &Usage) -> Result<(), StoreError> {
    let days = usage.days();
    let days = days.made.into_iter().chain(days.changed);
    let days: Vec<_> = days
        .map(|((day, code), row)| (day, stored(code), row.all_as_bytes(), row.parts_as_bytes()))
        .collect();
    insert(
        transaction,
        include_str!("statements/put_usage_days.sql"),
        &days,
        |query, row| query.bind(row.0).bind(row.1).bind(&row.2[..]).bind(&row.3[..]),
    )
    .await?;
    let visits = usage.visits();
    let visits = visits.made.into_iter().chain(visits.changed);
    let visits: Vec<_> = visits
        .map(|((day, visitor, place), row)| (day, signed(visitor.0), place, row.are_of_several_codes(place), row.as_bytes()))
        .collect();
    insert(
        transaction,
        include_str!("statements/put_usage_visits.sql"),
        &visits,
        |query, row| query.bind(row.0).bind(row.1).bind(row.2).bind(row.3).bind(&row.4[..]),
    )
    .await
}

/// A code as the tables have it: the whole city is an empty one.
pub(super) fn stored(code: Option<&CodeId>) -> &str {
    code.map_or("", CodeId::as_str)
}

async fn find_visits(
    transaction: &mut Transaction<'static, Sqlite>,
    keys: impl IntoIterator<Item = VisitsKey>,
    usage: &mut Usage,
) -> Result<(), StoreError> {
    let mut days = BTreeMap::<i32, Vec<(i64, i64)>>::new();
    for (day, visitor, place) in keys {
        days.entry(day).or_default().push((signed(visitor.0), place));
    }
    for (day, keys) in days {
        let rows: Vec<(i64, i64, Vec<u8>)> = sqlx::query_as(include_str!("statements/find_usage_visits.sql"))
            .bind(day)
            .bind(serde_json::to_string(&keys).map_err(unreadable)?)
            .fetch_all(&mut **transaction)
            .await
            .map_err(failed)?;
        for (visitor, place, visits) in rows {
            let key = (day, Visitor(unsigned(visitor)), place);
            usage.visits_are(key, Visits::read(&visits).map_err(unreadable)?);
        }
    }
    Ok(())
}
