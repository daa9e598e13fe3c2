//! Access rows: who holds which token and may do what.

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_application::ports::{
    StoreError,
    people::{People, TokenRecord},
};
use signpost_domain::decision::{Decision, DecisionEvent, Position};
use signpost_projections::{
    access::{AccessRow, fold},
    runner::{ReadModel, TakeInError},
};
use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::{
    Database, checkpoint, failed,
    models::{Fold, alone},
    time, unreadable, unsigned,
};

/// The access rows in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteAccess {
    database: Database,
}

impl SqliteAccess {
    /// Its name, for operators.
    pub const NAME: &str = "access";

    /// The rows in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// All rows and the position that they are true for, read in one transaction.
    pub async fn load(&self) -> Result<(Position, Vec<AccessRow>), StoreError> {
        let mut transaction = self.database.readers.begin().await.map_err(failed)?;
        let position: Option<i64> = sqlx::query_scalar(include_str!("statements/checkpoint.sql"))
            .bind(Self::NAME)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let rows = sqlx::query(include_str!("statements/access.sql"))
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        let rows = rows.iter().map(read).collect::<Result<_, _>>()?;
        Ok((Position(unsigned(position.unwrap_or(0))), rows))
    }
}

fn read(row: &SqliteRow) -> Result<AccessRow, StoreError> {
    Ok(AccessRow {
        principal: row.get::<String, _>("principal").try_into().map_err(unreadable)?,
        access: serde_json::from_str(row.get("access")).map_err(unreadable)?,
        issued_at: time(row.get("issued_at"))?,
        revoked_at: row.get::<Option<i64>, _>("revoked_at").map(time).transpose()?,
    })
}

#[async_trait]
impl People for SqliteAccess {
    async fn tokens(&self) -> Result<Vec<TokenRecord>, StoreError> {
        let (_, rows) = self.load().await?;
        Ok(rows.into_iter().map(TokenRecord::from).collect())
    }
}

#[async_trait]
impl ReadModel<Decision> for SqliteAccess {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.readers, Self::NAME).await
    }

    async fn take_in(&self, after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        alone(&self.database, self, after, decisions).await
    }
}

#[async_trait]
impl Fold for SqliteAccess {
    async fn fold(&self, transaction: &mut Transaction<'static, Sqlite>, decisions: &[Decision]) -> Result<(), TakeInError> {
        for decision in decisions {
            let DecisionEvent::Access(principal, event) = &decision.event else {
                continue;
            };
            let found = sqlx::query(include_str!("statements/access_of.sql"))
                .bind(principal.as_str())
                .fetch_optional(&mut **transaction)
                .await
                .map_err(failed)?;
            let mut row = found.as_ref().map(read).transpose()?;
            fold(&mut row, principal, event, decision.circumstances.at);
            if let Some(row) = row {
                sqlx::query(include_str!("statements/put_access.sql"))
                    .bind(row.principal.as_str())
                    .bind(serde_json::to_string(&row.access).map_err(unreadable)?)
                    .bind(row.issued_at.as_microsecond())
                    .bind(row.revoked_at.map(Timestamp::as_microsecond))
                    .execute(&mut **transaction)
                    .await
                    .map_err(failed)?;
            }
        }
        Ok(())
    }
}
