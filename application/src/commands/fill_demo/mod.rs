//! Filling an empty store with a city that is made up, so that the first look is worth a look: departments, audiences, 500 codes, what was decided on them in
//! a year, and a year of scans. Through the logs' own appends, resolved by the resolver's own memory; on one day always the same.

mod city;
mod links;
mod people;
mod scans;
mod year;

use jiff::{SignedDuration, Timestamp};
use signpost_domain::{
    access::{Grant, Role},
    decision::{Position, Reason, Source},
};

use self::{city::Placed, year::Year};
use super::{Expectation, retarget::retarget};
use crate::{
    Application,
    authority::{Caller, Principal},
    identity::Identity,
    ports::{
        StoreError,
        decision_log::{AppendError, ReadError},
    },
};

pub use self::people::{DemoPerson, PEOPLE};

/// What everything is drawn from.
const SEED: u64 = 0x5349_474e_504f_5354;
/// How long ago the city began.
const DAYS: i64 = 366;

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// Codes.
    pub codes: usize,
    /// Decisions.
    pub decisions: u64,
    /// Scans, with choices in menus.
    pub scans: u64,
}

/// Why nothing was made, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Something is there.
    #[error(
        "--demo fills an empty store, and this one holds {decisions} decisions and {scans} scans; take an empty one, or leave --demo out"
    )]
    NotEmpty {
        /// Decisions.
        decisions: Position,
        /// Scans.
        scans: Position,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody else uses it at the same time.
    #[error("the store is used by somebody else at the same time ({0})")]
    Append(#[from] AppendError),
    /// What was written cannot be read.
    #[error("what was just written cannot be read: {0}")]
    Read(#[from] ReadError),
}

/// Fills it. Everybody in [`PEOPLE`] signs in with `password`.
pub async fn fill_demo(application: &Application, identity: &Identity, password: &str) -> Result<Filled, DemoError> {
    let (decisions, scans) = (application.decisions.head().await?, application.scans.head().await?);
    if decisions != Position::START || scans != Position::START {
        return Err(DemoError::NotEmpty { decisions, scans });
    }
    let now = application.clock.now();
    let mut year = Year::new(application, fastrand::Rng::with_seed(SEED), first_day(now), now);
    people::move_in(identity, &mut year, password).await?;
    let codes = city::build(&mut year).await?;
    propose(&year, &codes).await?;
    links::ask(application, &codes, now).await?;
    let decisions = application.decisions.head().await?.0;
    let scans = scans::pass_by(year, &codes).await?;
    Ok(Filled {
        codes: codes.len(),
        decisions,
        scans,
    })
}

/// Something for an approver to look at.
async fn propose(year: &Year<'_>, codes: &[Placed]) -> Result<(), DemoError> {
    let (Some(code), Some(editor)) = (
        codes.iter().find(|code| code.unit == "roads" && !year.is_over(&code.id)),
        year.people.get(people::EDITOR),
    ) else {
        return Ok(());
    };
    let everything = Grant {
        role: Role::Editor,
        unit: None,
    };
    let caller = Caller {
        principal: Principal::new(editor.clone(), vec![everything]),
        source: Source::Website,
        reason: Reason::try_from("The road is open again".to_owned()).ok(),
        correlation: "demo".to_owned(),
    };
    let proposed = retarget(year.application, &caller, &code.id, Expectation::Any, Some(city::proposed())).await;
    proposed
        .map(drop)
        .map_err(|refusal| StoreError::Failed(refusal.to_string()).into())
}

/// Midnight, a year ago, so that what is made changes with the day and not with the second.
fn first_day(now: Timestamp) -> Timestamp {
    const DAY: i64 = 86_400;
    let today = now.as_second() - now.as_second().rem_euclid(DAY);
    let first = Timestamp::from_second(today).unwrap_or(now);
    first.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(first)
}
