//! Why something was not done, in the reader's language. Use cases say it in English, to every door alike; here it is found by its words in
//! `locales/en/website/refusals.ftl`, whose keys name each refusal, and said with what was put in by the text of the same key.
//!
//! A test goes through all that use cases say, so that a sentence without a text fails.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use regex::{Regex, RegexSet};

use super::texts::{Texts, refusals};
use crate::resolver::pages::UiLanguage;

/// Refusals within refusals, at most: a row of a table that names a column, whose text has a link to somewhere that is not allowed.
const DEEPEST: u8 = 4;

/// A sentence, and the language that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) lang: &'static str,
}

/// Every refusal as it is said in English.
pub(super) struct Refusals {
    all: RegexSet,
    known: Vec<Known>,
}

struct Known {
    key: String,
    pattern: Regex,
    /// What is put in, by name.
    names: Vec<String>,
    /// Bytes of it that are always there: of several that fit, the one with the most is meant.
    weight: usize,
}

impl Refusals {
    pub(super) fn read() -> Self {
        let resource = fluent_syntax::parser::parse(refusals(UiLanguage::English));
        let resource = resource.unwrap_or_else(|(resource, _)| resource);
        let messages = resource.body.into_iter().filter_map(|entry| match entry {
            Entry::Message(message) => Some((message.id.name, message.value?)),
            _ => None,
        });
        let known: Vec<Known> = messages
            .filter_map(|(key, pattern)| Known::of(key, &pattern.elements))
            .collect();
        let all = RegexSet::new(known.iter().map(|known| known.pattern.as_str()));
        Self {
            all: all.unwrap_or_default(),
            known,
        }
    }

    /// Whether a sentence is known by itself, and not as a list of things that may be anything.
    #[cfg(test)]
    pub(super) fn knows(&self, english: &str) -> bool {
        const JUST_MARKS: usize = 3;
        let mut found = self.all.matches(english).into_iter();
        found.any(|place| self.known[place].weight > JUST_MARKS)
    }

    /// The same in another language; `None` where it is not known, as of what a library says.
    pub(super) fn say(&self, texts: &Texts, english: &str) -> Option<String> {
        self.say_within(texts, english, 0)
    }

    fn say_within(&self, texts: &Texts, english: &str, depth: u8) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        let found = self.all.matches(english).into_iter().map(|place| &self.known[place]);
        let known = found.max_by_key(|known| known.weight)?;
        let captured = known.pattern.captures(english)?;
        let put_in = known.names.iter().enumerate().map(|(place, name)| {
            let value = captured.get(place + 1).map_or("", |value| value.as_str());
            let said = self.say_within(texts, value, depth + 1);
            (name.as_str(), said.unwrap_or_else(|| value.to_owned()))
        });
        let put_in: Vec<(&str, String)> = put_in.collect();
        let values: Vec<(&str, &str)> = put_in.iter().map(|(name, value)| (*name, value.as_str())).collect();
        texts.find(&known.key, &values)
    }
}

impl Known {
    fn of(key: &str, elements: &[PatternElement<&str>]) -> Option<Self> {
        let (mut pattern, mut names, mut weight) = (String::new(), vec![], 0);
        for element in elements {
            match element {
                PatternElement::TextElement { value }
                | PatternElement::Placeable {
                    expression: Expression::Inline(InlineExpression::StringLiteral { value }),
                } => {
                    pattern += &regex::escape(value);
                    weight += value.len();
                }
                PatternElement::Placeable {
                    expression: Expression::Inline(InlineExpression::VariableReference { id }),
                } => {
                    pattern += "(.+?)";
                    names.push(id.name.to_owned());
                }
                PatternElement::Placeable { .. } => return None,
            }
        }
        Some(Self {
            key: key.to_owned(),
            pattern: Regex::new(&format!("(?s)^{pattern}$")).ok()?,
            names,
            weight,
        })
    }
}
