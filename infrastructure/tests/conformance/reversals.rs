//! Taking a change of many codes back.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU32, Ordering},
};

use proptest::prelude::*;
use signpost_application::{
    commands::changes::{make, reverse},
    ports::{Paging, catalogue::CodeRecord},
    queries::changes::ChangeRecord,
    refusal::Refusal,
};
use signpost_domain::{
    change::{Alteration, Because},
    code::{CodeEvent, CodeFilter},
    identifier::{ChangeId, CodeId},
};

use super::{
    Store,
    acts::{Deed, UNITS, deeds},
    changes::{caller, order, terms},
    decision_log::append,
    desk::Desk,
    property::holds,
    samples::{parsed, redirect},
};

fn alteration() -> impl Strategy<Value = Alteration> {
    let moved = |from: &str, to: &str| Alteration::MoveHost {
        from: parsed(from),
        to: parsed(to),
    };
    let tag = prop::sample::select(vec!["oak", "steel"]);
    prop_oneof![
        3 => Just(moved("gent.be", "stad.gent.be")),
        2 => Just(moved("stad.gent.be", "example.org")),
        2 => prop::bool::ANY.prop_map(|to| Alteration::Retarget { target: to.then(|| redirect("https://stad.gent.be/new")) }),
        1 => Just(Alteration::RetargetToPattern { url: parsed("https://stad.gent.be/{id}/{number}"), forward_query: false }),
        1 => Just(Alteration::Suspend),
        1 => Just(Alteration::Resume),
        2 => prop::option::of(prop::sample::select(&UNITS[..])).prop_map(|unit| Alteration::Transfer { unit: unit.map(parsed) }),
        1 => tag.clone().prop_map(|tag| Alteration::AddTag { tag: parsed(tag) }),
        1 => tag.prop_map(|tag| Alteration::RemoveTag { tag: parsed(tag) }),
    ]
}

/// Every code as the catalogue has it.
async fn codes(store: &impl Store) -> BTreeMap<CodeId, CodeRecord> {
    store.follow().await;
    let paging = Paging {
        limit: 1_000,
        cursor: None,
    };
    let page = store
        .catalogue()
        .codes(&CodeFilter::default(), &paging)
        .await
        .expect("an answer");
    page.items.into_iter().map(|record| (record.id.clone(), record)).collect()
}

/// Takes a change back, unless there is nothing to take back.
async fn reversed(desk: &Desk, change: &ChangeId, by: &str) -> Result<Option<ChangeRecord>, TestCaseError> {
    match reverse(&desk.application, &caller(desk, by), change, &terms()).await {
        Ok(decided) => Ok(decided.done()),
        Err(Refusal::NothingToChange(_)) => Ok(None),
        Err(refusal) => Err(TestCaseError::fail(format!("{change}: {refusal}"))),
    }
}

pub(crate) fn what_is_taken_back_is_what_it_was_but_for_codes_that_changed_since<S: Store>() {
    let (taken_back, excepted) = (AtomicU32::new(0), AtomicU32::new(0));
    let days = (deeds(12..30), alteration(), deeds(1..6), prop::bool::weighted(0.7));
    holds(32, days, |(before, alteration, since, is_one_described)| {
        let (taken_back, excepted) = (&taken_back, &excepted);
        async move {
            let store = S::fresh().await;
            let desk = Desk::on(&store);
            // The first two found units. What narrows later what is allowed would keep former targets from coming back.
            let before = before
                .iter()
                .enumerate()
                .filter(|(n, deed)| *n < 2 || !deed.changes_what_is_allowed());
            for (_, deed) in before {
                let _ = deed.done_at(&desk).await;
            }
            let former = codes(&store).await;
            let order = order(alteration, Some(former.keys().cloned().collect()));
            let made = match make(&desk.application, &caller(&desk, "c-1"), &order, &terms()).await {
                Ok(made) => made.done().expect("nobody need approve it"),
                // Nothing, no code at all, or a unit that is not there.
                Err(Refusal::NothingToChange(_) | Refusal::Invalid(_)) => return Ok(()),
                Err(refusal) => return Err(TestCaseError::fail(refusal.to_string())),
            };
            let changed = codes(&store).await;
            let touched: BTreeSet<&CodeId> = changed
                .keys()
                .filter(|id| changed[*id].version != former[*id].version)
                .collect();
            prop_assert_eq!(made.making.codes, touched.len() as u64);

            for deed in since.iter().filter(|deed: &&Deed| !deed.changes_what_is_allowed()) {
                let _ = deed.done_at(&desk).await;
            }
            // Left to chance, one of several is rarely changed and another one not.
            if is_one_described && touched.len() > 1 {
                let first = touched.first().expect("there are two");
                let version = codes(&store).await[*first].version;
                let described = CodeEvent::Described {
                    label: Some("Seen since".to_owned()),
                    tags: vec![],
                };
                append(&store, first.as_str(), version, vec![described])
                    .await
                    .expect("a free place");
            }
            let now = codes(&store).await;
            let (untouched, since): (Vec<&CodeId>, Vec<&CodeId>) =
                touched.into_iter().partition(|id| now[*id].version == changed[*id].version);
            let reversal = reversed(&desk, &made.id, "c-2").await?;
            let back = codes(&store).await;
            for id in &untouched {
                prop_assert_eq!(&back[*id].code, &former[*id].code);
            }
            for id in now.keys().filter(|id| !untouched.contains(id)) {
                prop_assert_eq!(&back[id], &now[id]);
            }
            let Some(reversal) = reversal else {
                prop_assert!(untouched.is_empty());
                return Ok(());
            };
            prop_assert_eq!(reversal.making.codes, untouched.len() as u64);
            prop_assert!(
                reversal
                    .making
                    .exceptions
                    .iter()
                    .all(|exception| exception.because == Because::ChangedSince)
            );
            let exceptions: BTreeSet<&CodeId> = reversal.making.exceptions.iter().map(|exception| &exception.code).collect();
            prop_assert_eq!(exceptions, since.iter().copied().collect::<BTreeSet<_>>());
            taken_back.fetch_add(1, Ordering::Relaxed);
            excepted.fetch_add(u32::from(!since.is_empty()), Ordering::Relaxed);

            // Taken back itself, everything is as the change had left it.
            let again = reversed(&desk, &reversal.id, "c-3").await?;
            prop_assert_eq!(again.map(|again| again.making.codes), Some(untouched.len() as u64));
            let again = codes(&store).await;
            for id in &untouched {
                prop_assert_eq!(&again[*id].code, &changed[*id].code);
            }
            Ok(())
        }
    });
    assert!(
        taken_back.into_inner() > 0 && excepted.into_inner() > 0,
        "no case took anything back, or none excepted a code"
    );
}
