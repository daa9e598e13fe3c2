//! The door through which scans come to the journal, and where visitors wait until theirs is safe.
//!
//! What comes in at the same time becomes one batch. Who writes it depends on the settings:
//!
//! - A write without a sync takes microseconds, less than it takes to wake a thread. So the first scan of a batch **leads** it: its
//!   receipt lets all other requests that are ready go first, whose scans join the batch, and then writes it on the thread that it
//!   is on. While somebody writes nobody else does, so a disk that hangs holds up one thread and not all of them.
//! - A sync takes as long as dozens of requests. A thread of the journal's own does that, and takes what waits when it is done.
//!
//! A scan is in the batch before its receipt exists, and a leader whose visitor hangs up leads all the same: when it is dropped.

use std::{
    collections::VecDeque,
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, Waker},
};

use signpost_application::ports::journal::Recorded;
use signpost_domain::scan::Scan;

use super::{format::Batch, writer::Writer};

/// Scans in one batch, at most.
const LARGEST_BATCH: u32 = 4_096;

/// Where scans wait to be written.
pub(super) struct Door {
    queue: Mutex<Queue>,
    /// Told when scans arrive, when a write is done, and at the end.
    changed: Condvar,
    writer: Mutex<Writer>,
    longest_queue: usize,
    /// Whether those who wait write themselves.
    led: bool,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(Batch, Arc<Fate>)>,
    /// Scans in `waiting`.
    length: usize,
    /// Whether somebody is writing.
    busy: bool,
    /// Whether a leader came while somebody was writing, who then takes what waits as well.
    left_behind: bool,
    closed: bool,
    /// Memory to use again.
    spare: Vec<u8>,
}

impl Door {
    pub(super) fn new(writer: Writer, longest_queue: usize, led: bool) -> Self {
        Self {
            queue: Mutex::default(),
            changed: Condvar::new(),
            writer: Mutex::new(writer),
            longest_queue,
            led,
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a scan in; `None` when there is no room for it or the door is closed.
    pub(super) fn take(self: &Arc<Self>, scan: &Scan) -> Option<Ticket> {
        let mut queue = self.queue();
        if queue.closed || queue.length >= self.longest_queue {
            return None;
        }
        let first = queue.waiting.is_empty();
        if queue.waiting.back().is_none_or(|(batch, _)| batch.count() >= LARGEST_BATCH) {
            let batch = Batch::begin(std::mem::take(&mut queue.spare));
            queue.waiting.push_back((batch, Arc::default()));
        }
        queue.length += 1;
        let (batch, fate) = queue.waiting.back_mut().expect("there is one now");
        batch.add(scan);
        let fate = Arc::clone(fate);
        drop(queue);
        if first && !self.led {
            self.changed.notify_all();
        }
        Some(Ticket {
            door: Arc::clone(self),
            fate,
            place: None,
            leading: if first && self.led { Leading::Called } else { Leading::Not },
        })
    }

    /// Writes all that waits, unless somebody is writing already, who then does so.
    fn lead(&self) {
        let mut queue = self.queue();
        if queue.busy {
            queue.left_behind = true;
            return;
        }
        queue.busy = true;
        loop {
            queue.left_behind = false;
            queue = self.write(queue);
            if !queue.left_behind {
                break;
            }
        }
        queue.busy = false;
        drop(queue);
        if !self.led || self.is_closed() {
            self.changed.notify_all();
        }
    }

    fn is_closed(&self) -> bool {
        self.queue().closed
    }

    /// Writes all that waits, and lets go of the queue meanwhile.
    fn write<'a>(&'a self, mut queue: MutexGuard<'a, Queue>) -> MutexGuard<'a, Queue> {
        let taken = std::mem::take(&mut queue.waiting);
        queue.length = 0;
        drop(queue);
        let mut spare = Vec::new();
        {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            for (batch, fate) in taken {
                let outcome;
                (outcome, spare) = writer.write(batch);
                fate.decide(outcome);
            }
        }
        let mut queue = self.queue();
        if queue.spare.capacity() == 0 {
            queue.spare = spare;
        }
        queue
    }

    /// Writes whatever comes, until the door is closed and nothing waits. For a thread of its own.
    pub(super) fn keep_writing(&self) {
        let mut queue = self.queue();
        loop {
            while queue.waiting.is_empty() && !queue.closed {
                queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
            if queue.waiting.is_empty() {
                return;
            }
            queue = self.write(queue);
        }
    }

    /// Closes the door, and returns once all that came through it is written.
    pub(super) fn close(&self) {
        self.queue().closed = true;
        self.changed.notify_all();
        if self.led {
            self.lead();
            let mut queue = self.queue();
            while queue.busy {
                queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            }
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

/// Whether a ticket has a batch to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leading {
    /// Somebody else has.
    Not,
    /// It has, and was not asked yet.
    Called,
    /// It lets the others go first.
    Gathering,
}

/// A scan in a batch: resolves when that is written.
pub(super) struct Ticket {
    door: Arc<Door>,
    fate: Arc<Fate>,
    /// Where among the waiting it stands.
    place: Option<usize>,
    leading: Leading,
}

impl Future for Ticket {
    type Output = Recorded;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Recorded> {
        match self.leading {
            Leading::Not => {}
            Leading::Called => {
                self.leading = Leading::Gathering;
                // Behind every request that is ready, and those that the network has for us.
                if pin!(tokio::task::yield_now()).poll(context).is_pending() {
                    return Poll::Pending;
                }
            }
            Leading::Gathering => {
                self.leading = Leading::Not;
                self.door.lead();
            }
        }
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

impl Drop for Ticket {
    fn drop(&mut self) {
        // The visitor hung up. The batch is written all the same, and with it the scans of others.
        if self.leading != Leading::Not {
            self.door.lead();
        }
    }
}
