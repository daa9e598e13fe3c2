//! The tree over the decision log, its checkpoints and keys.

use std::collections::BTreeSet;

use async_trait::async_trait;
use signpost_application::{
    ports::{
        StoreError,
        seals::{Seal, Seals},
    },
    record::DecisionRecord,
    seals::{
        SEALS,
        checkpoint::VerifierKey,
        tile::TilePlace,
        tree::{Growing, Tiles},
    },
};
use signpost_domain::decision::Position;
use signpost_projections::{
    runner::{ReadModel, TakeInError},
    seals::grow,
};
use sqlx::{PgExecutor, Row, postgres::PgRow};

use super::{Database, checkpoint, failed, signed, unreadable, unsigned};

/// The tables of seals in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresSeals {
    database: Database,
}

impl PostgresSeals {
    /// The tree's name, for operators.
    pub const NAME: &str = SEALS;

    /// The tables in an open database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

async fn load(executor: impl PgExecutor<'_>, places: &BTreeSet<TilePlace>) -> Result<Tiles, StoreError> {
    let (levels, indexes): (Vec<_>, Vec<_>) = places
        .iter()
        .map(|place| (i16::from(place.level), signed(place.index)))
        .unzip();
    let rows = sqlx::query(include_str!("statements/seal_tiles.sql"))
        .bind(levels)
        .bind(indexes)
        .fetch_all(executor)
        .await
        .map_err(failed)?;
    let tile = |row: PgRow| {
        let level = u8::try_from(row.get::<i16, _>("level")).map_err(unreadable)?;
        let index = unsigned(row.get("place"));
        Ok((TilePlace { level, index }, row.get("hashes")))
    };
    rows.into_iter().map(tile).collect()
}

fn seal(row: &PgRow) -> Seal {
    Seal {
        position: Position(unsigned(row.get("position"))),
        note: row.get("note"),
    }
}

#[async_trait]
impl Seals for PostgresSeals {
    async fn grown(&self) -> Result<Position, StoreError> {
        checkpoint::read(&self.database.pool, Self::NAME).await
    }

    async fn tiles(&self, places: &BTreeSet<TilePlace>) -> Result<Tiles, StoreError> {
        load(&self.database.pool, places).await
    }

    async fn latest(&self) -> Result<Option<Seal>, StoreError> {
        let row = sqlx::query(include_str!("statements/latest_seal.sql"))
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(row.as_ref().map(seal))
    }

    async fn read(&self, after: Position, limit: u32) -> Result<Vec<Seal>, StoreError> {
        let rows = sqlx::query(include_str!("statements/seals_after.sql"))
            .bind(signed(after.0))
            .bind(i64::from(limit))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(rows.iter().map(seal).collect())
    }

    async fn keep(&self, seal: &Seal) -> Result<(), StoreError> {
        sqlx::query(include_str!("statements/keep_seal.sql"))
            .bind(signed(seal.position.0))
            .bind(&seal.note)
            .execute(&self.database.pool)
            .await
            .map(drop)
            .map_err(failed)
    }

    async fn keys(&self) -> Result<Vec<VerifierKey>, StoreError> {
        let keys: Vec<String> = sqlx::query_scalar(include_str!("statements/seal_keys.sql"))
            .fetch_all(&self.database.pool)
            .await
            .map_err(failed)?;
        keys.iter().map(|key| key.parse().map_err(unreadable)).collect()
    }

    async fn change_key(&self, before: Option<&VerifierKey>, key: &VerifierKey) -> Result<bool, StoreError> {
        let done = sqlx::query(include_str!("statements/change_seal_key.sql"))
            .bind(key.as_str())
            .bind(before.map(VerifierKey::as_str))
            .execute(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }
}

#[async_trait]
impl ReadModel<DecisionRecord> for PostgresSeals {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn batch(&self) -> u32 {
        super::BATCH
    }

    async fn checkpoint(&self) -> Result<Position, StoreError> {
        self.grown().await
    }

    async fn take_in(&self, after: Position, records: &[DecisionRecord]) -> Result<(), TakeInError> {
        let Some(last) = records.last() else { return Ok(()) };
        let mut transaction = checkpoint::begin(&self.database.pool, Self::NAME, after).await?;
        let edge = load(&mut *transaction, &Growing::edge(after.0)).await?;
        let tree = grow(after, edge, records)?;
        for (place, hashes) in tree.changed() {
            sqlx::query(include_str!("statements/put_seal_tile.sql"))
                .bind(i16::from(place.level))
                .bind(signed(place.index))
                .bind(hashes)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        Ok(checkpoint::commit(transaction, Self::NAME, Position(last.position)).await?)
    }
}
