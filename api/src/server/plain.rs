//! Plain visits, one after the other on a connection, without hyper: it spends more on a request than all that Signpost does for it. With the first request that
//! is none, the connection is hyper's, with every byte that was read of that.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::pulse::{Pulse, UnderWay, Watched};
use crate::{Entrance, resolver::Express};

/// Room for what comes: a phone's request has some 600 bytes. Longer heads are left for hyper, which bounds them.
const ROOM: usize = 4 << 10;

/// What is left of a connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// It ended.
    Nothing,
    /// A request that is no plain visit.
    ForHyper,
}

/// Answers plain visits until another request comes, the connection ends, or `is_last` is set.
pub(super) async fn serve(
    stream: &mut Watched,
    pulse: &Arc<Pulse>,
    entrance: &Entrance,
    peer: SocketAddr,
    is_last: &AtomicBool,
) -> Left {
    let (mut came, mut answer) = (Vec::with_capacity(ROOM), Vec::new());
    // How much of it is known to be no whole head.
    let mut seen = 0;
    loop {
        let found = if may_end(&came, seen) {
            entrance.express(&came, peer, &mut answer)
        } else {
            Express::More
        };
        match found {
            Express::More if came.len() < ROOM => {
                seen = came.len();
                match stream.read_buf(&mut came).await {
                    // hyper knows what to say to half a request, if anything.
                    Ok(0) if !came.is_empty() => return for_hyper(stream, came),
                    Ok(0) | Err(_) => return Left::Nothing,
                    Ok(_) => {}
                }
            }
            Express::More | Express::Other => return for_hyper(stream, came),
            Express::SentOn(sent_on) => {
                let _under_way = UnderWay::begin(pulse);
                came.drain(..sent_on.length);
                seen = 0;
                entrance.recorded(sent_on).await;
                if stream.write_all(&answer).await.is_err() || is_last.load(Ordering::Relaxed) {
                    return Left::Nothing;
                }
                answer.clear();
            }
        }
    }
}

/// Whether a head may end behind the first `seen` bytes. Who sends a head byte by byte has it parsed once or twice, and not each time.
fn may_end(came: &[u8], seen: usize) -> bool {
    let is_end = |pair: &[u8]| matches!(pair, b"\n\r" | b"\n\n");
    match seen {
        0 => !came.is_empty(),
        _ => came[seen.saturating_sub(2)..].windows(2).any(is_end),
    }
}

fn for_hyper(stream: &mut Watched, came: Vec<u8>) -> Left {
    stream.unread(came);
    Left::ForHyper
}

#[cfg(test)]
mod tests {
    use super::may_end;

    #[test]
    fn a_whole_head_is_never_missed_however_it_comes() {
        for head in ["GET / HTTP/1.1\r\nhost: q\r\n\r\n", "GET / HTTP/1.1\nhost: q\n\n"] {
            let more = format!("{head}GET");
            for seen in 1..head.len() {
                assert!(may_end(head.as_bytes(), seen), "{seen}");
                assert!(may_end(more.as_bytes(), seen), "{seen}");
                assert!(
                    !may_end(&head.as_bytes()[..head.len() - 3], seen.min(head.len() - 3)),
                    "{seen}"
                );
            }
        }
        assert!(!may_end(b"", 0));
    }
}
