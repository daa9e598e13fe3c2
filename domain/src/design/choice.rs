//! Which design, and of which version.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::identifier::{DesignName, NameError};

/// Which design to print with: `harbour`, as it is now, or `harbour@3`, as it was at that version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Choice {
    /// Its name.
    pub name: DesignName,
    /// Its version; `None` takes the last.
    pub version: Option<u64>,
}

/// Why a text is not a [`Choice`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// The name is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The version is none.
    #[error("give the name of a design, or its name and a version, such as harbour@3")]
    Version,
}

impl FromStr for Choice {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        let (name, version) = match text.split_once('@') {
            None => (text, None),
            Some((name, version)) => (name, Some(version.parse().map_err(|_| ChoiceError::Version)?)),
        };
        Ok(Self {
            name: name.parse()?,
            version,
        })
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version {
            None => self.name.fmt(f),
            Some(version) => write!(f, "{}@{version}", self.name),
        }
    }
}

impl TryFrom<String> for Choice {
    type Error = ChoiceError;

    fn try_from(text: String) -> Result<Self, ChoiceError> {
        text.parse()
    }
}

impl From<Choice> for String {
    fn from(choice: Choice) -> Self {
        choice.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_a_name_with_or_without_a_version() {
        let choice = |text: &str| text.parse::<Choice>().map(|choice| (choice.name.to_string(), choice.version));
        assert_eq!(choice("Harbour"), Ok(("harbour".to_owned(), None)));
        assert_eq!(choice("harbour@3"), Ok(("harbour".to_owned(), Some(3))));
        for bad in ["", "@3", "harbour@", "harbour@x", "harbour@-1", "harbour@3@4"] {
            assert!(choice(bad).is_err(), "{bad}");
        }
    }
}
