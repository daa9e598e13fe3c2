//! What was kept of expired months before statistics were kept by days, carried over.

use signpost_application::ports::StoreError;
use sqlx::{Executor, FromRow, PgPool, Postgres, Transaction, postgres::PgRow};

use super::{failed, usage};
use crate::kept_by_hour::Kept;

/// Carries over what there is: the statistics begin anew with it, and keep it like that of a month that expires now.
pub(super) async fn carry_over(pool: &PgPool) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await.map_err(failed)?;
    transaction
        .execute(include_str!("statements/lock_kept_days.sql"))
        .await
        .map_err(failed)?;
    let is_there: bool = sqlx::query_scalar(include_str!("statements/are_kept_by_hour.sql"))
        .fetch_one(&mut *transaction)
        .await
        .map_err(failed)?;
    if !is_there {
        // Another process was faster.
        return Ok(());
    }
    transaction
        .execute(include_str!("statements/begin_usage.sql"))
        .await
        .map_err(failed)?;
    let mut from = i64::MIN;
    while let Some(hour) = next(&mut transaction, from).await? {
        let (begins, ends) = (hour.div_euclid(24) * 24, (hour.div_euclid(24) + 1) * 24);
        let kept = Kept {
            scans: rows(
                &mut transaction,
                include_str!("statements/kept_by_hour_scans.sql"),
                begins,
                ends,
            )
            .await?,
            visitors: rows(
                &mut transaction,
                include_str!("statements/kept_by_hour_visitors.sql"),
                begins,
                ends,
            )
            .await?,
            choices: rows(
                &mut transaction,
                include_str!("statements/kept_by_hour_choices.sql"),
                begins,
                ends,
            )
            .await?,
        };
        usage::write(&mut transaction, &kept.by_days()?).await?;
        from = ends;
    }
    for statement in [
        include_str!("statements/keep_usage_days.sql"),
        include_str!("statements/keep_usage_visits.sql"),
        include_str!("statements/forget_usage_visits.sql"),
    ] {
        sqlx::query(statement)
            .bind(i32::MIN)
            .bind(i32::MAX)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

/// The first hour from `from` on of which anything is kept.
async fn next(transaction: &mut Transaction<'static, Postgres>, from: i64) -> Result<Option<i64>, StoreError> {
    sqlx::query_scalar(include_str!("statements/kept_by_hour_next.sql"))
        .bind(from)
        .fetch_one(&mut **transaction)
        .await
        .map_err(failed)
}

async fn rows<T>(
    transaction: &mut Transaction<'static, Postgres>,
    statement: &'static str,
    from: i64,
    until: i64,
) -> Result<Vec<T>, StoreError>
where
    T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    sqlx::query_as(statement)
        .bind(from)
        .bind(until)
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)
}
