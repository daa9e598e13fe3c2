//! A decision log of some years: made up, the same every time, with a code that was changed all the time and one that hardly was.

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use signpost_application::ports::{
    decision_log::{Addition, DecisionLog},
    scan_log::ScanLog,
};
use signpost_domain::{decision::DecisionEvent, identifier::CodeId, scan::NodeId};

use super::store::Store;
use crate::{city, ingest, nodes::text, rebuild::logs};

/// Decisions in one append.
const PART: u64 = 50_000;
/// Scans in one append.
const SCANS: usize = 10_000;
/// Decisions on the code that was hardly changed.
pub(super) const FEW: u64 = 10;

/// The code with many decisions.
pub(super) fn busy() -> CodeId {
    "MANY".parse().expect("letters")
}

/// The code with few.
pub(super) fn quiet() -> CodeId {
    "FEW".parse().expect("letters")
}

/// A bar that shows how far something is.
pub(super) fn bar(what: String, length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} {human_pos}/{human_len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar.set_prefix(what);
    bar
}

/// Fills an empty log; both codes are changed from its beginning to its end.
pub(super) async fn fill(store: &Store, decisions: u64, many: u64) -> Result<(), String> {
    let bar = bar(format!("{}: appending", store.name()), decisions);
    let codes = (decisions * 2 / 5).max(1);
    let mut made = Made {
        between: [(decisions / many).max(2), (decisions / FEW).max(2)],
        codes,
        versions: vec![0; usize::try_from(codes).map_err(text)?],
        special: [0; 2],
        others: 0,
    };
    let log: &dyn DecisionLog = &*store.log;
    for first in (0..decisions).step_by(usize::try_from(PART).map_err(text)?) {
        let part = first..decisions.min(first + PART);
        let additions = part.map(|n| made.decision(n)).collect::<Result<Vec<_>, _>>()?;
        log.append_all(&additions, &city::circumstances()).await.map_err(text)?;
        bar.inc(PART);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Fills an empty scan log.
pub(super) async fn scan(store: &Store, scans: u64) -> Result<(), String> {
    let bar = bar(format!("{}: appending scans", store.name()), scans);
    let log: &dyn ScanLog = &*store.scan_log;
    for first in (0..scans).step_by(SCANS) {
        let next = scans.min(first + SCANS as u64);
        let part: Vec<_> = (first..next).map(|n| (n, ingest::scan(n))).collect();
        log.append(NodeId(1), &part, next).await.map_err(text)?;
        bar.set_position(next);
    }
    bar.finish_and_clear();
    Ok(())
}

struct Made {
    /// How many decisions it is from one on each of the two codes to the next.
    between: [u64; 2],
    codes: u64,
    versions: Vec<u64>,
    special: [u64; 2],
    others: u64,
}

impl Made {
    fn decision(&mut self, n: u64) -> Result<Addition, String> {
        for (place, code) in [busy(), quiet()].into_iter().enumerate() {
            if n % self.between[place] == place as u64 {
                self.special[place] += 1;
                let event = if self.special[place] == 1 {
                    json!({"type": "Minted", "unit": null, "label": "Bench", "tags": ["bench"]})
                } else {
                    json!({"type": "Retargeted", "target": {"type": "redirect", "url": city::address(n), "forward_query": false}})
                };
                return Ok(Addition {
                    event: DecisionEvent::Code(code, serde_json::from_value(event).map_err(text)?),
                    version: self.special[place],
                });
            }
        }
        self.others += 1;
        logs::decision(self.others - 1, self.codes, &mut self.versions)
    }
}
