//! Load that comes when it comes (an open model), as people do: arrivals are scheduled beforehand, at random with a given rate, and
//! latency counts from the scheduled moment. A server that stalls makes all that should have come meanwhile late, which a closed
//! model hides ("coordinated omission").

use std::{
    collections::VecDeque,
    fmt::Write as _,
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::load::{CONNECTIONS, HEADERS};
use crate::city::mixed;

/// What one round came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Latencies {
    /// Microseconds within which half of the visitors had their answer.
    pub(super) median: f64,
    /// Microseconds within which 99 of 100 visitors had their answer.
    pub(super) p99: f64,
    /// Microseconds of the longest wait.
    pub(super) longest: f64,
}

struct Connection {
    stream: TcpStream,
    /// When the request under way should have been made.
    since: Option<Duration>,
    answer: Vec<u8>,
}

/// The requests for `codes`, ready to be sent.
pub(super) fn requests(codes: impl Iterator<Item = String>) -> Vec<Vec<u8>> {
    let mut headers = String::from("Host: q.example\r\n");
    for (name, value) in HEADERS {
        // Writing to a string does not fail.
        let _ = write!(headers, "{name}: {value}\r\n");
    }
    codes
        .map(|code| format!("GET /{code} HTTP/1.1\r\n{headers}\r\n").into_bytes())
        .collect()
}

/// Sends about `rate` requests a second; `seed` makes another schedule.
pub(super) fn run(
    address: SocketAddr,
    requests: &[Vec<u8>],
    rate: f64,
    length: Duration,
    seed: u64,
) -> Result<Latencies, String> {
    let failed = |error: std::io::Error| format!("a connection broke: {error}");
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(address).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        stream.set_nonblocking(true).map_err(failed)?;
        connections.push(Connection {
            stream,
            since: None,
            answer: Vec::with_capacity(4_096),
        });
    }
    let mut schedule = Schedule::new(rate, length, seed);
    let mut due: VecDeque<Duration> = VecDeque::new();
    let mut latencies: Vec<Duration> = Vec::new();
    let begun = Instant::now();
    loop {
        let now = begun.elapsed();
        due.extend(std::iter::from_fn(|| schedule.next_until(now)));
        for connection in connections.iter_mut().filter(|connection| connection.since.is_none()) {
            let Some(scheduled) = due.pop_front() else { break };
            let request = &requests[schedule.any(requests.len())];
            // It fits into the socket's buffer, which is empty.
            connection.stream.write_all(request).map_err(failed)?;
            connection.since = Some(scheduled);
        }
        let under_way = connections.iter().any(|connection| connection.since.is_some());
        if schedule.next.is_none() && due.is_empty() && !under_way {
            break;
        }
        wait(&connections, schedule.next.map(|next| next.saturating_sub(begun.elapsed())))?;
        for connection in connections.iter_mut().filter(|connection| connection.since.is_some()) {
            if connection.answered().map_err(failed)? {
                let since = connection.since.take().expect("it was under way");
                latencies.push(begun.elapsed().saturating_sub(since));
            }
        }
    }
    latencies.sort();
    let at = |share: usize| latencies[(latencies.len() * share / 1_000).min(latencies.len() - 1)].as_secs_f64() * 1e6;
    Ok(Latencies {
        median: at(500),
        p99: at(990),
        longest: at(1_000),
    })
}

/// Waits until an answer comes, or the next request is due.
fn wait(connections: &[Connection], until: Option<Duration>) -> Result<(), String> {
    let mut watched: Vec<PollFd<'_>> = connections
        .iter()
        .filter(|connection| connection.since.is_some())
        .map(|connection| PollFd::new(&connection.stream, PollFlags::IN))
        .collect();
    let timeout = until.unwrap_or(Duration::from_secs(10));
    let timeout = Timespec {
        tv_sec: timeout.as_secs().cast_signed(),
        tv_nsec: timeout.subsec_nanos().into(),
    };
    match poll(&mut watched, Some(&timeout)) {
        Ok(0) if until.is_none() => Err("no answer within ten seconds".into()),
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

impl Connection {
    /// Reads what is there; says whether that is the whole answer. Redirects have no body.
    fn answered(&mut self) -> std::io::Result<bool> {
        let mut bytes = [0; 4_096];
        match self.stream.read(&mut bytes) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => self.answer.extend_from_slice(&bytes[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        }
        if !self.answer.ends_with(b"\r\n\r\n") {
            return Ok(false);
        }
        if !self.answer.starts_with(b"HTTP/1.1 302 ") {
            let line = String::from_utf8_lossy(&self.answer)
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            return Err(std::io::Error::other(format!("not sent on but told: {line}")));
        }
        self.answer.clear();
        Ok(true)
    }
}

/// Arrivals that do not know of each other: gaps between them are distributed exponentially.
struct Schedule {
    next: Option<Duration>,
    rate: f64,
    length: Duration,
    state: u64,
}

impl Schedule {
    fn new(rate: f64, length: Duration, seed: u64) -> Self {
        Self {
            next: Some(Duration::ZERO),
            rate,
            length,
            state: mixed(seed),
        }
    }

    /// The next arrival, if it is due at `now`.
    fn next_until(&mut self, now: Duration) -> Option<Duration> {
        let due = self.next.filter(|next| *next <= now)?;
        let gap = -(1.0 - self.share()).ln() / self.rate;
        self.next = Some(due + Duration::from_secs_f64(gap)).filter(|next| *next < self.length);
        Some(due)
    }

    /// One of `count`, each as likely as the others.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "small numbers"
    )]
    fn any(&mut self, count: usize) -> usize {
        (self.share() * count as f64) as usize
    }

    /// From 0 to 1, without 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits, as many as a number has")]
    fn share(&mut self) -> f64 {
        self.state = mixed(self.state);
        (self.state >> 11) as f64 / (1_u64 << 53) as f64
    }
}
