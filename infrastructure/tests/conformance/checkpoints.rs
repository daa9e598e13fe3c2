//! Rows and checkpoint move together, and for one process at a time.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use signpost_domain::{
    decision::{Decision, Position},
    scan::NodeId,
};
use signpost_projections::runner::{ReadModel, TakeInError, catch_up};

use super::{
    Store,
    decision_log::append,
    samples::{minted, retargeted, scan},
};

/// Some decisions on some codes, and some scans.
pub(crate) async fn filled<S: Store>() -> S {
    let store = S::fresh().await;
    for n in 0..20 {
        let events = vec![minted("a"), retargeted("https://example.org/")];
        append(&store, &format!("BENCH-{n}"), 0, events).await.expect("a free place");
        let batch = [(n, scan("BENCH-1", n / 2))];
        store.scans().append(NodeId(1), &batch, n + 1).await.expect("it is taken in");
    }
    store
}

pub(crate) async fn a_batch_that_does_not_follow_the_checkpoint_is_refused_and_changes_nothing<S: Store>() {
    let store = filled::<S>().await;
    let decisions = store.decisions().read(Position::START, 100).await.expect("readable");
    let first = |model: Arc<dyn ReadModel<Decision>>, after: u64, batch: &[Decision]| {
        let batch = batch.to_vec();
        async move { model.take_in(Position(after), &batch).await }
    };
    for model in store.models_of_decisions() {
        first(model, 0, &decisions[..3]).await.expect("it follows");
    }
    let rows = store.dump().await;
    for model in store.models_of_decisions() {
        let name = model.name();
        for (after, batch) in [(0, &decisions[..3]), (5, &decisions[5..]), (2, &decisions[2..])] {
            let refused = first(model.clone(), after, batch).await;
            assert!(
                matches!(refused, Err(TakeInError::Moved)),
                "{name} after {after}: {refused:?}"
            );
        }
    }
    assert_eq!(store.dump().await, rows);
}

pub(crate) async fn two_processes_that_run_one_read_model_count_everything_once<S: Store>() {
    let store = filled::<S>().await;
    let other = store.another_process().await;
    let runs = [store.another_process().await, other].map(|process| {
        tokio::spawn(async move {
            for model in process.models_of_scans() {
                catch_up(&process.scans(), &*model, |_| {}).await.expect("no poison");
            }
            for model in process.models_of_decisions() {
                catch_up(&process.decisions(), &*model, |_| {}).await.expect("no poison");
            }
            catch_up(&process.stored(), &*process.tree(), |_| {})
                .await
                .expect("no poison");
        })
    });
    for run in runs {
        run.await.expect("no panic");
    }
    let alone = S::fresh().await;
    alone.follow_logs_of(&store).await;
    assert_eq!(store.dump().await, alone.dump().await);
}

pub(crate) async fn a_rebuild_beside_the_living_never_takes_readers_back<S: Store>() {
    let store = Arc::new(filled::<S>().await);
    store.follow().await;
    let done = Arc::new(AtomicBool::new(false));
    // Scans come in and are counted all the while.
    let living = tokio::spawn({
        let (process, done) = (store.another_process().await, done.clone());
        async move {
            for n in 20.. {
                if done.load(Ordering::Acquire) {
                    return;
                }
                let batch = [(n, scan("BENCH-1", n))];
                let scans = process.scans();
                scans.append(NodeId(1), &batch, n + 1).await.expect("it is taken in");
                process.follow().await;
            }
        }
    });
    let reader = tokio::spawn({
        let (process, done) = (store.another_process().await, done.clone());
        async move {
            let model = process.models_of_scans().remove(0);
            let mut last = Position::START;
            while !done.load(Ordering::Acquire) {
                let position = model.checkpoint().await.expect("readable");
                assert!(position >= last, "at {position} after {last}");
                last = position;
            }
        }
    });
    for _ in 0..20 {
        store.rebuild("usage").await;
    }
    done.store(true, Ordering::Release);
    reader.await.expect("nobody reads less than before");
    living.await.expect("no panic");
}
