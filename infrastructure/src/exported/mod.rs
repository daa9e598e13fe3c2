//! Logs as exports gave them, in files of JSON lines or CSV, to be verified where there is no store.

mod decisions;
mod nothing;
mod scans;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use signpost_application::ports::{StoreError, records::Records};
use signpost_domain::decision::Position;
use tokio::sync::Mutex;

pub use self::nothing::NoSeals;
use crate::stored::unreadable;

/// How a record stands in either shape.
pub(crate) trait Exported: Clone + Send + Sync + 'static {
    /// A line of JSON.
    type Line: DeserializeOwned + TryInto<Self, Error: std::fmt::Display>;
    /// A row of CSV.
    type Row: DeserializeOwned + TryInto<Self, Error: std::fmt::Display> + Send + 'static;
}

/// The file of an exported log. It is read from its beginning to its end, record after record, which is all that verifying asks for.
#[derive(Debug)]
pub struct ExportedLog<R> {
    path: PathBuf,
    reading: Mutex<Option<Reading<R>>>,
}

/// How far a file is read.
struct Reading<R> {
    records: Box<dyn Iterator<Item = Result<R, String>> + Send>,
    last: Option<R>,
}

impl<R> std::fmt::Debug for Reading<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

impl<R> ExportedLog<R> {
    /// The log in this file, which has to be there.
    pub fn open(path: &Path) -> io::Result<Self> {
        File::open(path)?;
        Ok(Self {
            path: path.to_owned(),
            reading: Mutex::default(),
        })
    }
}

fn begin<R: Exported>(path: &Path) -> Result<Reading<R>, StoreError> {
    let failed = |error: io::Error| StoreError::Failed(format!("{}: {error}", path.display()));
    let mut file = BufReader::with_capacity(1 << 18, File::open(path).map_err(failed)?);
    let mut first = [0];
    let is_empty = file.read(&mut first).map_err(failed)? == 0;
    file.rewind().map_err(failed)?;
    let records: Box<dyn Iterator<Item = Result<R, String>> + Send> = if is_empty {
        Box::new(std::iter::empty())
    } else if first == *b"{" {
        Box::new(file.lines().map(line_of::<R>))
    } else {
        Box::new(csv::Reader::from_reader(file).into_deserialize().map(row_of::<R>))
    };
    Ok(Reading { records, last: None })
}

fn line_of<R: Exported>(line: io::Result<String>) -> Result<R, String> {
    let line = line.map_err(|error| error.to_string())?;
    let line: R::Line = serde_json::from_str(&line).map_err(|error| error.to_string())?;
    line.try_into().map_err(|error| error.to_string())
}

fn row_of<R: Exported>(row: csv::Result<R::Row>) -> Result<R, String> {
    let row = row.map_err(|error| error.to_string())?;
    row.try_into().map_err(|error| error.to_string())
}

#[async_trait]
impl<R: Exported> Records<R> for ExportedLog<R> {
    /// Nobody knows before the file is read.
    async fn last(&self) -> Result<Position, StoreError> {
        Ok(Position::START)
    }

    /// From the beginning where `after` is before all positions; else the last record given, once more, and those that follow in the file, whatever
    /// positions they have: out of order is for who verifies to find.
    async fn records(&self, after: Position, limit: u32) -> Result<Vec<R>, StoreError> {
        let mut reading = self.reading.lock().await;
        if after.0.cast_signed() == i64::MIN || reading.is_none() {
            *reading = Some(begin(&self.path)?);
        }
        let Some(Reading { records, last }) = reading.as_mut() else {
            return Ok(vec![]);
        };
        let mut page: Vec<R> = last.iter().cloned().collect();
        while page.len() < limit as usize {
            match records.next() {
                Some(Ok(record)) => page.push(record),
                // What is right before it is given first.
                Some(Err(what)) if page.len() <= 1 => return Err(unreadable(what)),
                Some(Err(what)) => {
                    *records = Box::new(std::iter::once(Err(what)));
                    break;
                }
                None => break,
            }
        }
        *last = page.last().cloned();
        Ok(page)
    }
}

#[cfg(test)]
mod tests;
