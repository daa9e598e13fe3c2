//! What people can do with Signpost: one file per use case in [`commands`] and [`queries`], the [`ports`] they need, and
//! [`authority`], the one place that says who may do what.
//!
//! No store and no protocol is known here; both are plugged in behind the ports.

pub mod authority;
pub mod columns;
pub mod commands;
pub mod identity;
pub mod ports;
pub mod progress;
pub mod queries;
pub mod record;
pub mod refusal;
pub mod resolver;
pub mod seals;

use std::sync::Arc;

use ports::{
    artwork::Artist,
    catalogue::Catalogue,
    decision_log::DecisionLog,
    history::History,
    links::Links,
    markdown::Markdown,
    proposals::Proposals,
    records::Records,
    scan_log::ScanLog,
    seals::Seals,
    statistics::Statistics,
    surroundings::{Clock, Entropy},
};
use progress::Progress;
use record::DecisionRecord;

/// Everything the use cases work with. One per process, shared.
#[derive(Clone)]
pub struct Application {
    /// The decision log.
    pub decisions: Arc<dyn DecisionLog>,
    /// The decision log as it is stored.
    pub decision_records: Arc<dyn Records<DecisionRecord>>,
    /// The tree over it, its signed checkpoints and keys.
    pub seals: Arc<dyn Seals>,
    /// The scan log.
    pub scans: Arc<dyn ScanLog>,
    /// Codes, audiences and units as they are now.
    pub catalogue: Arc<dyn Catalogue>,
    /// What was proposed, and what became of it.
    pub proposals: Arc<dyn Proposals>,
    /// Everything as it ever was.
    pub history: Arc<dyn History>,
    /// What was scanned, counted.
    pub statistics: Arc<dyn Statistics>,
    /// Whether somebody answers where codes lead.
    pub links: Arc<dyn Links>,
    /// Draws symbols.
    pub artist: Arc<dyn Artist>,
    /// Reads Markdown.
    pub markdown: Arc<dyn Markdown>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// How far this node's read models have come.
    pub progress: Progress,
    /// What stands before a code's id in print, such as `https://q.gent`, without a slash at its end.
    pub public_url: Arc<str>,
}
