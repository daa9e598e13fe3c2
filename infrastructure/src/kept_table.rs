//! The resolver's table on disk, so that a node that starts while its database is down still knows where codes lead.
//!
//! ```text
//! file  = "SGNTABL1" row* end                         all numbers are little-endian
//! row   = length:u32 json                             a code's configuration or an audience's condition; never empty
//! end   = 0:u32 position:u64 rows:u64 crc:u32         crc: CRC-32 (ISO-HDLC) of everything before it
//! ```
//!
//! It is written beside the old one and takes its place when it is whole, so there is always one that can be read. A store that can
//! be reached is asked instead: the file is only as new as the last time it was written.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use signpost_application::resolver::{Entry, EntryRef};
use signpost_domain::{
    code::Configuration,
    condition::Condition,
    decision::Position,
    identifier::{AudienceName, CodeId},
};

const MAGIC: &[u8; 8] = b"SGNTABL1";
/// Longest row accepted when reading; a damaged length must not make us ask for gigabytes.
const LONGEST_ROW: u32 = 64 << 20;

/// The file in a data folder.
#[derive(Debug, Clone)]
pub struct KeptTable {
    path: PathBuf,
}

/// Why the table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum KeptTableError {
    /// The file cannot be used.
    #[error("the table of codes kept in {path} cannot be read: {what}")]
    Unusable {
        /// The file.
        path: String,
        /// What is wrong.
        what: io::Error,
    },
    /// It is not what was written.
    #[error("the table of codes kept in {path} is damaged; it is written anew once the database can be reached")]
    Damaged {
        /// The file.
        path: String,
    },
}

#[derive(Serialize)]
enum Row<'a> {
    Code(&'a CodeId, &'a Configuration),
    Audience(&'a AudienceName, &'a Condition),
}

#[derive(Deserialize)]
enum Found {
    Code(CodeId, Configuration),
    Audience(AudienceName, Condition),
}

/// Counts what goes through towards the checksum.
struct Summed<T> {
    inner: T,
    crc: crc32fast::Hasher,
}

impl<W: Write> Summed<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crc.update(bytes);
        self.inner.write_all(bytes)
    }
}

impl<R: Read> Summed<R> {
    fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.inner.read_exact(bytes)?;
        self.crc.update(bytes);
        Ok(())
    }
}

impl KeptTable {
    /// The file in the data folder `folder`, whether it is there or not.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            path: folder.join("routing-table"),
        }
    }

    /// Whether a table was ever kept.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// Replaces the table by the entries that `walk` shows, which says in the end which position they are true for.
    pub fn write(
        &self,
        walk: impl FnOnce(&mut dyn FnMut(EntryRef<'_>) -> io::Result<()>) -> io::Result<Position>,
    ) -> io::Result<Position> {
        let beside = self.path.with_extension("new");
        let mut file = Summed {
            inner: BufWriter::new(File::create(&beside)?),
            crc: crc32fast::Hasher::new(),
        };
        file.put(MAGIC)?;
        let mut rows = 0_u64;
        let mut json = Vec::new();
        let position = walk(&mut |entry| {
            let row = match entry {
                EntryRef::Code(id, configuration) => Row::Code(id, configuration),
                EntryRef::Audience(name, condition) => Row::Audience(name, condition),
            };
            json.clear();
            serde_json::to_writer(&mut json, &row)?;
            let length = u32::try_from(json.len()).map_err(io::Error::other)?;
            file.put(&length.to_le_bytes())?;
            file.put(&json)?;
            rows += 1;
            Ok(())
        })?;
        file.put(&[0; 4])?;
        file.put(&position.0.to_le_bytes())?;
        file.put(&rows.to_le_bytes())?;
        let crc = file.crc.clone().finalize();
        file.inner.write_all(&crc.to_le_bytes())?;
        let written = file.inner.into_inner().map_err(io::IntoInnerError::into_error)?;
        written.sync_all()?;
        fs::rename(&beside, &self.path)?;
        if let Some(folder) = self.path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(position)
    }

    /// Reads it: the entries and the position they are true for.
    pub fn read(&self) -> Result<(Position, Vec<Entry>), KeptTableError> {
        let path = || self.path.display().to_string();
        let file = File::open(&self.path).map_err(|what| KeptTableError::Unusable { path: path(), what })?;
        match rows(BufReader::new(file)) {
            Ok(Some(table)) => Ok(table),
            Ok(None) => Err(KeptTableError::Damaged { path: path() }),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(KeptTableError::Damaged { path: path() }),
            Err(what) => Err(KeptTableError::Unusable { path: path(), what }),
        }
    }
}

/// `None` when the bytes are not what was written.
fn rows(file: impl Read) -> io::Result<Option<(Position, Vec<Entry>)>> {
    let mut file = Summed {
        inner: file,
        crc: crc32fast::Hasher::new(),
    };
    if file.take::<8>()? != *MAGIC {
        return Ok(None);
    }
    let (mut entries, mut json) = (Vec::new(), Vec::new());
    loop {
        let length = u32::from_le_bytes(file.take()?);
        if length == 0 {
            break;
        }
        if length > LONGEST_ROW {
            return Ok(None);
        }
        json.resize(length as usize, 0);
        file.fill(&mut json)?;
        let Ok(row) = serde_json::from_slice(&json) else {
            return Ok(None);
        };
        entries.push(match row {
            Found::Code(id, configuration) => Entry::Code(id, configuration),
            Found::Audience(name, condition) => Entry::Audience(name, condition),
        });
    }
    let position = Position(u64::from_le_bytes(file.take()?));
    let count = u64::from_le_bytes(file.take()?);
    let crc = file.crc.clone().finalize();
    let is_whole = count == entries.len() as u64 && u32::from_le_bytes(file.take()?) == crc;
    Ok(is_whole.then_some((position, entries)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use signpost_domain::target::Target;

    use super::*;

    fn entries(codes: usize) -> Vec<Entry> {
        let code = |n: usize| {
            let configuration = Configuration {
                target: Some(Target::Redirect {
                    url: format!("https://example.org/{n}").parse().unwrap(),
                    forward_query: n.is_multiple_of(2),
                }),
                ..Configuration::default()
            };
            Entry::Code(format!("BENCH-{n}").parse().unwrap(), configuration)
        };
        let audience = Entry::Audience("staff".parse().unwrap(), Condition::SignedIn(true.into()));
        (0..codes).map(code).chain([audience]).collect()
    }

    fn write(table: &KeptTable, position: Position, entries: &[Entry]) -> io::Result<Position> {
        table.write(|show| {
            for entry in entries {
                show(match entry {
                    Entry::Code(id, configuration) => EntryRef::Code(id, configuration),
                    Entry::Audience(name, condition) => EntryRef::Audience(name, condition),
                })?;
            }
            Ok(position)
        })
    }

    #[test]
    fn what_was_kept_is_read_back_and_a_failed_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let table = KeptTable::in_folder(folder.path());
        assert!(!table.exists());
        write(&table, Position(7), &entries(100)).unwrap();
        assert_eq!(table.read().unwrap(), (Position(7), entries(100)));
        let failed = table.write(|_| Err(io::Error::other("the disk is full")));
        assert!(failed.is_err());
        assert_eq!(table.read().unwrap().0, Position(7));
        write(&table, Position(8), &[]).unwrap();
        assert_eq!(table.read().unwrap(), (Position(8), vec![]));
    }

    proptest! {
        #[test]
        fn a_table_that_was_changed_or_cut_off_is_never_believed(cut: prop::sample::Index, flip: prop::sample::Index) {
            let folder = tempfile::tempdir().unwrap();
            let table = KeptTable::in_folder(folder.path());
            write(&table, Position(7), &entries(3)).unwrap();
            let whole = fs::read(&table.path).unwrap();
            fs::write(&table.path, &whole[..cut.index(whole.len())]).unwrap();
            prop_assert!(table.read().is_err());
            let mut flipped = whole.clone();
            flipped[flip.index(whole.len())] ^= 1;
            fs::write(&table.path, flipped).unwrap();
            prop_assert!(table.read().is_err());
        }
    }
}
