//! What scans are told apart by.

use signpost_application::ports::statistics::Dimension;
use signpost_domain::{
    language::Language,
    scan::{Cause, Outcome},
    visit::Platform,
};

use super::bytes::{Damaged, Reader, Writer};

/// All that a scan is told apart by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    /// What made the outcome.
    pub cause: Cause,
    /// Kind of device.
    pub platform: Platform,
    /// The language preferred most.
    pub language: Option<Language>,
    /// What the visitor got.
    pub outcome: Outcome,
}

/// A value of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// What made the outcome.
    Audience(Cause),
    /// Kind of device.
    Platform(Platform),
    /// The language preferred most.
    Language(Option<Language>),
    /// What the visitor got.
    Outcome(Outcome),
}

impl Facets {
    /// One value of every dimension.
    pub fn values(&self) -> [Value; 4] {
        [
            Value::Audience(self.cause.clone()),
            Value::Platform(self.platform),
            Value::Language(self.language.clone()),
            Value::Outcome(self.outcome),
        ]
    }

    /// Whether this is the value of its dimension.
    pub fn have(&self, value: &Value) -> bool {
        match value {
            Value::Audience(cause) => self.cause == *cause,
            Value::Platform(platform) => self.platform == *platform,
            Value::Language(language) => self.language == *language,
            Value::Outcome(outcome) => self.outcome == *outcome,
        }
    }

    pub(super) fn write(&self, to: &mut Writer) {
        // Both in one byte: there are eight outcomes and four platforms.
        to.number(self.outcome as u8 * 4 + self.platform as u8);
        write_language(self.language.as_ref(), to);
        write_cause(&self.cause, to);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let both: usize = from.number()?;
        Ok(Self {
            platform: one_of(&Platform::ALL, both % 4)?,
            outcome: one_of(&Outcome::ALL, both / 4)?,
            language: read_language(from)?,
            cause: read_cause(from)?,
        })
    }
}

impl Value {
    /// Its dimension.
    pub fn dimension(&self) -> Dimension {
        match self {
            Self::Audience(_) => Dimension::Audience,
            Self::Platform(_) => Dimension::Platform,
            Self::Language(_) => Dimension::Language,
            Self::Outcome(_) => Dimension::Outcome,
        }
    }

    /// The word used in JSON.
    pub fn word(&self) -> String {
        match self {
            Self::Audience(cause) => cause.to_string(),
            Self::Platform(platform) => platform.as_str().to_owned(),
            Self::Language(language) => language.as_ref().map_or("unknown", Language::as_str).to_owned(),
            Self::Outcome(outcome) => outcome.as_str().to_owned(),
        }
    }

    pub(super) fn write(&self, to: &mut Writer) {
        match self {
            Self::Audience(cause) => {
                to.number(0_u8);
                write_cause(cause, to);
            }
            Self::Platform(platform) => {
                to.number(1_u8);
                to.number(*platform as u8);
            }
            Self::Language(language) => {
                to.number(2_u8);
                write_language(language.as_ref(), to);
            }
            Self::Outcome(outcome) => {
                to.number(3_u8);
                to.number(*outcome as u8);
            }
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        Ok(match from.number::<u8>()? {
            0 => Self::Audience(read_cause(from)?),
            1 => Self::Platform(one_of(&Platform::ALL, from.number()?)?),
            2 => Self::Language(read_language(from)?),
            3 => Self::Outcome(one_of(&Outcome::ALL, from.number()?)?),
            number => return Err(Damaged(format!("{number} is no dimension"))),
        })
    }
}

fn one_of<T: Copy>(all: &[T], number: usize) -> Result<T, Damaged> {
    let known = all.get(number).copied();
    known.ok_or_else(|| Damaged(format!("{number} is none of {}", all.len())))
}

/// A language that was not said is an empty text, which none is.
fn write_language(language: Option<&Language>, to: &mut Writer) {
    to.text(language.map_or("", Language::as_str));
}

fn read_language(from: &mut Reader<'_>) -> Result<Option<Language>, Damaged> {
    let text: String = from.text()?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|error: <Language as std::str::FromStr>::Err| Damaged(error.to_string()))
}

fn write_cause(cause: &Cause, to: &mut Writer) {
    match cause {
        Cause::Status => to.number(0_u8),
        Cause::Default => to.number(1_u8),
        Cause::Audience(name) => {
            to.number(2_u8);
            to.text(name.as_str());
        }
        Cause::Rule(place) => {
            to.number(3_u8);
            to.number(*place);
        }
    }
}

fn read_cause(from: &mut Reader<'_>) -> Result<Cause, Damaged> {
    Ok(match from.number::<u8>()? {
        0 => Cause::Status,
        1 => Cause::Default,
        2 => Cause::Audience(from.text()?),
        3 => Cause::Rule(from.number()?),
        number => return Err(Damaged(format!("{number} is no cause"))),
    })
}
