//! What a citizen's scan sets in motion: resolve from memory, record, answer. The database is not asked.

mod codes;
mod stored;
mod table;

use signpost_domain::{
    decision::Position,
    identifier::CodeId,
    resolve::{Audiences, Resolution, Winner, resolve},
    scan::{Cause, Outcome, Scan},
    target::Target,
    visit::Visit,
};

use self::codes::Configured;
pub use self::{
    stored::stored_routes,
    table::{Entry, EntryRef, RoutingTable, audience_after},
};
use crate::queries::explain::cause;

/// Where a visit goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Position in the decision log that the answer is true for.
    pub as_of: Position,
    /// What made it so.
    pub cause: Cause,
    /// What the visitor gets.
    pub way: Way,
    /// The code that was meant, where the id is an alias: it is the one that was scanned.
    pub alias_of: Option<CodeId>,
}

/// What a visitor gets.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// A target.
    Target(Chosen),
    /// Nothing yet.
    Unassigned,
    /// Nothing right now.
    Suspended,
    /// Nothing any more, or the code that took over.
    Retired(Option<CodeId>),
    /// There is no such code.
    Unknown,
}

/// A target inside a configuration, which stays what it was for this visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    configuration: Configured,
    place: Option<usize>,
}

impl Chosen {
    /// The target.
    pub fn target(&self) -> &Target {
        let target = match self.place {
            Some(place) => self.configuration.rules.get(place).map(|rule| &rule.target),
            None => self.configuration.target.as_ref(),
        };
        target.expect("chosen by resolve out of this very configuration")
    }
}

impl Route {
    fn of(as_of: Position, code: &CodeId, configuration: Configured, audiences: &impl Audiences, visit: &Visit<'_>) -> Self {
        let (cause, way) = match resolve(code, &configuration, audiences, visit) {
            Resolution::Target { winner, .. } => {
                let place = match winner {
                    Winner::Rule { place, .. } => Some(place),
                    Winner::Default => None,
                };
                (cause(winner), Way::Target(Chosen { configuration, place }))
            }
            Resolution::Unassigned => (Cause::Default, Way::Unassigned),
            Resolution::Suspended => (Cause::Status, Way::Suspended),
            Resolution::Retired { successor } => (Cause::Status, Way::Retired(successor.cloned())),
        };
        Self {
            as_of,
            cause,
            way,
            alias_of: None,
        }
    }

    /// What is recorded when the visitor gets it in its usual form.
    pub fn outcome(&self) -> Outcome {
        match &self.way {
            Way::Target(chosen) => match chosen.target() {
                Target::Redirect { .. } => Outcome::Redirected,
                Target::Page { .. } => Outcome::Page,
                Target::Menu { .. } => Outcome::Menu,
            },
            Way::Unassigned => Outcome::Unassigned,
            Way::Suspended => Outcome::Suspended,
            Way::Retired(_) => Outcome::Retired,
            Way::Unknown => Outcome::Unknown,
        }
    }

    /// The record of this visit. `item` is the menu item chosen, for a choice.
    pub fn scan(
        &self,
        code: CodeId,
        visit: &Visit<'_>,
        outcome: Outcome,
        robot: bool,
        referrer: Option<String>,
        item: Option<u16>,
    ) -> Scan {
        Scan {
            at: visit.at,
            code,
            as_of: self.as_of,
            outcome,
            cause: self.cause.clone(),
            platform: visit.platform,
            language: visit.languages.first().cloned(),
            country: visit.country,
            robot,
            visitor: visit.visitor,
            referrer,
            item,
        }
    }
}
