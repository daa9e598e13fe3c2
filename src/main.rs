//! The `signpost` program: command line, configuration, wiring. No logic.

mod background;
mod city;
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

/// Every scan makes some dozen small allocations, most of them in axum and hyper, on one thread, and frees some on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    // Two at least: should a write to the journal hang, it holds up one of them.
    let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return Failure::new(format!("cannot start: {error}")).report(),
    };
    match runtime.block_on(commands::run(command_line)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
