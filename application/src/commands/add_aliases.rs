//! Giving a code more ids that lead to it, for good.

use std::collections::HashSet;

use signpost_domain::{
    code::{Code, CodeCommand},
    decision::DecisionEvent,
    identifier::CodeId,
};

use super::{Expectation, PATIENCE, again, changes::selecting::load, checks, not_found, record, refuse};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{
        catalogue::CodeRecord,
        decision_log::{Addition, AppendError, Loaded},
    },
    refusal::{Fault, Refusal},
};

/// Ids in one call, at most.
pub const MOST_ALIASES: usize = 100;

/// Makes ids lead to a code. Those that do already are left alone; one that is anybody else's, and nothing is done. Nobody needs to approve it:
/// these ids led nowhere before.
pub async fn add_aliases(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    aliases: &[CodeId],
) -> Result<CodeRecord, Refusal> {
    checks::refuse(faults(id, aliases))?;
    let mut tries = 0;
    loop {
        match try_to_add(application, caller, id, expectation, aliases).await? {
            Ok(code) => return Ok(record(application, id, code)),
            Err(error) => again(error, expectation, &mut tries)?,
        }
    }
}

/// What is wrong with the ids themselves.
fn faults(id: &CodeId, aliases: &[CodeId]) -> Vec<Fault> {
    if aliases.is_empty() || aliases.len() > MOST_ALIASES {
        let what = format!("give 1 to {MOST_ALIASES} ids, not {}", aliases.len());
        return vec![Fault::new("/aliases", what)];
    }
    let mut seen = HashSet::new();
    let wrong = aliases.iter().enumerate().filter_map(|(place, alias)| {
        let what = if alias == id {
            format!("{alias} is the id of this very code")
        } else if !seen.insert(alias) {
            format!("{alias} stands here twice")
        } else {
            return None;
        };
        Some(Fault::new(format!("/aliases/{place}"), what))
    });
    wrong.collect()
}

async fn try_to_add(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    aliases: &[CodeId],
) -> Result<Result<Loaded<Code>, AppendError>, Refusal> {
    let ids: Vec<&str> = aliases.iter().chain([id]).map(CodeId::as_str).collect();
    let mut known = load(application, &ids).await?;
    let code = known.remove(id).filter(|code| code.state.minted);
    let Loaded { state, version, span } = code.ok_or_else(|| not_found(id))?;
    caller.principal.must(Action::ChangeCodes, state.unit.as_ref())?;
    expectation.check(version)?;
    let new: Vec<CodeId> = aliases
        .iter()
        .filter(|alias| !state.aliases.contains(alias))
        .cloned()
        .collect();
    let become_alias = CodeCommand::BecomeAlias { of: id.clone() };
    let mut additions = Vec::new();
    let mut after = state.clone();
    let adopt = CodeCommand::Adopt {
        printed: None,
        aliases: new.clone(),
    };
    for (version, event) in (version + 1..).zip(state.decide(adopt).map_err(|error| refuse(id, error))?) {
        after.apply_event(&event);
        let event = DecisionEvent::Code(id.clone(), event);
        additions.push(Addition { event, version });
    }
    let version = version + additions.len() as u64;
    for alias in &new {
        let taken = known.remove(alias).map(|taken| taken.state).unwrap_or_default();
        let events = taken.decide(become_alias.clone()).map_err(|error| refuse(alias, error))?;
        additions.extend(events.into_iter().map(|event| Addition {
            event: DecisionEvent::Code(alias.clone(), event),
            version: 1,
        }));
    }
    let circumstances = caller.circumstances(application);
    let (at, mut span) = (circumstances.at, span);
    if !additions.is_empty() {
        match application.decisions.append_all(&additions, &circumstances).await {
            Ok(position) => application.progress.decisions_shown(position, PATIENCE).await,
            Err(error) => return Ok(Err(error)),
        };
        span = Some((span.map_or(at, |(first, _)| first), at));
    }
    Ok(Ok(Loaded {
        state: after,
        version,
        span,
    }))
}
