//! Both logs as they are stored.

use async_trait::async_trait;
use signpost_application::{
    ports::{StoreError, decision_log::DecisionLog, records::Records, scan_log::ScanLog},
    record::{DecisionRecord, ScanRecord},
};
use signpost_domain::decision::Position;
use sqlx::{Row, postgres::PgRow};

use super::{PostgresDecisionLog, PostgresScanLog, failed, signed, unreadable, unsigned};

#[async_trait]
impl Records<DecisionRecord> for PostgresDecisionLog {
    async fn last(&self) -> Result<Position, StoreError> {
        DecisionLog::head(self).await
    }

    async fn records(&self, after: Position, limit: u32) -> Result<Vec<DecisionRecord>, StoreError> {
        let rows = sqlx::query(include_str!("statements/decision_records.sql"))
            .bind(signed(after.0))
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        rows.iter().map(decision).collect::<Result<_, _>>().map_err(unreadable)
    }
}

#[async_trait]
impl Records<ScanRecord> for PostgresScanLog {
    async fn last(&self) -> Result<Position, StoreError> {
        ScanLog::head(self).await
    }

    async fn records(&self, after: Position, limit: u32) -> Result<Vec<ScanRecord>, StoreError> {
        let rows = sqlx::query(include_str!("statements/scans_after.sql"))
            .bind(signed(after.0))
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        rows.iter().map(scan).collect()
    }
}

pub(super) fn decision(row: &PgRow) -> Result<DecisionRecord, sqlx::Error> {
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

pub(super) fn scan(row: &PgRow) -> Result<ScanRecord, StoreError> {
    let number = |column: &str| row.try_get::<i64, _>(column).map_err(unreadable);
    let small = |column: &str| {
        let value: i16 = row.try_get(column).map_err(unreadable)?;
        u8::try_from(value).map_err(unreadable)
    };
    let text = |column: &str| row.try_get(column).map_err(unreadable);
    let item: Option<i32> = row.try_get("item").map_err(unreadable)?;
    Ok(ScanRecord {
        position: unsigned(number("position")?),
        node: number("node")?,
        offset: unsigned(number("offset")?),
        at: number("at")?,
        as_of: unsigned(number("as_of")?),
        visitor: unsigned(number("visitor")?),
        outcome: small("outcome")?,
        platform: small("platform")?,
        robot: row.try_get("robot").map_err(unreadable)?,
        code: row.try_get("code").map_err(unreadable)?,
        cause: row.try_get("cause").map_err(unreadable)?,
        language: text("language")?,
        country: text("country")?,
        referrer: text("referrer")?,
        item: item.map(u16::try_from).transpose().map_err(unreadable)?,
    })
}
