//! The node's own journal: where a scan is safe before the visitor has the answer.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use signpost_domain::scan::Scan;

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
pub struct Receipt(Pin<Box<dyn Future<Output = Recorded> + Send>>);

impl Receipt {
    /// A receipt that `outcome` fulfils. Dropped unfulfilled, it takes nothing back.
    pub fn new(outcome: impl Future<Output = Recorded> + Send + 'static) -> Self {
        Self(Box::pin(outcome))
    }
}

impl Future for Receipt {
    type Output = Recorded;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Recorded> {
        self.0.as_mut().poll(context)
    }
}
