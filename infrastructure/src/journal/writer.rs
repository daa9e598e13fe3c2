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
    format::{self, HEADER},
    segments::{self, JournalError},
};

/// Scans written in one batch, at most.
const LARGEST_BATCH: usize = 4_096;
/// A segment is closed once it is this long.
const SEGMENT: u64 = 16 << 20;
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

    /// The id of this node: read from the folder, or made and kept there.
    pub fn node(folder: &Path, entropy: &dyn Entropy) -> Result<NodeId, JournalError> {
        let path = folder.join("journal").join("node");
        let unusable = |error| JournalError::unusable(&path, error);
        match fs::read_to_string(&path) {
            Ok(text) => i64::from_str_radix(text.trim(), 16)
                .map(NodeId)
                .map_err(|error| unusable(io::Error::new(io::ErrorKind::InvalidData, error))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let node = NodeId((entropy.bits() >> 1).cast_signed());
                let mut file = File::create(&path).map_err(unusable)?;
                writeln!(file, "{node}").and_then(|()| file.sync_all()).map_err(unusable)?;
                Ok(node)
            }
            Err(error) => Err(unusable(error)),
        }
    }

    /// Opens the journal for writing. `forwarded` is the next offset that the scan log expects of this node.
    pub fn open(folder: &Path, lock: File, node: NodeId, forwarded: u64, settings: Settings) -> Result<Self, JournalError> {
        let folder = folder.join("journal");
        // Should the journal have been put back to an older copy, offsets used since then must not be used again.
        let next = check(&folder, node)?.max(forwarded);
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            arrived: Condvar::new(),
            longest_queue: settings.longest_queue,
            statistics: Statistics::default(),
        });
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

/// Checks every segment; gives the offset after the last scan. Cuts off a last write that was interrupted.
fn check(folder: &Path, node: NodeId) -> Result<u64, JournalError> {
    let segments = segments::list(folder)?;
    let mut next = 0;
    for (place, (first, path)) in segments.iter().enumerate() {
        let last = place + 1 == segments.len();
        let (owner, contents) = segments::read(path)?;
        let damaged = |byte| JournalError::Damaged {
            path: path.display().to_string(),
            byte,
        };
        if owner.is_some_and(|owner| owner != node) {
            return Err(damaged(8));
        }
        next = contents
            .batches
            .last()
            .map_or(*first, |(first, scans)| first + scans.len() as u64);
        if contents.sound < contents.length || owner.is_none() {
            if !last || segments::sound_batch_after(path, contents.sound)? {
                return Err(damaged(contents.sound));
            }
            let torn = contents.length - contents.sound;
            tracing::warn!(path = %path.display(), bytes = torn, "cut off a write that was interrupted; nobody was answered for it");
            let file = fs::OpenOptions::new()
                .write(true)
                .open(path)
                .map_err(|e| JournalError::unusable(path, e))?;
            if owner.is_none() {
                // Not even the header was whole.
                fs::remove_file(path).map_err(|error| JournalError::unusable(path, error))?;
            } else {
                file.set_len(contents.sound as u64)
                    .map_err(|error| JournalError::unusable(path, error))?;
            }
        }
    }
    Ok(next)
}

/// The segment that is written to.
struct Segment {
    file: File,
    length: u64,
}

impl Segment {
    /// Goes on in the last segment when it ends at `next`, else begins a new one.
    fn open(folder: &Path, node: NodeId, next: u64) -> Result<Self, JournalError> {
        if let Some((_, path)) = segments::list(folder)?.pop() {
            let (owner, contents) = segments::read(&path)?;
            let end = contents.batches.last().map(|(first, scans)| first + scans.len() as u64);
            if owner == Some(node) && end == Some(next) && (contents.length as u64) < SEGMENT {
                let file = fs::OpenOptions::new()
                    .append(true)
                    .open(&path)
                    .map_err(|e| JournalError::unusable(&path, e))?;
                return Ok(Self {
                    file,
                    length: contents.length as u64,
                });
            }
        }
        let path = segments::path(folder, next);
        Self::create(&path, node, next).map_err(|error| JournalError::unusable(&path, error))
    }

    fn create(path: &Path, node: NodeId, first: u64) -> io::Result<Self> {
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
        file.write_all(&format::header(node, first))?;
        file.sync_all()?;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        let file = fs::OpenOptions::new().append(true).open(path)?;
        Ok(Self {
            file,
            length: HEADER as u64,
        })
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
mod tests {
    use super::{super::format::tests::scan, *};
    use crate::machine::SystemEntropy;

    fn open(folder: &Path) -> Result<Journal, JournalError> {
        let lock = Journal::lock(folder)?;
        let node = Journal::node(folder, &SystemEntropy)?;
        Journal::open(folder, lock, node, 0, Settings::default())
    }

    fn record(journal: &Journal, numbers: std::ops::Range<u64>) {
        let receipts: Vec<Receipt> = numbers.map(|n| journal.record(scan(n))).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for receipt in receipts {
            assert_eq!(runtime.block_on(receipt), Recorded::Safe);
        }
    }

    fn only_segment(folder: &Path) -> PathBuf {
        let mut segments = segments::list(&folder.join("journal")).unwrap();
        assert_eq!(segments.len(), 1);
        segments.remove(0).1
    }

    fn stored(folder: &Path) -> Vec<Scan> {
        let (_, contents) = segments::read(&only_segment(folder)).unwrap();
        contents.batches.into_iter().flat_map(|(_, scans)| scans).collect()
    }

    #[test]
    fn what_was_recorded_is_there_after_a_restart_and_offsets_go_on() {
        let folder = tempfile::tempdir().unwrap();
        record(&open(folder.path()).unwrap(), 0..10);
        let journal = open(folder.path()).unwrap();
        assert_eq!(*journal.written().borrow(), 10);
        record(&journal, 10..12);
        assert_eq!(stored(folder.path()), (0..12).map(scan).collect::<Vec<_>>());
    }

    #[test]
    fn a_write_that_was_interrupted_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        record(&open(folder.path()).unwrap(), 0..3);
        let segment = only_segment(folder.path());
        let mut bytes = Vec::new();
        format::write_batch(&mut bytes, 3, [scan(3)].iter());
        let mut file = fs::OpenOptions::new().append(true).open(&segment).unwrap();
        file.write_all(&bytes[..bytes.len() - 5]).unwrap();
        let journal = open(folder.path()).unwrap();
        record(&journal, 100..101);
        assert_eq!(stored(folder.path()), [scan(0), scan(1), scan(2), scan(100)]);
    }

    #[test]
    fn damage_that_is_no_interrupted_write_stops_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let journal = open(folder.path()).unwrap();
        record(&journal, 0..3);
        record(&journal, 3..6);
        drop(journal);
        let segment = only_segment(folder.path());
        let mut bytes = fs::read(&segment).unwrap();
        bytes[HEADER + 20] ^= 1;
        fs::write(&segment, &bytes).unwrap();
        assert!(matches!(open(folder.path()), Err(JournalError::Damaged { byte: HEADER, .. })));
        assert_eq!(fs::read(&segment).unwrap(), bytes, "nothing was changed");
    }

    #[test]
    fn a_second_signpost_in_the_same_folder_is_turned_away() {
        let folder = tempfile::tempdir().unwrap();
        let _journal = open(folder.path()).unwrap();
        assert!(matches!(open(folder.path()), Err(JournalError::InUse { .. })));
    }

    #[test]
    fn a_full_queue_drops_and_counts_and_never_blocks() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Journal::lock(folder.path()).unwrap();
        let node = Journal::node(folder.path(), &SystemEntropy).unwrap();
        let settings = Settings {
            longest_queue: 0,
            ..Settings::default()
        };
        let journal = Journal::open(folder.path(), lock, node, 0, settings).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(journal.record(scan(0))), Recorded::Dropped);
        assert_eq!(journal.statistics().dropped.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn an_older_journal_put_back_does_not_use_offsets_again() {
        let folder = tempfile::tempdir().unwrap();
        record(&open(folder.path()).unwrap(), 0..3);
        let lock = Journal::lock(folder.path()).unwrap();
        let node = Journal::node(folder.path(), &SystemEntropy).unwrap();
        let journal = Journal::open(folder.path(), lock, node, 50, Settings::default()).unwrap();
        record(&journal, 50..51);
        assert_eq!(*journal.written().borrow(), 51);
    }
}
