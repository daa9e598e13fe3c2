//! Signs checkpoints of the decision log beside everything else, on the node whose turn it is.

use std::{sync::Arc, time::Duration};

use signpost_application::{
    Application,
    commands::{
        seal::{SealError, seal},
        seal_scans::{open_hour, seal_scans},
    },
    ports::{StoreError, records::Records, seals::SealKeys},
    progress::Leader,
    record::ScanRecord,
    refusal::Refusal,
};
use signpost_projections::turns::Turns;
use tokio_util::sync::CancellationToken;

/// What turns are taken by.
pub const SEALER: &str = "sealer";
/// How often it is looked whether the log has grown; a checkpoint stands for all that was decided meanwhile.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Seals until told to stop, and once more then.
pub async fn keep_sealed(
    application: Application,
    scans: Arc<dyn Records<ScanRecord>>,
    keys: Arc<dyn SealKeys>,
    turns: Arc<dyn Turns>,
    stop: CancellationToken,
) {
    let (mut told, mut sealed_before) = (None, None);
    loop {
        if turns.leader(SEALER) == Leader::Here {
            if let Err(error) = seal_hours(&application, &*scans, &mut sealed_before).await {
                report(&error, &mut told);
            }
            match seal(&*application.seals, &*keys).await {
                Ok(sealed) => {
                    told = None;
                    if let Some(position) = sealed {
                        tracing::debug!(%position, "sealed");
                    }
                }
                Err(error) => report(&error, &mut told),
            }
        }
        if stop.is_cancelled() {
            return;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Seals scans once for each hour that is over; late ones wait for the next.
async fn seal_hours(
    application: &Application,
    scans: &dyn Records<ScanRecord>,
    sealed_before: &mut Option<i64>,
) -> Result<(), SealError> {
    let hour = open_hour(application.clock.now());
    if *sealed_before == Some(hour) {
        return Ok(());
    }
    let refused = |refusal: Refusal| match refusal {
        Refusal::Store(error) => error,
        refusal => StoreError::Failed(refusal.to_string()),
    };
    while let Some(stretch) = seal_scans(application, scans).await.map_err(refused)? {
        tracing::debug!(through = %stretch.through, "sealed scans");
    }
    *sealed_before = Some(hour);
    Ok(())
}

fn report(error: &SealError, told: &mut Option<String>) {
    let what = error.to_string();
    if told.as_ref() == Some(&what) {
        return;
    }
    if matches!(error, SealError::Inconsistent(_)) {
        tracing::error!("{what}");
    } else {
        tracing::warn!("decisions are not sealed for now: {what}");
    }
    *told = Some(what);
}
