//! Where the decision log ceases to be the one that was sealed.

use std::collections::VecDeque;

use signpost_domain::decision::Position;

use super::{
    Evidence, Fault, Log,
    decisions::{Walk, placed},
    pages::Pages,
};
use crate::{
    ports::{StoreError, seals::Seal},
    seals::{
        checkpoint::{TreeHead, VerifierKey},
        running::Running,
    },
};

/// Checkpoints read at once.
const SEALS: u32 = 1_000;

/// The first bad position, if there is one.
pub(super) async fn found(
    evidence: Evidence<'_>,
    keys: &[VerifierKey],
    walk: &Walk,
    stopped: Option<String>,
    heads: &[TreeHead],
) -> Result<Option<Fault>, StoreError> {
    let fault = |position, through, what: String| {
        let log = Log::Decisions;
        Some(Fault {
            log,
            position,
            through,
            what,
        })
    };
    let end = walk.tree.size();
    let largest = heads.last().map_or(0, |head| head.size);
    let is_bad = walk.broken.is_some() || stopped.is_some() || largest > end;
    if is_bad {
        // The stored tree may have been changed along with the records; then it tells nothing.
        if let Some(position) = walk.differs.filter(|position| walk.held < *position) {
            return Ok(fault(position, None, "it is not the record that was sealed".into()));
        }
    }
    let (good, bad) = if is_bad {
        second_look(evidence, keys).await?
    } else {
        (0, None)
    };
    if let Some(bad) = bad.or(walk.broken) {
        let what = "a record in here is not the one that was sealed; no tree beside the log tells which one".into();
        return Ok(fault(walk.held.max(good) + 1, Some(bad), what));
    }
    if let Some(what) = stopped {
        return Ok(fault(end + 1, None, what));
    }
    if largest > end {
        let what = format!("it is missing, as are all after it: there is a checkpoint of position {largest}");
        return Ok(fault(end + 1, None, what));
    }
    // The records are those that were sealed; what is wrong is the tree.
    Ok(walk.differs.or(walk.lacks).map(|position| Fault {
        log: Log::Seals,
        position,
        through: None,
        what: if position <= walk.held {
            "the stored tree is damaged, and the records are not: signpost projections rebuild seals".into()
        } else {
            "this record or the stored tree was changed, and no checkpoint covers it".into()
        },
    }))
}

/// Reads the log once more, now against every checkpoint kept beside it: the last one that holds, and the first that does not. They are
/// signed, so they were not made up; some may have been removed, and then it is told less exactly.
async fn second_look(evidence: Evidence<'_>, keys: &[VerifierKey]) -> Result<(u64, Option<u64>), StoreError> {
    let (mut tree, mut good) = (Running::default(), 0);
    let (mut kept, mut is_more) = (VecDeque::new(), true);
    let mut pages = Pages::of(evidence.decisions);
    while let Ok(page) = pages.next().await? {
        if page.is_empty() {
            break;
        }
        for record in page {
            let Ok(hash) = placed(&record, tree.size() + 1) else {
                return Ok((good, None));
            };
            tree.push(hash);
            if kept.is_empty() && is_more {
                kept.extend(evidence.seals.read(Position(tree.size() - 1), SEALS).await?);
                is_more = !kept.is_empty();
            }
            let Some(Seal { position, note }) = kept.pop_front_if(|seal: &mut Seal| seal.position.0 == tree.size()) else {
                continue;
            };
            match TreeHead::verified(&note, keys) {
                Ok(head) if head.root == tree.root() => good = position.0,
                Ok(_) => return Ok((good, Some(position.0))),
                Err(_) => {}
            }
        }
    }
    Ok((good, None))
}
