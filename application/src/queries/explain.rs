//! Where a visit would lead, now or then, and why.

use std::{collections::BTreeMap, net::IpAddr};

use jiff::Timestamp;
use signpost_domain::{
    access::Grant,
    audience::Definition,
    code::Configuration,
    condition::Condition,
    decision::Position,
    identifier::{AudienceName, CodeId},
    language::Language,
    resolve::{self, Resolution, Verdict, Winner},
    rule::Rule,
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
    pub position: Position,
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
    let at = match moment {
        Some(Moment::Time(time)) => time,
        Some(Moment::Position(_)) => configuration.then.at,
        None => now,
    };
    let asked = Asked {
        id,
        position: configuration.position,
        audiences: conditions(configuration.audiences),
        configuration: configuration.then.code.configuration,
        at,
    };
    Ok(asked.explain(visit))
}

/// Where visits would lead if a code had these rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// For each visit.
    pub explanations: Vec<Explanation>,
    /// How the audiences that the rules name are recognised; those that are not there are missing.
    pub audiences: BTreeMap<AudienceName, Condition>,
}

/// Resolves imagined visits on a code as it is now but for its rules, which may be no decision yet; `None` takes those it has.
pub async fn try_rules(
    application: &Application,
    principal: &Principal,
    id: &CodeId,
    rules: Option<Vec<Rule>>,
    visits: &[ImaginedVisit],
) -> Result<Tried, Refusal> {
    let now = as_of(application, principal, id, Moment::LATEST).await?;
    let mut configuration = now.then.code.configuration;
    let mut audiences = conditions(now.audiences);
    if let Some(rules) = rules {
        for name in rules.iter().filter_map(Rule::audience) {
            if let Some(definition) = application.history.audience_at(name, now.position).await? {
                audiences.insert(name.clone(), definition.condition);
            }
        }
        configuration.rules = rules;
    }
    let asked = Asked {
        id,
        position: now.position,
        configuration,
        audiences,
        at: application.clock.now(),
    };
    Ok(Tried {
        explanations: visits.iter().map(|visit| asked.explain(visit)).collect(),
        audiences: asked.audiences,
    })
}

fn conditions(audiences: BTreeMap<AudienceName, Definition>) -> BTreeMap<AudienceName, Condition> {
    let conditions = audiences.into_iter().map(|(name, definition)| (name, definition.condition));
    conditions.collect()
}

/// What visits are resolved on.
struct Asked<'a> {
    id: &'a CodeId,
    position: Position,
    configuration: Configuration,
    audiences: BTreeMap<AudienceName, Condition>,
    /// When visits come that do not say it.
    at: Timestamp,
}

impl Asked<'_> {
    fn explain(&self, visit: &ImaginedVisit) -> Explanation {
        let visit = Visit {
            at: visit.at.unwrap_or(self.at),
            languages: &visit.languages,
            platform: visit.platform,
            network: visit.network,
            query: &visit.query,
            headers: &visit.headers,
            staff: visit.staff.as_deref(),
            country: visit.country,
            visitor: visit.visitor,
        };
        let (resolution, rules) = resolve::explain(self.id, &self.configuration, &self.audiences, &visit);
        let (outcome, target, successor, cause) = match resolution {
            Resolution::Target { target, winner } => ("target", Some(target.clone()), None, cause(winner)),
            Resolution::Unassigned => ("unassigned", None, None, Cause::Default),
            Resolution::Suspended => ("suspended", None, None, Cause::Status),
            Resolution::Retired { successor } => ("retired", None, successor.cloned(), Cause::Status),
        };
        Explanation {
            position: self.position,
            outcome,
            target,
            successor,
            cause,
            rules,
        }
    }
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
