//! Resolving a recorded scan again, on the configuration that it names, from what is kept with it.

use super::{Audiences, Contradiction, condition_of, served};
use crate::{
    code::{Configuration, Status},
    rule::Rule,
    scan::{Cause, Outcome, Scan},
};

/// How far a scan that contradicts nothing could be resolved again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rechecked {
    /// Wholly: every condition that it depends on looks at what is kept alone, and it comes out the same.
    Again,
    /// In part: nothing that is kept speaks against it, and some condition looked at what is not kept.
    InPart,
    /// Not at all: another system resolved it, on what is not in this log.
    Elsewhere,
}

/// Resolves `scan` again; `configuration` is that of its code at the position it names, `None` where there was no such code, and `audiences` are those of
/// that position.
///
/// Total and deterministic. Each condition is judged by itself: that two of which nothing is known cannot both have held is not seen.
pub fn recheck(
    configuration: Option<&Configuration>,
    audiences: &impl Audiences,
    scan: &Scan,
) -> Result<Rechecked, Contradiction> {
    let Some(configuration) = configuration else {
        let is_unknown = matches!(scan.outcome, Outcome::Unknown | Outcome::Json);
        if is_unknown && scan.cause == Cause::Status && scan.item.is_none() {
            return Ok(Rechecked::Again);
        }
        return Err(Contradiction::new(scan, "there was no such code".to_owned()));
    };
    served(configuration, scan)?;
    if configuration.status != Status::Active {
        return Ok(Rechecked::Again);
    }
    let winner = winner(&configuration.rules, &scan.cause);
    let mut rechecked = Rechecked::Again;
    for (place, rule) in configuration.rules.iter().enumerate() {
        // A rule for an audience that is not there holds for nobody.
        let held = condition_of(rule, audiences).map_or(Some(false), |condition| condition.held(scan));
        let is_winner = winner == Some(place);
        match held {
            Some(true) if !is_winner => {
                return Err(Contradiction::new(scan, format!("rule {place} held, which comes before")));
            }
            Some(false) if is_winner => return Err(Contradiction::new(scan, format!("rule {place} did not hold"))),
            Some(_) => {}
            None => rechecked = Rechecked::InPart,
        }
        if is_winner {
            break;
        }
    }
    Ok(rechecked)
}

/// The place of the rule that won, if one did; [`served`] has seen that it is there.
pub(super) fn winner(rules: &[Rule], cause: &Cause) -> Option<usize> {
    match cause {
        Cause::Status | Cause::Default => None,
        Cause::Audience(name) => rules.iter().position(|rule| rule.audience() == Some(name)),
        Cause::Rule(place) => Some(usize::from(*place)),
    }
}
