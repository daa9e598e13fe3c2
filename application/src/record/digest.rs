//! One hash that stands for every entry of a log, in its order: the root of its Merkle tree (RFC 6962, section 2.1).

use tlog_tiles::{EMPTY_HASH, Hash, node_hash};

/// A tree that grows, of which nothing is kept but what its root needs; [`seals`](crate::seals) keep the rest, too.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// How many entries it has.
    size: u64,
    /// The roots of the full trees that it consists of, the largest first.
    full: Vec<Hash>,
}

impl Digest {
    /// Adds the next entry by its hash, see [`leaf`](crate::seals::leaf).
    pub fn push(&mut self, leaf: Hash) {
        // Two full trees of one size become one, as ones are carried in binary.
        let carried = self.size.trailing_ones() as usize;
        let rest = self.full.split_off(self.full.len() - carried);
        self.full
            .push(rest.into_iter().rev().fold(leaf, |right, left| node_hash(left, right)));
        self.size += 1;
    }

    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its root.
    pub fn root(&self) -> Hash {
        let full = self.full.iter().rev().copied();
        full.reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY_HASH)
    }
}
