//! Minting many codes in one call, beside a bare multi-row INSERT of the same events into an empty log of the same store.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use clap::Args;
use signpost_infrastructure::{postgres, schema::Migrating, sqlite};
use sqlx::{
    ColumnIndex, Connection, Database as Kind, Decode, Executor, PgConnection, Row, SqliteConnection, Type,
    sqlite::SqliteConnectOptions,
};

use crate::{
    memory::Watch,
    nodes::{Client, Database, Node, text, token},
    report::{Figure, Goal, Report},
    server::Server,
    staff,
};

/// Part of a bare INSERT's events per second that a call should reach.
const GOAL: f64 = 1.0 / 3.0;
/// Rows in one INSERT.
const ROWS: usize = 1_000;
/// How long an answer may take: a million codes show after minutes on a slow disk.
const PATIENCE: Duration = Duration::from_mins(20);
/// What the INSERT names.
const COLUMNS: &str = "position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata";

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Codes in one call
    #[arg(long, default_value_t = 100_000)]
    pub(crate) codes: u32,
    /// Turns of each, on both stores
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: u32,
}

/// How long a call waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Until all is minted: `Prefer: respond-async`.
    Minted,
    /// Until everything that the node shows has the batch.
    Shown,
}

/// One turn, in events per second. Each of the three has a store of its own, which nothing else is in.
struct Turn {
    minted: f64,
    shown: f64,
    inserted: f64,
    /// What minting took of memory.
    mebibytes: f64,
}

/// What a call took, and its events as rows of an INSERT.
struct Call {
    seconds: f64,
    mebibytes: f64,
    rows: Vec<String>,
}

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    let mut report = Report::new("mint");
    measure_into(&mut report, options, program)?;
    Ok(report)
}

/// The same as a part of another report.
pub(crate) fn measure_into(report: &mut Report, options: &Options, program: &Path) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(text)?;
    for (store, is_postgres) in [("PostgreSQL", true), ("SQLite", false)] {
        let turns: Vec<Turn> = (0..options.rounds)
            .map(|_| runtime.block_on(turn(options, program, is_postgres)))
            .collect::<Result<_, _>>()?;
        tell(report, store, options.codes, &turns);
    }
    Ok(())
}

fn tell(report: &mut Report, store: &str, codes: u32, turns: &[Turn]) {
    let figure = |what: &str, value: fn(&Turn) -> f64| {
        let name = format!("{store}: batch of {codes} codes, {what}");
        Figure::new(name, "events/s", turns.iter().map(value).collect())
    };
    let minted = figure("answered when minted", |turn| turn.minted);
    let shown = figure("answered when shown", |turn| turn.shown);
    let inserted = figure("bare INSERT, 1,000 rows a statement", |turn| turn.inserted);
    for (what, call) in [("minted", &minted), ("shown", &shown)] {
        let name = format!("{store}: batch of {codes} codes, answered when {what}, to bare INSERT");
        report.ratio(name, call.median(), inserted.median(), Goal::AtLeast(GOAL));
    }
    let memory = Figure::new(
        format!("{store}: batch of {codes} codes, most memory above that before"),
        "MiB",
        turns.iter().map(|turn| turn.mebibytes).collect(),
    );
    for figure in [minted, shown, inserted, memory] {
        report.figure(figure);
    }
}

async fn turn(options: &Options, program: &Path, is_postgres: bool) -> Result<Turn, String> {
    let call = async |until| {
        if is_postgres {
            on_postgres(options, program, until).await
        } else {
            on_sqlite(options, program, until).await
        }
    };
    let (minted, shown) = (call(Until::Minted).await?, call(Until::Shown).await?);
    let inserted = if is_postgres {
        insert_into_postgres(&shown.rows).await?
    } else {
        insert_into_sqlite(&shown.rows).await?
    };
    Ok(Turn {
        minted: rate(&minted.rows, minted.seconds),
        shown: rate(&shown.rows, shown.seconds),
        inserted: rate(&shown.rows, inserted),
        mebibytes: minted.mebibytes,
    })
}

/// Events per second.
fn rate(events: &[String], seconds: f64) -> f64 {
    f64::from(u32::try_from(events.len()).unwrap_or(u32::MAX)) / seconds
}

/// Seconds until the answer.
fn order(options: &Options, desk: Client, token: &str, until: Until) -> Result<f64, String> {
    let mut desk = desk.waiting(PATIENCE)?;
    let (preference, status) = match until {
        Until::Minted => ("prefer: respond-async\r\n", 202),
        Until::Shown => ("", 201),
    };
    let order = format!(
        r#"{{"count": {}, "label": "Bench {{number}}", "tags": ["bench"], "target": {{"type": "redirect", "url": "https://stad.example/bank/{{number}}"}}}}"#,
        options.codes
    );
    let begun = Instant::now();
    let answer = desk.change_with(preference, "POST", "/batches", token, &order)?;
    let seconds = begun.elapsed().as_secs_f64();
    if answer.status == status {
        Ok(seconds)
    } else {
        Err(format!("{}: {}", answer.status, answer.body))
    }
}

async fn on_postgres(options: &Options, program: &Path, until: Until) -> Result<Call, String> {
    let server = Database::start()?;
    let node = Node::start(program, &server.url())?;
    let token = token(program, &server.url())?;
    let watch = Watch::begin(node.process())?;
    let seconds = order(options, node.client()?, &token, until)?;
    let mebibytes = watch.end()?;
    drop(node);
    let rows = events_of_postgres(&server.url()).await?;
    Ok(Call {
        seconds,
        mebibytes,
        rows,
    })
}

/// The decisions on codes, as they stand in an INSERT.
pub(crate) async fn events_of_postgres(url: &str) -> Result<Vec<String>, String> {
    let mut connection = PgConnection::connect(url).await.map_err(text)?;
    let events = COLUMNS.replace("payload, metadata", "payload::text, metadata::text");
    let events = format!("SELECT {events} FROM events WHERE aggregate_type = 'code' ORDER BY position");
    let events = sqlx::query(&events).fetch_all(&mut connection).await.map_err(text)?;
    Ok((1..).zip(&events).map(|(position, event)| values(position, event)).collect())
}

async fn on_sqlite(options: &Options, program: &Path, until: Until) -> Result<Call, String> {
    let folder = tempfile::tempdir().map_err(text)?;
    let token = staff::token(program, folder.path())?;
    let server = Server::signpost(program, folder.path(), &[])?;
    let watch = Watch::begin(server.process())?;
    let seconds = order(options, Client::to(server.address)?, &token, until)?;
    let mebibytes = watch.end()?;
    drop(server);
    let rows = events_of_sqlite(folder.path()).await?;
    Ok(Call {
        seconds,
        mebibytes,
        rows,
    })
}

/// The same of a data folder.
pub(crate) async fn events_of_sqlite(folder: &Path) -> Result<Vec<String>, String> {
    let mut connection = open(folder).await?;
    let events = format!("SELECT {COLUMNS} FROM events WHERE aggregate_type = 'code' ORDER BY position");
    let events = sqlx::query(&events).fetch_all(&mut connection).await.map_err(text)?;
    Ok((1..).zip(&events).map(|(position, event)| values(position, event)).collect())
}

async fn open(folder: &Path) -> Result<SqliteConnection, String> {
    let file = SqliteConnectOptions::new().filename(folder.join("signpost.db"));
    SqliteConnection::connect_with(&file).await.map_err(text)
}

/// An event as it stands in an INSERT.
fn values<'r, R: Row>(position: u64, event: &'r R) -> String
where
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Kind,
{
    let [kind, id, name, schema, payload, metadata] =
        [1, 2, 4, 5, 6, 7].map(|column| event.get::<&str, _>(column).replace('\'', "''"));
    let version: i64 = event.get(3);
    format!("({position}, '{kind}', '{id}', {version}, '{name}', '{schema}', '{payload}', '{metadata}')")
}

fn statements(rows: &[String]) -> Vec<String> {
    rows.chunks(ROWS)
        .map(|rows| format!("INSERT INTO events ({COLUMNS}) VALUES {}", rows.join(",")))
        .collect()
}

/// Seconds that it takes to insert them in an empty log.
pub(crate) async fn insert_into_postgres(rows: &[String]) -> Result<f64, String> {
    let server = Database::start()?;
    let log = postgres::Database::open(&server.url(), Migrating::Allowed)
        .await
        .map_err(text)?;
    log.close().await;
    let mut connection = PgConnection::connect(&server.url()).await.map_err(text)?;
    let statements = statements(rows);
    let begun = Instant::now();
    connection.execute("BEGIN").await.map_err(text)?;
    for statement in &statements {
        connection.execute(&**statement).await.map_err(text)?;
    }
    connection.execute("COMMIT").await.map_err(text)?;
    Ok(begun.elapsed().as_secs_f64())
}

/// The same in a data folder.
pub(crate) async fn insert_into_sqlite(rows: &[String]) -> Result<f64, String> {
    let folder = tempfile::tempdir().map_err(text)?;
    let log = sqlite::Database::decisions(folder.path(), Migrating::Allowed)
        .await
        .map_err(text)?;
    log.close().await;
    let mut connection = open(folder.path()).await?;
    let statements = statements(rows);
    let begun = Instant::now();
    connection.execute("BEGIN").await.map_err(text)?;
    for statement in &statements {
        connection.execute(&**statement).await.map_err(text)?;
    }
    connection.execute("COMMIT").await.map_err(text)?;
    Ok(begun.elapsed().as_secs_f64())
}
