//! Decisions are found by words of their reasons, and what cannot be found yet is said.

use signpost_application::{
    ports::history::{DecisionFilter, Order},
    queries::decisions::DecisionSearch,
};

use super::{Store, decision_log::append_because, desk::Desk, samples::minted};

/// All positions that a search finds, read in parts.
pub(crate) async fn found(desk: &Desk, filter: &DecisionFilter, order: Order, part: u32) -> Vec<u64> {
    let (application, principal) = (&desk.application, &desk.admin.principal);
    let search = DecisionSearch::begin(application, principal, filter.clone(), order).await;
    let search = search.expect("it may");
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let entries = search.after(application, after, part).await.expect("an answer");
        all.extend(entries.iter().map(|entry| entry.position.0));
        after = entries.last().map(|entry| entry.position);
        if entries.len() < part as usize {
            return all;
        }
    }
}

pub(crate) async fn decisions_are_found_by_words_of_their_reasons<S: Store>() {
    let store = S::fresh().await;
    let desk = Desk::on(&store);
    for (id, reason) in [
        ("BENCH-1", "The café moved"),
        ("BENCH-2", "Moved to the CAFE, again"),
        ("BRIDGE", "100% repainted"),
    ] {
        let appended = append_because(&store, id, 0, vec![minted("a")], Some(reason)).await;
        appended.expect("a free place");
    }
    append_because(&store, "TOWER", 0, vec![minted("moved")], None)
        .await
        .expect("a free place");
    store.follow().await;
    for (words, positions) in [
        ("cafe", vec![1, 2]),
        ("CAFÉ", vec![1, 2]),
        ("mov caf", vec![1, 2]),
        ("moved again", vec![2]),
        ("m", vec![1, 2]),
        ("re", vec![3]),
        ("oved", vec![]),
        ("repainted moved", vec![]),
        (" % ", vec![]),
    ] {
        let filter = DecisionFilter {
            words: Some(words.to_owned()),
            ..DecisionFilter::default()
        };
        assert_eq!(found(&desk, &filter, Order::Oldest, 1).await, positions, "{words}");
    }
}

pub(crate) async fn what_cannot_be_searched_yet_is_not_passed_over<S: Store>() {
    let store = S::fresh().await;
    let desk = Desk::on(&store);
    append_because(&store, "BENCH-1", 0, vec![minted("a")], None)
        .await
        .expect("a free place");
    for model in store.models_of_decisions() {
        if model.name() != "search" {
            let caught_up = signpost_projections::runner::catch_up(&store.decisions(), &*model, |_| {}).await;
            caught_up.expect("no poison");
        }
    }
    let begin = |filter: DecisionFilter| {
        let desk = &desk;
        async move {
            let (application, principal) = (&desk.application, &desk.admin.principal);
            DecisionSearch::begin(application, principal, filter, Order::Newest)
                .await
                .map(drop)
        }
    };
    let minted = DecisionFilter {
        name: Some("Minted".to_owned()),
        ..DecisionFilter::default()
    };
    assert!(begin(minted.clone()).await.is_ok(), "a moment is no delay");
    desk.clock.pass(3_600);
    let refusal = begin(minted.clone()).await.expect_err("an hour is");
    assert!(refusal.to_string().contains("search is behind"), "{refusal}");
    assert!(begin(DecisionFilter::default()).await.is_ok(), "the log itself is all there");
    store.follow().await;
    assert!(begin(minted).await.is_ok());
}
