//! The node's own journal: where a scan is safe before the visitor has the answer.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use signpost_domain::scan::Scan;
use tokio::sync::oneshot;

/// Takes scans.
pub trait Recorder: Send + Sync {
    /// Hands a scan over, at once and without waiting: whatever becomes of the caller, it will be written. The receipt says
    /// when it is safe.
    fn record(&self, scan: Scan) -> Receipt;
}

/// What became of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is in the journal, as safe as the settings ask for.
    Safe,
    /// It could not be written and was counted as dropped.
    Dropped,
}

/// Resolves when a scan is safe, or lost.
#[derive(Debug)]
pub struct Receipt(oneshot::Receiver<Recorded>);

impl Receipt {
    /// A receipt and the means to fulfil it.
    pub fn pair() -> (oneshot::Sender<Recorded>, Self) {
        let (sender, receiver) = oneshot::channel();
        (sender, Self(receiver))
    }
}

impl Future for Receipt {
    type Output = Recorded;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Recorded> {
        // A journal that went away without a word did not write the scan.
        Pin::new(&mut self.0)
            .poll(context)
            .map(|outcome| outcome.unwrap_or(Recorded::Dropped))
    }
}
