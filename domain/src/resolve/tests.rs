use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{
    condition::strategies,
    language::Language,
    scan::{Cause, Outcome, Scan},
    target::MenuItem,
    visit::{Platform, Visitor},
};

/// The facts of a visit that properties are tried with.
#[derive(Debug, Clone)]
struct Facts {
    at: Timestamp,
    languages: Vec<Language>,
    platform: Platform,
    query: BTreeMap<String, String>,
    signed_in: bool,
    visitor: u64,
}

impl Facts {
    fn visit(&self) -> Visit<'_> {
        Visit {
            at: self.at,
            languages: &self.languages,
            platform: self.platform,
            network: Some([10, 0, 0, 1].into()),
            query: &self.query,
            headers: &self.query,
            staff: self.signed_in.then_some(&[]),
            country: None,
            visitor: Visitor(self.visitor),
        }
    }
}

fn facts() -> impl Strategy<Value = Facts> {
    let language = prop::sample::select(vec!["nl", "nl-BE", "en", "fr"]).prop_map(|tag| tag.parse().unwrap());
    (
        strategies::time(),
        prop::collection::vec(language, 0..3),
        prop::sample::select(Platform::ALL.to_vec()),
        prop::collection::btree_map("[a-z]{1,3}", "[a-z]{0,3}", 0..3),
        any::<bool>(),
        any::<u64>(),
    )
        .prop_map(|(at, languages, platform, query, signed_in, visitor)| Facts {
            at,
            languages,
            platform,
            query,
            signed_in,
            visitor,
        })
}

fn target(n: usize) -> Target {
    Target::Redirect {
        url: format!("https://example.org/{n}").parse().unwrap(),
        forward_query: false,
    }
}

fn configuration() -> impl Strategy<Value = Configuration> {
    let whom = prop_oneof![
        3 => strategies::condition().prop_map(Whom::When),
        1 => prop::sample::select(vec!["staff", "gone"]).prop_map(|name| Whom::Audience(name.parse().unwrap())),
    ];
    let status = prop_oneof![8 => Just(Status::Active), 1 => Just(Status::Suspended), 1 => Just(Status::Retired)];
    (prop::collection::vec(whom, 0..5), any::<bool>(), status).prop_map(|(whoms, assigned, status)| Configuration {
        status,
        target: assigned.then(|| target(0)),
        rules: whoms
            .into_iter()
            .enumerate()
            .map(|(n, whom)| Rule {
                whom,
                target: target(n + 1),
            })
            .collect(),
        successor: None,
        alias_of: None,
    })
}

fn audiences() -> BTreeMap<AudienceName, Condition> {
    [("staff".parse().unwrap(), Condition::SignedIn(true.into()))].into()
}

fn code() -> CodeId {
    "BENCH-7".parse().unwrap()
}

proptest! {
    #[test]
    fn resolve_is_total_and_deterministic(configuration in configuration(), facts in facts()) {
        let once = resolve(&code(), &configuration, &audiences(), &facts.visit());
        let (same, again) = (configuration.clone(), facts.clone());
        prop_assert_eq!(once, resolve(&code(), &same, &audiences(), &again.visit()));
        match once {
            Resolution::Target { target, .. } => prop_assert!(configuration.targets().any(|t| t == target)),
            Resolution::Unassigned => prop_assert!(configuration.target.is_none()),
            Resolution::Suspended => prop_assert_eq!(configuration.status, Status::Suspended),
            Resolution::Retired { .. } => prop_assert_eq!(configuration.status, Status::Retired),
        }
    }

    #[test]
    fn a_rule_added_at_the_end_never_changes_a_visit_an_earlier_rule_won(
        configuration in configuration(), added in strategies::condition(), facts in facts(),
    ) {
        let before = resolve(&code(), &configuration, &audiences(), &facts.visit());
        let mut longer = configuration.clone();
        longer.rules.push(Rule { whom: Whom::When(added), target: target(99) });
        let after = resolve(&code(), &longer, &audiences(), &facts.visit());
        if matches!(before, Resolution::Target { winner: Winner::Rule { .. }, .. }) {
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn an_explanation_names_the_first_rule_that_held(configuration in configuration(), facts in facts()) {
        let (resolution, verdicts) = explain(&code(), &configuration, &audiences(), &facts.visit());
        prop_assert_eq!(verdicts.len(), configuration.rules.len());
        if let Resolution::Target { winner, .. } = resolution {
            let first = verdicts.iter().position(|verdict| verdict.held);
            match winner {
                Winner::Rule { place, .. } => prop_assert_eq!(first, Some(place)),
                Winner::Default => prop_assert_eq!(first, None),
            }
        }
    }
}

/// What is kept of a visit that was resolved so.
fn scan(resolution: &Resolution<'_>, visit: &Visit<'_>) -> Scan {
    let (cause, outcome) = match resolution {
        Resolution::Target { winner, .. } => {
            let cause = match winner {
                Winner::Default => Cause::Default,
                Winner::Rule {
                    audience: Some(name), ..
                } => Cause::Audience((*name).clone()),
                Winner::Rule { place, audience: None } => Cause::Rule(u16::try_from(*place).unwrap()),
            };
            (cause, Outcome::Redirected)
        }
        Resolution::Unassigned => (Cause::Default, Outcome::Unassigned),
        Resolution::Suspended => (Cause::Status, Outcome::Suspended),
        Resolution::Retired { .. } => (Cause::Status, Outcome::Retired),
    };
    Scan {
        at: visit.at,
        code: code(),
        as_of: crate::decision::Position(1),
        outcome,
        cause,
        platform: visit.platform,
        language: None,
        country: None,
        robot: false,
        visitor: visit.visitor,
        referrer: None,
        item: None,
    }
}

proptest! {
    #[test]
    fn what_a_scan_keeps_tells_what_its_visitor_got(configuration in configuration(), facts in facts(), json in any::<bool>()) {
        let audiences = audiences();
        let resolution = resolve(&code(), &configuration, &audiences, &facts.visit());
        let mut scan = scan(&resolution, &facts.visit());
        if json {
            scan.outcome = Outcome::Json;
        }
        let expected = match resolution {
            Resolution::Target { target, .. } => Served::Target(target),
            Resolution::Unassigned | Resolution::Suspended | Resolution::Retired { .. } => Served::Nothing,
        };
        prop_assert_eq!(served(&configuration, &scan), Ok(expected));
    }
}

/// A condition that looks at what a scan keeps, alone.
fn is_kept(condition: &Condition) -> bool {
    match condition {
        Condition::Network(_) | Condition::Query(_) | Condition::Header(_) | Condition::SignedIn(_) => false,
        condition => condition.parts().iter().all(is_kept),
    }
}

/// What is kept of a visit, with its language.
fn kept(configuration: &Configuration, facts: &Facts) -> Scan {
    let audiences = audiences();
    let resolution = resolve(&code(), configuration, &audiences, &facts.visit());
    Scan {
        language: facts.languages.first().cloned(),
        ..scan(&resolution, &facts.visit())
    }
}

proptest! {
    #[test]
    fn a_scan_resolved_again_never_contradicts_what_it_was_resolved_on(configuration in configuration(), facts in facts()) {
        let scan = kept(&configuration, &facts);
        let rechecked = recheck(Some(&configuration), &audiences(), &scan);
        prop_assert!(rechecked.is_ok(), "{:?}", rechecked);
        let conditions = configuration.rules.iter().all(|rule| match &rule.whom {
            Whom::When(condition) => is_kept(condition),
            Whom::Audience(name) => name.as_str() == "gone",
        });
        if conditions {
            prop_assert_eq!(rechecked, Ok(Rechecked::Again));
        }
    }

    #[test]
    fn where_all_is_kept_any_other_cause_contradicts(configuration in configuration(), facts in facts(), place in 0_u16..5) {
        let all_is_kept = configuration.rules.iter().all(|rule| match &rule.whom {
            Whom::When(condition) => is_kept(condition),
            Whom::Audience(name) => name.as_str() == "gone",
        });
        prop_assume!(all_is_kept && configuration.status == Status::Active);
        let scan = kept(&configuration, &facts);
        for cause in [Cause::Default, Cause::Rule(place), Cause::Audience("gone".parse().unwrap()), Cause::Status] {
            let other = Scan { outcome: Outcome::Json, cause, ..scan.clone() };
            let rechecked = recheck(Some(&configuration), &audiences(), &other);
            prop_assert_eq!(rechecked.is_ok(), other.cause == scan.cause, "{:?}", rechecked);
        }
    }
}

#[test]
fn a_scan_of_a_code_that_was_not_there_says_so_or_contradicts() {
    let facts = Facts {
        at: Timestamp::UNIX_EPOCH,
        languages: vec![],
        platform: Platform::Other,
        query: BTreeMap::new(),
        signed_in: false,
        visitor: 0,
    };
    let redirected = kept(&Configuration::default(), &facts);
    assert!(recheck(None, &audiences(), &redirected).is_err());
    let unknown = Scan {
        outcome: Outcome::Unknown,
        cause: Cause::Status,
        ..redirected
    };
    assert_eq!(recheck(None, &audiences(), &unknown), Ok(Rechecked::Again));
    assert!(recheck(Some(&Configuration::default()), &audiences(), &unknown).is_err());
}

#[test]
fn a_scan_that_a_configuration_does_not_give_contradicts_it() {
    let configuration = Configuration {
        target: Some(Target::Menu {
            heading: BTreeMap::new(),
            items: vec![MenuItem {
                label: BTreeMap::new(),
                url: "https://example.org/".parse().unwrap(),
            }],
        }),
        rules: vec![Rule {
            whom: Whom::Audience("staff".parse().unwrap()),
            target: target(1),
        }],
        ..Configuration::default()
    };
    let suspended = Configuration {
        status: Status::Suspended,
        ..configuration.clone()
    };
    let retired = Configuration {
        status: Status::Retired,
        successor: Some(code()),
        ..configuration.clone()
    };
    let facts = Facts {
        at: Timestamp::UNIX_EPOCH,
        languages: vec![],
        platform: Platform::Other,
        query: BTreeMap::new(),
        signed_in: false,
        visitor: 0,
    };
    let says = |configuration, outcome, cause: &str, item| {
        let mut scan = scan(&Resolution::Unassigned, &facts.visit());
        (scan.outcome, scan.cause, scan.item) = (outcome, cause.parse().unwrap(), item);
        served(configuration, &scan).map(|served| served.to_string())
    };
    let given = |text: &str| Ok(text.to_owned());
    let menu = Outcome::Menu;
    assert_eq!(says(&configuration, menu, "default", None), given("a menu of 1 choice"));
    assert_eq!(
        says(&configuration, menu, "default", Some(0)),
        given("https://example.org/, chosen as “”")
    );
    assert_eq!(
        says(&configuration, Outcome::Redirected, "audience:staff", None),
        given("https://example.org/1")
    );
    assert_eq!(says(&suspended, Outcome::Suspended, "status", None), given("nothing"));
    assert_eq!(says(&retired, Outcome::Retired, "status", None), given("the code BENCH-7"));
    for (configuration, outcome, cause, item) in [
        (&configuration, menu, "default", Some(1)),
        (&configuration, Outcome::Redirected, "default", None),
        (&configuration, Outcome::Redirected, "audience:staff", Some(0)),
        (&configuration, menu, "audience:staff", None),
        (&configuration, menu, "audience:gone", None),
        // The rule in this place is one for an audience.
        (&configuration, Outcome::Redirected, "rule:0", None),
        (&configuration, Outcome::Redirected, "rule:1", None),
        (&configuration, Outcome::Suspended, "status", None),
        (&configuration, Outcome::Unassigned, "default", None),
        (&suspended, menu, "default", None),
        (&suspended, Outcome::Retired, "status", None),
        (&retired, Outcome::Suspended, "status", None),
        (&retired, menu, "default", None),
    ] {
        let contradiction = says(configuration, outcome, cause, item);
        assert!(contradiction.is_err(), "{outcome:?} {cause} {item:?}: {contradiction:?}");
    }
}

#[test]
fn a_withdrawn_audience_holds_for_nobody_and_says_so() {
    let rules = vec![Rule {
        whom: Whom::Audience("gone".parse().unwrap()),
        target: target(1),
    }];
    let configuration = Configuration {
        target: Some(target(0)),
        rules,
        ..Configuration::default()
    };
    let none = BTreeMap::new();
    let visit = Facts {
        at: Timestamp::UNIX_EPOCH,
        languages: vec![],
        platform: Platform::Other,
        query: none,
        signed_in: true,
        visitor: 0,
    };
    let (resolution, verdicts) = explain(&code(), &configuration, &audiences(), &visit.visit());
    assert_eq!(
        resolution,
        Resolution::Target {
            target: &target(0),
            winner: Winner::Default
        }
    );
    assert!(verdicts[0].because.as_ref().unwrap().contains("withdrawn"));
}

proptest! {
    #[test]
    fn what_another_definition_would_have_done_is_what_it_does_or_is_not_told(
        configuration in configuration(), place in 0_usize..5, facts in facts(), condition in prop::option::of(strategies::condition()),
    ) {
        let staff: AudienceName = "staff".parse().unwrap();
        let mut configuration = configuration;
        if let Some(rule) = configuration.rules.get_mut(place) {
            rule.whom = Whom::Audience(staff.clone());
        }
        let scan = kept(&configuration, &facts);
        let compared = otherwise(&configuration, &audiences(), &scan, &staff, condition.as_ref()).unwrap();
        prop_assert_eq!(compared.was, served(&configuration, &scan).unwrap());
        prop_assert_eq!(compared.won, scan.cause == Cause::Audience(staff.clone()));
        let mut changed = audiences();
        changed.remove(&staff);
        if let Some(condition) = &condition {
            changed.insert(staff.clone(), condition.clone());
        }
        let (expected, would_win) = match resolve(&code(), &configuration, &changed, &facts.visit()) {
            Resolution::Target { target, winner } => (
                Served::Target(target),
                matches!(winner, Winner::Rule { audience: Some(name), .. } if *name == staff),
            ),
            Resolution::Unassigned | Resolution::Suspended | Resolution::Retired { .. } => (Served::Nothing, false),
        };
        if let Some(told) = compared.otherwise {
            prop_assert_eq!(told, (expected, would_win));
        }
        let is_told = condition.as_ref().is_none_or(is_kept) && configuration.rules.iter().all(|rule| match &rule.whom {
            Whom::When(condition) => is_kept(condition),
            Whom::Audience(_) => true,
        });
        prop_assert!(compared.otherwise.is_some() || !is_told, "{:?}", compared);
    }
}
