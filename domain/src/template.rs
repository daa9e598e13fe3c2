//! Texts for codes that are there, with places that each code fills in when it is printed: `{id}`, `{number}`, `{label}` and
//! `{unit}`. What a batch is minted with is a [`pattern`](crate::pattern).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    identifier::{CodeId, UnitName},
    pattern::{Part, beginning, parts},
};

/// Characters of a label that go into the name of a file.
const LONGEST_PIECE: usize = 100;
/// Characters of a file's name, besides what is filled in.
const LONGEST_NAME: usize = 60;
/// Characters of a template.
const LONGEST: usize = 200;
/// Not in names of files here or there.
const UNSAFE: &str = "/\\:*?\"<>|";

/// Not where names of files begin and end.
const EDGES: [char; 2] = ['.', ' '];

/// A text with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Id,
    Number,
    Label,
    Unit,
}

/// What one code fills in.
#[derive(Debug, Clone, Copy)]
pub struct Printed<'a> {
    /// Its id.
    pub id: &'a CodeId,
    /// Its number among those that are printed.
    pub number: u64,
    /// Its name for people; nothing is filled in for none.
    pub label: Option<&'a str>,
    /// The department that owns it; nothing is filled in for none.
    pub unit: Option<&'a UnitName>,
}

/// Why a text is not a [`Template`] or does not name files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A place that cannot be filled in.
    #[error("{0:?} cannot be filled in; there are {{id}}, {{number}}, {{label}} and {{unit}}, and braces stand for nothing else")]
    Place(String),
    /// It is too long.
    #[error("give at most {0} characters")]
    TooLong(usize),
    /// It has characters that cannot be printed.
    #[error("a line of text has no control characters")]
    Control,
    /// Characters that are not safe in the name of a file.
    #[error("the name of a file has none of {UNSAFE}, and does not begin or end with a dot or a space")]
    Unsafe,
    /// Two codes could get the same file.
    #[error("every code needs a file of its own: use {{id}}, or {{number}} with something other than a place on both sides")]
    NotUnique,
}

impl Template {
    /// Whether it fills in the number that a code has among those that it is printed with.
    pub fn is_numbered(&self) -> bool {
        self.0.contains(&Piece::Number)
    }

    /// Whether it fills in what a code is called or whose it is, which changes.
    pub fn names_code(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Label | Piece::Unit))
    }

    /// The text of one code.
    pub fn fill(&self, printed: Printed<'_>) -> String {
        self.fill_with(printed, str::to_owned)
    }

    fn fill_with(&self, printed: Printed<'_>, label: impl Fn(&str) -> String) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Id => text.push_str(printed.id.as_str()),
                Piece::Number => text.push_str(&printed.number.to_string()),
                Piece::Label => text.push_str(&label(printed.label.unwrap_or_default())),
                Piece::Unit => text.push_str(printed.unit.map_or("", UnitName::as_str)),
            }
        }
        text
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Id => f.write_str("{id}"),
            Piece::Number => f.write_str("{number}"),
            Piece::Label => f.write_str("{label}"),
            Piece::Unit => f.write_str("{unit}"),
        })
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        if text.chars().count() > LONGEST {
            return Err(TemplateError::TooLong(LONGEST));
        }
        if text.chars().any(char::is_control) {
            return Err(TemplateError::Control);
        }
        let read = |part| {
            Ok(match part {
                Part::Text(text) => Piece::Text(text.to_owned()),
                Part::Place("{id}") => Piece::Id,
                Part::Place("{number}") => Piece::Number,
                Part::Place("{label}") => Piece::Label,
                Part::Place("{unit}") => Piece::Unit,
                Part::Place(other) => return Err(TemplateError::Place(beginning(other))),
            })
        };
        let pieces = parts(text).map_err(TemplateError::Place)?;
        pieces.into_iter().map(read).collect::<Result<_, _>>().map(Self)
    }
}

impl TryFrom<String> for Template {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        text.parse()
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.to_string()
    }
}

/// Names for files, one for each code of a series: safe on every file system, and no two the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileNames(Template);

impl FileNames {
    /// Whether it fills in what a code is called or whose it is, which changes.
    pub fn names_code(&self) -> bool {
        self.0.names_code()
    }

    /// The name of one code's file, without its ending.
    pub fn fill(&self, printed: Printed<'_>) -> String {
        let name = self.0.fill_with(printed, safe);
        // Nothing is filled in for codes without label or unit.
        name.trim_matches(EDGES).to_owned()
    }
}

/// What is left of a label in the name of a file.
fn safe(label: &str) -> String {
    let replaced = label.chars().take(LONGEST_PIECE).map(|character| {
        if character.is_control() || UNSAFE.contains(character) {
            '_'
        } else {
            character
        }
    });
    let replaced: String = replaced.collect();
    replaced.trim_matches(EDGES).to_owned()
}

impl Default for FileNames {
    /// Ids.
    fn default() -> Self {
        Self(Template(vec![Piece::Id]))
    }
}

impl fmt::Display for FileNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for FileNames {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        text.parse()
    }
}

impl From<FileNames> for String {
    fn from(names: FileNames) -> Self {
        names.to_string()
    }
}

impl FromStr for FileNames {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let template: Template = text.parse()?;
        let pieces = &template.0;
        let texts = pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        });
        if texts.clone().map(|text| text.chars().count()).sum::<usize>() > LONGEST_NAME {
            return Err(TemplateError::TooLong(LONGEST_NAME));
        }
        let at_the_edge = text.starts_with(EDGES) || text.ends_with(EDGES);
        if at_the_edge
            || texts
                .clone()
                .any(|text| text.contains(|character| UNSAFE.contains(character)))
        {
            return Err(TemplateError::Unsafe);
        }
        // Ids of a batch are all of the same length, so an id tells two names apart wherever it stands. A number does where it is clear
        // which digits are its own.
        let stands_alone = |place: usize| {
            let of_its_own = |beside: Option<&Piece>| match beside {
                None => true,
                Some(Piece::Text(text)) => !text.chars().any(|character| character.is_ascii_digit()),
                Some(_) => false,
            };
            of_its_own(place.checked_sub(1).and_then(|before| pieces.get(before))) && of_its_own(pieces.get(place + 1))
        };
        let numbers = pieces.iter().enumerate().filter(|(_, piece)| **piece == Piece::Number);
        let is_unique = pieces.contains(&Piece::Id) || numbers.clone().any(|(place, _)| stands_alone(place));
        is_unique.then_some(Self(template)).ok_or(TemplateError::NotUnique)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn fill(template: &str, label: Option<&str>) -> String {
        let (id, unit) = ("OAK-7".parse().unwrap(), "parks".parse().unwrap());
        let printed = Printed {
            id: &id,
            number: 12,
            label,
            unit: Some(&unit),
        };
        template.parse::<Template>().unwrap().fill(printed)
    }

    #[test]
    fn every_place_is_filled_in_and_no_other_is_taken() {
        assert_eq!(
            fill("{label} {number}: {id}, {unit}", Some("Bench")),
            "Bench 12: OAK-7, parks"
        );
        assert_eq!(fill("{label}", None), "");
        for bad in ["{", "}", "{}", "{ID}", "{{id}}", "{name}", "a\nb"] {
            assert!(bad.parse::<Template>().is_err(), "{bad}");
        }
        assert_eq!("x".repeat(201).parse::<Template>(), Err(TemplateError::TooLong(200)));
    }

    #[test]
    fn names_that_lead_elsewhere_or_are_not_unique_are_refused() {
        for bad in [
            "../{id}",
            "{id}/{id}",
            "a\\{id}",
            "C:{id}",
            ".{id}",
            "{id}.",
            " {id}",
            "{id}?",
        ] {
            assert_eq!(bad.parse::<FileNames>(), Err(TemplateError::Unsafe), "{bad}");
        }
        for bad in [
            "{label}",
            "qr",
            "{unit}",
            "{label}{number}",
            "{number}{label}",
            "7{number}",
            "",
        ] {
            assert_eq!(bad.parse::<FileNames>(), Err(TemplateError::NotUnique), "{bad}");
        }
        for good in [
            "{id}",
            "{number}",
            "{label}-{number}",
            "{number} {label}",
            "{number}{id}",
            "{unit} {id}",
        ] {
            assert!(good.parse::<FileNames>().is_ok(), "{good}");
        }
    }

    proptest! {
        #[test]
        fn whatever_labels_say_every_file_has_a_safe_name_of_its_own(
            template in r"(\{id\}|\{number\}|\{label\}|\{unit\}|[a-z -]{1,3}){1,6}",
            labels in prop::collection::vec(prop::option::of(r"([0-9]|\.\.|/|\\|:|[a-c -]|\n|é){0,8}"), 2..30),
        ) {
            let Ok(names) = template.parse::<FileNames>() else { return Ok(()) };
            let mut seen = BTreeSet::new();
            for (number, label) in (9..).zip(&labels) {
                let id = CodeId::from_random(number * 7);
                let name = names.fill(Printed { id: &id, number, label: label.as_deref(), unit: None });
                prop_assert!(!name.is_empty() && !name.contains(|c: char| c.is_control() || UNSAFE.contains(c)), "{:?}", name);
                prop_assert!(!name.starts_with(EDGES) && !name.ends_with(EDGES), "{:?}", name);
                prop_assert!(seen.insert(name.clone()), "{:?} twice by {:?}", name, template);
            }
        }
    }
}
