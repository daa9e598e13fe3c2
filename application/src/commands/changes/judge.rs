//! What may be done to each of many codes: the checks that single commands make, with what they need loaded once.

use std::collections::{BTreeMap, HashSet};

use signpost_domain::{
    approval::to_be_approved_in,
    change::{Alteration, AlterationError, reversal},
    code::{Code, CodeError, CodeEvent, MOST_TAGS, Minting},
    decision::Position,
    identifier::{AudienceName, CodeId, UnitName},
    rule::Rule,
    target::Target,
    unit::Unit,
};

use crate::{
    Application,
    authority::{Action, Principal},
    commands::{
        checks,
        guards::{Units, minted_bare},
        refuse,
        retire_code::chain,
    },
    ports::StoreError,
    refusal::{Fault, Refusal},
};

/// What may be decided about a code.
pub(crate) struct Judged {
    /// The decisions.
    pub(crate) events: Vec<CodeEvent>,
    /// The units in which another person must approve them; none when they count at once.
    pub(crate) units: Units,
}

/// Judges code after code for one caller.
pub(crate) struct Judge<'a> {
    application: &'a Application,
    caller: &'a Principal,
    units: BTreeMap<UnitName, Unit>,
    audiences: BTreeMap<AudienceName, Option<String>>,
    /// The codes that a successor leads on through.
    successors: HashSet<CodeId>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(application: &'a Application, caller: &'a Principal) -> Self {
        Self {
            application,
            caller,
            units: BTreeMap::new(),
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
    ) -> Result<Judged, Refusal> {
        self.caller.must(Action::ChangeCodes, code.unit.as_ref())?;
        if self.successors.contains(id) {
            return Err(not_allowed(format!("the successor leads back to {id}")));
        }
        let events = alteration.decide(id, code, number).map_err(|error| match error {
            AlterationError::Code(error) => refuse(id, error),
            error => not_allowed(error.to_string()),
        })?;
        self.judged(code, events).await
    }

    /// What taking a change back decides about a code, which was `former` after the decision at `before`.
    pub(super) async fn reverse(&mut self, id: &CodeId, now: &Code, former: &Code, before: Position) -> Result<Judged, Refusal> {
        self.caller.must(Action::ChangeCodes, now.unit.as_ref())?;
        let events = reversal(now, former, before).map_err(|error: CodeError| refuse(id, error))?;
        self.judged(now, events).await
    }

    /// What decisions on a code come to, if it may be changed so: by single commands of this caller, in whatever order.
    pub(crate) async fn change(&mut self, code: &Code, after: &Code, events: Vec<CodeEvent>) -> Result<Judged, Refusal> {
        self.caller.must(Action::ChangeCodes, code.unit.as_ref())?;
        let mut faults = Vec::new();
        if (&after.label, &after.tags, &after.asset) != (&code.label, &code.tags, &code.asset) {
            faults.extend(checks::description(after.label.as_deref(), &after.tags, after.asset.as_ref()));
        }
        if after.unit != code.unit {
            faults.extend(self.founded(after.unit.as_ref()).await?);
        }
        checks::refuse(faults)?;
        self.judged(code, events).await
    }

    /// Refuses what minting a code alone would refuse.
    pub(crate) async fn mint(&mut self, minting: &Minting) -> Result<(), Refusal> {
        let name = minting.unit.as_ref();
        self.caller.must(Action::ChangeCodes, name)?;
        let mut faults = checks::description(minting.label.as_deref(), &minting.tags, minting.asset.as_ref());
        faults.extend(self.founded(name).await?);
        let unit = self.unit(name).await?;
        if let Some(target) = &minting.target {
            faults.extend(checks::target(self.application, &unit.policy, "/target", target));
        }
        faults.extend(minted_bare(&unit, name, &[("/target", minting.target.is_some())]));
        checks::refuse(faults)
    }

    /// Why a code cannot belong to this unit.
    async fn founded(&mut self, unit: Option<&UnitName>) -> Result<Option<Fault>, StoreError> {
        let Some(name) = unit else { return Ok(None) };
        let is_founded = self.unit(unit).await?.founded;
        Ok((!is_founded).then(|| checks::no_such_unit(name)))
    }

    async fn judged(&mut self, code: &Code, events: Vec<CodeEvent>) -> Result<Judged, Refusal> {
        let after = self.check(code, &events).await?;
        self.unit(code.unit.as_ref()).await?;
        // Loaded by now, both of them.
        let demands = |unit: &UnitName| self.units.get(unit).is_some_and(|unit| unit.approval.is_required());
        let units = to_be_approved_in(code, &after, &events, demands);
        Ok(Judged { events, units })
    }

    /// Refuses decisions that single commands would refuse, the new unit's policy included; gives the code after them.
    pub(crate) async fn check(&mut self, code: &Code, events: &[CodeEvent]) -> Result<Code, Refusal> {
        self.caller.must(Action::ChangeCodes, code.unit.as_ref())?;
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
        let policy = self.unit(after.unit.as_ref()).await?.policy;
        let targets = after.configuration.targets();
        let new = targets.filter(|target| is_transferred || !before.contains(target));
        let mut faults: Vec<Fault> = new
            .flat_map(|target| checks::target(self.application, &policy, "", target))
            .collect();
        if after.configuration.rules != code.configuration.rules {
            faults.extend(self.audiences_of(&after.configuration.rules).await?);
        }
        checks::refuse(faults)?;
        Ok(after)
    }

    async fn unit(&mut self, unit: Option<&UnitName>) -> Result<Unit, StoreError> {
        let Some(name) = unit else { return Ok(Unit::default()) };
        if let Some(unit) = self.units.get(name) {
            return Ok(unit.clone());
        }
        let unit = checks::unit(self.application, unit, &mut vec![]).await?;
        self.units.insert(name.clone(), unit.clone());
        Ok(unit)
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
