//! A search finds what a look at every decision finds, in both orders and in parts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::{prelude::*, sample::select, test_runner::TestCaseError};
use signpost_application::ports::history::{DecisionFilter, Order};
use signpost_domain::{
    batch::BatchEvent,
    code::{Code, CodeEvent},
    decision::{Decision, DecisionEvent, Position},
    identifier::{CodeId, PrincipalId, UnitName},
    target::Target,
};

use super::{
    Store,
    acts::{AUDIENCES, CODES, HOSTS, UNITS, deeds},
    decisions::found,
    desk::Desk,
    property::holds,
    read_models::work,
    samples::{parsed, time},
};

/// A filter by one thing.
fn criterion() -> impl Strategy<Value = DecisionFilter> {
    type Set = fn(&mut DecisionFilter, &str);
    let by = |names: &'static [&'static str], set: Set| {
        select(names).prop_map(move |name| {
            let mut filter = DecisionFilter::default();
            set(&mut filter, name);
            filter
        })
    };
    let at = |set: fn(&mut DecisionFilter, Timestamp)| {
        (0_i64..60).prop_map(move |at| {
            let mut filter = DecisionFilter::default();
            set(&mut filter, time(at));
            filter
        })
    };
    let types = &["Minted", "Retargeted", "RulesChanged", "Restored", "Redefined", "Transferred"];
    let urls = &["https://gent.be/", "https://example.org/a", "https://stad.gent.be/"];
    prop_oneof![
        1 => by(&["t-1", "t-8"], |filter, id| filter.actor = Some(parsed(id))),
        2 => by(types, |filter, name| filter.name = Some(name.to_owned())),
        2 => by(&CODES, |filter, id| filter.code = Some(parsed(id))),
        4 => by(&AUDIENCES, |filter, name| filter.audience = Some(parsed(name))),
        4 => by(&UNITS, |filter, name| filter.unit = Some(parsed(name))),
        4 => by(&HOSTS, |filter, host| filter.host = Some(host.to_owned())),
        2 => by(urls, |filter, url| filter.url = Some(parsed(url))),
        1 => at(|filter, from| filter.from = Some(from)),
        1 => at(|filter, until| filter.until = Some(until)),
    ]
}

/// A filter by one thing or two.
fn filters() -> impl Strategy<Value = DecisionFilter> {
    (criterion(), prop::option::weighted(0.4, criterion())).prop_map(|(one, other)| {
        let other = other.unwrap_or_default();
        DecisionFilter {
            actor: one.actor.or(other.actor),
            name: one.name.or(other.name),
            code: one.code.or(other.code),
            audience: one.audience.or(other.audience),
            unit: one.unit.or(other.unit),
            host: one.host.or(other.host),
            url: one.url.or(other.url),
            words: None,
            from: one.from.or(other.from),
            until: one.until.or(other.until),
        }
    })
}

/// Looks at every decision.
#[derive(Default)]
struct Look {
    codes: BTreeMap<CodeId, Code>,
}

impl Look {
    fn fits(&mut self, decision: &Decision, filter: &DecisionFilter) -> bool {
        let (mut code, mut units, mut audiences, mut targets) = (None, vec![], vec![], vec![]);
        match &decision.event {
            DecisionEvent::Code(id, event) => {
                let state = self.codes.entry(id.clone()).or_default();
                let before = state.clone();
                state.apply_event(event);
                code = Some(id.clone());
                units.extend([before.unit.clone(), state.unit.clone()].into_iter().flatten());
                if let CodeEvent::RulesChanged { .. } | CodeEvent::Restored { .. } = event {
                    let rules = before.configuration.rules.iter().chain(&state.configuration.rules);
                    audiences.extend(rules.filter_map(|rule| rule.audience().cloned()));
                }
                let rules = state.configuration.rules.iter().map(|rule| rule.target.clone());
                match event {
                    CodeEvent::Retargeted { target } => targets.extend(target.clone()),
                    CodeEvent::RulesChanged { .. } => targets.extend(rules),
                    CodeEvent::Restored { target, .. } => targets.extend(target.clone().into_iter().chain(rules)),
                    _ => {}
                }
            }
            DecisionEvent::Audience(name, _) => audiences.push(name.clone()),
            DecisionEvent::Unit(name, _) => units.push(name.clone()),
            DecisionEvent::Access(..)
            | DecisionEvent::Retention(_)
            | DecisionEvent::Seals(..)
            | DecisionEvent::Change(..)
            | DecisionEvent::Proposal(..)
            | DecisionEvent::Batch(_, BatchEvent::PrintSettled { .. }) => {}
            DecisionEvent::Design(_, event) => units.extend(event.specification().and_then(|drawn| drawn.unit.clone())),
            DecisionEvent::Batch(_, BatchEvent::Ordered { order, .. }) => units.extend(order.unit.clone()),
        }
        let urls: Vec<_> = targets.iter().flat_map(Target::urls).map(|(_, url)| url.clone()).collect();
        let at = decision.circumstances.at;
        let actor: PrincipalId = parsed(&decision.circumstances.actor.to_string());
        filter.actor.as_ref().is_none_or(|wanted| *wanted == actor)
            && filter.name.as_ref().is_none_or(|wanted| *wanted == decision.event.name())
            && filter.code.as_ref().is_none_or(|wanted| Some(wanted) == code.as_ref())
            && filter.audience.as_ref().is_none_or(|wanted| audiences.contains(wanted))
            && filter.unit.as_ref().is_none_or(|wanted: &UnitName| units.contains(wanted))
            && filter
                .host
                .as_ref()
                .is_none_or(|wanted| urls.iter().any(|url| url.host() == wanted))
            && filter.url.as_ref().is_none_or(|wanted| urls.contains(wanted))
            && filter.from.is_none_or(|from| at >= from)
            && filter.until.is_none_or(|until| at < until)
    }
}

pub(crate) fn a_search_finds_what_a_look_at_every_decision_finds<S: Store>() {
    let input = (deeds(5..60), prop::collection::vec((filters(), 1_u32..8), 24));
    holds(32, input, |(deeds, filters)| async move {
        let store = S::fresh().await;
        let desk = Desk::on(&store);
        work(&store, &desk, &deeds).await;
        let decisions = store.decisions().read(Position::START, 10_000).await.expect("readable");
        for (filter, part) in filters {
            let mut look = Look::default();
            let mut expected = Vec::new();
            for decision in &decisions {
                if look.fits(decision, &filter) {
                    expected.push(decision.position.0);
                }
            }
            let oldest = found(&desk, &filter, Order::Oldest, part).await;
            if oldest != expected {
                return Err(TestCaseError::fail(format!("{filter:?}: {oldest:?} and not {expected:?}")));
            }
            expected.reverse();
            prop_assert_eq!(found(&desk, &filter, Order::Newest, part).await, expected, "{:?}", filter);
        }
        Ok(())
    });
}
