//! Settings of whose pages these are, checked at the start: what nobody could read is better refused than shown.

use std::path::PathBuf;

use clap::Args;
use signpost_api::city::{Accent, Identity, Logo};
use signpost_domain::schedule::Zone;

use crate::failure::Failure;

/// Characters in the name of a city, at most: it stands beside the menu on a phone.
const LONGEST_NAME: usize = 60;

/// Whose pages these are.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct CityOptions {
    /// Name at the head of every page, of citizens' and of staff's [default: Signpost]
    #[arg(long, env = "SIGNPOST_CITY_NAME", value_name = "NAME")]
    pub(crate) city_name: Option<String>,
    /// SVG or PNG beside that name, of 32 KiB at most [default: a signpost]
    #[arg(long, env = "SIGNPOST_CITY_LOGO", value_name = "FILE")]
    pub(crate) city_logo: Option<PathBuf>,
    /// Colour of buttons, boards and links, as #rrggbb; it must be dark enough for text [default: a blue]
    #[arg(long, env = "SIGNPOST_CITY_COLOUR", value_name = "COLOUR")]
    pub(crate) city_colour: Option<String>,
    /// Time zone (IANA) that staff read times in, and where the days of their statistics begin [default: UTC]
    #[arg(long, env = "SIGNPOST_TIME_ZONE", value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
}

impl CityOptions {
    /// These, and where they say nothing, `others`.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            city_name: self.city_name.or(others.city_name),
            city_logo: self.city_logo.or(others.city_logo),
            city_colour: self.city_colour.or(others.city_colour),
            time_zone: self.time_zone.or(others.time_zone),
        }
    }

    /// Reads and checks them.
    pub(crate) fn read(self) -> Result<Identity, Failure> {
        let usual = Identity::default();
        let logo = match self.city_logo {
            None => None,
            Some(path) => {
                let refuse = |what: String| Failure::new(format!("city-logo: {}: {what}", path.display()));
                let bytes = std::fs::read(&path).map_err(|error| refuse(error.to_string()))?;
                Some(Logo::read(bytes).map_err(|error| refuse(error.to_string()))?)
            }
        };
        let accent = self.city_colour.map(|colour| colour.parse::<Accent>()).transpose();
        let zone = match self.time_zone {
            None => Ok(usual.zone),
            Some(zone) => zone.parse::<Zone>(),
        };
        Ok(Identity {
            name: self.city_name.map_or(Ok(usual.name), |name| check_name(&name))?,
            logo,
            accent: accent.map_err(|error| Failure::new(format!("city-colour: {error}")))?,
            zone: zone.map_err(|error| Failure::new(format!("time-zone: {error}")))?,
        })
    }
}

fn check_name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Failure::new(format!(
            "city-name: give 1 to {LONGEST_NAME} characters in one line"
        )));
    }
    Ok(name.to_owned())
}
