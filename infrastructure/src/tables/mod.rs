//! Tables in files: CSV in whatever encoding and with whatever separator, and Excel workbooks (`.xlsx`).
//!
//! Read from the file itself, a row at a time: a table may be larger than memory. Nothing in a table is ever computed or executed. Of a workbook the
//! values are read that its formulas had when it was saved, and its macros and links are not looked at.

mod encoding;
mod inlined;
mod separated;
mod spool;
mod workbook;
mod writing;

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
};

use signpost_application::ports::tables::{Form, Spool, Table, TableError, TableWriter, Tables};

use self::{
    spool::FileSpool,
    writing::{CsvTable, WorkbookTable},
};

/// Tables in files of this machine.
#[derive(Debug, Clone)]
pub struct FileTables {
    folder: PathBuf,
}

impl FileTables {
    /// What has to wait does so in temporary files in this folder, which must be there by then.
    pub fn waiting_in(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Tables for FileTables {
    /// What a file is, its first bytes say: names of files say what people like.
    fn open(&self, path: &Path, sheet: Option<&str>) -> Result<(Form, Box<dyn Table>), TableError> {
        let mut file = File::open(path).map_err(|error| unreadable(&error))?;
        let mut first = [0; 4];
        let read = read_up_to(&mut file, &mut first).map_err(|error| unreadable(&error))?;
        file.rewind().map_err(|error| unreadable(&error))?;
        match &first[..read] {
            [] => Err(TableError::new("the file is empty")),
            b"PK\x03\x04" => Ok((Form::Workbook, Box::new(workbook::Workbook::open(file, sheet, &self.folder)?))),
            // The container of Excel until 2003.
            b"\xd0\xcf\x11\xe0" => Err(TableError::new(
                "this is a workbook of an old Excel, or an encrypted one; save it as .xlsx without a password, or as CSV",
            )),
            b"%PDF" => Err(TableError::new("this is a PDF; give a table, as CSV or .xlsx")),
            _ => {
                let table = separated::Separated::open(file)?;
                Ok((table.form(), Box::new(table)))
            }
        }
    }

    fn begin(&self, form: Form, out: Box<dyn Write + Send>) -> io::Result<Box<dyn TableWriter>> {
        Ok(match form {
            Form::Separated { separator, is_marked } => Box::new(CsvTable::new(out, separator, is_marked)?),
            Form::Workbook => Box::new(WorkbookTable::new(out, &self.folder)?),
        })
    }

    fn spool(&self) -> io::Result<Box<dyn Spool>> {
        Ok(Box::new(FileSpool::in_folder(&self.folder)?))
    }
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    loop {
        match file.read(&mut buffer[filled..])? {
            0 => return Ok(filled),
            read => filled += read,
        }
    }
}

fn unreadable(error: &io::Error) -> TableError {
    TableError::new(format!("the file cannot be read: {error}"))
}

/// Headings without spaces around them; refuses a table that has none.
fn headings(cells: Vec<String>) -> Result<Vec<String>, TableError> {
    let mut headings: Vec<String> = cells.into_iter().map(|cell| cell.trim().to_owned()).collect();
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    if headings.is_empty() {
        return Err(TableError::new(
            "the table has no headings; its first row says what stands in which column",
        ));
    }
    Ok(headings)
}

/// The cells of a row below headings; refuses more than there are headings for, which is how a text with a separator in it looks that was not quoted.
fn fitting(number: u64, mut cells: Vec<String>, columns: usize) -> Result<Vec<String>, TableError> {
    while cells.len() > columns && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    if cells.len() > columns {
        let count = cells.len();
        return Err(TableError::new(match columns {
            1 => format!(
                "row {number} has {count} cells, and there is 1 heading; is there a separator in a text without quotes around it?"
            ),
            _ => format!(
                "row {number} has {count} cells, and there are {columns} headings; is there a separator in a text without quotes around it?"
            ),
        }));
    }
    Ok(cells)
}
