//! The index that decisions are searched by.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    str::FromStr,
};

use async_trait::async_trait;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use signpost_application::ports::{
    StoreError,
    history::{HistoryEntry, Order, Stretch},
};
use signpost_domain::{
    decision::{Decision, Position},
    identifier::{CodeId, ProposalId},
};
use signpost_projections::{
    runner::{ReadModel, TakeInError},
    search::{fold, touched},
};
use sqlx::{Postgres, Transaction};

use super::{
    Database,
    batch::{find, texts},
    checkpoint,
    copy::Copy,
    failed,
    history::entry,
    signed, unreadable, unsigned,
};
use crate::{search::Index, stored::between};

/// The index in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresSearch {
    database: Database,
}

impl PostgresSearch {
    /// Its name, for operators.
    pub const NAME: &str = "search";

    /// The index in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Index for PostgresSearch {
    async fn list(&self, term: i64, stretch: Stretch, order: Order, limit: u32) -> Result<Vec<u64>, StoreError> {
        let statement = match order {
            Order::Oldest => include_str!("statements/search_list_oldest.sql"),
            Order::Newest => include_str!("statements/search_list_newest.sql"),
        };
        let positions: Vec<i64> = sqlx::query_scalar(statement)
            .bind(term)
            .bind(signed(stretch.first.0))
            .bind(signed(stretch.last.0))
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(positions.into_iter().map(unsigned).collect())
    }

    async fn among(&self, terms: &[i64], positions: &[u64]) -> Result<BTreeSet<u64>, StoreError> {
        let positions: Vec<i64> = sqlx::query_scalar(include_str!("statements/search_among.sql"))
            .bind(terms)
            .bind(positions.iter().copied().map(signed).collect::<Vec<_>>())
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(positions.into_iter().map(unsigned).collect())
    }

    async fn length(&self, term: i64, most: u32) -> Result<u32, StoreError> {
        let length: i64 = sqlx::query_scalar(include_str!("statements/search_length.sql"))
            .bind(term)
            .bind(i64::from(most))
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(u32::try_from(length).unwrap_or(most))
    }

    async fn beginning(&self, word: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(include_str!("statements/search_beginning.sql"))
            .bind(word)
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)
    }

    async fn entries(
        &self,
        positions: &[u64],
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        let (from, until) = between(from, until);
        let rows = sqlx::query(include_str!("statements/history_at_positions.sql"))
            .bind(positions.iter().copied().map(signed).collect::<Vec<_>>())
            .bind(from)
            .bind(until)
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        rows.iter().map(entry).collect()
    }
}

#[async_trait]
impl ReadModel<Decision> for PostgresSearch {
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
        let (codes, proposals) = touched(decisions);
        let codes = known(&mut transaction, include_str!("statements/search_codes_of.sql"), &codes).await?;
        let proposals = known(
            &mut transaction,
            include_str!("statements/search_proposals_of.sql"),
            &proposals,
        )
        .await?;
        let additions = fold(codes, proposals, decisions);
        let mut copy = Copy::begin(&mut transaction, include_str!("statements/copy_search_marks.sql"), 2).await?;
        for (term, position) in &additions.marks {
            copy.row().await?.bigint(*term).bigint(signed(*position));
        }
        copy.end().await?;
        let words: Vec<String> = additions.words.into_iter().collect();
        let ids: Vec<&str> = additions.codes.keys().map(CodeId::as_str).collect();
        let known = texts(additions.codes.values())?;
        let proposals: Vec<&str> = additions.proposals.keys().map(ProposalId::as_str).collect();
        let about = texts(additions.proposals.values())?;
        for put in [
            sqlx::query(include_str!("statements/put_search_words.sql")).bind(words),
            sqlx::query(include_str!("statements/put_search_codes.sql"))
                .bind(ids)
                .bind(known),
            sqlx::query(include_str!("statements/put_search_proposals.sql"))
                .bind(proposals)
                .bind(about),
        ] {
            put.execute(&mut *transaction).await.map_err(failed)?;
        }
        Ok(checkpoint::commit(transaction, Self::NAME, last.position).await?)
    }
}

/// What is known of these.
async fn known<K, V>(
    transaction: &mut Transaction<'static, Postgres>,
    statement: &'static str,
    keys: &[&str],
) -> Result<BTreeMap<K, V>, StoreError>
where
    K: FromStr<Err: Display> + Ord,
    V: DeserializeOwned + Send + Unpin + 'static,
{
    let mut known = BTreeMap::new();
    if !keys.is_empty() {
        for (id, record) in find(transaction, statement, keys).await? {
            known.insert(id.parse().map_err(unreadable)?, record);
        }
    }
    Ok(known)
}
