//! Whether what was considered counts at once or must be approved by another person first.

use std::collections::BTreeSet;

use async_trait::async_trait;
use cqrs_es::Aggregate;
use signpost_domain::{
    approval::to_be_approved_in,
    audience::Audience,
    code::{Code, CodeEvent},
    identifier::{AudienceName, CodeId, UnitName},
    proposal::Intent,
    unit::Unit,
};

use super::{Considered, PATIENCE};
use crate::{
    Application,
    ports::{StoreError, decision_log::Stream},
    progress::CATALOGUE,
    refusal::Fault,
};

/// In which units something must be approved; `None` among them stands for what belongs to no unit, or to all.
pub(crate) type Units = BTreeSet<Option<UnitName>>;

/// Stands before the decisions on one thing.
#[async_trait]
pub(crate) trait Guard<A: Aggregate>: Sync {
    /// The thing.
    fn id(&self) -> &str;

    /// What must be approved, and where; `None` when it counts at once.
    async fn proposal(
        &self,
        application: &Application,
        considered: &Considered<A>,
    ) -> Result<Option<(Units, Intent)>, StoreError>;
}

/// A code, which demands approval by itself or by its unit.
pub(crate) struct GuardedCode<'a>(pub(crate) &'a CodeId);

#[async_trait]
impl Guard<Code> for GuardedCode<'_> {
    fn id(&self) -> &str {
        self.0.as_str()
    }

    async fn proposal(
        &self,
        application: &Application,
        considered: &Considered<Code>,
    ) -> Result<Option<(Units, Intent)>, StoreError> {
        let Considered {
            before,
            after,
            version,
            events,
            ..
        } = considered;
        // Most decisions need nobody's approval, whatever a unit demands.
        if !events.iter().any(CodeEvent::sends_visitors_elsewhere) {
            return Ok(None);
        }
        let mut demanding = BTreeSet::new();
        for unit in BTreeSet::from([&before.unit, &after.unit]).into_iter().flatten() {
            let stream: &dyn Stream<Unit> = &*application.decisions;
            if stream.load(unit.as_str()).await?.state.approval.is_required() {
                demanding.insert(unit);
            }
        }
        let units = to_be_approved_in(before, after, events, |unit| demanding.contains(unit));
        let intent = || Intent::Code {
            code: self.0.clone(),
            version: *version,
            decisions: events.clone(),
        };
        Ok((!units.is_empty()).then(|| (units, intent())))
    }
}

/// A unit, whose policy says whether it may be changed by one person.
pub(crate) struct GuardedUnit<'a>(pub(crate) &'a UnitName);

#[async_trait]
impl Guard<Unit> for GuardedUnit<'_> {
    fn id(&self) -> &str {
        self.0.as_str()
    }

    async fn proposal(&self, _: &Application, considered: &Considered<Unit>) -> Result<Option<(Units, Intent)>, StoreError> {
        if !considered.after.must_be_approved(&considered.before) {
            return Ok(None);
        }
        let intent = Intent::Unit {
            unit: self.0.clone(),
            version: considered.version,
            decisions: considered.events.clone(),
        };
        Ok(Some((Units::from([Some(self.0.clone())]), intent)))
    }
}

/// An audience, which codes that demand approval may have rules for. They may be of any unit, so it is approved for all units.
pub(crate) struct GuardedAudience<'a>(pub(crate) &'a AudienceName);

#[async_trait]
impl Guard<Audience> for GuardedAudience<'_> {
    fn id(&self) -> &str {
        self.0.as_str()
    }

    async fn proposal(
        &self,
        application: &Application,
        considered: &Considered<Audience>,
    ) -> Result<Option<(Units, Intent)>, StoreError> {
        let condition = |audience: &Audience| audience.definition.as_ref().map(|definition| definition.condition.clone());
        if condition(&considered.before) == condition(&considered.after) {
            return Ok(None);
        }
        let head = application.decisions.head().await?;
        if !application.progress.decisions_shown_by(CATALOGUE, head, PATIENCE).await {
            return Err(StoreError::Unavailable(
                "the catalogue does not show all decisions yet".into(),
            ));
        }
        if !application.catalogue.is_guarded(self.0).await? {
            return Ok(None);
        }
        let intent = Intent::Audience {
            audience: self.0.clone(),
            version: considered.version,
            decisions: considered.events.clone(),
        };
        Ok(Some((Units::from([None]), intent)))
    }
}

/// Refuses targets and rules in what is minted where approval is demanded: a new code says nothing that another person could
/// compare with what was, and is needed before anybody knows where it leads.
pub(crate) fn minted_bare(unit: &Unit, name: Option<&UnitName>, parts: &[(&str, bool)]) -> Vec<Fault> {
    if unit.approval.is_not_needed() {
        return vec![];
    }
    let name = name.map(UnitName::as_str).unwrap_or_default();
    let what = format!(
        "unit {name} demands that another person approves where its codes lead: mint without this, then change it, which makes a proposal"
    );
    let given = parts.iter().filter(|(_, is_given)| *is_given);
    given.map(|(pointer, _)| Fault::new(*pointer, what.clone())).collect()
}
