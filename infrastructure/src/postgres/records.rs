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

/// A row of `decision_records.sql` or of one with the same columns, which are taken by their places: an export reads millions.
pub(super) fn decision(row: &PgRow) -> Result<DecisionRecord, sqlx::Error> {
    Ok(DecisionRecord {
        position: unsigned(row.try_get(0)?),
        kind: row.try_get(1)?,
        id: row.try_get(2)?,
        sequence: unsigned(row.try_get(3)?),
        event: row.try_get(4)?,
        event_version: row.try_get(5)?,
        payload: row.try_get(6)?,
        metadata: row.try_get(7)?,
        recorded_at: row.try_get(8)?,
    })
}

/// A row of `scans_after.sql`, in the same way.
pub(super) fn scan(row: &PgRow) -> Result<ScanRecord, StoreError> {
    let number = |column: usize| row.try_get::<i64, _>(column).map_err(unreadable);
    let small = |column: usize| {
        let value: i16 = row.try_get(column).map_err(unreadable)?;
        u8::try_from(value).map_err(unreadable)
    };
    let text = |column: usize| row.try_get(column).map_err(unreadable);
    let item: Option<i32> = row.try_get(14).map_err(unreadable)?;
    Ok(ScanRecord {
        position: unsigned(number(0)?),
        node: number(1)?,
        offset: unsigned(number(2)?),
        at: number(3)?,
        as_of: unsigned(number(5)?),
        visitor: unsigned(number(12)?),
        outcome: small(6)?,
        platform: small(8)?,
        robot: row.try_get(11).map_err(unreadable)?,
        code: row.try_get(4).map_err(unreadable)?,
        cause: row.try_get(7).map_err(unreadable)?,
        language: text(9)?,
        country: text(10)?,
        referrer: text(13)?,
        item: item.map(u16::try_from).transpose().map_err(unreadable)?,
    })
}
