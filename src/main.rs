//! The `signpost` program: command line, configuration, wiring. No logic.

mod commands;
mod failure;
mod instance;
mod metrics;
mod node;
mod settings;
mod stores;

use std::process::ExitCode;

use clap::Parser;

use crate::{commands::CommandLine, failure::Failure};

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::new(format!("cannot start: {error}")).report(),
    };
    match runtime.block_on(commands::run(command_line)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
