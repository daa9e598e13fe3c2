//! Settings: flags, else the environment (`SIGNPOST_…`), else a TOML file, else what suits a first try.

mod elsewhere;
mod links;

use std::{
    fmt,
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use clap::{Args, ValueEnum};
use ipnet::IpNet;
use serde::Deserialize;
use signpost_api::{city::Identity, server::Limits};
use signpost_application::identity::SessionLimits;
use signpost_domain::identifier::RESERVED;
use signpost_infrastructure::schema::Migrating;
use url::Url;

pub(crate) use self::{elsewhere::SignInElsewhere, links::LinkSettings};
use self::{
    elsewhere::{ElsewhereOptions, ElsewhereTable},
    links::LinkOptions,
};
use crate::{city::CityOptions, failure::Failure};

/// How long a visitor waits at most until the scan is safe. Long enough for a disk that is busy for a moment, short enough that
/// nobody puts the phone away.
const SCAN_WAIT: Duration = Duration::from_millis(250);
/// KiB of a file of the journal: few files, and none that a start reads for long.
const JOURNAL_FILE_KIB: u32 = 16 << 10;
/// At most, since a start reads each of them whole.
const LARGEST_JOURNAL_FILE_KIB: u32 = 256 << 10;
/// Connections at once. One holds some 50 KiB at most while a head comes in, so all of them some 200 MiB.
const MAX_CONNECTIONS: u32 = 4_096;
/// Long enough for a mebibyte over a bad line.
const REQUEST_SECONDS: u64 = 30;
/// Longer than the 60 that proxies keep an idle connection, so that none sends into one that is just being closed.
const IDLE_SECONDS: u64 = 75;

/// Where everything is kept. Every command takes these.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct StoreOptions {
    /// Folder for the journal and the embedded database [default: ./signpost-data]
    #[arg(long, env = "SIGNPOST_DATA_DIR", value_name = "FOLDER", global = true)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Which store.
    #[arg(
        long,
        env = "SIGNPOST_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        help = "Database: sqlite, in the data folder, or postgres://USER:PASSWORD@HOST/NAME (15 or newer) [default: sqlite]",
        global = true
    )]
    pub(crate) database_url: Option<String>,
    /// Change no schema: give up with a clear message if it is not up to date; signpost migrate brings it there
    #[arg(long, env = "SIGNPOST_NO_MIGRATE", global = true)]
    pub(crate) no_migrate: bool,
    /// File with the keys that checkpoints are signed with; every node that may sign needs the same [default: seal-keys in the data folder]
    #[arg(long, env = "SIGNPOST_SEAL_KEYS", value_name = "FILE", global = true)]
    pub(crate) seal_keys: Option<PathBuf>,
    /// TOML file with settings, named as the flags are [default: signpost.toml, if there is one]
    #[arg(long, env = "SIGNPOST_CONFIG", value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
}

/// How the server answers.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ServeOptions {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, env = "SIGNPOST_LISTEN", value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// What is printed before a code's id [default: http:// and the address listened on]
    #[arg(long, env = "SIGNPOST_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// How log lines look [default: plain]
    #[arg(long, env = "SIGNPOST_LOG_FORMAT", value_enum)]
    pub(crate) log_format: Option<LogFormat>,
    /// Networks of proxies whose X-Forwarded-For is believed, with commas between [default: none]
    #[arg(long, env = "SIGNPOST_TRUSTED_PROXIES", value_name = "NETWORKS", value_delimiter = ',')]
    pub(crate) trusted_proxies: Option<Vec<IpNet>>,
    /// Paths below which codes of another system hung before, such as /qr, with commas between: /qr/ID leads where /ID does [default: none]
    #[arg(long, env = "SIGNPOST_OLD_PATHS", value_name = "PATHS", value_delimiter = ',')]
    pub(crate) old_paths: Option<Vec<String>>,
    /// What this node is for [default: all]
    #[arg(long, env = "SIGNPOST_ROLE", value_enum)]
    pub(crate) role: Option<Role>,
    /// What an answered scan survives [default: process]
    #[arg(long, env = "SIGNPOST_DURABILITY", value_enum)]
    pub(crate) durability: Option<Durability>,
    /// Milliseconds that a visitor waits at most until the scan is safe; after that the answer goes out and the scan still follows [default: 250]
    #[arg(long, env = "SIGNPOST_SCAN_WAIT_MS", value_name = "MILLISECONDS")]
    pub(crate) scan_wait_ms: Option<u64>,
    /// KiB after which a file of the journal is closed and another one begun, 1 to 262144; files whose scans are in the scan log are removed [default: 16384]
    #[arg(long, env = "SIGNPOST_JOURNAL_FILE_KIB", value_name = "KIB", value_parser = clap::value_parser!(u32).range(1..=i64::from(LARGEST_JOURNAL_FILE_KIB)))]
    pub(crate) journal_file_kib: Option<u32>,
    /// Connections at once; further ones wait until one of these ends [default: 4096]
    #[arg(long, env = "SIGNPOST_MAX_CONNECTIONS", value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_connections: Option<u32>,
    /// Seconds in which a request must have come in whole, and an answer must go on being taken [default: 30]
    #[arg(long, env = "SIGNPOST_REQUEST_SECONDS", value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) request_seconds: Option<u32>,
    /// Seconds after which a connection on which nothing happens is closed [default: 75]
    #[arg(long, env = "SIGNPOST_IDLE_SECONDS", value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) idle_seconds: Option<u32>,
    /// Minutes without use after which whoever signed in on the website has to sign in again [default: 120]
    #[arg(long, env = "SIGNPOST_SESSION_IDLE_MINUTES", value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) session_idle_minutes: Option<u32>,
    /// Hours after which they have to in any case [default: 12]
    #[arg(long, env = "SIGNPOST_SESSION_HOURS", value_name = "HOURS", value_parser = clap::value_parser!(u32).range(1..=8760))]
    pub(crate) session_hours: Option<u32>,
    #[command(flatten)]
    pub(crate) elsewhere: ElsewhereOptions,
    #[command(flatten)]
    pub(crate) links: LinkOptions,
    /// Fill an empty store with a city that is made up, with a year of scans and somebody of every role to sign in as, and serve that
    #[arg(long, env = "SIGNPOST_DEMO")]
    pub(crate) demo: bool,
    #[command(flatten)]
    pub(crate) city: CityOptions,
}

impl ServeOptions {
    /// These, and where they say nothing, `others`: flags may stand before the command or behind it.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            listen: self.listen.or(others.listen),
            public_url: self.public_url.or(others.public_url),
            log_format: self.log_format.or(others.log_format),
            trusted_proxies: self.trusted_proxies.or(others.trusted_proxies),
            old_paths: self.old_paths.or(others.old_paths),
            role: self.role.or(others.role),
            durability: self.durability.or(others.durability),
            scan_wait_ms: self.scan_wait_ms.or(others.scan_wait_ms),
            journal_file_kib: self.journal_file_kib.or(others.journal_file_kib),
            max_connections: self.max_connections.or(others.max_connections),
            request_seconds: self.request_seconds.or(others.request_seconds),
            idle_seconds: self.idle_seconds.or(others.idle_seconds),
            session_idle_minutes: self.session_idle_minutes.or(others.session_idle_minutes),
            session_hours: self.session_hours.or(others.session_hours),
            elsewhere: self.elsewhere.or(others.elsewhere),
            links: self.links.or(others.links),
            demo: self.demo || others.demo,
            city: self.city.or(others.city),
        }
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// Lines for people
    #[default]
    Plain,
    /// One JSON object a line
    Json,
}

/// What a node is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// Citizens' scans: no REST API, and no read models built here
    Resolver,
    /// The REST API and the read models: no scans answered, no codes in memory
    Admin,
    /// Both
    #[default]
    All,
}

/// What an answered scan survives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Durability {
    /// The death of the process, by kill -9 too
    #[default]
    Process,
    /// The loss of power: synced to the disk before the answer
    Power,
}

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    data_dir: Option<PathBuf>,
    database_url: Option<String>,
    no_migrate: Option<bool>,
    seal_keys: Option<PathBuf>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    log_format: Option<LogFormat>,
    trusted_proxies: Option<Vec<IpNet>>,
    old_paths: Option<Vec<String>>,
    role: Option<Role>,
    durability: Option<Durability>,
    scan_wait_ms: Option<u64>,
    journal_file_kib: Option<NonZeroU32>,
    max_connections: Option<NonZeroU32>,
    request_seconds: Option<NonZeroU32>,
    idle_seconds: Option<NonZeroU32>,
    session_idle_minutes: Option<NonZeroU32>,
    session_hours: Option<NonZeroU32>,
    oidc: Option<ElsewhereTable>,
    check_links: Option<bool>,
    links_every_minutes: Option<NonZeroU32>,
    links_per_minute: Option<NonZeroU32>,
    links_in_networks: Option<Vec<IpNet>>,
    city_name: Option<String>,
    city_logo: Option<PathBuf>,
    city_colour: Option<String>,
    time_zone: Option<String>,
}

impl File {
    /// What it says about asking where codes lead.
    fn links(&self) -> LinkOptions {
        LinkOptions {
            check_links: self.check_links.unwrap_or_default(),
            links_every_minutes: self.links_every_minutes.map(NonZeroU32::get),
            links_per_minute: self.links_per_minute.map(NonZeroU32::get),
            links_in_networks: self.links_in_networks.clone(),
        }
    }

    /// What it says about whose pages these are.
    fn city(&self) -> CityOptions {
        CityOptions {
            city_name: self.city_name.clone(),
            city_logo: self.city_logo.clone(),
            city_colour: self.city_colour.clone(),
            time_zone: self.time_zone.clone(),
        }
    }
}

/// Settings of every command.
#[derive(Debug, Clone)]
pub(crate) struct StoreSettings {
    pub(crate) data_dir: PathBuf,
    pub(crate) database_url: DatabaseUrl,
    pub(crate) migrating: Migrating,
    pub(crate) seal_keys: PathBuf,
}

/// Which store.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum DatabaseUrl {
    /// SQLite in the data folder.
    Sqlite,
    /// PostgreSQL at this URL, which may hold a password.
    Postgres(String),
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres(_) => "Postgres(…)",
        })
    }
}

impl FromStr for DatabaseUrl {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        if text == "sqlite" {
            return Ok(Self::Sqlite);
        }
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            // Never more than the scheme: behind it may be a password.
            Some((scheme, _)) => Err(Failure::new(format!(
                "database-url: {scheme}:// is not supported; give postgres://USER:PASSWORD@HOST/NAME, or sqlite for a database \
                 in the data folder"
            ))),
            None => Err(Failure::new(
                "database-url: this is not a URL; give postgres://USER:PASSWORD@HOST/NAME, or sqlite for a database in the data folder",
            )),
        }
    }
}

/// Settings of the server.
#[derive(Debug, Clone)]
pub(crate) struct ServeSettings {
    pub(crate) store: StoreSettings,
    pub(crate) listen: SocketAddr,
    /// Without a slash at its end; `None` follows the address listened on.
    pub(crate) public_url: Option<String>,
    pub(crate) log_format: LogFormat,
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Each with a slash at its beginning and none at its end.
    pub(crate) old_paths: Vec<String>,
    pub(crate) role: Role,
    pub(crate) durability: Durability,
    pub(crate) scan_wait: Duration,
    /// Bytes after which a file of the journal is closed.
    pub(crate) journal_file: u64,
    pub(crate) limits: Limits,
    /// How long somebody stays signed in.
    pub(crate) sessions: SessionLimits,
    /// Where they sign in beside here.
    pub(crate) elsewhere: Option<SignInElsewhere>,
    /// Whether, and how, it is asked whether somebody answers where codes lead.
    pub(crate) links: Option<LinkSettings>,
    /// Whether to begin with a city that is made up.
    pub(crate) demo: bool,
    /// Whose pages these are.
    pub(crate) city: Identity,
}

fn read(path: Option<&Path>) -> Result<File, Failure> {
    let (path, demanded) = path.map_or((Path::new("signpost.toml"), false), |path| (path, true));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !demanded => return Ok(File::default()),
        Err(error) => {
            return Err(Failure::new(format!(
                "cannot read the settings in {}: {error}",
                path.display()
            )));
        }
    };
    // The error's own text is a drawing of several lines.
    let what = |error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        let message = error.message().replace('\n', "; ");
        Failure::new(format!(
            "the settings in {}, line {line}, are not right: {message}",
            path.display()
        ))
    };
    toml::from_str(&text).map_err(what)
}

fn store(options: StoreOptions, file: &File) -> Result<StoreSettings, Failure> {
    let database_url = options.database_url.or_else(|| file.database_url.clone());
    let database_url = database_url.map_or(Ok(DatabaseUrl::Sqlite), |url| url.parse())?;
    let data_dir = options
        .data_dir
        .or_else(|| file.data_dir.clone())
        .unwrap_or_else(|| PathBuf::from("signpost-data"));
    let migrating = if options.no_migrate || file.no_migrate.unwrap_or_default() {
        Migrating::Forbidden
    } else {
        Migrating::Allowed
    };
    let seal_keys = options.seal_keys.or_else(|| file.seal_keys.clone());
    Ok(StoreSettings {
        seal_keys: seal_keys.unwrap_or_else(|| data_dir.join("seal-keys")),
        data_dir,
        database_url,
        migrating,
    })
}

impl StoreSettings {
    /// Refuses where there is nothing yet: looking into the wrong folder should not make an installation there.
    pub(crate) fn must_exist(&self) -> Result<(), Failure> {
        if self.is_there() {
            return Ok(());
        }
        let folder = self.data_dir.display();
        Err(Failure::new(format!(
            "there is no Signpost in {folder}; name its folder with --data-dir"
        )))
    }

    /// Whether there is something already; of a database, only asking it tells.
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self.database_url, DatabaseUrl::Sqlite) || self.data_dir.join("signpost.db").exists()
    }

    pub(crate) fn read(options: StoreOptions) -> Result<Self, Failure> {
        let file = read(options.config.as_deref())?;
        store(options, &file)
    }
}

impl ServeSettings {
    pub(crate) fn read(stores: StoreOptions, options: ServeOptions) -> Result<Self, Failure> {
        let file = read(stores.config.as_deref())?;
        let store = store(stores, &file)?;
        let city = options.city.or(file.city()).read()?;
        let links = options.links.or(file.links()).read()?;
        let public_url = options
            .public_url
            .or(file.public_url)
            .map(|url| check_public_url(&url))
            .transpose()?;
        let old_paths = options.old_paths.or(file.old_paths).unwrap_or_default();
        let old_paths = old_paths.iter().map(|path| check_old_path(path)).collect::<Result<_, _>>()?;
        let journal_file = options.journal_file_kib.or(file.journal_file_kib.map(NonZeroU32::get));
        let journal_file = journal_file.unwrap_or(JOURNAL_FILE_KIB);
        if journal_file > LARGEST_JOURNAL_FILE_KIB {
            return Err(Failure::new(format!(
                "journal-file-kib: {journal_file} is too much; a start reads each file of the journal whole, so give 1 to {LARGEST_JOURNAL_FILE_KIB}"
            )));
        }
        let or_file = |option: Option<u32>, file: Option<NonZeroU32>| option.or(file.map(NonZeroU32::get));
        let seconds = |given: Option<u32>, default| Duration::from_secs(given.map_or(default, u64::from));
        Ok(Self {
            limits: Limits {
                connections: or_file(options.max_connections, file.max_connections).unwrap_or(MAX_CONNECTIONS),
                request: seconds(or_file(options.request_seconds, file.request_seconds), REQUEST_SECONDS),
                idle: seconds(or_file(options.idle_seconds, file.idle_seconds), IDLE_SECONDS),
            },
            sessions: SessionLimits {
                idle: or_file(options.session_idle_minutes, file.session_idle_minutes)
                    .map_or(SessionLimits::default().idle, |minutes| {
                        Duration::from_secs(u64::from(minutes) * 60)
                    }),
                longest: or_file(options.session_hours, file.session_hours).map_or(SessionLimits::default().longest, |hours| {
                    Duration::from_secs(u64::from(hours) * 3_600)
                }),
            },
            demo: options.demo,
            elsewhere: SignInElsewhere::read(options.elsewhere, file.oidc)?,
            store,
            links,
            city,
            listen: options
                .listen
                .or(file.listen)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url,
            log_format: options.log_format.or(file.log_format).unwrap_or_default(),
            trusted_proxies: options.trusted_proxies.or(file.trusted_proxies).unwrap_or_default(),
            old_paths,
            role: options.role.or(file.role).unwrap_or_default(),
            durability: options.durability.or(file.durability).unwrap_or_default(),
            scan_wait: options
                .scan_wait_ms
                .or(file.scan_wait_ms)
                .map_or(SCAN_WAIT, Duration::from_millis),
            journal_file: u64::from(journal_file) << 10,
        })
    }
}

/// What is printed for ten years had better be right.
fn check_public_url(text: &str) -> Result<String, Failure> {
    let refuse = |what: &str| {
        Failure::new(format!(
            "public-url: {what}; give something like https://q.example.org, not {text:?}"
        ))
    };
    let url = Url::parse(text).map_err(|_| refuse("this is not an absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refuse("only http and https with a host can be scanned"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("it must not have credentials, a query or a fragment"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// A path that may stand before ids, without a slash at its end.
fn check_old_path(text: &str) -> Result<String, Failure> {
    let refuse = |what: &str| {
        Err(Failure::new(format!(
            "old-paths: {what}; give something like /qr, not {text:?}"
        )))
    };
    let path = text.trim().trim_end_matches('/');
    let mut parts = path.strip_prefix('/').unwrap_or_default().split('/');
    let is_plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
    };
    if !parts.clone().all(is_plain) {
        return refuse("a path begins with a slash and is made of letters, digits, -, _, . and ~");
    }
    let first = parts.next().unwrap_or_default().to_ascii_uppercase();
    if RESERVED.contains(&&*first) {
        return refuse("Signpost answers what is below this itself");
    }
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_path_has_one_slash_before_and_none_behind() {
        assert_eq!(check_old_path("/qr/").unwrap(), "/qr");
        assert_eq!(check_old_path("/stad/qr").unwrap(), "/stad/qr");
        for bad in [
            "",
            "/",
            "qr",
            "//qr",
            "/q r",
            "/qr?x",
            "/admin",
            "/API/v1",
            "https://q.gent/qr",
        ] {
            assert!(check_old_path(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_database_url_names_a_store_and_is_never_repeated() {
        assert_eq!("sqlite".parse::<DatabaseUrl>().unwrap(), DatabaseUrl::Sqlite);
        for url in [
            "postgres://me:s3cret@db/signpost",
            "postgresql:///signpost?host=/run/postgresql",
        ] {
            let parsed: DatabaseUrl = url.parse().unwrap();
            assert_eq!(parsed, DatabaseUrl::Postgres(url.to_owned()));
            assert_eq!(format!("{parsed:?}"), "Postgres(…)");
        }
        for url in ["mysql://me:s3cret@db/signpost", "s3cret", "", "postgres:s3cret"] {
            let refusal = url.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(!refusal.contains("s3cret"), "{refusal}");
        }
    }

    #[test]
    fn the_public_url_loses_its_slash_and_keeps_its_path() {
        assert_eq!(check_public_url("https://Q.gent/").unwrap(), "https://q.gent");
        assert_eq!(check_public_url("https://stad.gent/q/").unwrap(), "https://stad.gent/q");
        for bad in [
            "q.gent",
            "ftp://q.gent",
            "https://q.gent/?x",
            "https://u:p@q.gent",
            "https://q.gent/#x",
        ] {
            assert!(check_public_url(bad).is_err(), "{bad}");
        }
    }
}
