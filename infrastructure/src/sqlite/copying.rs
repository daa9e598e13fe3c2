//! Both logs of a folder as they are stored, to be copied.

use async_trait::async_trait;
use signpost_application::{
    ports::{
        StoreError,
        copying::{Destination, Heads, Origin, Table},
    },
    record::{DecisionRecord, ScanRecord},
};
use sqlx::{Executor, SqliteConnection};
use tokio::sync::Mutex;

use super::records::{decisions, scan};
use super::{Database, failed, signed, unreadable, unsigned};
use crate::copied::{self, Column, ROWS};

/// The logs in open files.
pub struct SqliteLogs {
    decisions: Database,
    scans: Database,
    reading_decisions: Mutex<SqliteConnection>,
    reading_scans: Mutex<SqliteConnection>,
}

impl SqliteLogs {
    /// As they are at this moment.
    pub async fn as_they_are(decisions: Database, scans: Database) -> Result<Self, StoreError> {
        let logs = Self::new(decisions, scans).await?;
        // Whatever a scan refers to is in the decisions read after it.
        for (reading, statement) in [
            (&logs.reading_scans, include_str!("statements/scans_head.sql")),
            (&logs.reading_decisions, include_str!("statements/events_head.sql")),
        ] {
            let mut reading = reading.lock().await;
            reading.execute("BEGIN").await.map_err(failed)?;
            // The moment is that of the first look.
            reading.execute(statement).await.map_err(failed)?;
        }
        Ok(logs)
    }

    /// To be filled.
    pub async fn new(decisions: Database, scans: Database) -> Result<Self, StoreError> {
        let reading_decisions = decisions.readers.acquire().await.map_err(failed)?.detach();
        let reading_scans = scans.readers.acquire().await.map_err(failed)?.detach();
        Ok(Self {
            decisions,
            scans,
            reading_decisions: Mutex::new(reading_decisions),
            reading_scans: Mutex::new(reading_scans),
        })
    }
}

#[async_trait]
impl Origin for SqliteLogs {
    async fn heads(&self) -> Result<Heads, StoreError> {
        let decisions: i64 = sqlx::query_scalar(include_str!("statements/events_head.sql"))
            .fetch_one(&mut *self.reading_decisions.lock().await)
            .await
            .map_err(failed)?;
        let scans: i64 = sqlx::query_scalar(include_str!("statements/scans_head.sql"))
            .fetch_one(&mut *self.reading_scans.lock().await)
            .await
            .map_err(failed)?;
        Ok(Heads {
            decisions: unsigned(decisions),
            scans: unsigned(scans),
        })
    }

    async fn decisions(&self, after: u64, limit: u32) -> Result<Vec<DecisionRecord>, StoreError> {
        let list: String = sqlx::query_scalar(include_str!("statements/decision_records.sql"))
            .bind(signed(after))
            .bind(limit)
            .fetch_one(&mut *self.reading_decisions.lock().await)
            .await
            .map_err(failed)?;
        decisions(&list)
    }

    async fn scans(&self, after: u64, limit: u32) -> Result<Vec<ScanRecord>, StoreError> {
        let rows = sqlx::query(include_str!("statements/scans_after.sql"))
            .bind(signed(after))
            .bind(limit)
            .fetch_all(&mut *self.reading_scans.lock().await)
            .await
            .map_err(failed)?;
        rows.iter().map(scan).collect::<Result<_, _>>().map_err(unreadable)
    }

    async fn forwarded(&self) -> Result<Vec<(i64, u64)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(include_str!("statements/all_forwarded.sql"))
            .fetch_all(&mut *self.reading_scans.lock().await)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().map(|(node, next)| (node, unsigned(next))).collect())
    }

    async fn rows(&self, table: Table, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        let (name, key, others) = copied::layout(table);
        let keys = copied::names(key);
        let columns = copied::values(&[key, others].concat(), |_, column| match column {
            Column::Text(name) | Column::Number(name) | Column::Time(name) => name.to_owned(),
            Column::Bytes(name) => format!("hex({name})"),
        });
        let beyond = match after {
            Some(_) => format!(
                "WHERE ({keys}) > ({})",
                copied::values(key, |place, _| format!("?1 ->> {place}"))
            ),
            None => String::new(),
        };
        let statement = format!("SELECT json_array({columns}) FROM {name} {beyond} ORDER BY {keys} LIMIT {limit}");
        let query = sqlx::query_scalar(&statement);
        let query = match after {
            Some(after) => query.bind(after),
            None => query,
        };
        let mut reading = self.reading_decisions.lock().await;
        query.fetch_all(&mut *reading).await.map_err(failed)
    }
}

#[async_trait]
impl Destination for SqliteLogs {
    async fn begin(&self) -> Result<(), StoreError> {
        run(&self.decisions, include_str!("statements/begin_copy.sql")).await
    }

    async fn append_decisions(&self, decisions: &[DecisionRecord]) -> Result<(), StoreError> {
        let line = |r: &DecisionRecord| {
            serde_json::json!([
                r.position,
                r.kind,
                r.id,
                r.sequence,
                r.event,
                r.event_version,
                r.payload,
                r.metadata,
                r.recorded_at
            ])
        };
        let lines: serde_json::Value = decisions.iter().map(line).collect();
        sqlx::query(include_str!("statements/copy_decisions.sql"))
            .bind(lines.to_string())
            .execute(&self.decisions.writer)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn append_scans(&self, scans: &[ScanRecord]) -> Result<(), StoreError> {
        let line = |s: &ScanRecord| {
            let (offset, as_of, visitor) = (signed(s.offset), signed(s.as_of), signed(s.visitor));
            serde_json::json!([
                s.position,
                s.node,
                offset,
                s.at,
                as_of,
                visitor,
                s.outcome,
                s.platform,
                u8::from(s.robot),
                s.code,
                s.cause,
                s.language,
                s.country,
                s.referrer,
                s.item
            ])
        };
        let mut transaction = self.scans.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        for run in copied::runs(scans) {
            // What is missing before these was dropped with its month.
            move_expired(&mut transaction, run[0].position - 1).await?;
            let lines: serde_json::Value = run.iter().map(line).collect();
            sqlx::query(include_str!("statements/copy_scans.sql"))
                .bind(lines.to_string())
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
        for (node, next) in copied::marks(scans) {
            move_forwarded(&mut transaction, node, next).await?;
        }
        transaction.commit().await.map_err(failed)
    }

    async fn take_over(&self, origin: &dyn Origin, tables: &[Table]) -> Result<(), StoreError> {
        let mut transaction = self.scans.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        move_expired(&mut transaction, origin.heads().await?.scans).await?;
        for (node, next) in origin.forwarded().await? {
            move_forwarded(&mut transaction, node, next).await?;
        }
        transaction.commit().await.map_err(failed)?;
        // Whoever was forgotten in the source since the last copy is forgotten here, too.
        run(&self.decisions, include_str!("statements/delete_securely.sql")).await?;
        let mut transaction = self.decisions.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        for table in tables {
            let (name, key, others) = copied::layout(*table);
            let columns = [key, others].concat();
            let values = copied::values(&columns, |place, column| match column {
                Column::Text(_) | Column::Number(_) | Column::Time(_) => format!("value ->> {place}"),
                Column::Bytes(_) => format!("unhex(value ->> {place})"),
            });
            let names = copied::names(&columns);
            // What is there already is no news; another row in its place is refused.
            let insert =
                format!("INSERT INTO {name} ({names}) SELECT {values} FROM json_each(?) EXCEPT SELECT {names} FROM {name}");
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
        run(&self.decisions, include_str!("statements/finish_copy.sql")).await
    }
}

impl Database {
    /// Whether `signpost.db` is being filled by a copy that is not done.
    pub async fn is_half_copied(&self) -> Result<bool, StoreError> {
        sqlx::query_scalar(include_str!("statements/is_copying.sql"))
            .fetch_one(&self.readers)
            .await
            .map_err(failed)
    }
}

async fn run(database: &Database, statement: &str) -> Result<(), StoreError> {
    database.writer.execute(statement).await.map(drop).map_err(failed)
}

/// Lets positions go on after this one.
async fn move_expired(connection: &mut SqliteConnection, through: u64) -> Result<(), StoreError> {
    let last: i64 = sqlx::query_scalar(include_str!("statements/scans_head.sql"))
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    if unsigned(last) < through {
        sqlx::query(include_str!("statements/move_expired.sql"))
            .bind(signed(through))
            .execute(connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

async fn move_forwarded(connection: &mut SqliteConnection, node: i64, next: u64) -> Result<(), StoreError> {
    sqlx::query(include_str!("statements/move_forwarded.sql"))
        .bind(node)
        .bind(signed(next))
        .execute(connection)
        .await
        .map_err(failed)?;
    Ok(())
}
