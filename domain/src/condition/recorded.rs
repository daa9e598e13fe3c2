//! Whether a condition held, as far as a recorded scan tells.

use std::collections::BTreeMap;

use super::Condition;
use crate::{scan::Scan, visit::Visit};

impl Condition {
    /// Whether it held for the visit that `scan` was recorded of; `None` where what is kept does not tell.
    ///
    /// A scan keeps time, preferred language, platform, country and visitor, which is all that the conditions on those (and on percentages) look at. It keeps
    /// neither address, query and headers nor whether somebody was signed in.
    pub fn held(&self, scan: &Scan) -> Option<bool> {
        match self {
            Self::All(parts) => all(parts, scan, true),
            Self::Any(parts) => all(parts, scan, false).map(|none_held| !none_held),
            Self::Not(part) => part.held(scan).map(|held| !held),
            Self::Network(_) | Self::Query(_) | Self::Header(_) | Self::SignedIn(_) => None,
            fact => {
                let nothing = BTreeMap::new();
                let visit = Visit {
                    at: scan.at,
                    languages: scan.language.as_slice(),
                    platform: scan.platform,
                    network: None,
                    query: &nothing,
                    headers: &nothing,
                    staff: None,
                    country: scan.country,
                    visitor: scan.visitor,
                };
                Some(fact.fact_holds(&visit, &scan.code))
            }
        }
    }
}

/// Whether each of the parts came out `so`. One that did not decides, whatever the others did.
fn all(parts: &[Condition], scan: &Scan, so: bool) -> Option<bool> {
    let mut outcome = Some(true);
    for part in parts {
        match part.held(scan) {
            Some(held) if held == so => {}
            Some(_) => return Some(false),
            None => outcome = None,
        }
    }
    outcome
}
