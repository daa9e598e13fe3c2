//! Checkpoints, read and moved in the transaction of the rows they speak of.

use signpost_application::ports::StoreError;
use signpost_domain::decision::Position;
use signpost_projections::runner::TakeInError;
use sqlx::{Sqlite, SqliteExecutor, SqlitePool, Transaction};

use super::{failed, signed, unsigned};

/// Where a read model stands.
pub(crate) async fn read(executor: impl SqliteExecutor<'_>, projection: &str) -> Result<Position, StoreError> {
    let position: Option<i64> = sqlx::query_scalar(include_str!("statements/checkpoint.sql"))
        .bind(projection)
        .fetch_optional(executor)
        .await
        .map_err(failed)?;
    Ok(Position(unsigned(position.unwrap_or(0))))
}

/// Begins a writing transaction in which the checkpoint is still at `after`.
///
/// Its commit is not synced: should the power fail, the rows and the checkpoint are those of an earlier commit, from which they are folded again. The next
/// commit of anything else syncs them as well, since they are in the same write-ahead log. When the connection is given back, its commits are synced again.
pub(crate) async fn begin(
    pool: &SqlitePool,
    projection: &str,
    after: Position,
) -> Result<Transaction<'static, Sqlite>, TakeInError> {
    let mut transaction = pool
        .begin_with("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE")
        .await
        .map_err(failed)?;
    let position: Option<i64> = sqlx::query_scalar(include_str!("statements/checkpoint.sql"))
        .bind(projection)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(failed)?;
    if Position(unsigned(position.unwrap_or(0))) == after {
        Ok(transaction)
    } else {
        Err(TakeInError::Moved)
    }
}

/// Moves the checkpoint to `to` and commits.
pub(crate) async fn commit(
    mut transaction: Transaction<'static, Sqlite>,
    projection: &str,
    to: Position,
) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/move_checkpoint.sql"))
        .bind(projection)
        .bind(signed(to.0))
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    transaction.commit().await.map_err(failed)
}
