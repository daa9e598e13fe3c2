//! The index that decisions are searched by.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    str::FromStr,
};

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use signpost_application::ports::{
    StoreError,
    history::{HistoryEntry, Order, Stretch},
};
use signpost_domain::decision::{Decision, Position};
use signpost_projections::{
    runner::{ReadModel, TakeInError},
    search::{fold, touched},
};
use sqlx::{Sqlite, Transaction};

use super::{
    Database,
    batch::{find, insert, put},
    checkpoint, failed,
    history::entries,
    models::{Fold, alone},
    signed, unreadable, unsigned,
};
use crate::{search::Index, stored::between};

/// The index in `signpost.db`.
#[derive(Debug, Clone)]
pub struct SqliteSearch {
    database: Database,
}

impl SqliteSearch {
    /// Its name, for operators.
    pub const NAME: &str = "search";

    /// The index in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Index for SqliteSearch {
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
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        Ok(positions.into_iter().map(unsigned).collect())
    }

    async fn among(&self, terms: &[i64], positions: &[u64]) -> Result<BTreeSet<u64>, StoreError> {
        let positions: Vec<i64> = sqlx::query_scalar(include_str!("statements/search_among.sql"))
            .bind(serde_json::to_string(terms).map_err(unreadable)?)
            .bind(serde_json::to_string(positions).map_err(unreadable)?)
            .fetch_all(&self.database.readers)
            .await
            .map_err(failed)?;
        Ok(positions.into_iter().map(unsigned).collect())
    }

    async fn length(&self, term: i64, most: u32) -> Result<u32, StoreError> {
        let length: i64 = sqlx::query_scalar(include_str!("statements/search_length.sql"))
            .bind(term)
            .bind(i64::from(most))
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        Ok(u32::try_from(length).unwrap_or(most))
    }

    async fn beginning(&self, word: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(include_str!("statements/search_beginning.sql"))
            .bind(word)
            .bind(i64::from(limit))
            .fetch_all(&self.database.readers)
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
        let list: String = sqlx::query_scalar(include_str!("statements/history_at_positions.sql"))
            .bind(serde_json::to_string(positions).map_err(unreadable)?)
            .bind(from)
            .bind(until)
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        entries(&list)
    }
}

#[async_trait]
impl ReadModel<Decision> for SqliteSearch {
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
impl Fold for SqliteSearch {
    async fn fold(&self, transaction: &mut Transaction<'static, Sqlite>, decisions: &[Decision]) -> Result<(), TakeInError> {
        let (codes, proposals) = touched(decisions);
        let codes = known(transaction, include_str!("statements/search_codes_of.sql"), &codes).await?;
        let proposals = known(transaction, include_str!("statements/search_proposals_of.sql"), &proposals).await?;
        let additions = fold(codes, proposals, decisions);
        let marks: Vec<_> = additions.marks.iter().collect();
        let put_marks = include_str!("statements/put_search_marks.sql");
        insert(transaction, put_marks, &marks, |row, (term, position)| {
            row.bind(term).bind(signed(*position))
        })
        .await?;
        let words: Vec<_> = additions.words.iter().collect();
        put(transaction, include_str!("statements/put_search_words.sql"), &words).await?;
        let codes = rows(&additions.codes)?;
        let put_codes = include_str!("statements/put_search_codes.sql");
        insert(transaction, put_codes, &codes, |row, (code, known)| {
            row.bind(code).bind(known)
        })
        .await?;
        let proposals = rows(&additions.proposals)?;
        put(transaction, include_str!("statements/put_search_proposals.sql"), &proposals).await?;
        Ok(())
    }
}

fn rows<K: ToString, V: Serialize>(known: &BTreeMap<K, V>) -> Result<Vec<(String, String)>, StoreError> {
    let row = |(id, known): (&K, &V)| Ok((id.to_string(), serde_json::to_string(known).map_err(unreadable)?));
    known.iter().map(row).collect()
}

/// What is known of these.
async fn known<K, V>(
    transaction: &mut Transaction<'static, Sqlite>,
    statement: &'static str,
    keys: &[&str],
) -> Result<BTreeMap<K, V>, StoreError>
where
    K: FromStr<Err: Display> + Ord,
    V: DeserializeOwned,
{
    let mut known = BTreeMap::new();
    if !keys.is_empty() {
        for (id, record) in find(transaction, statement, keys).await? {
            known.insert(id.parse().map_err(unreadable)?, record);
        }
    }
    Ok(known)
}
