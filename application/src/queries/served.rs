//! Every scan of one code with what its visitor got: resolved again (invariant 6) on what the decision log says of the position that it names.

use jiff::Timestamp;
use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    resolve::{Rechecked, Served, served},
    scan::{RecordedScan, Scan},
    url::HttpUrl,
};

use super::then::Then;
use crate::{
    Application,
    authority::{Action, Principal},
    refusal::{Fault, Refusal},
};

/// Scans read at a time.
const PART: u32 = 1_000;

/// What a visitor got, for good.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// `redirect`, `page`, `menu`, `choice`, `successor` or `nothing`.
    pub kind: &'static str,
    /// The address that they were sent to.
    pub url: Option<HttpUrl>,
    /// What stood on it: title, heading or label, or the id of a successor.
    pub title: Option<String>,
}

impl From<Served<'_>> for Given {
    fn from(served: Served<'_>) -> Self {
        Self {
            kind: served.kind(),
            url: served.url().cloned(),
            title: served.title().map(str::to_owned),
        }
    }
}

/// A scan with what came of resolving it again.
#[derive(Debug, Clone, PartialEq)]
pub struct ServedScan {
    /// The scan.
    pub recorded: RecordedScan,
    /// What its visitor got; `None` where what it says cannot be, or where another system gave it.
    pub given: Option<Given>,
    /// How far it came out the same, or what does not fit.
    pub rechecked: Result<Rechecked, String>,
}

/// Which scans are asked for. Everything given must fit.
#[derive(Debug, Clone)]
pub struct ServedFilter {
    /// Those of this code.
    pub code: CodeId,
    /// Those that were sent to this address.
    pub url: Option<HttpUrl>,
    /// Those that were sent to this host.
    pub host: Option<String>,
    /// Those made at this time or later.
    pub from: Option<Timestamp>,
    /// Those made before this time.
    pub until: Option<Timestamp>,
}

impl ServedFilter {
    fn is_in_time(&self, scan: &Scan) -> bool {
        self.from.is_none_or(|from| scan.at >= from) && self.until.is_none_or(|until| scan.at < until)
    }

    /// A scan that disagrees fits whatever address is asked for: it may have been sent there.
    fn fits(&self, scan: &ServedScan) -> bool {
        let url = scan.given.as_ref().and_then(|given| given.url.as_ref());
        let is_there = self.url.as_ref().is_none_or(|wanted| url == Some(wanted))
            && self
                .host
                .as_ref()
                .is_none_or(|wanted| url.is_some_and(|url| url.host() == wanted));
        is_there || scan.rechecked.is_err()
    }
}

/// A search for scans by what they were served.
#[derive(Debug, Clone)]
pub struct ServedSearch(ServedFilter);

impl ServedSearch {
    /// Begins one.
    pub async fn begin(application: &Application, principal: &Principal, filter: ServedFilter) -> Result<Self, Refusal> {
        principal.must(Action::ReadHistory, None)?;
        principal.must(Action::ReadScans, None)?;
        in_order(filter.from, filter.until)?;
        if application.catalogue.code(&filter.code).await?.is_none() {
            return Err(Refusal::NotFound {
                kind: "code",
                id: filter.code.to_string(),
            });
        }
        Ok(Self(filter))
    }

    /// At most `limit` of them after a position of the scan log, oldest first.
    pub async fn after(&self, application: &Application, after: Position, limit: u32) -> Result<Vec<ServedScan>, Refusal> {
        let (mut found, mut after) = (Vec::new(), after);
        while found.len() < limit as usize {
            let mut scans = application.scans.read(after, Some(&self.0.code), PART).await?;
            let Some(last) = scans.last() else { break };
            after = last.position;
            scans.retain(|recorded| self.0.is_in_time(&recorded.scan));
            if scans.is_empty() {
                continue;
            }
            let then = Then::read(&*application.decisions, &scans).await?;
            let served = scans.into_iter().map(|recorded| resolved_again(&then, recorded));
            found.extend(served.filter(|scan| self.0.fits(scan)));
        }
        found.truncate(limit as usize);
        Ok(found)
    }
}

/// Refuses a time that ends before it begins.
pub(super) fn in_order(from: Option<Timestamp>, until: Option<Timestamp>) -> Result<(), Refusal> {
    match (from, until) {
        (Some(from), Some(until)) if until <= from => {
            let what = format!("give a time after {from}, which is from");
            Err(Refusal::Invalid(vec![Fault::new("until", what)]))
        }
        _ => Ok(()),
    }
}

fn resolved_again(then: &Then, recorded: RecordedScan) -> ServedScan {
    let scan = &recorded.scan;
    let given = match then.configuration(scan) {
        _ if recorded.node.is_elsewhere() => None,
        Some(configuration) => served(configuration, scan).ok().map(Given::from),
        None => Some(Given::from(Served::Nothing)),
    };
    ServedScan {
        given,
        rechecked: then.judge(&recorded),
        recorded,
    }
}
