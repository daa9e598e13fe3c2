//! What came of each row, and of all of them.

use std::fmt;

use signpost_domain::{
    change::{Exception, MOST_NAMED},
    identifier::CodeId,
};

use super::{mapping::Mapping, wanted::RowFault};
use crate::{
    columns::Column,
    commands::changes::plan::because,
    refusal::{Fault, Refusal},
};

/// Rows that are named with what is wrong with them; the table of results names all.
const SOME: usize = 100;

/// A row that cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number, as a spreadsheet shows it.
    pub row: u64,
    /// What stands above the column that is wrong, where it is one.
    pub column: Option<String>,
    /// What is wrong, and what is allowed.
    pub what: String,
}

/// What came of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that are not empty, the headings not counted.
    pub rows: u64,
    /// Codes that are minted.
    pub minted: u64,
    /// Codes that are changed.
    pub changed: u64,
    /// Codes that are so already.
    pub unchanged: u64,
    /// Rows that cannot be done.
    pub refused: u64,
    /// Decisions that it takes.
    pub decisions: u64,
    /// What is wrong with the first of the rows that cannot be done.
    pub faults: Vec<Refused>,
    /// Headings of columns that were not looked at.
    pub ignored: Vec<String>,
    pub(super) exceptions: Vec<Exception>,
}

/// What is done for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// A code is minted.
    Minted,
    /// A code is changed.
    Changed,
    /// The code is so already.
    Unchanged,
}

impl Deed {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minted => "mint",
            Self::Changed => "change",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What came of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It can be done.
    Done {
        /// What.
        deed: Deed,
        /// To which code; `None` where that is another one when it is done.
        id: Option<CodeId>,
    },
    /// It cannot, and this is wrong with it.
    Refused(Vec<Refused>),
}

/// In English, as programs know it.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done { deed, id: Some(id) } => write!(f, "{} {id}", deed.as_str()),
            Self::Done { deed, id: None } => f.write_str(deed.as_str()),
            Self::Refused(faults) => {
                f.write_str("refused")?;
                for (place, Refused { column, what, .. }) in faults.iter().enumerate() {
                    f.write_str(if place == 0 { ": " } else { "; " })?;
                    if let Some(column) = column {
                        write!(f, "column {column}: ")?;
                    }
                    f.write_str(what)?;
                }
                Ok(())
            }
        }
    }
}

impl Summary {
    /// Counts a row that can be done.
    pub(super) fn done(&mut self, deed: Deed, id: Option<&CodeId>, decisions: usize) -> Outcome {
        self.decisions += decisions as u64;
        *match deed {
            Deed::Minted => &mut self.minted,
            Deed::Changed => &mut self.changed,
            Deed::Unchanged => &mut self.unchanged,
        } += 1;
        Outcome::Done { deed, id: id.cloned() }
    }

    /// Counts a row that cannot be done.
    pub(super) fn refused(&mut self, mapping: &Mapping, row: u64, faults: Vec<RowFault>) -> Outcome {
        self.refused += 1;
        let named = faults.into_iter().map(|RowFault { column, what }| Refused {
            row,
            column: column.map(|column| mapping.heading(column).to_owned()),
            what,
        });
        let named: Vec<Refused> = named.collect();
        let room = SOME.saturating_sub(self.faults.len());
        self.faults.extend(named.iter().take(room).cloned());
        Outcome::Refused(named)
    }

    /// Keeps why a code that is there is left out, for the record.
    pub(super) fn except(&mut self, code: &CodeId, refusal: &Refusal) {
        if self.exceptions.len() < MOST_NAMED {
            self.exceptions.push(Exception {
                code: code.clone(),
                because: because(refusal),
            });
        }
    }
}

/// What a refusal says of a row, column by column.
pub(super) fn faults(refusal: &Refusal) -> Vec<RowFault> {
    match refusal {
        Refusal::Invalid(faults) => faults.iter().map(fault).collect(),
        Refusal::Forbidden(what) => vec![RowFault::in_column(Column::Unit, what)],
        other => vec![RowFault::in_column(Column::Id, other.to_string())],
    }
}

fn fault(fault: &Fault) -> RowFault {
    let column = match fault.pointer.as_str() {
        "/label" => Column::Label,
        "/unit" => Column::Unit,
        "/asset/reference" => Column::Reference,
        "/asset/description" => Column::Description,
        "/asset/location/latitude" | "/asset/location" => Column::Latitude,
        "/asset/location/longitude" => Column::Longitude,
        "/asset/location/address" => Column::Address,
        pointer if pointer.starts_with("/tags") => Column::Tags,
        // What is judged of many is judged by its target.
        _ => Column::Target,
    };
    RowFault::in_column(column, fault.detail.clone())
}
