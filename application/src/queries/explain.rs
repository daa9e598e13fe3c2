//! Where a visit would lead, now or then, and why.

use std::{collections::BTreeMap, net::IpAddr};

use jiff::Timestamp;
use signpost_domain::{
    access::Grant,
    condition::Condition,
    identifier::{AudienceName, CodeId},
    language::Language,
    resolve::{self, Resolution, Verdict, Winner},
    scan::Cause,
    target::Target,
    visit::{Country, Platform, Visit, Visitor},
};

use super::as_of::{as_of, within_log};
use crate::{
    Application,
    authority::{Action, Principal},
    ports::history::Moment,
    refusal::Refusal,
};

/// A visit that somebody imagines.
#[derive(Debug, Clone, PartialEq)]
pub struct ImaginedVisit {
    /// When it comes; `None` takes the moment that is asked about.
    pub at: Option<Timestamp>,
    /// Languages in the order of preference.
    pub languages: Vec<Language>,
    /// Kind of device.
    pub platform: Platform,
    /// Address of the client.
    pub network: Option<IpAddr>,
    /// Query parameters.
    pub query: BTreeMap<String, String>,
    /// Headers, by their name in lower case.
    pub headers: BTreeMap<String, String>,
    /// What somebody who is signed in may do; `None` for everybody else.
    pub staff: Option<Vec<Grant>>,
    /// Country, where known.
    pub country: Option<Country>,
    /// Who, for a day.
    pub visitor: Visitor,
}

/// Where it would lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The configuration of this position was asked.
    pub position: signpost_domain::decision::Position,
    /// `target`, `unassigned`, `suspended` or `retired`.
    pub outcome: &'static str,
    /// The target, if it leads somewhere.
    pub target: Option<Target>,
    /// The successor of a retired code.
    pub successor: Option<CodeId>,
    /// What made it so.
    pub cause: Cause,
    /// Every rule, and why it held or not.
    pub rules: Vec<Verdict>,
}

/// Resolves an imagined visit, on the configuration as it is or as it was.
pub async fn explain(
    application: &Application,
    principal: &Principal,
    id: &CodeId,
    moment: Option<Moment>,
    visit: &ImaginedVisit,
) -> Result<Explanation, Refusal> {
    let now = application.clock.now();
    if let Some(Moment::Position(position)) = moment {
        principal.must(Action::ReadHistory, None)?;
        within_log(application, "/position", position).await?;
    }
    // Now is the end of the log and not a time: a clock that was put back must not hide the last decisions.
    let configuration = as_of(application, principal, id, moment.unwrap_or(Moment::LATEST)).await?;
    let at = visit.at.unwrap_or(match moment {
        Some(Moment::Time(time)) => time,
        Some(Moment::Position(_)) => configuration.then.at,
        None => now,
    });
    let audiences: BTreeMap<AudienceName, Condition> = configuration
        .audiences
        .into_iter()
        .map(|(name, definition)| (name, definition.condition))
        .collect();
    let visit = Visit {
        at,
        languages: &visit.languages,
        platform: visit.platform,
        network: visit.network,
        query: &visit.query,
        headers: &visit.headers,
        staff: visit.staff.as_deref(),
        country: visit.country,
        visitor: visit.visitor,
    };
    let (resolution, rules) = resolve::explain(id, &configuration.then.code.configuration, &audiences, &visit);
    let (outcome, target, successor, cause) = match resolution {
        Resolution::Target { target, winner } => ("target", Some(target.clone()), None, cause(winner)),
        Resolution::Unassigned => ("unassigned", None, None, Cause::Default),
        Resolution::Suspended => ("suspended", None, None, Cause::Status),
        Resolution::Retired { successor } => ("retired", None, successor.cloned(), Cause::Status),
    };
    Ok(Explanation {
        position: configuration.position,
        outcome,
        target,
        successor,
        cause,
        rules,
    })
}

/// The words kept for what made a target win.
pub(crate) fn cause(winner: Winner<'_>) -> Cause {
    match winner {
        Winner::Default => Cause::Default,
        Winner::Rule {
            audience: Some(name), ..
        } => Cause::Audience(name.clone()),
        Winner::Rule { place, audience: None } => Cause::Rule(u16::try_from(place).unwrap_or(u16::MAX)),
    }
}
