//! How new statistics begin with what was counted of scans that expired.
//!
//! `kept_months` says which months are kept, and up to which position. Statistics being built note what they began with in their
//! own schema: when more is kept by then, they begin anew.

use signpost_application::ports::StoreError;
use sqlx::{Executor, PgConnection};

use super::{Database, failed};

/// Lets the statistics in `schema` begin with what is kept, unless that is what they began with.
pub(super) async fn begin(database: &Database, schema: &str) -> Result<(), StoreError> {
    // All of it as it was at one moment.
    let begin = database.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ");
    let mut transaction = begin.await.map_err(failed)?;
    if is_the_same(&mut transaction, schema).await? {
        return Ok(());
    }
    let statements = [
        format!("DELETE FROM \"{schema}\".checkpoints"),
        format!("DELETE FROM \"{schema}\".kept_months"),
        format!("INSERT INTO \"{schema}\".kept_months TABLE kept_months"),
        format!("DELETE FROM \"{schema}\".usage_days"),
        format!("INSERT INTO \"{schema}\".usage_days TABLE kept_days"),
        format!("DELETE FROM \"{schema}\".usage_visits"),
        format!(
            "INSERT INTO \"{schema}\".usage_visits (day, visitor, place, several, visits)
             SELECT day, visitor, place, true, visits FROM kept_visits"
        ),
    ];
    transaction.execute(statements.join(";\n").as_str()).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// Whether what the statistics in `schema` began with is what is kept now.
pub(super) async fn is_the_same(connection: &mut PgConnection, schema: &str) -> Result<bool, StoreError> {
    let statement = format!(
        "SELECT NOT EXISTS (TABLE kept_months EXCEPT TABLE \"{schema}\".kept_months)
            AND NOT EXISTS (TABLE \"{schema}\".kept_months EXCEPT TABLE kept_months)"
    );
    sqlx::query_scalar(&statement).fetch_one(connection).await.map_err(failed)
}
