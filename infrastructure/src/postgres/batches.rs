//! Batches: what the catalogue knows of series of codes.

use signpost_application::ports::{
    Page, Paging, StoreError,
    catalogue::{BatchRecord, CodeRecord, Standing},
};
use signpost_domain::identifier::CodeId;
use sqlx::{Row, postgres::PgRow, types::Json};

use super::{Database, failed, unreadable, unsigned};

/// The codes that have these ids, in no order.
pub(super) async fn these(database: &Database, ids: &[CodeId]) -> Result<Vec<CodeRecord>, StoreError> {
    let records: Vec<(String, Json<CodeRecord>)> = sqlx::query_as(include_str!("statements/catalogue_codes_of.sql"))
        .bind(ids.iter().map(CodeId::as_str).collect::<Vec<_>>())
        .fetch_all(&database.pool)
        .await
        .map_err(failed)?;
    Ok(records.into_iter().map(|(_, Json(record))| record).collect())
}

/// Those of these ids that codes have.
pub(super) async fn taken(database: &Database, ids: &[CodeId]) -> Result<Vec<CodeId>, StoreError> {
    let taken: Vec<String> = sqlx::query_scalar(include_str!("statements/catalogue_taken.sql"))
        .bind(ids.iter().map(CodeId::as_str).collect::<Vec<_>>())
        .fetch_all(&database.pool)
        .await
        .map_err(failed)?;
    taken.into_iter().map(|id| id.try_into().map_err(unreadable)).collect()
}

/// Batches by id, or the one with the id `only`.
pub(super) async fn batches(database: &Database, only: Option<&str>, paging: &Paging) -> Result<Page<BatchRecord>, StoreError> {
    let mut rows = sqlx::query(include_str!("statements/catalogue_batches.sql"))
        .bind(only)
        .bind(paging.cursor.as_deref())
        .bind(i64::from(paging.limit) + 1)
        .fetch_all(&database.pool)
        .await
        .map_err(failed)?;
    let more = rows.len() > paging.limit as usize;
    rows.truncate(paging.limit as usize);
    let items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let next = items.last().filter(|_| more).map(|batch| batch.id.clone());
    Ok(Page { items, next })
}

fn read(row: &PgRow) -> Result<BatchRecord, StoreError> {
    Ok(BatchRecord {
        id: row.get("key"),
        minted_at: row.get::<&str, _>("minted_at").parse().map_err(unreadable)?,
        codes: Standing::ALL.map(|standing| unsigned(row.get(standing.as_str()))),
    })
}
