//! How new statistics begin with what was counted of scans that expired.
//!
//! `kept_months` says up to which position the scans of a month are counted in what is kept. Statistics being built note what
//! they began with in their own file: when more is kept by then, they begin anew.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use async_trait::async_trait;
use signpost_application::{
    ports::{StoreError, decision_log::ReadError, scan_log::ScanLog},
    progress::Follows,
};
use signpost_domain::{decision::Position, retention::Month, scan::RecordedScan};
use signpost_projections::runner::Source;
use sqlx::{Executor, SqliteConnection};
use tokio::sync::watch;

use super::{Database, SqliteUsage, failed, unreadable, unsigned};

/// Lets the statistics in `fresh` begin with what the database in `folder` keeps, unless that is what they began with.
pub(super) async fn begin(folder: &Path, fresh: &Database) -> Result<(), StoreError> {
    let mut connection = fresh.writer.acquire().await.map_err(failed)?;
    sqlx::query("ATTACH ? AS living")
        .bind(folder.join("signpost.db").display().to_string())
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    let begun = begin_anew(&mut connection).await;
    if begun.is_err() {
        // Whatever was begun must not stay open on a connection that others will use.
        let _ = connection.execute("ROLLBACK").await;
    }
    connection.execute("DETACH living").await.map_err(failed)?;
    begun
}

async fn begin_anew(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    // Not IMMEDIATE, which would keep writers from the living file, too.
    connection.execute("BEGIN").await.map_err(failed)?;
    if is_the_same(connection, "living").await? {
        connection.execute("ROLLBACK").await.map_err(failed)?;
        return Ok(());
    }
    let mut statements = vec![format!(
        "DELETE FROM main.checkpoints WHERE projection = '{}'",
        SqliteUsage::NAME
    )];
    for (into, from) in [
        ("usage_hours", "kept_hours"),
        ("usage_visitors", "kept_visitors"),
        ("usage_choices", "kept_choices"),
        ("kept_months", "kept_months"),
    ] {
        statements.push(format!("DELETE FROM main.{into}"));
        statements.push(format!("INSERT INTO main.{into} SELECT * FROM living.{from}"));
    }
    statements.push("COMMIT".to_owned());
    connection.execute(statements.join(";\n").as_str()).await.map_err(failed)?;
    Ok(())
}

/// Whether this file and the attached one keep the same.
pub(super) async fn is_the_same(connection: &mut SqliteConnection, attached: &str) -> Result<bool, StoreError> {
    let statement = format!(
        "SELECT NOT EXISTS (SELECT * FROM main.kept_months EXCEPT SELECT * FROM {attached}.kept_months)
            AND NOT EXISTS (SELECT * FROM {attached}.kept_months EXCEPT SELECT * FROM main.kept_months)"
    );
    sqlx::query_scalar(&statement).fetch_one(connection).await.map_err(failed)
}

/// The scan log without what is kept already: scans are still there when the process died between keeping and dropping.
pub(super) struct Rest {
    scans: Arc<dyn ScanLog>,
    kept: BTreeMap<Month, Position>,
}

impl Rest {
    /// What the statistics in `fresh` did not begin with.
    pub(super) async fn of(scans: Arc<dyn ScanLog>, fresh: &Database) -> Result<Self, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(include_str!("statements/kept_months.sql"))
            .fetch_all(&fresh.readers)
            .await
            .map_err(failed)?;
        let kept = rows
            .into_iter()
            .map(|(month, through)| Ok((month.parse().map_err(unreadable)?, Position(unsigned(through)))));
        let kept = kept.collect::<Result<_, StoreError>>()?;
        Ok(Self { scans, kept })
    }

    fn is_kept(&self, scan: &RecordedScan) -> bool {
        let through = self.kept.get(&Month::of(scan.scan.at));
        through.is_some_and(|through| scan.position <= *through)
    }
}

#[async_trait]
impl Source<RecordedScan> for Rest {
    async fn head(&self) -> Result<Position, StoreError> {
        ScanLog::head(&*self.scans).await
    }

    async fn read(&self, mut after: Position, limit: u32) -> Result<Vec<RecordedScan>, ReadError> {
        // Nothing at all would mean that the log ends here.
        loop {
            let mut scans = ScanLog::read(&*self.scans, after, None, limit).await?;
            let Some(last) = scans.last() else { return Ok(scans) };
            after = last.position;
            scans.retain(|scan| !self.is_kept(scan));
            if !scans.is_empty() {
                return Ok(scans);
            }
        }
    }

    fn appended(&self) -> watch::Receiver<Position> {
        ScanLog::appended(&*self.scans)
    }

    fn follows(&self) -> Follows {
        Follows::Scans
    }
}
