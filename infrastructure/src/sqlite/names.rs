//! Who is behind an opaque id.

use std::collections::BTreeMap;

use async_trait::async_trait;
use signpost_application::ports::{StoreError, names::Names};
use signpost_domain::identifier::PrincipalId;
use sqlx::{Executor, SqliteConnection};

use super::{Database, failed, unreadable};

/// The table of names in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteNames {
    database: Database,
}

impl SqliteNames {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Names for SqliteNames {
    async fn remember(&self, principal: &PrincipalId, name: &str) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/remember_name.sql"))
            .bind(principal.as_str())
            .bind(name)
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn forget(&self, principals: &[PrincipalId]) -> Result<(), StoreError> {
        let mut writer = self.database.writer.acquire().await.map_err(failed)?;
        // From here on this connection overwrites with zeros what it takes out of the file.
        run(&mut writer, include_str!("statements/delete_securely.sql")).await?;
        let rewritten = rewrite_without(&mut writer, principals).await;
        run(&mut writer, include_str!("statements/delete_quickly.sql")).await?;
        rewritten?;
        // The file as it was is in the write-ahead log still, until all of that is moved into the file and cut off.
        let (busy, ..): (i64, i64, i64) = sqlx::query_as(include_str!("statements/empty_write_ahead_log.sql"))
            .fetch_one(&mut *writer)
            .await
            .map_err(failed)?;
        if busy != 0 {
            let what =
                "the name is in the table no more, but in signpost.db-wal still, which somebody reads all the time; do it again";
            return Err(StoreError::Unavailable(what.into()));
        }
        Ok(())
    }

    async fn of(&self, principal: &PrincipalId) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar(include_str!("statements/name_of.sql"))
            .bind(principal.as_str())
            .fetch_optional(&self.database.readers)
            .await
            .map_err(failed)
    }

    async fn all(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(include_str!("statements/names.sql"))
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().collect())
    }
}

/// Writes all of the tables anew, so that nothing is left in their pages of rows that were moved or removed before, either.
async fn rewrite_without(writer: &mut SqliteConnection, principals: &[PrincipalId]) -> Result<(), StoreError> {
    let mut transaction = sqlx::Connection::begin_with(writer, "BEGIN IMMEDIATE")
        .await
        .map_err(failed)?;
    let mut kept: Vec<(String, String)> = sqlx::query_as(include_str!("statements/names.sql"))
        .fetch_all(&mut *transaction)
        .await
        .map_err(failed)?;
    kept.retain(|(known, _)| principals.iter().all(|principal| principal.as_str() != known));
    run(&mut transaction, include_str!("statements/empty_names.sql")).await?;
    sqlx::query(include_str!("statements/put_names.sql"))
        .bind(serde_json::to_string(&kept).map_err(unreadable)?)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    let mut accounts: Vec<(String, String, String, i64)> = sqlx::query_as(include_str!("statements/accounts.sql"))
        .fetch_all(&mut *transaction)
        .await
        .map_err(failed)?;
    accounts.retain(|(_, holder, ..)| principals.iter().all(|principal| principal.as_str() != holder));
    run(&mut transaction, include_str!("statements/empty_accounts.sql")).await?;
    sqlx::query(include_str!("statements/put_accounts.sql"))
        .bind(serde_json::to_string(&accounts).map_err(unreadable)?)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    let mut subjects: Vec<(String, String, String)> = sqlx::query_as(include_str!("statements/subjects.sql"))
        .fetch_all(&mut *transaction)
        .await
        .map_err(failed)?;
    subjects.retain(|(.., holder)| principals.iter().all(|principal| principal.as_str() != holder));
    run(&mut transaction, include_str!("statements/empty_subjects.sql")).await?;
    sqlx::query(include_str!("statements/put_subjects.sql"))
        .bind(serde_json::to_string(&subjects).map_err(unreadable)?)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

async fn run(connection: &mut SqliteConnection, statement: &str) -> Result<(), StoreError> {
    connection.execute(statement).await.map(drop).map_err(failed)
}
