//! The door through which scans come to the journal, and where visitors wait until theirs is safe.
//!
//! One at a time writes, whoever has the [`Writer`]:
//!
//! - A write without a sync takes a microsecond, less than it takes to wake anybody. So the writer lies at the door, and **who comes
//!   writes**, at once and where it is. Scans that come meanwhile, on other threads, wait and become one batch, which the one who
//!   writes writes as well before it puts the writer back. The more come at the same time, the larger the batches. A disk that
//!   hangs holds up one thread and not all of them.
//! - A sync takes as long as dozens of requests. A thread of the journal's own keeps the writer then, and takes what waits when it is done.
//!
//! A scan is written or in a batch before its receipt exists, so whoever hangs up takes nothing back.

use std::{
    collections::VecDeque,
    future::Future,
    ops::Deref,
    pin::Pin,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, Waker},
};

use signpost_application::ports::journal::{Receipt, Recorded};
use signpost_domain::scan::Scan;
use tokio::{runtime::Handle, task::yield_now};

use super::{format::Batch, writer::Writer};

/// Scans in one batch, at most.
const LARGEST_BATCH: u32 = 4_096;
/// How often one who came with a scan writes for others. Only where many processors answer is there more to write each time, and then
/// its own visitor should not wait for it.
const FAVOURS: u32 = 8;

/// Where scans wait to be written.
pub(super) struct Door {
    queue: Mutex<Queue>,
    /// Told when scans arrive for a thread that keeps the writer, and when the writer is put back at the end.
    changed: Condvar,
    longest_queue: usize,
}

#[derive(Default)]
struct Queue {
    /// Taken by who writes.
    writer: Option<Box<Writer>>,
    waiting: Waiting,
    /// Scans in `waiting`.
    length: usize,
    /// Whether a thread keeps the writer.
    is_kept: bool,
    closed: bool,
    /// Memory to use again.
    spare: Vec<u8>,
}

type Waiting = VecDeque<(Batch, Arc<Fate>)>;

impl Door {
    /// A door where who comes writes.
    pub(super) fn with(writer: Writer, longest_queue: usize) -> Self {
        Self::new(Some(Box::new(writer)), longest_queue)
    }

    /// A door where all that comes waits for a thread that [keeps writing](Self::keep_writing).
    pub(super) fn without_writer(longest_queue: usize) -> Self {
        Self::new(None, longest_queue)
    }

    fn new(writer: Option<Box<Writer>>, longest_queue: usize) -> Self {
        let is_kept = writer.is_none();
        Self {
            queue: Mutex::new(Queue {
                writer,
                is_kept,
                ..Queue::default()
            }),
            changed: Condvar::new(),
            longest_queue,
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a scan in; `None` when there is no room for it or the door is closed.
    pub(super) fn take(self: &Arc<Self>, scan: &Scan) -> Option<Receipt> {
        let mut queue = self.queue();
        if queue.closed || queue.length >= self.longest_queue {
            return None;
        }
        if let Some(writer) = queue.writer.take() {
            drop(queue);
            let mut held = Held::new(&**self, writer);
            let outcome = held.writer().write_one(scan);
            self.do_favours(held);
            return Some(Receipt::known(outcome));
        }
        let first = queue.waiting.is_empty();
        let fate = queue.add(scan);
        let is_kept = queue.is_kept;
        drop(queue);
        if first && is_kept {
            self.changed.notify_all();
        }
        Some(Receipt::new(Awaited { fate, place: None }))
    }

    /// Writes what came while one's own scan was written, and puts the writer back.
    fn do_favours(self: &Arc<Self>, mut held: Held<&Self>) {
        let mut done = 0;
        while let Some(waiting) = held.put_back() {
            held.write(waiting);
            done += 1;
            if done == FAVOURS
                && let Ok(runtime) = Handle::try_current()
                && let Some(writer) = held.writer.take()
            {
                drop(runtime.spawn(Held::new(Arc::clone(self), writer).write_on()));
                return;
            }
        }
    }

    /// Writes whatever comes, until the door is closed and nothing waits. For a thread of its own.
    pub(super) fn keep_writing(&self, writer: Writer) {
        let mut held = Held::new(self, Box::new(writer));
        let mut queue = self.queue();
        loop {
            while queue.waiting.is_empty() && !queue.closed {
                queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
            let Some(waiting) = queue.take_waiting() else {
                drop(queue);
                // And puts the writer back, which says that it is done.
                return;
            };
            drop(queue);
            held.write(waiting);
            queue = self.queue();
            queue.spare = held.writer().spare();
        }
    }

    /// The writer in the hands of one whose write takes long.
    #[cfg(test)]
    pub(super) fn take_writer(&self) -> impl Drop {
        let writer = self.queue().writer.take();
        Held::new(self, writer.expect("nobody writes"))
    }

    /// Closes the door, and returns once all that came through it is written.
    pub(super) fn close(self: &Arc<Self>) {
        let mut queue = self.queue();
        queue.closed = true;
        self.changed.notify_all();
        let writer = loop {
            match queue.writer.take() {
                Some(writer) => break writer,
                None => queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(queue);
        // Nothing waits, unless one who wrote did not come to its end.
        let mut held = Held::new(&**self, writer);
        while let Some(waiting) = held.put_back() {
            held.write(waiting);
        }
    }
}

impl Queue {
    /// Adds a scan to the last batch that waits; gives the fate that they share.
    fn add(&mut self, scan: &Scan) -> Arc<Fate> {
        if self.waiting.back().is_none_or(|(batch, _)| batch.count() >= LARGEST_BATCH) {
            let batch = Batch::begin(std::mem::take(&mut self.spare));
            self.waiting.push_back((batch, Arc::default()));
        }
        self.length += 1;
        let (batch, fate) = self.waiting.back_mut().expect("there is one now");
        batch.add(scan);
        Arc::clone(fate)
    }

    /// What waits, if anything does.
    fn take_waiting(&mut self) -> Option<Waiting> {
        self.length = 0;
        Some(std::mem::take(&mut self.waiting)).filter(|waiting| !waiting.is_empty())
    }
}

/// The writer in the hands of who writes. However that ends, it is back at the door afterwards.
struct Held<D: Deref<Target = Door>> {
    door: D,
    writer: Option<Box<Writer>>,
}

impl<D: Deref<Target = Door>> Held<D> {
    fn new(door: D, writer: Box<Writer>) -> Self {
        Self {
            door,
            writer: Some(writer),
        }
    }

    fn writer(&mut self) -> &mut Writer {
        self.writer
            .as_mut()
            .expect("held until it is put back, and not used after that")
    }

    /// Writes batches and tells those who wait.
    fn write(&mut self, waiting: Waiting) {
        for (batch, fate) in waiting {
            fate.decide(self.writer().write(batch));
        }
    }

    /// Puts the writer back if nothing waits; else gives what does.
    fn put_back(&mut self) -> Option<Waiting> {
        let mut queue = self.door.queue();
        if let Some(waiting) = queue.take_waiting() {
            return Some(waiting);
        }
        queue.writer = self.writer.take();
        let is_closed = queue.closed;
        drop(queue);
        if is_closed {
            self.door.changed.notify_all();
        }
        None
    }

    /// Writes what waits until nothing does, and lets others go first each time.
    async fn write_on(mut self) {
        while let Some(waiting) = self.put_back() {
            self.write(waiting);
            yield_now().await;
        }
    }
}

impl<D: Deref<Target = Door>> Drop for Held<D> {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            self.door.queue().writer = Some(writer);
            self.door.changed.notify_all();
        }
    }
}

/// What became of a batch, and who waits to hear of it.
#[derive(Default)]
struct Fate {
    /// 0: not known yet, 1: safe, 2: dropped.
    outcome: AtomicU8,
    waiting: Mutex<Vec<Waker>>,
}

impl Fate {
    fn known(&self) -> Option<Recorded> {
        match self.outcome.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Recorded::Safe),
            _ => Some(Recorded::Dropped),
        }
    }

    fn decide(&self, outcome: Recorded) {
        let number = match outcome {
            Recorded::Safe => 1,
            Recorded::Dropped => 2,
        };
        let waiting = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            self.outcome.store(number, Ordering::Release);
            std::mem::take(&mut *waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// A scan in a batch: resolves when that is written.
struct Awaited {
    fate: Arc<Fate>,
    /// Where among the waiting it stands.
    place: Option<usize>,
}

impl Future for Awaited {
    type Output = Recorded;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Recorded> {
        let this = &mut *self;
        if let Some(outcome) = this.fate.known() {
            return Poll::Ready(outcome);
        }
        let mut waiting = this.fate.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have been decided between the two looks.
        if let Some(outcome) = this.fate.known() {
            return Poll::Ready(outcome);
        }
        if let Some(place) = this.place {
            waiting[place].clone_from(context.waker());
        } else {
            this.place = Some(waiting.len());
            waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
