//! Checkpoints, read and moved in the transaction of the rows they speak of.

use signpost_application::ports::StoreError;
use signpost_domain::decision::Position;
use signpost_projections::runner::TakeInError;
use sqlx::{PgPool, Postgres, Transaction};

use super::{failed, signed, unsigned};

/// Where a read model stands.
pub(crate) async fn read(pool: &PgPool, projection: &str) -> Result<Position, StoreError> {
    let position: Option<i64> = sqlx::query_scalar(include_str!("statements/checkpoint.sql"))
        .bind(projection)
        .fetch_optional(pool)
        .await
        .map_err(failed)?;
    Ok(Position(unsigned(position.unwrap_or(0))))
}

/// Begins a writing transaction in which the checkpoint is still at `after`, and stays there: whoever else folds the same
/// read model waits here for the end of it, and then finds the checkpoint moved.
///
/// Its commit does not wait until it is on the disk: should the power fail, the rows and the checkpoint are those of an earlier commit, from which they are folded
/// again.
pub(crate) async fn begin(
    pool: &PgPool,
    projection: &str,
    after: Position,
) -> Result<Transaction<'static, Postgres>, TakeInError> {
    let mut transaction = pool
        .begin_with("BEGIN; SET LOCAL synchronous_commit = off")
        .await
        .map_err(failed)?;
    if lock(&mut transaction, projection).await? == after {
        Ok(transaction)
    } else {
        Err(TakeInError::Moved)
    }
}

/// Locks the checkpoint until the transaction ends, and gives it.
pub(crate) async fn lock(transaction: &mut Transaction<'static, Postgres>, projection: &str) -> Result<Position, StoreError> {
    // There is nothing to lock before the first batch.
    sqlx::query(include_str!("statements/begin_checkpoint.sql"))
        .bind(projection)
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    let position: i64 = sqlx::query_scalar(include_str!("statements/lock_checkpoint.sql"))
        .bind(projection)
        .fetch_one(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(Position(unsigned(position)))
}

/// Moves the checkpoint, which [`lock`] or [`begin`] locked, to `to` and commits.
pub(crate) async fn commit(
    mut transaction: Transaction<'static, Postgres>,
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
