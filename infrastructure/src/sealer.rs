//! Signs checkpoints of the decision log beside everything else, on the node whose turn it is.

use std::{sync::Arc, time::Duration};

use signpost_application::{
    commands::seal::{SealError, seal},
    ports::seals::{SealKeys, Seals},
    progress::Leader,
};
use signpost_projections::turns::Turns;
use tokio_util::sync::CancellationToken;

/// What turns are taken by.
pub const SEALER: &str = "sealer";
/// How often it is looked whether the log has grown; a checkpoint stands for all that was decided meanwhile.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Seals until told to stop, and once more then.
pub async fn keep_sealed(seals: Arc<dyn Seals>, keys: Arc<dyn SealKeys>, turns: Arc<dyn Turns>, stop: CancellationToken) {
    let mut told = None;
    loop {
        if turns.leader(SEALER) == Leader::Here {
            match seal(&*seals, &*keys).await {
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
