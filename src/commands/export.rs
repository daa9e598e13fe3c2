//! `signpost export …`

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::{Args, Subcommand, ValueEnum};
use signpost_api::rest::codes::export::line;
use signpost_application::{
    ports::{
        catalogue::CodeFilter,
        tables::{Form, Tables},
    },
    queries::exported::{Exported, exported, write_codes, write_headings},
};
use signpost_domain::identifier::{Tag, UnitName};
use signpost_infrastructure::tables::FileTables;
use signpost_projections::runner::catch_up;

use crate::{
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
};

/// What to export.
#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Codes as they are now; as a table, it can be changed and imported again
    Codes(CodesOptions),
}

/// Which codes, and how.
#[derive(Debug, Args)]
pub(crate) struct CodesOptions {
    /// In which form
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Where to; standard output if not given
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What is printed before a code's id
    #[arg(
        long,
        env = "SIGNPOST_PUBLIC_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080"
    )]
    public_url: String,
    /// Of this unit only
    #[arg(long)]
    unit: Option<UnitName>,
    /// With this tag only
    #[arg(long)]
    tag: Option<Tag>,
    /// Of this batch only
    #[arg(long)]
    batch: Option<String>,
}

/// In which form codes are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// One JSON object a line, with all there is to know.
    Jsonl,
}

/// Does it.
pub(crate) async fn run(command: ExportCommand, settings: &StoreSettings) -> Result<(), Failure> {
    settings.must_exist()?;
    let ExportCommand::Codes(options) = command;
    let instance = Instance::open(settings, options.public_url.trim_end_matches('/')).await?;
    // No server may have shown what was decided last.
    let model = instance.stores.catalogue_model();
    catch_up(&instance.application.decisions, &*model, |_| {})
        .await
        .map_err(fail)?;
    let outcome = export(&instance, options).await;
    instance.close().await;
    outcome
}

async fn export(instance: &Instance, options: CodesOptions) -> Result<(), Failure> {
    let filter = CodeFilter {
        unit: options.unit,
        tag: options.tag,
        batch: options.batch,
        ..CodeFilter::default()
    };
    let codes = exported(&instance.application, &instance.operator().principal, filter)
        .await
        .map_err(fail)?;
    let out: Box<dyn Write + Send> = match &options.output {
        Some(path) => {
            let file = File::create(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout())),
    };
    let public_url = &*instance.application.public_url;
    match options.format {
        Format::Csv => table(codes, Form::CSV, out, public_url).await,
        Format::Xlsx => table(codes, Form::Workbook, out, public_url).await,
        Format::Jsonl => lines(codes, out, public_url).await,
    }
}

async fn table(mut codes: Exported, form: Form, out: Box<dyn Write + Send>, public_url: &str) -> Result<(), Failure> {
    let mut table = FileTables::waiting_in(std::env::temp_dir()).begin(form, out).map_err(fail)?;
    write_headings(&mut *table).map_err(fail)?;
    loop {
        let part = codes.next().await.map_err(fail)?;
        if part.is_empty() {
            return table.finish().map_err(fail);
        }
        write_codes(&mut *table, &part, public_url).map_err(fail)?;
    }
}

async fn lines(mut codes: Exported, mut out: Box<dyn Write + Send>, public_url: &str) -> Result<(), Failure> {
    loop {
        let part = codes.next().await.map_err(fail)?;
        if part.is_empty() {
            return out.flush().map_err(fail);
        }
        for record in &part {
            out.write_all(line(record, public_url).as_bytes()).map_err(fail)?;
        }
    }
}
