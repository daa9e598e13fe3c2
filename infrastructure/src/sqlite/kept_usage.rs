//! How new statistics begin with what was counted of scans that expired.
//!
//! `kept_months` says up to which position the scans of a month are counted in what is kept. Statistics being built note what
//! they began with in their own file: when more is kept by then, they begin anew.

use std::path::Path;

use signpost_application::ports::StoreError;
use sqlx::{Executor, SqliteConnection};

use super::{Database, SqliteUsage, failed};

/// Lets the statistics in `fresh` begin with what the database in `folder` keeps, unless that is what they began with.
pub(super) async fn begin(folder: &Path, fresh: &Database) -> Result<(), StoreError> {
    let mut connection = fresh.writer.acquire().await.map_err(failed)?;
    sqlx::query("ATTACH ? AS living")
        .bind(folder.join("signpost.db").display().to_string())
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    let begun = begin_anew(&mut connection).await;
    if begun.is_err() {
        // Whatever was begun must not stay open on a connection that others will use.
        let _ = connection.execute("ROLLBACK").await;
    }
    connection.execute("DETACH living").await.map_err(failed)?;
    begun
}

async fn begin_anew(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    // Not IMMEDIATE, which would keep writers from the living file, too.
    connection.execute("BEGIN").await.map_err(failed)?;
    let has_begun: bool = sqlx::query_scalar(include_str!("statements/has_checkpoint.sql"))
        .bind(SqliteUsage::NAME)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    if has_begun && is_the_same(connection, "living").await? {
        connection.execute("ROLLBACK").await.map_err(failed)?;
        return Ok(());
    }
    let statements = [
        "DELETE FROM main.checkpoints WHERE projection = 'usage'",
        "DELETE FROM main.kept_months",
        "INSERT INTO main.kept_months SELECT * FROM living.kept_months",
        "DELETE FROM main.usage_days",
        "INSERT INTO main.usage_days SELECT * FROM living.kept_days",
        "DELETE FROM main.usage_visits",
        "INSERT INTO main.usage_visits (day, visitor, place, several, visits)
         SELECT day, visitor, place, true, visits FROM living.kept_visits",
        "COMMIT",
    ];
    connection.execute(statements.join(";\n").as_str()).await.map_err(failed)?;
    Ok(())
}

/// Whether this file and the attached one keep the same.
pub(super) async fn is_the_same(connection: &mut SqliteConnection, attached: &str) -> Result<bool, StoreError> {
    let statement = format!(
        "SELECT NOT EXISTS (SELECT * FROM main.kept_months EXCEPT SELECT * FROM {attached}.kept_months)
            AND NOT EXISTS (SELECT * FROM {attached}.kept_months EXCEPT SELECT * FROM main.kept_months)"
    );
    sqlx::query_scalar(&statement).fetch_one(connection).await.map_err(failed)
}
