//! The scan log in `scans.db`.

use async_trait::async_trait;
use signpost_application::ports::{StoreError, scan_log::ScanLog};
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    language::Language,
    scan::{NodeId, RecordedScan, Scan},
    visit::{Country, Visitor},
};
use sqlx::{Row, sqlite::SqliteRow};
use tokio::sync::watch;

use super::{
    Database,
    batch::{Binding, insert},
    failed, signed, time, unreadable, unsigned,
};
use crate::stored::{outcome, outcome_number, platform, platform_number};

/// The scan log in `scans.db`.
#[derive(Debug, Clone)]
pub struct SqliteScanLog {
    pub(super) database: Database,
    appended: watch::Sender<Position>,
}

impl SqliteScanLog {
    /// The log in an open database.
    pub fn new(database: Database) -> Self {
        Self {
            database,
            appended: watch::Sender::new(Position::START),
        }
    }
}

#[async_trait]
impl ScanLog for SqliteScanLog {
    async fn head(&self) -> Result<Position, StoreError> {
        let head: i64 = sqlx::query_scalar(include_str!("statements/scans_head.sql"))
            .fetch_one(&self.database.readers)
            .await
            .map_err(failed)?;
        Ok(Position(unsigned(head)))
    }

    async fn read(&self, after: Position, code: Option<&CodeId>, limit: u32) -> Result<Vec<RecordedScan>, StoreError> {
        let query = match code {
            None => sqlx::query(include_str!("statements/scans_after.sql")).bind(signed(after.0)),
            Some(code) => sqlx::query(include_str!("statements/scans_of_code_after.sql"))
                .bind(signed(after.0))
                .bind(code.as_str()),
        };
        let rows = query.bind(limit).fetch_all(&self.database.readers).await.map_err(failed)?;
        rows.iter().map(recorded).collect()
    }

    async fn forwarded(&self, node: NodeId) -> Result<u64, StoreError> {
        let next: Option<i64> = sqlx::query_scalar(include_str!("statements/forwarded.sql"))
            .bind(node.0)
            .fetch_optional(&self.database.writer)
            .await
            .map_err(failed)?;
        Ok(unsigned(next.unwrap_or(0)))
    }

    async fn append(&self, node: NodeId, scans: &[(u64, Scan)], next: u64) -> Result<(), StoreError> {
        let mut transaction = self.database.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let done: Option<i64> = sqlx::query_scalar(include_str!("statements/forwarded.sql"))
            .bind(node.0)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let done = unsigned(done.unwrap_or(0));
        let head: i64 = sqlx::query_scalar(include_str!("statements/scans_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(failed)?;
        let new = scans.iter().filter(|(offset, _)| *offset >= done);
        let lines: Vec<Line<'_>> = new
            .zip(head + 1..)
            .map(|((offset, scan), position)| Line {
                position,
                offset: *offset,
                scan,
            })
            .collect();
        insert(
            &mut transaction,
            include_str!("statements/append_scans.sql"),
            &lines,
            |query, line| line.bind(query, node),
        )
        .await?;
        sqlx::query(include_str!("statements/move_forwarded.sql"))
            .bind(node.0)
            .bind(signed(next))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        self.appended
            .send_modify(|last| *last = Position(unsigned(head) + lines.len() as u64));
        Ok(())
    }

    fn appended(&self) -> watch::Receiver<Position> {
        self.appended.subscribe()
    }
}

/// A scan and its place in the log.
struct Line<'a> {
    position: i64,
    offset: u64,
    scan: &'a Scan,
}

impl Line<'_> {
    fn bind<'q>(&'q self, query: Binding<'q>, node: NodeId) -> Binding<'q> {
        let scan = self.scan;
        query
            .bind(self.position)
            .bind(node.0)
            .bind(signed(self.offset))
            .bind(scan.at.as_microsecond())
            .bind(scan.code.as_str())
            .bind(signed(scan.as_of.0))
            .bind(outcome_number(scan.outcome))
            .bind(scan.cause.to_string())
            .bind(platform_number(scan.platform))
            .bind(scan.language.as_ref().map(Language::as_str))
            .bind(scan.country.as_ref().map(Country::as_str))
            .bind(u8::from(scan.robot))
            .bind(signed(scan.visitor.0))
            .bind(scan.referrer.as_deref())
            .bind(scan.item)
    }
}

/// A row of `scans_after.sql` or `scans_of_code_after.sql`. Its columns are taken by their places: a rebuild reads millions.
fn recorded(row: &SqliteRow) -> Result<RecordedScan, StoreError> {
    let text = |column: usize| row.get::<Option<String>, _>(column);
    let scan = Scan {
        at: time(row.get(3))?,
        code: row.get::<String, _>(4).try_into().map_err(unreadable)?,
        as_of: Position(unsigned(row.get(5))),
        outcome: outcome(row.get(6))?,
        cause: row.get::<&str, _>(7).parse().map_err(unreadable)?,
        platform: platform(row.get(8))?,
        language: text(9).map(TryInto::try_into).transpose().map_err(unreadable)?,
        country: text(10).map(TryInto::try_into).transpose().map_err(unreadable)?,
        robot: row.get(11),
        visitor: Visitor(unsigned(row.get(12))),
        referrer: text(13),
        item: row.get(14),
    };
    Ok(RecordedScan {
        position: Position(unsigned(row.get(0))),
        node: NodeId(row.get(1)),
        offset: unsigned(row.get(2)),
        scan,
    })
}
