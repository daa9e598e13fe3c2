//! Where a visit goes, and why. This is the only place that decides it.

mod otherwise;
mod recheck;
mod served;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use self::{
    otherwise::{Compared, otherwise},
    recheck::{Rechecked, recheck},
    served::{Contradiction, Served, served},
};

use crate::{
    code::{Configuration, Status},
    condition::{Condition, Finding},
    identifier::{AudienceName, CodeId},
    rule::{Rule, Whom},
    target::Target,
    visit::Visit,
};

/// The audiences as they were at one moment.
pub trait Audiences {
    /// How `name` is recognised; `None` when there is no such audience (any more).
    fn condition(&self, name: &AudienceName) -> Option<&Condition>;
}

impl Audiences for std::collections::BTreeMap<AudienceName, Condition> {
    fn condition(&self, name: &AudienceName) -> Option<&Condition> {
        self.get(name)
    }
}

/// The outcome of a visit, with its reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Resolution<'a> {
    /// It leads here.
    Target {
        /// What the visitor gets.
        target: &'a Target,
        /// Why this one.
        winner: Winner<'a>,
    },
    /// It leads nowhere yet.
    Unassigned,
    /// Not now.
    Suspended,
    /// Never again.
    Retired {
        /// The code that took over.
        successor: Option<&'a CodeId>,
    },
}

/// What made a target win.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winner<'a> {
    /// The rule at this place, from 0.
    Rule {
        /// Its place.
        place: usize,
        /// The audience it names, if it names one.
        audience: Option<&'a AudienceName>,
    },
    /// No rule held.
    Default,
}

/// Says where `visit` to `code` goes: rules in order, the first that holds wins, else the default target.
///
/// Total and deterministic. A rule that names an audience which is not there does not hold.
pub fn resolve<'a>(
    code: &CodeId,
    configuration: &'a Configuration,
    audiences: &impl Audiences,
    visit: &Visit<'_>,
) -> Resolution<'a> {
    match configuration.status {
        Status::Suspended => return Resolution::Suspended,
        Status::Retired => {
            return Resolution::Retired {
                successor: configuration.successor.as_ref(),
            };
        }
        Status::Active => {}
    }
    let winning = configuration
        .rules
        .iter()
        .enumerate()
        .find(|(_, rule)| condition_of(rule, audiences).is_some_and(|condition| condition.holds(visit, code)));
    match (winning, &configuration.target) {
        (Some((place, rule)), _) => Resolution::Target {
            target: &rule.target,
            winner: Winner::Rule {
                place,
                audience: rule.audience(),
            },
        },
        (None, Some(target)) => Resolution::Target {
            target,
            winner: Winner::Default,
        },
        (None, None) => Resolution::Unassigned,
    }
}

/// Whether one rule held, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The rule's place, from 0.
    pub rule: usize,
    /// The audience it names, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceName>,
    /// Whether it held.
    pub held: bool,
    /// Whether it is the one that won.
    pub won: bool,
    /// Its condition, looked at part by part; `None` when the audience is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// Why it could not hold, when the audience is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// [`resolve`], with a verdict on every rule, also on those behind the winner.
pub fn explain<'a>(
    code: &CodeId,
    configuration: &'a Configuration,
    audiences: &impl Audiences,
    visit: &Visit<'_>,
) -> (Resolution<'a>, Vec<Verdict>) {
    let resolution = resolve(code, configuration, audiences, visit);
    let winner = match resolution {
        Resolution::Target {
            winner: Winner::Rule { place, .. },
            ..
        } => Some(place),
        _ => None,
    };
    let verdicts = configuration.rules.iter().enumerate().map(|(place, rule)| {
        let finding = condition_of(rule, audiences).map(|condition| condition.examine(visit, code));
        Verdict {
            rule: place,
            audience: rule.audience().cloned(),
            held: finding.as_ref().is_some_and(|finding| finding.held),
            won: winner == Some(place),
            because: finding
                .is_none()
                .then(|| "there is no such audience, or it was withdrawn".to_owned()),
            finding,
        }
    });
    (resolution, verdicts.collect())
}

fn condition_of<'a>(rule: &'a Rule, audiences: &'a impl Audiences) -> Option<&'a Condition> {
    match &rule.whom {
        Whom::When(condition) => Some(condition),
        Whom::Audience(name) => audiences.condition(name),
    }
}
