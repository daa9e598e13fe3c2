//! Tables that are written, row by row.

use std::{
    borrow::Cow,
    io::{self, Write},
    path::Path,
};

use rust_xlsxwriter::{Workbook, XlsxError};
use signpost_application::{columns::in_a_cell, ports::tables::TableWriter};

/// Rows of one sheet, at most.
const MOST_ROWS: u32 = 1_048_576;

/// Values with a separator between them (RFC 4180) in UTF-8.
pub(super) struct CsvTable(csv::Writer<Box<dyn Write + Send>>);

impl CsvTable {
    /// Begins a table, with a byte order mark if it is to be marked.
    pub(super) fn new(mut out: Box<dyn Write + Send>, separator: u8, is_marked: bool) -> io::Result<Self> {
        if is_marked {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Self(csv::WriterBuilder::new().delimiter(separator).from_writer(out)))
    }
}

impl TableWriter for CsvTable {
    fn write(&mut self, cells: &[&str]) -> io::Result<()> {
        self.0.write_record(cells).map_err(io::Error::other)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// An Excel workbook, which waits in a temporary file until it is finished. More rows than a sheet has go on in the next one, under the same headings.
pub(super) struct WorkbookTable {
    workbook: Workbook,
    out: Box<dyn Write + Send>,
    headings: Vec<String>,
    sheet: usize,
    row: u32,
}

impl WorkbookTable {
    /// Begins a workbook, which waits in `folder`: where files for a moment go otherwise may be memory.
    pub(super) fn new(out: Box<dyn Write + Send>, folder: &Path) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(failed)?;
        workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        Ok(Self {
            workbook,
            out,
            headings: Vec::new(),
            sheet: 0,
            row: 0,
        })
    }

    fn row(&mut self, cells: &[Cow<'_, str>]) -> io::Result<()> {
        let sheet = self.workbook.worksheet_from_index(self.sheet).map_err(failed)?;
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                // Always as a text: what looks like a number keeps its zeros, and what looks like a formula is none.
                sheet.write_string(self.row, column, &**cell).map_err(failed)?;
            }
        }
        self.row += 1;
        Ok(())
    }
}

impl TableWriter for WorkbookTable {
    fn write(&mut self, cells: &[&str]) -> io::Result<()> {
        if self.sheet == 0 && self.row == 0 {
            self.headings = cells.iter().map(ToString::to_string).collect();
        }
        if self.row == MOST_ROWS {
            self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
            self.sheet += 1;
            self.row = 0;
            let headings = std::mem::take(&mut self.headings);
            let cells: Vec<Cow<'_, str>> = headings.iter().map(|heading| heading.as_str().into()).collect();
            self.row(&cells)?;
            self.headings = headings;
        }
        let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| in_a_cell(cell)).collect();
        self.row(&cells)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.workbook.save_to_writer(&mut self.out).map_err(failed)?;
        self.out.flush()
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use signpost_application::ports::tables::{Form, Tables};

    use super::{super::FileTables, *};

    #[test]
    fn a_workbook_waits_in_the_folder_that_it_is_given_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let tables = FileTables::waiting_in(folder.path().to_path_buf());
        assert!(tables.begin(Form::Workbook, Box::new(io::sink())).is_ok());
        folder.close().unwrap();
        assert!(tables.begin(Form::Workbook, Box::new(io::sink())).is_err());
    }

    #[test]
    fn a_workbook_says_again_what_was_written_into_it() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let tables = FileTables::waiting_in(std::env::temp_dir());
        let mut written = tables.begin(Form::Workbook, Box::new(file.reopen().unwrap())).unwrap();
        let long = "€".repeat(40_000);
        for row in [
            ["id", "label"],
            ["0012", "=1+1"],
            ["A-2", "two\nlines & \u{1f333} <b>"],
            ["", ""],
            ["A-3", &long],
        ] {
            written.write(&row).unwrap();
        }
        written.finish().unwrap();
        let (form, mut table) = tables.open(file.path(), None).unwrap();
        assert_eq!(form, Form::Workbook);
        assert_eq!(table.headings(), ["id", "label"]);
        let mut rows = Vec::new();
        while let Some(row) = table.next().unwrap() {
            rows.push((row.number, row.cells));
        }
        let text = |row: usize| rows[row].1.iter().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(text(0), ["0012", "=1+1"]);
        assert_eq!(text(1), ["A-2", "two\nlines & \u{1f333} <b>"]);
        assert_eq!((rows[2].0, text(2)[1]), (5, &*in_a_cell(&long)));
        let missing = tables.open(file.path(), Some("Blad 2")).err().unwrap();
        assert!(missing.to_string().contains("Sheet1"), "{missing}");
    }
}
