//! Usage statistics, kept current.

use async_trait::async_trait;
use signpost_application::ports::StoreError;
use signpost_domain::{decision::Position, identifier::CodeId, scan::RecordedScan, visit::Visitor};
use signpost_projections::{
    runner::{ReadModel, TakeInError},
    usage::{BULK, Usage, VisitsKey, day::Day, days_of, first_rows_of, visits::Visits, whole_days},
};
use sqlx::{Postgres, Transaction};

use super::{Database, checkpoint, copy::Copy, failed, signed, unreadable, unsigned};

/// Usage statistics in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresUsage {
    pub(super) database: Database,
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

    fn bulk(&self) -> u32 {
        BULK
    }

    fn portion(&self, scans: &[RecordedScan]) -> Option<usize> {
        whole_days(scans)
    }

    async fn take_in(&self, after: Position, scans: &[RecordedScan]) -> Result<(), TakeInError> {
        let Some(last) = scans.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, after).await?;
        add(&mut transaction, scans).await?;
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

/// Adds what scans change to the rows.
async fn add(transaction: &mut Transaction<'static, Postgres>, scans: &[RecordedScan]) -> Result<(), StoreError> {
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
    transaction: &mut Transaction<'static, Postgres>,
    scans: &[RecordedScan],
    latest: i32,
    usage: &mut Usage,
) -> Result<(), StoreError> {
    let (days, codes): (Vec<i32>, Vec<String>) = days_of(scans, latest)
        .into_iter()
        .map(|(day, code)| (day, stored(code.as_ref()).to_owned()))
        .unzip();
    if days.is_empty() {
        return Ok(());
    }
    let rows: Vec<(i32, String, Vec<u8>, Vec<u8>)> = sqlx::query_as(include_str!("statements/find_usage_days.sql"))
        .bind(days)
        .bind(codes)
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    for (day, code, total, parts) in rows {
        let code = Some(code).filter(|code| !code.is_empty());
        let code = code.map(CodeId::try_from).transpose().map_err(unreadable)?;
        usage.day_is((day, code), Day::read(&total, &parts).map_err(unreadable)?);
    }
    find_visits(transaction, first_rows_of(scans, latest), usage).await?;
    let further = usage.further_rows_of(scans);
    find_visits(transaction, further, usage).await
}

/// Writes the rows that were changed.
pub(super) async fn write(transaction: &mut Transaction<'static, Postgres>, usage: &Usage) -> Result<(), StoreError> {
    let days = usage.days();
    if !days.made.is_empty() {
        let mut copy = Copy::begin(transaction, include_str!("statements/copy_usage_days.sql"), 4).await?;
        for ((day, code), row) in days.made {
            let values = copy.row().await?.integer(day).text(stored(code));
            values.bytes(&row.all_as_bytes()).bytes(&row.parts_as_bytes());
        }
        copy.end().await?;
    }
    if !days.changed.is_empty() {
        let days = days.changed;
        sqlx::query(include_str!("statements/change_usage_days.sql"))
            .bind(days.iter().map(|((day, _), _)| *day).collect::<Vec<_>>())
            .bind(days.iter().map(|((_, code), _)| stored(*code)).collect::<Vec<_>>())
            .bind(days.iter().map(|(_, row)| row.all_as_bytes()).collect::<Vec<_>>())
            .bind(days.iter().map(|(_, row)| row.parts_as_bytes()).collect::<Vec<_>>())
            .execute(&mut **transaction)
            .await
            .map_err(failed)?;
    }
    write_visits(transaction, usage).await
}

async fn write_visits(transaction: &mut Transaction<'static, Postgres>, usage: &Usage) -> Result<(), StoreError> {
    let visits = usage.visits();
    if !visits.made.is_empty() {
        let mut copy = Copy::begin(transaction, include_str!("statements/copy_usage_visits.sql"), 5).await?;
        for ((day, visitor, place), row) in visits.made {
            let key = copy.row().await?.integer(day).bigint(signed(visitor.0)).bigint(place);
            key.boolean(row.are_of_several_codes(place)).bytes(&row.as_bytes());
        }
        copy.end().await?;
    }
    if !visits.changed.is_empty() {
        let visits = visits.changed;
        let several = visits.iter().map(|((.., place), row)| row.are_of_several_codes(*place));
        sqlx::query(include_str!("statements/change_usage_visits.sql"))
            .bind(visits.iter().map(|((day, ..), _)| *day).collect::<Vec<_>>())
            .bind(visits.iter().map(|((_, who, _), _)| signed(who.0)).collect::<Vec<_>>())
            .bind(visits.iter().map(|((.., place), _)| *place).collect::<Vec<_>>())
            .bind(several.collect::<Vec<_>>())
            .bind(visits.iter().map(|(_, row)| row.as_bytes()).collect::<Vec<_>>())
            .execute(&mut **transaction)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// A code as the tables have it: the whole city is an empty one.
pub(super) fn stored(code: Option<&CodeId>) -> &str {
    code.map_or("", CodeId::as_str)
}

async fn find_visits(
    transaction: &mut Transaction<'static, Postgres>,
    keys: impl IntoIterator<Item = VisitsKey>,
    usage: &mut Usage,
) -> Result<(), StoreError> {
    let (mut days, mut visitors, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (day, visitor, place) in keys {
        days.push(day);
        visitors.push(signed(visitor.0));
        places.push(place);
    }
    if days.is_empty() {
        return Ok(());
    }
    let rows: Vec<(i32, i64, i64, Vec<u8>)> = sqlx::query_as(include_str!("statements/find_usage_visits.sql"))
        .bind(days)
        .bind(visitors)
        .bind(places)
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    for (day, visitor, place, visits) in rows {
        let key = (day, Visitor(unsigned(visitor)), place);
        usage.visits_are(key, Visits::read(&visits).map_err(unreadable)?);
    }
    Ok(())
}
