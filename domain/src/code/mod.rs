//! A code: what it is, what can happen to it, and what it refuses.

mod call;
mod command;
mod event;
mod filter;
#[cfg(test)]
mod tests;

use cqrs_es::{Aggregate, event_sink::EventSink};
use serde::{Deserialize, Serialize};

pub use self::{
    call::{CallHeader, KeptCall, LONGEST_PAYLOAD, MOST_CALLS, MOST_HEADERS, check_calls},
    command::{CodeCommand, CodeError, Minting},
    event::CodeEvent,
    filter::{CodeFilter, Standing},
};
use crate::{
    approval::Approval,
    identifier::{CodeId, Tag, UnitName},
    rule::Rule,
    target::Target,
};

/// Characters in a label or a description, at most.
pub const LONGEST_TEXT: usize = 500;
/// Tags on one code, at most.
pub const MOST_TAGS: usize = 50;

/// A code with everything that was decided about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// Whether it exists.
    pub minted: bool,
    /// The department that owns it.
    pub unit: Option<UnitName>,
    /// Its name for people.
    pub label: Option<String>,
    /// Words to find it by, sorted.
    pub tags: Vec<Tag>,
    /// What it is attached to.
    pub asset: Option<Asset>,
    /// Whether another person must approve what sends its visitors elsewhere, whatever its unit demands.
    #[serde(default, skip_serializing_if = "Approval::is_not_needed")]
    pub approval: Approval,
    /// Its id as it is printed, where it was taken over from elsewhere and that is not in upper case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// More ids that lead to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<CodeId>,
    /// Calls to other systems that came with it; they are kept, and not made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<KeptCall>,
    /// Where it leads.
    #[serde(flatten)]
    pub configuration: Configuration,
}

/// All of a code that [`resolve`](crate::resolve::resolve) looks at.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    /// Whether it is in use.
    pub status: Status,
    /// What everybody gets for whom no rule holds.
    pub target: Option<Target>,
    /// Who gets something else; the first that holds wins.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The code that took over from a retired one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<CodeId>,
    /// The code that this id is another one of: then there is nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias_of: Option<CodeId>,
}

/// Whether a code is in use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In use.
    #[default]
    Active,
    /// Not now.
    Suspended,
    /// Never again.
    Retired,
}

/// The object a code is attached to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Its number in the city's own register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What it is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A place: an address in words, a point, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Address or directions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Degrees north (WGS 84), -90 to 90.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east (WGS 84), -180 to 180.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
}

impl Configuration {
    /// What one event changes of it. The resolver's memory and its table follow the log with this same function.
    pub fn apply(&mut self, event: &CodeEvent) {
        match event {
            CodeEvent::Minted { .. }
            | CodeEvent::Described { .. }
            | CodeEvent::Attached { .. }
            | CodeEvent::Transferred { .. }
            | CodeEvent::Adopted { .. }
            | CodeEvent::CallsKept { .. }
            | CodeEvent::ApprovalDemanded
            | CodeEvent::ApprovalWaived => {}
            CodeEvent::Aliased { of } => self.alias_of = Some(of.clone()),
            CodeEvent::Retargeted { target } => self.target.clone_from(target),
            CodeEvent::RulesChanged { rules } => self.rules.clone_from(rules),
            CodeEvent::Suspended => self.status = Status::Suspended,
            CodeEvent::Resumed => self.status = Status::Active,
            CodeEvent::Retired { successor } => {
                self.status = Status::Retired;
                self.successor.clone_from(successor);
            }
            CodeEvent::Restored {
                status, target, rules, ..
            } => {
                self.status = *status;
                self.target.clone_from(target);
                self.rules.clone_from(rules);
            }
        }
    }

    /// Whether it leads nowhere for everybody.
    pub fn is_unassigned(&self) -> bool {
        self.status == Status::Active && self.target.is_none() && self.rules.is_empty()
    }

    /// Every target in it: the default, then those of the rules.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.target.iter().chain(self.rules.iter().map(|rule| &rule.target))
    }
}

impl Code {
    /// What one event changes of it.
    pub fn apply_event(&mut self, event: &CodeEvent) {
        self.configuration.apply(event);
        match event {
            CodeEvent::Minted { unit, label, tags, .. } => {
                self.minted = true;
                self.unit.clone_from(unit);
                self.label.clone_from(label);
                self.tags.clone_from(tags);
            }
            CodeEvent::Described { label, tags } => {
                self.label.clone_from(label);
                self.tags.clone_from(tags);
            }
            CodeEvent::Attached { asset } => self.asset.clone_from(asset),
            CodeEvent::Transferred { unit } => self.unit.clone_from(unit),
            CodeEvent::Adopted { printed, aliases } => {
                if printed.is_some() {
                    self.printed.clone_from(printed);
                }
                self.aliases.extend_from_slice(aliases);
            }
            CodeEvent::CallsKept { calls } => self.calls.clone_from(calls),
            CodeEvent::ApprovalDemanded => self.approval = Approval::Required,
            CodeEvent::ApprovalWaived => self.approval = Approval::NotNeeded,
            CodeEvent::Retargeted { .. }
            | CodeEvent::RulesChanged { .. }
            | CodeEvent::Suspended
            | CodeEvent::Resumed
            | CodeEvent::Retired { .. }
            | CodeEvent::Restored { .. }
            | CodeEvent::Aliased { .. } => {}
        }
    }

    /// Whether the id is one of a code, or leads to one.
    pub fn is_taken(&self) -> bool {
        self.minted || self.configuration.alias_of.is_some()
    }
}

impl Aggregate for Code {
    const TYPE: &'static str = "code";
    type Command = CodeCommand;
    type Event = CodeEvent;
    type Error = CodeError;
    type Services = ();

    async fn handle(&mut self, command: CodeCommand, (): &(), sink: &EventSink<Self>) -> Result<(), CodeError> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: CodeEvent) {
        self.apply_event(&event);
    }
}
