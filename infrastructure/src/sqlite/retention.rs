//! Dropping whole months of scans.
//!
//! Scans and statistics are in two files, which do not commit together. What is kept of the statistics is written first, with the
//! position up to which it holds; a rebuild begins with it and takes no notice of scans up to there, should they still be in
//! the log.

use async_trait::async_trait;
use signpost_application::ports::{
    StoreError,
    retention::{DropError, OnRecord, ScanRetention},
};
use signpost_domain::{
    decision::Position,
    retention::{Month, MonthOfScans},
};
use sqlx::{Executor, SqliteExecutor};

use super::{Database, SqliteUsage, checkpoint, failed, signed, unreadable, unsigned};
use crate::stored::days_of;

/// The scan log in `scans.db`, by months.
#[derive(Debug, Clone)]
pub struct SqliteRetention {
    decisions: Database,
    scans: Database,
}

impl SqliteRetention {
    /// The log in open files.
    pub fn new(decisions: Database, scans: Database) -> Self {
        Self { decisions, scans }
    }

    /// Keeps what was counted of these months; nobody appends meanwhile.
    async fn keep(&self, wanted: &[MonthOfScans], through: Position) -> Result<(), DropError> {
        let mut transaction = self.decisions.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        if checkpoint::read(&mut *transaction, SqliteUsage::NAME).await? < through {
            return Err(DropError::NotCounted);
        }
        for MonthOfScans { month, last, .. } in wanted {
            let (from, until) = days_of(*month);
            for statement in [
                include_str!("statements/drop_kept_days.sql"),
                include_str!("statements/keep_usage_days.sql"),
                include_str!("statements/drop_kept_visits.sql"),
                include_str!("statements/keep_usage_visits.sql"),
                include_str!("statements/forget_usage_visits.sql"),
            ] {
                sqlx::query(statement)
                    .bind(from)
                    .bind(until)
                    .execute(&mut *transaction)
                    .await
                    .map_err(failed)?;
            }
            sqlx::query(include_str!("statements/keep_month.sql"))
                .bind(month.to_string())
                .bind(signed(last.0))
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        Ok(transaction.commit().await.map_err(failed)?)
    }
}

async fn months(executor: impl SqliteExecutor<'_>, before: Month) -> Result<Vec<MonthOfScans>, StoreError> {
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(include_str!("statements/months_of_scans.sql"))
        .bind(before.begins().as_microsecond())
        .fetch_all(executor)
        .await
        .map_err(failed)?;
    let month = |(month, scans, first, last): (String, i64, i64, i64)| {
        Ok(MonthOfScans {
            month: month.parse().map_err(unreadable)?,
            scans: unsigned(scans),
            first: Position(unsigned(first)),
            last: Position(unsigned(last)),
        })
    };
    rows.into_iter().map(month).collect()
}

#[async_trait]
impl ScanRetention for SqliteRetention {
    async fn months(&self, before: Month) -> Result<Vec<MonthOfScans>, StoreError> {
        months(&self.scans.readers, before).await
    }

    async fn drop_months(&self, wanted: &[MonthOfScans], record: OnRecord<'_>) -> Result<(), DropError> {
        let (Some(latest), Some(through)) = (
            wanted.iter().map(|month| month.month).max(),
            wanted.iter().map(|month| month.last).max(),
        ) else {
            return Ok(());
        };
        // From here on nobody appends.
        let mut transaction = self.scans.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let there = months(&mut *transaction, latest.next().unwrap_or(latest)).await?;
        if wanted.iter().any(|month| !there.contains(month)) {
            return Err(DropError::Changed);
        }
        self.keep(wanted, through).await?;
        transaction
            .execute(include_str!("statements/allow_drop.sql"))
            .await
            .map_err(failed)?;
        for MonthOfScans { month, .. } in wanted {
            sqlx::query(include_str!("statements/drop_scans.sql"))
                .bind(month.begins().as_microsecond())
                .bind(month.ends().as_microsecond())
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        transaction
            .execute(include_str!("statements/refuse_drop.sql"))
            .await
            .map_err(failed)?;
        sqlx::query(include_str!("statements/move_expired.sql"))
            .bind(signed(through.0))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        record.await?;
        Ok(transaction.commit().await.map_err(failed)?)
    }
}
