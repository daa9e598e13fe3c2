//! A decision that cannot be read stops whoever reads, and is never skipped.

use signpost_application::ports::decision_log::ReadError;
use signpost_domain::{code::CodeEvent, decision::Position};
use signpost_projections::runner::{StepError, catch_up};

use super::{
    Store,
    decision_log::append,
    samples::{minted, parsed},
};

/// Three decisions, of which the second cannot be read.
async fn damaged<S: Store>() -> S {
    let store = S::fresh().await;
    append(&store, "BENCH-1", 0, vec![minted("a")]).await.expect("a free place");
    store.append_unreadable().await;
    append(&store, "BENCH-2", 0, vec![minted("b")]).await.expect("a free place");
    store
}

pub(crate) async fn reading_stops_before_an_unreadable_decision_and_then_says_so<S: Store>() {
    let store = damaged::<S>().await;
    let log = store.decisions();
    let good = log.read(Position::START, 100).await.expect("the first can be read");
    assert_eq!(good.len(), 1);
    for _ in 0..2 {
        match log.read(Position(1), 100).await {
            Err(ReadError::Poison { position, what }) => {
                assert_eq!(position, Position(2));
                assert!(!what.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(log.head().await.expect("a head"), Position(3));
}

pub(crate) async fn a_read_model_takes_in_what_stands_before_an_unreadable_decision_and_stops<S: Store>() {
    let store = damaged::<S>().await;
    for model in store.models_of_decisions() {
        match catch_up(&store.decisions(), &*model, |_| {}).await {
            Err(StepError::Poison(poison)) => assert_eq!(poison.position, Position(2), "{}", model.name()),
            other => panic!("{}: {other:?}", model.name()),
        }
        assert_eq!(
            model.checkpoint().await.expect("a checkpoint"),
            Position(1),
            "{}",
            model.name()
        );
    }
    let catalogue = store.catalogue();
    assert!(catalogue.code(&parsed("BENCH-1")).await.expect("an answer").is_some());
    assert!(catalogue.code(&parsed("BENCH-2")).await.expect("an answer").is_none());
}

/// It can be read, but nothing can follow from it: the code was never minted.
pub(crate) async fn a_read_model_stops_before_a_decision_that_makes_no_sense<S: Store>() {
    let store = S::fresh().await;
    append(&store, "BENCH-1", 0, vec![minted("a")]).await.expect("a free place");
    let senseless = vec![CodeEvent::Suspended];
    append(&store, "BENCH-2", 0, senseless).await.expect("a log takes any event");
    append(&store, "BENCH-3", 0, vec![minted("c")]).await.expect("a free place");
    let mut stopped = Vec::new();
    for model in store.models_of_decisions() {
        match catch_up(&store.decisions(), &*model, |_| {}).await {
            Ok(position) => assert_eq!(position, Position(3), "{}", model.name()),
            Err(StepError::Poison(poison)) => {
                assert_eq!(poison.position, Position(2), "{}", model.name());
                assert_eq!(
                    model.checkpoint().await.expect("a checkpoint"),
                    Position(1),
                    "{}",
                    model.name()
                );
                stopped.push(model.name());
            }
            Err(error) => panic!("{}: {error}", model.name()),
        }
    }
    assert!(stopped.contains(&"catalogue"), "{stopped:?}");
    let first = store.catalogue().code(&parsed("BENCH-1")).await.expect("an answer");
    assert!(first.is_some(), "what stands before it counts");
}
