//! Where the tree over the decision log and its signed checkpoints are kept.

use std::collections::BTreeSet;

use async_trait::async_trait;
use signpost_domain::decision::Position;

use super::StoreError;
use crate::seals::{
    checkpoint::{SealKey, VerifierKey},
    tile::TilePlace,
    tree::Tiles,
};

/// A signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The position of the last decision in it.
    pub position: Position,
    /// The checkpoint with its signatures.
    pub note: String,
}

/// The tree, its checkpoints and the keys they are signed with.
#[async_trait]
pub trait Seals: Send + Sync {
    /// The position of the last decision in the stored tree.
    async fn grown(&self) -> Result<Position, StoreError>;

    /// Those of these tiles that there are.
    async fn tiles(&self, places: &BTreeSet<TilePlace>) -> Result<Tiles, StoreError>;

    /// The last checkpoint.
    async fn latest(&self) -> Result<Option<Seal>, StoreError>;

    /// At most `limit` checkpoints after `after`, in order.
    async fn read(&self, after: Position, limit: u32) -> Result<Vec<Seal>, StoreError>;

    /// Keeps a checkpoint, for good. One of the same position may be there already; then that one stays.
    async fn keep(&self, seal: &Seal) -> Result<(), StoreError>;

    /// Every key that checkpoints were ever signed with, the present one last.
    async fn keys(&self) -> Result<Vec<VerifierKey>, StoreError>;

    /// Makes `key` the present one in the place of `before`, which must still be the present one; says whether it is.
    async fn change_key(&self, before: Option<&VerifierKey>, key: &VerifierKey) -> Result<bool, StoreError>;
}

/// The secret keys that this node holds.
pub trait SealKeys: Send + Sync {
    /// All of them; none where there is no file.
    fn load(&self) -> std::io::Result<Vec<SealKey>>;

    /// Keeps these and no others.
    fn keep(&self, keys: &[SealKey]) -> std::io::Result<()>;
}
