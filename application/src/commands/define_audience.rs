//! Defining an audience.

use signpost_domain::{
    audience::{Audience, AudienceCommand, AudienceError, Definition},
    code::LONGEST_TEXT,
    identifier::AudienceName,
};

use super::{Decided, Expectation, checks, decide_or_propose, guards::GuardedAudience};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{catalogue::AudienceRecord, decision_log::Stream},
    refusal::{Fault, Refusal},
};

/// Defines an audience or changes its definition; says whether it is new (or in use again). Where codes that demand approval have
/// rules for it, another condition is proposed.
pub async fn define_audience(
    application: &Application,
    caller: &Caller,
    name: &AudienceName,
    expectation: Expectation,
    definition: Definition,
) -> Result<Decided<(AudienceRecord, bool)>, Refusal> {
    caller.principal.must(Action::ChangeAudiences, None)?;
    let mut faults = Vec::new();
    if definition.label.trim().is_empty() || definition.label.chars().count() > LONGEST_TEXT {
        faults.push(Fault::new("/label", format!("give a text of 1 to {LONGEST_TEXT} characters")));
    }
    if let Err(error) = definition.condition.check() {
        faults.push(Fault::new("/condition", error.to_string()));
    }
    checks::refuse(faults)?;
    let stream: &dyn Stream<Audience> = &*application.decisions;
    let was_new = std::sync::atomic::AtomicBool::new(false);
    let command = |audience: &Audience| {
        was_new.store(audience.definition.is_none(), std::sync::atomic::Ordering::Relaxed);
        Ok(AudienceCommand::Define(definition.clone()))
    };
    let refused = |AudienceError::Unknown| Refusal::NotFound {
        kind: "audience",
        id: name.to_string(),
    };
    let guard = GuardedAudience(name);
    let decided = decide_or_propose(application, stream, &guard, expectation, caller, command, refused).await?;
    Ok(decided.map(|now| {
        let record = AudienceRecord {
            name: name.clone(),
            version: now.version,
            changed_at: now.span.map_or_else(|| application.clock.now(), |(_, last)| last),
            definition: now.state.definition,
        };
        (record, was_new.into_inner())
    }))
}
