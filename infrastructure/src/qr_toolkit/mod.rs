//! The city of Ghent's own toolkit (PyPI `django-qr-toolkit-core` 4.3.2), read from its `database` or its REST `api`, as a table to be imported.
//!
//! All of it is read before anything is imported, and waits in a temporary file, so it may be larger than memory.

mod api;
mod aside;
mod calls;
mod database;
mod departments;
mod hits;
mod listing;
mod markdown;
mod old;

use std::{collections::BTreeMap, path::PathBuf};

use signpost_application::{
    commands::imports::past_scans::PastScan,
    ports::tables::{Row, Table, TableError},
};
use signpost_domain::{identifier::UnitName, language::Language};
use url::Url;

pub use self::api::{NoHeader, Token};
use self::{
    aside::{Aside, Waiting},
    departments::Departments,
    old::Old,
};

const HEADINGS: [&str; 7] = ["id", "aliases", "label", "unit", "tags", "target", "calls"];

/// Where a toolkit is.
#[derive(Debug)]
pub enum Source {
    /// In an SQLite file.
    Sqlite(PathBuf),
    /// In a PostgreSQL database, by its URL.
    Postgres(String),
    /// Behind its REST API, by the URL under which `qrcodes/` is.
    Api(Url, Option<Token>),
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// Codes that were read.
    pub codes: u64,
    /// All there are, where the toolkit tells.
    pub of: Option<u64>,
}

/// All codes of a toolkit.
#[derive(Debug)]
pub struct QrToolkit {
    headings: Vec<String>,
    rows: Waiting,
    hits: Waiting,
    departments: Vec<(UnitName, String)>,
}

/// What is read of a toolkit, code by code.
struct Reading<'r> {
    language: &'r Language,
    departments: Departments,
    aside: Aside,
    hits: Aside,
    codes: u64,
    of: Option<u64>,
    tell: &'r mut (dyn FnMut(Read) + Send),
}

impl QrToolkit {
    /// Reads all of it. Its texts were of one language, which is `language` here; `tell` hears how far it has come.
    pub async fn read(source: &Source, language: &Language, tell: &mut (dyn FnMut(Read) + Send)) -> Result<Self, TableError> {
        let mut reading = Reading {
            language,
            departments: Departments::default(),
            aside: Aside::new().map_err(|error| aside::failed(&error))?,
            hits: Aside::new().map_err(|error| aside::failed(&error))?,
            codes: 0,
            of: None,
            tell,
        };
        match source {
            Source::Sqlite(path) => database::read_sqlite(path, &mut reading).await?,
            Source::Postgres(url) => database::read_postgres(url, &mut reading).await?,
            Source::Api(url, token) => api::read(url, token.as_ref(), &mut reading).await?,
        }
        let Reading {
            departments,
            aside,
            hits,
            ..
        } = reading;
        Ok(Self {
            headings: HEADINGS.map(str::to_owned).into(),
            rows: aside.take_up().map_err(|error| aside::failed(&error))?,
            hits: hits.take_up().map_err(|error| aside::failed(&error))?,
            departments: departments.of_codes(),
        })
    }

    /// The units that departments with codes become, with their names for people.
    pub fn departments(&self) -> &[(UnitName, String)] {
        &self.departments
    }
}

impl QrToolkit {
    /// Its hits, in the order of their ids, as past scans.
    pub fn past_scans(&mut self) -> impl Iterator<Item = Result<(u64, Option<PastScan>), TableError>> + Send {
        (&mut self.hits).map(|row| row.map(hits::past_scan).map_err(|error| aside::failed(&error)))
    }
}

impl Reading<'_> {
    /// Says which departments there are, by their ids, before the first code.
    fn departments(&mut self, labels: &BTreeMap<i64, String>) {
        self.departments = Departments::new(labels);
    }

    /// Takes a code.
    fn code(&mut self, old: &Old) -> Result<(), TableError> {
        let unit = old.department.and_then(|id| self.departments.unit_of(id));
        let row = old.row(unit, self.language);
        self.aside.lay(&row).map_err(|error| aside::failed(&error))?;
        self.codes += 1;
        (self.tell)(Read {
            codes: self.codes,
            of: self.of,
        });
        Ok(())
    }
}

impl Reading<'_> {
    /// Takes a hit; they come in the order of their ids.
    fn hit(&mut self, row: &Row) -> Result<(), TableError> {
        self.hits.lay(row).map_err(|error| aside::failed(&error))
    }
}

impl Table for QrToolkit {
    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next(&mut self) -> Result<Option<Row>, TableError> {
        self.rows.next().transpose().map_err(|error| aside::failed(&error))
    }
}
