//! Tiles: the hashes of the tree in pieces of 256, as C2SP tlog-tiles has them.

use std::{fmt, str::FromStr};

use tlog_tiles::Tile;

/// Two to the power of this many hashes make a full tile.
pub const HEIGHT: u8 = 8;
/// Hashes in a full tile.
pub const FULL: u64 = 1 << HEIGHT;
/// Bytes of a hash.
pub const HASH: usize = 32;

/// A tile's place: level 0 holds the leaves, each tile of the next level the roots of 256 tiles below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePlace {
    /// From the leaves upwards.
    pub level: u8,
    /// From the first record on.
    pub index: u64,
}

impl TilePlace {
    /// The tile that has the hash at this index of `tlog_tiles`.
    pub(super) fn of_hash(index: u64) -> Self {
        let tile = Tile::from_index(HEIGHT, index);
        Self {
            level: tile.level(),
            index: tile.level_index(),
        }
    }

    /// How many hashes the tile has in a tree of `size` records.
    pub fn width(self, size: u64) -> u64 {
        let on_level = size.checked_shr(u32::from(HEIGHT) * u32::from(self.level)).unwrap_or(0);
        on_level.saturating_sub(self.index.saturating_mul(FULL)).min(FULL)
    }
}

/// A tile as it is asked for: its place, and how many of its hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TilePath {
    /// Its place.
    pub place: TilePlace,
    /// Hashes in it, 1 to 256.
    pub width: u64,
}

/// Why a text is not a [`TilePath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tile's path is LEVEL/INDEX or LEVEL/INDEX.p/WIDTH, with the index in groups of three digits, such as 0/x001/234.p/7")]
pub struct TilePathError;

impl FromStr for TilePath {
    type Err = TilePathError;

    // Not `Tile::from_path` of tlog_tiles 0.2: that has the height in it, which C2SP leaves out, and panics at a level of 64 and a
    // width of 0.
    fn from_str(text: &str) -> Result<Self, TilePathError> {
        let number = |text: &str| text.parse::<u64>().map_err(|_| TilePathError);
        let (level, rest) = text.split_once('/').ok_or(TilePathError)?;
        let level = level.parse().map_err(|_| TilePathError)?;
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, number(width)?),
            None => (rest, FULL),
        };
        let mut index = 0_u64;
        for group in groups.split('/') {
            let group = number(group.strip_prefix('x').unwrap_or(group))?;
            index = index
                .checked_mul(1_000)
                .and_then(|index| index.checked_add(group))
                .ok_or(TilePathError)?;
        }
        let place = TilePlace { level, index };
        let path = Self { place, width };
        // One tile has one path: no signs, no further zeros.
        let is_right = level < 64 && (1..=FULL).contains(&width) && path.to_string() == text;
        is_right.then_some(path).ok_or(TilePathError)
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.place.index;
        let mut groups = format!("{:03}", rest % 1_000);
        while rest >= 1_000 {
            rest /= 1_000;
            groups = format!("x{:03}/{groups}", rest % 1_000);
        }
        write!(f, "{}/{groups}", self.place.level)?;
        if self.width < FULL {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}
