//! How far this node's read models have come, for whoever must wait for them or look after them.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use serde::Serialize;
use signpost_domain::{decision::Position, scan::NodeId};
use tokio::{sync::watch, time::Instant};

/// The read model that knows who holds which token.
pub const TOKENS: &str = "tokens";

/// The read model that codes are looked for in.
pub const CATALOGUE: &str = "catalogue";

/// How long a command waits for read models that nobody leads: what nobody writes is not there soon.
const PATIENCE_WITH_NOBODY: Duration = Duration::from_millis(500);

/// Which log a read model follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Follows {
    /// The decision log.
    Decisions,
    /// The decision log as it is stored, for what no answer waits for.
    Records,
    /// The scan log.
    Scans,
}

/// Where a read model stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The log it follows.
    pub follows: Follows,
    /// Everything up to here is in it.
    pub position: Position,
    /// The last entry of its log that was seen.
    pub head: Position,
    /// Why it does not go on, if it does not.
    pub trouble: Option<Trouble>,
    /// Who folds it.
    pub leader: Leader,
}

/// Who folds a read model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leader {
    /// This process.
    Here,
    /// A process of another node.
    Elsewhere(NodeId),
    /// Nobody that this process knows of.
    Nobody,
}

/// Why a read model does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It met an entry that it cannot take in, and stays before it until somebody acts.
    Stopped(String),
    /// Its store fails; it keeps trying.
    Retrying(String),
}

/// The standing of every read model of this node, by name.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    models: Arc<RwLock<BTreeMap<&'static str, watch::Sender<Standing>>>>,
}

impl Progress {
    /// Adds a read model; the sender is where it reports.
    pub fn enter(&self, name: &'static str, follows: Follows, position: Position) -> watch::Sender<Standing> {
        let (sender, _) = watch::channel(Standing {
            follows,
            position,
            head: position,
            trouble: None,
            leader: Leader::Here,
        });
        self.models
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name, sender.clone());
        sender
    }

    /// Every read model and where it stands.
    pub fn standings(&self) -> Vec<(&'static str, Standing)> {
        let models = self.models.read().unwrap_or_else(PoisonError::into_inner);
        models.iter().map(|(name, sender)| (*name, sender.borrow().clone())).collect()
    }

    /// How many entries of the scan log the read model that is furthest behind does not have; what is in trouble is left out, since nobody knows when it
    /// goes on.
    pub fn scans_behind(&self) -> u64 {
        let models = self.models.read().unwrap_or_else(PoisonError::into_inner);
        let standings = models.values().map(|sender| sender.borrow().clone());
        let going_on = standings.filter(|standing| standing.follows == Follows::Scans && standing.trouble.is_none());
        let behind = going_on.map(|standing| standing.head.0.saturating_sub(standing.position.0));
        behind.max().unwrap_or(0)
    }

    /// Everything this node shows of the decision log contains this position; `None` where nothing follows it.
    pub fn decisions_shown_up_to(&self) -> Option<Position> {
        let models = self.models.read().unwrap_or_else(PoisonError::into_inner);
        let standings = models.values().map(|sender| sender.borrow().clone());
        let positions = standings.filter(|standing| standing.follows == Follows::Decisions);
        positions.map(|standing| standing.position).min()
    }

    /// Waits until everything this node shows of the decision log contains `position`, so that whoever wrote it can read it.
    /// Gives up on read models in trouble, and after `patience`; says whether all have it.
    pub async fn decisions_shown(&self, position: Position, patience: Duration) -> bool {
        self.shown_by(|_| true, position, patience).await
    }

    /// The same for the read model with this name alone: whoever needs one of them need not wait for the slowest.
    pub async fn decisions_shown_by(&self, name: &str, position: Position, patience: Duration) -> bool {
        self.shown_by(|other| other == name, position, patience).await
    }

    async fn shown_by(&self, wanted: impl Fn(&str) -> bool, position: Position, patience: Duration) -> bool {
        let receivers: Vec<_> = {
            let models = self.models.read().unwrap_or_else(PoisonError::into_inner);
            let models = models.iter().filter(|(name, _)| wanted(name));
            models.map(|(_, sender)| sender.subscribe()).collect()
        };
        let begun = Instant::now();
        let all = async {
            let mut shown = true;
            for mut receiver in receivers {
                let patience = match receiver.borrow().leader {
                    Leader::Here | Leader::Elsewhere(_) => patience,
                    Leader::Nobody => patience.min(PATIENCE_WITH_NOBODY),
                };
                let done = |standing: &Standing| {
                    standing.follows != Follows::Decisions || standing.position >= position || standing.trouble.is_some()
                };
                let reached = tokio::time::timeout_at(begun + patience, receiver.wait_for(done)).await;
                shown &= matches!(reached, Ok(Ok(standing)) if standing.trouble.is_none());
            }
            shown
        };
        all.await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_writer_waits_for_every_model_but_not_for_one_in_trouble() {
        let progress = Progress::default();
        let catalogue = progress.enter("catalogue", Follows::Decisions, Position(0));
        let history = progress.enter("history", Follows::Decisions, Position(0));
        progress.enter("usage", Follows::Scans, Position(0));
        progress.enter("seals", Follows::Records, Position(0));
        assert!(
            !progress.decisions_shown(Position(1), Duration::from_millis(1)).await,
            "nobody has it"
        );
        catalogue.send_modify(|standing| standing.position = Position(1));
        let waiting = progress.decisions_shown(Position(1), Duration::from_mins(1));
        let (shown, ()) = tokio::join!(waiting, async {
            history.send_modify(|standing| standing.position = Position(2));
        });
        assert!(shown);
        assert!(progress.decisions_shown_by("history", Position(2), Duration::ZERO).await);
        assert!(!progress.decisions_shown_by("catalogue", Position(2), Duration::ZERO).await);
        // Who leads it is elsewhere and may be gone: a minute is not waited for that.
        catalogue.send_modify(|standing| standing.leader = Leader::Elsewhere(NodeId(7)));
        assert!(!progress.decisions_shown(Position(2), Duration::from_mins(1)).await);
        history.send_modify(|standing| standing.trouble = Some(Trouble::Stopped("poison".into())));
        assert!(!progress.decisions_shown(Position(3), Duration::from_millis(1)).await);
    }
}
