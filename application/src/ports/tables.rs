//! Tables that people make elsewhere, row by row: those that are read, and those that are written for them.

use std::{
    io::{self, Write},
    path::Path,
};

use super::{
    StoreError,
    decision_log::{Draft, Drafts},
};

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it: the headings are row 1 in most.
    pub number: u64,
    /// Its cells as texts. There may be fewer than headings; never more.
    pub cells: Vec<String>,
}

/// Why a table cannot be read (on).
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct TableError {
    /// What is wrong, where, and what is allowed.
    pub what: String,
}

impl TableError {
    /// Says what is wrong.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

/// A table that is read once, from its beginning to its end.
pub trait Table: Send {
    /// What stands above its columns.
    fn headings(&self) -> &[String];

    /// The next row that is not empty; `None` at the end.
    fn next(&mut self) -> Result<Option<Row>, TableError>;
}

/// A table that is written.
pub trait TableWriter: Send {
    /// Writes a row. Cells that a spreadsheet might take for formulas were made harmless before.
    fn write(&mut self, cells: &[&str]) -> io::Result<()>;

    /// Writes what is not written yet.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// What kind of file a table is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text with separators (CSV), and how the program that wrote it writes them, so that it understands what it gets back.
    Separated {
        /// What stands between cells.
        separator: u8,
        /// Whether UTF-8 begins with a byte order mark: without one, Excel takes it for something else.
        is_marked: bool,
    },
    /// An Excel workbook (`.xlsx`).
    Workbook,
}

impl Form {
    /// A text with separators as RFC 4180 has it.
    pub const CSV: Self = Self::Separated {
        separator: b',',
        is_marked: false,
    };

    /// How the name of such a file ends.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Separated { .. } => "csv",
            Self::Workbook => "xlsx",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Separated { .. } => "text/csv; charset=utf-8",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Files with tables in them.
pub trait Tables: Send + Sync {
    /// Opens a table, whatever its file is called; of a workbook the sheet of that name, or the first.
    fn open(&self, path: &Path, sheet: Option<&str>) -> Result<(Form, Box<dyn Table>), TableError>;

    /// Begins a table that is written to `out`.
    fn begin(&self, form: Form, out: Box<dyn Write + Send>) -> io::Result<Box<dyn TableWriter>>;

    /// A place for decisions to wait in.
    fn spool(&self) -> io::Result<Box<dyn Spool>>;
}

/// Where decisions wait on a disk until all of them are known.
pub trait Spool: Send {
    /// Lays one aside.
    fn lay_aside(&mut self, draft: &Draft) -> Result<(), StoreError>;

    /// All of them, in the order in which they were laid aside.
    fn take_up(&mut self) -> Result<Box<Drafts<'_>>, StoreError>;
}
