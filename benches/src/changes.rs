//! A change of many codes in one act, by way of the REST API, against a bare bulk append of the same decisions to an empty log of
//! the same store; how long it takes to show everywhere, and the memory it takes.

use std::{path::Path, sync::Arc, time::Instant};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::Value;
use signpost_application::ports::decision_log::{Addition, DecisionLog};
use signpost_domain::{
    code::CodeEvent,
    decision::{Actor, Circumstances, DecisionEvent, Source},
    identifier::CodeId,
    target::Target,
};
use signpost_infrastructure::{
    postgres::{self, PostgresDecisionLog},
    schema::Migrating,
    sqlite::{self, SqliteDecisionLog},
};

use crate::{
    memory::Watch,
    nodes::{Client, Database, Node, text},
    report::{Figure, Goal, Report},
    server::Server,
    staff,
};

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Codes that are changed
    #[arg(long, default_value_t = 100_000)]
    codes: u32,
    /// Changes, every other one takes the one before back
    #[arg(long, default_value_t = 4)]
    rounds: u32,
    /// Where they are kept
    #[arg(long, value_enum, default_value_t = Store::Sqlite)]
    store: Store,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Store {
    Sqlite,
    Postgres,
}

/// A running Signpost on a store of its own.
enum Running {
    Sqlite(Server),
    Postgres { node: Node, _database: Database },
}

impl Running {
    fn client(&self) -> Result<Client, String> {
        match self {
            Self::Sqlite(server) => Client::to(server.address),
            Self::Postgres { node, .. } => node.client(),
        }
    }

    fn process(&self) -> u32 {
        match self {
            Self::Sqlite(server) => server.process(),
            Self::Postgres { node, .. } => node.process(),
        }
    }
}

/// What was measured in each round.
#[derive(Default)]
struct Found {
    decided: Vec<f64>,
    shown: Vec<f64>,
    reversed: Vec<f64>,
    memory: Vec<f64>,
}

/// Measures.
pub(crate) fn measure(options: &Options, program: &Path) -> Result<Report, String> {
    let folder = tempfile::tempdir().map_err(text)?;
    let (running, token) = match options.store {
        Store::Sqlite => {
            let token = staff::token(program, folder.path())?;
            (Running::Sqlite(Server::signpost(program, folder.path(), &[])?), token)
        }
        Store::Postgres => {
            let database = Database::start()?;
            let node = Node::start(program, &database.url())?;
            let token = crate::nodes::token(program, &database.url())?;
            (
                Running::Postgres {
                    node,
                    _database: database,
                },
                token,
            )
        }
    };
    let found = change(options, &running, &token)?;
    drop(running);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(text)?;
    let bare = runtime.block_on(append(options))?;

    let mut report = Report::new("changes");
    let bare = Figure::new("bare bulk append of the same decisions", "s", bare);
    let decided = Figure::new(format!("change of {} codes, decided", options.codes), "s", found.decided);
    let reversed = Figure::new("the same taken back, decided", "s", found.reversed);
    report.ratio("change to bare append", decided.median(), bare.median(), Goal::ToCompare);
    report.ratio(
        "taking back to bare append",
        reversed.median(),
        bare.median(),
        Goal::ToCompare,
    );
    report.figure(decided);
    report.figure(reversed);
    report.figure(bare);
    report.figure(Figure::new("from asked to shown everywhere", "s", found.shown));
    report.figure(Figure::new("most memory above that before", "MiB", found.memory));
    Ok(report)
}

fn change(options: &Options, running: &Running, token: &str) -> Result<Found, String> {
    let mut desk = running.client()?;
    let codes = options.codes;
    let minted = desk.change(
        "POST",
        "/batches",
        token,
        &format!(r#"{{"count": {codes}, "target": {{"type": "redirect", "url": "https://old.example/{{id}}"}}}}"#),
    )?;
    let batch = json(&minted.body)?["id"].as_str().ok_or(minted.body)?.to_owned();
    let first = format!("/api/v1/codes?batch={batch}&limit=1");
    crate::nodes::eventually("the batch shows", || {
        let page = desk.send_as(token, &first)?;
        Ok(page.body.contains(&batch))
    })?;
    let mut found = Found::default();
    let mut last = String::new();
    for round in 0..options.rounds {
        let (path, body) = if round % 2 == 0 {
            let body = format!(
                r#"{{"filter": {{"batch": "{batch}"}}, "change": {{"type": "move_host", "from": "old.example", "to": "new.example"}}}}"#
            );
            ("/changes".to_owned(), body)
        } else {
            (format!("/changes/{last}/reverse"), "{}".to_owned())
        };
        let watch = Watch::begin(running.process())?;
        let begun = Instant::now();
        let answer = desk.change_with("prefer: respond-async\r\n", "POST", &path, token, &body)?;
        let decided = begun.elapsed().as_secs_f64();
        let change = json(&answer.body)?;
        if change["codes"] != codes {
            return Err(answer.body);
        }
        last = change["id"].as_str().unwrap_or_default().to_owned();
        crate::nodes::eventually("the change shows", || {
            let change = json(&desk.send_as(token, &format!("/api/v1/changes/{last}"))?.body)?;
            Ok(change["progress"]["shown"] == change["progress"]["decisions"])
        })?;
        found.shown.push(begun.elapsed().as_secs_f64());
        found.memory.push(watch.end()?);
        if round % 2 == 0 {
            found.decided.push(decided);
        } else {
            found.reversed.push(decided);
        }
    }
    Ok(found)
}

/// The same decisions to a log of their own.
async fn append(options: &Options) -> Result<Vec<f64>, String> {
    let circumstances = Circumstances {
        actor: Actor::Principal("bench".parse().map_err(text)?),
        reason: None,
        source: Source::Rest,
        at: Timestamp::UNIX_EPOCH,
        correlation: "bench".to_owned(),
        approves: None,
    };
    let mut bare = Vec::new();
    for _ in 0..options.rounds {
        let additions: Vec<Addition> = (0..options.codes).map(retargeted).collect();
        let folder = tempfile::tempdir().map_err(text)?;
        let database;
        let log: Arc<dyn DecisionLog> = match options.store {
            Store::Sqlite => {
                let opened = sqlite::Database::decisions(folder.path(), Migrating::Allowed).await;
                Arc::new(SqliteDecisionLog::new(opened.map_err(text)?))
            }
            Store::Postgres => {
                database = Database::start()?;
                let opened = postgres::Database::open(&database.url(), Migrating::Allowed).await;
                Arc::new(PostgresDecisionLog::new(opened.map_err(text)?))
            }
        };
        let begun = Instant::now();
        log.append_all(&additions, &circumstances).await.map_err(text)?;
        bare.push(begun.elapsed().as_secs_f64());
    }
    Ok(bare)
}

fn retargeted(n: u32) -> Addition {
    // Scattered, as ids drawn at random are.
    let id = CodeId::from_random(u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let target = Target::Redirect {
        url: format!("https://new.example/{id}").parse().expect("an address"),
        forward_query: false,
    };
    Addition {
        event: DecisionEvent::Code(id, CodeEvent::Retargeted { target: Some(target) }),
        version: 3,
    }
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("{error}: {text}"))
}
