//! What may be done to each of many codes: the checks that single commands make, with what they need loaded once.

use std::collections::{BTreeMap, HashSet};

use signpost_domain::{
    change::{Alteration, AlterationError, reversal},
    code::{Code, CodeError, CodeEvent, MOST_TAGS},
    decision::Position,
    identifier::{AudienceName, CodeId, UnitName},
    rule::Rule,
    target::Target,
    unit::HostPolicy,
};

use crate::{
    Application,
    authority::{Action, Principal},
    commands::{checks, refuse, retire_code::chain},
    ports::StoreError,
    refusal::{Fault, Refusal},
};

/// Judges code after code for one caller.
pub(super) struct Judge<'a> {
    application: &'a Application,
    caller: &'a Principal,
    policies: BTreeMap<UnitName, HostPolicy>,
    audiences: BTreeMap<AudienceName, Option<String>>,
    /// The codes that a successor leads on through.
    successors: HashSet<CodeId>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(application: &'a Application, caller: &'a Principal) -> Self {
        Self {
            application,
            caller,
            policies: BTreeMap::new(),
            audiences: BTreeMap::new(),
            successors: HashSet::new(),
        }
    }

    /// The same, where codes get this successor.
    pub(super) async fn of(
        application: &'a Application,
        caller: &'a Principal,
        alteration: &Alteration,
    ) -> Result<Self, StoreError> {
        let mut judge = Self::new(application, caller);
        if let Alteration::Retire {
            successor: Some(successor),
        } = alteration
            && let Ok(chain) = chain(application, successor).await?
        {
            judge.successors.extend(chain);
        }
        Ok(judge)
    }

    /// What altering a code decides about it.
    pub(super) async fn alter(
        &mut self,
        alteration: &Alteration,
        id: &CodeId,
        code: &Code,
        number: u64,
    ) -> Result<Vec<CodeEvent>, Refusal> {
        self.caller.must(Action::ChangeCodes, code.unit.as_ref())?;
        if self.successors.contains(id) {
            return Err(not_allowed(format!("the successor leads back to {id}")));
        }
        let events = alteration.decide(id, code, number).map_err(|error| match error {
            AlterationError::Code(error) => refuse(id, error),
            error => not_allowed(error.to_string()),
        })?;
        self.check(code, &events).await?;
        Ok(events)
    }

    /// What taking a change back decides about a code, which was `former` after the decision at `before`.
    pub(super) async fn reverse(
        &mut self,
        id: &CodeId,
        now: &Code,
        former: &Code,
        before: Position,
    ) -> Result<Vec<CodeEvent>, Refusal> {
        self.caller.must(Action::ChangeCodes, now.unit.as_ref())?;
        let events = reversal(now, former, before).map_err(|error: CodeError| refuse(id, error))?;
        self.check(now, &events).await?;
        Ok(events)
    }

    /// Refuses decisions that single commands would refuse, the new unit's policy included.
    async fn check(&mut self, code: &Code, events: &[CodeEvent]) -> Result<(), Refusal> {
        let mut after = code.clone();
        for event in events {
            after.apply_event(event);
        }
        if after.tags.len() > MOST_TAGS.max(code.tags.len()) {
            return Err(not_allowed(format!("a code has {MOST_TAGS} tags at most")));
        }
        let is_transferred = after.unit != code.unit;
        if is_transferred {
            self.caller.must(Action::ChangeCodes, after.unit.as_ref())?;
        }
        let before: Vec<&Target> = code.configuration.targets().collect();
        let policy = self.policy(after.unit.as_ref()).await?;
        let targets = after.configuration.targets();
        let new = targets.filter(|target| is_transferred || !before.contains(target));
        let mut faults: Vec<Fault> = new
            .flat_map(|target| checks::target(self.application, &policy, "", target))
            .collect();
        if after.configuration.rules != code.configuration.rules {
            faults.extend(self.audiences_of(&after.configuration.rules).await?);
        }
        checks::refuse(faults)
    }

    async fn policy(&mut self, unit: Option<&UnitName>) -> Result<HostPolicy, StoreError> {
        let Some(name) = unit else { return Ok(HostPolicy::ANY) };
        if let Some(policy) = self.policies.get(name) {
            return Ok(policy.clone());
        }
        let policy = checks::policy(self.application, unit, &mut vec![]).await?;
        self.policies.insert(name.clone(), policy.clone());
        Ok(policy)
    }

    /// Why rules cannot name the audiences that they name.
    async fn audiences_of(&mut self, rules: &[Rule]) -> Result<Vec<Fault>, StoreError> {
        let mut faults = Vec::new();
        for name in rules.iter().filter_map(Rule::audience) {
            if !self.audiences.contains_key(name) {
                let what = checks::audience(self.application, name).await?;
                self.audiences.insert(name.clone(), what);
            }
            if let Some(Some(what)) = self.audiences.get(name) {
                faults.push(Fault::new("", what.clone()));
            }
        }
        Ok(faults)
    }
}

fn not_allowed(what: String) -> Refusal {
    Refusal::Invalid(vec![Fault::new("", what)])
}
