//! The report: a page to read and to print, which needs nothing but itself.

use std::collections::BTreeSet;

use askama::Template;
use serde::Serialize;
use signpost_application::{
    ports::history::HistoryEntry,
    queries::{
        as_of::AsOf,
        evidence::{Count, Evidence, Tally, told},
        served::Given,
    },
    seals::checkpoint::VerifierKey,
};
use signpost_domain::{
    retention::Month,
    rule::{Rule, Whom},
    target::Target,
};

use crate::Shared;

/// How the file is verified, in words.
#[derive(Template)]
#[template(path = "evidence/how-to-verify.txt")]
struct HowToVerify<'a> {
    code: &'a str,
    position: u64,
    key: &'a str,
    has_consistency: bool,
    has_expired: bool,
}

/// Up to the decisions.
#[derive(Template)]
#[template(path = "evidence/head.html")]
struct Head<'a> {
    code: &'a str,
    url: String,
    made_at: String,
    from: Option<String>,
    until: Option<String>,
    end: u64,
    sealed: u64,
    begin: Option<Then>,
    last: Then,
    scans: u64,
    per_target: Vec<Line>,
    in_part: u64,
    elsewhere: u64,
    disagreements: u64,
    expired: Vec<String>,
}

/// A configuration.
struct Then {
    position: u64,
    status: String,
    label: Option<String>,
    unit: Option<String>,
    asset: Option<String>,
    target: Option<String>,
    rules: Vec<(String, String)>,
    audiences: Vec<(String, String, String)>,
    successor: Option<String>,
}

/// A line of a table of counts.
struct Line {
    day: String,
    served: String,
    count: Count,
    first: String,
    last: String,
}

impl Line {
    fn of(day: String, given: Option<&Given>, count: Count) -> Self {
        Self {
            day,
            served: given_in_words(given),
            count,
            first: to_the_second(count.first),
            last: to_the_second(count.last),
        }
    }
}

/// One decision.
#[derive(Template)]
#[template(path = "evidence/decision.html")]
struct DecisionPart<'a> {
    entry: &'a HistoryEntry,
    at: String,
    is_of_code: bool,
    is_before: bool,
    changes: Vec<(String, String, String)>,
}

/// After them.
#[derive(Template)]
#[template(path = "evidence/tail.html")]
struct Tail<'a> {
    days: Vec<Line>,
    checkpoint: &'a str,
    keys: Vec<&'a str>,
}

/// A template always renders into memory.
fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

pub(super) fn how_to_verify(evidence: &Evidence, has_consistency: bool) -> String {
    rendered(&HowToVerify {
        code: evidence.code.as_str(),
        position: evidence.seal.position.0,
        key: evidence.keys.last().map_or("", |key| key.as_str()),
        has_consistency,
        has_expired: !evidence.expired.is_empty(),
    })
}

pub(super) fn head(api: &Shared, evidence: &Evidence, tally: &Tally) -> String {
    let months: BTreeSet<Month> = evidence.expired.iter().map(|hour| Month::of(hour.sealed.hour)).collect();
    let targets = tally.per_target().into_iter();
    let targets = targets.map(|(given, count)| Line::of(String::new(), given.as_ref(), count));
    rendered(&Head {
        code: evidence.code.as_str(),
        url: format!("{}/{}", api.application.public_url, evidence.code),
        made_at: to_the_second(evidence.made_at),
        from: evidence.from.map(to_the_second),
        until: evidence.until.map(to_the_second),
        end: evidence.end.0,
        sealed: evidence.seal.position.0,
        begin: evidence.begin.as_ref().map(Then::of),
        last: Then::of(&evidence.last),
        scans: tally.scans(),
        per_target: targets.collect(),
        in_part: tally.in_part,
        elsewhere: tally.elsewhere,
        disagreements: tally.disagreements,
        expired: months.iter().map(ToString::to_string).collect(),
    })
}

pub(super) fn decision(evidence: &Evidence, entry: &HistoryEntry) -> String {
    let changes = told(entry).into_iter();
    rendered(&DecisionPart {
        entry,
        at: to_the_second(entry.at),
        is_of_code: entry.kind == "code",
        is_before: evidence.from.is_some_and(|from| entry.at < from),
        changes: changes
            .map(|told| (told.words, in_json(&told.before), in_json(&told.after)))
            .collect(),
    })
}

pub(super) fn tail(evidence: &Evidence, tally: &Tally) -> String {
    let days = tally.per.iter();
    let mut days: Vec<Line> = days
        .map(|((given, day), count)| Line::of(day.to_string(), given.as_ref(), *count))
        .collect();
    days.sort_by(|a, b| a.day.cmp(&b.day));
    rendered(&Tail {
        days,
        checkpoint: &evidence.seal.note,
        keys: evidence.keys.iter().map(VerifierKey::as_str).collect(),
    })
}

fn to_the_second(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// Nothing for null.
fn in_json(value: &serde_json::Value) -> String {
    if value.is_null() { String::new() } else { value.to_string() }
}

fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(value) => value.to_string(),
        Err(_) => String::new(),
    }
}

fn given_in_words(given: Option<&Given>) -> String {
    let Some(Given { kind, url, title }) = given else {
        return "cannot be told: another system gave it, or the record contradicts the decisions".to_owned();
    };
    let url = url.as_ref().map(ToString::to_string);
    let parts = [
        Some((*kind).to_owned()),
        title.as_ref().map(|title| format!("“{title}”")),
        url,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn target_in_words(target: &Target) -> String {
    match target {
        Target::Redirect {
            url,
            forward_query: true,
        } => format!("{url}, with the query of the scan"),
        Target::Redirect { url, .. } => url.to_string(),
        other => word(other),
    }
}

impl Then {
    fn of(was: &AsOf) -> Self {
        let code = &was.then.code;
        let rule = |rule: &Rule| {
            let whom = match &rule.whom {
                Whom::Audience(name) => format!("the audience {name}"),
                Whom::When(condition) => format!("whoever meets {condition}"),
            };
            (whom, target_in_words(&rule.target))
        };
        let audiences = was.audiences.iter();
        Self {
            position: was.then.position.0,
            status: word(&code.configuration.status),
            label: code.label.clone(),
            unit: code.unit.as_ref().map(ToString::to_string),
            asset: code.asset.as_ref().map(word),
            target: code.configuration.target.as_ref().map(target_in_words),
            rules: code.configuration.rules.iter().map(rule).collect(),
            audiences: audiences
                .map(|(name, definition)| (name.to_string(), definition.label.clone(), definition.condition.to_string()))
                .collect(),
            successor: code.configuration.successor.as_ref().map(ToString::to_string),
        }
    }
}
