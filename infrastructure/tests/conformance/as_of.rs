//! Where a code led at any moment: the state after replaying the log to it.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use proptest::prelude::*;
use signpost_application::{
    commands::{Expectation, restore_code::restore_code},
    ports::history::Moment,
    queries::as_of::{AsOf, as_of},
    refusal::Refusal,
};
use signpost_domain::{
    Aggregate,
    audience::Audience,
    code::Code,
    decision::{Decision, DecisionEvent, Position},
    identifier::{AudienceName, CodeId, UnitName},
    unit::Unit,
};

use super::{
    Store,
    acts::{CODES, deeds},
    desk::Desk,
    property::holds,
    read_models::work,
    samples::parsed,
};

/// Everything, replayed from the log by the aggregates themselves.
#[derive(Default)]
struct Replayed {
    codes: BTreeMap<CodeId, (Code, u64, Position)>,
    audiences: BTreeMap<AudienceName, Audience>,
    units: BTreeMap<UnitName, Unit>,
}

impl Replayed {
    fn apply(&mut self, decision: &Decision) {
        match &decision.event {
            DecisionEvent::Code(id, event) => {
                let (code, version, position) = self.codes.entry(id.clone()).or_default();
                code.apply(event.clone());
                *version += 1;
                *position = decision.position;
            }
            DecisionEvent::Audience(name, event) => self.audiences.entry(name.clone()).or_default().apply(event.clone()),
            DecisionEvent::Unit(name, event) => self.units.entry(name.clone()).or_default().apply(event.clone()),
            DecisionEvent::Access(..)
            | DecisionEvent::Retention(_)
            | DecisionEvent::Seals(..)
            | DecisionEvent::Change(..)
            | DecisionEvent::Proposal(..)
            | DecisionEvent::Design(..)
            | DecisionEvent::Batch(..) => {}
        }
    }

    /// What must be found of `id`, or `None` when it did not exist.
    fn check(&self, id: &CodeId, found: Option<AsOf>) -> Result<(), TestCaseError> {
        let Some((code, version, position)) = self.codes.get(id) else {
            prop_assert!(found.is_none(), "{id} did not exist yet");
            return Ok(());
        };
        let found = found.ok_or_else(|| TestCaseError::fail(format!("{id} is missing")))?;
        prop_assert_eq!(&found.then.code, code);
        prop_assert_eq!((found.then.version, found.then.position), (*version, *position));
        let named = code.configuration.rules.iter().filter_map(|rule| rule.audience());
        let defined = named.filter_map(|name| Some((name.clone(), self.audiences.get(name)?.definition.clone()?)));
        prop_assert_eq!(found.audiences, defined.collect::<BTreeMap<_, _>>());
        let unit = code.unit.as_ref().and_then(|name| self.units.get(name));
        prop_assert_eq!(found.unit.as_ref(), unit);
        Ok(())
    }
}

async fn found(desk: &Desk, id: &CodeId, moment: Moment) -> Result<Option<AsOf>, TestCaseError> {
    match as_of(&desk.application, &desk.admin.principal, id, moment).await {
        Ok(found) => Ok(Some(found)),
        Err(Refusal::NotFound { .. }) => Ok(None),
        Err(refusal) => Err(TestCaseError::fail(format!("{id} {moment:?}: {refusal}"))),
    }
}

pub(crate) fn as_of_a_position_is_the_state_after_replaying_to_it<S: Store>() {
    holds(16, deeds(1..50), |deeds| async move {
        let store = S::fresh().await;
        let desk = Desk::on(&store);
        work(&store, &desk, &deeds).await;
        let decisions = store.decisions().read(Position::START, 10_000).await.expect("readable");

        let mut replayed = Replayed::default();
        for (place, decision) in decisions.iter().enumerate() {
            replayed.apply(decision);
            let at = decision.circumstances.at;
            // Several decisions may bear one time; after it, all of them count.
            let last_of_its_time = decisions.get(place + 1).is_none_or(|next| next.circumstances.at > at);
            for id in CODES.map(parsed::<CodeId>) {
                replayed.check(&id, found(&desk, &id, Moment::Position(decision.position)).await?)?;
                if last_of_its_time {
                    replayed.check(&id, found(&desk, &id, Moment::Time(at)).await?)?;
                }
            }
        }
        // And each code as the log has it now equals what the catalogue shows.
        for (id, (code, version, _)) in &replayed.codes {
            let record = store.catalogue().code(id).await.expect("an answer");
            let record = record.ok_or_else(|| TestCaseError::fail(format!("{id} is not in the catalogue")))?;
            prop_assert_eq!((&record.code, record.version), (code, *version));
        }
        Ok(())
    });
}

pub(crate) fn what_is_restored_is_what_it_did_then<S: Store>() {
    let restored = AtomicU32::new(0);
    holds(16, (deeds(1..40), any::<prop::sample::Index>()), |(deeds, place)| {
        let restored = &restored;
        async move {
            let store = S::fresh().await;
            let desk = Desk::on(&store);
            work(&store, &desk, &deeds).await;
            store.follow().await;
            let head = store.decisions().head().await.expect("an answer");
            let from = Position(1 + place.index(usize::try_from(head.0).expect("few")) as u64);
            for id in CODES.map(parsed::<CodeId>) {
                let then = found(&desk, &id, Moment::Position(from)).await?;
                match restore_code(&desk.application, &desk.admin, &id, Expectation::Any, from).await {
                    Ok(now) => {
                        restored.fetch_add(1, Ordering::Relaxed);
                        prop_assert_eq!(
                            now.done().map(|now| now.code.configuration),
                            then.map(|then| then.then.code.configuration)
                        );
                    }
                    // Not there then, not allowed or not possible any more.
                    Err(Refusal::Invalid(_) | Refusal::NotFound { .. } | Refusal::Retired(_)) => {}
                    Err(refusal) => return Err(TestCaseError::fail(format!("{id} from {from}: {refusal}"))),
                }
            }
            Ok(())
        }
    });
    assert!(restored.into_inner() > 0, "no case restored anything");
}
