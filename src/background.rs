//! Work beside the answers that visitors get: following logs, moving scans on, and what staff ask for. It has threads of its own.
//!
//! Folding thousands of entries and reading thousands of scans from a journal take tens of milliseconds of a processor without a pause, and most where much
//! waits, as after an outage. On the threads that answer, whoever came meanwhile would wait for that; between threads the operating system shares
//! processors more finely, and where it can be told, these threads go last.

use std::{io, panic::resume_unwind, thread::available_parallelism};

#[cfg(target_os = "linux")]
use rustix::process::{Pid, getpriority_process, setpriority_process};
use tokio::{
    runtime::{Builder, Handle, Runtime},
    sync::oneshot,
    task::block_in_place,
};
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

/// Threads at least that keep what is in the store current, and move scans there: some fold while others wait for it.
const THREADS: usize = 4;
/// Threads that keep this node's memory current.
const MEMORY_THREADS: usize = 2;
/// Threads at least that answer staff.
const DESK_THREADS: usize = 2;
/// Threads for what can wait for all others.
const AFTER_ALL_THREADS: usize = 2;
/// How far the first go behind all others (nice): where both are at work all the time, they get a tenth of a processor.
const LAST_OF_ALL: i32 = 10;
/// How far those go behind visitors that answer staff, who get a quarter of it then.
const BEHIND_VISITORS: i32 = 5;

/// The threads for it. What is still at work when dropped is left to itself.
pub(crate) struct Background {
    store: Option<Runtime>,
    desk: Option<Runtime>,
    memory: Option<Runtime>,
}

impl Background {
    pub(crate) fn new() -> io::Result<Self> {
        let threads = |least| available_parallelism().map_or(least, |cores| cores.get().max(least));
        let begin = |name, threads| {
            let mut builder = Builder::new_multi_thread();
            builder.worker_threads(threads).thread_name(name).enable_all();
            builder
        };
        let begin_behind = |name, threads, nice| {
            let behind = Behind::others(nice);
            begin(name, threads).on_thread_start(move || behind.go()).build().map(Some)
        };
        Ok(Self {
            store: begin_behind("background", threads(THREADS), LAST_OF_ALL)?,
            desk: begin_behind("desk", threads(DESK_THREADS), BEHIND_VISITORS)?,
            // Not behind the others: a thread that answers may wait for a lock that one of these holds.
            memory: begin("memory", MEMORY_THREADS).build().map(Some)?,
        })
    }

    /// Begins a task that `tracker` knows of, and that nobody waits for: all others go first.
    pub(crate) fn spawn(&self, tracker: &TaskTracker, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.store {
            tracker.spawn_on(task, runtime.handle());
        }
    }

    /// Where staff are answered.
    pub(crate) fn desk(&self) -> Handle {
        self.desk.as_ref().map_or_else(Handle::current, |desk| desk.handle().clone())
    }

    /// Begins something that fills what answers are given from; it ends when nobody waits for it any more.
    pub(crate) fn begin_for_memory<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> AbortOnDropHandle<T> {
        let runtime = self.memory.as_ref().map(Runtime::handle);
        AbortOnDropHandle::new(runtime.unwrap_or(&Handle::current()).spawn(work))
    }

    /// Begins a task that `tracker` knows of, and that keeps current what answers are given from.
    pub(crate) fn spawn_for_memory(&self, tracker: &TaskTracker, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.memory {
            tracker.spawn_on(task, runtime.handle());
        }
    }
}

/// A place behind the threads that answer. Where threads have the priority of their whole process, there is none.
#[derive(Debug, Clone, Copy)]
struct Behind {
    #[cfg(target_os = "linux")]
    priority: i32,
}

impl Behind {
    /// So far behind the calling thread.
    #[cfg_attr(not(target_os = "linux"), expect(unused_variables, reason = "there are no places"))]
    fn others(nice: i32) -> Self {
        Self {
            #[cfg(target_os = "linux")]
            priority: getpriority_process(None).unwrap_or(0) + nice,
        }
    }

    /// Has the calling thread, and those that it starts, go there; said again, it changes nothing.
    fn go(self) {
        #[cfg(target_os = "linux")]
        if let Err(error) = setpriority_process(None, self.priority) {
            tracing::debug!("work in the background goes before answers as often as they before it: {error}");
        }
    }
}

/// Does something on a thread that goes behind those that answer, as all do that it starts: opening SQLite's files starts those that write to them.
pub(crate) async fn behind_others<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> io::Result<T> {
    let (behind, runtime) = (Behind::others(LAST_OF_ALL), Handle::current());
    let (done, outcome) = oneshot::channel();
    let run = move || {
        behind.go();
        // Whoever waits for it may have gone.
        drop(done.send(runtime.block_on(work)));
    };
    std::thread::Builder::new().name("behind".into()).spawn(run)?;
    outcome.await.map_err(io::Error::other)
}

/// Does something on threads of its own that run while no other thread of the machine wants to: whoever wakes takes the processor from them at once, and does
/// not wait for the end of their turn, as one that goes before others does. Waits for its end.
pub(crate) fn after_all_others<T: Send>(work: impl Future<Output = T> + Send) -> io::Result<T> {
    let run = || {
        go_after_all_others();
        let runtime = Builder::new_multi_thread()
            .worker_threads(AFTER_ALL_THREADS)
            .enable_all()
            .build()?;
        Ok(runtime.block_on(work))
    };
    block_in_place(|| {
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new()
                .name("after all".into())
                .spawn_scoped(scope, run)?;
            thread.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    })
}

/// Has the calling thread, and those that it starts, run while no other wants to, where there is such a thing.
fn go_after_all_others() {
    #[cfg(target_os = "linux")]
    {
        use thread_priority::{
            NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
        };
        let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
        if let Err(error) = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle) {
            tracing::debug!("what can wait takes its turn with others: {error}");
        }
    }
}

/// Has all threads of this process, and those that they start, go behind those of others. For commands that take long and may run beside a server.
pub(crate) fn give_way_to_others() {
    #[cfg(target_os = "linux")]
    {
        let behind = Behind::others(LAST_OF_ALL);
        let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let ids = threads.filter_map(|thread| thread.file_name().to_str()?.parse().ok());
        for id in ids.filter_map(Pid::from_raw) {
            // One that has just ended has no priority.
            let _ = setpriority_process(Some(id), behind.priority);
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        for runtime in [self.store.take(), self.desk.take(), self.memory.take()]
            .into_iter()
            .flatten()
        {
            // Waiting for it is not for a thread that answers, on which this may be.
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Condvar, Mutex};

    use super::*;

    /// Behind this there is nothing.
    #[cfg(target_os = "linux")]
    const LAST: i32 = 19;
    /// Tasks that hold their threads until they are let go.
    static HELD: (Mutex<bool>, Condvar) = (Mutex::new(true), Condvar::new());

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn what_is_done_beside_answers_goes_behind_them() {
        let (background, tracker) = (Background::new().unwrap(), TaskTracker::new());
        let (said, hear) = std::sync::mpsc::channel();
        let own = getpriority_process(None).unwrap();
        let tell = |said: std::sync::mpsc::Sender<i32>| async move {
            said.send(getpriority_process(None).unwrap()).unwrap();
        };
        background.spawn(&tracker, tell(said.clone()));
        assert_eq!(hear.recv().unwrap(), (own + LAST_OF_ALL).min(LAST));
        // What such a thread has done by another one is not behind itself once more.
        let said_by_another = said.clone();
        background.spawn(&tracker, async move {
            let priority = tokio::task::spawn_blocking(|| getpriority_process(None).unwrap());
            said_by_another.send(priority.await.unwrap()).unwrap();
        });
        assert_eq!(hear.recv().unwrap(), (own + LAST_OF_ALL).min(LAST));
        background.desk().spawn(tell(said.clone()));
        assert_eq!(hear.recv().unwrap(), (own + BEHIND_VISITORS).min(LAST));
        background.spawn_for_memory(&tracker, tell(said));
        assert_eq!(hear.recv().unwrap(), own);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test(flavor = "multi_thread")]
    async fn what_can_wait_runs_while_nobody_else_wants_to() {
        use thread_priority::{NormalThreadSchedulePolicy, ThreadSchedulePolicy, thread_schedule_policy};
        let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
        let policies = after_all_others(async {
            let of_task = tokio::spawn(async { thread_schedule_policy().unwrap() }).await.unwrap();
            let of_thread = std::thread::spawn(|| thread_schedule_policy().unwrap()).join().unwrap();
            [thread_schedule_policy().unwrap(), of_task, of_thread]
        });
        assert_eq!(policies.unwrap(), [idle; 3]);
        assert_ne!(thread_schedule_policy().unwrap(), idle);
    }

    #[tokio::test]
    async fn however_much_is_done_beside_them_answers_are_given() {
        let (background, tracker) = (Background::new().unwrap(), TaskTracker::new());
        for _ in 0..64 {
            background.spawn(&tracker, async {
                let (held, changed) = &HELD;
                drop(changed.wait_while(held.lock().unwrap(), |held| *held).unwrap());
            });
        }
        let answer = tokio::spawn(async { 302 }).await.unwrap();
        assert_eq!(answer, 302);
        *HELD.0.lock().unwrap() = false;
        HELD.1.notify_all();
        tracker.close();
        tracker.wait().await;
    }
}
