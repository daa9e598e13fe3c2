//! The toolkit's database, read as it is: codes with their links, in the order of their ids.

use std::{collections::BTreeMap, path::Path};

use futures::TryStreamExt as _;
use signpost_application::ports::tables::TableError;
use sqlx::{
    ColumnIndex, Connection, Database, Decode, Executor, IntoArguments, PgConnection, Row as _, SqliteConnection, Type,
    sqlite::SqliteConnectOptions,
};

use super::{
    Reading,
    calls::{CallRow, Calls},
    hits,
    old::{Old, OldLink},
};

const CALLS: &str = include_str!("statements/calls.sql");
const CODES: &str = include_str!("statements/codes.sql");
const DEPARTMENTS: &str = include_str!("statements/departments.sql");

pub(super) async fn read_sqlite(path: &Path, reading: &mut Reading<'_>) -> Result<(), TableError> {
    let file = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut connection = SqliteConnection::connect_with(&file)
        .await
        .map_err(|error| unreadable(&error))?;
    // One state of it, whoever writes meanwhile.
    let mut snapshot = connection.begin().await.map_err(|error| unreadable(&error))?;
    read(&mut *snapshot, include_str!("statements/hits_sqlite.sql"), reading).await
}

pub(super) async fn read_postgres(url: &str, reading: &mut Reading<'_>) -> Result<(), TableError> {
    let mut connection = PgConnection::connect(url).await.map_err(|error| unreadable(&error))?;
    let snapshot = connection.begin_with("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    let mut snapshot = snapshot.await.map_err(|error| unreadable(&error))?;
    read(&mut *snapshot, include_str!("statements/hits_postgres.sql"), reading).await
}

async fn read<D: Database, C>(connection: &mut C, all_hits: &str, reading: &mut Reading<'_>) -> Result<(), TableError>
where
    for<'c> &'c mut C: Executor<'c, Database = D>,
    for<'q> D::Arguments<'q>: IntoArguments<'q, D>,
    for<'r> &'r str: Decode<'r, D> + Type<D>,
    for<'r> i64: Decode<'r, D> + Type<D>,
    for<'r> i32: Decode<'r, D> + Type<D>,
    for<'r> f64: Decode<'r, D> + Type<D>,
    for<'n> &'n str: ColumnIndex<D::Row>,
{
    let departments = sqlx::query(DEPARTMENTS).fetch_all(&mut *connection).await;
    let departments = departments.map_err(|error| unreadable(&error))?;
    let name = |row: &D::Row| (row.get("id"), row.get::<&str, _>("name").to_owned());
    reading.departments(&departments.iter().map(name).collect::<BTreeMap<i64, String>>());

    let mut calls = Calls::default();
    let mut rows = sqlx::query(CALLS).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await.map_err(|error| unreadable(&error))? {
        calls.take(call::<D>(&row));
    }
    drop(rows);

    let mut rows = sqlx::query(CODES).fetch(&mut *connection);
    let mut last: Option<Old> = None;
    while let Some(row) = rows.try_next().await.map_err(|error| unreadable(&error))? {
        let mut next = code::<D>(&row);
        for link in &mut next.links {
            link.calls = calls.of(link.id);
        }
        match &mut last {
            Some(last) if last.id == next.id => last.links.append(&mut next.links),
            last => {
                if let Some(whole) = last.replace(next) {
                    reading.code(&whole)?;
                }
            }
        }
    }
    drop(rows);
    if let Some(whole) = last {
        reading.code(&whole)?;
    }

    let mut rows = sqlx::query(all_hits).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await.map_err(|error| unreadable(&error))? {
        let text = |name: &str| row.get::<&str, _>(name);
        reading.hit(&hits::row(
            row.get("id"),
            text("at"),
            text("slug"),
            text("uuid"),
            text("action"),
        ))?;
    }
    Ok(())
}

/// A code with one of its links, if it has any.
fn code<D: Database>(row: &D::Row) -> Old
where
    for<'r> &'r str: Decode<'r, D> + Type<D>,
    for<'r> i64: Decode<'r, D> + Type<D>,
    for<'r> i32: Decode<'r, D> + Type<D>,
    for<'r> f64: Decode<'r, D> + Type<D>,
    for<'n> &'n str: ColumnIndex<D::Row>,
{
    let text = |name: &str| row.get::<&str, _>(name).to_owned();
    // Ids begin at 1.
    let id = |name: &str| Some(row.get::<i64, _>(name)).filter(|id| *id != 0);
    let link = |id| OldLink {
        id,
        name: text("name"),
        url: text("url"),
        priority: row.get("priority"),
        visible: Some(row.get::<i32, _>("visible") == 1),
        calls: vec![],
    };
    Old {
        id: row.get("id"),
        title: text("title"),
        uuid: text("uuid"),
        slug: Some(text("slug")),
        basic_info: text("basic_info"),
        introduction: Some(text("introduction")),
        mode: text("mode"),
        department: id("department"),
        links: id("link").map(link).into_iter().collect(),
    }
}

/// A call with one of its headers, if it has any.
fn call<D: Database>(row: &D::Row) -> CallRow
where
    for<'r> &'r str: Decode<'r, D> + Type<D>,
    for<'r> i64: Decode<'r, D> + Type<D>,
    for<'n> &'n str: ColumnIndex<D::Row>,
{
    let text = |name: &str| row.get::<&str, _>(name).to_owned();
    let has_header = row.get::<i64, _>("header") != 0;
    CallRow {
        call: row.get("call"),
        link: row.get("link"),
        url: text("url"),
        payload: text("payload"),
        header: has_header.then(|| (text("name"), text("value"))),
    }
}

fn unreadable(error: &sqlx::Error) -> TableError {
    TableError::new(format!("this is no database of qr-toolkit that can be read: {error}"))
}
