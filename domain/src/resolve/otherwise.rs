//! Where a recorded scan would have been sent, had one audience been recognised otherwise.

use super::{Audiences, Contradiction, Served, condition_of, recheck, recheck::winner, served};
use crate::{
    code::{Configuration, Status},
    condition::Condition,
    identifier::AudienceName,
    scan::Scan,
};

/// A scan as it was, and as it would have been.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared<'a> {
    /// What the visitor got.
    pub was: Served<'a>,
    /// Whether they got it as one of the audience.
    pub won: bool,
    /// What they would have got, and whether as one of the audience; `None` where what is kept of the visit does not tell.
    pub otherwise: Option<(Served<'a>, bool)>,
}

/// Resolves `scan` as if `audience` had been recognised by `condition` (`None` as if there had been no such audience), and all else had been as it was.
///
/// Total and deterministic. What the record tells is taken from it: a rule before the one that won did not hold, and the one that won did, whatever they looked
/// at. Only of rules after it, and of the audience in question, is what they looked at needed.
pub fn otherwise<'a>(
    configuration: &'a Configuration,
    audiences: &impl Audiences,
    scan: &Scan,
    audience: &AudienceName,
    condition: Option<&Condition>,
) -> Result<Compared<'a>, Contradiction> {
    recheck(Some(configuration), audiences, scan)?;
    let was = served(configuration, scan)?;
    let winner = winner(&configuration.rules, &scan.cause);
    let is_of_it = |place: usize| configuration.rules[place].audience() == Some(audience);
    let won = winner.is_some_and(is_of_it);
    let as_it_was = Compared {
        was,
        won,
        otherwise: Some((was, won)),
    };
    if configuration.status != Status::Active || condition == audiences.condition(audience) {
        return Ok(as_it_was);
    }
    for (place, rule) in configuration.rules.iter().enumerate() {
        let held = match winner {
            _ if is_of_it(place) => condition.map_or(Some(false), |condition| condition.held(scan)),
            Some(winner) if place == winner => Some(true),
            Some(winner) if place > winner => condition_of(rule, audiences).map_or(Some(false), |condition| condition.held(scan)),
            Some(_) | None => Some(false),
        };
        match held {
            Some(false) => {}
            None => {
                return Ok(Compared {
                    otherwise: None,
                    ..as_it_was
                });
            }
            Some(true) => {
                let otherwise = Some((Served::Target(&rule.target), is_of_it(place)));
                return Ok(Compared { otherwise, ..as_it_was });
            }
        }
    }
    let default = configuration.target.as_ref().map_or(Served::Nothing, Served::Target);
    Ok(Compared {
        otherwise: Some((default, false)),
        ..as_it_was
    })
}
