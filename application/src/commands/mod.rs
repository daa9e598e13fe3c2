//! What can be decided, a file each. A command reads: who may, load, check, decide, append, show.

pub mod change_rules;
pub mod changes;
pub mod copy;
pub mod define_audience;
pub mod describe_code;
pub mod expire_scans;
pub mod issue_token;
pub mod mint_batch;
pub mod mint_code;
pub mod put_unit;
pub mod restore_code;
pub mod retarget;
pub mod retire_code;
pub mod revoke_token;
pub mod seal;
pub mod seal_scans;
pub mod suspend_code;
pub mod transfer_code;
pub mod withdraw_audience;

mod checks;

use std::time::Duration;

use cqrs_es::{Aggregate, event_sink::EventSink};
use jiff::Timestamp;
use signpost_domain::{
    code::{Code, CodeCommand, CodeError},
    identifier::CodeId,
};

use crate::{
    Application,
    authority::{Action, Caller},
    ports::{
        catalogue::CodeRecord,
        decision_log::{AppendError, Loaded, Stream},
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
    A: Aggregate<Services = ()>,
{
    let mut tries = 0;
    loop {
        let Loaded {
            state: mut aggregate,
            version,
            span,
        } = stream.load(id).await?;
        let command = command(&aggregate)?;
        expectation.check(version)?;
        let sink = EventSink::default();
        aggregate.handle(command, &(), &sink).await.map_err(&refused)?;
        let events = sink.collect().await;
        if events.is_empty() {
            return Ok(Loaded {
                state: aggregate,
                version,
                span,
            });
        }
        let circumstances = caller.circumstances(application);
        let at = circumstances.at;
        match stream.append(id, version, events, &circumstances).await {
            Ok(appended) => {
                application.progress.decisions_shown(appended.position, PATIENCE).await;
                let span = Some((span.map_or(at, |(first, _)| first), at));
                return Ok(Loaded {
                    state: aggregate,
                    version: appended.version,
                    span,
                });
            }
            Err(AppendError::Conflict) if expectation == Expectation::Any && tries < TRIES => tries += 1,
            Err(AppendError::Conflict) => return Err(Refusal::LostRace),
            Err(AppendError::Store(error)) => return Err(error.into()),
        }
    }
}

/// Decides on a code that exists and that the caller may change.
pub(crate) async fn decide_on_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    command: impl Fn(&Code) -> Result<CodeCommand, Refusal>,
) -> Result<CodeRecord, Refusal> {
    let checked = |code: &Code| {
        if !code.minted {
            return Err(not_found(id));
        }
        caller.principal.must(Action::ChangeCodes, code.unit.as_ref())?;
        command(code)
    };
    let stream: &dyn Stream<Code> = &*application.decisions;
    let decided = decide(application, stream, id.as_str(), expectation, caller, checked, |error| {
        refuse(id, error)
    })
    .await?;
    Ok(record(application, id, decided))
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
