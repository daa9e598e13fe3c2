//! One connection: served, and looked at once a second by its [pulse](super::pulse).

use std::{
    convert::Infallible,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use hyper::service::service_fn;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use tokio::{
    net::TcpStream,
    sync::{Semaphore, watch},
    time::{Instant, Interval, MissedTickBehavior, interval_at},
};

use super::{
    Limits,
    plain::{self, Left},
    pulse::{Answering, Pulse, UnderWay, Watched},
};
use crate::Entrance;

/// How often a connection is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How long a connection without a request may stay while there is hardly room for others.
const IN_A_CROWD: Duration = Duration::from_secs(2);

/// How many others there are.
pub(super) struct Crowd {
    pub(super) room: Arc<Semaphore>,
    pub(super) all: usize,
}

impl Crowd {
    /// Whether less than a tenth of the places is free.
    fn is_dense(&self) -> bool {
        self.room.available_permits() < self.all.div_ceil(10)
    }
}

/// Why a connection is ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Nothing happens on it: it is closed in good order.
    Idle,
    /// Half a request came, or the answer is not taken: it is cut off.
    Stalled,
    /// The program ends.
    Told,
}

/// What was seen of a connection so far.
struct Looks {
    moves: u64,
    moved: Instant,
    /// Since when it has had no request under way, and a part of a head or nothing at all.
    waiting: Instant,
    was_begun: bool,
}

impl Looks {
    fn new(now: Instant) -> Self {
        Self {
            moves: 0,
            moved: now,
            waiting: now,
            // Who connects is expected to say something.
            was_begun: true,
        }
    }

    /// Looks once more.
    fn look(&mut self, pulse: &Pulse, limits: &Limits, is_dense: bool, now: Instant) -> Option<End> {
        let moves = pulse.moves.load(Ordering::Relaxed);
        if moves != self.moves {
            (self.moves, self.moved) = (moves, now);
        }
        let still = now - self.moved;
        if pulse.under_way.load(Ordering::Relaxed) > 0 {
            self.waiting = now;
            self.was_begun = false;
            let is_stuck = pulse.stuck.load(Ordering::Relaxed) && still >= limits.request;
            return is_stuck.then_some(End::Stalled);
        }
        if pulse.stuck.load(Ordering::Relaxed) && still >= limits.request {
            return Some(End::Stalled);
        }
        let begun = pulse.begun.load(Ordering::Relaxed) || (moves == 0 && self.was_begun);
        if begun != self.was_begun {
            (self.was_begun, self.waiting) = (begun, now);
        }
        let allowed = if begun { limits.request } else { limits.idle };
        let allowed = if is_dense { allowed.min(IN_A_CROWD) } else { allowed };
        let since = if begun { now - self.waiting } else { still };
        match (since >= allowed, begun) {
            (false, _) => None,
            (true, true) => Some(End::Stalled),
            (true, false) => Some(End::Idle),
        }
    }
}

/// Serves a connection to its end.
pub(super) async fn see_through(
    builder: Arc<Builder<TokioExecutor>>,
    stream: TcpStream,
    peer: SocketAddr,
    entrance: Arc<Entrance>,
    limits: Limits,
    crowd: Crowd,
    told: watch::Receiver<bool>,
) {
    let pulse = Arc::new(Pulse::default());
    let service = service_fn(|request| {
        let under_way = UnderWay::begin(&pulse);
        let answer = entrance.clone().answer(request, peer, limits.request);
        async move {
            let answer = answer.await.map(|body| Answering {
                body,
                _under_way: under_way,
            });
            Ok::<_, Infallible>(answer)
        }
    });
    let mut stream = Watched::new(stream, pulse.clone());
    let mut ends = Ends {
        looks: Looks::new(Instant::now()),
        clock: clock(),
        limits,
        crowd,
        told,
        is_told: false,
    };
    if plain_visits(&mut stream, &pulse, &entrance, peer, &mut ends).await == Left::Nothing {
        return;
    }
    // It is told once it has begun with what came already.
    ends.is_told = false;
    let mut served = pin!(builder.serve_connection(TokioIo::new(stream), service));
    loop {
        tokio::select! {
            biased;
            _ = served.as_mut() => return,
            end = ends.next(&pulse) => match end {
                End::Told | End::Idle => served.as_mut().graceful_shutdown(),
                End::Stalled => return,
            },
        }
    }
}

/// Answers plain visits until something else comes.
async fn plain_visits(stream: &mut Watched, pulse: &Arc<Pulse>, entrance: &Entrance, peer: SocketAddr, ends: &mut Ends) -> Left {
    let is_last = AtomicBool::new(false);
    let mut served = pin!(plain::serve(stream, pulse, entrance, peer, &is_last));
    loop {
        tokio::select! {
            biased;
            left = served.as_mut() => return left,
            end = ends.next(pulse) => match end {
                End::Told => is_last.store(true, Ordering::Relaxed),
                End::Idle | End::Stalled => return Left::Nothing,
            },
        }
        // Who asks for nothing is not waited for.
        if is_last.load(Ordering::Relaxed) && pulse.is_at_rest() {
            return Left::Nothing;
        }
    }
}

fn clock() -> Interval {
    let mut clock = interval_at(Instant::now() + LOOK, LOOK);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    clock
}

/// Why a connection should end, as it turns out.
struct Ends {
    looks: Looks,
    clock: Interval,
    limits: Limits,
    crowd: Crowd,
    told: watch::Receiver<bool>,
    is_told: bool,
}

impl Ends {
    /// Waits for the next reason. Nothing is lost when it is waited for no more.
    async fn next(&mut self, pulse: &Pulse) -> End {
        loop {
            tokio::select! {
                biased;
                _ = self.told.wait_for(|told| *told), if !self.is_told => {
                    self.is_told = true;
                    return End::Told;
                }
                now = self.clock.tick() => {
                    if let Some(end) = self.looks.look(pulse, &self.limits, self.crowd.is_dense(), now) {
                        return end;
                    }
                }
            }
        }
    }
}
