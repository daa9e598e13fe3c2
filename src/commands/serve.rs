//! `signpost serve`

use std::{
    io::{self, IsTerminal},
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::Duration,
};

use axum::serve::ListenerExt;
use signpost_api::{Api, Serves, metrics::Metrics, resolver::pages::Pages};
use signpost_application::resolver::RoutingTable;
use signpost_domain::decision::Decision;
use signpost_infrastructure::{
    identity::{
        day_key::{self, DayKey},
        token::TokenAuthenticator,
    },
    journal::{Journal, Settings, forwarder::forward},
};
use signpost_projections::{
    access::Tokens,
    runner::{ReadModel, catch_up, follow},
    turns::{Alone, Turns},
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::{
    failure::{Failure, fail},
    instance::{Instance, make},
    metrics,
    settings::{DatabaseUrl, Durability, LogFormat, Role, ServeSettings, StoreSettings},
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
    let visitors = Arc::new(visitors);
    let agreement = instance.stores.day_keys();
    if let Some(agreement) = &agreement {
        visitors.agree(&**agreement, application.clock.now()).await.map_err(fail)?;
    }

    let routes = Arc::new(match settings.role {
        // A node that answers no scans need not hold every code in memory.
        Role::Admin => RoutingTable::default(),
        Role::Resolver | Role::All => {
            let (position, entries) = instance.stores.routes().await.map_err(fail)?;
            RoutingTable::load(position, entries)
        }
    });
    let (position, rows) = instance.stores.access().await.map_err(fail)?;
    let tokens = Arc::new(Tokens::load(position, rows));
    let mut memories: Vec<Arc<dyn ReadModel<Decision>>> = vec![tokens.clone()];
    if settings.role != Role::Admin {
        memories.push(routes.clone());
    }
    for memory in &memories {
        // What is behind catches up before the first answer; what cannot is told by the follower and by /readyz.
        let _ = catch_up(&application.decisions, &**memory, |_| {}).await;
    }

    let (stop, forwarder_stop) = (CancellationToken::new(), CancellationToken::new());
    let process = format!("{:016x}", application.entropy.bits());
    let mut tasks = JoinSet::new();
    let turns = instance
        .stores
        .join(&process, node, settings.role != Role::Resolver, &mut tasks, &stop)
        .await?;
    tasks.spawn(day_key::keep(
        visitors.clone(),
        agreement,
        application.clock.clone(),
        stop.clone(),
    ));
    spawn_followers(&instance, memories, &turns, &mut tasks, &stop);
    let forwarder = tokio::spawn(forward(journal.clone(), application.scans.clone(), forwarder_stop.clone()));

    let registry = metrics::registry(journal.clone(), application.progress.clone(), routes.clone());
    let api = Api {
        application: application.clone(),
        routes,
        recorder: journal.clone(),
        visitors,
        authenticator: Arc::new(TokenAuthenticator(tokens.clone())),
        idempotency: instance.stores.idempotency(process),
        pages: Pages::new(),
        metrics: Metrics::new(registry),
        trusted_proxies: settings.trusted_proxies.clone(),
        patience: settings.scan_wait,
    };
    signpost_api::resolver::visitor::robots::prepare();
    let service = signpost_api::router(api, serves(settings.role)).into_make_service_with_connect_info::<SocketAddr>();
    welcome(
        address,
        &public_url,
        &settings.store,
        &instance.stores.place(),
        tokens.is_empty(),
    );

    let told = CancellationToken::new();
    // An answer is one small write: nothing is gained by waiting for more.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let server = axum::serve(listener, service).with_graceful_shutdown(told.clone().cancelled_owned());
    let server = tokio::spawn(async move { server.await });
    signals.heard().await;
    // Asked twice, it goes at once; what was answered is safe either way.
    tokio::spawn(async move {
        signals.heard().await;
        std::process::exit(130);
    });
    tracing::info!("stopping: answering what is under way");
    told.cancel();
    if let Ok(outcome) = tokio::time::timeout(FAREWELL, server).await {
        outcome.map_err(fail)?.map_err(fail)?;
    } else {
        tracing::warn!("some requests took too long and were cut off");
    }
    // First the journal is written to its end, then all of it is moved on; what cannot be moved now is moved at the next start.
    let closing = journal.clone();
    tokio::task::spawn_blocking(move || closing.close()).await.map_err(fail)?;
    forwarder_stop.cancel();
    let _ = forwarder.await;
    stop.cancel();
    tasks.join_all().await;
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

/// What a node of this role answers.
fn serves(role: Role) -> Serves {
    match role {
        Role::Resolver => Serves::Scans,
        Role::Admin => Serves::Rest,
        Role::All => Serves::Both,
    }
}

/// One task per read model, each following its log: this node's memories by itself, those in the store by turns with other nodes.
fn spawn_followers(
    instance: &Instance,
    memories: Vec<Arc<dyn ReadModel<Decision>>>,
    turns: &Arc<dyn Turns>,
    tasks: &mut JoinSet<()>,
    stop: &CancellationToken,
) {
    let application = &instance.application;
    let alone: Arc<dyn Turns> = Arc::new(Alone);
    let memories = memories.into_iter().map(|memory| (memory, &alone));
    let stored = instance.stores.models_of_decisions().into_iter().map(|model| (model, turns));
    for (model, turns) in memories.chain(stored) {
        let (progress, turns) = (application.progress.clone(), turns.clone());
        tasks.spawn(follow(application.decisions.clone(), model, progress, turns, stop.clone()));
    }
    for model in instance.stores.models_of_scans() {
        let (progress, turns) = (application.progress.clone(), turns.clone());
        tasks.spawn(follow(application.scans.clone(), model, progress, turns, stop.clone()));
    }
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
