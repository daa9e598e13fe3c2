//! What can be asked of a code, and why it refuses.

use super::{Asset, Code, CodeEvent, Configuration, KeptCall, Status};
use crate::{
    approval::Approval,
    decision::Position,
    identifier::{CodeId, Tag, UnitName},
    rule::Rule,
    target::Target,
};

/// Everything a code can be minted with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Minting {
    /// The department that owns it.
    pub unit: Option<UnitName>,
    /// The series it is made in.
    pub batch: Option<String>,
    /// Its name for people.
    pub label: Option<String>,
    /// Words to find it by.
    pub tags: Vec<Tag>,
    /// What it is attached to.
    pub asset: Option<Asset>,
    /// Its default target.
    pub target: Option<Target>,
    /// Its audience rules.
    pub rules: Vec<Rule>,
}

/// What can be asked of a code. What needs knowledge of other things (hosts that a unit allows, audiences that exist) was
/// checked before.
#[derive(Debug, Clone, PartialEq)]
pub enum CodeCommand {
    /// Bring it into being.
    Mint(Box<Minting>),
    /// Give it this label, these tags and this asset.
    Describe {
        /// Its name for people.
        label: Option<String>,
        /// Words to find it by.
        tags: Vec<Tag>,
        /// What it is attached to.
        asset: Option<Asset>,
    },
    /// Give it this default target, or none.
    Retarget(Option<Target>),
    /// Give it these rules.
    ChangeRules(Vec<Rule>),
    /// Take it out of use for now.
    Suspend,
    /// Put it into use again.
    Resume,
    /// Take it out of use for good.
    Retire {
        /// The code that takes over.
        successor: Option<CodeId>,
    },
    /// Give it to another department.
    Transfer(Option<UnitName>),
    /// Show it as it is printed elsewhere, and find it under more ids.
    Adopt {
        /// Its id as it is printed, where that differs; left out, it stays as it is.
        printed: Option<String>,
        /// Ids that are to lead to it as well.
        aliases: Vec<CodeId>,
    },
    /// Be no code, but lead to one.
    BecomeAlias {
        /// Which.
        of: CodeId,
    },
    /// Keep these calls to other systems, which were checked before.
    KeepCalls(Vec<KeptCall>),
    /// Demand that what sends its visitors elsewhere is approved, or not.
    Demand(Approval),
    /// Let it do what it did then.
    Restore {
        /// The position in the decision log that `configuration` is of.
        from: Position,
        /// What it did.
        configuration: Box<Configuration>,
    },
}

/// Why a code refuses a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The id is taken, now and for ever.
    #[error("a code with this id already exists, and an id is never used twice")]
    AlreadyMinted,
    /// There is no such code.
    #[error("there is no such code")]
    Unknown,
    /// It is out of use for good.
    #[error("this code is retired; that is for good")]
    Retired,
}

impl Code {
    /// What follows from a command: the decisions in their order, none when nothing would change.
    pub fn decide(&self, command: CodeCommand) -> Result<Vec<CodeEvent>, CodeError> {
        if let CodeCommand::Mint(minting) = command {
            return if self.is_taken() {
                Err(CodeError::AlreadyMinted)
            } else {
                Ok(mint(*minting))
            };
        }
        if let CodeCommand::BecomeAlias { of } = command {
            return if self.is_taken() {
                Err(CodeError::AlreadyMinted)
            } else {
                Ok(vec![CodeEvent::Aliased { of }])
            };
        }
        if !self.minted {
            return Err(CodeError::Unknown);
        }
        // What a retired code is called and who looks after it may still change; what it does may not.
        if self.configuration.status == Status::Retired
            && !matches!(
                command,
                CodeCommand::Describe { .. } | CodeCommand::Transfer(_) | CodeCommand::Adopt { .. } | CodeCommand::KeepCalls(_)
            )
        {
            return Err(CodeError::Retired);
        }
        Ok(self.change(command))
    }

    /// The decisions for a command that is allowed.
    fn change(&self, command: CodeCommand) -> Vec<CodeEvent> {
        let mut events = Vec::new();
        let mut decide = |differs: bool, event: CodeEvent| {
            if differs {
                events.push(event);
            }
        };
        match command {
            CodeCommand::Mint(_) | CodeCommand::BecomeAlias { .. } => {}
            CodeCommand::Adopt { printed, mut aliases } => {
                aliases.retain(|alias| !self.aliases.contains(alias));
                let printed = printed.filter(|printed| self.printed.as_ref() != Some(printed));
                decide(
                    printed.is_some() || !aliases.is_empty(),
                    CodeEvent::Adopted { printed, aliases },
                );
            }
            CodeCommand::Describe { label, mut tags, asset } => {
                sort(&mut tags);
                decide(label != self.label || tags != self.tags, CodeEvent::Described { label, tags });
                decide(asset != self.asset, CodeEvent::Attached { asset });
            }
            CodeCommand::Retarget(target) => decide(target != self.configuration.target, CodeEvent::Retargeted { target }),
            CodeCommand::ChangeRules(rules) => decide(rules != self.configuration.rules, CodeEvent::RulesChanged { rules }),
            CodeCommand::Suspend => decide(self.configuration.status == Status::Active, CodeEvent::Suspended),
            CodeCommand::Resume => decide(self.configuration.status == Status::Suspended, CodeEvent::Resumed),
            CodeCommand::Retire { successor } => decide(true, CodeEvent::Retired { successor }),
            CodeCommand::Transfer(unit) => decide(unit != self.unit, CodeEvent::Transferred { unit }),
            CodeCommand::KeepCalls(calls) => decide(calls != self.calls, CodeEvent::CallsKept { calls }),
            CodeCommand::Demand(approval) => {
                let event = match approval {
                    Approval::Required => CodeEvent::ApprovalDemanded,
                    Approval::NotNeeded => CodeEvent::ApprovalWaived,
                };
                decide(approval != self.approval, event);
            }
            CodeCommand::Restore { from, configuration } => {
                let differs = *configuration != self.configuration;
                let Configuration {
                    status, target, rules, ..
                } = *configuration;
                decide(
                    differs,
                    CodeEvent::Restored {
                        from,
                        status,
                        target,
                        rules,
                    },
                );
            }
        }
        events
    }
}

fn mint(minting: Minting) -> Vec<CodeEvent> {
    let Minting {
        unit,
        batch,
        label,
        mut tags,
        asset,
        target,
        rules,
    } = minting;
    sort(&mut tags);
    let mut events = vec![CodeEvent::Minted {
        unit,
        label,
        tags,
        batch,
    }];
    if asset.is_some() {
        events.push(CodeEvent::Attached { asset });
    }
    if target.is_some() {
        events.push(CodeEvent::Retargeted { target });
    }
    if !rules.is_empty() {
        events.push(CodeEvent::RulesChanged { rules });
    }
    events
}

fn sort(tags: &mut Vec<Tag>) {
    tags.sort();
    tags.dedup();
}
