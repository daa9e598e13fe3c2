//! The tree: growing it, and proofs that it has grown as it should.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use tlog_tiles::{Error, Hash, HashReader, Tile, check_record, check_tree, prove_record, prove_tree, tree_hash};

use super::tile::{FULL, HASH, HEIGHT, TilePlace};

/// Tiles, each with the hashes it has so far.
pub type Tiles = BTreeMap<TilePlace, Vec<u8>>;

/// Hashes in a proof at most: a tree cannot be higher.
const LONGEST_PROOF: usize = 64;

/// Why there is no answer from the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Nothing like that is in a tree of that size.
    #[error("there is no such place in the tree")]
    OutOfBounds,
    /// A tile is missing or too short.
    #[error("the tiles of the tree are not complete")]
    MissingTile,
    /// The proof does not lead to the roots.
    #[error("the proof does not hold")]
    Disproved,
}

/// What can be asked of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Its root when it had `size` records: one hash.
    Root {
        /// Records in it.
        size: u64,
    },
    /// Proof that the record at `index` (from 0) is in the tree of `size` records (RFC 6962, section 2.1.1).
    Inclusion {
        /// Records in it.
        size: u64,
        /// Which record.
        index: u64,
    },
    /// Proof that the tree of `from` records became that of `to` by appending alone (RFC 6962, section 2.1.2).
    Consistency {
        /// Records before.
        from: u64,
        /// Records after.
        to: u64,
    },
}

impl Question {
    fn ask(self, reader: &impl HashReader) -> Result<Vec<Hash>, Error> {
        match self {
            Self::Root { size } => tree_hash(size, reader).map(|root| vec![root]),
            Self::Inclusion { size, index } => prove_record(size, index, reader),
            Self::Consistency { from, to } => prove_tree(to, from, reader),
        }
    }

    /// The tiles that the answer is made of: a handful, however large the tree.
    pub fn tiles(self) -> BTreeSet<TilePlace> {
        let asked = Asked::default();
        // Fails, since it is given nothing; all that it wants it wants at once.
        let _ = self.ask(&asked);
        asked.0.into_inner().into_iter().map(TilePlace::of_hash).collect()
    }

    /// The answer, from these tiles.
    pub fn answer(self, tiles: &Tiles) -> Result<Vec<Hash>, TreeError> {
        self.ask(&Given(tiles)).map_err(|error| match error {
            Error::InvalidInput(_) => TreeError::OutOfBounds,
            _ => TreeError::MissingTile,
        })
    }
}

/// Remembers which hashes were wanted.
#[derive(Default)]
struct Asked(RefCell<Vec<u64>>);

impl HashReader for Asked {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        self.0.borrow_mut().extend(indexes);
        Err(Error::IndexesNotInTree)
    }
}

struct Given<'a>(&'a Tiles);

impl HashReader for Given<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        indexes
            .iter()
            .map(|index| {
                let hashes = self.0.get(&TilePlace::of_hash(*index)).ok_or(Error::InvalidTile)?;
                Tile::from_index(HEIGHT, *index).hash_at_index(hashes, *index)
            })
            .collect()
    }
}

/// A tree that grows. It needs its right edge alone, and gives the tiles that changed.
#[derive(Debug, Clone, Default)]
pub struct Growing {
    size: u64,
    tiles: Tiles,
    changed: BTreeSet<TilePlace>,
}

impl Growing {
    /// The tiles that a tree of `size` records goes on from.
    pub fn edge(size: u64) -> BTreeSet<TilePlace> {
        Question::Root { size }.tiles()
    }

    /// Goes on from `size` records, with the tiles of the [`edge`](Self::edge).
    pub fn from(size: u64, mut tiles: Tiles) -> Result<Self, TreeError> {
        for (place, hashes) in &mut tiles {
            // What was appended beyond, and taken back, is not of this tree.
            let width = usize::try_from(place.width(size)).unwrap_or(usize::MAX).saturating_mul(HASH);
            if hashes.len() < width {
                return Err(TreeError::MissingTile);
            }
            hashes.truncate(width);
        }
        let is_whole = Self::edge(size).iter().all(|place| tiles.contains_key(place));
        let changed = BTreeSet::new();
        is_whole
            .then_some(Self { size, tiles, changed })
            .ok_or(TreeError::MissingTile)
    }

    /// Appends a record by its leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        let (mut hash, mut count) = (leaf, self.size);
        self.size += 1;
        for level in 0.. {
            let place = TilePlace {
                level,
                index: count / FULL,
            };
            let hashes = self.tiles.entry(place).or_default();
            hashes.extend(hash.0);
            self.changed.insert(place);
            if hashes.len() < HASH << HEIGHT {
                return;
            }
            hash = Tile::subtree_hash(hashes);
            count /= FULL;
        }
    }

    /// Records in it.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its root.
    pub fn root(&self) -> Result<Hash, TreeError> {
        let root = Question::Root { size: self.size }.answer(&self.tiles)?;
        root.first().copied().ok_or(TreeError::MissingTile)
    }

    /// The tiles that are not as they were, with all their hashes.
    pub fn changed(&self) -> impl Iterator<Item = (TilePlace, &[u8])> {
        self.changed
            .iter()
            .filter_map(|place| self.tiles.get(place).map(|hashes| (*place, hashes.as_slice())))
    }
}

/// Whether the record with this leaf hash is at `index` (from 0) of the tree.
pub fn check_inclusion(proof: &[Hash], size: u64, root: Hash, index: u64, leaf: Hash) -> Result<(), TreeError> {
    checked(proof, |proof| check_record(proof, size, root, index, leaf))
}

/// Whether the tree of `from` records with `old` as its root became that of `to` records by appending alone.
pub fn check_consistency(proof: &[Hash], from: (u64, Hash), to: (u64, Hash)) -> Result<(), TreeError> {
    checked(proof, |proof| check_tree(proof, to.0, to.1, from.0, from.1))
}

fn checked(proof: &[Hash], check: impl FnOnce(&Vec<Hash>) -> Result<(), Error>) -> Result<(), TreeError> {
    if proof.len() > LONGEST_PROOF {
        return Err(TreeError::Disproved);
    }
    check(&proof.to_vec()).map_err(|error| match error {
        Error::InvalidInput(_) => TreeError::OutOfBounds,
        _ => TreeError::Disproved,
    })
}
