//! Both logs as they are stored.

use async_trait::async_trait;
use signpost_application::{
    ports::{StoreError, decision_log::DecisionLog, records::Records, scan_log::ScanLog},
    record::{DecisionRecord, ScanRecord},
};
use signpost_domain::decision::Position;
use sqlx::{Row, sqlite::SqliteRow};

use super::{SqliteDecisionLog, SqliteScanLog, failed, list, signed, unreadable, unsigned};

#[async_trait]
impl Records<DecisionRecord> for SqliteDecisionLog {
    async fn last(&self) -> Result<Position, StoreError> {
        DecisionLog::head(self).await
    }

    async fn records(&self, after: Position, limit: u32) -> Result<Vec<DecisionRecord>, StoreError> {
        let list: String = sqlx::query_scalar(include_str!("statements/decision_records.sql"))
            .bind(signed(after.0))
            .bind(limit)
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        decisions(&list)
    }
}

#[async_trait]
impl Records<ScanRecord> for SqliteScanLog {
    async fn last(&self) -> Result<Position, StoreError> {
        ScanLog::head(self).await
    }

    async fn records(&self, after: Position, limit: u32) -> Result<Vec<ScanRecord>, StoreError> {
        let rows = sqlx::query(include_str!("statements/scans_after.sql"))
            .bind(signed(after.0))
            .bind(limit)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(scan).collect::<Result<_, _>>().map_err(unreadable)
    }
}

/// The list that `decision_records.sql` gives.
pub(super) fn decisions(list: &str) -> Result<Vec<DecisionRecord>, StoreError> {
    let read = |(position, kind, id, sequence, event, event_version, payload, metadata, recorded_at)| DecisionRecord {
        position,
        kind,
        id,
        sequence,
        event,
        event_version,
        payload,
        metadata,
        recorded_at,
    };
    Ok(list::read(list)?.into_iter().map(read).collect())
}

/// A row of `scans_after.sql`. Its columns are taken by their places: a copy reads millions.
pub(super) fn scan(row: &SqliteRow) -> Result<ScanRecord, sqlx::Error> {
    Ok(ScanRecord {
        position: unsigned(row.try_get(0)?),
        node: row.try_get(1)?,
        offset: unsigned(row.try_get(2)?),
        at: row.try_get(3)?,
        as_of: unsigned(row.try_get(5)?),
        visitor: unsigned(row.try_get(12)?),
        outcome: row.try_get(6)?,
        platform: row.try_get(8)?,
        robot: row.try_get(11)?,
        code: row.try_get(4)?,
        cause: row.try_get(7)?,
        language: row.try_get(9)?,
        country: row.try_get(10)?,
        referrer: row.try_get(13)?,
        item: row.try_get(14)?,
    })
}
