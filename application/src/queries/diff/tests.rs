use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;
use signpost_domain::{
    audience::Definition,
    code::{Configuration, Status},
    condition::Condition,
    rule::{Rule, Whom},
    target::Target,
};

use super::*;
use crate::ports::history::CodeThen;

fn then(change: impl FnOnce(&mut Code)) -> AsOf {
    let mut code = Code {
        minted: true,
        ..Code::default()
    };
    change(&mut code);
    AsOf {
        position: Position(1),
        then: CodeThen {
            code,
            version: 1,
            position: Position(1),
            at: Timestamp::UNIX_EPOCH,
        },
        audiences: std::collections::BTreeMap::new(),
        unit: None,
    }
}

fn redirect(url: &str) -> Target {
    Target::Redirect {
        url: url.parse().unwrap(),
        forward_query: false,
    }
}

fn rule(audience: &str) -> Rule {
    Rule {
        whom: Whom::Audience(audience.parse().unwrap()),
        target: redirect("https://example.org/"),
    }
}

fn words(before: &AsOf, after: &AsOf) -> Vec<String> {
    changes(Some(before), Some(after))
        .into_iter()
        .map(|change| change.words)
        .collect()
}

#[test]
fn what_is_different_is_told_in_words_and_values() {
    let before = then(|code| code.configuration.target = Some(redirect("https://example.org/old")));
    let after = then(|code| {
        code.label = Some("Bench".to_owned());
        code.configuration = Configuration {
            status: Status::Suspended,
            target: Some(redirect("https://example.org/new")),
            ..Configuration::default()
        };
    });
    assert_eq!(
        words(&before, &after),
        [
            "It was in use and is now suspended.",
            "Its default target was https://example.org/old and is now https://example.org/new.",
            "Its label is now Bench; there was none.",
        ]
    );
    let changes = changes(Some(&before), Some(&after));
    assert_eq!(changes[0].pointer, "/status");
    assert_eq!(
        (&changes[0].before, &changes[0].after),
        (&json!("active"), &json!("suspended"))
    );
    assert_eq!(changes[1].after["url"], "https://example.org/new");
    assert_eq!(changes[2].before, Value::Null);
}

#[test]
fn rules_that_move_are_not_told_as_new() {
    let before = then(|code| code.configuration.rules = vec![rule("staff"), rule("press"), rule("youth")]);
    let after = then(|code| code.configuration.rules = vec![rule("press"), rule("youth"), rule("staff")]);
    assert_eq!(words(&before, &after), ["Rule 1 moved to place 3."]);
    let without = then(|code| code.configuration.rules = vec![rule("staff"), rule("youth")]);
    assert_eq!(
        words(&before, &without),
        ["Rule 2 is gone: the audience press gets https://example.org/."]
    );
    let other = then(|code| code.configuration.rules = vec![rule("staff"), rule("guests"), rule("youth")]);
    assert_eq!(words(&before, &other).len(), 1);
}

#[test]
fn an_audience_that_was_redefined_is_a_change_of_the_codes_that_name_it() {
    let defined = |signed_in| {
        let mut was = then(|code| code.configuration.rules = vec![rule("staff")]);
        let definition = Definition {
            label: "Staff".to_owned(),
            condition: Condition::SignedIn(bool::into(signed_in)),
        };
        was.audiences.insert("staff".parse().unwrap(), definition);
        was
    };
    assert_eq!(
        words(&defined(true), &defined(false)),
        [r#"The condition of the audience staff was {"signed_in":true} and is now {"signed_in":false}."#]
    );
}

fn some_rules() -> impl Strategy<Value = Vec<Rule>> {
    let rule = prop::sample::select(vec!["a-1", "b-2", "c-3", "d-4"]).prop_map(rule);
    prop::collection::vec(rule, 0..7)
}

proptest! {
    #[test]
    fn rules_are_told_as_different_exactly_when_they_are(was in some_rules(), is in some_rules()) {
        let before = then(|code| code.configuration.rules = was.clone());
        let after = then(|code| code.configuration.rules = is.clone());
        prop_assert_eq!(words(&before, &after).is_empty(), was == is);
    }
}
