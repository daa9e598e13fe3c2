//! Both logs as they are stored.

use async_trait::async_trait;
use signpost_application::{
    ports::{StoreError, decision_log::DecisionLog, records::Records, scan_log::ScanLog},
    record::{DecisionRecord, ScanRecord},
};
use signpost_domain::decision::Position;
use sqlx::{Row, sqlite::SqliteRow};

use super::{SqliteDecisionLog, SqliteScanLog, failed, signed, unreadable, unsigned};

#[async_trait]
impl Records<DecisionRecord> for SqliteDecisionLog {
    async fn last(&self) -> Result<Position, StoreError> {
        DecisionLog::head(self).await
    }

    async fn records(&self, after: Position, limit: u32) -> Result<Vec<DecisionRecord>, StoreError> {
        let rows = sqlx::query(include_str!("statements/decision_records.sql"))
            .bind(signed(after.0))
            .bind(limit)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        rows.iter().map(decision).collect::<Result<_, _>>().map_err(unreadable)
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

pub(super) fn decision(row: &SqliteRow) -> Result<DecisionRecord, sqlx::Error> {
    Ok(DecisionRecord {
        position: unsigned(row.try_get("position")?),
        kind: row.try_get("aggregate_type")?,
        id: row.try_get("aggregate_id")?,
        sequence: unsigned(row.try_get("sequence")?),
        event: row.try_get("event_type")?,
        event_version: row.try_get("event_version")?,
        payload: row.try_get("payload")?,
        metadata: row.try_get("metadata")?,
        recorded_at: row.try_get("recorded_at")?,
    })
}

pub(super) fn scan(row: &SqliteRow) -> Result<ScanRecord, sqlx::Error> {
    Ok(ScanRecord {
        position: unsigned(row.try_get("position")?),
        node: row.try_get("node")?,
        offset: unsigned(row.try_get("offset")?),
        at: row.try_get("at")?,
        as_of: unsigned(row.try_get("as_of")?),
        visitor: unsigned(row.try_get("visitor")?),
        outcome: row.try_get("outcome")?,
        platform: row.try_get("platform")?,
        robot: row.try_get("robot")?,
        code: row.try_get("code")?,
        cause: row.try_get("cause")?,
        language: row.try_get("language")?,
        country: row.try_get("country")?,
        referrer: row.try_get("referrer")?,
        item: row.try_get("item")?,
    })
}
