//! Seals: a Merkle tree over the decision log (RFC 6962) and signed checkpoints of it, by which anybody can tell later that no
//! record was changed, removed, inserted or moved. Formats are those of C2SP: tlog-tiles, tlog-checkpoint and signed-note.
//!
//! Nothing here knows a store: [`tree`] says which tiles it needs, whoever has them brings them. `docs/audit.md` specifies all of it
//! for other programs.

pub mod checkpoint;
pub mod hours;
pub mod running;
pub mod tile;
pub mod tree;
pub mod verify;

pub use tlog_tiles::Hash;

/// The read model that has the tree.
pub const SEALS: &str = "seals";

/// The name of the log that is published at this URL, as C2SP would have it: without the scheme.
pub fn origin(public_url: &str) -> String {
    let place = public_url.split_once("://").map_or(public_url, |(_, place)| place);
    format!("{place}/tlog")
}

/// The hash of a record in the tree, from its encoding: SHA-256 of a zero byte and the encoding.
pub fn leaf(encoding: &[u8]) -> Hash {
    tlog_tiles::record_hash(encoding)
}

#[cfg(test)]
mod tests;
