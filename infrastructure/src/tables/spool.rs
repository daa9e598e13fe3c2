//! Decisions that wait in a temporary file until all of them are known.
//!
//! ```text
//! decision = version:u64 kind id name schema payload      all numbers are little-endian
//! text     = length:u32 bytes                             of each of the five
//! ```

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::Path,
};

use signpost_application::ports::{
    StoreError,
    decision_log::{Draft, Drafts},
    tables::Spool,
};

/// A temporary file, which goes with it.
pub(super) struct FileSpool {
    file: BufWriter<File>,
    drafts: u64,
}

impl FileSpool {
    /// A file in a folder that nobody else sees.
    pub(super) fn in_folder(folder: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 20, tempfile::tempfile_in(folder)?);
        Ok(Self { file, drafts: 0 })
    }

    fn write(&mut self, draft: &Draft) -> io::Result<()> {
        let Draft {
            kind,
            id,
            version,
            name,
            schema,
            payload,
        } = draft;
        self.file.write_all(&version.to_le_bytes())?;
        for text in [kind, id, name, schema, payload] {
            let length = u32::try_from(text.len()).map_err(io::Error::other)?;
            self.file.write_all(&length.to_le_bytes())?;
            self.file.write_all(text.as_bytes())?;
        }
        self.drafts += 1;
        Ok(())
    }
}

impl Spool for FileSpool {
    fn lay_aside(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.write(draft).map_err(|error| failed(&error))
    }

    fn take_up(&mut self) -> Result<Box<Drafts<'_>>, StoreError> {
        self.file.flush().map_err(|error| failed(&error))?;
        let file = self.file.get_mut();
        file.rewind().map_err(|error| failed(&error))?;
        let mut file = BufReader::with_capacity(1 << 20, file);
        Ok(Box::new(
            (0..self.drafts).map(move |_| read(&mut file).map_err(|error| failed(&error))),
        ))
    }
}

fn read(file: &mut impl Read) -> io::Result<Draft> {
    let mut version = [0; 8];
    file.read_exact(&mut version)?;
    let mut text = || {
        let mut length = [0; 4];
        file.read_exact(&mut length)?;
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    };
    Ok(Draft {
        version: u64::from_le_bytes(version),
        kind: text()?,
        id: text()?,
        name: text()?,
        schema: text()?,
        payload: text()?,
    })
}

fn failed(error: &io::Error) -> StoreError {
    StoreError::Failed(format!("the temporary file for decisions that wait: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_laid_aside_is_taken_up_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = FileSpool::in_folder(folder.path()).unwrap();
        let draft = |version: u64| Draft {
            kind: "code".into(),
            id: format!("A-{version}"),
            version,
            name: "Minted".into(),
            schema: String::new(),
            payload: format!("{{\"label\":\"é{version}\"}}"),
        };
        for version in 0..1_000 {
            spool.lay_aside(&draft(version)).unwrap();
        }
        let taken: Vec<Draft> = spool.take_up().unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(taken, (0..1_000).map(draft).collect::<Vec<_>>());
    }
}
