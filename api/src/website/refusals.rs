//! Why something was not done, in the reader's language. Use cases say it in English, to every door alike; here it is found by its words in
//! `locales/en/website/refusals.ftl`, whose keys name each refusal, and said with what was put in by the text of the same key.
//!
//! A test goes through all that use cases say, so that a sentence without a text fails. What a library says of its own accord is no sentence of ours: it stays as
//! it is, within a sentence that is, and the page says that it is English.

use std::fmt;

use askama::filters::{Html, escape};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use regex::{Regex, RegexSet};

use super::texts::{Texts, refusals};
use crate::resolver::pages::UiLanguage;

/// Refusals within refusals, at most: a row of a table that names a column, whose text has a link to somewhere that is not allowed.
const DEEPEST: u8 = 4;

/// Around what is said in English among other words. Unicode gives these two to nobody, so no text of ours has them, and from others they are not taken.
const ENGLISH: [char; 2] = ['\u{e000}', '\u{e001}'];

/// A sentence in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said(String);

impl Said {
    /// A text of the reader's language already.
    pub(super) fn of(text: String) -> Self {
        Self(text)
    }

    /// The words of somebody else, which nobody translated.
    fn in_english(texts: &Texts, words: &str) -> Self {
        Self(texts.text("said-in-english", &[("english", &marked(words))]))
    }

    /// Several, one after the other.
    pub(super) fn all(several: &[Self]) -> Self {
        Self(several.iter().map(|said| said.0.as_str()).collect::<Vec<_>>().join("; "))
    }

    /// As HTML, in which readers of screens hear what is English.
    pub(crate) fn html(&self) -> String {
        let mut html = String::new();
        for part in self.0.split_inclusive(ENGLISH) {
            let text = part.trim_end_matches(ENGLISH);
            let Ok(escaped) = escape(text, Html);
            html.push_str(&escaped.to_string());
            match part[text.len()..].chars().next() {
                Some(mark) if mark == ENGLISH[0] => html.push_str("<span lang=\"en\">"),
                Some(_) => html.push_str("</span>"),
                None => {}
            }
        }
        html
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.split(ENGLISH).try_for_each(|part| f.write_str(part))
    }
}

fn marked(words: &str) -> String {
    format!("{}{words}{}", ENGLISH[0], ENGLISH[1])
}

/// What may be put into a sentence, which its name there says.
enum Filling {
    /// A value, or a refusal within this one.
    Any,
    /// A refusal within this one, without which it is none.
    Refusal,
    /// What a library says.
    English,
    /// Roles, as `authority.rs` lists them.
    Roles,
    /// A word of ours, whose texts begin so.
    Word(&'static str),
}

impl Filling {
    fn of(name: &str) -> Self {
        match name {
            "refusal" => Self::Refusal,
            "english" => Self::English,
            "roles" => Self::Roles,
            "standing" => Self::Word("standing-"),
            "bucket" => Self::Word("bucket-"),
            "condition" => Self::Word("condition-"),
            _ => Self::Any,
        }
    }

    /// What it looks like: there may be no roles at all.
    fn pattern(&self) -> &'static str {
        match self {
            Self::Roles => "(.*?)",
            Self::Any | Self::Refusal | Self::English | Self::Word(_) => "(.+?)",
        }
    }
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

    /// The same in another language, or as it is in a sentence that says so.
    pub(super) fn say(&self, texts: &Texts, english: &str) -> Said {
        let english = english.replace(ENGLISH, "");
        if texts.language == UiLanguage::English {
            return Said(english);
        }
        let said = self.say_within(texts, &english, 0);
        said.map_or_else(|| Said::in_english(texts, &english), Said)
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
            Some((name.as_str(), self.put_in(texts, name, value, depth + 1)?))
        });
        let put_in: Vec<(&str, String)> = put_in.collect::<Option<_>>()?;
        let values: Vec<(&str, &str)> = put_in.iter().map(|(name, value)| (*name, value.as_str())).collect();
        texts.find(&known.key, &values)
    }

    fn put_in(&self, texts: &Texts, name: &str, value: &str, depth: u8) -> Option<String> {
        Some(match Filling::of(name) {
            Filling::Refusal => self.say_within(texts, value, depth)?,
            Filling::Any => self.say_within(texts, value, depth).unwrap_or_else(|| value.to_owned()),
            Filling::English => self.say_within(texts, value, depth).unwrap_or_else(|| marked(value)),
            Filling::Roles => roles(texts, value),
            Filling::Word(beginning) => in_small_letters(&word(texts, beginning, value)),
        })
    }
}

fn word(texts: &Texts, beginning: &str, word: &str) -> String {
    texts
        .find(&format!("{beginning}{word}"), &[])
        .unwrap_or_else(|| word.to_owned())
}

/// A word as it stands among others.
fn in_small_letters(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    first.into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

fn roles(texts: &Texts, held: &str) -> String {
    if held.is_empty() {
        return texts.text("changed-nothing", &[]);
    }
    let role = |held: &str| match held.split_once(" of unit ") {
        Some((role, unit)) => texts.text("role-of-unit", &[("role", &word(texts, "role-", role)), ("unit", unit)]),
        None => word(texts, "role-", held),
    };
    held.split(", ").map(role).collect::<Vec<_>>().join(", ")
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
                    pattern += Filling::of(id.name).pattern();
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
