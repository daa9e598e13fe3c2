//! Local accounts, and attempts at signing in.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use signpost_application::ports::{
    StoreError,
    accounts::{Account, Accounts, Allowance, Login, PasswordHash},
};
use signpost_domain::identifier::PrincipalId;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Database, failed, unreadable};

/// The table of accounts in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteAccounts {
    database: Database,
}

impl SqliteAccounts {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    async fn one(&self, statement: &'static str, key: &str) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(statement).bind(key).fetch_optional(&self.database.readers).await;
        row.map_err(failed)?.as_ref().map(read).transpose()
    }
}

fn read(row: &SqliteRow) -> Result<Account, StoreError> {
    Ok(Account {
        login: row.get::<&str, _>("login").parse().map_err(unreadable)?,
        principal: row.get::<String, _>("principal").try_into().map_err(unreadable)?,
        password: PasswordHash(row.get("password")),
    })
}

#[async_trait]
impl Accounts for SqliteAccounts {
    async fn called(&self, login: &Login) -> Result<Option<Account>, StoreError> {
        self.one(include_str!("statements/account_called.sql"), login.as_str()).await
    }

    async fn of(&self, principal: &PrincipalId) -> Result<Option<Account>, StoreError> {
        self.one(include_str!("statements/account_of.sql"), principal.as_str()).await
    }

    async fn keep(&self, account: &Account, at: Timestamp) -> Result<bool, StoreError> {
        let kept = sqlx::query(include_str!("statements/keep_account.sql"))
            .bind(account.login.as_str())
            .bind(account.principal.as_str())
            .bind(&account.password.0)
            .bind(at.as_microsecond())
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(kept.rows_affected() == 1)
    }

    async fn change_password(&self, principal: &PrincipalId, password: &PasswordHash, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/change_password.sql"))
            .bind(principal.as_str())
            .bind(&password.0)
            .bind(at.as_microsecond())
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn remove(&self, principal: &PrincipalId) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/remove_account.sql"))
            .bind(principal.as_str())
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn attempt(&self, subject: &str, allowance: Allowance, at: Timestamp) -> Result<bool, StoreError> {
        let within = SignedDuration::try_from(allowance.within).map_err(unreadable)?;
        let since = at.checked_sub(within).map_err(unreadable)?.as_microsecond();
        sqlx::query(include_str!("statements/expire_attempts.sql"))
            .bind(since)
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        let made: i64 = sqlx::query_scalar(include_str!("statements/count_attempt.sql"))
            .bind(subject)
            .bind(at.as_microsecond())
            .bind(since)
            .bind(i64::from(allowance.attempts))
            .fetch_one(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(made <= i64::from(allowance.attempts))
    }

    async fn forgive(&self, subject: &str) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/forgive_attempts.sql"))
            .bind(subject)
            .execute(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
