//! What lies beside an exported log: nothing. Whoever verifies one brings key and checkpoint along.

use std::collections::BTreeSet;

use async_trait::async_trait;
use signpost_application::{
    ports::{
        StoreError,
        seals::{Seal, Seals},
    },
    seals::{checkpoint::VerifierKey, tile::TilePlace, tree::Tiles},
};
use signpost_domain::decision::Position;

/// No tree, no checkpoints, no keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSeals;

fn only_read<T>() -> Result<T, StoreError> {
    Err(StoreError::Failed("an exported log is only read".into()))
}

#[async_trait]
impl Seals for NoSeals {
    async fn grown(&self) -> Result<Position, StoreError> {
        Ok(Position::START)
    }

    async fn tiles(&self, _places: &BTreeSet<TilePlace>) -> Result<Tiles, StoreError> {
        Ok(Tiles::new())
    }

    async fn latest(&self) -> Result<Option<Seal>, StoreError> {
        Ok(None)
    }

    async fn read(&self, _after: Position, _limit: u32) -> Result<Vec<Seal>, StoreError> {
        Ok(vec![])
    }

    async fn keep(&self, _seal: &Seal) -> Result<(), StoreError> {
        only_read()
    }

    async fn keys(&self) -> Result<Vec<VerifierKey>, StoreError> {
        Ok(vec![])
    }

    async fn change_key(&self, _before: Option<&VerifierKey>, _key: &VerifierKey) -> Result<bool, StoreError> {
        only_read()
    }
}
