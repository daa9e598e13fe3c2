//! The day's key, agreed on with the other nodes.

use async_trait::async_trait;
use signpost_application::ports::StoreError;

use super::{Database, failed, unreadable};
use crate::identity::day_key::{Agreement, Day, Key};

/// The keys in the schema `ephemeral`.
#[derive(Debug, Clone)]
pub struct PostgresDayKeys {
    database: Database,
}

impl PostgresDayKeys {
    /// The keys in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Agreement for PostgresDayKeys {
    async fn agree(&self, day: Day, proposal: Key) -> Result<Key, StoreError> {
        // Of two at once the second waits for the first, and then reads what that one wrote.
        sqlx::query(include_str!("statements/agree_day_key.sql"))
            .bind(day)
            .bind(proposal.as_slice())
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        let key: Vec<u8> = sqlx::query_scalar(include_str!("statements/day_key.sql"))
            .bind(day)
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        key.try_into().map_err(|_| unreadable("a day key that is not 16 bytes long"))
    }

    async fn forget_before(&self, day: Day) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/forget_day_keys.sql"))
            .bind(day)
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(())
    }
}
