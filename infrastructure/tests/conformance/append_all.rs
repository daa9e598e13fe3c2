//! Many decisions on many subjects, in one act.

use signpost_application::ports::decision_log::{Addition, AppendError, Stream};
use signpost_domain::{
    code::{Code, CodeEvent},
    decision::{DecisionEvent, Position},
};

use super::{
    Store,
    decision_log::append,
    samples::{circumstances, minted, parsed, retargeted},
};

/// Enough that every store needs more than one statement.
const MANY: u64 = 2_500;

fn addition(id: &str, version: u64, event: CodeEvent) -> Addition {
    Addition {
        event: DecisionEvent::Code(parsed(id), event),
        version,
    }
}

fn additions(prefix: &str, codes: u64) -> Vec<Addition> {
    (0..codes)
        .flat_map(|n| {
            let id = format!("{prefix}-{n}");
            let events = [
                minted("Bénch \u{1f333} 'quoted' \"\\"),
                retargeted("https://example.org/?q=a%20b"),
            ];
            (1..)
                .zip(events)
                .map(move |(version, event)| addition(&id, version, event))
                .collect::<Vec<_>>()
        })
        .collect()
}

pub(crate) async fn what_is_appended_at_once_is_what_single_appends_would_have_written<S: Store>() {
    let (store, single) = (S::fresh().await, S::fresh().await);
    append(&store, "BENCH-1", 0, vec![minted("a")]).await.expect("a free place");
    append(&single, "BENCH-1", 0, vec![minted("a")]).await.expect("a free place");

    let mut all = additions("A", 50);
    all.insert(30, addition("BENCH-1", 2, CodeEvent::Suspended));
    let log = store.decisions();
    let last = log.append_all(&all, &circumstances("one act")).await.expect("free places");
    assert_eq!(last, Position(102));
    assert_eq!(log.head().await.expect("a head"), last);
    assert_eq!(*log.appended().borrow(), last, "whoever waits is woken");
    for Addition { event, version } in &all {
        let DecisionEvent::Code(id, event) = event else {
            unreachable!("they are on codes")
        };
        let events = vec![event.clone()];
        Stream::<Code>::append(
            &*single.decisions(),
            id.as_str(),
            version - 1,
            events,
            &circumstances("one act"),
        )
        .await
        .expect("a free place");
    }
    let read = log.read(Position::START, 1_000).await.expect("readable");
    assert_eq!(read, single.decisions().read(Position::START, 1_000).await.expect("readable"));
    let found = log.correlated("one act").await.expect("an answer");
    assert_eq!(found.map(|(_, position)| position), Some(last));

    assert_eq!(
        log.append_all(&[], &circumstances("nothing"))
            .await
            .expect("nothing to refuse"),
        last
    );
    // What follows goes on from there.
    let next = append(&store, "A-7", 2, vec![CodeEvent::Suspended])
        .await
        .expect("a free place");
    assert_eq!(next.position, Position(103));
    store.follow().await;
    single.follow().await;
}

pub(crate) async fn of_decisions_appended_at_once_a_taken_version_leaves_none<S: Store>() {
    let store = S::fresh().await;
    append(&store, "TAKEN", 0, vec![minted("a")]).await.expect("a free place");
    let before = store.decisions().read(Position::START, 10).await.expect("readable");
    let mut all = additions("A", MANY);
    // In the last statement, when thousands are written.
    all.push(addition("TAKEN", 1, minted("again")));
    let refused = store.decisions().append_all(&all, &circumstances("act")).await;
    assert!(matches!(refused, Err(AppendError::Conflict)), "{refused:?}");
    let twice = [addition("TWICE", 1, minted("a")), addition("TWICE", 1, minted("b"))];
    let refused = store.decisions().append_all(&twice, &circumstances("act")).await;
    assert!(matches!(refused, Err(AppendError::Conflict)), "{refused:?}");
    assert_eq!(store.decisions().read(Position::START, 10).await.expect("readable"), before);
    assert_eq!(store.decisions().head().await.expect("a head"), Position(1));
    // It took no position, and holds nobody up.
    all.pop();
    let last = store
        .decisions()
        .append_all(&all, &circumstances("act"))
        .await
        .expect("free places");
    assert_eq!(last, Position(1 + MANY * 2));
}

pub(crate) async fn appending_at_once_and_singly_leaves_no_gap_and_mixes_nothing<S: Store>() {
    let store = S::fresh().await;
    let other = store.another_process().await;
    let writers = (0..4_u64).map(|writer| {
        let log = if writer % 2 == 0 {
            store.decisions()
        } else {
            other.decisions()
        };
        tokio::spawn(async move {
            for round in 0..5 {
                let act = format!("W{writer}-{round}");
                if writer < 2 {
                    let all = additions(&act, 40);
                    log.append_all(&all, &circumstances(&act)).await.expect("free places");
                } else {
                    let events = vec![minted("a"), CodeEvent::Suspended];
                    let appended = Stream::<Code>::append(&*log, &act, 0, events, &circumstances(&act)).await;
                    appended.expect("a free place");
                }
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("nobody is kept from appending");
    }
    let read = other.decisions().read(Position::START, 10_000).await.expect("readable");
    let all = 2 * 5 * 80 + 2 * 5 * 2;
    assert_eq!(read.len(), all);
    assert!(
        (1..).zip(&read).all(|(place, decision)| decision.position == Position(place)),
        "no gap"
    );
    let mut acts: Vec<&str> = read
        .iter()
        .map(|decision| decision.circumstances.correlation.as_str())
        .collect();
    acts.dedup();
    assert_eq!(acts.len(), 20, "what was appended at once stands together");
}
