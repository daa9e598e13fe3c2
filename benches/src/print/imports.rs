//! Importing a table by the command line, beside reading the same file with the `csv` crate and a bare multi-row INSERT of the same events.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::Command,
    time::Instant,
};

use crate::{
    mint::{events_of_postgres, events_of_sqlite, insert_into_postgres, insert_into_sqlite},
    nodes::{Database, text},
    report::{Figure, Goal, Report},
};

/// How much longer than reading and inserting an import may take.
const GOAL: f64 = 3.0;

/// Seconds of one turn, on a store that nothing else is in.
struct Turn {
    imported: f64,
    read: f64,
    inserted: f64,
}

/// Imports `rows` rows, on both stores.
pub(super) fn measure(report: &mut Report, rows: u32, rounds: u32, program: &Path) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(text)?;
    let folder = tempfile::tempdir().map_err(text)?;
    let table = folder.path().join("table.csv");
    write(&table, rows)?;
    for (store, is_postgres) in [("PostgreSQL", true), ("SQLite", false)] {
        let turns: Vec<Turn> = (0..rounds)
            .map(|_| runtime.block_on(turn(&table, program, is_postgres)))
            .collect::<Result<_, _>>()?;
        let figure = |what: &str, value: fn(&Turn) -> f64| {
            Figure::new(
                format!("{store}: {what} of {rows} rows"),
                "s",
                turns.iter().map(value).collect(),
            )
        };
        let imported = figure("import", |turn| turn.imported);
        let floor = figure("reading with csv, and bare INSERT", |turn| turn.read + turn.inserted);
        report.ratio(
            format!("{store}: import, to reading with csv and bare INSERT of the same events"),
            imported.median(),
            floor.median(),
            Goal::AtMost(GOAL),
        );
        report.figure(imported);
        report.figure(floor);
    }
    Ok(())
}

fn write(table: &Path, rows: u32) -> Result<(), String> {
    let mut table = BufWriter::new(File::create(table).map_err(text)?);
    writeln!(table, "id,label,tags,target").map_err(text)?;
    for row in 0..rows {
        writeln!(table, "B-{row},Bench {row},\"bench,oak\",https://stad.example/bank/{row}").map_err(text)?;
    }
    table.flush().map_err(text)
}

async fn turn(table: &Path, program: &Path, is_postgres: bool) -> Result<Turn, String> {
    let folder = tempfile::tempdir().map_err(text)?;
    let import = |store: &[&str]| -> Result<f64, String> {
        let begun = Instant::now();
        let output = Command::new(program)
            .arg("import")
            .arg(table)
            .args(store)
            .arg("--data-dir")
            .arg(folder.path())
            .output()
            .map_err(text)?;
        if output.status.success() {
            Ok(begun.elapsed().as_secs_f64())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    };
    let (imported, inserted) = if is_postgres {
        let server = Database::start()?;
        let imported = import(&["--database-url", &server.url()])?;
        let events = events_of_postgres(&server.url()).await?;
        (imported, insert_into_postgres(&events).await?)
    } else {
        let imported = import(&[])?;
        let events = events_of_sqlite(folder.path()).await?;
        (imported, insert_into_sqlite(&events).await?)
    };
    Ok(Turn {
        imported,
        read: read(table)?,
        inserted,
    })
}

fn read(table: &Path) -> Result<f64, String> {
    let begun = Instant::now();
    let mut reader = csv::Reader::from_path(table).map_err(text)?;
    let mut record = csv::StringRecord::new();
    let mut bytes = 0;
    while reader.read_record(&mut record).map_err(text)? {
        bytes += record.as_slice().len();
    }
    std::hint::black_box(bytes);
    Ok(begun.elapsed().as_secs_f64())
}
