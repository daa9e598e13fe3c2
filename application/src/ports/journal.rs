//! The node's own journal: where a scan is safe before the visitor has the answer.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use signpost_domain::scan::Scan;

/// Takes scans.
pub trait Recorder: Send + Sync {
    /// Hands a scan over: whatever becomes of the caller, it will be written. The receipt says when it is safe.
    fn record(&self, scan: &Scan) -> Receipt;
}

/// What became of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is in the journal, as safe as the settings ask for.
    Safe,
    /// It could not be written and was counted as dropped.
    Dropped,
    /// Writing takes longer than a visitor waits; it follows.
    Late,
}

/// Resolves when a scan is safe or lost, or when its visitor has waited long enough.
pub struct Receipt(State);

enum State {
    Known(Recorded),
    Awaited(Pin<Box<dyn Future<Output = Recorded> + Send>>),
}

impl Receipt {
    /// The receipt of a scan of which is known what became of it.
    pub fn known(outcome: Recorded) -> Self {
        Self(State::Known(outcome))
    }

    /// A receipt that `outcome` fulfils. Dropped unfulfilled, it takes nothing back.
    pub fn new(outcome: impl Future<Output = Recorded> + Send + 'static) -> Self {
        Self(State::Awaited(Box::pin(outcome)))
    }
}

impl Future for Receipt {
    type Output = Recorded;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Recorded> {
        match &mut self.0 {
            State::Known(outcome) => Poll::Ready(*outcome),
            State::Awaited(outcome) => outcome.as_mut().poll(context),
        }
    }
}
