use cqrs_es::test::TestFramework;
use proptest::prelude::*;

use super::*;
use crate::code::{Code, CodeCommand};

fn given(events: Vec<ProposalEvent>) -> cqrs_es::test::AggregateTestExecutor<Proposal> {
    TestFramework::<Proposal>::with(()).given(events)
}

fn person(id: &str) -> PrincipalId {
    id.parse().unwrap()
}

fn suspension() -> Proposed {
    Proposed {
        person: person("ann"),
        units: vec![Some("parks".parse().unwrap())],
        change: Intent::Code {
            code: "OAK-1".parse().unwrap(),
            version: 2,
            decisions: vec![CodeEvent::Suspended],
        },
    }
}

fn proposed() -> Vec<ProposalEvent> {
    vec![ProposalEvent::Proposed(suspension())]
}

#[test]
fn what_one_person_proposes_another_approves_or_rejects() {
    given(vec![])
        .when(ProposalCommand::Propose(Box::new(suspension())))
        .then_expect_events(proposed());
    given(proposed())
        .when(ProposalCommand::Approve { person: person("ben") })
        .then_expect_events(vec![ProposalEvent::Approved { person: person("ben") }]);
    given(proposed())
        .when(ProposalCommand::Reject { person: person("ben") })
        .then_expect_events(vec![ProposalEvent::Rejected { person: person("ben") }]);
    given(proposed())
        .when(ProposalCommand::Withdraw { person: person("ann") })
        .then_expect_events(vec![ProposalEvent::ProposalWithdrawn]);
}

#[test]
fn nobody_approves_or_rejects_their_own_proposal_or_withdraws_anothers() {
    for command in [
        ProposalCommand::Approve { person: person("ann") },
        ProposalCommand::Reject { person: person("ann") },
    ] {
        given(proposed()).when(command).then_expect_error(ProposalError::Own);
    }
    given(proposed())
        .when(ProposalCommand::Withdraw { person: person("ben") })
        .then_expect_error(ProposalError::NotOwn);
}

#[test]
fn what_was_never_proposed_refuses_everything() {
    for command in [
        ProposalCommand::Approve { person: person("ben") },
        ProposalCommand::Reject { person: person("ben") },
        ProposalCommand::Withdraw { person: person("ben") },
    ] {
        given(vec![]).when(command).then_expect_error(ProposalError::Unknown);
    }
}

#[test]
fn events_read_as_they_were_written() {
    let json = r#"{"type":"Proposed","person":"t-1","units":["parks",null],"change":{"about":"code","code":"OAK-1","version":3,"decisions":[{"type":"Retired","successor":null}]}}"#;
    let event: ProposalEvent = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), json);
    let json = r#"{"type":"Approved","person":"t-2"}"#;
    let event: ProposalEvent = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), json);
}

fn command() -> impl Strategy<Value = ProposalCommand> {
    let somebody = prop::sample::select(vec!["ann", "ben", "cem"]).prop_map(person);
    (somebody, 0..4_u8).prop_map(|(person, kind)| match kind {
        0 => ProposalCommand::Propose(Box::new(Proposed { person, ..suspension() })),
        1 => ProposalCommand::Approve { person },
        2 => ProposalCommand::Reject { person },
        _ => ProposalCommand::Withdraw { person },
    })
}

proptest! {
    /// Whatever people ask in whatever order: it ends once, and never as approved by the person who proposed it.
    #[test]
    fn a_proposal_is_decided_once_and_by_two_people(commands in prop::collection::vec(command(), 0..12)) {
        let mut proposal = Proposal::default();
        let mut events = Vec::new();
        for command in commands {
            if let Ok(event) = proposal.decide(command) {
                proposal.apply(event.clone());
                events.push(event);
            }
        }
        prop_assert!(events.len() <= 2);
        if let [ProposalEvent::Proposed(proposed), ProposalEvent::Approved { person } | ProposalEvent::Rejected { person }] = events.as_slice() {
            prop_assert_ne!(&proposed.person, person);
        }
    }
}

#[test]
fn a_code_that_demands_approval_says_so_and_what_leads_nobody_elsewhere_needs_none() {
    let mut code = Code::default();
    for event in code.decide(CodeCommand::Mint(Box::default())).unwrap() {
        code.apply_event(&event);
    }
    let demanded = code.decide(CodeCommand::Demand(crate::approval::Approval::Required)).unwrap();
    assert_eq!(demanded, [CodeEvent::ApprovalDemanded]);
    assert!(demanded.iter().all(|event| !event.sends_visitors_elsewhere()));
    code.apply_event(&demanded[0]);
    assert!(code.approval.is_required());
    assert_eq!(code.decide(CodeCommand::Demand(code.approval)), Ok(vec![]));
    let waived = code
        .decide(CodeCommand::Demand(crate::approval::Approval::NotNeeded))
        .unwrap();
    assert_eq!(waived, [CodeEvent::ApprovalWaived]);
    assert!(
        waived[0].sends_visitors_elsewhere(),
        "otherwise one person could waive and then retarget"
    );
}
