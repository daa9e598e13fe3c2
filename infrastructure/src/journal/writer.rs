//! The thread that writes, and the door through which scans come to it.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use signpost_application::ports::{
    journal::{Receipt, Recorded, Recorder},
    surroundings::Entropy,
};
use signpost_domain::scan::{NodeId, Scan};
use tokio::sync::{oneshot, watch};

use super::{
    format,
    segments::{self, JournalError, SEGMENT, Segment},
};

/// Scans written in one batch, at most.
const LARGEST_BATCH: usize = 4_096;
/// How often the loss of scans is told, at most.
const TELL_EVERY: Duration = Duration::from_mins(1);

/// How the journal works.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Whether a batch is synced to the disk before anybody is answered: then a scan survives the loss of power, and not
    /// only the death of the process.
    pub sync: bool,
    /// Scans that may wait to be written; what comes beyond that is dropped and counted. Bounds the memory.
    pub longest_queue: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sync: false,
            longest_queue: 100_000,
        }
    }
}

/// What the journal counted since the start.
#[derive(Debug, Default)]
pub struct Statistics {
    /// Scans written.
    pub written: AtomicU64,
    /// Batches written; `written / batches` is how well the group commit works.
    pub batches: AtomicU64,
    /// Scans that could not be written.
    pub dropped: AtomicU64,
    /// The offset after the last scan known to be in the scan log.
    pub forwarded: AtomicU64,
}

/// A scan that waits, and who waits for it.
type Waiting = (Scan, oneshot::Sender<Recorded>);

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    closed: bool,
}

struct Shared {
    queue: Mutex<Queue>,
    arrived: Condvar,
    longest_queue: usize,
    statistics: Statistics,
}

/// The journal of this node, open for writing.
pub struct Journal {
    node: NodeId,
    folder: PathBuf,
    shared: Arc<Shared>,
    written: watch::Receiver<u64>,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// Held as long as the journal is open.
    _lock: File,
}

impl Journal {
    /// Takes the folder `journal` in `folder` for this process. Do this first: whoever holds it is the only signpost there.
    pub fn lock(folder: &Path) -> Result<File, JournalError> {
        let folder = folder.join("journal");
        fs::create_dir_all(&folder).map_err(|error| JournalError::unusable(&folder, error))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(|error| JournalError::unusable(&path, error))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(fs::TryLockError::WouldBlock) => Err(JournalError::InUse {
                path: folder.display().to_string(),
            }),
            Err(fs::TryLockError::Error(error)) => Err(JournalError::unusable(&path, error)),
        }
    }

    /// The id of this node: read from the folder, or made and kept there. Should only the file be lost, the scans say whose
    /// they are.
    pub fn node(folder: &Path, entropy: &dyn Entropy) -> Result<NodeId, JournalError> {
        let folder = folder.join("journal");
        let path = folder.join("node");
        let unusable = |error| JournalError::unusable(&path, error);
        match fs::read_to_string(&path) {
            Ok(text) => i64::from_str_radix(text.trim(), 16)
                .map(NodeId)
                .map_err(|error| unusable(io::Error::new(io::ErrorKind::InvalidData, error))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let node = match segments::owner(&folder)? {
                    Some(owner) => owner,
                    None => NodeId((entropy.bits() >> 1).cast_signed()),
                };
                let mut file = File::create(&path).map_err(unusable)?;
                writeln!(file, "{node}").and_then(|()| file.sync_all()).map_err(unusable)?;
                Ok(node)
            }
            Err(error) => Err(unusable(error)),
        }
    }

    /// The first offset that the folder still holds: all before it is in the scan log for certain.
    pub fn oldest(folder: &Path) -> Result<u64, JournalError> {
        let segments = segments::list(&folder.join("journal"))?;
        Ok(segments.first().map_or(0, |(first, _)| *first))
    }

    /// Opens the journal for writing. `forwarded` is the next offset that the scan log expects of this node.
    pub fn open(folder: &Path, lock: File, node: NodeId, forwarded: u64, settings: Settings) -> Result<Self, JournalError> {
        let folder = folder.join("journal");
        // Should the journal have been put back to an older copy, offsets used since then must not be used again.
        let next = segments::check(&folder, node)?.max(forwarded);
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            arrived: Condvar::new(),
            longest_queue: settings.longest_queue,
            statistics: Statistics::default(),
        });
        shared.statistics.forwarded.store(forwarded, Ordering::Relaxed);
        let (sender, written) = watch::channel(next);
        let segment = Segment::open(&folder, node, next)?;
        let writer = Writer {
            segment,
            folder: folder.clone(),
            node,
            sync: settings.sync,
            next,
            written: sender,
            told: None,
        };
        let thread = std::thread::Builder::new()
            .name("journal".into())
            .spawn({
                let shared = Arc::clone(&shared);
                move || writer.run(&shared)
            })
            .map_err(|error| JournalError::unusable(&folder, error))?;
        Ok(Self {
            node,
            folder,
            shared,
            written,
            thread: Mutex::new(Some(thread)),
            _lock: lock,
        })
    }

    /// This node's id.
    pub fn node_id(&self) -> NodeId {
        self.node
    }

    /// The folder the segments lie in.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The offset after the last scan written.
    pub fn written(&self) -> watch::Receiver<u64> {
        self.written.clone()
    }

    /// How many scans wait here for the scan log.
    pub fn waiting(&self) -> u64 {
        let forwarded = self.shared.statistics.forwarded.load(Ordering::Relaxed);
        self.written.borrow().saturating_sub(forwarded)
    }

    /// What it counted.
    pub fn statistics(&self) -> &Statistics {
        &self.shared.statistics
    }

    /// Writes what waits and ends the thread. Whatever is recorded after this is dropped.
    pub fn close(&self) {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.shared.arrived.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the journal's thread panicked");
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.close();
    }
}

impl Recorder for Journal {
    fn record(&self, scan: Scan) -> Receipt {
        let (sender, receipt) = Receipt::pair();
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.closed || queue.waiting.len() >= self.shared.longest_queue {
            drop(queue);
            self.shared.statistics.dropped.fetch_add(1, Ordering::Relaxed);
            // Nobody need wait for it either.
            let _ = sender.send(Recorded::Dropped);
            return receipt;
        }
        queue.waiting.push((scan, sender));
        let first = queue.waiting.len() == 1;
        drop(queue);
        if first {
            self.shared.arrived.notify_one();
        }
        receipt
    }
}

struct Writer {
    segment: Segment,
    folder: PathBuf,
    node: NodeId,
    sync: bool,
    next: u64,
    written: watch::Sender<u64>,
    told: Option<Instant>,
}

impl Writer {
    fn run(mut self, shared: &Shared) {
        let mut waiting: Vec<Waiting> = Vec::new();
        let mut bytes = Vec::new();
        loop {
            {
                let mut queue = shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
                while queue.waiting.is_empty() && !queue.closed {
                    queue = shared.arrived.wait(queue).unwrap_or_else(PoisonError::into_inner);
                }
                if queue.waiting.is_empty() {
                    return;
                }
                std::mem::swap(&mut queue.waiting, &mut waiting);
            }
            while !waiting.is_empty() {
                let rest = waiting.split_off(waiting.len().min(LARGEST_BATCH));
                self.write_batch(std::mem::replace(&mut waiting, rest), &mut bytes, &shared.statistics);
            }
        }
    }

    fn write_batch(&mut self, batch: Vec<Waiting>, bytes: &mut Vec<u8>, statistics: &Statistics) {
        bytes.clear();
        format::write_batch(bytes, self.next, batch.iter().map(|(scan, _)| scan));
        let count = batch.len() as u64;
        let outcome = match self.append(bytes) {
            Ok(()) => {
                self.next += count;
                self.written.send_replace(self.next);
                statistics.written.fetch_add(count, Ordering::Relaxed);
                statistics.batches.fetch_add(1, Ordering::Relaxed);
                Recorded::Safe
            }
            Err(error) => {
                statistics.dropped.fetch_add(count, Ordering::Relaxed);
                self.tell(&error, statistics);
                Recorded::Dropped
            }
        };
        for (_, sender) in batch {
            // Whoever hung up or lost patience does not wait any more; the scan counts all the same.
            let _ = sender.send(outcome);
        }
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.segment.length >= SEGMENT {
            // Only the last segment may end in a cut-off write; after a loss of power this one is not the last any more.
            self.segment.file.sync_data()?;
            self.segment = Segment::create(&segments::path(&self.folder, self.next), self.node, self.next)?;
        }
        let written = self
            .segment
            .file
            .write_all(bytes)
            .and_then(|()| if self.sync { self.segment.file.sync_data() } else { Ok(()) });
        match written {
            Ok(()) => {
                self.segment.length += bytes.len() as u64;
                Ok(())
            }
            Err(error) => {
                // What was half written must not stand before what comes next. If even that fails, so will the next write,
                // and a start cuts it off.
                if let Err(also) = self.segment.file.set_len(self.segment.length) {
                    tracing::error!("cannot cut a failed write off the journal: {also}");
                }
                Err(error)
            }
        }
    }

    fn tell(&mut self, error: &io::Error, statistics: &Statistics) {
        if self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            self.told = Some(Instant::now());
            let dropped = statistics.dropped.load(Ordering::Relaxed);
            tracing::error!(
                dropped,
                "the journal cannot be written; visitors are answered, their scans are lost: {error}"
            );
        }
    }
}

#[cfg(test)]
mod tests;
