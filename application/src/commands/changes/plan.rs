//! What would be done to each code: counted always, kept as far as it is needed.

use signpost_domain::{
    change::{Because, Deed, Exception, MOST_NAMED, Making},
    code::{Code, CodeEvent},
    decision::DecisionEvent,
    identifier::CodeId,
};

use super::judge::Judged;
use crate::{
    commands::guards::Units,
    ports::{
        StoreError,
        decision_log::{Addition, Loaded},
    },
    record::Digest,
    refusal::{Fault, Refusal},
    seals::leaf,
};

/// Codes shown before and after.
const SAMPLES: usize = 10;
/// Codes named in a refusal.
const SOME: usize = 100;

/// What is kept of a plan beside its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Enough to look at it.
    Samples,
    /// All that is to be appended.
    Decisions,
}

/// A code before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The code.
    pub id: CodeId,
    /// The number of decisions on it.
    pub version: u64,
    /// What it is.
    pub before: Code,
    /// What it would be.
    pub after: Code,
}

/// What would be done.
#[derive(Debug)]
pub struct Plan {
    /// How many codes would be changed.
    pub codes: u64,
    /// How many decisions on codes that takes.
    pub decisions: u64,
    /// How many are so already.
    pub unchanged: u64,
    /// How many are meant and cannot be changed.
    pub left_out: u64,
    /// The first of those, each with its reason.
    pub refused: Vec<(CodeId, Refusal)>,
    /// How many of those that would be changed demand approval: then all of it is proposed.
    pub to_be_approved: u64,
    /// The units in which it must be approved.
    pub(super) units: Units,
    /// The first of those that would be changed.
    pub samples: Vec<Sample>,
    pub(super) additions: Vec<Addition>,
    digest: Digest,
    keep: Keep,
}

impl Plan {
    pub(super) fn new(keep: Keep) -> Self {
        Self {
            codes: 0,
            decisions: 0,
            unchanged: 0,
            left_out: 0,
            refused: vec![],
            to_be_approved: 0,
            units: Units::new(),
            samples: vec![],
            additions: vec![],
            digest: Digest::default(),
            keep,
        }
    }

    /// Takes in what a code decided; fails only where the store did.
    pub(super) fn take(&mut self, id: &CodeId, now: &Loaded<Code>, decided: Result<Judged, Refusal>) -> Result<(), StoreError> {
        match decided {
            Err(Refusal::Store(error)) => return Err(error),
            Err(refusal) => {
                self.note(id, now.version, &refusal.to_string());
                self.left_out += 1;
                if self.refused.len() < MOST_NAMED {
                    self.refused.push((id.clone(), refusal));
                }
            }
            Ok(Judged { events, units }) => {
                self.to_be_approved += u64::from(!units.is_empty());
                self.units.extend(units);
                self.note(id, now.version, &serde_json::to_string(&events).unwrap_or_default());
                if events.is_empty() {
                    self.unchanged += 1;
                } else {
                    self.change(id, now, events);
                }
            }
        }
        Ok(())
    }

    fn change(&mut self, id: &CodeId, now: &Loaded<Code>, events: Vec<CodeEvent>) {
        self.codes += 1;
        self.decisions += events.len() as u64;
        match self.keep {
            Keep::Samples if self.samples.len() < SAMPLES => {
                let mut after = now.state.clone();
                for event in &events {
                    after.apply_event(event);
                }
                self.samples.push(Sample {
                    id: id.clone(),
                    version: now.version,
                    before: now.state.clone(),
                    after,
                });
            }
            Keep::Samples => {}
            Keep::Decisions => self
                .additions
                .extend((now.version + 1..).zip(events).map(|(version, event)| Addition {
                    event: DecisionEvent::Code(id.clone(), event),
                    version,
                })),
        }
    }

    /// Every code goes into the token: its version, and what would become of it.
    fn note(&mut self, id: &CodeId, version: u64, what: &str) {
        self.digest.push(leaf(format!("{id} {version} {what}").as_bytes()));
    }

    /// Stands for exactly what would be done; anything else has another.
    pub fn token(&self) -> String {
        self.digest.root().0.iter().fold(String::with_capacity(64), |mut text, byte| {
            use std::fmt::Write as _;
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// How it goes on record.
    pub(super) fn making(&self, deed: Deed) -> Making {
        let exceptions = self.refused.iter().map(|(code, refusal)| Exception {
            code: code.clone(),
            because: because(refusal),
        });
        Making {
            deed,
            codes: self.codes,
            decisions: self.decisions,
            unchanged: self.unchanged,
            left_out: self.left_out,
            exceptions: exceptions.collect(),
        }
    }

    /// Why it is not carried out although some codes could be changed.
    pub(super) fn not_all(&self) -> Refusal {
        Refusal::NotAll {
            count: self.left_out,
            some: self.some(),
        }
    }

    /// Why it is not carried out when no code would be changed.
    pub(super) fn nothing(&self) -> Refusal {
        let why = match self.refused.first() {
            Some((_, first)) => format!(", and {} cannot be changed, the first because: {first}", self.left_out),
            None => String::new(),
        };
        Refusal::NothingToChange(format!("no code would be changed; {} already so{why}", self.unchanged))
    }

    fn some(&self) -> Vec<Fault> {
        let some = self.refused.iter().take(SOME);
        some.map(|(id, refusal)| Fault::new("/filter", format!("{id}: {refusal}")))
            .collect()
    }
}

/// Why a code was left out, in the words of the record.
pub(crate) fn because(refusal: &Refusal) -> Because {
    match refusal {
        Refusal::ChangedSince(_) => Because::ChangedSince,
        Refusal::Forbidden(_) => Because::Forbidden,
        Refusal::Retired(_) => Because::Retired,
        Refusal::MintedThen(_) => Because::Minted,
        _ => Because::NotAllowed,
    }
}
