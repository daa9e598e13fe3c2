//! The upper levels of the stored tree: each hash in them is the root of 256 of the level below.

use tlog_tiles::Tile;

use crate::{
    ports::{StoreError, seals::Seals},
    seals::{
        Hash,
        tile::{FULL, HASH, HEIGHT, TilePlace},
    },
};

/// The levels above the leaves as the records make them, compared with those that are stored.
pub(super) struct Upper<'a> {
    seals: &'a dyn Seals,
    /// Of each level, the leaves first: the hashes of the tile at hand, and how many tiles were full before it.
    levels: Vec<(Vec<u8>, u64)>,
    /// Of each level above: the stored tile that was looked at last.
    stored: Vec<Option<(TilePlace, Vec<u8>)>>,
    /// The first record below a hash that is not as it is stored.
    pub(super) differs: Option<u64>,
}

impl<'a> Upper<'a> {
    pub(super) fn of(seals: &'a dyn Seals) -> Self {
        Self {
            seals,
            levels: Vec::new(),
            stored: Vec::new(),
            differs: None,
        }
    }

    /// Takes in the next leaf; where it fills a tile, the hash of that is compared, if `is_sealed` says that it must be there.
    pub(super) async fn push(&mut self, leaf: Hash, is_sealed: bool) -> Result<(), StoreError> {
        let (mut hash, mut records) = (leaf, 1);
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push((Vec::with_capacity(HASH << HEIGHT), 0));
            }
            let (hashes, full) = &mut self.levels[level];
            if level > 0 && is_sealed && self.differs.is_none() {
                let count = *full * FULL + (hashes.len() / HASH) as u64;
                if self.stored_hash(level, count).await? != Some(hash) {
                    self.differs = Some(count * records + 1);
                }
            }
            let (hashes, full) = &mut self.levels[level];
            hashes.extend(hash.0);
            if hashes.len() < HASH << HEIGHT {
                return Ok(());
            }
            hash = Tile::subtree_hash(hashes);
            hashes.clear();
            *full += 1;
            records *= FULL;
        }
        Ok(())
    }

    async fn stored_hash(&mut self, level: usize, count: u64) -> Result<Option<Hash>, StoreError> {
        let place = TilePlace {
            level: u8::try_from(level).unwrap_or(u8::MAX),
            index: count / FULL,
        };
        self.stored.resize(self.stored.len().max(level + 1), None);
        if self.stored[level].as_ref().is_none_or(|(known, _)| *known != place) {
            let mut tiles = self.seals.tiles(&[place].into()).await?;
            self.stored[level] = tiles.remove(&place).map(|hashes| (place, hashes));
        }
        let at = usize::try_from(count % FULL).unwrap_or(usize::MAX) * HASH;
        let hash = self.stored[level].as_ref().and_then(|(_, hashes)| hashes.get(at..at + HASH));
        Ok(hash.and_then(|hash| hash.try_into().ok()).map(Hash))
    }
}
