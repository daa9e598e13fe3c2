//! The decision log against its checkpoints.

use std::collections::BTreeSet;

use serde::Deserialize;
use signpost_domain::{
    retention::{MonthOfScans, RetentionEvent},
    seals::{SealsEvent, Stretch},
};

use super::{Evidence, Fault, Known, Log, Report, Step, found::found, pages::Pages, upper::Upper};
use crate::{
    ports::{
        StoreError,
        seals::{Seal, Seals},
    },
    record::DecisionRecord,
    seals::{
        Hash,
        checkpoint::{TreeHead, VerifierKey},
        leaf,
        running::Running,
        tile::{FULL, HASH, TilePlace},
        tree::Tiles,
    },
};

/// What the decision log says of the scan log.
#[derive(Debug, Default)]
pub(super) struct Sealed {
    pub(super) stretches: Vec<Stretch>,
    pub(super) expired: Vec<MonthOfScans>,
}

impl Sealed {
    fn take_in(&mut self, record: &DecisionRecord) {
        fn event<'a, E: Deserialize<'a>>(record: &'a DecisionRecord) -> Option<E> {
            serde_json::from_str(&record.payload).ok()
        }
        match (record.kind.as_str(), record.event.as_str()) {
            ("seals", "ScansSealed") => {
                if let Some(SealsEvent::ScansSealed(stretch)) = event(record) {
                    self.stretches.push(stretch);
                }
            }
            ("retention", "ScansExpired") => {
                if let Some(RetentionEvent::ScansExpired { months }) = event(record) {
                    self.expired.extend(months);
                }
            }
            _ => {}
        }
    }
}

/// The roots to compare with, and what was found wrong with the checkpoints themselves.
struct Expected {
    heads: Vec<TreeHead>,
    keys: Vec<VerifierKey>,
    faults: Vec<Fault>,
    /// How many decisions the last checkpoint beside the log is of: the tree beside it has to have all of them.
    sealed: u64,
}

impl Expected {
    async fn of(seals: &dyn Seals, known: &Known) -> Result<Self, StoreError> {
        let (mut heads, mut faults, mut sealed) = (known.checkpoints.clone(), Vec::new(), 0);
        let registered = seals.keys().await;
        let keys = if known.keys.is_empty() {
            registered?
        } else {
            known.keys.clone()
        };
        if let Some(Seal { position, note }) = seals.latest().await? {
            match TreeHead::verified(&note, &keys) {
                Ok(head) if head.size == position.0 => {
                    sealed = head.size;
                    heads.push(head);
                }
                outcome => faults.push(Fault {
                    log: Log::Seals,
                    position: position.0,
                    through: None,
                    what: outcome.map_or_else(
                        |error| error.to_string(),
                        |head| format!("the checkpoint kept here is of position {}", head.size),
                    ),
                }),
            }
        }
        heads.sort_by_key(|head| head.size);
        Ok(Self {
            heads,
            keys,
            faults,
            sealed,
        })
    }
}

/// Walks along the log.
pub(super) struct Walk {
    pub(super) tree: Running,
    /// The first leaf that is not the one in the stored tree.
    pub(super) differs: Option<u64>,
    /// The first record of which the stored tree does not have what it should have.
    pub(super) lacks: Option<u64>,
    /// Checkpoints that hold, and the first that does not.
    pub(super) held: u64,
    pub(super) broken: Option<u64>,
}

impl Walk {
    fn compare(&mut self, heads: &[TreeHead]) {
        let size = self.tree.size();
        for head in heads.iter().filter(|head| head.size == size) {
            if head.root == self.tree.root() {
                self.held = size;
            } else {
                self.broken.get_or_insert(size);
            }
        }
    }
}

pub(super) async fn verify(
    evidence: Evidence<'_>,
    known: &Known,
    report: &mut Report,
    tell: &mut impl FnMut(Step),
) -> Result<Sealed, StoreError> {
    let mut sealed = Sealed::default();
    let Expected {
        heads,
        keys,
        faults,
        sealed: covered,
    } = Expected::of(evidence.seals, known).await?;
    report.faults.extend(faults);
    let last = evidence.decisions.last().await?.0;
    let mut walk = Walk {
        tree: Running::default(),
        differs: None,
        lacks: None,
        held: 0,
        broken: None,
    };
    let (mut pages, mut upper) = (Pages::of(evidence.decisions), Upper::of(evidence.seals));
    // What keeps the tree from being computed any further.
    let mut stopped: Option<String> = None;
    'pages: loop {
        let page = match pages.next().await? {
            Ok(page) if page.is_empty() => break,
            Ok(page) => page,
            Err(what) => {
                stopped = Some(format!("it cannot be read: {what}"));
                break;
            }
        };
        let stored = leaves(evidence.seals, walk.tree.size(), page.len() as u64).await?;
        for record in page {
            let expected = walk.tree.size() + 1;
            let hash = match placed(&record, expected) {
                Ok(hash) => hash,
                Err(what) => {
                    stopped = Some(what);
                    break 'pages;
                }
            };
            match stored_leaf(&stored, expected - 1) {
                Some(stored) if stored != hash => {
                    walk.differs.get_or_insert(expected);
                }
                None if expected <= covered => {
                    walk.lacks.get_or_insert(expected);
                }
                _ => {}
            }
            upper.push(hash, expected <= covered).await?;
            sealed.take_in(&record);
            walk.tree.push(hash);
            walk.compare(&heads);
        }
        tell(Step {
            log: Log::Decisions,
            position: walk.tree.size(),
            last,
        });
    }
    walk.lacks = walk.lacks.into_iter().chain(upper.differs).min();
    report.decisions = walk.tree.size();
    report.decisions_sealed = walk.held;
    report.faults.extend(found(evidence, &keys, &walk, stopped, &heads).await?);
    Ok(sealed)
}

/// The leaf hash of the record that is to be at `expected`, or why it is not.
pub(super) fn placed(record: &DecisionRecord, expected: u64) -> Result<Hash, String> {
    let position = record.position.cast_signed();
    if record.position != expected {
        return Err(if position < expected.cast_signed() {
            format!("there is another record at position {position}, out of order or twice")
        } else {
            format!("it is missing; the next one is at position {position}")
        });
    }
    let encoding = record.encoding().map_err(|error| format!("it is damaged: {error}"))?;
    Ok(leaf(&encoding))
}

/// The stored tiles with the leaves of these records.
async fn leaves(seals: &dyn Seals, from: u64, count: u64) -> Result<Tiles, StoreError> {
    let places: BTreeSet<TilePlace> = (from / FULL..=(from + count) / FULL)
        .map(|index| TilePlace { level: 0, index })
        .collect();
    seals.tiles(&places).await
}

fn stored_leaf(tiles: &Tiles, index: u64) -> Option<Hash> {
    let place = TilePlace {
        level: 0,
        index: index / FULL,
    };
    let at = usize::try_from(index % FULL).ok()? * HASH;
    let bytes = tiles.get(&place)?.get(at..at + HASH)?;
    bytes.try_into().ok().map(Hash)
}
