//! The scan log in `scans.db`.

use std::{borrow::Cow, fmt::Display, str::FromStr};

use async_trait::async_trait;
use serde::Deserialize;
use signpost_application::ports::{StoreError, scan_log::ScanLog};
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    language::Language,
    scan::{NodeId, RecordedScan, Scan},
    visit::{Country, Visitor},
};
use tokio::sync::watch;

use super::{
    Database,
    batch::{Binding, insert},
    failed, list, signed, time, unreadable, unsigned,
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
            None => sqlx::query_scalar(include_str!("statements/scan_list.sql")).bind(signed(after.0)),
            Some(code) => sqlx::query_scalar(include_str!("statements/scan_list_of_code.sql"))
                .bind(signed(after.0))
                .bind(code.as_str()),
        };
        let list: String = query.bind(limit).fetch_one(&self.database.readers).await.map_err(failed)?;
        list::read(&list)?.into_iter().map(recorded).collect()
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

/// A scan in `scan_list.sql`, with its columns in their order there.
#[derive(Deserialize)]
struct Stored<'a>(
    i64,
    i64,
    i64,
    i64,
    #[serde(borrow)] Text<'a>,
    i64,
    i64,
    Text<'a>,
    i64,
    Option<Text<'a>>,
    Option<Text<'a>>,
    u8,
    i64,
    Option<Text<'a>>,
    Option<u16>,
);

/// A text, borrowed where nothing in it is escaped.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

fn recorded(stored: Stored<'_>) -> Result<RecordedScan, StoreError> {
    let Stored(
        position,
        node,
        offset,
        at,
        code,
        as_of,
        outcome_of,
        cause,
        platform_of,
        language,
        country,
        robot,
        visitor,
        referrer,
        item,
    ) = stored;
    let scan = Scan {
        at: time(at)?,
        code: parsed(&code)?,
        as_of: Position(unsigned(as_of)),
        outcome: outcome(outcome_of)?,
        cause: parsed(&cause)?,
        platform: platform(platform_of)?,
        language: language.as_ref().map(parsed).transpose()?,
        country: country.as_ref().map(parsed).transpose()?,
        robot: robot != 0,
        visitor: Visitor(unsigned(visitor)),
        referrer: referrer.map(|Text(text)| text.into_owned()),
        item,
    };
    Ok(RecordedScan {
        position: Position(unsigned(position)),
        node: NodeId(node),
        offset: unsigned(offset),
        scan,
    })
}

fn parsed<T: FromStr<Err: Display>>(Text(text): &Text<'_>) -> Result<T, StoreError> {
    text.parse().map_err(unreadable)
}
