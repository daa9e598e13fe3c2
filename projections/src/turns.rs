//! Whose turn it is: of all processes that could fold a stored read model, one does.

use signpost_application::progress::Leader;
use tokio::sync::watch;

/// Who leads which read model.
pub trait Turns: Send + Sync {
    /// Who folds `model` right now.
    fn leader(&self, model: &str) -> Leader;

    /// Changes whenever somebody may have moved a checkpoint.
    fn moved(&self) -> watch::Receiver<()>;
}

/// Nobody else could: the read model is a memory of this process, or its store is this process's alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Turns for Alone {
    fn leader(&self, _model: &str) -> Leader {
        Leader::Here
    }

    fn moved(&self) -> watch::Receiver<()> {
        // Of a sender that is gone, which never changes.
        watch::channel(()).1
    }
}
