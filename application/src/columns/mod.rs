//! A code as a row of a table: what exports write is what imports understand, so that a table can go out, be changed in a spreadsheet, and come back.

mod neutral;

use std::{borrow::Cow, fmt, str::FromStr};

use signpost_domain::{
    code::{Asset, Code, Location},
    identifier::{CodeId, Tag},
    target::Target,
};

pub use self::neutral::{neutralised, plain};
use crate::ports::catalogue::{CodeRecord, Standing};

/// The heading of the column in which an import says what came of each row.
pub const RESULT: &str = "signpost";

/// What stands in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Its id.
    Id,
    /// Where it is found, as it is printed.
    Url,
    /// Its name for people.
    Label,
    /// Its unit.
    Unit,
    /// Its tags, with commas between them.
    Tags,
    /// The address that it leads to, or its target as JSON.
    Target,
    /// Whether the query of the scanned address is passed on: `yes` or `no`.
    ForwardQuery,
    /// The number of its asset in the city's own register.
    Reference,
    /// What its asset is.
    Description,
    /// Where that stands, in words.
    Address,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// More ids that lead to it, with commas between them.
    Aliases,
    /// Calls to other systems that came with it, as JSON.
    Calls,
    /// Its standing.
    Status,
    /// The series it was made in.
    Batch,
    /// The number of decisions on it.
    Version,
    /// When it was minted.
    MintedAt,
    /// When something about it was last decided.
    ChangedAt,
}

/// There is no such column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no column {0:?}; there are {names}", names = Column::ALL.map(Column::name).join(", "))]
pub struct ColumnError(String);

impl Column {
    /// Every column, in the order in which they are exported.
    pub const ALL: [Self; 19] = [
        Self::Id,
        Self::Url,
        Self::Label,
        Self::Unit,
        Self::Tags,
        Self::Target,
        Self::ForwardQuery,
        Self::Reference,
        Self::Description,
        Self::Address,
        Self::Latitude,
        Self::Longitude,
        Self::Aliases,
        Self::Calls,
        Self::Status,
        Self::Batch,
        Self::Version,
        Self::MintedAt,
        Self::ChangedAt,
    ];

    /// What stands above it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Url => "url",
            Self::Label => "label",
            Self::Unit => "unit",
            Self::Tags => "tags",
            Self::Target => "target",
            Self::ForwardQuery => "forward_query",
            Self::Reference => "reference",
            Self::Description => "description",
            Self::Address => "address",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Aliases => "aliases",
            Self::Calls => "calls",
            Self::Status => "status",
            Self::Batch => "batch",
            Self::Version => "version",
            Self::MintedAt => "minted_at",
            Self::ChangedAt => "changed_at",
        }
    }

    /// Whether it only tells how things are, and is not looked at when it comes back.
    pub fn only_tells(self) -> bool {
        matches!(self, Self::Url | Self::Batch | Self::MintedAt | Self::ChangedAt)
    }

    /// What an export writes of a code that stands in the catalogue.
    pub fn of_record<'r>(self, record: &'r CodeRecord, public_url: &str) -> Cow<'r, str> {
        match self {
            Self::Id => record.id.as_str().into(),
            Self::Url => format!("{public_url}/{}", record.id).into(),
            Self::Batch => record.batch.as_deref().unwrap_or_default().into(),
            Self::Version => record.version.to_string().into(),
            Self::MintedAt => record.minted_at.to_string().into(),
            Self::ChangedAt => record.changed_at.to_string().into(),
            _ => self.of_code(&record.code),
        }
    }

    /// What an export writes of what a code itself knows; nothing in other columns.
    pub fn of_code(self, code: &Code) -> Cow<'_, str> {
        let asset = |value: fn(&Asset) -> Option<&String>| text(code.asset.as_ref().and_then(value));
        let place = |value: fn(&Location) -> Option<f64>| match code.asset.as_ref().and_then(|asset| asset.location.as_ref()) {
            Some(location) => value(location).map_or_else(String::new, |degrees| degrees.to_string()).into(),
            None => "".into(),
        };
        match self {
            Self::Label => text(code.label.as_ref()),
            Self::Unit => code.unit.as_ref().map_or("", |unit| unit.as_str()).into(),
            Self::Tags => {
                let tags: Vec<&str> = code.tags.iter().map(Tag::as_str).collect();
                tags.join(", ").into()
            }
            Self::Target => match &code.configuration.target {
                None => "".into(),
                Some(Target::Redirect { url, .. }) => url.as_str().into(),
                Some(target) => serde_json::to_string(target).unwrap_or_default().into(),
            },
            Self::ForwardQuery => match &code.configuration.target {
                Some(Target::Redirect { forward_query, .. }) => if *forward_query { "yes" } else { "no" }.into(),
                _ => "".into(),
            },
            Self::Reference => asset(|asset| asset.reference.as_ref()),
            Self::Description => asset(|asset| asset.description.as_ref()),
            Self::Address => asset(|asset| asset.location.as_ref()?.address.as_ref()),
            Self::Latitude => place(|location| location.latitude),
            Self::Longitude => place(|location| location.longitude),
            Self::Aliases => {
                let aliases: Vec<&str> = code.aliases.iter().map(CodeId::as_str).collect();
                aliases.join(", ").into()
            }
            Self::Calls if code.calls.is_empty() => "".into(),
            Self::Calls => serde_json::to_string(&code.calls).unwrap_or_default().into(),
            Self::Status => Standing::of(code).as_str().into(),
            Self::Id | Self::Url | Self::Batch | Self::Version | Self::MintedAt | Self::ChangedAt => "".into(),
        }
    }
}

/// UTF-16 units in one cell of a workbook, at most.
const LONGEST_CELL: usize = 32_767;

/// A text as it fits into a cell of a workbook: what is longer is cut, and says so.
pub fn in_a_cell(text: &str) -> Cow<'_, str> {
    const CUT: &str = " … (too long for a cell)";
    if text.len() <= LONGEST_CELL || text.encode_utf16().count() <= LONGEST_CELL {
        return text.into();
    }
    let mut left = LONGEST_CELL - CUT.len();
    let fits = |c: &char| {
        let is_left = left >= c.len_utf16();
        left = left.saturating_sub(c.len_utf16());
        is_left
    };
    text.chars().take_while(fits).chain(CUT.chars()).collect::<String>().into()
}

fn text(text: Option<&String>) -> Cow<'_, str> {
    text.map_or("", String::as_str).into()
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Column {
    type Err = ColumnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        let column = Self::ALL.into_iter().find(|column| column.name() == name);
        column.ok_or_else(|| ColumnError(text.chars().take(80).collect()))
    }
}
