//! An answer that is written while it is read: whoever writes waits for whoever reads, so little of it is in memory.

use std::io::{self, Write};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures::stream;
use tokio::sync::mpsc;

/// Bytes that are sent at once.
const PART: usize = 64 << 10;
/// Parts that wait to be read.
const WAITING: usize = 4;

/// The end that is written to, on a thread that may wait. What was not flushed when it is dropped is not sent.
pub(crate) struct Writer {
    buffer: BytesMut,
    parts: mpsc::Sender<io::Result<Bytes>>,
}

/// Breaks an answer off: what is cut off must not look whole.
pub(crate) struct Breaker(mpsc::Sender<io::Result<Bytes>>);

/// Both ends.
pub(crate) fn pipe() -> (Writer, Breaker, Body) {
    let (parts, read) = mpsc::channel(WAITING);
    let writer = Writer {
        buffer: BytesMut::with_capacity(PART),
        parts: parts.clone(),
    };
    let read = stream::unfold(read, |mut read| async move { Some((read.recv().await?, read)) });
    (writer, Breaker(parts), Body::from_stream(read))
}

impl Breaker {
    pub(crate) async fn break_off(self, why: impl ToString) {
        // Nobody reads any more: then there is nothing to break off.
        let _ = self.0.send(Err(io::Error::other(why.to_string()))).await;
    }
}

impl Writer {
    fn send(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let part = self.buffer.split().freeze();
        self.buffer.reserve(PART);
        let hung_up = |_| io::Error::new(io::ErrorKind::BrokenPipe, "whoever asked hung up");
        self.parts.blocking_send(Ok(part)).map_err(hung_up)
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PART {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}
