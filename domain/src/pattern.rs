//! Texts for a whole series of codes, with places that each code fills in: `{id}`, `{number}` and `{unit}`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    identifier::{CodeId, UnitName},
    url::{HttpUrl, HttpUrlError},
};

/// A text with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Id,
    Number,
    Unit,
}

/// Why a text is not a [`Pattern`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} cannot be filled in; there are {{id}}, {{number}} and {{unit}}, and braces stand for nothing else")]
pub struct PatternError(String);

/// What one code fills in.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// Its id.
    pub id: &'a CodeId,
    /// Its number in the series.
    pub number: u64,
    /// The department that owns it; nothing is filled in for none.
    pub unit: Option<&'a UnitName>,
}

impl Pattern {
    /// The text of one code.
    pub fn fill(&self, filling: Filling<'_>) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Id => text.push_str(filling.id.as_str()),
                Piece::Number => text.push_str(&filling.number.to_string()),
                Piece::Unit => text.push_str(filling.unit.map_or("", UnitName::as_str)),
            }
        }
        text
    }

    /// Whether a unit is filled in.
    pub fn names_unit(&self) -> bool {
        self.0.contains(&Piece::Unit)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Id => f.write_str("{id}"),
            Piece::Number => f.write_str("{number}"),
            Piece::Unit => f.write_str("{unit}"),
        })
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let pieces = parts(text).map_err(PatternError)?;
        let read = |part| {
            Ok(match part {
                Part::Text(text) => Piece::Text(text.to_owned()),
                Part::Place("{id}") => Piece::Id,
                Part::Place("{number}") => Piece::Number,
                Part::Place("{unit}") => Piece::Unit,
                Part::Place(other) => return Err(PatternError(beginning(other))),
            })
        };
        let pieces = pieces.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self(pieces))
    }
}

/// A stretch of a text with places to fill in.
pub(crate) enum Part<'a> {
    /// Stands as it is.
    Text(&'a str),
    /// A place, with its braces.
    Place(&'a str),
}

/// Takes a text apart where its braces are; gives back the beginning of what is not closed.
pub(crate) fn parts(text: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        let (before, place) = rest.split_at(brace);
        let end = place.find('}').ok_or_else(|| beginning(place))? + 1;
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Place(&place[..end]));
        rest = &place[end..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    Ok(parts)
}

/// Enough of a text to find it by.
pub(crate) fn beginning(text: &str) -> String {
    text.chars().take(40).collect()
}

/// An address with places to fill in, all of them after its host: every address it makes leads to that host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UrlPattern(Pattern);

/// Why a text is not a [`UrlPattern`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlPatternError {
    /// A place that cannot be filled in.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The host would not be the same for every code.
    #[error("places to fill in must come after the host, such as https://example.org/{{id}}")]
    Host,
    /// What it makes is not an address.
    #[error(transparent)]
    Url(#[from] HttpUrlError),
}

impl UrlPattern {
    /// The address of one code. Fails when what is filled in makes it too long.
    pub fn fill(&self, filling: Filling<'_>) -> Result<HttpUrl, HttpUrlError> {
        self.0.fill(filling).parse()
    }

    /// Whether a unit is filled in.
    pub fn names_unit(&self) -> bool {
        self.0.names_unit()
    }
}

impl fmt::Display for UrlPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for UrlPattern {
    type Error = UrlPatternError;

    fn try_from(text: String) -> Result<Self, UrlPatternError> {
        text.parse()
    }
}

impl From<UrlPattern> for String {
    fn from(pattern: UrlPattern) -> Self {
        pattern.to_string()
    }
}

impl FromStr for UrlPattern {
    type Err = UrlPatternError;

    fn from_str(text: &str) -> Result<Self, UrlPatternError> {
        let pattern: Pattern = text.parse()?;
        let before = text.split('{').next().unwrap_or_default();
        let host_is_over = before
            .split_once("://")
            .is_some_and(|(_, rest)| rest.contains(['/', '?', '#']));
        if before.len() < text.len() && !host_is_over {
            return Err(UrlPatternError::Host);
        }
        // Everything that can be wrong but the length is wrong already without what is filled in.
        before.parse::<HttpUrl>()?;
        Ok(Self(pattern))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filled(pattern: &str) -> String {
        let filling = Filling {
            id: &"OAK-7".parse().unwrap(),
            number: 12,
            unit: Some(&"parks".parse().unwrap()),
        };
        pattern.parse::<Pattern>().unwrap().fill(filling)
    }

    #[test]
    fn every_place_is_filled_in_and_no_other_is_taken() {
        assert_eq!(filled("{unit}: bench {number} ({id})"), "parks: bench 12 (OAK-7)");
        assert_eq!(filled("bench"), "bench");
        for bad in ["{", "}", "{}", "{ID}", "{id", "id}", "{{id}}", "{id}}", "{name}"] {
            assert!(bad.parse::<Pattern>().is_err(), "{bad}");
        }
    }

    #[test]
    fn nothing_is_filled_in_where_the_host_is() {
        for bad in [
            "https://{id}.example.org/",
            "https://example.org{id}/",
            "{unit}://example.org/",
            "https://{id}",
            "{id}",
        ] {
            assert_eq!(bad.parse::<UrlPattern>(), Err(UrlPatternError::Host), "{bad}");
        }
        for bad in [
            "javascript://x/{id}",
            "https://me@example.org/{id}",
            "https:///{id}",
            "ftp://example.org/{id}",
        ] {
            assert!(matches!(bad.parse::<UrlPattern>(), Err(UrlPatternError::Url(_))), "{bad}");
        }
        for good in [
            "https://example.org/{id}?n={number}#{unit}",
            "http://example.org?{id}",
            "https://example.org",
        ] {
            assert!(good.parse::<UrlPattern>().is_ok(), "{good}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_filled_in_every_address_is_safe_and_leads_to_the_same_host(
            text in r"https?://([a-z@:.{}]|\\|/|\?|#|%2F|\{id\}|\{number\}|\{unit\}|[a-z]{2,5}){0,12}",
            codes in prop::collection::vec(("[A-Z0-9_-]{3,50}", any::<u64>(), prop::option::of("[a-z0-9][a-z0-9_-]{0,59}")), 2..5),
        ) {
            let Ok(pattern) = text.parse::<UrlPattern>() else { return Ok(()) };
            prop_assert_eq!(pattern.to_string().parse::<UrlPattern>(), Ok(pattern.clone()));
            let mut hosts = std::collections::BTreeSet::new();
            for (id, number, unit) in codes {
                let unit: Option<UnitName> = unit.map(|unit| unit.parse().unwrap());
                // Some ids are reserved words.
                let Ok(id) = id.parse::<CodeId>() else { continue };
                let url = pattern.fill(Filling { id: &id, number, unit: unit.as_ref() });
                prop_assert!(url.is_ok(), "{} gives {:?}", text, url);
                hosts.insert(url.unwrap().host().to_owned());
            }
            prop_assert!(hosts.len() <= 1, "{} leads to {:?}", text, hosts);
        }
    }
}
