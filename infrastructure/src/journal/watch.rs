//! Sees to it that no visitor waits for ever, whatever the disk does.

use std::time::Duration;

use signpost_application::ports::journal::Recorded;
use tokio::runtime::Handle;

use super::door::Door;

/// Into how many parts the time is divided that a visitor waits at most: a batch is told to be late by so much too early or too late.
const PARTS: u32 = 5;
/// How long the watch rests at most.
const LONGEST: Duration = Duration::from_millis(50);

/// Tells those who have waited for `patience` that it takes too long, until the door is closed and all is written. For a thread of its own: those of the
/// runtime may be the ones that hang.
///
/// While a thread of `runtime` hangs in a write, another one is woken. When one event came and the thread that saw it hangs in it, all others sleep, and
/// nobody would look for the next event: tokio wakes another thread only when there are two tasks to run.
pub(super) fn watch(door: &Door, patience: Duration, runtime: Option<&Handle>) {
    let tick = (patience / PARTS).clamp(Duration::from_millis(1), LONGEST);
    while door.rest(tick) {
        let (late, hangs) = door.look(patience, tick);
        for fate in late {
            fate.decide(Recorded::Late);
        }
        if hangs && let Some(runtime) = runtime {
            drop(runtime.spawn(async {}));
        }
    }
}
