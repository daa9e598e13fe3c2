//! Asking the addresses that codes lead to: by [`HttpLinkAsker`], one after the other, for as long as the program runs.
//!
//! Whoever may retarget a code chooses what this program asks, from inside the city's network. So nobody is asked but those whom everybody can ask, see
//! `networks.rs`, at every redirect anew, and by the very address that was looked at; nothing of an answer is kept but its status.

mod asker;
mod networks;
mod resolving;

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use signpost_application::{
    Application,
    commands::check_links::{Round, Step},
    ports::{StoreError, links::LinkAsker},
    progress::Leader,
};
use signpost_projections::turns::Turns;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use self::asker::HttpLinkAsker;

/// What turns are taken by.
pub const LINKS: &str = "links";
/// How often it is looked whose turn it is, and how long after a failure of the store it is tried again.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Between two rounds, at most.
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// The part of the time in which everything is asked once that lies between two rounds.
const PAUSE: u32 = 24;

/// How fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// An address that answers is asked again after this long.
    pub every: Duration,
    /// From asking one address to asking the next, at least.
    pub between: Duration,
}

/// Asks until told to stop, on the node whose turn it is.
pub async fn keep_asking(
    application: Application,
    asker: Arc<dyn LinkAsker>,
    pace: Pace,
    turns: Arc<dyn Turns>,
    stop: CancellationToken,
) {
    let until_stop = async |time: Instant| {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep_until(time) => {}
        }
    };
    let (mut round, mut count, mut told) = (Round::default(), Count::default(), None);
    while !stop.is_cancelled() {
        if turns.leader(LINKS) != Leader::Here {
            until_stop(Instant::now() + LOOK_EVERY).await;
            continue;
        }
        let begun = Instant::now();
        let outcome = tokio::select! {
            () = stop.cancelled() => return,
            outcome = step(&mut round, &application, &*asker, pace) => outcome,
        };
        match outcome {
            Ok(Step::Passed) => told = None,
            Ok(Step::Asked(check)) => {
                tracing::debug!(url = %check.url, answer = ?check.answer, "asked where a code leads");
                count.asked += 1;
                count.failed += u64::from(check.failing.is_some());
                until_stop(begun + pace.between).await;
            }
            Ok(Step::Over) => {
                if count.asked > 0 {
                    tracing::info!(
                        asked = count.asked,
                        failed = count.failed,
                        "asked whether somebody answers where codes lead"
                    );
                }
                (round, count) = (Round::default(), Count::default());
                until_stop(Instant::now() + (pace.every / PAUSE).min(LONGEST_PAUSE)).await;
            }
            Err(error) => {
                let what = error.to_string();
                if told.as_ref() != Some(&what) {
                    tracing::warn!("whether somebody answers where codes lead is not known for now: {what}");
                    told = Some(what);
                }
                until_stop(Instant::now() + LOOK_EVERY).await;
            }
        }
    }
}

/// What a round came to.
#[derive(Default)]
struct Count {
    asked: u64,
    failed: u64,
}

async fn step(round: &mut Round, application: &Application, asker: &dyn LinkAsker, pace: Pace) -> Result<Step, StoreError> {
    let every = SignedDuration::try_from(pace.every).unwrap_or(SignedDuration::MAX);
    round.step(application, asker, every).await
}
