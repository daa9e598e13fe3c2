//! Many rows in one statement: an array per column, which `unnest` takes apart.

use serde::{Serialize, de::DeserializeOwned};
use signpost_application::ports::StoreError;
use sqlx::{Postgres, Transaction, types::Json};

use super::{failed, unreadable};

/// The records that `statement` finds under any of `keys`, in no order.
pub(super) async fn find<T: DeserializeOwned + Send + Unpin + 'static>(
    transaction: &mut Transaction<'static, Postgres>,
    statement: &'static str,
    keys: &[&str],
) -> Result<Vec<(String, T)>, StoreError> {
    let rows: Vec<(String, Json<T>)> = sqlx::query_as(statement)
        .bind(keys)
        .fetch_all(&mut **transaction)
        .await
        .map_err(|error| match error {
            sqlx::Error::ColumnDecode { .. } => unreadable(error),
            error => failed(error),
        })?;
    Ok(rows.into_iter().map(|(key, Json(record))| (key, record)).collect())
}

/// A column of JSON as text, which the statement casts.
pub(super) fn texts<T: Serialize>(values: impl IntoIterator<Item = T>) -> Result<Vec<String>, StoreError> {
    let text = |value| serde_json::to_string(&value).map_err(unreadable);
    values.into_iter().map(text).collect()
}
