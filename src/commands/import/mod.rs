//! `signpost import …`

mod qr_toolkit;

use std::{fs::File, io::BufWriter, path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use signpost_application::{
    authority::Caller,
    columns::Column,
    commands::imports::{Course, Desk, Imported, Order, Outcome, Refused, Results, Rows, import, past_scans::PastScans},
    ports::tables::{Form, Table, Tables},
};
use signpost_domain::{counted::counted, decision::Reason};
use signpost_infrastructure::tables::FileTables;

use crate::{
    failure::{Failure, fail},
    instance::{Instance, make},
    settings::{DatabaseUrl, StoreSettings},
};

/// How often the progress is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What is imported, and how.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ImportOptions {
    #[command(subcommand)]
    elsewhere: Option<Elsewhere>,
    /// A table: CSV or .xlsx
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// What stands under a heading that is not called as it is here, as COLUMN=HEADING; once for each
    #[arg(long = "column", value_name = "COLUMN=HEADING", value_parser = column)]
    columns: Vec<(Column, String)>,
    /// The sheet of a workbook; the first if not given
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What rows may do: mint codes, change codes that there are, or both; new mints what is not there and leaves alone what is
    #[arg(long, default_value = "both", value_parser = rows)]
    rows: Rows,
    /// Do the rows that can be done and leave the others out, rather than doing nothing
    #[arg(long)]
    leave_out: bool,
    /// Tell what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the same rows here with a column that says what came of each; a workbook if the table is one
    #[arg(long, value_name = "FILE")]
    result: Option<PathBuf>,
    /// Why, for the history
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<Reason>,
    /// One JSON object, for programs
    #[arg(long)]
    json: bool,
}

/// What else can be imported than a table.
#[derive(Debug, Subcommand)]
enum Elsewhere {
    /// The codes of the city of Ghent's own toolkit (django-qr-toolkit-core 4.3.2), from its database or its REST API
    ///
    /// Departments become units, slugs ids, UUIDs aliases, and links redirects, menus and pages, so that every address that the old system answered leads
    /// to the same place. Called again, it adds what is new and leaves alone what is there.
    QrToolkit(qr_toolkit::QrToolkitOptions),
}

fn column(text: &str) -> Result<(Column, String), String> {
    let (column, heading) = text.split_once('=').ok_or("give COLUMN=HEADING")?;
    Ok((column.parse().map_err(|error| format!("{error}"))?, heading.to_owned()))
}

fn rows(text: &str) -> Result<Rows, String> {
    let rows = Rows::ALL.into_iter().find(|rows| rows.as_str() == text);
    rows.ok_or_else(|| "give both, mint, change or new".to_owned())
}

fn reason(text: &str) -> Result<Reason, String> {
    Reason::try_from(text.to_owned()).map_err(|error| error.to_string())
}

/// Does it.
pub(crate) async fn run(options: ImportOptions, settings: &StoreSettings) -> Result<(), Failure> {
    match &settings.database_url {
        // A city's old codes may come in before the first start.
        DatabaseUrl::Sqlite if !options.dry_run => make(&settings.data_dir)?,
        _ => settings.must_exist()?,
    }
    let path = match (options.elsewhere, &options.file) {
        (Some(Elsewhere::QrToolkit(options)), _) => return qr_toolkit::run(options, settings).await,
        (None, Some(path)) => path,
        (None, None) => return Err(Failure::new("say which file to import")),
    };
    let tables = FileTables::waiting_in(std::env::temp_dir());
    let unusable = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let (form, mut table) = tables
        .open(path, options.sheet.as_deref())
        .map_err(|error| unusable(&error))?;
    let order = Order {
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()),
        columns: options.columns,
        rows: options.rows,
        leave_out: options.leave_out,
        dry_run: options.dry_run,
    };
    let instance = Instance::open(settings, "").await?;
    let result = options.result.map(|path| (path, form));
    let outcome = carry_out(&instance, &order, options.reason, &mut *table, result).await;
    instance.close().await;
    tell(&order, options.json, &outcome?, None)
}

/// Imports a table, and writes the table of results where that is asked for.
async fn carry_out(
    instance: &Instance,
    order: &Order,
    reason: Option<Reason>,
    table: &mut dyn Table,
    result: Option<(PathBuf, Form)>,
) -> Result<Imported, Failure> {
    let tables = FileTables::waiting_in(std::env::temp_dir());
    let mut writer = None;
    if let Some((path, form)) = result {
        let file = File::create(&path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        writer = Some(tables.begin(form, Box::new(BufWriter::new(file))).map_err(fail)?);
    }
    let mut spool = tables.spool().map_err(fail)?;
    let course = Course::default();
    let desk = Desk {
        table,
        spool: &mut *spool,
        results: writer.as_deref_mut().map(|table| Results {
            table,
            tell: &Outcome::to_string,
        }),
        course: &course,
    };
    let outcome = watched(instance, order, reason, desk, &course).await;
    if let Some(writer) = writer {
        writer.finish().map_err(fail)?;
    }
    outcome
}

/// Imports, and shows how far it has come. Ctrl-C stops it, and then nothing is changed.
async fn watched(
    instance: &Instance,
    order: &Order,
    reason: Option<Reason>,
    desk: Desk<'_>,
    course: &Course,
) -> Result<Imported, Failure> {
    let caller = Caller {
        reason,
        ..instance.operator()
    };
    let bar = ProgressBar::new_spinner();
    bar.set_style(style("{spinner} {human_pos} rows read, {per_sec}"));
    let importing = import(&instance.application, &caller, order, desk);
    tokio::pin!(importing);
    let mut tick = tokio::time::interval(LOOK_AGAIN);
    let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
    let mut is_interrupted = false;
    let mut is_appending = false;
    let imported = loop {
        tokio::select! {
            imported = &mut importing => break imported,
            _ = &mut interrupted, if !is_interrupted => {
                is_interrupted = true;
                course.cancel();
            }
            _ = tick.tick() => {
                let decisions = course.decisions();
                if decisions > 0 && !is_appending {
                    is_appending = true;
                    bar.reset();
                    bar.set_length(decisions);
                    bar.set_style(style("appending {bar:40} {human_pos}/{human_len} {per_sec} {eta}"));
                }
                bar.set_position(if is_appending { course.appended() } else { course.read() });
            }
        }
    };
    bar.finish_and_clear();
    imported.map_err(fail)
}

/// How a bar looks.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn tell(order: &Order, as_json: bool, imported: &Imported, past: Option<&PastScans>) -> Result<(), Failure> {
    let Imported { summary, change } = imported;
    let is_stopped = summary.refused > 0 && !order.leave_out;
    if as_json {
        let fault = |fault: &Refused| json!({"row": fault.row, "column": fault.column, "detail": fault.what});
        let mut said = json!({
            "change": change.as_ref().map(|change| change.id.as_str()),
            "dry_run": order.dry_run,
            "rows": summary.rows, "minted": summary.minted, "changed": summary.changed, "unchanged": summary.unchanged,
            "refused": summary.refused, "decisions": summary.decisions, "ignored": summary.ignored,
            "faults": summary.faults.iter().map(fault).collect::<Vec<_>>(),
        });
        if let Some(past) = past {
            said["past_scans"] = json!({"recorded": past.recorded, "known": past.known, "left_out": past.left_out});
        }
        println!("{said}");
    } else {
        for Refused { row, column, what } in &summary.faults {
            let column = column
                .as_ref()
                .map_or_else(String::new, |column| format!(", column {column}"));
            eprintln!("row {row}{column}: {what}");
        }
        if !summary.ignored.is_empty() {
            eprintln!("columns not looked at: {}", summary.ignored.join(", "));
        }
        let would = if change.is_some() { "" } else { "would be " };
        println!(
            "{}: {} {would}minted, {} {would}changed, {} unchanged, {} refused",
            counted(summary.rows, "row"),
            counted(summary.minted, "code"),
            summary.changed,
            summary.unchanged,
            summary.refused
        );
        if let Some(change) = change {
            println!("change {}", change.id);
        }
        if let Some(past) = past {
            println!(
                "{} recorded as past scans, {} known already, {} left out",
                counted(past.recorded, "hit"),
                past.known,
                past.left_out
            );
        }
    }
    if is_stopped {
        let refused = counted(summary.refused, "row");
        return Err(Failure::disagreement(if order.dry_run {
            format!("{refused} would be refused")
        } else {
            format!("{refused} refused, so nothing was done; mend what is refused, or leave it out with --leave-out")
        }));
    }
    Ok(())
}
