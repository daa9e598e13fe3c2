//! A read model is a function of its log, and a refusal leaves no trace.

use proptest::{prelude::*, test_runner::TestCaseError};
use signpost_application::refusal::Refusal;
use signpost_domain::scan::NodeId;
use signpost_projections::runner::catch_up;

use super::{
    Store,
    acts::{CODES, Deed, deeds},
    desk::Desk,
    property::holds,
    samples::scan,
};

/// Does everything, bringing some of the read models up to date in between, and all of them in the end.
pub(crate) async fn work(store: &impl Store, desk: &Desk, deeds: &[Deed]) {
    work_on(store, desk, deeds).await;
    store.follow().await;
}

/// The same, which leaves read models behind the log.
pub(crate) async fn work_on(store: &impl Store, desk: &Desk, deeds: &[Deed]) {
    for deed in deeds {
        if let Err(Refusal::Store(error)) = deed.done_at(desk).await {
            panic!("{deed:?}: {error}");
        }
        for (place, model) in store.models_of_decisions().iter().enumerate() {
            if deed.followers >> place & 1 == 1 {
                catch_up(&store.decisions(), &**model, |_| {}).await.expect("no poison");
            }
        }
    }
}

pub(crate) fn rebuilt_equals_living_row_for_row<S: Store>() {
    holds(
        24,
        (deeds(1..60), prop::collection::vec(0_u64..40, 0..6)),
        |(deeds, scans)| async move {
            let living = S::fresh().await;
            // Scans come in batches, too, and some twice.
            for (n, seed) in (0..).zip(scans) {
                let batch = [(n * 2, scan(CODES[0], seed)), (n * 2 + 1, scan(CODES[1], seed / 2))];
                living
                    .scans()
                    .append(NodeId(1), &batch, n * 2 + 2)
                    .await
                    .expect("it is taken in");
                if seed % 2 == 0 {
                    living.follow().await;
                }
            }
            work(&living, &Desk::on(&living), &deeds).await;
            let rows = living.dump().await;
            prop_assert!(rows.len() > 10, "the dump shows every table");

            let anew = S::fresh().await;
            anew.follow_logs_of(&living).await;
            prop_assert_eq!(&anew.dump().await, &rows);

            let node = S::fresh().await;
            node.follow_logs_as_a_node_of(&living).await;
            prop_assert_eq!(&node.dump().await, &rows, "followed by a node");

            for name in names(&living) {
                living.rebuild(name).await;
            }
            prop_assert_eq!(&living.dump().await, &rows, "rebuilt in place");
            Ok(())
        },
    );
}

fn names(store: &impl Store) -> Vec<&'static str> {
    let decisions = store.models_of_decisions();
    let scans = store.models_of_scans();
    let names = decisions.iter().map(|model| model.name());
    names.chain(scans.iter().map(|model| model.name())).chain(["seals"]).collect()
}

pub(crate) fn a_refused_command_changes_nothing<S: Store>() {
    holds(16, deeds(20..80), |deeds| async move {
        let store = S::fresh().await;
        let desk = Desk::on(&store);
        for deed in &deeds {
            let before = store.decisions().head().await.expect("a head");
            let outcome = deed.done_at(&desk).await;
            let after = store.decisions().head().await.expect("a head");
            match outcome {
                Ok(()) => {}
                Err(Refusal::Store(error)) => return Err(TestCaseError::fail(format!("{deed:?}: {error}"))),
                Err(refusal) => prop_assert_eq!(before, after, "{:?} was refused ({}) and yet decided", deed, refusal),
            }
            store.follow().await;
        }
        Ok(())
    });
}
