//! Positions are 1 to n in the order of commits, whoever writes and whoever reads.

use std::sync::Arc;

use signpost_application::ports::decision_log::{DecisionLog, Stream};
use signpost_domain::{code::Code, decision::Position};

use super::{
    Store,
    samples::{circumstances, minted, retargeted},
};

pub(crate) const WRITERS: u64 = 8;
pub(crate) const APPENDS: u64 = 25;

/// Appends two decisions on each of [`APPENDS`] codes of its own.
pub(crate) async fn write(log: Arc<dyn DecisionLog>, writer: u64) {
    for n in 0..APPENDS {
        let id = format!("W{writer}-{n}");
        let events = vec![minted("a"), retargeted("https://example.org/")];
        let appended = Stream::<Code>::append(&*log, &id, 0, events, &circumstances(&id)).await;
        appended.expect("nobody else writes this code");
    }
}

/// Reads like a read model until everything was seen; fails at the first gap.
pub(crate) async fn follow(log: Arc<dyn DecisionLog>, limit: u32) -> Vec<(Position, String)> {
    let mut seen = Vec::new();
    while (seen.len() as u64) < WRITERS * APPENDS * 2 {
        let after = Position(seen.len() as u64);
        for decision in log.read(after, limit).await.expect("readable") {
            assert_eq!(decision.position, Position(seen.len() as u64 + 1), "a gap");
            seen.push((decision.position, decision.event.subject().id().to_owned()));
        }
        // Readers turn without end and must leave the processor to the writers.
        tokio::task::yield_now().await;
    }
    seen
}

pub(crate) async fn positions_have_no_gaps_and_no_reader_sees_one<S: Store>() {
    let store = S::fresh().await;
    let other = store.another_process().await;
    let readers = [
        tokio::spawn(follow(store.decisions(), 7)),
        tokio::spawn(follow(other.decisions(), 1_000)),
    ];
    let writers = (0..WRITERS).map(|writer| {
        let log = if writer % 2 == 0 {
            store.decisions()
        } else {
            other.decisions()
        };
        tokio::spawn(write(log, writer))
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("every append succeeds");
    }
    let [first, second] = readers;
    let (first, second) = (first.await.expect("no gap"), second.await.expect("no gap"));
    assert_eq!(first, second, "every reader sees the same order");
    assert_eq!(
        store.decisions().head().await.expect("a head"),
        Position(WRITERS * APPENDS * 2)
    );
    for pair in first.chunks(2) {
        assert_eq!(pair[0].1, pair[1].1, "what was appended together stands together");
    }
}
