//! What a recorded scan gave its visitor: read from what is kept with it, in the configuration that it was resolved on.

use std::fmt;

use crate::{
    code::{Configuration, Status},
    counted::counted,
    identifier::CodeId,
    scan::{Cause, Outcome, Scan},
    target::{MenuItem, Target},
    url::HttpUrl,
};

/// What a visitor got.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Served<'a> {
    /// This.
    Target(&'a Target),
    /// What was chosen in a menu.
    Choice(&'a MenuItem),
    /// The way to the code that took over from a retired one.
    Successor(&'a CodeId),
    /// A notice that there is nothing: not yet, not now, or not any more.
    Nothing,
}

/// Why a scan cannot have been resolved on a configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the scan says {outcome} because of {cause}, and {what}")]
pub struct Contradiction {
    outcome: &'static str,
    cause: Cause,
    what: String,
}

impl Contradiction {
    pub(super) fn new(scan: &Scan, what: String) -> Self {
        Self {
            outcome: scan.outcome.as_str(),
            cause: scan.cause.clone(),
            what,
        }
    }
}

/// What `scan` gave its visitor, if it was resolved on `configuration`.
///
/// Total and deterministic. Whether a condition held is not asked here: what a scan keeps of a visit is too little for that.
pub fn served<'a>(configuration: &'a Configuration, scan: &Scan) -> Result<Served<'a>, Contradiction> {
    let contradiction = |what: String| Contradiction::new(scan, what);
    let status = match (&scan.cause, configuration.status) {
        (Cause::Status, Status::Active) => Err("the code was in use".to_owned()),
        (Cause::Status, status) => Ok(status),
        (_, Status::Active) => Ok(Status::Active),
        (_, Status::Suspended) => Err("the code was suspended".to_owned()),
        (_, Status::Retired) => Err("the code was retired".to_owned()),
    };
    let target = match status.map_err(contradiction)? {
        Status::Active => named(configuration, &scan.cause).map_err(contradiction)?,
        Status::Suspended => return fits(scan, &[Outcome::Suspended], Served::Nothing).map_err(contradiction),
        Status::Retired => {
            let successor = configuration.successor.as_ref().map_or(Served::Nothing, Served::Successor);
            return fits(scan, &[Outcome::Retired], successor).map_err(contradiction);
        }
    };
    let Some(target) = target else {
        return fits(scan, &[Outcome::Unassigned], Served::Nothing).map_err(contradiction);
    };
    let fitting = match target {
        Target::Redirect { .. } => Outcome::Redirected,
        Target::Page { .. } => Outcome::Page,
        Target::Menu { .. } => Outcome::Menu,
    };
    let given = match (target, scan.item) {
        (_, None) => Served::Target(target),
        (Target::Menu { items, .. }, Some(item)) => items.get(usize::from(item)).map(Served::Choice).ok_or_else(|| {
            let items = counted(items.len() as u64, "item");
            contradiction(format!("the menu had {items}, not one with the number {item}"))
        })?,
        (_, Some(_)) => return Err(contradiction("there was no menu to choose from".to_owned())),
    };
    fits(scan, &[fitting], given).map_err(contradiction)
}

/// The target of what won; `None` where there was nothing to win.
fn named<'a>(configuration: &'a Configuration, cause: &Cause) -> Result<Option<&'a Target>, String> {
    let rule = match cause {
        Cause::Default | Cause::Status => return Ok(configuration.target.as_ref()),
        // All rules for one audience have the same condition, so it is the first that wins.
        Cause::Audience(name) => configuration.rules.iter().find(|rule| rule.audience() == Some(name)),
        Cause::Rule(place) => configuration
            .rules
            .get(usize::from(*place))
            .filter(|rule| rule.audience().is_none()),
    };
    let rule = rule.ok_or_else(|| "the code had no such rule".to_owned())?;
    Ok(Some(&rule.target))
}

/// A program that asked for JSON got a target, or none, of any kind.
fn fits<'a>(scan: &Scan, fitting: &[Outcome], served: Served<'a>) -> Result<Served<'a>, String> {
    if scan.outcome == Outcome::Json || fitting.contains(&scan.outcome) {
        return Ok(served);
    }
    Err(format!("what the code led to then was {served}"))
}

impl<'a> Served<'a> {
    /// The word for this kind of thing: that of the target, `choice`, `successor` or `nothing`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Target(target) => target.kind(),
            Self::Choice(_) => "choice",
            Self::Successor(_) => "successor",
            Self::Nothing => "nothing",
        }
    }

    /// The address that the visitor was sent to, without what was passed on of their query; `None` where they were not sent away.
    pub fn url(&self) -> Option<&'a HttpUrl> {
        match self {
            Self::Target(Target::Redirect { url, .. }) | Self::Choice(MenuItem { url, .. }) => Some(url),
            Self::Target(_) | Self::Successor(_) | Self::Nothing => None,
        }
    }

    /// What stood on it, in the first of its languages: title, heading or label; of a successor, its id.
    pub fn title(&self) -> Option<&'a str> {
        match self {
            Self::Target(Target::Page { content }) => content.values().next().map(|page| page.title.as_str()),
            Self::Target(Target::Menu { heading: texts, .. }) | Self::Choice(MenuItem { label: texts, .. }) => {
                texts.values().next().map(String::as_str)
            }
            Self::Successor(code) => Some(code.as_str()),
            Self::Target(Target::Redirect { .. }) | Self::Nothing => None,
        }
    }
}

impl fmt::Display for Served<'_> {
    /// In a few words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.title().unwrap_or_default();
        match self {
            Self::Target(Target::Redirect { url, .. }) => write!(f, "{url}"),
            Self::Target(Target::Page { .. }) => write!(f, "the page “{title}”"),
            Self::Target(Target::Menu { heading, .. }) if !heading.is_empty() => write!(f, "the menu “{title}”"),
            Self::Target(Target::Menu { items, .. }) => write!(f, "a menu of {}", counted(items.len() as u64, "choice")),
            Self::Choice(MenuItem { url, .. }) => write!(f, "{url}, chosen as “{title}”"),
            Self::Successor(code) => write!(f, "the code {code}"),
            Self::Nothing => f.write_str("nothing"),
        }
    }
}
