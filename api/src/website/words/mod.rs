//! What the domain's things are called in the reader's language: targets, conditions, rules, and what changed about a code.

mod change;
mod condition;
mod deed;
mod links;

use signpost_domain::{
    language::{Language, choose},
    rule::{Rule, Whom},
    target::Target,
};

pub(crate) use self::{
    change::{asset, change},
    condition::{condition, platform},
    deed::{deed, deed_in_a_line},
    links::{answer, link},
};
use super::texts::Texts;

/// Choices of a menu that are named one by one.
const MOST_ITEMS: usize = 4;

/// What a scan leads to.
pub(crate) fn target(texts: &Texts, target: Option<&Target>) -> String {
    match target {
        None => texts.text("target-none", &[]),
        Some(Target::Redirect { url, forward_query }) if *forward_query => {
            texts.text("target-redirect-query", &[("value", &url.to_string())])
        }
        Some(Target::Redirect { url, .. }) => url.to_string(),
        Some(Target::Page { content }) => {
            let page = choose(content, &preferred(texts));
            let title = page.map_or("", |(_, page)| page.title.as_str());
            texts.text("target-page", &[("value", title)])
        }
        Some(Target::Menu { items, .. }) => {
            let labels = items.iter().filter_map(|item| choose(&item.label, &preferred(texts)));
            let labels: Vec<&str> = labels.map(|(_, label)| label.as_str()).take(MOST_ITEMS).collect();
            let more = if items.len() > labels.len() { ", …" } else { "" };
            texts.text("target-menu", &[("value", &format!("{}{more}", labels.join(", ")))])
        }
    }
}

/// Whom a rule is for.
pub(crate) fn whom(texts: &Texts, whom: &Whom) -> String {
    match whom {
        Whom::Audience(name) => texts.text("whom-audience", &[("name", name.as_str())]),
        Whom::When(when) => texts.text("whom-those", &[("value", &condition(texts, when))]),
    }
}

/// A rule in a sentence.
pub(crate) fn rule(texts: &Texts, rule: &Rule) -> String {
    let (shown, whom) = (target(texts, Some(&rule.target)), whom(texts, &rule.whom));
    texts.text("rule-sentence", &[("value", &shown), ("name", &whom)])
}

/// A language by its name where that is known, and its tag.
pub(crate) fn language(texts: &Texts, language: &Language) -> String {
    let tag = language.as_str();
    match texts.find(&format!("language-{}", language.primary()), &[]) {
        Some(name) if language.primary() == tag => name,
        Some(name) => format!("{name} ({tag})"),
        None => tag.to_owned(),
    }
}

/// The languages in which somebody who reads these texts wants the rest.
fn preferred(texts: &Texts) -> Vec<Language> {
    texts.language.tag().parse().into_iter().collect()
}

/// Several things, the last two joined by a word.
fn listed(texts: &Texts, mut things: Vec<String>, word: &str) -> String {
    let last = things.pop().unwrap_or_default();
    if things.is_empty() {
        return last;
    }
    format!("{} {} {last}", things.join(", "), texts.text(word, &[]))
}
