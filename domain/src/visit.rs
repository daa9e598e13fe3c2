//! What the resolver knows of one request, and nothing it could keep of a person.

use std::{borrow::Cow, collections::BTreeMap, fmt, net::IpAddr, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{access::Grant, language::Language};

/// The kind of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// iPhone, iPad, iPod.
    Ios,
    /// Android.
    Android,
    /// Windows, macOS, Linux, `ChromeOS`.
    Desktop,
    /// Anything else, or not said.
    Other,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 4] = [Self::Ios, Self::Android, Self::Desktop, Self::Other];

    /// The word used in JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Desktop => "desktop",
            Self::Other => "other",
        }
    }
}

/// A country by its ISO 3166-1 alpha-2 code, in upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// Why a text is not a [`Country`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a country code of two letters such as BE (ISO 3166-1)")]
pub struct CountryError(String);

impl Country {
    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made of two ASCII letters")
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match *text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(CountryError(text.chars().take(20).collect())),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Country {
    type Error = CountryError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

/// 64 bits that are the same for one visitor during one day and say nothing about who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Visitor(pub u64);

impl Visitor {
    /// Nobody knows who: of scans that another system kept without.
    pub const UNKNOWN: Self = Self(0);
}

impl Serialize for Visitor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // As text: JSON readers round numbers above 2^53.
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Visitor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16)
            .map(Self)
            .map_err(|_| serde::de::Error::custom("a visitor is 16 hexadecimal digits"))
    }
}

/// Looks a value up by its name, only when a condition asks for it.
pub trait Lookup: Sync {
    /// The first value under `name`.
    fn get(&self, name: &str) -> Option<Cow<'_, str>>;
}

impl Lookup for BTreeMap<String, String> {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        Self::get(self, name).map(|value| Cow::Borrowed(value.as_str()))
    }
}

/// What is known of one request.
#[derive(Clone, Copy)]
pub struct Visit<'a> {
    /// When it came.
    pub at: Timestamp,
    /// Languages in the order of preference.
    pub languages: &'a [Language],
    /// Kind of device.
    pub platform: Platform,
    /// Address of the client.
    pub network: Option<IpAddr>,
    /// Query parameters.
    pub query: &'a dyn Lookup,
    /// Request headers, by their name in lower case.
    pub headers: &'a dyn Lookup,
    /// What somebody who is signed in may do; `None` for everybody else.
    pub staff: Option<&'a [Grant]>,
    /// Country, where known.
    pub country: Option<Country>,
    /// Who, for a day.
    pub visitor: Visitor,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_visitors_keep_one_spelling() {
        assert_eq!("be".parse::<Country>().unwrap().as_str(), "BE");
        assert!("BEL".parse::<Country>().is_err());
        let visitor = Visitor(0xff);
        let json = serde_json::to_string(&visitor).unwrap();
        assert_eq!(json, r#""00000000000000ff""#);
        assert_eq!(serde_json::from_str::<Visitor>(&json).unwrap(), visitor);
    }
}
