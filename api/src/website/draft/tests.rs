use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};
use signpost_domain::{condition::Condition, rule::Rule};

use super::{Deed, Fields, RulesDraft};
use crate::{
    resolver::pages::UiLanguage,
    website::{Faults, refusals::Refusals, texts::Texts},
};

fn texts() -> Texts {
    let zone = "America/New_York".parse().unwrap();
    Texts::of(UiLanguage::English, &zone, &Arc::new(LazyLock::new(Refusals::read)))
}

/// What a browser sends of these forms, with this button pressed.
fn sent(forms: &[String], act: &str) -> Fields {
    use scraper::{Html, Selector};
    let all = Selector::parse("input, textarea, option[selected]").unwrap();
    let mut pairs = vec![("act".to_owned(), act.to_owned())];
    for (place, form) in forms.iter().enumerate() {
        pairs.push(("rule".to_owned(), place.to_string()));
        let document = Html::parse_fragment(form);
        for element in document.select(&all) {
            let of = |name: &str| element.value().attr(name).map(str::to_owned);
            let (name, value) = match element.value().name() {
                "option" => {
                    let select = element.ancestors().find_map(|node| {
                        let element = node.value().as_element()?;
                        (element.name() == "select").then(|| element.attr("name").unwrap().to_owned())
                    });
                    (select.unwrap(), of("value").unwrap())
                }
                "textarea" => (
                    of("name").unwrap(),
                    element.text().collect::<String>().trim_start_matches('\n').to_owned(),
                ),
                _ if of("type").as_deref() == Some("checkbox") && of("checked").is_none() => continue,
                _ => (of("name").unwrap(), of("value").unwrap_or_default()),
            };
            pairs.push((name, value));
        }
    }
    pairs.into_iter().collect()
}

fn shown(draft: &RulesDraft, texts: &Texts) -> Vec<String> {
    let faults = Faults::default();
    let show = |(place, rule): (usize, &super::rules::RuleDraft)| {
        let at = format!("rules/{place}/");
        format!(
            "<form><input type=hidden name='{at}audience' value='{}'>{}{}</form>",
            rule.audience,
            rule.when.show(texts, &format!("{at}when/"), &faults),
            rule.target.show(texts, &format!("{at}target/"), &faults, false)
        )
    };
    draft.0.iter().enumerate().map(show).collect()
}

fn rules(value: Value) -> Vec<Rule> {
    serde_json::from_value(value).unwrap()
}

/// Rules with every kind of condition and of target.
fn every_kind() -> Vec<Rule> {
    let page = json!({"type": "page", "content": {
        "nl": {"title": "Bank", "body": "# Hier\n\nzit u goed", "links": [{"label": "Meer", "url": "https://example.org/a"}]},
        "fr-BE": {"title": "Banc", "body": ""},
    }});
    let menu = json!({"type": "menu", "heading": {"nl": "Kies"}, "items": [
        {"label": {"nl": "Melden", "en": "Report"}, "url": "https://example.org/r"},
        {"label": {"nl": "Lezen"}, "url": "https://example.org/l"},
    ]});
    let nested = json!({"all": [
        {"language": ["nl", "fr-BE"]},
        {"any": [{"platform": ["ios", "android"]}, {"not": {"network": ["10.0.0.0/8", "2001:db8::/32"]}}]},
        {"query": {"name": "app", "equals": "x y"}},
        {"header": {"name": "x-kiosk", "equals": "1"}},
        {"signed_in": false}, {"signed_in": true}, {"signed_in": {"role": "editor", "unit": "roads"}},
        {"country": ["BE"]}, {"percentage": 20},
        {"between": {"from": "2026-05-01T08:30:00Z"}},
        {"weekly": {"days": ["mon", "sun"], "from": "08:00", "until": "24:00", "zone": "Europe/Brussels"}},
    ]});
    rules(json!([
        {"audience": "staff", "target": {"type": "redirect", "url": "https://example.org/s", "forward_query": true}},
        {"when": nested, "target": page},
        {"when": {"not": {"language": ["en"]}}, "target": menu},
    ]))
}

#[test]
fn what_is_shown_and_sent_back_is_what_it_was() {
    let texts = texts();
    let rules = every_kind();
    let draft = RulesDraft::of(&rules, &texts);
    let read = RulesDraft::read(&sent(&shown(&draft, &texts), "save"), &texts);
    assert_eq!(read.rules().unwrap(), rules);
}

#[test]
fn buttons_move_add_and_drop_rules_and_parts() {
    let texts = texts();
    let rules = every_kind();
    let draft = RulesDraft::of(&rules, &texts);
    let after = |act: &str| {
        let fields = sent(&shown(&draft, &texts), act);
        let mut read = RulesDraft::read(&fields, &texts);
        let touched = read.alter(&fields, Deed::of(&fields), &texts);
        (read, touched)
    };
    let (moved, touched) = after("up 1");
    assert_eq!(touched, Some(0));
    assert_eq!(moved.rules().unwrap(), [rules[1].clone(), rules[0].clone(), rules[2].clone()]);
    assert_eq!(after("down 2").0.rules().unwrap(), rules, "the last one stays where it is");
    assert_eq!(after("rule- 0").0.rules().unwrap(), rules[1..]);
    assert_eq!(after("rule+").0.0.len(), 4);
    let (fewer, _) = after("part- rules/1/when/all/1/");
    let Some(Rule {
        whom: signpost_domain::rule::Whom::When(Condition::All(parts)),
        ..
    }) = fewer.rules().unwrap().into_iter().nth(1)
    else {
        panic!("the rule is as it was");
    };
    assert_eq!(parts.len(), 10);
    let (more, _) = after("part+ rules/1/when/all/1/");
    let faults = more.rules().unwrap_err();
    assert!(
        faults.is_empty() || faults[0].pointer.starts_with("/rules/1/when/all/1/any/2"),
        "{faults:?}"
    );
}

#[test]
fn what_is_wrong_is_told_by_the_name_of_its_field() {
    let texts = texts();
    let draft = RulesDraft::of(&every_kind(), &texts);
    let forms: Vec<String> = shown(&draft, &texts)
        .into_iter()
        .map(|form| form.replace("https://example.org/a", "nowhere").replace("10.0.0.0/8", "here"))
        .collect();
    let faults = RulesDraft::read(&sent(&forms, "save"), &texts).rules().unwrap_err();
    let mut pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(
        pointers,
        [
            "/rules/1/target/content/nl/links/0/url",
            "/rules/1/when/all/1/any/1/not/network/0"
        ]
    );
}
