//! The journal, open for writing, and what writes its segments.

use std::{
    fmt,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use signpost_application::ports::{
    journal::{Receipt, Recorded, Recorder},
    surroundings::Entropy,
};
use signpost_domain::scan::{NodeId, Scan};
use tokio::{
    runtime::{Builder, Handle},
    task::spawn_blocking,
};

use super::{
    admission::Admission,
    door::Door,
    format::Batch,
    room::{self, Room},
    segments::{self, JournalError, SEGMENT, Segment},
    watch::watch,
    written::Written,
};

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
    /// Bytes after which a file of the journal is closed and another one begun.
    pub segment: u64,
    /// How long a visitor waits at most, about, until the scan is safe; after that the answer goes out and the scan still follows.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sync: false,
            longest_queue: 100_000,
            segment: SEGMENT,
            patience: Duration::from_millis(250),
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
    /// When the loss of scans was told last.
    told: Mutex<Option<Instant>>,
}

impl Statistics {
    /// Counts scans that are lost, and tells of it now and then.
    fn lose(&self, count: u64, why: &dyn fmt::Display) {
        let dropped = self.dropped.fetch_add(count, Ordering::Relaxed) + count;
        // Should another thread be telling just now, that is enough.
        let Ok(mut told) = self.told.try_lock() else { return };
        if told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            *told = Some(Instant::now());
            tracing::error!(dropped, "scans are lost, their visitors are answered: {why}");
        }
    }
}

/// The journal of this node, open for writing.
pub struct Journal {
    node: NodeId,
    folder: PathBuf,
    door: Arc<Door>,
    statistics: Arc<Statistics>,
    written: Arc<Written>,
    admission: Arc<Admission>,
    threads: Mutex<Vec<JoinHandle<()>>>,
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

    /// Opens the journal for writing. `forwarded` is the next offset that the scan log expects of this node; none while that cannot
    /// be asked.
    pub fn open(
        folder: &Path,
        lock: File,
        node: NodeId,
        forwarded: Option<u64>,
        settings: Settings,
    ) -> Result<Self, JournalError> {
        let folder = folder.join("journal");
        let checked = segments::check(&folder, node, forwarded)?;
        // The least that it can be; the forwarder asks before it moves anything.
        let oldest = segments::list(&folder)?.first().map_or(0, |(first, _)| *first);
        let forwarded = forwarded.unwrap_or(oldest);
        // Should the journal have been put back to an older copy, offsets used since then must not be used again.
        let next = checked.max(forwarded);
        let statistics = Arc::new(Statistics::default());
        statistics.forwarded.store(forwarded, Ordering::Relaxed);
        let written = Arc::new(Written::up_to(next));
        let segment = Segment::open(&folder, node, next, settings.segment)?;
        if settings.sync {
            // Where there is no room, the file grows with what is written.
            let _ = room::fill(&segment.file, segment.length, settings.segment);
        }
        let writer = Writer {
            segment,
            folder: folder.clone(),
            node,
            sync: settings.sync,
            longest: settings.segment,
            synced: None,
            room: None,
            is_torn: false,
            next,
            written: Arc::clone(&written),
            statistics: Arc::clone(&statistics),
            spare: Vec::new(),
        };
        let admission = Arc::<Admission>::default();
        let door = Arc::new(Door::new(writer, settings.longest_queue, Arc::clone(&admission)));
        let failed = |error| JournalError::unusable(&folder, error);
        let mut threads = Vec::new();
        // Where there is no runtime, nobody's answers wait behind a thread that is woken.
        let runtime = Handle::try_current().ok().filter(|_| !settings.sync);
        if let Some(runtime) = &runtime {
            drop(runtime.spawn(Arc::clone(&door).write_in_turn()));
        } else {
            let (door, alone) = (
                Arc::clone(&door),
                Builder::new_current_thread().enable_time().build().map_err(failed)?,
            );
            threads.push(thread("journal", move || alone.block_on(door.write_at_once())).map_err(failed)?);
        }
        let (watched, patience) = (Arc::clone(&door), settings.patience);
        threads.push(thread("journal-watch", move || watch(&watched, patience, runtime.as_ref())).map_err(failed)?);
        Ok(Self {
            node,
            folder,
            door,
            statistics,
            written,
            admission,
            threads: Mutex::new(threads),
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

    /// When scans may be written.
    pub fn admission(&self) -> Arc<Admission> {
        Arc::clone(&self.admission)
    }

    /// How far scans are written.
    pub(super) fn written(&self) -> Arc<Written> {
        Arc::clone(&self.written)
    }

    /// How many scans wait here for the scan log.
    pub fn waiting(&self) -> u64 {
        let forwarded = self.statistics.forwarded.load(Ordering::Relaxed);
        self.written.now().saturating_sub(forwarded)
    }

    /// What it counted.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// Writes what waits. Whatever is recorded after this is dropped.
    pub fn close(&self) {
        self.door.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the journal panicked");
            }
        }
    }
}

/// Begins a thread.
fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.into()).spawn(work)
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.close();
    }
}

impl Recorder for Journal {
    fn record(&self, scan: &Scan) -> Receipt {
        self.door.take(scan).unwrap_or_else(|| {
            let why = "too many wait already for the journal to be written, or the node is stopping";
            self.statistics.lose(1, &why);
            Receipt::known(Recorded::Dropped)
        })
    }
}

/// Writes batches, one after the other.
pub(super) struct Writer {
    segment: Segment,
    folder: PathBuf,
    node: NodeId,
    sync: bool,
    /// Bytes after which a segment is closed.
    longest: u64,
    /// Where the segment is long enough: whether what it held then is on the disk.
    synced: Option<Arc<AtomicBool>>,
    /// Where every write is synced and the segment is half full: room for the next one.
    room: Option<Room>,
    /// Whether the segment ends in a write that failed.
    is_torn: bool,
    next: u64,
    written: Arc<Written>,
    statistics: Arc<Statistics>,
    /// Memory to use again.
    spare: Vec<u8>,
}

impl Writer {
    /// Memory that was used before, and will be given back with the next batch.
    pub(super) fn spare(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.spare)
    }

    /// Writes a batch.
    pub(super) fn write(&mut self, batch: Batch) -> Recorded {
        let count = u64::from(batch.count());
        let bytes = batch.finish(self.next);
        let outcome = match self.append(&bytes) {
            Ok(()) => {
                self.next += count;
                self.written.advance(self.next);
                self.statistics.written.fetch_add(count, Ordering::Relaxed);
                self.statistics.batches.fetch_add(1, Ordering::Relaxed);
                Recorded::Safe
            }
            Err(error) => {
                self.statistics
                    .lose(count, &format_args!("the journal cannot be written: {error}"));
                Recorded::Dropped
            }
        };
        self.spare = bytes;
        outcome
    }

    /// Whether the next write closes this file and begins another one, which takes long. While this one has much that is not on the disk yet,
    /// that is written first, beside what comes in, and the file grows beyond its length meanwhile.
    pub(super) fn begins_file(&mut self) -> bool {
        if self.segment.length < self.longest {
            return false;
        }
        if let Some(synced) = &self.synced {
            return synced.load(Ordering::Acquire);
        }
        let (file, synced) = (Arc::clone(&self.segment.file), Arc::new(AtomicBool::new(false)));
        self.synced = Some(Arc::clone(&synced));
        drop(spawn_blocking(move || {
            // Should it fail, it is tried again when the file is closed, and told then.
            let _ = file.sync_data();
            synced.store(true, Ordering::Release);
        }));
        false
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_torn {
            self.cut()?;
        }
        // Beyond its length there is no time left to make room, and it may be that there is none.
        let is_time = (self.longest / 2..self.longest).contains(&self.segment.length);
        if self.sync && self.room.is_none() && is_time {
            self.room = Room::begin(&self.folder, self.longest).ok();
        }
        if self.segment.length >= self.longest && self.is_due() {
            self.begin_segment()?;
        }
        let sync = || if self.sync { self.segment.file.sync_data() } else { Ok(()) };
        match self.segment.write(bytes).and_then(|()| sync()) {
            Ok(()) => {
                self.segment.length += bytes.len() as u64;
                Ok(())
            }
            Err(error) => {
                // What was half written must not stand before what comes next. If even that fails, nothing is written until it
                // does not; a start cuts it off as well.
                self.is_torn = true;
                let _ = self.cut();
                Err(error)
            }
        }
    }

    /// Whether what another segment needs is ready. Until it is, this one grows beyond its length.
    fn is_due(&self) -> bool {
        let is_synced = self.synced.as_ref().is_none_or(|synced| synced.load(Ordering::Acquire));
        is_synced && self.room.as_ref().is_none_or(Room::is_over)
    }

    fn begin_segment(&mut self) -> io::Result<()> {
        // Only the last segment may end in a cut-off write, or in room; after a loss of power this one is not the last any more.
        self.segment.cut()?;
        self.segment.file.sync_all()?;
        let path = segments::path(&self.folder, self.next);
        self.segment = match self.room.take().and_then(Room::take) {
            Some(room) => Segment::create_of(room, &path, self.node, self.next)?,
            None => Segment::create(&path, self.node, self.next)?,
        };
        self.synced = None;
        Ok(())
    }

    /// Cuts off what is left of a write that failed.
    fn cut(&mut self) -> io::Result<()> {
        self.segment.cut()?;
        self.is_torn = false;
        Ok(())
    }

    /// Gives back the room that was made and not used: nothing more is written.
    pub(super) fn end(&mut self) {
        if let Some((path, _)) = self.room.take().and_then(Room::take) {
            let _ = fs::remove_file(path);
        }
        if self.sync || self.is_torn {
            // What is left is cut off by the next start.
            let _ = self.cut();
        }
    }
}

#[cfg(test)]
mod tests;
