//! What was kept of expired months before statistics were kept by days: rows of the tables that both SQL stores had for it.

use signpost_application::ports::StoreError;
use signpost_domain::{identifier::CodeId, visit::Visitor};
use signpost_projections::usage::{Alike, Usage, value::Facets};

use crate::stored::{outcome, platform, unreadable, unsigned};

/// The migration that drops them. What is in them is carried over by code, right before it.
pub(crate) const GONE: &str = "kept by day";

/// Code, hour, outcome, cause, platform, language, scans, and how many of them by robots.
pub(crate) type Scans = (String, i64, i64, String, i64, String, i64, i64);
/// The same, and a visitor.
pub(crate) type Visitors = (String, i64, i64, String, i64, String, i64);
/// Code, hour, item, and how often it was chosen.
pub(crate) type Choices = (String, i64, i64, i64);

/// What was kept of some hours.
pub(crate) struct Kept {
    pub(crate) scans: Vec<Scans>,
    pub(crate) visitors: Vec<Visitors>,
    pub(crate) choices: Vec<Choices>,
}

impl Kept {
    /// The same by days.
    pub(crate) fn by_days(self) -> Result<Usage, StoreError> {
        let mut usage = Usage::default();
        for (code, hour, outcome, cause, platform, language, scans, robots) in self.scans {
            let alike = alike(&code, hour, outcome, &cause, platform, &language)?;
            usage.scanned_by_hour(&alike, unsigned(scans), unsigned(robots));
        }
        for (code, hour, outcome, cause, platform, language, visitor) in self.visitors {
            let alike = alike(&code, hour, outcome, &cause, platform, &language)?;
            usage.seen_by_hour(&alike, Visitor(unsigned(visitor)));
        }
        for (code, hour, item, choices) in self.choices {
            let code: CodeId = code.parse().map_err(unreadable)?;
            let item = u16::try_from(item).map_err(unreadable)?;
            usage.chosen_by_hour(&code, hour, item, unsigned(choices));
        }
        Ok(usage)
    }
}

fn alike(
    code: &str,
    hour: i64,
    outcome_number: i64,
    cause: &str,
    platform_number: i64,
    language: &str,
) -> Result<Alike, StoreError> {
    Ok(Alike {
        code: code.parse().map_err(unreadable)?,
        hour,
        facets: Facets {
            cause: cause.parse().map_err(unreadable)?,
            platform: platform(platform_number)?,
            // A language that was not said was kept as an empty text.
            language: Some(language)
                .filter(|language| !language.is_empty())
                .map(str::parse)
                .transpose()
                .map_err(unreadable)?,
            outcome: outcome(outcome_number)?,
        },
    })
}
