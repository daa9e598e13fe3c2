//! The root of a tree of which nothing else is needed, in constant memory.

use tlog_tiles::{EMPTY_HASH, Hash, node_hash};

/// A tree that only grows and only ever gives its root.
#[derive(Debug, Clone, Default)]
pub struct Running {
    size: u64,
    /// The roots of the full trees that it consists of, the largest first.
    full: Vec<Hash>,
}

impl Running {
    /// Appends a record by its leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        // Two full trees of one size become one, as ones are carried in binary.
        let carried = self.size.trailing_ones() as usize;
        let rest = self.full.split_off(self.full.len().saturating_sub(carried));
        self.full
            .push(rest.into_iter().rev().fold(leaf, |right, left| node_hash(left, right)));
        self.size += 1;
    }

    /// Records in it.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its root.
    pub fn root(&self) -> Hash {
        let full = self.full.iter().rev().copied();
        full.reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY_HASH)
    }

    /// Its root in hexadecimal digits, as it stands in decisions.
    pub fn root_in_hex(&self) -> String {
        let hex = |digits: u8| char::from_digit(digits.into(), 16).unwrap_or_default();
        self.root()
            .0
            .iter()
            .flat_map(|byte| [hex(byte >> 4), hex(byte & 15)])
            .collect()
    }
}
