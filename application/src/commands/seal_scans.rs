//! Sealing scans: what was scanned in hours that are over enters the decision log as counts and roots, and with it the tree.

use jiff::{SignedDuration, Timestamp};
use signpost_domain::{
    decision::{Position, Source},
    seals::{Seals, SealsCommand, SealsError, SealsOf, Stretch},
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Caller, Principal},
    ports::{StoreError, decision_log::Stream, records::Records},
    record::ScanRecord,
    refusal::Refusal,
    seals::hours::{Hours, hour_of},
};

/// How long after an hour its scans may still come in from the journals without further ado. Later ones are sealed with a later hour's.
pub const GRACE: SignedDuration = SignedDuration::from_mins(1);
/// Scans read at once.
const BATCH: u32 = 1_000;
/// Hours in one decision at most: after an upgrade there may be years to seal.
const MOST_HOURS: usize = 100;

/// The first hour, since 1970, that is not over yet.
pub fn open_hour(now: Timestamp) -> i64 {
    hour_of(
        now.as_microsecond()
            .saturating_sub(i64::try_from(GRACE.as_micros()).unwrap_or_default()),
    )
}

/// Seals the scans up to the last one of an hour that is over, and gives the stretch; `None` when there is none.
pub async fn seal_scans(application: &Application, scans: &dyn Records<ScanRecord>) -> Result<Option<Stretch>, Refusal> {
    let stream: &dyn Stream<Seals> = &*application.decisions;
    let of = SealsOf::Scans.as_str();
    let after = stream.load(of).await?.state.scans_through;
    let Some(stretch) = stretch(scans, after, open_hour(application.clock.now())).await? else {
        return Ok(None);
    };
    let caller = itself(application);
    let command = |_: &Seals| Ok(SealsCommand::SealScans(stretch.clone()));
    let decided = decide(
        application,
        stream,
        of,
        Expectation::Any,
        &caller,
        command,
        |error| match error {
            SealsError::NotNext(_) => Refusal::LostRace,
        },
    );
    match decided.await {
        Ok(_) => Ok(Some(stretch)),
        // Another node was faster.
        Err(Refusal::LostRace) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

async fn stretch(scans: &dyn Records<ScanRecord>, after: Position, open: i64) -> Result<Option<Stretch>, StoreError> {
    let (mut hours, mut through, mut read) = (Hours::default(), after, after);
    // Those of hours that are not over, until one after them is.
    let mut waiting: Vec<ScanRecord> = Vec::new();
    loop {
        let batch = scans.records(read, BATCH).await?;
        let Some(last) = batch.last() else { break };
        read = Position(last.position);
        for scan in batch {
            let is_over = hour_of(scan.at) < open;
            waiting.push(scan);
            if !is_over {
                continue;
            }
            for scan in waiting.drain(..) {
                through = Position(scan.position);
                hours.push(&scan).map_err(|error| StoreError::Unreadable(error.to_string()))?;
            }
        }
        if hours.count() >= MOST_HOURS {
            break;
        }
    }
    let hours = hours.sealed();
    Ok((through > after).then_some(Stretch { after, through, hours }))
}

/// Who decides by the clock: nobody but Signpost.
fn itself(application: &Application) -> Caller {
    let entropy = &application.entropy;
    Caller {
        principal: Principal::new("sealer".parse().expect("six letters make a name"), vec![]),
        source: Source::Program,
        reason: None,
        correlation: format!("{:016x}{:016x}", entropy.bits(), entropy.bits()),
    }
}
