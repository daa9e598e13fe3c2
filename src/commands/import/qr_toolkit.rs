//! `signpost import qr-toolkit`

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;
use signpost_application::{
    authority::Caller,
    commands::{
        Expectation,
        imports::{
            Order, Rows,
            past_scans::{PastScans, record_past_scans},
        },
        put_unit::put_unit,
    },
    ports::{decision_log::Stream, tables::Form},
};
use signpost_domain::{
    decision::Source as Way,
    language::Language,
    scan::NodeId,
    unit::{HostPolicy, Unit},
};
use signpost_infrastructure::qr_toolkit::{NoHeader, QrToolkit, Read, Source, Token};
use url::Url;

use super::{carry_out, style, tell};
use crate::{
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
};

/// Where the toolkit is, and how it comes in.
#[derive(Debug, Args)]
pub(super) struct QrToolkitOptions {
    /// Its database, an SQLite file or `postgres://USER:PASSWORD@HOST/NAME`; or its REST API, `https://HOST/api/`
    #[arg(value_name = "DATABASE|URL")]
    toolkit: String,
    /// A file with the header that its API wants, such as `Authorization: Token …` or `apiKey: …`
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// The language of its texts
    #[arg(long, value_name = "TAG", default_value = "nl")]
    language: Language,
    /// Do the codes that can be done and leave the others out, rather than doing nothing
    #[arg(long)]
    leave_out: bool,
    /// Write a CSV here that says what came of each code
    #[arg(long, value_name = "FILE")]
    result: Option<PathBuf>,
    /// One JSON object, for programs
    #[arg(long)]
    json: bool,
}

/// Does it.
pub(super) async fn run(options: QrToolkitOptions, settings: &StoreSettings) -> Result<(), Failure> {
    let source = source(&options)?;
    let mut toolkit = read(&source, &options.language).await?;
    let instance = Instance::open(settings, "").await?;
    let order = Order {
        file: Some("qr-toolkit".to_owned()),
        rows: Rows::New,
        leave_out: options.leave_out,
        ..Order::default()
    };
    found(&instance, &toolkit).await?;
    let result = options.result.map(|path| (path, Form::CSV));
    let outcome = carry_out(&instance, &order, None, &mut toolkit, result).await;
    let past = match &outcome {
        // Where nothing was done, nothing follows.
        Ok(imported) if imported.summary.refused == 0 || order.leave_out => Some(record(&instance, &mut toolkit).await),
        _ => None,
    };
    instance.close().await;
    tell(&order, options.json, &outcome?, past.transpose()?.as_ref())
}

/// Where the toolkit is.
fn source(options: &QrToolkitOptions) -> Result<Source, Failure> {
    let toolkit = &options.toolkit;
    let begins_with = |schemes: [&str; 2]| schemes.iter().any(|scheme| toolkit.starts_with(scheme));
    if begins_with(["https://", "http://"]) {
        let wrong = |error| Failure::new(format!("{toolkit}: {error}"));
        let url = toolkit.parse::<Url>().map_err(wrong)?;
        let token = options.token_file.as_deref().map(token).transpose()?;
        return Ok(Source::Api(url, token));
    }
    if options.token_file.is_some() {
        return Err(Failure::new(
            "a token is for an API; of a database, say who reads it in its URL",
        ));
    }
    Ok(if begins_with(["postgres://", "postgresql://"]) {
        Source::Postgres(toolkit.clone())
    } else {
        Source::Sqlite(toolkit.into())
    })
}

fn token(path: &Path) -> Result<Token, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let line = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
    line.parse().map_err(|error: NoHeader| wrong(&error))
}

/// Reads it, and shows how far it has come. Nothing is changed yet, so Ctrl-C may simply end it.
async fn read(source: &Source, language: &Language) -> Result<QrToolkit, Failure> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(style("{spinner} {human_pos} codes of the toolkit read, {per_sec}"));
    let shown = bar.clone();
    let mut tell = move |read: Read| {
        if let Some(of) = read.of.filter(|of| shown.length() != Some(*of)) {
            shown.set_length(of);
            shown.set_style(style("{bar:40} {human_pos}/{human_len} codes of the toolkit read {eta}"));
        }
        shown.set_position(read.codes);
    };
    let toolkit = QrToolkit::read(source, language, &mut tell).await;
    bar.finish_and_clear();
    toolkit.map_err(fail)
}

/// Brings its hits along.
async fn record(instance: &Instance, toolkit: &mut QrToolkit) -> Result<PastScans, Failure> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(style("{spinner} {human_pos} hits recorded as past scans, {per_sec}"));
    let shown = bar.clone();
    let mut tell = move |past: &PastScans| shown.set_position(past.recorded);
    let (application, node) = (&instance.application, NodeId::QR_TOOLKIT);
    let past = record_past_scans(application, &instance.operator(), node, &mut toolkit.past_scans(), &mut tell).await;
    bar.finish_and_clear();
    past.map_err(fail)
}

/// Founds the units that departments become, where they are not there yet.
async fn found(instance: &Instance, toolkit: &QrToolkit) -> Result<(), Failure> {
    for (name, label) in toolkit.departments() {
        let stream: &dyn Stream<Unit> = &*instance.application.decisions;
        if stream.load(name.as_str()).await.map_err(fail)?.state.founded {
            continue;
        }
        let caller = Caller {
            source: Way::Import,
            ..instance.operator()
        };
        let (application, policy) = (&instance.application, HostPolicy::ANY);
        put_unit(application, &caller, name, Expectation::New, label.clone(), policy, None)
            .await
            .map_err(fail)?;
    }
    Ok(())
}
