//! Flags and the environment, as they are given.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use ipnet::IpNet;

use super::{
    LARGEST_JOURNAL_FILE_KIB,
    choices::{Durability, LogFormat, Role},
    elsewhere::ElsewhereOptions,
    links::LinkOptions,
};
use crate::city::CityOptions;

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
