//! Checkpoints, read and moved in the transaction of the rows they speak of.

use std::collections::HashMap;

use signpost_application::ports::StoreError;
use signpost_domain::decision::Position;
use signpost_projections::runner::TakeInError;
use sqlx::{Sqlite, SqliteExecutor, SqlitePool, Transaction};

use super::{failed, signed, unreadable, unsigned};

/// Where a read model stands.
pub(crate) async fn read(executor: impl SqliteExecutor<'_>, projection: &str) -> Result<Position, StoreError> {
    let position: Option<i64> = sqlx::query_scalar(include_str!("statements/checkpoint.sql"))
        .bind(projection)
        .fetch_optional(executor)
        .await
        .map_err(failed)?;
    Ok(Position(unsigned(position.unwrap_or(0))))
}

/// Where every read model stands that is not at the start.
pub(super) async fn read_all(executor: impl SqliteExecutor<'_>) -> Result<HashMap<String, Position>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as(include_str!("statements/checkpoints.sql"))
        .fetch_all(executor)
        .await
        .map_err(failed)?;
    let positions = rows.into_iter().map(|(name, position)| (name, Position(unsigned(position))));
    Ok(positions.collect())
}

/// Begins a writing transaction in which the checkpoint is still at `after`.
pub(crate) async fn begin(
    pool: &SqlitePool,
    projection: &str,
    after: Position,
) -> Result<Transaction<'static, Sqlite>, TakeInError> {
    begin_together(pool, &[projection], after).await
}

/// Begins a writing transaction in which the checkpoints of all these are still at `after`.
///
/// Its commit is not synced: should the power fail, the rows and the checkpoint are those of an earlier commit, from which they are folded again. The next
/// commit of anything else syncs them as well, since they are in the same write-ahead log. When the connection is given back, its commits are synced again.
pub(super) async fn begin_together(
    pool: &SqlitePool,
    projections: &[&str],
    after: Position,
) -> Result<Transaction<'static, Sqlite>, TakeInError> {
    let mut transaction = pool
        .begin_with("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE")
        .await
        .map_err(failed)?;
    let positions = read_all(&mut *transaction).await?;
    let of = |name: &&str| positions.get(*name).copied().unwrap_or_default();
    if projections.iter().all(|name| of(name) == after) {
        Ok(transaction)
    } else {
        Err(TakeInError::Moved)
    }
}

/// Moves the checkpoint to `to` and commits.
pub(crate) async fn commit(transaction: Transaction<'static, Sqlite>, projection: &str, to: Position) -> Result<(), StoreError> {
    commit_together(transaction, &[projection], to).await
}

/// Moves the checkpoints of all these to `to` and commits.
pub(super) async fn commit_together(
    mut transaction: Transaction<'static, Sqlite>,
    projections: &[&str],
    to: Position,
) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/move_checkpoints.sql"))
        .bind(serde_json::to_string(projections).map_err(unreadable)?)
        .bind(signed(to.0))
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    transaction.commit().await.map_err(failed)
}
