//! The door: takes connections and gives each a bounded share of time and memory, whatever is at its other end.
//!
//! `axum::serve` waits for ever for whoever says nothing, so this takes its place. A connection is a task with a look at itself
//! once a second (`connection`); between those looks a request costs a few counters (`pulse`).

mod connection;
mod plain;
mod pulse;

use std::{io, sync::Arc, time::Duration};

use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};

pub(crate) use self::pulse::arriving;
use crate::Entrance;

/// Bytes that the head of a request may have: the address and all headers. hyper answers 431 to more than that.
const LONGEST_HEAD: usize = 16 << 10;
/// Requests at once on one connection of HTTP/2.
const STREAMS: u32 = 32;
/// Bytes of bodies that one connection of HTTP/2 may have on their way to us.
const WINDOW: u32 = 256 << 10;
/// Streams that a client of HTTP/2 may open and take back before it is taken for an attack (CVE-2023-44487).
const TAKEN_BACK: usize = 20;
/// How long accepting pauses when the system has nothing left to accept with.
const PAUSE: Duration = Duration::from_secs(1);

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once; further ones wait in the system's queue until one of these ends.
    pub connections: u32,
    /// In which a request must have come in whole, and in which an answer must go on being taken.
    pub request: Duration,
    /// After which a connection on which nothing happens is closed.
    pub idle: Duration,
}

/// Serves until `told` is true, then until every request under way is answered.
pub async fn serve(listener: TcpListener, entrance: Arc<Entrance>, limits: Limits, mut told: watch::Receiver<bool>) {
    let all = limits.connections.max(1);
    let room = Arc::new(Semaphore::new(all as usize));
    let builder = Arc::new(builder());
    loop {
        let accepted = tokio::select! {
            _ = told.wait_for(|told| *told) => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let (place, stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_the_peer(&error) => continue,
            Err(error) => {
                tracing::error!("connections cannot be taken: {error}; trying again in a second");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // An answer is one small write: nothing is gained by waiting for more.
        drop(stream.set_nodelay(true));
        let crowd = connection::Crowd {
            room: room.clone(),
            all: all as usize,
        };
        let connection = connection::see_through(builder.clone(), stream, peer, entrance.clone(), limits, crowd, told.clone());
        tokio::spawn(async move {
            connection.await;
            drop(place);
        });
    }
    drop(listener);
    // Everybody's place is free when everybody is gone.
    let _ = room.acquire_many(all).await;
}

type Accepted = (tokio::sync::OwnedSemaphorePermit, tokio::net::TcpStream, std::net::SocketAddr);

async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<Accepted> {
    let place = room.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((place, stream, peer))
}

/// Whether it went wrong for whoever wanted to connect, and not for us.
fn is_of_the_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset
    )
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    // The number of headers stays at hyper's 100: a number of our own costs an allocation per request.
    // hyper's own time for heads stays off for the same reason; `connection` does that.
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        // Else hyper looks for the end of the stream before it polls the request for the first time, and the scan of a visitor who
        // hung up at once is never seen.
        .half_close(true)
        .max_buf_size(LONGEST_HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(LONGEST_HEAD).expect("it is 16 KiB"))
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(TAKEN_BACK)
        .initial_connection_window_size(WINDOW)
        .initial_stream_window_size(WINDOW);
    builder
}
