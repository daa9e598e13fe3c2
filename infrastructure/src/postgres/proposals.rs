//! Proposals, and what became of them.

use async_trait::async_trait;
use signpost_application::ports::{
    Page, Paging, StoreError,
    proposals::{ProposalFilter, ProposalRecord, ProposalStanding, Proposals, about},
};
use signpost_domain::{
    decision::{Decision, Position, Subject},
    identifier::{ProposalId, UnitName},
};
use signpost_projections::{
    proposals as fold,
    runner::{ReadModel, TakeInError},
};
use sqlx::{Postgres, Row, Transaction, postgres::PgRow};

use super::{Database, batch::texts, checkpoint, failed, json, signed, unreadable};

/// The proposals in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresProposals {
    database: Database,
}

impl PostgresProposals {
    /// Its name, for operators.
    pub const NAME: &str = "proposals";

    /// The proposals in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

fn record(row: &PgRow) -> Result<ProposalRecord, StoreError> {
    json(row, "record")
}

#[async_trait]
impl Proposals for PostgresProposals {
    async fn proposal(&self, id: &ProposalId) -> Result<Option<ProposalRecord>, StoreError> {
        let row = sqlx::query(include_str!("statements/proposal.sql"))
            .bind(id.as_str())
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        row.as_ref().map(record).transpose()
    }

    async fn proposals(&self, filter: &ProposalFilter, paging: &Paging) -> Result<Page<ProposalRecord>, StoreError> {
        let before: Option<Position> = paging.cursor.as_deref().map(str::parse).transpose().map_err(unreadable)?;
        let mut rows = sqlx::query(include_str!("statements/proposals.sql"))
            .bind(filter.standing.map(ProposalStanding::as_str))
            .bind(filter.unit.as_ref().map(UnitName::as_str))
            .bind(filter.code.clone().map(|code| about(&Subject::Code(code))))
            .bind(before.map(|before| signed(before.0)))
            .bind(i64::from(paging.limit) + 1)
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        let more = rows.len() > paging.limit as usize;
        rows.truncate(paging.limit as usize);
        let next = rows.last().filter(|_| more);
        Ok(Page {
            next: next.map(|row| row.get::<i64, _>("position").to_string()),
            items: rows.iter().map(record).collect::<Result<_, _>>()?,
        })
    }
}

#[async_trait]
impl ReadModel<Decision> for PostgresProposals {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn take_in(&self, after: Position, decisions: &[Decision]) -> Result<(), TakeInError> {
        let Some(last) = decisions.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, after).await?;
        let known = known(&mut transaction, decisions).await?;
        let rows = fold::fold(known, decisions)?;
        if !rows.is_empty() {
            put(&mut transaction, &rows).await?;
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

/// The proposals that a batch touches, as far as they are there.
async fn known(
    transaction: &mut Transaction<'static, Postgres>,
    decisions: &[Decision],
) -> Result<Vec<ProposalRecord>, StoreError> {
    let (proposals, things) = fold::touched(decisions);
    let rows = sqlx::query(include_str!("statements/proposals_of.sql"))
        .bind(proposals.into_iter().map(ProposalId::as_str).collect::<Vec<_>>())
        .bind(things.into_iter().collect::<Vec<_>>())
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    rows.iter().map(record).collect()
}

/// Writes rows, an array per column.
async fn put(transaction: &mut Transaction<'static, Postgres>, rows: &[ProposalRecord]) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/put_proposals.sql"))
        .bind(rows.iter().map(|record| record.id.as_str()).collect::<Vec<_>>())
        .bind(rows.iter().map(|record| signed(record.position.0)).collect::<Vec<_>>())
        .bind(rows.iter().map(|record| record.standing.as_str()).collect::<Vec<_>>())
        .bind(rows.iter().map(ProposalRecord::about).collect::<Vec<_>>())
        .bind(texts(rows.iter().map(|record| &record.proposed.units))?)
        .bind(texts(rows)?)
        .execute(&mut **transaction)
        .await
        .map_err(failed)?;
    Ok(())
}
