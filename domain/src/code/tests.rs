use cqrs_es::test::TestFramework;

use super::*;
use crate::decision::Position;

fn given(events: Vec<CodeEvent>) -> cqrs_es::test::AggregateTestExecutor<Code> {
    TestFramework::<Code>::with(()).given(events)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every use wants the option that commands and events carry"
)]
fn redirect(url: &str) -> Option<Target> {
    Some(Target::Redirect {
        url: url.parse().unwrap(),
        forward_query: false,
    })
}

fn minted() -> CodeEvent {
    CodeEvent::Minted {
        unit: None,
        label: None,
        tags: vec![],
        batch: None,
    }
}

#[test]
fn minting_with_everything_is_one_decision_each() {
    let asset = Some(Asset {
        reference: Some("B-7".into()),
        description: None,
        location: None,
    });
    let minting = Minting {
        unit: Some("parks".parse().unwrap()),
        batch: None,
        label: Some("Bench".into()),
        tags: vec!["wood".parse().unwrap(), "green".parse().unwrap(), "wood".parse().unwrap()],
        asset: asset.clone(),
        target: redirect("https://example.org/"),
        rules: vec![],
    };
    given(vec![])
        .when(CodeCommand::Mint(Box::new(minting)))
        .then_expect_events(vec![
            CodeEvent::Minted {
                unit: Some("parks".parse().unwrap()),
                label: Some("Bench".into()),
                tags: vec!["green".parse().unwrap(), "wood".parse().unwrap()],
                batch: None,
            },
            CodeEvent::Attached { asset },
            CodeEvent::Retargeted {
                target: redirect("https://example.org/"),
            },
        ]);
}

#[test]
fn a_code_is_forever() {
    given(vec![minted()])
        .when(CodeCommand::Mint(Box::default()))
        .then_expect_error(CodeError::AlreadyMinted);
    let retired = vec![minted(), CodeEvent::Retired { successor: None }];
    given(retired.clone())
        .when(CodeCommand::Mint(Box::default()))
        .then_expect_error(CodeError::AlreadyMinted);
    for command in [
        CodeCommand::Resume,
        CodeCommand::Suspend,
        CodeCommand::Retarget(redirect("https://example.org/")),
        CodeCommand::ChangeRules(vec![]),
        CodeCommand::Retire { successor: None },
    ] {
        given(retired.clone()).when(command).then_expect_error(CodeError::Retired);
    }
    given(retired)
        .when(CodeCommand::Transfer(Some("parks".parse().unwrap())))
        .then_expect_events(vec![CodeEvent::Transferred {
            unit: Some("parks".parse().unwrap()),
        }]);
}

#[test]
fn saying_the_same_again_is_no_decision() {
    let target = redirect("https://example.org/");
    let targeted = vec![minted(), CodeEvent::Retargeted { target: target.clone() }];
    given(targeted.clone())
        .when(CodeCommand::Retarget(target))
        .then_expect_events(vec![]);
    given(targeted.clone()).when(CodeCommand::Resume).then_expect_events(vec![]);
    given(targeted.clone())
        .when(CodeCommand::Retarget(None))
        .then_expect_events(vec![CodeEvent::Retargeted { target: None }]);
    given([targeted, vec![CodeEvent::Suspended]].concat())
        .when(CodeCommand::Suspend)
        .then_expect_events(vec![]);
}

#[test]
fn restoring_is_one_decision_that_says_from_where() {
    let former = Configuration {
        target: redirect("https://example.org/"),
        ..Configuration::default()
    };
    let restore = |configuration: &Configuration| CodeCommand::Restore {
        from: Position(7),
        configuration: Box::new(configuration.clone()),
    };
    let suspended = vec![minted(), CodeEvent::Suspended];
    given(suspended.clone())
        .when(restore(&former))
        .then_expect_events(vec![CodeEvent::Restored {
            from: Position(7),
            status: Status::Active,
            target: former.target.clone(),
            rules: vec![],
        }]);
    given(vec![minted()])
        .when(restore(&Configuration::default()))
        .then_expect_events(vec![]);
    given([suspended, vec![CodeEvent::Retired { successor: None }]].concat())
        .when(restore(&former))
        .then_expect_error(CodeError::Retired);
}

#[test]
fn what_was_never_minted_refuses_everything() {
    for command in [CodeCommand::Suspend, CodeCommand::Retarget(None), CodeCommand::Transfer(None)] {
        given(vec![]).when(command).then_expect_error(CodeError::Unknown);
    }
}

#[test]
fn an_id_that_leads_to_a_code_is_no_code_and_taken_for_good() {
    let of: CodeId = "OAK-1".parse().unwrap();
    given(vec![])
        .when(CodeCommand::BecomeAlias { of: of.clone() })
        .then_expect_events(vec![CodeEvent::Aliased { of: of.clone() }]);
    let aliased = || vec![CodeEvent::Aliased { of: of.clone() }];
    given(aliased())
        .when(CodeCommand::Mint(Box::default()))
        .then_expect_error(CodeError::AlreadyMinted);
    given(aliased())
        .when(CodeCommand::Suspend)
        .then_expect_error(CodeError::Unknown);
    for taken in [aliased(), vec![minted()]] {
        let other = CodeCommand::BecomeAlias {
            of: "OAK-2".parse().unwrap(),
        };
        given(taken).when(other).then_expect_error(CodeError::AlreadyMinted);
    }
}

#[test]
fn calls_that_came_with_a_code_are_kept_and_send_nobody_anywhere() {
    let calls = vec![KeptCall {
        label: "Ring".into(),
        link: None,
        url: "https://api.example/ring".parse().unwrap(),
        payload: "{}".into(),
        headers: vec![CallHeader::new("X-Bell".into(), "door".into())],
    }];
    let kept = || CodeEvent::CallsKept { calls: calls.clone() };
    let keep = || CodeCommand::KeepCalls(calls.clone());
    given(vec![minted()]).when(keep()).then_expect_events(vec![kept()]);
    given(vec![minted(), kept()]).when(keep()).then_expect_events(vec![]);
    given(vec![minted(), CodeEvent::Retired { successor: None }])
        .when(keep())
        .then_expect_events(vec![kept()]);
    assert!(!kept().sends_visitors_elsewhere());
    let mut code = Code::default();
    code.apply_event(&minted());
    let before = code.configuration.clone();
    code.apply_event(&kept());
    assert_eq!((code.calls, code.configuration), (calls, before));
}

#[test]
fn what_a_code_is_also_known_by_is_added_once() {
    let adopt = |aliases: &[&str]| CodeCommand::Adopt {
        printed: Some("oAk-1".into()),
        aliases: aliases.iter().map(|alias| alias.parse().unwrap()).collect(),
    };
    let adopted = |printed: Option<&str>, alias: &str| CodeEvent::Adopted {
        printed: printed.map(str::to_owned),
        aliases: vec![alias.parse().unwrap()],
    };
    let first = adopted(Some("oAk-1"), "OLD-1");
    given(vec![minted()])
        .when(adopt(&["old-1"]))
        .then_expect_events(vec![first.clone()]);
    given(vec![minted(), first.clone()])
        .when(adopt(&["old-1"]))
        .then_expect_events(vec![]);
    given(vec![minted(), first])
        .when(adopt(&["old-1", "old-2"]))
        .then_expect_events(vec![adopted(None, "OLD-2")]);
}
