//! The tables that a new version is built in, and their indexes.

use signpost_application::ports::StoreError;
use sqlx::Executor;

use super::{
    super::{Database, failed},
    RebuildError,
};

/// What folding looks rows up by beside what keeps them unique: the rows of a code, which go when it changes. Without these a rebuild reads
/// all of a table for each batch, and a million decisions take a quarter of an hour.
const LOOKED_UP_BY: [&str; 3] = ["catalogue_hosts_code", "catalogue_tags_code", "catalogue_uses_code"];

/// Makes the schema with empty tables like the living ones, unless an interrupted rebuild left it. Drops what another version left.
/// They have the indexes that folding looks rows up by; [`complete`] adds the rest once they are full.
pub(super) async fn prepare(database: &Database, name: &str, schema: &str, tables: &[&str]) -> Result<(), RebuildError> {
    let leaned_on: Option<String> = sqlx::query_scalar(include_str!("../statements/rebuild_leaned_on.sql"))
        .bind(tables)
        .fetch_one(&database.pool)
        .await
        .map_err(failed)?;
    if let Some(views) = leaned_on {
        return Err(RebuildError::LeanedOn(views));
    }
    make(database, name, schema, tables).await.map_err(|error| match error {
        StoreError::Failed(what) if what.contains("permission denied") => RebuildError::NotOwner(what),
        error => error.into(),
    })
}

async fn make(database: &Database, name: &str, schema: &str, tables: &[&str]) -> Result<(), StoreError> {
    let abandoned: Vec<String> = sqlx::query_scalar(include_str!("../statements/abandoned_rebuilds.sql"))
        .bind(name)
        .bind(schema)
        .fetch_all(&database.pool)
        .await
        .map_err(failed)?;
    let mut statements: Vec<String> = abandoned
        .into_iter()
        .map(|schema| format!("DROP SCHEMA {schema} CASCADE"))
        .collect();
    statements.push(format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\""));
    // What is filled at one go needs no vacuum meanwhile, and one under way would be in the way of the exchange.
    statements.extend(tables.iter().map(|table| {
        format!(
            "CREATE TABLE IF NOT EXISTS \"{schema}\".{table} (LIKE {table} INCLUDING ALL EXCLUDING INDEXES)
             WITH (autovacuum_enabled = off)"
        )
    }));
    statements.extend(
        ["checkpoints", "kept_months"]
            .map(|table| format!("CREATE TABLE IF NOT EXISTS \"{schema}\".{table} (LIKE {table} INCLUDING ALL)")),
    );
    let mut transaction = database.pool.begin().await.map_err(failed)?;
    transaction.execute(statements.join(";\n").as_str()).await.map_err(failed)?;
    let looked_up_by = lacking(&mut transaction, schema, tables, true).await?;
    transaction.execute(looked_up_by.join(";\n").as_str()).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

async fn lacking(
    connection: &mut sqlx::PgConnection,
    schema: &str,
    tables: &[&str],
    looked_up_by: bool,
) -> Result<Vec<String>, StoreError> {
    sqlx::query_scalar(include_str!("../statements/rebuild_indexes.sql"))
        .bind(schema)
        .bind(tables)
        .bind(looked_up_by)
        .bind(LOOKED_UP_BY.as_slice())
        .fetch_all(connection)
        .await
        .map_err(failed)
}

/// Makes the other indexes, which is faster than to keep them while rows come in, and lets the planner know the new tables. Whatever
/// is there already stays.
pub(super) async fn complete(database: &Database, schema: &str, tables: &[&str]) -> Result<(), StoreError> {
    let mut connection = database.pool.acquire().await.map_err(failed)?;
    let indexes = lacking(&mut connection, schema, tables, false).await?;
    let was_complete = indexes.is_empty();
    // Each for itself: what was made stays, should the next be interrupted.
    for index in indexes {
        connection.execute(index.as_str()).await.map_err(failed)?;
    }
    if !was_complete {
        for table in tables {
            let analyze = format!("ANALYZE \"{schema}\".{table}");
            connection.execute(analyze.as_str()).await.map_err(failed)?;
        }
    }
    Ok(())
}
