//! Proposals: whatever people do in whatever order, where approval is demanded two of them are behind what counts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU32, Ordering},
};

use proptest::{collection::vec, prelude::*, sample::Index};
use signpost_application::{
    authority::{Caller, Principal},
    commands::{
        Decided, Expectation,
        demand_approval::demand_approval,
        describe_code::{Description, describe_code},
        issue_token::{NewToken, record_token},
        proposals::{approve, reject, withdraw},
        put_unit::put_unit,
        retarget::retarget,
        suspend_code::suspend_code,
        transfer_code::transfer_code,
    },
    ports::{
        Paging,
        history::{DecisionFilter, Order},
        proposals::{ProposalFilter, ProposalStanding},
    },
    refusal::Refusal,
};
use signpost_domain::{
    Aggregate,
    access::{Grant, Role, TokenDigest},
    approval::Approval,
    code::{Code, CodeEvent},
    decision::{Decision, DecisionEvent, Position},
    identifier::{CodeId, ProposalId},
    proposal::{Intent, ProposalEvent},
    unit::{HostPolicy, Unit},
};

use super::{
    Store,
    acts::CODES,
    decision_log::append,
    decisions::found as search,
    desk::{Desk, NoNames},
    property::holds,
    samples::{minted, parsed, redirect},
};

/// Three people, each of whom may do everything; `a-2` is another token of the first.
const TOKENS: [&str; 4] = ["a-1", "a-2", "b-1", "c-1"];

#[derive(Debug, Clone)]
enum Act {
    Retarget(Option<&'static str>),
    Suspend,
    Describe,
    Transfer(Option<&'static str>),
    Demand(Approval),
    PutUnit(Approval),
    Approve(Index),
    Reject(Index),
    Withdraw(Index),
}

fn act() -> impl Strategy<Value = Act> {
    let approval = || prop::sample::select(&Approval::ALL[..]);
    let url = prop::option::of(prop::sample::select(vec!["https://gent.be/", "https://example.org/"]));
    prop_oneof![
        5 => url.prop_map(Act::Retarget),
        1 => Just(Act::Suspend),
        1 => Just(Act::Describe),
        2 => prop::option::of(Just("roads")).prop_map(Act::Transfer),
        2 => approval().prop_map(Act::Demand),
        2 => approval().prop_map(Act::PutUnit),
        6 => any::<Index>().prop_map(Act::Approve),
        1 => any::<Index>().prop_map(Act::Reject),
        1 => any::<Index>().prop_map(Act::Withdraw),
    ]
}

fn person(token: &str) -> &str {
    if token == "a-2" { "a-1" } else { token }
}

pub(super) fn caller(desk: &Desk, token: &str, call: usize) -> Caller {
    Caller {
        principal: Principal {
            person: parsed(person(token)),
            ..Principal::new(parsed(token), desk.admin.principal.grants.clone())
        },
        correlation: format!("call-{call}"),
        reason: Some("because".to_owned().try_into().expect("short")),
        ..desk.admin.clone()
    }
}

async fn done(desk: &Desk, caller: &Caller, code: &str, act: &Act, made: &[ProposalId]) -> Result<Option<ProposalId>, Refusal> {
    fn proposal<T>(decided: Decided<T>) -> Option<ProposalId> {
        match decided {
            Decided::Done(_) => None,
            Decided::Proposed(record) => Some(record.id),
        }
    }
    let (app, id, any) = (&desk.application, parsed(code), Expectation::Any);
    let chosen = |place: &Index| (!made.is_empty()).then(|| place.get(made));
    let nothing = Description {
        label: Some(Some("Seen".to_owned())),
        ..Description::default()
    };
    match act {
        Act::Retarget(url) => retarget(app, caller, &id, any, url.map(redirect)).await.map(proposal),
        Act::Suspend => suspend_code(app, caller, &id, any).await.map(proposal),
        Act::Describe => describe_code(app, caller, &id, any, |_| Ok(nothing.clone()))
            .await
            .map(proposal),
        Act::Transfer(unit) => transfer_code(app, caller, &id, any, unit.map(parsed)).await.map(proposal),
        Act::Demand(approval) => demand_approval(app, caller, &id, any, *approval).await.map(proposal),
        Act::PutUnit(approval) => {
            let decided = put_unit(
                app,
                caller,
                &parsed("roads"),
                any,
                "Roads".into(),
                HostPolicy::ANY,
                Some(*approval),
            )
            .await;
            decided.map(proposal)
        }
        Act::Approve(place) => match chosen(place) {
            Some(id) => approve(app, caller, id).await.map(|_| None),
            None => Ok(None),
        },
        Act::Reject(place) => match chosen(place) {
            Some(id) => reject(app, caller, id).await.map(|_| None),
            None => Ok(None),
        },
        Act::Withdraw(place) => match chosen(place) {
            Some(id) => withdraw(app, caller, id).await.map(|_| None),
            None => Ok(None),
        },
    }
}

/// What the log says of who must have been behind each decision, folded decision by decision.
#[derive(Default)]
struct Audit {
    codes: BTreeMap<String, Code>,
    units: BTreeMap<String, Unit>,
    proposed: BTreeMap<String, (String, Intent, ProposalStanding)>,
    guarded: u32,
}

impl Audit {
    fn take(&mut self, decision: &Decision) -> Result<(), TestCaseError> {
        let approves = decision.circumstances.approves.as_ref();
        let mut by_two = |is_guarded: bool| {
            self.guarded += u32::from(is_guarded);
            prop_assert!(!is_guarded || approves.is_some(), "{decision:?} counts on one word");
            if let Some(approves) = approves {
                let (proposer, ..) = &self.proposed[approves.proposal.as_str()];
                let actor = decision.circumstances.actor.to_string();
                prop_assert_ne!(proposer, person(&actor));
            }
            Ok(())
        };
        let overtaken = match &decision.event {
            DecisionEvent::Code(id, event) => {
                let before = self.codes.get(id.as_str()).cloned().unwrap_or_default();
                let mut after = before.clone();
                after.apply_event(event);
                let demands = |code: &Code| {
                    let unit = code.unit.as_ref().and_then(|unit| self.units.get(unit.as_str()));
                    unit.is_some_and(|unit| unit.approval.is_required())
                };
                let is_demanded = before.approval.is_required() || demands(&before) || demands(&after);
                by_two(event.sends_visitors_elsewhere() && is_demanded)?;
                self.codes.insert(id.to_string(), after);
                Some(format!("code/{id}"))
            }
            DecisionEvent::Unit(name, event) => {
                let before = self.units.get(name.as_str()).cloned().unwrap_or_default();
                let mut after = before.clone();
                after.apply(event.clone());
                by_two(after.must_be_approved(&before))?;
                self.units.insert(name.to_string(), after);
                Some(format!("unit/{name}"))
            }
            DecisionEvent::Proposal(id, event) => {
                let standing = match event {
                    ProposalEvent::Proposed(proposed) => {
                        let new = (proposed.person.to_string(), proposed.change.clone(), ProposalStanding::Open);
                        self.proposed.insert(id.to_string(), new);
                        return Ok(());
                    }
                    ProposalEvent::Approved { .. } => ProposalStanding::Approved,
                    ProposalEvent::Rejected { .. } => ProposalStanding::Rejected,
                    ProposalEvent::ProposalWithdrawn => ProposalStanding::Withdrawn,
                };
                self.proposed.get_mut(id.as_str()).expect("it was made").2 = standing;
                None
            }
            _ => None,
        };
        for (_, intent, standing) in self.proposed.values_mut() {
            let about = intent
                .based_on()
                .map(|(subject, _)| format!("{}/{}", subject.kind(), subject.id()));
            if overtaken.is_some() && about == overtaken && *standing == ProposalStanding::Open {
                *standing = ProposalStanding::Outdated;
            }
        }
        Ok(())
    }
}

/// The positions of all decisions that concern a code or a unit, be it that they are about it or about a proposal that is.
fn concerning(decisions: &[Decision]) -> BTreeMap<String, Vec<u64>> {
    let (mut codes, mut proposals) = (BTreeMap::<CodeId, Code>::new(), BTreeMap::new());
    let mut concerning: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let of_code = |id: &CodeId, code: &mut Code, event: &CodeEvent| {
        let before = code.unit.clone();
        code.apply_event(event);
        let units = before.into_iter().chain(code.unit.clone()).map(|unit| format!("unit/{unit}"));
        units.chain([format!("code/{id}")]).collect::<BTreeSet<_>>()
    };
    for decision in decisions {
        let things = match &decision.event {
            DecisionEvent::Code(id, event) => of_code(id, codes.entry(id.clone()).or_default(), event),
            DecisionEvent::Unit(unit, _) => [format!("unit/{unit}")].into(),
            DecisionEvent::Proposal(id, ProposalEvent::Proposed(proposed)) => {
                let units = proposed.units.iter().flatten().map(|unit| format!("unit/{unit}"));
                let mut things: BTreeSet<String> = units.collect();
                match &proposed.change {
                    Intent::Code { code: id, decisions, .. } => {
                        let mut code = codes[id].clone();
                        things.extend(decisions.iter().flat_map(|event| of_code(id, &mut code, event)));
                    }
                    Intent::Unit { unit, .. } => _ = things.insert(format!("unit/{unit}")),
                    Intent::Audience { .. } | Intent::Codes { .. } => {}
                }
                proposals.insert(id, things.clone());
                things
            }
            DecisionEvent::Proposal(id, _) => proposals[id].clone(),
            _ => BTreeSet::new(),
        };
        for thing in things {
            concerning.entry(thing).or_default().push(decision.position.0);
        }
    }
    concerning
}

/// A search by a code or a unit finds what concerns it, and nothing else.
async fn are_found(desk: &Desk, decisions: &[Decision]) -> Result<(), TestCaseError> {
    for (thing, positions) in concerning(decisions) {
        let filter = DecisionFilter {
            code: thing.strip_prefix("code/").map(parsed),
            unit: thing.strip_prefix("unit/").map(parsed),
            ..DecisionFilter::default()
        };
        prop_assert_eq!(search(desk, &filter, Order::Oldest, 7).await, positions, "{}", thing);
    }
    Ok(())
}

pub(crate) fn where_approval_is_demanded_two_people_are_behind_what_counts<S: Store>() {
    let (guarded, seen) = (AtomicU32::new(0), AtomicU32::new(0));
    let step = (
        act(),
        prop::sample::select(&TOKENS[..]),
        prop::sample::select(&CODES[..2]),
        prop::bool::weighted(0.2),
    );
    holds(24, vec(step, 10..60), |steps| {
        let (guarded, seen) = (&guarded, &seen);
        async move {
            let store = S::fresh().await;
            let desk = Desk::on(&store);
            for token in TOKENS {
                let grant = Grant {
                    role: Role::Admin,
                    unit: None,
                };
                let new = NewToken {
                    name: "Somebody".to_owned(),
                    grants: vec![grant],
                    expires_at: None,
                };
                let digest = TokenDigest(token.to_owned());
                record_token(&desk.application, &NoNames, &desk.admin, &parsed(token), digest, &new)
                    .await
                    .expect("nobody has it");
            }
            put_unit(
                &desk.application,
                &desk.admin,
                &parsed("roads"),
                Expectation::New,
                "Roads".into(),
                HostPolicy::ANY,
                None,
            )
            .await
            .expect("nobody founded it");
            for code in &CODES[..2] {
                append(&store, code, 0, vec![minted("oak")]).await.expect("a free place");
            }
            let mut made = Vec::new();
            for (call, (act, token, code, is_followed)) in steps.iter().enumerate() {
                match done(&desk, &caller(&desk, token, call), code, act, &made).await {
                    Ok(proposal) => made.extend(proposal),
                    Err(Refusal::Store(error)) => return Err(TestCaseError::fail(error.to_string())),
                    Err(_) => {}
                }
                if *is_followed {
                    store.follow().await;
                }
            }
            let mut audit = Audit::default();
            let decisions = store.decisions().read(Position::START, 10_000).await.expect("readable");
            for decision in &decisions {
                audit.take(decision)?;
            }
            store.follow().await;
            let all = Paging {
                limit: 1_000,
                cursor: None,
            };
            let found = store
                .proposals()
                .proposals(&ProposalFilter::default(), &all)
                .await
                .expect("an answer")
                .items;
            prop_assert!(
                found.is_sorted_by(|one, next| one.position > next.position),
                "the latest first"
            );
            let found: BTreeMap<_, _> = found
                .into_iter()
                .map(|record| (record.id.to_string(), record.standing))
                .collect();
            let expected: BTreeMap<_, _> = audit
                .proposed
                .iter()
                .map(|(id, (.., standing))| (id.clone(), *standing))
                .collect();
            prop_assert_eq!(found, expected);
            let living = store.dump().await;
            are_found(&desk, &decisions).await?;
            for model in ["proposals", "history", "catalogue", "search"] {
                store.rebuild(model).await;
            }
            prop_assert_eq!(store.dump().await, living);
            guarded.fetch_add(audit.guarded, Ordering::Relaxed);
            seen.fetch_add(u32::try_from(audit.proposed.len()).unwrap_or(u32::MAX), Ordering::Relaxed);
            Ok(())
        }
    });
    assert!(
        guarded.into_inner() > 0 && seen.into_inner() > 0,
        "nothing was proposed, or nothing came of it"
    );
}
