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
use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::{
    Database,
    batch::put,
    checkpoint, failed,
    models::{Fold, alone},
    signed, unreadable,
};

/// The proposals in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteProposals {
    database: Database,
}

impl SqliteProposals {
    /// Its name, for operators.
    pub const NAME: &str = "proposals";

    /// The proposals in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

fn record(row: &SqliteRow) -> Result<ProposalRecord, StoreError> {
    serde_json::from_str(row.get("record")).map_err(unreadable)
}

#[async_trait]
impl Proposals for SqliteProposals {
    async fn proposal(&self, id: &ProposalId) -> Result<Option<ProposalRecord>, StoreError> {
        let row = sqlx::query(include_str!("statements/proposal.sql"))
            .bind(id.as_str())
            .fetch_optional(&self.database.readers)
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
            .fetch_all(&self.database.readers)
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
impl ReadModel<Decision> for SqliteProposals {
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
impl Fold for SqliteProposals {
    async fn fold(&self, transaction: &mut Transaction<'static, Sqlite>, decisions: &[Decision]) -> Result<(), TakeInError> {
        let known = known(transaction, decisions).await?;
        let rows = fold::fold(known, decisions)?;
        let rows = rows.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
        put(transaction, include_str!("statements/put_proposals.sql"), &rows).await?;
        Ok(())
    }
}

/// The proposals that a batch touches, as far as they are there.
async fn known(
    transaction: &mut Transaction<'static, Sqlite>,
    decisions: &[Decision],
) -> Result<Vec<ProposalRecord>, StoreError> {
    let (proposals, things) = fold::touched(decisions);
    let proposals: Vec<&str> = proposals.into_iter().map(ProposalId::as_str).collect();
    let rows = sqlx::query(include_str!("statements/proposals_of.sql"))
        .bind(serde_json::to_string(&proposals).map_err(unreadable)?)
        .bind(serde_json::to_string(&things).map_err(unreadable)?)
        .fetch_all(&mut **transaction)
        .await
        .map_err(failed)?;
    rows.iter().map(record).collect()
}

/// What one row takes, in the order of the statement.
fn row(record: &ProposalRecord) -> Result<(&str, Position, &'static str, String, String, String), StoreError> {
    Ok((
        record.id.as_str(),
        record.position,
        record.standing.as_str(),
        record.about(),
        serde_json::to_string(&record.proposed.units).map_err(unreadable)?,
        serde_json::to_string(record).map_err(unreadable)?,
    ))
}
