//! The door through which scans come to the journal, and where visitors wait until theirs is safe.
//!
//! Whoever comes adds to the batch that waits, and one writes it. Between two writes all come in who can, so the more come at the same
//! time, the larger the batches:
//!
//! - A write without a sync takes a microsecond, less than waking a thread. So a **task** writes, after all tasks of its thread that are ready: they
//!   share one write. A disk that hangs holds up that thread of the runtime and no visitor, since none is answered by the task that writes.
//! - A sync takes as long as dozens of requests. A **thread** of the journal's own writes and syncs then, and takes what waits when it is done.
//!
//! A third one, the [watch](super::watch), sees to it that nobody waits for ever. A scan is in a batch before its receipt exists, so whoever
//! hangs up takes nothing back.

use std::{
    collections::VecDeque,
    future::{Future, poll_fn},
    mem,
    ops::Deref,
    pin::pin,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use signpost_application::ports::journal::Receipt;
use signpost_domain::scan::Scan;
use tokio::task::{spawn_blocking, yield_now};

use super::{
    admission::Admission,
    fate::{Awaited, Fate},
    format::Batch,
    writer::Writer,
};

/// Scans in one batch, at most.
const LARGEST_BATCH: u32 = 4_096;

/// Scans for which one write is made without waiting for others. More for one write save next to nothing each, and whoever asked for them waits: with all of a
/// turn in one write, a processor had nothing to do while the other one wrote.
const ENOUGH: usize = 8;

/// Where scans wait to be written.
pub(super) struct Door {
    queue: Mutex<Queue>,
    /// Told when the writer is put back after the door was closed, and when all is over.
    changed: Condvar,
    longest_queue: usize,
    admission: Arc<Admission>,
}

#[derive(Default)]
struct Queue {
    /// Taken by who writes.
    writer: Option<Box<Writer>>,
    waiting: Waiting,
    /// Scans in `waiting`.
    length: usize,
    /// What is written just now.
    writing: Vec<Arc<Fate>>,
    /// Whether the last batch that waits has waited for so long that the next scan begins another one.
    is_stale: bool,
    /// Who writes, while there is nothing to write.
    asleep: Option<Waker>,
    /// Who writes, while others go first.
    in_turn: Option<Waker>,
    closed: bool,
    /// Whether all is written that came before the door was closed.
    is_over: bool,
    /// Memory to use again.
    spare: Vec<u8>,
}

type Waiting = VecDeque<(Batch, Arc<Fate>)>;

impl Door {
    /// A door at which nobody writes yet.
    pub(super) fn new(writer: Writer, longest_queue: usize, admission: Arc<Admission>) -> Self {
        Self {
            queue: Mutex::new(Queue {
                writer: Some(Box::new(writer)),
                ..Queue::default()
            }),
            changed: Condvar::new(),
            longest_queue,
            admission,
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a scan in; `None` when there is no room for it or the door is closed.
    pub(super) fn take(&self, scan: &Scan) -> Option<Receipt> {
        let mut queue = self.queue();
        if queue.closed || queue.length >= self.longest_queue {
            return None;
        }
        let fate = queue.add(scan);
        let mut wanted = queue.asleep.take();
        if queue.length >= ENOUGH {
            wanted = wanted.or(queue.in_turn.take());
        }
        drop(queue);
        if let Some(wanted) = wanted {
            wanted.wake();
        }
        Some(Receipt::new(Awaited::new(fate)))
    }

    /// Writes whatever comes until the door is closed, after all other tasks that are ready. For a task of a runtime that answers visitors.
    pub(super) async fn write_in_turn(self: Arc<Self>) {
        while poll_fn(|context| self.poll_wanted(context)).await {
            self.let_others_go_first().await;
            self.admission.wait().await;
            let Some(mut held) = Held::begin(Arc::clone(&self)) else {
                continue;
            };
            if held.begins_file() {
                // Which takes long. Whatever becomes of it, the writer is at the door again afterwards.
                drop(spawn_blocking(move || held.write()).await);
            } else {
                held.write();
            }
        }
    }

    /// Lets tasks run that are ready, until there are enough scans to write.
    async fn let_others_go_first(&self) {
        let mut turn = pin!(yield_now());
        poll_fn(|context| {
            let mut queue = self.queue();
            if queue.length >= ENOUGH {
                return Poll::Ready(());
            }
            queue.in_turn = Some(context.waker().clone());
            drop(queue);
            turn.as_mut().poll(context)
        })
        .await;
    }

    /// Writes whatever comes until the door is closed. For a thread of its own.
    pub(super) async fn write_at_once(&self) {
        while poll_fn(|context| self.poll_wanted(context)).await {
            self.admission.wait().await;
            if let Some(mut held) = Held::begin(self) {
                held.write();
            }
        }
    }

    /// Ready once something waits that can be written; false when the door is closed.
    fn poll_wanted(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut queue = self.queue();
        if queue.closed {
            return Poll::Ready(false);
        }
        if queue.writer.is_some() && !queue.waiting.is_empty() {
            return Poll::Ready(true);
        }
        queue.asleep = Some(context.waker().clone());
        Poll::Pending
    }

    /// The writer in the hands of one whose write takes long.
    #[cfg(test)]
    pub(super) fn take_writer(&self) -> impl Drop {
        let writer = self.queue().writer.take();
        Held {
            door: self,
            writer: Some(writer.expect("nobody writes")),
            work: Waiting::new(),
        }
    }

    /// Closes the door, and returns once all that came through it is written.
    pub(super) fn close(&self) {
        let mut queue = self.queue();
        queue.closed = true;
        if let Some(asleep) = queue.asleep.take() {
            asleep.wake();
        }
        while queue.writer.is_none() {
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        drop(queue);
        if let Some(mut held) = Held::begin(self) {
            held.write();
        }
        let mut queue = self.queue();
        if let Some(writer) = &mut queue.writer {
            writer.end();
        }
        queue.is_over = true;
        self.changed.notify_all();
    }

    /// Waits for `tick`; says whether anybody may still wait for a write.
    pub(super) fn rest(&self, tick: Duration) -> bool {
        let queue = self.queue();
        let rested = self.changed.wait_timeout_while(queue, tick, |queue| !queue.is_over);
        !rested.unwrap_or_else(PoisonError::into_inner).0.is_over
    }

    /// What has waited for at least `patience` and was not told yet, and whether a write is under way that was begun before the last `tick`.
    /// What comes from now on does not share the fate of what has waited for a tick.
    pub(super) fn look(&self, patience: Duration, tick: Duration) -> (Vec<Arc<Fate>>, bool) {
        let mut queue = self.queue();
        let hangs = queue.writing.first().is_some_and(|fate| fate.age() >= tick);
        queue.is_stale = queue.waiting.back().is_some_and(|(_, fate)| fate.age() >= tick);
        let all = queue.writing.iter().chain(queue.waiting.iter().map(|(_, fate)| fate));
        let late = all.filter(|fate| fate.is_open() && fate.age() >= patience);
        (late.map(Arc::clone).collect(), hangs)
    }
}

impl Queue {
    /// Adds a scan to the last batch that waits; gives the fate that they share.
    fn add(&mut self, scan: &Scan) -> Arc<Fate> {
        let is_full = |(batch, _): &(Batch, Arc<Fate>)| batch.count() >= LARGEST_BATCH;
        if self.is_stale || self.waiting.back().is_none_or(is_full) {
            let batch = Batch::begin(mem::take(&mut self.spare));
            self.waiting.push_back((batch, Arc::default()));
            self.is_stale = false;
        }
        self.length += 1;
        let (batch, fate) = self.waiting.back_mut().expect("there is one now");
        batch.add(scan);
        Arc::clone(fate)
    }

    /// What waits, to be written now.
    fn take_waiting(&mut self) -> Waiting {
        self.length = 0;
        self.is_stale = false;
        self.in_turn = None;
        self.writing.extend(self.waiting.iter().map(|(_, fate)| Arc::clone(fate)));
        mem::take(&mut self.waiting)
    }
}

/// The writer in the hands of who writes, with what is to be written. However that ends, both are back at the door afterwards.
struct Held<D: Deref<Target = Door>> {
    door: D,
    writer: Option<Box<Writer>>,
    work: Waiting,
}

impl<D: Deref<Target = Door>> Held<D> {
    /// Takes the writer and all that waits, if there is something to do and nobody else does it.
    fn begin(door: D) -> Option<Self> {
        let mut queue = door.queue();
        if queue.waiting.is_empty() {
            return None;
        }
        let writer = queue.writer.take()?;
        let work = queue.take_waiting();
        drop(queue);
        Some(Self {
            door,
            writer: Some(writer),
            work,
        })
    }

    fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("held until it is dropped")
    }

    /// Whether writing begins a file.
    fn begins_file(&mut self) -> bool {
        self.writer().begins_file()
    }

    /// Writes and tells those who wait.
    fn write(&mut self) {
        let scans = self.work.iter().map(|(batch, _)| u64::from(batch.count())).sum();
        self.door.admission.admitted(scans);
        while let Some((batch, fate)) = self.work.pop_front() {
            fate.decide(self.writer().write(batch));
        }
    }
}

impl<D: Deref<Target = Door>> Drop for Held<D> {
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else { return };
        let mut queue = self.door.queue();
        while let Some(batch) = self.work.pop_back() {
            queue.length += batch.0.count() as usize;
            queue.waiting.push_front(batch);
        }
        queue.writing.clear();
        queue.spare = writer.spare();
        queue.writer = Some(writer);
        let is_closed = queue.closed;
        let asleep = if queue.waiting.is_empty() { None } else { queue.asleep.take() };
        drop(queue);
        if let Some(asleep) = asleep {
            asleep.wake();
        }
        if is_closed {
            self.door.changed.notify_all();
        }
    }
}
