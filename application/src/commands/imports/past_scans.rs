//! Scans of another system, appended to the scan log as what they are: past, made elsewhere, and known in part.
//!
//! Nothing is made up. What the other system did not keep is `other` of platforms, no language, no country, and nobody of visitors; the position in the decision log
//! is the one before all decisions, since none of them was made for such a scan.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use signpost_domain::{
    code::Code,
    decision::Position,
    identifier::CodeId,
    scan::{Cause, NodeId, Outcome, Scan},
    visit::{Platform, Visitor},
};

use crate::{
    Application,
    authority::{Action, Caller},
    commands::changes::selecting::load,
    ports::{StoreError, decision_log::Loaded, tables::TableError},
    refusal::Refusal,
};

/// Scans that are appended together.
const PART: usize = 5_000;

/// A scan as another system kept it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastScan {
    /// When.
    pub at: Timestamp,
    /// Of which code.
    pub code: CodeId,
    /// An alias that the code has here if it is the same as there.
    pub alias: CodeId,
    /// What the visitor got.
    pub outcome: Outcome,
}

/// Scans with their numbers in the other system, in the order of these; `None` where it says too little.
pub type Past<'a> = dyn Iterator<Item = Result<(u64, Option<PastScan>), TableError>> + Send + 'a;

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PastScans {
    /// Those that were appended.
    pub recorded: u64,
    /// Those that had come along before.
    pub known: u64,
    /// Those of codes that were not taken over, and those that say too little.
    pub left_out: u64,
}

/// Appends the scans of `node`, each once however often it is called. What was left out once stays so.
pub async fn record_past_scans(
    application: &Application,
    caller: &Caller,
    node: NodeId,
    past: &mut Past<'_>,
    tell: &mut (dyn FnMut(&PastScans) + Send),
) -> Result<PastScans, Refusal> {
    caller.principal.must(Action::ChangeCodes, None)?;
    let mut next = application.scans.forwarded(node).await?;
    let mut outcome = PastScans::default();
    loop {
        let some: Result<Vec<_>, TableError> = (&mut *past).take(PART).collect();
        let mut some = some.map_err(|error| StoreError::Failed(error.what))?;
        let Some((last, _)) = some.last() else { return Ok(outcome) };
        let last = *last;
        let read = some.len() as u64;
        some.retain(|(number, _)| *number >= next);
        let new = some.len() as u64;
        outcome.known += read - new;
        if new > 0 {
            let ids: BTreeSet<&str> = some
                .iter()
                .filter_map(|(_, scan)| Some(scan.as_ref()?.code.as_str()))
                .collect();
            let codes = load(application, &ids.into_iter().collect::<Vec<_>>()).await?;
            let scans = some
                .into_iter()
                .filter_map(|(number, scan)| Some((number, taken_over(scan?, &codes)?)));
            let scans: Vec<(u64, Scan)> = scans.collect();
            next = last + 1;
            application.scans.append(node, &scans, next).await?;
            outcome.recorded += scans.len() as u64;
            outcome.left_out += new - scans.len() as u64;
        }
        tell(&outcome);
    }
}

/// The scan, if its code is the same here.
fn taken_over(past: PastScan, codes: &HashMap<CodeId, Loaded<Code>>) -> Option<Scan> {
    let PastScan {
        at,
        code,
        alias,
        outcome,
    } = past;
    codes.get(&code).filter(|known| known.state.aliases.contains(&alias))?;
    Some(Scan {
        at,
        code,
        as_of: Position::START,
        outcome,
        cause: Cause::Default,
        platform: Platform::Other,
        language: None,
        country: None,
        robot: false,
        visitor: Visitor::UNKNOWN,
        referrer: None,
        item: None,
    })
}
