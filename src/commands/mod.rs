//! The command line.

mod audit;
mod copy;
mod demo;
mod export;
mod import;
mod migrate;
mod openapi;
mod people;
mod projections;
mod scans;
mod seals;
mod serve;
mod token;

use clap::{Parser, Subcommand};

use crate::{
    failure::Failure,
    settings::{ServeOptions, ServeSettings, StoreOptions, StoreSettings},
};

/// QR codes that never have to be replaced: where a code leads changes at any moment, can differ per audience, and every
/// change and every scan is kept.
///
/// Without a command, signpost serves: citizens' scans at /, the REST API at /api/v1, its documentation at /api/docs.
#[derive(Debug, Parser)]
#[command(name = "signpost", version)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    store: StoreOptions,
    #[command(flatten)]
    serve: ServeOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve scans and the REST API until told to stop (Ctrl-C or SIGTERM)
    Serve(ServeOptions),
    /// Tokens, by which people and programs are recognised
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// People, whose names can be forgotten
    #[command(subcommand)]
    People(people::PeopleCommand),
    /// Read models, which are built from the logs and can be built again
    #[command(subcommand)]
    Projections(projections::ProjectionsCommand),
    /// The scan log, which may forget what its time is over for
    #[command(subcommand)]
    Scans(scans::ScansCommand),
    /// Prove that nothing was changed since it was sealed
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// The keys that checkpoints of the decision log are signed with
    #[command(subcommand)]
    Seals(seals::SealsCommand),
    /// Copy everything to another store: moving house, or a copy of production for a laptop
    ///
    /// Both logs with their positions, what was counted of dropped months, seals, and the names of people. Then reads all of both sides again, compares
    /// it entry by entry, and builds the read models in the target.
    ///
    /// Interrupted, it goes on where it stopped when called again. A target that has the beginning of the source's history gets the rest; one that
    /// has another history is refused, untouched. Until it is done, no other command works on the target.
    ///
    /// No server may run on a folder that is copied from or to, nor on a target database. A source database may be in use: what it
    /// holds at this moment is copied. Exit code 1: source and target disagree; 2: it could not be done. Never copied: the key by which
    /// visitors are told apart.
    Copy(copy::CopyOptions),
    /// Import a table: each row mints a code or changes one, and all of it is one act
    ///
    /// Reads CSV (any usual encoding and separator) and Excel workbooks (.xlsx). Every row is tried before anything is changed; all is done or
    /// nothing, unless told --leave-out. A server may run meanwhile. Exit code 1: rows were refused and nothing was done; 2: it could not be done.
    Import(import::ImportOptions),
    /// Export what there is
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Bring the database's schema up to date, and nothing else; a server does so by itself unless told --no-migrate
    Migrate(migrate::MigrateOptions),
    /// Print the REST API's description (OpenAPI 3.1)
    Openapi,
}

/// Does what the command line asks for.
pub(crate) async fn run(command_line: CommandLine) -> Result<(), Failure> {
    let CommandLine { command, store, serve } = command_line;
    match command {
        None => serve::run(ServeSettings::read(store, serve)?).await,
        Some(Command::Serve(options)) => serve::run(ServeSettings::read(store, options.or(serve))?).await,
        Some(Command::Token(command)) => token::run(command, &StoreSettings::read(store)?).await,
        Some(Command::People(command)) => people::run(command, &StoreSettings::read(store)?).await,
        Some(Command::Projections(command)) => projections::run(command, &StoreSettings::read(store)?).await,
        Some(Command::Scans(command)) => scans::run(command, &StoreSettings::read(store)?).await,
        Some(Command::Audit(command)) => audit::run(command, &StoreSettings::read(store)?).await,
        Some(Command::Seals(command)) => seals::run(command, &StoreSettings::read(store)?).await,
        Some(Command::Migrate(options)) => migrate::run(&options, &StoreSettings::read(store)?).await,
        Some(Command::Copy(options)) => copy::run(&options, &StoreSettings::read(store)?).await,
        Some(Command::Import(options)) => import::run(options, &StoreSettings::read(store)?).await,
        Some(Command::Export(command)) => export::run(command, &StoreSettings::read(store)?).await,
        Some(Command::Openapi) => openapi::run(),
    }
}
