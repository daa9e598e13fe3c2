//! Who is behind an opaque id.

use std::collections::BTreeMap;

use async_trait::async_trait;
use signpost_application::ports::{StoreError, names::Names};
use signpost_domain::identifier::PrincipalId;
use sqlx::Executor;

use super::{Database, failed};

/// The table of names in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresNames {
    database: Database,
}

impl PostgresNames {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Names for PostgresNames {
    async fn remember(&self, principal: &PrincipalId, name: &str) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/remember_name.sql"))
            .bind(principal.as_str())
            .bind(name)
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn forget(&self, principals: &[PrincipalId]) -> Result<(), StoreError> {
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        transaction
            .execute(include_str!("statements/wait_briefly.sql"))
            .await
            .map_err(failed)?;
        transaction
            .execute(include_str!("statements/lock_names.sql"))
            .await
            .map_err(not_locked)?;
        let kept: Vec<(String, String)> = sqlx::query_as(include_str!("statements/names.sql"))
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        let (ids, names): (Vec<String>, Vec<String>) = kept
            .into_iter()
            .filter(|(known, _)| principals.iter().all(|principal| principal.as_str() != known))
            .unzip();
        let forgotten: Vec<&str> = principals.iter().map(PrincipalId::as_str).collect();
        let accounts: Vec<(String, String, String, i64)> = sqlx::query_as(include_str!("statements/accounts.sql"))
            .bind(&forgotten)
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        let subjects: Vec<(String, String, String)> = sqlx::query_as(include_str!("statements/subjects.sql"))
            .bind(&forgotten)
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        // What DELETE removes stays in the pages until VACUUM, and what VACUUM frees until something else is written there. This begins a
        // new file and removes the old one when the transaction ends.
        transaction
            .execute(include_str!("statements/empty_names.sql"))
            .await
            .map_err(not_emptied)?;
        sqlx::query(include_str!("statements/put_names.sql"))
            .bind(ids)
            .bind(names)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        for (login, principal, password, changed_at) in accounts {
            sqlx::query(include_str!("statements/put_account.sql"))
                .bind(login)
                .bind(principal)
                .bind(password)
                .bind(changed_at)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        for (issuer, subject, principal) in subjects {
            sqlx::query(include_str!("statements/put_subject.sql"))
                .bind(issuer)
                .bind(subject)
                .bind(principal)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)
    }

    async fn of(&self, principal: &PrincipalId) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar(include_str!("statements/name_of.sql"))
            .bind(principal.as_str())
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)
    }

    async fn all(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(include_str!("statements/names.sql"))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().collect())
    }
}

fn not_locked(error: sqlx::Error) -> StoreError {
    // lock_not_available (PostgreSQL's manual, appendix A)
    if code(&error).as_deref() == Some("55P03") {
        let what = "somebody reads the table of names all the time, such as pg_dump; do it again when they are done";
        return StoreError::Unavailable(what.into());
    }
    failed(error)
}

fn not_emptied(error: sqlx::Error) -> StoreError {
    // insufficient_privilege
    if code(&error).as_deref() == Some("42501") {
        let what = "this role may not write the table of names anew; let the owner do signpost migrate --grant-to ROLE, or this";
        return StoreError::Failed(what.into());
    }
    failed(error)
}

fn code(error: &sqlx::Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}
