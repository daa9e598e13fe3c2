//! The catalogue as a table, a part at a time.

use std::{borrow::Cow, io};

use crate::{
    Application,
    authority::{Action, Principal},
    columns::{Column, neutralised},
    ports::{
        Paging, StoreError,
        catalogue::{CodeFilter, CodeRecord},
        tables::TableWriter,
    },
    refusal::Refusal,
};

/// Codes read at a time.
const PART: u32 = 2_000;

/// Codes that fit a filter, of which few are in memory at any time. Each is shown as it is when its part is read.
pub struct Exported {
    application: Application,
    filter: CodeFilter,
    next: Next,
}

enum Next {
    /// What was read to see that it can be.
    Read(Vec<CodeRecord>, Option<String>),
    /// To be read from here.
    From(String),
    Nothing,
}

/// Begins to read the codes that fit, so that whoever may not is told so before anything is written.
pub async fn exported(application: &Application, principal: &Principal, filter: CodeFilter) -> Result<Exported, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let mut exported = Exported {
        application: application.clone(),
        filter,
        next: Next::Nothing,
    };
    let (codes, next) = exported.read(None).await?;
    exported.next = Next::Read(codes, next);
    Ok(exported)
}

impl Exported {
    /// The next codes; none at the end.
    pub async fn next(&mut self) -> Result<Vec<CodeRecord>, StoreError> {
        let (codes, next) = match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::Read(codes, next) => (codes, next),
            Next::From(cursor) => self.read(Some(cursor)).await?,
            Next::Nothing => return Ok(vec![]),
        };
        self.next = next.map_or(Next::Nothing, Next::From);
        Ok(codes)
    }

    async fn read(&self, cursor: Option<String>) -> Result<(Vec<CodeRecord>, Option<String>), StoreError> {
        let page = self
            .application
            .catalogue
            .codes(&self.filter, &Paging { limit: PART, cursor })
            .await?;
        Ok((page.items, page.next))
    }
}

/// Writes the headings of a table of codes.
pub fn write_headings(table: &mut dyn TableWriter) -> io::Result<()> {
    table.write(&Column::ALL.map(Column::name))
}

/// Writes codes into a table.
pub fn write_codes(table: &mut dyn TableWriter, codes: &[CodeRecord], public_url: &str) -> io::Result<()> {
    for record in codes {
        let cells = Column::ALL.map(|column| column.of_record(record, public_url));
        let cells: [Cow<'_, str>; Column::ALL.len()] = std::array::from_fn(|place| neutralised(&cells[place]));
        table.write(&std::array::from_fn::<&str, { Column::ALL.len() }, _>(|place| &*cells[place]))?;
    }
    Ok(())
}
