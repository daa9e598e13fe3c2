//! What a connection shows of itself: bytes that moved, requests under way. Written at every request, so counters only.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::Sleep,
};

/// The counters of one connection.
#[derive(Default)]
pub(super) struct Pulse {
    /// Reads and writes that moved something.
    pub(super) moves: AtomicU64,
    /// Requests whose answer is not written yet.
    pub(super) under_way: AtomicU64,
    /// Whether bytes came after the last whole head: the beginning of a head, perhaps for ever.
    pub(super) begun: AtomicBool,
    /// Whether the other end does not take what we write.
    pub(super) stuck: AtomicBool,
}

impl Pulse {
    /// Whether nothing is asked, nor begun to be asked.
    pub(super) fn is_at_rest(&self) -> bool {
        self.under_way.load(Ordering::Relaxed) == 0 && !self.begun.load(Ordering::Relaxed)
    }
}

/// A request under way, until its answer is written or it is given up.
pub(super) struct UnderWay(Arc<Pulse>);

impl UnderWay {
    pub(super) fn begin(pulse: &Arc<Pulse>) -> Self {
        pulse.begun.store(false, Ordering::Relaxed);
        pulse.under_way.fetch_add(1, Ordering::Relaxed);
        Self(pulse.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A stream whose bytes are counted.
pub(super) struct Watched {
    stream: TcpStream,
    pulse: Arc<Pulse>,
    /// What was read and given back, to be read again.
    unread: Bytes,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, pulse: Arc<Pulse>) -> Self {
        Self {
            stream,
            pulse,
            unread: Bytes::new(),
        }
    }

    /// Gives back all that was read and not used.
    pub(super) fn unread(&mut self, bytes: Vec<u8>) {
        self.unread = bytes.into();
    }

    fn wrote(&self, written: &Poll<io::Result<usize>>) {
        if written.is_ready() {
            self.pulse.moves.fetch_add(1, Ordering::Relaxed);
        }
        self.pulse.stuck.store(written.is_pending(), Ordering::Relaxed);
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.unread.is_empty() {
            let length = self.unread.len().min(buffer.remaining());
            buffer.put_slice(&self.unread.split_to(length));
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.pulse.moves.fetch_add(1, Ordering::Relaxed);
            self.pulse.begun.store(true, Ordering::Relaxed);
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(&written);
        written
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.wrote(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// An answer's body, which keeps its request under way.
pub(super) struct Answering {
    pub(super) body: Body,
    pub(super) _under_way: UnderWay,
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A request's body that must have come in whole by some time.
struct Arriving {
    body: Incoming,
    late: Pin<Box<Sleep>>,
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.late.as_mut().poll(cx).is_ready() {
            let what = "the body did not come in time";
            return Poll::Ready(Some(Err(axum::Error::new(io::Error::new(io::ErrorKind::TimedOut, what)))));
        }
        Pin::new(&mut self.body).poll_frame(cx).map_err(axum::Error::new)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A request as the router wants it. Visits have no body, and no timer.
pub(crate) fn arriving(request: hyper::Request<Incoming>, peer: SocketAddr, within: Duration) -> Request {
    let mut request = request.map(|body| {
        if body.is_end_stream() {
            return Body::empty();
        }
        let late = Box::pin(tokio::time::sleep(within));
        Body::new(Arriving { body, late })
    });
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}
