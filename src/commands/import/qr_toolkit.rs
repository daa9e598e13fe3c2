//! `signpost import qr-toolkit`

use std::path::PathBuf;

use clap::Args;
use signpost_application::{
    authority::Caller,
    commands::{
        Expectation,
        imports::{Order, Rows},
        put_unit::put_unit,
    },
    ports::{decision_log::Stream, tables::Form},
};
use signpost_domain::{
    decision::Source,
    language::Language,
    unit::{HostPolicy, Unit},
};
use signpost_infrastructure::qr_toolkit::QrToolkit;

use super::{carry_out, tell};
use crate::{
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
};

/// Where the toolkit is, and how it comes in.
#[derive(Debug, Args)]
pub(super) struct QrToolkitOptions {
    /// Its database: an SQLite file, or `postgres://USER:PASSWORD@HOST/NAME`
    database: String,
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
    let mut toolkit = QrToolkit::read(&options.database, &options.language).await.map_err(fail)?;
    let instance = Instance::open(settings, "").await?;
    let order = Order {
        file: Some("qr-toolkit".to_owned()),
        rows: Rows::New,
        leave_out: options.leave_out,
        ..Order::default()
    };
    found(&instance, &toolkit).await?;
    let result = options.result.map(|path| (path, Form::Separated));
    let outcome = carry_out(&instance, &order, None, &mut toolkit, result).await;
    instance.close().await;
    tell(&order, options.json, &outcome?)
}

/// Founds the units that departments become, where they are not there yet.
async fn found(instance: &Instance, toolkit: &QrToolkit) -> Result<(), Failure> {
    for (name, label) in toolkit.departments() {
        let stream: &dyn Stream<Unit> = &*instance.application.decisions;
        if stream.load(name.as_str()).await.map_err(fail)?.state.founded {
            continue;
        }
        let caller = Caller {
            source: Source::Import,
            ..instance.operator()
        };
        let (application, policy) = (&instance.application, HostPolicy::ANY);
        put_unit(application, &caller, name, Expectation::New, label.clone(), policy, None)
            .await
            .map_err(fail)?;
    }
    Ok(())
}
