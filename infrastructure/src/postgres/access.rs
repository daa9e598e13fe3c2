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
use sqlx::{Row, postgres::PgRow, types::Json};

use super::{Database, checkpoint, failed, json, time, unreadable, unsigned};

/// The access rows in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresAccess {
    database: Database,
}

impl PostgresAccess {
    /// Its name, for operators.
    pub const NAME: &str = "access";

    /// The rows in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// All rows and the position that they are true for, read in one transaction.
    pub async fn load(&self) -> Result<(Position, Vec<AccessRow>), StoreError> {
        let mut transaction = self.database.snapshot().await?;
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

fn read(row: &PgRow) -> Result<AccessRow, StoreError> {
    Ok(AccessRow {
        principal: row.get::<String, _>("principal").try_into().map_err(unreadable)?,
        access: json(row, "access")?,
        issued_at: time(row.get("issued_at"))?,
        revoked_at: row.get::<Option<i64>, _>("revoked_at").map(time).transpose()?,
    })
}

#[async_trait]
impl People for PostgresAccess {
    async fn tokens(&self) -> Result<Vec<TokenRecord>, StoreError> {
        let (_, rows) = self.load().await?;
        Ok(rows.into_iter().map(TokenRecord::from).collect())
    }
}

#[async_trait]
impl ReadModel<Decision> for PostgresAccess {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn batch(&self) -> u32 {
        super::BATCH
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn take_in(&self, after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, after).await?;
        for decision in decisions {
            let DecisionEvent::Access(principal, event) = &decision.event else {
                continue;
            };
            let found = sqlx::query(include_str!("statements/access_of.sql"))
                .bind(principal.as_str())
                .fetch_optional(&mut *transaction)
                .await
                .map_err(failed)?;
            let mut row = found.as_ref().map(read).transpose()?;
            fold(&mut row, principal, event, decision.circumstances.at);
            if let Some(row) = row {
                sqlx::query(include_str!("statements/put_access.sql"))
                    .bind(row.principal.as_str())
                    .bind(Json(&row.access))
                    .bind(row.issued_at.as_microsecond())
                    .bind(row.revoked_at.map(Timestamp::as_microsecond))
                    .execute(&mut *transaction)
                    .await
                    .map_err(failed)?;
            }
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}
