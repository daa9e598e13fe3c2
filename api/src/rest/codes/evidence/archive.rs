//! A ZIP that is sent while it is made: nothing of it is whole in memory but the list of its files.

use std::{
    fmt::Write as _,
    io::{self, Write},
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use axum::body::Bytes;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::Sender;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions, write::StreamWriter};

/// Bytes that are sent at once, about.
const PART: usize = 1 << 16;
/// The name of the list of all files with their digests, as `sha256sum` reads it.
pub(super) const DIGESTS: &str = "SHA256SUMS";

/// Why an archive ends early.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    /// Whoever asked does not listen any more.
    #[error("the connection was closed")]
    Closed,
    /// It cannot be made.
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    /// It cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What was made and not sent yet.
#[derive(Clone, Default)]
struct Made(Arc<Mutex<Vec<u8>>>);

impl Made {
    fn take(&self, least: usize) -> Option<Bytes> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (made.len() >= least).then(|| Bytes::from(mem::take(&mut *made)))
    }
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive under way.
pub(super) struct Archive {
    zip: ZipWriter<StreamWriter<Made>>,
    made: Made,
    sender: Sender<io::Result<Bytes>>,
    options: SimpleFileOptions,
    /// The file at hand and what is in it so far.
    file: Option<(String, Sha256)>,
    digests: String,
}

impl Archive {
    /// Begins one whose files bear this time, and that is sent here.
    pub(super) fn begin(time: DateTime, sender: Sender<io::Result<Bytes>>) -> Self {
        let made = Made::default();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(time)
            // A file may have more than 4 GiB; how much is not known beforehand.
            .large_file(true);
        Self {
            zip: ZipWriter::new_stream(made.clone()),
            made,
            sender,
            options,
            file: None,
            digests: String::new(),
        }
    }

    /// Begins a file; the one before ends.
    pub(super) fn file(&mut self, name: &str) -> Result<(), ArchiveError> {
        self.end_file();
        self.zip.start_file(name, self.options)?;
        self.file = Some((name.to_owned(), Sha256::new()));
        Ok(())
    }

    /// Adds to the file at hand.
    pub(super) async fn write(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), ArchiveError> {
        if let Some((_, digest)) = &mut self.file {
            digest.update(bytes.as_ref());
        }
        self.zip.write_all(bytes.as_ref())?;
        self.send(PART).await
    }

    /// A whole file.
    pub(super) async fn whole(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), ArchiveError> {
        self.file(name)?;
        self.write(bytes).await
    }

    /// Ends it with the list of its files.
    pub(super) async fn end(mut self) -> Result<(), ArchiveError> {
        self.end_file();
        self.zip.start_file(DIGESTS, self.options)?;
        self.zip.write_all(self.digests.as_bytes())?;
        let Self { zip, made, sender, .. } = self;
        zip.finish()?;
        match made.take(1) {
            Some(rest) => sender.send(Ok(rest)).await.map_err(|_| ArchiveError::Closed),
            None => Ok(()),
        }
    }

    fn end_file(&mut self) {
        if let Some((name, digest)) = self.file.take() {
            for byte in digest.finalize() {
                let _ = write!(self.digests, "{byte:02x}");
            }
            let _ = writeln!(self.digests, "  {name}");
        }
    }

    async fn send(&mut self, least: usize) -> Result<(), ArchiveError> {
        match self.made.take(least) {
            Some(part) => self.sender.send(Ok(part)).await.map_err(|_| ArchiveError::Closed),
            None => Ok(()),
        }
    }
}
