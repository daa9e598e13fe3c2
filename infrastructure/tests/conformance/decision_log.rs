//! Streams, versions and the log as a whole.

use std::collections::BTreeMap;

use signpost_application::ports::decision_log::{AppendError, Appended, Loaded, Stream};
use signpost_domain::{
    code::{Code, CodeEvent},
    decision::{DecisionEvent, Position, Subject},
};

use super::{
    Store,
    samples::{CounterEvent, circumstances, minted, parsed, retargeted, scan, time},
};
use signpost_domain::scan::NodeId;

/// Appends to the code `id`, which must be at version `after`.
pub(crate) async fn append(store: &impl Store, id: &str, after: u64, events: Vec<CodeEvent>) -> Result<Appended, AppendError> {
    Stream::<Code>::append(&*store.decisions(), id, after, events, &circumstances(id)).await
}

/// The same, for a reason.
pub(crate) async fn append_because(
    store: &impl Store,
    id: &str,
    after: u64,
    events: Vec<CodeEvent>,
    reason: Option<&str>,
) -> Result<Appended, AppendError> {
    let mut circumstances = circumstances(id);
    circumstances.reason = reason.map(|reason| reason.to_owned().try_into().expect("short"));
    Stream::<Code>::append(&*store.decisions(), id, after, events, &circumstances).await
}

async fn load(store: &impl Store, id: &str) -> Loaded<Code> {
    Stream::<Code>::load(&*store.decisions(), id).await.expect("it can be loaded")
}

pub(crate) async fn what_was_appended_is_loaded_and_read_in_order<S: Store>() {
    let store = S::fresh().await;
    let log = store.decisions();
    assert_eq!(log.head().await.expect("a head"), Position::START);
    assert_eq!(
        load(&store, "BENCH-1").await,
        Loaded {
            state: Code::default(),
            version: 0,
            span: None
        }
    );

    let events = vec![
        minted("Bénch \u{1f333} 'quoted'"),
        retargeted("https://example.org/?q=a%20b&c=%22"),
    ];
    let appended = append(&store, "BENCH-1", 0, events.clone()).await.expect("a free place");
    assert_eq!(
        appended,
        Appended {
            version: 2,
            position: Position(2)
        }
    );
    let other = append(&store, "BENCH-2", 0, vec![minted("b")]).await.expect("a free place");
    assert_eq!(other.position, Position(3));
    let suspended = append(&store, "BENCH-1", 2, vec![CodeEvent::Suspended])
        .await
        .expect("a free place");
    assert_eq!(
        suspended,
        Appended {
            version: 3,
            position: Position(4)
        }
    );

    let mut state = Code::default();
    for event in events.iter().chain([&CodeEvent::Suspended]) {
        state.apply_event(event);
    }
    let loaded = load(&store.another_process().await, "BENCH-1").await;
    assert_eq!((loaded.state, loaded.version), (state, 3));
    assert_eq!(loaded.span, Some((time(0), time(0))));

    let decisions = log.read(Position::START, 100).await.expect("readable");
    let places: Vec<_> = decisions.iter().map(|d| (d.position.0, d.version)).collect();
    assert_eq!(places, [(1, 1), (2, 2), (3, 1), (4, 3)]);
    assert_eq!(decisions[1].event, DecisionEvent::Code(parsed("BENCH-1"), events[1].clone()));
    assert_eq!(decisions[1].circumstances, circumstances("BENCH-1"));
    let part = log.read(Position(1), 2).await.expect("readable");
    assert_eq!(part, decisions[1..3]);
    assert_eq!(log.head().await.expect("a head"), Position(4));
    assert_eq!(log.read(Position(4), 100).await.expect("readable"), []);
}

pub(crate) async fn an_append_after_a_taken_version_is_a_conflict_and_changes_nothing<S: Store>() {
    let store = S::fresh().await;
    let events = vec![minted("a"), CodeEvent::Suspended];
    append(&store, "BENCH-1", 0, events).await.expect("a free place");
    let before = store.decisions().read(Position::START, 100).await.expect("readable");
    for (after, events) in [
        (0, vec![minted("again")]),
        (1, vec![CodeEvent::Resumed]),
        // Its second event would find a free place: all or none.
        (1, vec![CodeEvent::Resumed, retargeted("https://example.org/")]),
    ] {
        let refused = append(&store, "BENCH-1", after, events).await;
        assert!(matches!(refused, Err(AppendError::Conflict)), "{after}: {refused:?}");
    }
    assert_eq!(store.decisions().read(Position::START, 100).await.expect("readable"), before);
    // A refused append took no position.
    let next = append(&store, "BENCH-1", 2, vec![CodeEvent::Resumed])
        .await
        .expect("a free place");
    assert_eq!(next.position, Position(3));
}

pub(crate) async fn of_concurrent_appends_on_one_stream_exactly_one_wins<S: Store>() {
    let store = S::fresh().await;
    let other = store.another_process().await;
    for version in 0..10 {
        let racers = (0..8).map(|racer| {
            let log = if racer % 2 == 0 {
                store.decisions()
            } else {
                other.decisions()
            };
            tokio::spawn(async move {
                let events = vec![retargeted(&format!("https://example.org/{racer}"))];
                Stream::<Code>::append(&*log, "BENCH-1", version, events, &circumstances("race")).await
            })
        });
        let mut winners = 0;
        for racer in racers.collect::<Vec<_>>() {
            match racer.await.expect("no panic") {
                Ok(appended) => {
                    winners += 1;
                    assert_eq!((appended.version, appended.position), (version + 1, Position(version + 1)));
                }
                Err(AppendError::Conflict) => {}
                Err(AppendError::Store(error)) => panic!("a lost race is a conflict, not: {error}"),
            }
        }
        assert_eq!(winners, 1);
    }
    assert_eq!(store.decisions().head().await.expect("a head"), Position(10));
}

/// Nobody fails because of another, and everybody is told the position of what they appended.
pub(crate) async fn of_appends_at_once_those_on_streams_of_their_own_succeed<S: Store>() {
    const STREAMS: u64 = 24;
    let store = S::fresh().await;
    let log = store.decisions();
    // Two on each of half of the streams.
    let writers = (0..STREAMS).chain(0..STREAMS / 2).map(|n| {
        let log = log.clone();
        tokio::spawn(async move {
            let id = format!("BENCH-{n}");
            let events = vec![minted("a bench"), retargeted("https://example.org/")];
            let appended = Stream::<Code>::append(&*log, &id, 0, events, &circumstances(&id)).await;
            (id, appended)
        })
    });
    let (mut positions, mut conflicts) = (BTreeMap::new(), 0);
    for writer in writers.collect::<Vec<_>>() {
        match writer.await.expect("no panic") {
            (id, Ok(appended)) => {
                assert_eq!(appended.version, 2);
                assert_eq!(positions.insert(appended.position, id), None);
            }
            (_, Err(AppendError::Conflict)) => conflicts += 1,
            (id, Err(AppendError::Store(error))) => panic!("{id}: {error}"),
        }
    }
    assert_eq!(conflicts, STREAMS / 2);
    let decisions = log.read(Position::START, 1_000).await.expect("readable");
    let found = decisions.iter().filter(|decision| decision.version == 2);
    let found = found.map(|decision| (decision.position, decision.event.subject().id().to_owned()));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), positions);
    assert_eq!(log.head().await.expect("a head"), Position(STREAMS * 2));
}

/// The defect of the snapshot and aggregate stores of cqrs-es 0.5.0: six increments gave nine.
pub(crate) async fn every_event_is_applied_exactly_once_when_an_aggregate_is_loaded<S: Store>() {
    let store = S::fresh().await;
    let counters = store.counters();
    for after in 0..6 {
        let events = vec![CounterEvent::Incremented];
        counters
            .append("c", after, events, &circumstances("c"))
            .await
            .expect("a free place");
        let loaded = counters.load("c").await.expect("it can be loaded");
        assert_eq!((u64::from(loaded.state.count), loaded.version), (after + 1, after + 1));
    }
    let events = vec![CounterEvent::Incremented; 4];
    counters
        .append("c", 6, events, &circumstances("c"))
        .await
        .expect("a free place");
    let loaded = counters.load("c").await.expect("it can be loaded");
    assert_eq!((loaded.state.count, loaded.version), (10, 10));
}

pub(crate) async fn what_belongs_to_one_act_is_found_by_its_correlation<S: Store>() {
    let store = S::fresh().await;
    append(&store, "BENCH-1", 0, vec![minted("a"), CodeEvent::Suspended])
        .await
        .expect("a free place");
    append(&store, "BENCH-2", 0, vec![minted("b")]).await.expect("a free place");
    let log = store.decisions();
    let found = log.correlated("BENCH-1").await.expect("an answer");
    assert_eq!(found, Some((Subject::Code(parsed("BENCH-1")), Position(2))), "the last one");
    assert_eq!(log.correlated("BENCH-3").await.expect("an answer"), None);
}

pub(crate) async fn whoever_waits_for_an_append_is_woken<S: Store>() {
    let store = S::fresh().await;
    let (mut decisions, mut scans) = (store.decisions().appended(), store.scans().appended());
    append(&store, "BENCH-1", 0, vec![minted("a"), CodeEvent::Suspended])
        .await
        .expect("a free place");
    assert_eq!(
        *decisions.wait_for(|last| *last >= Position(2)).await.expect("the log lives"),
        Position(2)
    );
    let batch = [(0, scan("BENCH-1", 1))];
    store.scans().append(NodeId(1), &batch, 1).await.expect("it is taken in");
    assert_eq!(
        *scans.wait_for(|last| *last >= Position(1)).await.expect("the log lives"),
        Position(1)
    );
}

pub(crate) async fn both_logs_refuse_to_be_changed<S: Store>() {
    let store = S::fresh().await;
    append(&store, "BENCH-1", 0, vec![minted("a"), CodeEvent::Suspended])
        .await
        .expect("a free place");
    let batch = [(0, scan("BENCH-1", 1)), (1, scan("BENCH-1", 2))];
    store.scans().append(NodeId(1), &batch, 2).await.expect("it is taken in");
    let decisions = store.decisions().read(Position::START, 100).await.expect("readable");
    let scans = store.scans().read(Position::START, None, 100).await.expect("readable");

    let attempts = store.tamper().await;
    assert!(attempts.len() >= 4, "both logs, by change and by removal");
    for (attempt, outcome) in attempts {
        assert!(outcome.is_err(), "went through: {attempt}");
    }
    assert_eq!(
        store.decisions().read(Position::START, 100).await.expect("readable"),
        decisions
    );
    assert_eq!(store.scans().read(Position::START, None, 100).await.expect("readable"), scans);
}
