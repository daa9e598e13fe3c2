//! The file with settings.

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use ipnet::IpNet;
use serde::Deserialize;

use super::{
    choices::{Durability, LogFormat, Role},
    elsewhere::ElsewhereTable,
    links::LinkOptions,
};
use crate::{city::CityOptions, failure::Failure};

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct File {
    pub(super) data_dir: Option<PathBuf>,
    pub(super) database_url: Option<String>,
    pub(super) no_migrate: Option<bool>,
    pub(super) seal_keys: Option<PathBuf>,
    pub(super) listen: Option<SocketAddr>,
    pub(super) public_url: Option<String>,
    pub(super) log_format: Option<LogFormat>,
    pub(super) trusted_proxies: Option<Vec<IpNet>>,
    pub(super) old_paths: Option<Vec<String>>,
    pub(super) role: Option<Role>,
    pub(super) durability: Option<Durability>,
    pub(super) scan_wait_ms: Option<u64>,
    pub(super) journal_file_kib: Option<NonZeroU32>,
    pub(super) max_connections: Option<NonZeroU32>,
    pub(super) request_seconds: Option<NonZeroU32>,
    pub(super) idle_seconds: Option<NonZeroU32>,
    pub(super) session_idle_minutes: Option<NonZeroU32>,
    pub(super) session_hours: Option<NonZeroU32>,
    pub(super) oidc: Option<ElsewhereTable>,
    pub(super) check_links: Option<bool>,
    pub(super) links_every_minutes: Option<NonZeroU32>,
    pub(super) links_per_minute: Option<NonZeroU32>,
    pub(super) links_in_networks: Option<Vec<IpNet>>,
    pub(super) city_name: Option<String>,
    pub(super) city_logo: Option<PathBuf>,
    pub(super) city_colour: Option<String>,
    pub(super) time_zone: Option<String>,
}

impl File {
    /// Reads the file at `path`, or where none is named, the one in this folder, if there is one.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let (path, demanded) = path.map_or((Path::new("signpost.toml"), false), |path| (path, true));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !demanded => return Ok(Self::default()),
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

    /// What it says about asking where codes lead.
    pub(super) fn links(&self) -> LinkOptions {
        LinkOptions {
            check_links: self.check_links.unwrap_or_default(),
            links_every_minutes: self.links_every_minutes.map(NonZeroU32::get),
            links_per_minute: self.links_per_minute.map(NonZeroU32::get),
            links_in_networks: self.links_in_networks.clone(),
        }
    }

    /// What it says about whose pages these are.
    pub(super) fn city(&self) -> CityOptions {
        CityOptions {
            city_name: self.city_name.clone(),
            city_logo: self.city_logo.clone(),
            city_colour: self.city_colour.clone(),
            time_zone: self.time_zone.clone(),
        }
    }
}
