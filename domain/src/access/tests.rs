use cqrs_es::test::TestFramework;

use super::*;

fn issued() -> Vec<AccessEvent> {
    let grant = Grant {
        role: Role::Editor,
        unit: Some("roads".parse().unwrap()),
    };
    vec![
        AccessEvent::TokenIssued {
            digest: TokenDigest("ab".into()),
            person: None,
            expires_at: None,
        },
        AccessEvent::RoleGranted(grant),
    ]
}

#[test]
fn a_revoked_token_takes_its_roles_along_and_never_returns() {
    let grant = Grant {
        role: Role::Editor,
        unit: Some("roads".parse().unwrap()),
    };
    let revoked = vec![AccessEvent::TokenRevoked, AccessEvent::RoleRevoked(grant.clone())];
    TestFramework::<Access>::with(())
        .given(issued())
        .when(AccessCommand::RevokeToken)
        .then_expect_events(revoked.clone());
    TestFramework::<Access>::with(())
        .given([issued(), revoked.clone()].concat())
        .when(AccessCommand::RevokeToken)
        .then_expect_events(vec![]);
    TestFramework::<Access>::with(())
        .given([issued(), revoked].concat())
        .when(AccessCommand::IssueToken {
            digest: TokenDigest("cd".into()),
            person: None,
            grants: vec![grant],
            expires_at: None,
        })
        .then_expect_error(AccessError::AlreadyIssued);
}

fn opened() -> Vec<AccessEvent> {
    let grant = Grant {
        role: Role::Auditor,
        unit: None,
    };
    vec![AccessEvent::AccountOpened { person: None }, AccessEvent::RoleGranted(grant)]
}

#[test]
fn an_account_that_is_closed_takes_its_roles_along_and_is_trusted_with_nothing_any_more() {
    let [auditor, analyst] = [Role::Auditor, Role::Analyst].map(|role| Grant { role, unit: None });
    let granted = vec![AccessEvent::RoleGranted(analyst.clone())];
    TestFramework::<Access>::with(())
        .given(opened())
        .when(AccessCommand::GrantRole(analyst.clone()))
        .then_expect_events(granted.clone());
    let closed = vec![
        AccessEvent::AccountClosed,
        AccessEvent::RoleRevoked(auditor.clone()),
        AccessEvent::RoleRevoked(analyst.clone()),
    ];
    TestFramework::<Access>::with(())
        .given([opened(), granted.clone()].concat())
        .when(AccessCommand::RevokeToken)
        .then_expect_events(closed.clone());
    TestFramework::<Access>::with(())
        .given([opened(), granted, closed].concat())
        .when(AccessCommand::GrantRole(auditor.clone()))
        .then_expect_error(AccessError::Over);
    TestFramework::<Access>::with(())
        .given(opened())
        .when(AccessCommand::GrantRole(auditor))
        .then_expect_events(vec![]);
    TestFramework::<Access>::with(())
        .given(opened())
        .when(AccessCommand::RevokeRole(analyst))
        .then_expect_events(vec![]);
}

#[test]
fn whose_an_old_token_is_is_said_once_and_never_of_whoever_is_forgotten() {
    let ann: PrincipalId = "ann".parse().unwrap();
    let recognised = vec![AccessEvent::PersonRecognised { person: ann.clone() }];
    TestFramework::<Access>::with(())
        .given(issued())
        .when(AccessCommand::RecognisePerson(ann.clone()))
        .then_expect_events(recognised.clone());
    TestFramework::<Access>::with(())
        .given([issued(), recognised].concat())
        .when(AccessCommand::RecognisePerson(ann.clone()))
        .then_expect_events(vec![]);
    TestFramework::<Access>::with(())
        .given([issued(), vec![AccessEvent::PersonForgotten]].concat())
        .when(AccessCommand::RecognisePerson(ann.clone()))
        .then_expect_events(vec![]);
    TestFramework::<Access>::with(())
        .given_no_previous_events()
        .when(AccessCommand::RecognisePerson(ann))
        .then_expect_error(AccessError::Unknown);
}

#[test]
fn what_was_never_issued_cannot_be_revoked() {
    TestFramework::<Access>::with(())
        .given_no_previous_events()
        .when(AccessCommand::RevokeToken)
        .then_expect_error(AccessError::Unknown);
    TestFramework::<Access>::with(())
        .given_no_previous_events()
        .when(AccessCommand::ForgetPerson)
        .then_expect_error(AccessError::Unknown);
}

#[test]
fn whoever_is_forgotten_is_recognised_no_more_and_is_forgotten_once() {
    let grant = Grant {
        role: Role::Editor,
        unit: Some("roads".parse().unwrap()),
    };
    let forgotten = vec![
        AccessEvent::TokenRevoked,
        AccessEvent::RoleRevoked(grant),
        AccessEvent::PersonForgotten,
    ];
    TestFramework::<Access>::with(())
        .given(issued())
        .when(AccessCommand::ForgetPerson)
        .then_expect_events(forgotten.clone());
    TestFramework::<Access>::with(())
        .given([issued(), forgotten[..2].to_vec()].concat())
        .when(AccessCommand::ForgetPerson)
        .then_expect_events(vec![AccessEvent::PersonForgotten]);
    TestFramework::<Access>::with(())
        .given([issued(), forgotten].concat())
        .when(AccessCommand::ForgetPerson)
        .then_expect_events(vec![]);
}

#[test]
fn grants_are_made_exactly_what_is_wanted_and_each_once() {
    let [roads, parks] = ["roads", "parks"].map(|unit| Grant {
        role: Role::Editor,
        unit: Some(unit.parse().unwrap()),
    });
    let wanted = vec![parks.clone(), parks.clone()];
    TestFramework::<Access>::with(())
        .given(issued())
        .when(AccessCommand::GrantExactly(wanted.clone()))
        .then_expect_events(vec![
            AccessEvent::RoleRevoked(roads.clone()),
            AccessEvent::RoleGranted(parks.clone()),
        ]);
    TestFramework::<Access>::with(())
        .given(issued())
        .when(AccessCommand::GrantExactly(vec![roads]))
        .then_expect_events(vec![]);
    TestFramework::<Access>::with(())
        .given([issued(), vec![AccessEvent::TokenRevoked]].concat())
        .when(AccessCommand::GrantExactly(wanted.clone()))
        .then_expect_error(AccessError::Over);
    TestFramework::<Access>::with(())
        .given_no_previous_events()
        .when(AccessCommand::OpenAccount {
            person: None,
            grants: wanted,
        })
        .then_expect_events(vec![
            AccessEvent::AccountOpened { person: None },
            AccessEvent::RoleGranted(parks),
        ]);
}

#[test]
fn tokens_of_earlier_versions_do_not_expire() {
    let earlier = serde_json::json!({"type": "TokenIssued", "digest": "ab", "person": null});
    let read: AccessEvent = serde_json::from_value(earlier).unwrap();
    assert_eq!(read, issued()[0]);
}

#[test]
fn grants_follow_what_is_said_elsewhere_and_whoever_was_shut_out_stays_out() {
    let [auditor, analyst] = [Role::Auditor, Role::Analyst].map(|role| Grant { role, unit: None });
    let follow = |grants: &[&Grant]| AccessCommand::TrustWith(grants.iter().map(|grant| (*grant).clone()).collect());
    TestFramework::<Access>::with(())
        .given_no_previous_events()
        .when(follow(&[&auditor]))
        .then_expect_events(opened());
    TestFramework::<Access>::with(())
        .given_no_previous_events()
        .when(follow(&[]))
        .then_expect_events(vec![]);
    TestFramework::<Access>::with(())
        .given(opened())
        .when(follow(&[&auditor]))
        .then_expect_events(vec![]);
    TestFramework::<Access>::with(())
        .given(opened())
        .when(follow(&[&analyst]))
        .then_expect_events(vec![
            AccessEvent::RoleRevoked(auditor.clone()),
            AccessEvent::RoleGranted(analyst.clone()),
        ]);
    let closed = vec![AccessEvent::AccountClosed, AccessEvent::RoleRevoked(auditor.clone())];
    TestFramework::<Access>::with(())
        .given([opened(), closed].concat())
        .when(follow(&[&auditor]))
        .then_expect_error(AccessError::Over);
}
