//! Importing a table: each row mints a code or changes one, and all of it is one act.
//!
//! A table is read once, a part at a time. What each row decides is judged as single commands would be and laid aside on a disk; only when all rows
//! are judged is it appended, in one transaction, with a record of the act as a change of many codes. So memory does not grow with the table, and
//! nobody else's writing waits for the reading.

mod course;
mod mapping;
mod outcome;
mod part;
pub mod past_scans;
mod wanted;

use std::{borrow::Cow, time::Duration};

use signpost_domain::{
    change::{ChangeEvent, Deed, Making},
    decision::{DecisionEvent, Source},
    identifier::ChangeId,
};

pub use self::{
    course::Course,
    outcome::{Outcome, Refused, Summary},
};
use self::{mapping::Mapping, part::Reader};
use super::changes::own_id;
use crate::{
    Application,
    authority::{Action, Caller, Principal},
    columns::{Column, RESULT, neutralised, plain},
    ports::{
        StoreError,
        decision_log::{Addition, AppendError, Draft},
        tables::{Row, Spool, Table, TableError, TableWriter},
    },
    queries::changes::{ChangeRecord, change},
    refusal::{Fault, Refusal},
};

/// Rows of one table, at most.
pub const MOST_ROWS: u64 = 1_000_000;
/// Rows that are looked at together.
const PART: usize = 5_000;
/// How long an answer waits for the read models.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the rows of a table may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rows {
    /// Mint codes that are not there yet, and change those that are.
    #[default]
    MintAndChange,
    /// Mint codes; what names one that is there is refused.
    Mint,
    /// Change codes; what names none that is there is refused.
    Change,
    /// Mint codes that are not there yet; those that are stay as they are.
    New,
}

impl Rows {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::MintAndChange, Self::Mint, Self::Change, Self::New];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MintAndChange => "both",
            Self::Mint => "mint",
            Self::Change => "change",
            Self::New => "new",
        }
    }
}

/// How a table is to be imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// The name of the file, for the record.
    pub file: Option<String>,
    /// Headings of columns that are not called as they are here.
    pub columns: Vec<(Column, String)>,
    /// What rows may do.
    pub rows: Rows,
    /// Whether rows that cannot be done are left out, rather than keeping all others from being done.
    pub leave_out: bool,
    /// Whether it only tells what would be done.
    pub dry_run: bool,
}

/// What an import works with.
pub struct Desk<'d> {
    /// What is imported.
    pub table: &'d mut dyn Table,
    /// Where decisions wait.
    pub spool: &'d mut dyn Spool,
    /// Where the same rows are written, with what came of each.
    pub results: Option<Results<'d>>,
    /// How far it has come.
    pub course: &'d Course,
}

/// The table of results.
pub struct Results<'d> {
    /// The table.
    pub table: &'d mut dyn TableWriter,
    /// What is written of a row: programs get it as it is, people in their language.
    pub tell: &'d (dyn Fn(&Outcome) -> String + Sync),
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What was found.
    pub summary: Summary,
    /// The record of what was done; `None` where nothing was: in a dry run, when rows were refused and not to be left out, and when
    /// everything was so already.
    pub change: Option<ChangeRecord>,
}

/// Refuses whoever may import nothing at all, before a table is sent.
pub fn must_be_allowed(principal: &Principal) -> Result<(), Refusal> {
    principal.must_somewhere(Action::ChangeCodes)
}

/// Imports a table, or tells what would be done.
pub async fn import(application: &Application, caller: &Caller, order: &Order, desk: Desk<'_>) -> Result<Imported, Refusal> {
    must_be_allowed(&caller.principal)?;
    let caller = &Caller {
        source: Source::Import,
        ..caller.clone()
    };
    let Desk {
        table,
        spool,
        mut results,
        course,
    } = desk;
    let mapping = Mapping::read(table.headings(), &order.columns).map_err(Refusal::Invalid)?;
    if mapping.cell(&[], Column::Id).is_none() && order.rows == Rows::Change {
        let what = "no column has ids, so no row names a code to change";
        return Err(Refusal::Invalid(vec![Fault::new("columns", what)]));
    }
    if let Some(Results { table: result, .. }) = &mut results {
        let headings = table.headings().iter().map(String::as_str).chain([RESULT]);
        result
            .write(&headings.collect::<Vec<_>>())
            .map_err(|error| unwritten(&error))?;
    }
    let columns = table.headings().len();
    let mut reader = Reader::new(application, caller, order, &mapping);
    loop {
        if course.is_cancelled() {
            return Err(Refusal::Cancelled);
        }
        let rows = read(table)?;
        if rows.is_empty() {
            break;
        }
        let outcomes = reader.judge(&rows, spool).await?;
        if let Some(Results { table: result, tell }) = &mut results {
            for (row, outcome) in rows.iter().zip(&outcomes) {
                let blanks = columns.saturating_sub(row.cells.len());
                let cells = row.cells.iter().map(|cell| neutralised(plain(cell)));
                let blanks = std::iter::repeat_n(Cow::Borrowed(""), blanks);
                let told = tell(outcome);
                let cells: Vec<Cow<'_, str>> = cells.chain(blanks).chain([neutralised(&told)]).collect();
                result
                    .write(&cells.iter().map(|cell| &**cell).collect::<Vec<_>>())
                    .map_err(|error| unwritten(&error))?;
            }
        }
        course.has_read(rows.len() as u64);
        if reader.summary.rows > MOST_ROWS {
            let what = format!("the table has more than {MOST_ROWS} rows; import it in several parts");
            return Err(Refusal::Invalid(vec![Fault::new("", what)]));
        }
    }
    let mut summary = reader.summary;
    summary.ignored.clone_from(&mapping.ignored);
    let is_done = !order.dry_run && summary.decisions > 0 && (summary.refused == 0 || order.leave_out);
    let change = if is_done {
        Some(append(application, caller, order, &summary, spool, course).await?)
    } else {
        None
    };
    Ok(Imported { summary, change })
}

/// The next rows; none at the end.
fn read(table: &mut dyn Table) -> Result<Vec<Row>, Refusal> {
    let mut rows = Vec::with_capacity(PART);
    while rows.len() < PART {
        match table.next() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => break,
            Err(TableError { what }) => return Err(Refusal::Invalid(vec![Fault::new("", what)])),
        }
    }
    Ok(rows)
}

fn unwritten(error: &std::io::Error) -> Refusal {
    StoreError::Failed(format!("the table of results cannot be written: {error}")).into()
}

/// Appends all that was laid aside, and last the record of the act, so that whoever looks for it by its id finds that.
async fn append(
    application: &Application,
    caller: &Caller,
    order: &Order,
    summary: &Summary,
    spool: &mut dyn Spool,
    course: &Course,
) -> Result<ChangeRecord, Refusal> {
    let id = own_id(caller)?;
    course.will_append(summary.decisions);
    let made = Draft::from(&record(&id, order, summary));
    let mut drafts = spool.take_up()?.chain([Ok(made)]).map(|draft| {
        if course.is_cancelled() {
            return Err(StoreError::Failed("cancelled".into()));
        }
        course.has_appended();
        draft
    });
    let circumstances = caller.circumstances(application);
    let appended = application.decisions.append_drafts(&mut drafts, &circumstances).await;
    match appended {
        Ok(position) => {
            application.progress.decisions_shown(position, PATIENCE).await;
            change(application, &id).await
        }
        Err(AppendError::Conflict) => Err(Refusal::LostRace),
        Err(AppendError::Store(_)) if course.is_cancelled() => Err(Refusal::Cancelled),
        Err(AppendError::Store(error)) => Err(error.into()),
    }
}

fn record(id: &ChangeId, order: &Order, summary: &Summary) -> Addition {
    let making = Making {
        deed: Deed::Import {
            file: order.file.clone(),
            rows: summary.rows,
            minted: summary.minted,
        },
        codes: summary.minted + summary.changed,
        decisions: summary.decisions,
        unchanged: summary.unchanged,
        left_out: summary.refused,
        exceptions: summary.exceptions.clone(),
    };
    Addition {
        event: DecisionEvent::Change(id.clone(), ChangeEvent::ChangeMade(making)),
        version: 1,
    }
}
