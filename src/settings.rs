//! Settings: flags, else the environment (`SIGNPOST_…`), else a TOML file, else what suits a first try.

mod addresses;
mod choices;
mod database;
mod elsewhere;
mod file;
mod links;
mod options;

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use ipnet::IpNet;
use signpost_api::{city::Identity, server::Limits};
use signpost_application::identity::SessionLimits;
use signpost_infrastructure::schema::Migrating;

use self::{
    addresses::{check_old_path, check_public_url},
    file::File,
};
pub(crate) use self::{
    choices::{Durability, LogFormat, Role},
    database::DatabaseUrl,
    elsewhere::SignInElsewhere,
    links::LinkSettings,
    options::{ServeOptions, StoreOptions},
};
use crate::failure::Failure;

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

/// Settings of every command.
#[derive(Debug, Clone)]
pub(crate) struct StoreSettings {
    pub(crate) data_dir: PathBuf,
    pub(crate) database_url: DatabaseUrl,
    pub(crate) migrating: Migrating,
    pub(crate) seal_keys: PathBuf,
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
        let file = File::read(options.config.as_deref())?;
        store(options, &file)
    }
}

impl ServeSettings {
    pub(crate) fn read(stores: StoreOptions, options: ServeOptions) -> Result<Self, Failure> {
        let file = File::read(stores.config.as_deref())?;
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
