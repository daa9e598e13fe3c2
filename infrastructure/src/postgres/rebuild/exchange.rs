//! Putting the new tables in the place of the old ones: by name, in one transaction.
//!
//! Rows of the new tables were written while others read the old ones. Whoever reads as of a moment before the last of them came
//! in (`REPEATABLE READ`, `pg_dump`) and opens the table only after the exchange would find some of them missing. So those are waited for first;
//! a reader who begins later finds the new tables whole, whenever they open them.

use std::time::Duration;

use signpost_application::ports::StoreError;
use sqlx::{Executor, Postgres, Transaction};
use tokio::time::Instant;

use super::super::failed;

/// How long older readers are waited for at one go. Whoever folds into the living read model waits meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often they are looked for.
const LOOK: Duration = Duration::from_millis(10);

/// What became of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchange {
    /// The new tables are in place.
    Done,
    /// Somebody reads what was before. Nothing was changed.
    InUse,
}

/// Keeps vacuums off the living tables until the transaction ends; one under way gives way. Readers and writers notice nothing.
pub(super) async fn reserve(transaction: &mut Transaction<'static, Postgres>, tables: &[&str]) -> Result<(), StoreError> {
    let lock = format!("LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE", tables.join(", "));
    transaction.execute(lock.as_str()).await.map_err(failed)?;
    Ok(())
}

/// Exchanges the tables and moves the checkpoint, which the transaction holds, and drops the schema that the new ones were
/// built in. The new ones must be whole by now.
pub(super) async fn exchange(
    mut transaction: Transaction<'static, Postgres>,
    schema: &str,
    name: &str,
    tables: &[&str],
) -> Result<Exchange, StoreError> {
    if !older_readers_left(&mut transaction).await? || !lock(&mut transaction, tables).await? {
        transaction.rollback().await.map_err(failed)?;
        return Ok(Exchange::InUse);
    }
    let mut statements: Vec<String> = sqlx::query_scalar(include_str!("../statements/rebuild_carried_over.sql"))
        .bind(schema)
        .bind(tables)
        .fetch_all(&mut *transaction)
        .await
        .map_err(failed)?;
    let place: String = sqlx::query_scalar("SELECT quote_ident(current_schema())")
        .fetch_one(&mut *transaction)
        .await
        .map_err(failed)?;
    for table in tables {
        statements.push(format!("DROP TABLE {place}.{table}"));
        statements.push(format!("ALTER TABLE \"{schema}\".{table} SET SCHEMA {place}"));
    }
    statements.push(format!(
        "UPDATE checkpoints c SET position = f.position
         FROM \"{schema}\".checkpoints f WHERE f.projection = c.projection AND c.projection = '{name}'"
    ));
    // Where the log is empty nothing was folded, and the lock is all that made a row.
    statements.push(format!(
        "DELETE FROM checkpoints c WHERE c.projection = '{name}'
         AND NOT EXISTS (SELECT FROM \"{schema}\".checkpoints f WHERE f.projection = c.projection)"
    ));
    statements.push(format!("DROP SCHEMA \"{schema}\" CASCADE"));
    transaction.execute(statements.join(";\n").as_str()).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    Ok(Exchange::Done)
}

/// Waits for everybody who reads as of an earlier moment; says whether they left.
async fn older_readers_left(transaction: &mut Transaction<'static, Postgres>) -> Result<bool, StoreError> {
    let readers: Vec<String> = sqlx::query_scalar(include_str!("../statements/rebuild_readers.sql"))
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    let begun = Instant::now();
    loop {
        let some_left: bool = sqlx::query_scalar(include_str!("../statements/rebuild_readers_left.sql"))
            .bind(&readers)
            .fetch_one(&mut **transaction)
            .await
            .map_err(failed)?;
        if !some_left || begun.elapsed() > PATIENCE {
            return Ok(!some_left);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Keeps everybody off the living tables, unless that takes too long; says whether it did. Half a second is what new readers wait at
/// most; and it is less than PostgreSQL takes to look for deadlocks, so that none of them is sacrificed for one.
async fn lock(transaction: &mut Transaction<'static, Postgres>, tables: &[&str]) -> Result<bool, StoreError> {
    let lock = format!(
        "SET LOCAL lock_timeout = '500ms'; LOCK TABLE {} IN ACCESS EXCLUSIVE MODE; SET LOCAL lock_timeout = 0",
        tables.join(", ")
    );
    match transaction.execute(lock.as_str()).await {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(refusal)) if refusal.code().as_deref() == Some("55P03") => Ok(false),
        Err(error) => Err(failed(error)),
    }
}
