//! All that can be shown and proved of one code, to be kept away from here: what it was, what was decided about it and about what it used, and who was sent where.
//!
//! Nothing of it is whole in memory: decisions and scans are given one after the other and a part at a time, by whoever asks. It names nobody: who decided stands
//! there by an opaque id, as in the log, since a file that was given away cannot forget.

mod decisions;
mod expired;
mod tally;
mod words;

use std::collections::BTreeSet;

use jiff::Timestamp;
use signpost_domain::{
    code::Code,
    decision::{Position, Subject},
    identifier::CodeId,
};

pub use self::{
    decisions::Decisions,
    expired::ExpiredHour,
    tally::{Count, Tally},
    words::{Told, told},
};
use super::{
    as_of::{AsOf, at_position},
    seals::{Grown, Inclusion, encoded, grown, inclusion_under},
    served::{ServedFilter, ServedSearch},
};
use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Paging, StoreError, history::Moment, seals::Seal},
    refusal::Refusal,
    seals::checkpoint::VerifierKey,
};

/// Entries of a history read at a time.
const PART: u32 = 20;

/// What is shown and proved of one code.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Which code.
    pub code: CodeId,
    /// Scans made at this time or later.
    pub from: Option<Timestamp>,
    /// Scans made before this time, and what was decided before it.
    pub until: Option<Timestamp>,
    /// When it was put together.
    pub made_at: Timestamp,
    /// The last decision that is in it.
    pub end: Position,
    /// What all of it is proved by.
    pub seal: Seal,
    /// The keys that checkpoints were ever signed with, the present one last.
    pub keys: Vec<VerifierKey>,
    /// The code as it was at `from`; `None` where it was not there yet, or all of its life is told.
    pub begin: Option<AsOf>,
    /// The code as it was at the end.
    pub last: AsOf,
    /// Hours of scans that expired, of which what was sealed is still there.
    pub expired: Vec<ExpiredHour>,
    /// What is decided on is the code, and all audiences and units that it ever used.
    subjects: Vec<Subject>,
    /// Other decisions: those that sealed and dropped scans.
    others: BTreeSet<Position>,
    scans: ServedSearch,
}

impl Evidence {
    /// Begins.
    pub async fn begin(
        application: &Application,
        principal: &Principal,
        code: CodeId,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<Self, Refusal> {
        principal.must(Action::ReadHistory, None)?;
        let scans = ServedFilter {
            code: code.clone(),
            url: None,
            host: None,
            from,
            until,
        };
        let scans = ServedSearch::begin(application, principal, scans).await?;
        let not_found = || Refusal::NotFound {
            kind: "code at that moment with the id",
            id: code.to_string(),
        };
        let asked = application
            .history
            .position_at(until.map_or(Moment::LATEST, Moment::Time))
            .await?;
        let last = at_position(application, &code, asked).await?.ok_or_else(not_found)?;
        let seal = application.seals.latest().await?;
        let seal = seal.filter(|seal| seal.position >= last.then.position);
        let seal = seal.ok_or(Refusal::NotSealed(last.then.position))?;
        let end = asked.min(seal.position);
        let begin = match from {
            Some(from) => {
                let position = application.history.position_at(Moment::Time(from)).await?;
                at_position(application, &code, position.min(end)).await?
            }
            None => None,
        };
        let (expired, others) = expired::hours(application, from, until, end).await?;
        Ok(Self {
            made_at: application.clock.now(),
            last: at_position(application, &code, end).await?.ok_or_else(not_found)?,
            keys: application.seals.keys().await?,
            subjects: used(application, &code, end).await?,
            code,
            from,
            until,
            end,
            seal,
            begin,
            expired,
            others,
            scans,
        })
    }

    /// Every decision that is in it, in the order of the log.
    pub fn decisions(&self) -> Decisions {
        Decisions::of(&self.subjects, &self.others, self.end)
    }

    /// A decision's record.
    pub async fn record(&self, application: &Application, position: Position) -> Result<Vec<u8>, Refusal> {
        let record = encoded(application, position).await?;
        record.ok_or_else(|| Refusal::NotFound {
            kind: "decision",
            id: position.to_string(),
        })
    }

    /// A decision's record, with proof that it is in the log that the checkpoint was signed for.
    pub async fn proof(&self, application: &Application, position: Position) -> Result<Inclusion, Refusal> {
        inclusion_under(application, self.seal.clone(), position).await
    }

    /// Proofs that the log whose checkpoint it bears is that of older checkpoints of these sizes, which only grew.
    pub async fn grown(&self, application: &Application, sizes: &[Position]) -> Result<Vec<Grown>, Refusal> {
        let mut proofs = Vec::new();
        for from in sizes {
            proofs.push(grown(application, "checkpoint", *from, self.seal.position).await?);
        }
        Ok(proofs)
    }

    /// The scans that are in it.
    pub fn scans(&self) -> &ServedSearch {
        &self.scans
    }
}

/// The code, and every audience and unit that it ever used up to the end.
async fn used(application: &Application, code: &CodeId, end: Position) -> Result<Vec<Subject>, StoreError> {
    let subject = Subject::Code(code.clone());
    let mut used = BTreeSet::new();
    let mut paging = Paging {
        limit: PART,
        cursor: None,
    };
    loop {
        let page = application.history.of(&subject, &paging).await?;
        for entry in page.items.into_iter().filter(|entry| entry.position <= end) {
            let code: Code = entry.after.read()?;
            used.extend(code.unit.map(Subject::Unit));
            let audiences = code.configuration.rules.iter().filter_map(|rule| rule.audience());
            used.extend(audiences.cloned().map(Subject::Audience));
        }
        paging.cursor = page.next;
        if paging.cursor.is_none() {
            return Ok(std::iter::once(subject).chain(used).collect());
        }
    }
}
