//! When tokens were last used.

use std::{collections::BTreeMap, time::Duration};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use signpost_application::ports::{StoreError, token_uses::TokenUses};
use signpost_domain::identifier::PrincipalId;

use super::{Database, failed, time, unreadable};

/// The table of last uses in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresTokenUses {
    database: Database,
}

impl PostgresTokenUses {
    /// The table in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl TokenUses for PostgresTokenUses {
    async fn note(&self, principal: &PrincipalId, at: Timestamp, within: Duration) -> Result<(), StoreError> {
        let within = SignedDuration::try_from(within).map_err(unreadable)?;
        let before = at.checked_sub(within).map_err(unreadable)?;
        sqlx::query(include_str!("statements/note_token_use.sql"))
            .bind(principal.as_str())
            .bind(at.as_microsecond())
            .bind(before.as_microsecond())
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn all(&self) -> Result<BTreeMap<String, Timestamp>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(include_str!("statements/token_uses.sql"))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        rows.into_iter().map(|(principal, at)| Ok((principal, time(at)?))).collect()
    }
}
