//! Imports: a table comes in, is worked through in the background, and its result is found again for a while.
//!
//! What an import did is a change of many codes, in the log and on every node. How far it is, and the table of results, are known to the node that does it.

pub(crate) mod begin;
pub(crate) mod cancel;
mod registry;
pub(crate) mod result;
pub(crate) mod show;
pub(crate) mod work;

use serde::Serialize;
use serde_json::Value;
use signpost_application::commands::imports::{Imported, Refused};
use utoipa::ToSchema;

pub use self::registry::Imports;
pub(crate) use self::registry::{Ended, Import, Ordered};
pub(crate) use self::work::Tell;
use super::problem::Problem;

/// A table that is imported.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Import)]
pub(crate) struct ImportView {
    /// Its id, which is that of the change that it makes.
    id: String,
    /// `reading`, `appending`, `done`, `tried` (a dry run), `refused` (some rows were, and nothing was done), `unchanged` (all is so already), `cancelled` or `failed`.
    state: &'static str,
    /// The name of the file, where it was given.
    file: Option<String>,
    /// Whether it only tells what would be done.
    dry_run: bool,
    /// Rows that were read and judged so far.
    read: u64,
    /// Decisions that are to be appended; 0 until all rows are judged.
    decisions: u64,
    /// Decisions that are appended; they count when all are.
    appended: u64,
    /// What came of it; null until it ended.
    outcome: Option<OutcomeView>,
    /// Why it failed.
    #[schema(value_type = Option<Problem>)]
    problem: Option<Value>,
}

/// What came of a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportOutcome)]
struct OutcomeView {
    /// The change that it made; null where nothing was done.
    change: Option<String>,
    /// Rows that are not empty, the headings not counted.
    rows: u64,
    /// Codes that were minted, or would be.
    minted: u64,
    /// Codes that were changed, or would be.
    changed: u64,
    /// Codes that are so already.
    unchanged: u64,
    /// Rows that cannot be done.
    refused: u64,
    /// What is wrong with the first of those; the result names all.
    faults: Vec<RowFaultView>,
    /// Headings of columns that were not looked at.
    ignored: Vec<String>,
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RowFault)]
struct RowFaultView {
    /// Its number, as a spreadsheet shows it.
    row: u64,
    /// What stands above the column that is wrong, where it is one.
    column: Option<String>,
    /// What is wrong, and what is allowed.
    detail: String,
}

impl From<&Import> for ImportView {
    fn from(import: &Import) -> Self {
        let ended = import.ended();
        let course = &import.course;
        let (outcome, problem) = match ended.as_deref() {
            None | Some(Ended::Cancelled) => (None, None),
            Some(Ended::Imported(imported)) => (Some(OutcomeView::from(&**imported)), None),
            Some(Ended::Failed(problem)) => (None, Some(problem.clone())),
        };
        Self {
            id: import.id.clone(),
            state: state(import),
            file: import.file().map(str::to_owned),
            dry_run: import.is_trial(),
            read: course.read(),
            decisions: course.decisions(),
            appended: course.appended(),
            outcome,
            problem,
        }
    }
}

/// How an import stands.
pub(crate) fn state(import: &Import) -> &'static str {
    match import.ended().as_deref() {
        None if import.course.decisions() > 0 => "appending",
        None => "reading",
        Some(Ended::Cancelled) => "cancelled",
        Some(Ended::Failed(_)) => "failed",
        Some(Ended::Imported(imported)) => match imported.change {
            Some(_) => "done",
            None if import.is_trial() => "tried",
            None if imported.summary.refused > 0 => "refused",
            None => "unchanged",
        },
    }
}

impl From<&Imported> for OutcomeView {
    fn from(Imported { summary, change }: &Imported) -> Self {
        let fault = |Refused { row, column, what }: &Refused| RowFaultView {
            row: *row,
            column: column.clone(),
            detail: what.clone(),
        };
        Self {
            change: change.as_ref().map(|change| change.id.to_string()),
            rows: summary.rows,
            minted: summary.minted,
            changed: summary.changed,
            unchanged: summary.unchanged,
            refused: summary.refused,
            faults: summary.faults.iter().map(fault).collect(),
            ignored: summary.ignored.clone(),
        }
    }
}
