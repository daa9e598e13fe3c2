//! What can be decided, a file each. A command reads: who may, load, check, decide, append, show.

pub mod add_aliases;
pub mod attach_code;
pub mod change_grants;
pub mod change_password;
pub mod change_rules;
pub mod changes;
pub mod check_links;
pub mod close_account;
pub mod copy;
pub mod define_audience;
pub mod demand_approval;
pub mod describe_code;
pub mod draw_design;
pub mod expire_scans;
pub mod fill_demo;
pub mod forget_person;
pub mod imports;
pub mod issue_token;
pub mod mint_batch;
pub mod mint_code;
pub mod open_account;
pub mod proposals;
pub mod put_unit;
pub mod recognise_people;
pub mod restore_code;
pub mod retarget;
pub mod retire_code;
pub mod revoke_token;
pub mod seal;
pub mod seal_scans;
pub mod settle_print;
pub mod sign_in;
pub mod sign_in_elsewhere;
pub mod sign_out;
pub mod suspend_code;
pub mod transfer_code;
pub mod withdraw_audience;
pub mod withdraw_design;

mod checks;
mod guards;

use std::time::Duration;

use cqrs_es::{Aggregate, event_sink::EventSink};
use jiff::Timestamp;
use signpost_domain::{
    code::{Code, CodeCommand, CodeError},
    identifier::CodeId,
};

use self::guards::{Guard, GuardedCode};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{
        catalogue::CodeRecord,
        decision_log::{AppendError, Loaded, Stream},
        proposals::ProposalRecord,
    },
    refusal::Refusal,
};

/// How long a command waits until this node's read models show it. They are behind by milliseconds; past this something is
/// wrong with them, which is no reason to withhold the answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a command without an expectation is tried again when somebody else got in between. Each time somebody did get
/// through, so this only says how many may be faster.
const TRIES: usize = 100;

/// What the caller believes of a thing before changing it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Expectation {
    /// Nothing.
    #[default]
    Any,
    /// It exists (`If-Match: *`).
    Exists,
    /// It does not exist (`If-None-Match: *`).
    New,
    /// It has this version (`If-Match: "7"`).
    Version(u64),
}

impl Expectation {
    fn check(self, current: u64) -> Result<(), Refusal> {
        let met = match self {
            Self::Any => true,
            Self::Exists => current > 0,
            Self::New => current == 0,
            Self::Version(version) => current == version,
        };
        if met {
            Ok(())
        } else {
            Err(Refusal::VersionMismatch { current })
        }
    }
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Decided<T> {
    /// It counts.
    Done(T),
    /// It counts when another person approves it.
    Proposed(Box<ProposalRecord>),
}

impl<T> Decided<T> {
    /// The thing, if it counts.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(thing) => Some(thing),
            Self::Proposed(_) => None,
        }
    }

    /// The same about another view of the thing.
    pub(crate) fn map<U>(self, view: impl FnOnce(T) -> U) -> Decided<U> {
        match self {
            Self::Done(thing) => Decided::Done(view(thing)),
            Self::Proposed(proposal) => Decided::Proposed(proposal),
        }
    }
}

/// What a command would decide about an aggregate.
pub(crate) struct Considered<A: Aggregate> {
    /// It as it is.
    pub(crate) before: A,
    /// It as it would be.
    pub(crate) after: A,
    /// The number of decisions on it.
    pub(crate) version: u64,
    /// What would be decided.
    pub(crate) events: Vec<A::Event>,
    span: Option<(Timestamp, Timestamp)>,
}

/// Loads an aggregate, lets `command` decide on it, appends what follows, and waits until it shows.
pub(crate) async fn decide<A>(
    application: &Application,
    stream: &(impl Stream<A> + ?Sized),
    id: &str,
    expectation: Expectation,
    caller: &Caller,
    command: impl Fn(&A) -> Result<A::Command, Refusal>,
    refused: impl Fn(A::Error) -> Refusal,
) -> Result<Loaded<A>, Refusal>
where
    A: Aggregate<Services = ()> + Clone,
{
    let mut tries = 0;
    loop {
        let considered = consider(stream, id, expectation, &command, &refused).await?;
        match conclude(application, stream, id, considered, caller).await {
            Ok(decided) => return Ok(decided),
            Err(error) => again(error, expectation, &mut tries)?,
        }
    }
}

/// The same where another person may have to approve it: then it is proposed, and nothing else is appended.
pub(crate) async fn decide_or_propose<A>(
    application: &Application,
    stream: &(impl Stream<A> + ?Sized),
    guard: &impl Guard<A>,
    expectation: Expectation,
    caller: &Caller,
    command: impl Fn(&A) -> Result<A::Command, Refusal>,
    refused: impl Fn(A::Error) -> Refusal,
) -> Result<Decided<Loaded<A>>, Refusal>
where
    A: Aggregate<Services = ()> + Clone,
{
    let mut tries = 0;
    loop {
        let considered = consider(stream, guard.id(), expectation, &command, &refused).await?;
        if !considered.events.is_empty()
            && let Some((units, change)) = guard.proposal(application, &considered).await?
        {
            let proposal = proposals::propose(application, caller, units, change).await?;
            return Ok(Decided::Proposed(Box::new(proposal)));
        }
        match conclude(application, stream, guard.id(), considered, caller).await {
            Ok(decided) => return Ok(Decided::Done(decided)),
            Err(error) => again(error, expectation, &mut tries)?,
        }
    }
}

async fn consider<A>(
    stream: &(impl Stream<A> + ?Sized),
    id: &str,
    expectation: Expectation,
    command: impl Fn(&A) -> Result<A::Command, Refusal>,
    refused: impl Fn(A::Error) -> Refusal,
) -> Result<Considered<A>, Refusal>
where
    A: Aggregate<Services = ()> + Clone,
{
    let Loaded {
        state: before,
        version,
        span,
    } = stream.load(id).await?;
    let command = command(&before)?;
    expectation.check(version)?;
    let mut after = before.clone();
    let sink = EventSink::default();
    after.handle(command, &(), &sink).await.map_err(refused)?;
    let events = sink.collect().await;
    Ok(Considered {
        before,
        after,
        version,
        events,
        span,
    })
}

async fn conclude<A: Aggregate>(
    application: &Application,
    stream: &(impl Stream<A> + ?Sized),
    id: &str,
    considered: Considered<A>,
    caller: &Caller,
) -> Result<Loaded<A>, AppendError> {
    let Considered {
        after: state,
        version,
        events,
        span,
        ..
    } = considered;
    if events.is_empty() {
        return Ok(Loaded { state, version, span });
    }
    let circumstances = caller.circumstances(application);
    let at = circumstances.at;
    let appended = stream.append(id, version, events, &circumstances).await?;
    application.progress.decisions_shown(appended.position, PATIENCE).await;
    Ok(Loaded {
        state,
        version: appended.version,
        span: Some((span.map_or(at, |(first, _)| first), at)),
    })
}

/// Whether to try again after this; fails where that is no use.
fn again(error: AppendError, expectation: Expectation, tries: &mut usize) -> Result<(), Refusal> {
    match error {
        AppendError::Conflict if expectation == Expectation::Any && *tries < TRIES => {
            *tries += 1;
            Ok(())
        }
        AppendError::Conflict => Err(Refusal::LostRace),
        AppendError::Store(error) => Err(error.into()),
    }
}

/// Decides on a code that exists and that the caller may change, or proposes it.
pub(crate) async fn decide_on_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    command: impl Fn(&Code) -> Result<CodeCommand, Refusal>,
) -> Result<Decided<CodeRecord>, Refusal> {
    let checked = |code: &Code| {
        if !code.minted {
            return Err(not_found(id));
        }
        caller.principal.must(Action::ChangeCodes, code.unit.as_ref())?;
        command(code)
    };
    let stream: &dyn Stream<Code> = &*application.decisions;
    let refused = |error| refuse(id, error);
    let decided = decide_or_propose(application, stream, &GuardedCode(id), expectation, caller, checked, refused).await?;
    Ok(decided.map(|loaded| record(application, id, loaded)))
}

/// Loads a code that must exist, as the log has it.
pub(crate) async fn load_code(application: &Application, id: &CodeId) -> Result<Loaded<Code>, Refusal> {
    let stream: &dyn Stream<Code> = &*application.decisions;
    let loaded = stream.load(id.as_str()).await?;
    if loaded.state.minted { Ok(loaded) } else { Err(not_found(id)) }
}

fn not_found(id: &CodeId) -> Refusal {
    Refusal::NotFound {
        kind: "code",
        id: id.to_string(),
    }
}

fn refuse(id: &CodeId, error: CodeError) -> Refusal {
    match error {
        CodeError::AlreadyMinted => Refusal::AlreadyMinted(id.clone()),
        CodeError::Unknown => not_found(id),
        CodeError::Retired => Refusal::Retired(id.clone()),
    }
}

/// The record of a code that was just loaded or changed.
pub(crate) fn record(application: &Application, id: &CodeId, loaded: Loaded<Code>) -> CodeRecord {
    let (minted_at, changed_at): (Timestamp, Timestamp) = loaded.span.unwrap_or_else(|| {
        let now = application.clock.now();
        (now, now)
    });
    CodeRecord {
        id: id.clone(),
        version: loaded.version,
        minted_at,
        changed_at,
        batch: None,
        code: loaded.state,
    }
}
