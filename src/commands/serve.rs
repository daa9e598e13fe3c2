//! `signpost serve`

use std::{
    io::{self, IsTerminal, Write},
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::Duration,
};

use signpost_api::{
    Api, Imports, Serves, Strangers,
    metrics::Metrics,
    resolver::{Filling, pages::Pages},
    server,
    website::Website,
};
use signpost_application::identity::Elsewhere;
use signpost_infrastructure::{
    identity::{oidc::OidcProvider, token::TokenAuthenticator},
    tables::FileTables,
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use tracing_subscriber::EnvFilter;

use super::demo;
use crate::{
    failure::{Failure, fail},
    metrics,
    node::Node,
    settings::{DatabaseUrl, LogFormat, Role, ServeSettings, SignInElsewhere, StoreSettings},
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
    if settings.demo {
        demo::fill(&settings.store, &public_url).await?;
    }
    let node = Node::open(&settings, &public_url).await?;
    let api = api(&node, &settings)?;
    signpost_api::resolver::visitor::robots::prepare();
    let entrance = signpost_api::entrance(api, node.desk());
    let first_time = *node.attached().borrow() && node.tokens.is_empty();
    welcome(address, &public_url, &settings, &node.instance.stores.place(), first_time);

    let (told, hears) = watch::channel(false);
    let server = tokio::spawn(server::serve(listener, entrance, settings.limits, hears));
    let failed = tokio::select! {
        () = signals.heard() => Ok(()),
        failure = node.failed() => Err(failure),
    };
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
    node.close().await?;
    match node.journal.waiting() {
        0 => tracing::info!("stopped; nothing is lost"),
        waiting => tracing::warn!(waiting, "stopped; some scans wait in the journal for the next start"),
    }
    failed
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

/// What the handlers work with.
fn api(node: &Node, settings: &ServeSettings) -> Result<Api, Failure> {
    let application = node.instance.application.clone();
    let routes = node.routes.routes().clone();
    let registry = metrics::registry(
        node.journal.clone(),
        application.progress.clone(),
        routes.clone(),
        node.attached(),
    );
    let mut identity = node.instance.identity(settings.sessions)?;
    identity.elsewhere = settings
        .elsewhere
        .as_ref()
        .map(|set| elsewhere(set, &application.public_url))
        .transpose()?;
    let imports = settings.store.data_dir.join("imports");
    Imports::tidy(&imports).map_err(fail)?;
    Ok(Api {
        identity,
        website: Website::new(&settings.city),
        routes,
        filling: Filling::new(node.instance.stores.stored_routes(), node.filled()),
        recorder: node.journal.clone(),
        visitors: node.visitors.clone(),
        authenticator: Arc::new(TokenAuthenticator {
            tokens: node.tokens.clone(),
            clock: application.clock.clone(),
        }),
        strangers: Strangers::default(),
        idempotency: node.instance.stores.idempotency(node.process.clone()),
        pages: Pages::of(settings.city.clone()),
        tables: Arc::new(FileTables::waiting_in(imports.clone())),
        imports: Imports::in_folder(imports),
        metrics: Metrics::new(registry),
        trusted_proxies: settings.trusted_proxies.clone(),
        old_paths: settings.old_paths.clone(),
        serves: serves(settings.role),
        attached: node.attached(),
        application,
    })
}

/// Where staff sign in beside here.
fn elsewhere(set: &SignInElsewhere, public_url: &str) -> Result<Elsewhere, Failure> {
    let provider = OidcProvider::new(set.provider(public_url));
    let provider = provider.map_err(|what| Failure::new(format!("oidc: {what}")))?;
    Ok(Elsewhere {
        provider: Arc::new(provider),
        mapping: set.mapping.clone(),
        label: set.label.clone(),
    })
}

/// Says where to go and what to do first.
fn welcome(address: SocketAddr, public_url: &str, settings: &ServeSettings, place: &str, first_time: bool) {
    let (store, role) = (&settings.store, settings.role);
    let mut lines = vec![format!(
        "Signpost {} is listening on http://{address}",
        env!("CARGO_PKG_VERSION")
    )];
    if role != Role::Admin {
        lines.push(format!("  codes are printed as  {public_url}/…"));
    }
    if role != Role::Resolver {
        lines.push(format!("  website for staff     http://{address}/admin"));
        lines.push(format!("  documentation         http://{address}/api/docs"));
    }
    lines.push(format!("  data                  {place}"));
    if matches!(store.database_url, DatabaseUrl::Postgres(_)) {
        lines.push(format!("  journal of scans      {}", store.data_dir.display()));
    }
    if first_time && role != Role::Resolver {
        let (program, settings) = (program(), settings_of(store));
        lines.push("\nNobody may sign in yet. Let yourself in, in another terminal; it asks for a password:".to_owned());
        lines.push(format!(
            "  {program} people add --login you --name \"Your name\" --role admin{settings}"
        ));
        lines.push("\nPrograms use tokens:".to_owned());
        lines.push(format!("  {program} token create --name \"A name\" --role admin{settings}"));
    }
    // Whoever started it may not listen any more, which is no reason not to serve.
    let _ = writeln!(io::stdout(), "{}", lines.join("\n"));
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
