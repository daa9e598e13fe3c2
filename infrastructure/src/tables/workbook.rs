//! Excel workbooks, one sheet of them.

use std::{
    fs::File,
    io::BufReader,
    path::Path,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use signpost_application::ports::tables::{Row, Table, TableError};
use zip::ZipArchive;

use super::{
    fitting, headings,
    inlined::{inlined, is_shared, is_sheet},
};

/// Rows that wait to be read.
const WAITING: usize = 1_000;
/// Bytes of texts that cells share that are in memory as long as the workbook is read. Of more, all wait on the disk.
const SHARED_IN_MEMORY: u64 = 4 << 20;
/// Bytes of any other part of a workbook but its sheets: what its cells look like and such.
const MOST_BESIDE: u64 = 32 << 20;
/// Bytes of texts and sheets that are laid on the disk, at most.
const MOST_ON_DISK: u64 = 16 << 30;

/// A sheet of a workbook. A thread of its own reads it: the reader of cells borrows the workbook.
pub(super) struct Workbook {
    headings: Vec<String>,
    rows: Receiver<Result<Row, TableError>>,
}

impl Workbook {
    /// What has to wait on a disk does so in `folder`.
    pub(super) fn open(file: File, sheet: Option<&str>, folder: &Path) -> Result<Self, TableError> {
        let file = bounded(file, folder)?;
        let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(|error| unreadable(&error))?;
        let names = workbook.sheet_names();
        let name = match sheet {
            None => names.first(),
            Some(sheet) => names.iter().find(|name| name.eq_ignore_ascii_case(sheet)),
        };
        let Some(name) = name.cloned() else {
            let what = match sheet {
                Some(sheet) => format!("the workbook has no sheet {sheet:?}; it has {}", names.join(", ")),
                None => "the workbook has no sheet".to_owned(),
            };
            return Err(TableError::new(what));
        };
        let (sender, rows) = sync_channel(WAITING);
        thread::spawn(move || {
            if let Err(error) = send(&mut workbook, &name, &sender) {
                // Nobody waits for it any more: then nobody need know.
                let _ = sender.send(Err(unreadable(&error)));
            }
        });
        let first = rows.recv().ok().transpose()?.map(|row| row.cells).unwrap_or_default();
        Ok(Self {
            headings: headings(first)?,
            rows,
        })
    }
}

impl Table for Workbook {
    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next(&mut self) -> Result<Option<Row>, TableError> {
        // The other end is gone when all is read.
        let Some(Row { number, cells }) = self.rows.recv().ok().transpose()? else {
            return Ok(None);
        };
        let cells = fitting(number, cells, self.headings.len())?;
        Ok(Some(Row { number, cells }))
    }
}

/// A workbook that does not fill the memory; refuses what would. A small archive may hold a great deal.
fn bounded(file: File, folder: &Path) -> Result<File, TableError> {
    let no_workbook = |error: &dyn std::fmt::Display| TableError::new(format!("this is no Excel workbook (.xlsx): {error}"));
    let opened = file.try_clone().map_err(|error| no_workbook(&error))?;
    let mut archive = ZipArchive::new(BufReader::new(opened)).map_err(|error| no_workbook(&error))?;
    let (mut shared, mut sheets) = (0_u64, 0_u64);
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).map_err(|error| no_workbook(&error))?;
        let name = part.name().map_err(|error| no_workbook(&error))?;
        match part.size() {
            size if is_shared(&name) => shared = shared.saturating_add(size),
            size if is_sheet(&name) => sheets = sheets.saturating_add(size),
            MOST_BESIDE.. if !name.starts_with("xl/media/") => {
                return Err(too_large());
            }
            _ => {}
        }
    }
    if shared <= SHARED_IN_MEMORY {
        return Ok(file);
    }
    if shared.saturating_add(sheets) > MOST_ON_DISK {
        return Err(too_large());
    }
    inlined(&mut archive, folder).map_err(|error| no_workbook(&error))
}

fn too_large() -> TableError {
    TableError::new("this workbook is too large; save the sheet as CSV, which may be as long as it likes")
}

fn unreadable(error: &XlsxError) -> TableError {
    TableError::new(format!("this is no Excel workbook (.xlsx) that can be read: {error}"))
}

/// Sends every row that is not empty, until there are no more or nobody wants them.
fn send(workbook: &mut Xlsx<BufReader<File>>, sheet: &str, rows: &SyncSender<Result<Row, TableError>>) -> Result<(), XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let mut row = Row {
        number: 0,
        cells: Vec::new(),
    };
    while let Some(cell) = reader.next_cell()? {
        let (line, column) = cell.get_position();
        let number = u64::from(line) + 1;
        if number != row.number {
            let next = Row {
                number,
                cells: Vec::with_capacity(row.cells.len()),
            };
            if !pass_on(std::mem::replace(&mut row, next), rows) {
                return Ok(());
            }
        }
        let text = text(cell.get_value());
        if !text.is_empty() {
            row.cells.resize(column as usize, String::new());
            row.cells.push(text);
        }
    }
    pass_on(row, rows);
    Ok(())
}

/// Whether there is somebody to go on for.
fn pass_on(row: Row, rows: &SyncSender<Result<Row, TableError>>) -> bool {
    row.cells.iter().all(|cell| cell.trim().is_empty()) || rows.send(Ok(row)).is_ok()
}

/// What a cell says, as a text. A date is one to a spreadsheet only: in the file it is a number with a look.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is_true) => if *is_true { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTime(duration) => duration.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
    }
}
