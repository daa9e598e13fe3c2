//! Both logs of a database as they are stored, to be copied.

use std::collections::BTreeSet;

use async_trait::async_trait;
use signpost_application::{
    ports::{
        StoreError,
        copying::{Destination, Heads, Origin, Table},
    },
    record::{DecisionRecord, ScanRecord},
};
use signpost_domain::retention::Month;
use sqlx::{Executor, PgConnection};
use tokio::sync::Mutex;

use super::records::{decision, scan};
use super::{Database, failed, signed, time, unreadable, unsigned};
use crate::copied::{self, Column, ROWS};

/// The logs in an open database.
pub struct PostgresLogs {
    database: Database,
    reading: Mutex<PgConnection>,
}

impl PostgresLogs {
    /// As they are at this moment, whoever goes on writing to them.
    pub async fn as_they_are(database: Database) -> Result<Self, StoreError> {
        let logs = Self::new(database).await?;
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        logs.reading.lock().await.execute(begin).await.map_err(failed)?;
        Ok(logs)
    }

    /// To be filled.
    pub async fn new(database: Database) -> Result<Self, StoreError> {
        let reading = Mutex::new(database.pool.acquire().await.map_err(failed)?.detach());
        Ok(Self { database, reading })
    }
}

#[async_trait]
impl Origin for PostgresLogs {
    async fn heads(&self) -> Result<Heads, StoreError> {
        let mut reading = self.reading.lock().await;
        let decisions: i64 = sqlx::query_scalar(include_str!("statements/events_head.sql"))
            .fetch_one(&mut *reading)
            .await
            .map_err(failed)?;
        let scans: i64 = sqlx::query_scalar(include_str!("statements/scans_head.sql"))
            .fetch_one(&mut *reading)
            .await
            .map_err(failed)?;
        Ok(Heads {
            decisions: unsigned(decisions),
            scans: unsigned(scans),
        })
    }

    async fn decisions(&self, after: u64, limit: u32) -> Result<Vec<DecisionRecord>, StoreError> {
        let rows = sqlx::query(include_str!("statements/decision_records.sql"))
            .bind(signed(after))
            .bind(i64::from(limit))
            .fetch_all(&mut *self.reading.lock().await)
            .await
            .map_err(failed)?;
        rows.iter().map(decision).collect::<Result<_, _>>().map_err(unreadable)
    }

    async fn scans(&self, after: u64, limit: u32) -> Result<Vec<ScanRecord>, StoreError> {
        let rows = sqlx::query(include_str!("statements/scans_after.sql"))
            .bind(signed(after))
            .bind(i64::from(limit))
            .fetch_all(&mut *self.reading.lock().await)
            .await
            .map_err(failed)?;
        rows.iter().map(scan).collect()
    }

    async fn forwarded(&self) -> Result<Vec<(i64, u64)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(include_str!("statements/all_forwarded.sql"))
            .fetch_all(&mut *self.reading.lock().await)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().map(|(node, next)| (node, unsigned(next))).collect())
    }

    async fn rows(&self, table: Table, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        let (name, key, others) = copied::layout(table);
        let keys = copied::names(key);
        let columns = copied::values(&[key, others].concat(), |_, column| match column {
            Column::Text(name) | Column::Number(name) => name.to_owned(),
            Column::Time(name) => format!("(extract(epoch FROM {name}) * 1000000)::bigint"),
            Column::Bytes(name) => format!("encode({name}, 'hex')"),
        });
        let beyond = match after {
            Some(_) => format!("WHERE ({keys}) > ({})", values(key, "$1::jsonb")),
            None => String::new(),
        };
        let statement = format!("SELECT jsonb_build_array({columns})::text FROM {name} {beyond} ORDER BY {keys} LIMIT {limit}");
        let query = sqlx::query_scalar(&statement);
        let query = match after {
            Some(after) => query.bind(after),
            None => query,
        };
        let mut reading = self.reading.lock().await;
        query.fetch_all(&mut *reading).await.map_err(failed)
    }
}

#[async_trait]
impl Destination for PostgresLogs {
    async fn begin(&self) -> Result<(), StoreError> {
        let living: i64 = sqlx::query_scalar(include_str!("statements/living_processes.sql"))
            .fetch_one(&self.database.pool)
            .await
            .map_err(failed)?;
        if living > 0 {
            return Err(StoreError::Failed(format!(
                "{living} nodes work on the target; stop them first, and wait five seconds after one that was killed"
            )));
        }
        let begun = run(&self.database, include_str!("statements/begin_copy.sql")).await;
        begun.map_err(|error| match error {
            StoreError::Failed(what) if what.contains("permission denied") => {
                StoreError::Failed(format!("filling a database takes its owner; give their URL ({what})"))
            }
            error => error,
        })
    }

    async fn append_decisions(&self, decisions: &[DecisionRecord]) -> Result<(), StoreError> {
        fn column<'a, T>(decisions: &'a [DecisionRecord], value: impl Fn(&'a DecisionRecord) -> T) -> Vec<T> {
            decisions.iter().map(value).collect()
        }
        sqlx::query(include_str!("statements/copy_decisions.sql"))
            .bind(column(decisions, |record| signed(record.position)))
            .bind(column(decisions, |record| record.kind.as_str()))
            .bind(column(decisions, |record| record.id.as_str()))
            .bind(column(decisions, |record| signed(record.sequence)))
            .bind(column(decisions, |record| record.event.as_str()))
            .bind(column(decisions, |record| record.event_version.as_str()))
            .bind(column(decisions, |record| record.payload.as_str()))
            .bind(column(decisions, |record| record.metadata.as_str()))
            .bind(column(decisions, |record| record.recorded_at))
            .execute(&self.database.pool)
            .await
            .map_err(|error| not_taken_in(decisions, error))?;
        Ok(())
    }

    async fn append_scans(&self, scans: &[ScanRecord]) -> Result<(), StoreError> {
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        let mut head: i64 = sqlx::query_scalar(include_str!("statements/lock_scans_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(failed)?;
        make_months(&mut transaction, scans).await?;
        for run in copied::runs(scans) {
            let before = signed(run[0].position - 1);
            if before > head {
                skip(&mut transaction, before).await?;
            }
            insert(&mut transaction, run).await?;
            head = before + i64::try_from(run.len()).map_err(unreadable)?;
        }
        for (node, next) in copied::marks(scans) {
            move_forwarded(&mut transaction, node, next).await?;
        }
        transaction.commit().await.map_err(failed)
    }

    async fn take_over(&self, origin: &dyn Origin, tables: &[Table]) -> Result<(), StoreError> {
        let mut transaction = self.database.pool.begin().await.map_err(failed)?;
        let through = signed(origin.heads().await?.scans);
        let head: i64 = sqlx::query_scalar(include_str!("statements/lock_scans_head.sql"))
            .fetch_one(&mut *transaction)
            .await
            .map_err(failed)?;
        if head < through {
            skip(&mut transaction, through).await?;
        }
        for (node, next) in origin.forwarded().await? {
            move_forwarded(&mut transaction, node, next).await?;
        }
        for table in tables {
            let (name, key, others) = copied::layout(*table);
            let columns = [key, others].concat();
            let (names, values) = (copied::names(&columns), values(&columns, "r"));
            // What is there already is no news; another row in its place is refused.
            let insert = format!(
                "INSERT INTO {name} ({names}) SELECT {values} FROM jsonb_array_elements($1::jsonb) r EXCEPT SELECT {names} FROM {name}"
            );
            if !copied::is_append_only(*table) {
                let clear = format!("DELETE FROM {name}");
                transaction.execute(clear.as_str()).await.map_err(failed)?;
            }
            let mut after: Option<String> = None;
            loop {
                let rows = origin.rows(*table, after.as_deref(), ROWS).await?;
                let Some(last) = rows.last() else { break };
                sqlx::query(&insert)
                    .bind(format!("[{}]", rows.join(",")))
                    .execute(&mut *transaction)
                    .await
                    .map_err(|error| copied::not_added(*table, &failed(error)))?;
                after = Some(last.clone());
            }
        }
        transaction.commit().await.map_err(failed)
    }

    async fn finish(&self) -> Result<(), StoreError> {
        run(&self.database, include_str!("statements/finish_copy.sql")).await
    }
}

impl Database {
    /// Whether it is being filled by a copy that is not done.
    pub async fn is_half_copied(&self) -> Result<bool, StoreError> {
        sqlx::query_scalar(include_str!("statements/is_copying.sql"))
            .fetch_one(&self.pool)
            .await
            .map_err(failed)
    }
}

async fn run(database: &Database, statement: &str) -> Result<(), StoreError> {
    let mut transaction = database.pool.begin().await.map_err(failed)?;
    transaction.execute(statement).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// Says which decision it was, where PostgreSQL has no room for a character.
fn not_taken_in(decisions: &[DecisionRecord], error: sqlx::Error) -> StoreError {
    let has_null = |record: &&DecisionRecord| {
        [&record.payload, &record.metadata]
            .iter()
            .any(|json| json.contains("\\u0000"))
    };
    match (&error, decisions.iter().find(has_null)) {
        // untranslatable_character (PostgreSQL's manual, appendix A)
        (sqlx::Error::Database(refusal), Some(record)) if refusal.code().as_deref() == Some("22P05") => {
            StoreError::Failed(format!(
                "the decision at position {} has a character U+0000 in it, which PostgreSQL cannot hold",
                record.position
            ))
        }
        _ => failed(error),
    }
}

/// The columns of a row that is a JSON array.
fn values(columns: &[Column], row: &str) -> String {
    copied::values(columns, |place, column| match column {
        Column::Text(_) => format!("{row} ->> {place}"),
        Column::Number(_) => format!("({row} ->> {place})::bigint"),
        Column::Time(_) => format!("timestamptz 'epoch' + ({row} ->> {place})::bigint * interval '1 microsecond'"),
        Column::Bytes(_) => format!("decode({row} ->> {place}, 'hex')"),
    })
}

async fn make_months(connection: &mut PgConnection, scans: &[ScanRecord]) -> Result<(), StoreError> {
    let month = |scan: &ScanRecord| time(scan.at).map(Month::of);
    let months: BTreeSet<Month> = scans.iter().map(month).collect::<Result<_, _>>()?;
    for month in months {
        sqlx::query(include_str!("statements/make_month_of_scans.sql"))
            .bind(month.first_day().to_string())
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Lets positions go on after this one: what is missing up to it was dropped with its month.
async fn skip(connection: &mut PgConnection, through: i64) -> Result<(), StoreError> {
    // Of several statements, which take no parameters.
    let statements = include_str!("statements/skip_scans.sql").replace("{through}", &through.to_string());
    connection.execute(statements.as_str()).await.map(drop).map_err(failed)
}

async fn move_forwarded(connection: &mut PgConnection, node: i64, next: u64) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/move_forwarded.sql"))
        .bind(node)
        .bind(signed(next))
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn insert(connection: &mut PgConnection, scans: &[ScanRecord]) -> Result<(), StoreError> {
    fn column<'a, T>(scans: &'a [ScanRecord], value: impl Fn(&'a ScanRecord) -> T) -> Vec<T> {
        scans.iter().map(value).collect()
    }
    sqlx::query(include_str!("statements/copy_scans.sql"))
        .bind(column(scans, |scan| signed(scan.position)))
        .bind(column(scans, |scan| scan.node))
        .bind(column(scans, |scan| signed(scan.offset)))
        .bind(column(scans, |scan| scan.at))
        .bind(column(scans, |scan| signed(scan.as_of)))
        .bind(column(scans, |scan| signed(scan.visitor)))
        .bind(column(scans, |scan| i16::from(scan.outcome)))
        .bind(column(scans, |scan| i16::from(scan.platform)))
        .bind(column(scans, |scan| scan.robot))
        .bind(column(scans, |scan| scan.code.as_str()))
        .bind(column(scans, |scan| scan.cause.as_str()))
        .bind(column(scans, |scan| scan.language.as_deref()))
        .bind(column(scans, |scan| scan.country.as_deref()))
        .bind(column(scans, |scan| scan.referrer.as_deref()))
        .bind(column(scans, |scan| scan.item.map(i32::from)))
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}
