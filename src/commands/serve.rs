//! `signpost serve`

use std::{
    io::{self, IsTerminal},
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::Duration,
};

use signpost_api::{Api, metrics::Metrics, resolver::pages::Pages, server};
use signpost_application::resolver::RoutingTable;
use signpost_domain::decision::Decision;
use signpost_infrastructure::{
    identity::{day_key::DayKey, token::TokenAuthenticator},
    journal::{Journal, Settings, forwarder::forward},
};
use signpost_projections::{
    access::Tokens,
    runner::{ReadModel, catch_up, follow},
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::{
    failure::{Failure, fail},
    instance::{Instance, make},
    metrics,
    settings::{DatabaseUrl, Durability, LogFormat, ServeSettings, StoreSettings},
};

/// How long requests that are under way may take when the program is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until told to stop.
pub(crate) async fn run(settings: ServeSettings) -> Result<(), Failure> {
    log(settings.log_format);
    let mut signals = Signals::listen()?;
    // The port first: a second start by mistake should touch nothing.
    let listener = listen(settings.listen).await?;
    let address = listener.local_addr().map_err(fail)?;
    let public_url = settings.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let folder = settings.store.data_dir.as_path();
    make(folder)?;
    let lock = Journal::lock(folder).map_err(fail)?;
    let instance = Instance::open(&settings.store, &public_url).await?;
    let application = &instance.application;

    let node = Journal::node(folder, &*application.entropy).map_err(fail)?;
    let next = application.scans.forwarded(node).await.map_err(fail)?;
    let journal_settings = Settings {
        sync: settings.durability == Durability::Power,
        ..Settings::default()
    };
    let journal = Arc::new(Journal::open(folder, lock, node, next, journal_settings).map_err(fail)?);
    let visitors = DayKey::open(folder, application.entropy.clone(), application.clock.now())
        .map_err(|error| Failure::new(format!("cannot keep the visitors' day key in {}: {error}", folder.display())))?;

    let (position, entries) = instance.stores.routes().await.map_err(fail)?;
    let routes = Arc::new(RoutingTable::load(position, entries));
    let (position, rows) = instance.stores.access().await.map_err(fail)?;
    let tokens = Arc::new(Tokens::load(position, rows));
    for memory in [&*routes as &dyn ReadModel<Decision>, &*tokens] {
        // What is behind catches up before the first answer; what cannot is told by the follower and by /readyz.
        let _ = catch_up(&application.decisions, memory, |_| {}).await;
    }

    let (stop, forwarder_stop) = (CancellationToken::new(), CancellationToken::new());
    let followers = spawn_followers(&instance, &routes, &tokens, &stop);
    let forwarder = tokio::spawn(forward(journal.clone(), application.scans.clone(), forwarder_stop.clone()));

    let registry = metrics::registry(journal.clone(), application.progress.clone(), routes.clone());
    let process = format!("{:016x}", application.entropy.bits());
    let api = Api {
        application: application.clone(),
        routes,
        recorder: journal.clone(),
        visitors: Arc::new(visitors),
        authenticator: Arc::new(TokenAuthenticator(tokens.clone())),
        idempotency: instance.stores.idempotency(process),
        pages: Pages::new(),
        metrics: Metrics::new(registry),
        trusted_proxies: settings.trusted_proxies.clone(),
        patience: settings.scan_wait,
    };
    signpost_api::resolver::visitor::robots::prepare();
    let door = signpost_api::router(api);
    welcome(
        address,
        &public_url,
        &settings.store,
        &instance.stores.place(),
        tokens.is_empty(),
    );

    let (told, hears) = watch::channel(false);
    let server = tokio::spawn(server::serve(listener, door, settings.limits, hears));
    signals.heard().await;
    // Asked twice, it goes at once; what was answered is safe either way.
    tokio::spawn(async move {
        signals.heard().await;
        std::process::exit(130);
    });
    tracing::info!("stopping: answering what is under way");
    told.send_replace(true);
    if let Ok(outcome) = tokio::time::timeout(FAREWELL, server).await {
        outcome.map_err(fail)?;
    } else {
        tracing::warn!("some requests took too long and were cut off");
    }
    // First the journal is written to its end, then all of it is moved on; what cannot be moved now is moved at the next start.
    let closing = journal.clone();
    tokio::task::spawn_blocking(move || closing.close()).await.map_err(fail)?;
    forwarder_stop.cancel();
    let _ = forwarder.await;
    stop.cancel();
    followers.join_all().await;
    instance.close().await;
    match journal.waiting() {
        0 => tracing::info!("stopped; nothing is lost"),
        waiting => tracing::warn!(waiting, "stopped; some scans wait in the journal for the next start"),
    }
    Ok(())
}

fn log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("SIGNPOST_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // Colours are for terminals; in a file they are noise.
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    match format {
        LogFormat::Plain => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => "another program uses this port; stop it, or take another with --listen",
            io::ErrorKind::PermissionDenied => "ports below 1024 need special rights; take another with --listen",
            _ => "take another address with --listen",
        };
        Failure::new(format!("cannot listen on {address}: {error}; {hint}"))
    })
}

/// One task per read model, each following its log.
fn spawn_followers(
    instance: &Instance,
    routes: &Arc<RoutingTable>,
    tokens: &Arc<Tokens>,
    stop: &CancellationToken,
) -> JoinSet<()> {
    let mut followers = JoinSet::new();
    let application = &instance.application;
    let memories: [Arc<dyn ReadModel<Decision>>; 2] = [tokens.clone(), routes.clone()];
    for model in memories.into_iter().chain(instance.stores.models_of_decisions()) {
        followers.spawn(follow(
            application.decisions.clone(),
            model,
            application.progress.clone(),
            stop.clone(),
        ));
    }
    for model in instance.stores.models_of_scans() {
        followers.spawn(follow(
            application.scans.clone(),
            model,
            application.progress.clone(),
            stop.clone(),
        ));
    }
    followers
}

/// Says where to go and what to do first.
fn welcome(address: SocketAddr, public_url: &str, store: &StoreSettings, place: &str, first_time: bool) {
    println!("Signpost {} is listening on http://{address}", env!("CARGO_PKG_VERSION"));
    println!("  codes are printed as  {public_url}/…");
    println!("  documentation         http://{address}/api/docs");
    println!("  data                  {place}");
    if matches!(store.database_url, DatabaseUrl::Postgres(_)) {
        println!("  journal of scans      {}", store.data_dir.display());
    }
    if first_time {
        println!();
        println!("There is no token yet. Make the first one in another terminal:");
        println!(
            "  {} token create --name \"Your name\" --role admin{}",
            program(),
            settings_of(store)
        );
    }
}

/// How the program can be called from here.
fn program() -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let program = std::env::current_exe().unwrap_or_else(|_| "signpost".into());
    match program.strip_prefix(&here) {
        Ok(below) => format!("./{}", below.display()),
        Err(_) => program.display().to_string(),
    }
}

/// What the next command needs to find the same store. A URL may hold a password and is not repeated.
fn settings_of(store: &StoreSettings) -> String {
    match store.database_url {
        DatabaseUrl::Postgres(_) => " --database-url postgres://…".to_owned(),
        DatabaseUrl::Sqlite if store.data_dir == Path::new("signpost-data") => String::new(),
        DatabaseUrl::Sqlite => format!(" --data-dir {}", store.data_dir.display()),
    }
}

/// Ctrl-C and SIGTERM.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Hears them from now on; whoever is told to stop while starting stops in good order, too.
    fn listen() -> Result<Self, Failure> {
        let interrupt = signal(SignalKind::interrupt()).map_err(fail)?;
        let terminate = signal(SignalKind::terminate()).map_err(fail)?;
        Ok(Self { interrupt, terminate })
    }

    async fn heard(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
