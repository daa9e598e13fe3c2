//! The scan log in PostgreSQL.

use std::{
    collections::BTreeSet,
    fmt::Display,
    str::{FromStr, Split},
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use signpost_application::ports::{StoreError, scan_log::ScanLog};
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    language::Language,
    retention::Month,
    scan::{NodeId, RecordedScan, Scan},
    visit::{Country, Visitor},
};
use sqlx::{Postgres, Transaction, postgres::PgArguments, query::Query};
use tokio::sync::watch;

use super::{Database, failed, signed, time, unreadable, unsigned};
use crate::stored::{outcome, outcome_number, platform, platform_number};

/// The scan log in PostgreSQL.
#[derive(Debug, Clone)]
pub struct PostgresScanLog {
    pub(super) database: Database,
    /// Months whose part of the table is there, as far as this process knows.
    months: Arc<Mutex<BTreeSet<Month>>>,
}

impl PostgresScanLog {
    /// The log in an open database.
    pub fn new(database: Database) -> Self {
        Self {
            database,
            months: Arc::default(),
        }
    }
}

#[async_trait]
impl ScanLog for PostgresScanLog {
    async fn head(&self) -> Result<Position, StoreError> {
        let head: i64 = sqlx::query_scalar(include_str!("statements/scans_head.sql"))
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(Position(unsigned(head)))
    }

    async fn read(&self, after: Position, code: Option<&CodeId>, limit: u32) -> Result<Vec<RecordedScan>, StoreError> {
        let query = match code {
            None => sqlx::query_scalar(include_str!("statements/scan_list.sql")).bind(signed(after.0)),
            Some(code) => sqlx::query_scalar(include_str!("statements/scan_list_of_code.sql"))
                .bind(signed(after.0))
                .bind(code.as_str()),
        };
        let query = query.bind(i64::from(limit));
        let list: Option<String> = query.fetch_one(&self.database.pool).await.map_err(failed)?;
        let list = list.as_deref().into_iter().flat_map(|list| list.split(SCANS));
        list.map(recorded).collect()
    }

    async fn forwarded(&self, node: NodeId) -> Result<u64, StoreError> {
        let next: Option<i64> = sqlx::query_scalar(include_str!("statements/forwarded.sql"))
            .bind(node.0)
            .fetch_optional(&self.database.pool)
            .await
            .map_err(failed)?;
        Ok(unsigned(next.unwrap_or(0)))
    }

    async fn append(&self, node: NodeId, scans: &[(u64, Scan)], next: u64) -> Result<(), StoreError> {
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        // Appends wait for each other here, so nobody moves the node's mark between reading and moving it.
        let head: i64 = sqlx::query_scalar(include_str!("statements/lock_scans_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(failed)?;
        let done: Option<i64> = sqlx::query_scalar(include_str!("statements/forwarded.sql"))
            .bind(node.0)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let done = unsigned(done.unwrap_or(0));
        let fresh: Vec<_> = scans.iter().filter(|(offset, _)| *offset >= done).collect();
        let made = self.make_months(&mut transaction, &fresh).await?;
        if !fresh.is_empty() {
            let statement = sqlx::query(include_str!("statements/append_scans.sql"));
            columns(statement.bind(head).bind(node.0), &fresh)
                .execute(&mut *transaction)
                .await
                .map_err(|error| self.month_was_dropped(error))?;
        }
        sqlx::query(include_str!("statements/move_forwarded.sql"))
            .bind(node.0)
            .bind(signed(next))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        self.months.lock().unwrap_or_else(PoisonError::into_inner).extend(made);
        let head = Position(unsigned(head) + fresh.len() as u64);
        self.database.news.scans.send_modify(|last| *last = head.max(*last));
        Ok(())
    }

    fn appended(&self) -> watch::Receiver<Position> {
        self.database.news.scans.subscribe()
    }
}

impl PostgresScanLog {
    /// Makes the parts of the table that these scans need, and the one after, which will be needed next. Gives the months that
    /// were made sure of.
    async fn make_months(
        &self,
        transaction: &mut Transaction<'static, Postgres>,
        scans: &[&(u64, Scan)],
    ) -> Result<BTreeSet<Month>, StoreError> {
        let mut wanted: BTreeSet<Month> = scans.iter().map(|(_, scan)| Month::of(scan.at)).collect();
        wanted.extend(wanted.last().and_then(|last| last.next()));
        {
            let known = self.months.lock().unwrap_or_else(PoisonError::into_inner);
            wanted.retain(|month| !known.contains(month));
        }
        for month in &wanted {
            sqlx::query(include_str!("statements/make_month_of_scans.sql"))
                .bind(month.first_day().to_string())
                .execute(&mut **transaction)
                .await
                .map_err(failed)?;
        }
        Ok(wanted)
    }

    /// Another process may have dropped a month that this one takes for known. The next try makes it anew.
    fn month_was_dropped(&self, error: sqlx::Error) -> StoreError {
        self.months.lock().unwrap_or_else(PoisonError::into_inner).clear();
        match &error {
            // check_violation: no part for a row
            sqlx::Error::Database(refusal) if refusal.code().as_deref() == Some("23514") => {
                StoreError::Unavailable(error.to_string())
            }
            _ => failed(error),
        }
    }
}

type Insert<'q> = Query<'q, Postgres, PgArguments>;

/// Binds the scans as one array per column: a whole batch is one statement with the same text however many there are.
fn columns<'q>(insert: Insert<'q>, scans: &[&'q (u64, Scan)]) -> Insert<'q> {
    fn column<'q, T>(scans: &[&'q (u64, Scan)], value: impl Fn(&'q Scan) -> T) -> Vec<T> {
        scans.iter().map(|(_, scan)| value(scan)).collect()
    }
    insert
        .bind(scans.iter().map(|(offset, _)| signed(*offset)).collect::<Vec<_>>())
        .bind(column(scans, |scan| scan.at.as_microsecond()))
        .bind(column(scans, |scan| scan.code.as_str()))
        .bind(column(scans, |scan| signed(scan.as_of.0)))
        .bind(column(scans, |scan| i16::from(outcome_number(scan.outcome))))
        .bind(column(scans, |scan| scan.cause.to_string()))
        .bind(column(scans, |scan| i16::from(platform_number(scan.platform))))
        .bind(column(scans, |scan| scan.language.as_ref().map(Language::as_str)))
        .bind(column(scans, |scan| scan.country.as_ref().map(Country::as_str)))
        .bind(column(scans, |scan| scan.robot))
        .bind(column(scans, |scan| signed(scan.visitor.0)))
        .bind(column(scans, |scan| scan.referrer.as_deref()))
        .bind(column(scans, |scan| scan.item.map(i32::from)))
}

/// What stands between scans in `scan_list.sql`: ASCII's record separator.
const SCANS: char = '\u{1e}';
/// What stands between the columns of one: ASCII's unit separator.
const COLUMNS: char = '\u{1f}';

/// A scan of `scan_list.sql`.
fn recorded(text: &str) -> Result<RecordedScan, StoreError> {
    let mut columns = Columns(text.split(COLUMNS));
    let recorded = RecordedScan {
        position: Position(columns.next()?),
        node: NodeId(columns.next()?),
        offset: columns.next()?,
        scan: Scan {
            at: time(columns.next()?)?,
            code: columns.next()?,
            as_of: Position(columns.next()?),
            outcome: outcome(columns.next()?)?,
            cause: columns.next()?,
            platform: platform(columns.next()?)?,
            language: columns.optional()?,
            country: columns.optional()?,
            robot: columns.next::<u8>()? != 0,
            visitor: Visitor(unsigned(columns.next()?)),
            referrer: columns.optional()?,
            item: columns.optional()?,
        },
    };
    match columns.0.next() {
        None => Ok(recorded),
        Some(_) => Err(unreadable("a scan has more columns than there are")),
    }
}

/// The columns of a scan.
struct Columns<'a>(Split<'a, char>);

impl Columns<'_> {
    fn next<T: FromStr<Err: Display>>(&mut self) -> Result<T, StoreError> {
        let text = self
            .0
            .next()
            .ok_or_else(|| unreadable("a scan has fewer columns than there are"))?;
        text.parse().map_err(unreadable)
    }

    /// One that may be empty.
    fn optional<T: FromStr<Err: Display>>(&mut self) -> Result<Option<T>, StoreError> {
        match self.0.next() {
            Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(unreadable),
            None => Err(unreadable("a scan has fewer columns than there are")),
        }
    }
}
