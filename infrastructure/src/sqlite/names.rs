//! Who is behind an opaque id.

use std::collections::BTreeMap;

use async_trait::async_trait;
use signpost_application::ports::{StoreError, names::Names};
use signpost_domain::identifier::PrincipalId;

use super::{Database, failed};

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

    async fn all(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(include_str!("statements/names.sql"))
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().collect())
    }
}
