//! Many rows in one statement: they are handed over as one JSON array, which `json_each` takes apart.

use serde::{Serialize, de::DeserializeOwned};
use signpost_application::ports::StoreError;
use sqlx::{Sqlite, Transaction};

use super::{failed, unreadable};

/// Runs `statement` on all of `rows` at once, if there are any.
pub(super) async fn put<T: Serialize + Sync>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    rows: &[T],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(statement)
        .bind(serde_json::to_string(rows).map_err(unreadable)?)
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
}

/// The records that `statement` finds under any of `keys`, in no order.
pub(super) async fn find<T: DeserializeOwned>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    keys: &[&str],
) -> Result<Vec<(String, T)>, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as(statement)
        .bind(serde_json::to_string(keys).map_err(unreadable)?)
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    let read = |(key, record): (String, String)| Ok((key, serde_json::from_str(&record).map_err(unreadable)?));
    rows.into_iter().map(read).collect()
}
