//! The settings of asking whether somebody answers where codes lead. It is off unless it is switched on: whoever runs Signpost says whether it may ask others.

use std::time::Duration;

use clap::Args;
use ipnet::IpNet;
use signpost_infrastructure::links::Pace;

use crate::failure::Failure;

/// A day.
const EVERY_MINUTES: u32 = 24 * 60;
/// Slow: ten thousand addresses are asked in a night.
const PER_MINUTE: u32 = 30;
/// A bound, for the sake of those who are asked.
const MOST_PER_MINUTE: u32 = 600;

/// Whether, and how.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct LinkOptions {
    /// Ask the addresses that codes lead to, one after the other, whether somebody answers there, and show dead ones
    #[arg(long, env = "SIGNPOST_CHECK_LINKS")]
    pub(crate) check_links: bool,
    /// Minutes after which an address that answers is asked again; one that fails, after a twenty-fourth of them [default: 1440]
    #[arg(long, env = "SIGNPOST_LINKS_EVERY_MINUTES", value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) links_every_minutes: Option<u32>,
    /// Addresses asked in a minute, at most, 1 to 600 [default: 30]
    #[arg(long, env = "SIGNPOST_LINKS_PER_MINUTE", value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_PER_MINUTE)))]
    pub(crate) links_per_minute: Option<u32>,
    /// Networks that are not everybody's in which addresses may be asked all the same, as of an intranet, with commas between [default: none]
    #[arg(long, env = "SIGNPOST_LINKS_IN_NETWORKS", value_name = "NETWORKS", value_delimiter = ',')]
    pub(crate) links_in_networks: Option<Vec<IpNet>>,
}

/// How, where it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkSettings {
    pub(crate) pace: Pace,
    pub(crate) networks: Vec<IpNet>,
}

impl LinkOptions {
    /// These, and where they say nothing, `others`.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            check_links: self.check_links || others.check_links,
            links_every_minutes: self.links_every_minutes.or(others.links_every_minutes),
            links_per_minute: self.links_per_minute.or(others.links_per_minute),
            links_in_networks: self.links_in_networks.or(others.links_in_networks),
        }
    }

    /// How it is done; `None` where it is not.
    pub(crate) fn read(self) -> Result<Option<LinkSettings>, Failure> {
        let per_minute = self.links_per_minute.unwrap_or(PER_MINUTE);
        if per_minute > MOST_PER_MINUTE {
            let what = format!("links-per-minute: {per_minute} is too much for those who are asked; give 1 to {MOST_PER_MINUTE}");
            return Err(Failure::new(what));
        }
        let every = self.links_every_minutes.unwrap_or(EVERY_MINUTES);
        Ok(self.check_links.then(|| LinkSettings {
            pace: Pace {
                every: Duration::from_secs(u64::from(every) * 60),
                between: Duration::from_mins(1) / per_minute,
            },
            networks: self.links_in_networks.unwrap_or_default(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_asked_unless_that_is_switched_on() {
        let on = |check_links, links_per_minute| LinkOptions {
            check_links,
            links_per_minute,
            ..LinkOptions::default()
        };
        assert_eq!(on(false, Some(5)).read().unwrap(), None);
        let settings = on(true, None).or(on(false, Some(60))).read().unwrap().unwrap();
        assert_eq!(settings.pace.between, Duration::from_secs(1));
        assert_eq!(settings.pace.every, Duration::from_hours(24));
        assert!(settings.networks.is_empty());
        assert!(on(true, Some(601)).read().is_err());
    }
}
