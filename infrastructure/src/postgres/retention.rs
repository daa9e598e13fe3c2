//! Dropping whole months of scans: their parts of the table go, in one transaction with what is kept of the statistics.

use async_trait::async_trait;
use signpost_application::ports::{
    StoreError,
    retention::{DropError, OnRecord, ScanRetention},
};
use signpost_domain::{
    decision::Position,
    retention::{Month, MonthOfScans},
};
use sqlx::{Executor, PgExecutor};

use super::{Database, PostgresUsage, checkpoint, failed, signed, unreadable, unsigned};
use crate::stored::days_of;

/// The scan log in PostgreSQL, by months.
#[derive(Debug, Clone)]
pub struct PostgresRetention {
    database: Database,
}

impl PostgresRetention {
    /// The log in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

async fn months(executor: impl PgExecutor<'_>, before: Month) -> Result<Vec<MonthOfScans>, StoreError> {
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
impl ScanRetention for PostgresRetention {
    async fn months(&self, before: Month) -> Result<Vec<MonthOfScans>, StoreError> {
        months(&self.database.pool, before).await
    }

    async fn drop_months(&self, wanted: &[MonthOfScans], record: OnRecord<'_>) -> Result<(), DropError> {
        let (Some(latest), Some(through)) = (
            wanted.iter().map(|month| month.month).max(),
            wanted.iter().map(|month| month.last).max(),
        ) else {
            return Ok(());
        };
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        // From here on nobody appends, and nobody counts.
        let _: i64 = sqlx::query_scalar(include_str!("statements/lock_scans_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(failed)?;
        if checkpoint::lock(&mut transaction, PostgresUsage::NAME).await? < through {
            return Err(DropError::NotCounted);
        }
        let there = months(&mut *transaction, latest.next().unwrap_or(latest)).await?;
        if wanted.iter().any(|month| !there.contains(month)) {
            return Err(DropError::Changed);
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
        // A backup that reads the log keeps it for as long as it runs; whoever appends shall not wait that long.
        transaction
            .execute(include_str!("statements/wait_briefly.sql"))
            .await
            .map_err(failed)?;
        for MonthOfScans { month, .. } in wanted {
            let first = month.first_day();
            // A name made of digits alone.
            let part = format!("DROP TABLE scans_{:04}_{:02}", first.year(), first.month());
            transaction.execute(part.as_str()).await.map_err(not_dropped)?;
        }
        record.await?;
        Ok(transaction.commit().await.map_err(failed)?)
    }
}

fn not_dropped(error: sqlx::Error) -> DropError {
    match &error {
        // insufficient_privilege (PostgreSQL's manual, appendix A)
        sqlx::Error::Database(refusal) if refusal.code().as_deref() == Some("42501") => {
            DropError::NotOwner(refusal.message().to_owned())
        }
        // lock_not_available
        sqlx::Error::Database(refusal) if refusal.code().as_deref() == Some("55P03") => DropError::InUse,
        _ => failed(error).into(),
    }
}
