//! Names of things, parsed once at the border: whoever holds a [`CodeId`] holds a valid one.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Crockford's base 32: no `I`, `L`, `O` or `U`, which people misread.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Words that the resolver answers itself, so no code may be named so.
pub const RESERVED: [&str; 6] = ["API", "ADMIN", "STATIC", "HEALTHZ", "READYZ", "METRICS"];

/// The identifier printed on something: 3 to 50 of `A-Z 0-9 - _`, compared without case and shown in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodeId(Box<str>);

/// Why a text is not a [`CodeId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeIdError {
    /// Shorter than 3 or longer than 50 characters.
    #[error("a code's id has 3 to 50 characters, this has {0}")]
    Length(usize),
    /// A character outside `A-Z 0-9 - _`.
    #[error("a code's id is made of A-Z, 0-9, - and _, and {0:?} is none of these")]
    Character(char),
    /// A word the resolver answers itself.
    #[error("{0:?} is a word that Signpost answers itself and can never be a code")]
    Reserved(String),
}

impl CodeId {
    /// Makes an id of eight base 32 characters from 40 of the given bits; every value gives a valid id.
    pub fn from_random(bits: u64) -> Self {
        let id: String = (0..8)
            .map(|place| char::from(CROCKFORD[(bits >> (place * 5) & 31) as usize]))
            .collect();
        Self(id.into_boxed_str())
    }

    /// The id in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CodeId {
    type Err = CodeIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(odd) = text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
            return Err(CodeIdError::Character(odd));
        }
        if !(3..=50).contains(&text.len()) {
            return Err(CodeIdError::Length(text.len()));
        }
        let upper = text.to_ascii_uppercase();
        if RESERVED.contains(&upper.as_str()) {
            return Err(CodeIdError::Reserved(upper));
        }
        Ok(Self(upper.into_boxed_str()))
    }
}

impl Borrow<str> for CodeId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Implements the conversions that every identifier here shares.
macro_rules! textual {
    ($name:ident, $error:ty) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0.into()
            }
        }
    };
}

textual!(CodeId, CodeIdError);

/// The id of a batch, a series of codes that were minted together: written as ids of codes are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BatchId(Box<str>);

impl BatchId {
    /// Makes an id as [`CodeId::from_random`] does.
    pub fn from_random(bits: u64) -> Self {
        Self(CodeId::from_random(bits).0)
    }

    /// The id in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BatchId {
    type Err = CodeIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(|CodeId(id)| Self(id))
    }
}

textual!(BatchId, CodeIdError);

/// Why a text is not a name of an audience, a unit or a tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 60 characters of a-z, 0-9, - and _, and starts with a letter or digit; {0:?} does not")]
pub struct NameError(String);

/// Lower-cases and checks a name of an audience, a unit or a tag.
fn name(text: &str) -> Result<Box<str>, NameError> {
    let lower = text.to_ascii_lowercase();
    let fits = (1..=60).contains(&lower.len())
        && lower
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
        && lower.as_bytes()[0].is_ascii_alphanumeric();
    if fits {
        Ok(lower.into_boxed_str())
    } else {
        Err(NameError(text.chars().take(80).collect()))
    }
}

/// Declares an identifier that follows the rules of [`name`].
macro_rules! named {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// The name in lower case.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                name(text).map(Self)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        textual!($name, NameError);
    };
}

named!(
    /// The name of an audience, a group of visitors.
    AudienceName
);
named!(
    /// The name of a unit, the department that owns codes.
    UnitName
);

named!(
    /// The name of a design, a look that symbols are printed in.
    DesignName
);
named!(
    /// A word that staff put on codes to find them again.
    Tag
);
named!(
    /// The id of a change of many codes: the correlation id that all of its decisions bear.
    ChangeId
);
named!(
    /// The id of a proposal: the correlation id of the act by which it was made.
    ProposalId
);
named!(
    /// The opaque id of a person or a program with access; who that is stands in a table that can forget.
    PrincipalId
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_are_compared_without_case_and_shown_in_upper_case() {
        let id: CodeId = "bench-7_a".parse().unwrap();
        assert_eq!(id.as_str(), "BENCH-7_A");
        assert_eq!(id, "Bench-7_A".parse().unwrap());
    }

    #[test]
    fn what_is_not_an_id_is_refused_with_its_reason() {
        assert_eq!("AB".parse::<CodeId>(), Err(CodeIdError::Length(2)));
        assert_eq!("A".repeat(51).parse::<CodeId>(), Err(CodeIdError::Length(51)));
        assert_eq!("A B".parse::<CodeId>(), Err(CodeIdError::Character(' ')));
        assert_eq!("favicon.ico".parse::<CodeId>(), Err(CodeIdError::Character('.')));
        assert_eq!("Admin".parse::<CodeId>(), Err(CodeIdError::Reserved("ADMIN".into())));
        assert!("-tag".parse::<Tag>().is_err());
    }

    proptest! {
        #[test]
        fn any_random_bits_make_a_valid_id(bits: u64) {
            let id = CodeId::from_random(bits);
            prop_assert_eq!(id.as_str().len(), 8);
            prop_assert_eq!(id.as_str().parse::<CodeId>().unwrap(), id);
        }

        #[test]
        fn no_text_makes_parsing_panic(text: String) {
            let _ = text.parse::<CodeId>();
            let _ = text.parse::<AudienceName>();
        }
    }
}
