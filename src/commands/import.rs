//! `signpost import …`

use std::{fs::File, io::BufWriter, path::PathBuf, time::Duration};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use signpost_application::{
    authority::Caller,
    columns::Column,
    commands::imports::{Course, Desk, Imported, Order, Refused, Rows, import},
    ports::tables::{Table, Tables},
};
use signpost_domain::decision::Reason;
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
pub(crate) struct ImportOptions {
    /// A table: CSV or .xlsx
    file: PathBuf,
    /// What stands under a heading that is not called as it is here, as COLUMN=HEADING; once for each
    #[arg(long = "column", value_name = "COLUMN=HEADING", value_parser = column)]
    columns: Vec<(Column, String)>,
    /// The sheet of a workbook; the first if not given
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What rows may do: mint codes, change codes that there are, or both
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

fn column(text: &str) -> Result<(Column, String), String> {
    let (column, heading) = text.split_once('=').ok_or("give COLUMN=HEADING")?;
    Ok((column.parse().map_err(|error| format!("{error}"))?, heading.to_owned()))
}

fn rows(text: &str) -> Result<Rows, String> {
    let rows = Rows::ALL.into_iter().find(|rows| rows.as_str() == text);
    rows.ok_or_else(|| "give both, mint or change".to_owned())
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
    let tables = FileTables::waiting_in(std::env::temp_dir());
    let unusable = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", options.file.display()));
    let (form, mut table) = tables
        .open(&options.file, options.sheet.as_deref())
        .map_err(|error| unusable(&error))?;
    let mut result = None;
    if let Some(path) = &options.result {
        let file = File::create(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        result = Some(tables.begin(form, Box::new(BufWriter::new(file))).map_err(fail)?);
    }
    let instance = Instance::open(settings, "").await?;
    let mut spool = tables.spool().map_err(fail)?;
    let course = Course::default();
    let desk = Desk {
        table: &mut *table as &mut dyn Table,
        spool: &mut *spool,
        result: result.as_deref_mut().map(|result| result as _),
        course: &course,
    };
    let outcome = watched(&instance, &options, desk, &course).await;
    if let Some(result) = result {
        result.finish().map_err(fail)?;
    }
    instance.close().await;
    tell(&options, &outcome?)
}

/// Imports, and shows how far it has come. Ctrl-C stops it, and then nothing is changed.
async fn watched(instance: &Instance, options: &ImportOptions, desk: Desk<'_>, course: &Course) -> Result<Imported, Failure> {
    let order = Order {
        file: options.file.file_name().map(|name| name.to_string_lossy().into_owned()),
        columns: options.columns.clone(),
        rows: options.rows,
        leave_out: options.leave_out,
        dry_run: options.dry_run,
    };
    let caller = Caller {
        reason: options.reason.clone(),
        ..instance.operator()
    };
    let bar = ProgressBar::new_spinner();
    let style = |template| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style("{spinner} {human_pos} rows read, {per_sec}"));
    let importing = import(&instance.application, &caller, &order, desk);
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

fn tell(options: &ImportOptions, imported: &Imported) -> Result<(), Failure> {
    let Imported { summary, change } = imported;
    let is_stopped = summary.refused > 0 && !options.leave_out;
    if options.json {
        let fault = |fault: &Refused| json!({"row": fault.row, "column": fault.column, "detail": fault.what});
        let said = json!({
            "change": change.as_ref().map(|change| change.id.as_str()),
            "dry_run": options.dry_run,
            "rows": summary.rows, "minted": summary.minted, "changed": summary.changed, "unchanged": summary.unchanged,
            "refused": summary.refused, "decisions": summary.decisions, "ignored": summary.ignored,
            "faults": summary.faults.iter().map(fault).collect::<Vec<_>>(),
        });
        println!("{said}");
    } else {
        for Refused { row, column, what } in &summary.faults {
            let column = column
                .as_ref()
                .map_or_else(String::new, |column| format!(", column {column}"));
            eprintln!("row {row}{column}: {what}");
        }
        if !summary.ignored.is_empty() {
            eprintln!("not looked at: the columns {}", summary.ignored.join(", "));
        }
        let would = if change.is_some() { "" } else { "would be " };
        println!(
            "{} rows: {} codes {would}minted, {} {would}changed, {} are so already, {} rows refused",
            summary.rows, summary.minted, summary.changed, summary.unchanged, summary.refused
        );
        if let Some(change) = change {
            println!("change {}", change.id);
        }
    }
    if is_stopped {
        let what = if options.dry_run {
            format!("{} rows would be refused", summary.refused)
        } else {
            format!(
                "{} rows were refused, so nothing was done; mend them, or leave them out with --leave-out",
                summary.refused
            )
        };
        return Err(Failure::disagreement(what));
    }
    Ok(())
}
