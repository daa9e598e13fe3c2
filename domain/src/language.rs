//! Languages and texts in several of them.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language tag (BCP 47) in its usual case: `nl`, `nl-BE`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(Box<str>);

/// Why a text is not a [`Language`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a language tag such as nl, fr or nl-BE (BCP 47)")]
pub struct LanguageError(String);

impl Language {
    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script or region: `nl` of `nl-BE`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Basic filtering (RFC 4647, section 3.3.1): `nl` covers `nl-BE`, not the other way round.
    pub fn covers(&self, other: &Self) -> bool {
        other
            .0
            .strip_prefix(&*self.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || LanguageError(text.chars().take(40).collect());
        let mut parts = text.split('-');
        let primary = parts
            .next()
            .filter(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
        let mut tag = primary.ok_or_else(refuse)?.to_ascii_lowercase();
        for part in parts {
            if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(refuse());
            }
            tag.push('-');
            match part.len() {
                2 => tag.push_str(&part.to_ascii_uppercase()),
                4 if part.as_bytes()[0].is_ascii_alphabetic() => {
                    tag.push_str(&part[..1].to_ascii_uppercase());
                    tag.push_str(&part[1..].to_ascii_lowercase());
                }
                _ => tag.push_str(&part.to_ascii_lowercase()),
            }
        }
        if tag.len() > 35 {
            return Err(refuse());
        }
        Ok(Self(tag.into_boxed_str()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0.into()
    }
}

/// Something in several languages, never none.
pub type Localised<T> = BTreeMap<Language, T>;

/// The version for a visitor who prefers `preferred`, in that order: the same tag, else the same language, else the first
/// of Dutch, English and French that there is, else any. `None` only when there is no version at all.
pub fn choose<'a, T>(versions: &'a Localised<T>, preferred: &[Language]) -> Option<(&'a Language, &'a T)> {
    let wanted = preferred.iter().find_map(|language| {
        versions
            .get_key_value(language)
            .or_else(|| versions.iter().find(|(have, _)| have.primary() == language.primary()))
    });
    wanted
        .or_else(|| {
            ["nl", "en", "fr"]
                .iter()
                .find_map(|usual| versions.iter().find(|(have, _)| have.primary() == *usual))
        })
        .or_else(|| versions.iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        tag.parse().unwrap()
    }

    #[test]
    fn tags_are_kept_in_their_usual_case() {
        assert_eq!(language("NL-be").as_str(), "nl-BE");
        assert_eq!(language("zh-hANT-tw").as_str(), "zh-Hant-TW");
        for bad in ["", "n", "nederlands", "nl_BE", "nl-", "1l"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_language_covers_its_regions_only() {
        assert!(language("nl").covers(&language("nl-BE")));
        assert!(!language("nl-BE").covers(&language("nl")));
        assert!(!language("nl").covers(&language("nld")));
    }

    #[test]
    fn the_version_nearest_to_the_visitor_is_chosen() {
        let texts: Localised<u8> = [(language("fr"), 1), (language("nl"), 2), (language("de"), 3)].into();
        let chosen = |preferred: &[&str]| {
            *choose(&texts, &preferred.iter().map(|t| language(t)).collect::<Vec<_>>())
                .unwrap()
                .1
        };
        assert_eq!(chosen(&["de-AT", "fr"]), 3);
        assert_eq!(chosen(&["sv", "fr"]), 1);
        assert_eq!(chosen(&[]), 2);
    }
}
