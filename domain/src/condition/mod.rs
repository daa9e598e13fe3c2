//! How an audience is recognised: a bounded tree of `all`, `any` and `not` over facts of the visit.

mod finding;
mod recorded;
mod signed_in;
#[cfg(any(test, feature = "strategies"))]
pub mod strategies;

use std::fmt;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

pub use self::{
    finding::Finding,
    signed_in::{Held, SignedIn},
};
use crate::{
    identifier::CodeId,
    language::Language,
    schedule::{Between, Weekly},
    visit::{Country, Platform, Visit, Visitor},
};

/// Conditions inside conditions, at most.
pub const DEEPEST: usize = 8;
/// Conditions in one tree, at most.
pub const MOST_CONDITIONS: usize = 100;
/// Entries in one list (languages, networks, …), at most.
pub const MOST_ENTRIES: usize = 200;

/// What must hold of a visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// Every one holds.
    All(Vec<Self>),
    /// At least one holds.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// The language the visitor prefers most is one of these, or a regional form of it.
    Language(Vec<Language>),
    /// The device is one of these.
    Platform(Vec<Platform>),
    /// The visit lies in this window.
    Between(Between),
    /// The visit lies in these hours of the week.
    Weekly(Weekly),
    /// The client's address lies in one of these networks.
    Network(Vec<IpNet>),
    /// The query parameter has this value.
    Query(Equals),
    /// The request header has this value.
    Header(Equals),
    /// Whether a member of staff is signed in, and who.
    SignedIn(SignedIn),
    /// The client's country, where known, is one of these.
    Country(Vec<Country>),
    /// This share of the visitors, of each the same answer for one code during a day.
    Percentage(Percentage),
}

/// A name and the value it must have, compared exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equals {
    /// Name of the query parameter (with case) or of the header (without).
    pub name: String,
    /// The value.
    pub equals: String,
}

/// A whole number of 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Percentage(u8);

impl Percentage {
    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }

    /// Whether `visitor` belongs to this share of `code`'s visitors.
    ///
    /// The sum is part of the record (a scan must be explained the same way in ten years), so it is spelled out here: FNV-1a
    /// over the id, mixed with the visitor by the finaliser of `SplitMix64`, modulo 100.
    fn includes(self, visitor: Visitor, code: &CodeId) -> bool {
        let fnv = code.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut mixed = visitor.0 ^ fnv;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        mixed % 100 < u64::from(self.0)
    }
}

/// Why a condition is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// Conditions inside conditions beyond [`DEEPEST`].
    #[error("conditions may be nested {DEEPEST} deep at most")]
    TooDeep,
    /// More conditions than [`MOST_CONDITIONS`].
    #[error("a condition may consist of {MOST_CONDITIONS} conditions at most")]
    TooMany,
    /// A list without entries, which would hold for everybody or for nobody.
    #[error("{0} needs at least one entry")]
    Empty(&'static str),
    /// A list with more than [`MOST_ENTRIES`].
    #[error("{0} may have {MOST_ENTRIES} entries at most")]
    TooLong(&'static str),
    /// A name or value of a query parameter or header that cannot be.
    #[error("{0}")]
    Equals(&'static str),
    /// Signed in as neither anything nor anywhere.
    #[error("name the role or the unit of who must be signed in, or give true for anybody of them")]
    Nobody,
    /// Not a percentage.
    #[error("a percentage is a whole number of 0 to 100, not {0}")]
    Percentage(u64),
}

impl TryFrom<u64> for Percentage {
    type Error = ConditionError;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        u8::try_from(number)
            .ok()
            .filter(|n| *n <= 100)
            .map(Self)
            .ok_or(ConditionError::Percentage(number))
    }
}

impl From<Percentage> for u64 {
    fn from(percentage: Percentage) -> Self {
        percentage.0.into()
    }
}

/// Headers that carry secrets; a condition on them would put the secret into the log.
const SECRET_HEADERS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

impl Condition {
    /// Whether it holds for `visit` to `code`.
    pub fn holds(&self, visit: &Visit<'_>, code: &CodeId) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(visit, code)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(visit, code)),
            Self::Not(part) => !part.holds(visit, code),
            fact => fact.fact_holds(visit, code),
        }
    }

    /// [`holds`](Self::holds) for a condition without parts.
    fn fact_holds(&self, visit: &Visit<'_>, code: &CodeId) -> bool {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => self.holds(visit, code),
            Self::Language(wanted) => visit
                .languages
                .first()
                .is_some_and(|first| wanted.iter().any(|w| w.covers(first))),
            Self::Platform(wanted) => wanted.contains(&visit.platform),
            Self::Between(window) => window.contains(visit.at),
            Self::Weekly(hours) => hours.contains(visit.at),
            Self::Network(networks) => visit
                .network
                .is_some_and(|address| networks.iter().any(|n| n.contains(&address))),
            Self::Query(wanted) => visit.query.get(&wanted.name).is_some_and(|value| value == wanted.equals),
            Self::Header(wanted) => visit.headers.get(&wanted.name).is_some_and(|value| value == wanted.equals),
            Self::SignedIn(wanted) => wanted.holds(visit.staff),
            Self::Country(wanted) => visit.country.is_some_and(|country| wanted.contains(&country)),
            Self::Percentage(share) => share.includes(visit.visitor, code),
        }
    }

    /// Its parts, if it is made of parts.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) | Self::Any(parts) => parts,
            Self::Not(part) => std::slice::from_ref(part),
            _ => &[],
        }
    }

    /// Checks depth, count and lists of the whole tree.
    pub fn check(&self) -> Result<(), ConditionError> {
        if self.depth() > DEEPEST {
            return Err(ConditionError::TooDeep);
        }
        if self.count() > MOST_CONDITIONS {
            return Err(ConditionError::TooMany);
        }
        self.check_lists()
    }

    fn depth(&self) -> usize {
        1 + self.parts().iter().map(Self::depth).max().unwrap_or(0)
    }

    fn count(&self) -> usize {
        1 + self.parts().iter().map(Self::count).sum::<usize>()
    }

    fn check_lists(&self) -> Result<(), ConditionError> {
        let entries = match self {
            Self::All(list) | Self::Any(list) => list.len(),
            Self::Language(list) => list.len(),
            Self::Platform(list) => list.len(),
            Self::Network(list) => list.len(),
            Self::Country(list) => list.len(),
            _ => 1,
        };
        match entries {
            0 => return Err(ConditionError::Empty(self.kind())),
            1..=MOST_ENTRIES => {}
            _ => return Err(ConditionError::TooLong(self.kind())),
        }
        match self {
            Self::Query(wanted) => wanted.check()?,
            Self::Header(wanted) => wanted.check_header()?,
            Self::SignedIn(SignedIn::As(held)) if held.is_empty() => return Err(ConditionError::Nobody),
            _ => {}
        }
        self.parts().iter().try_for_each(Self::check_lists)
    }

    /// The word for this kind of condition in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Not(_) => "not",
            Self::Language(_) => "language",
            Self::Platform(_) => "platform",
            Self::Between(_) => "between",
            Self::Weekly(_) => "weekly",
            Self::Network(_) => "network",
            Self::Query(_) => "query",
            Self::Header(_) => "header",
            Self::SignedIn(_) => "signed_in",
            Self::Country(_) => "country",
            Self::Percentage(_) => "percentage",
        }
    }
}

impl Equals {
    fn check(&self) -> Result<(), ConditionError> {
        if self.name.is_empty() || self.name.chars().count() > 100 {
            return Err(ConditionError::Equals("name needs 1 to 100 characters"));
        }
        if self.equals.chars().count() > 500 {
            return Err(ConditionError::Equals("equals may have 500 characters at most"));
        }
        Ok(())
    }

    fn check_header(&self) -> Result<(), ConditionError> {
        self.check()?;
        let token = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&b);
        if !self.name.bytes().all(token) {
            return Err(ConditionError::Equals(
                "name is not the name of a header (RFC 9110, section 5.1) in lower case",
            ));
        }
        if SECRET_HEADERS.contains(&self.name.as_str()) {
            return Err(ConditionError::Equals(
                "conditions on headers that carry secrets are not allowed",
            ));
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests;
