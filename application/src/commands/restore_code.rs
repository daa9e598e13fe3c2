//! Letting a code do again what it did after an earlier decision.

use signpost_domain::{
    code::{CodeCommand, Configuration, Status},
    decision::Position,
    identifier::CodeId,
};

use super::{Decided, Expectation, checks, decide_on_code, load_code};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::catalogue::CodeRecord,
    queries::as_of::within_log,
    refusal::{Fault, Refusal},
};

/// Where the caller said which configuration is meant.
const POINTER: &str = "/position";

/// Puts status, target and rules of the code back to what they were after the decision at `from`. What is not allowed any
/// more (a host, an audience that was withdrawn) stays refused; audiences mean whom they mean today.
pub async fn restore_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    from: Position,
) -> Result<Decided<CodeRecord>, Refusal> {
    let code = load_code(application, id).await?.state;
    caller.principal.must(Action::ChangeCodes, code.unit.as_ref())?;
    // Told first: nothing about the position matters any more.
    if code.configuration.status == Status::Retired {
        return Err(Refusal::Retired(id.clone()));
    }
    within_log(application, POINTER, from).await?;
    let Some(then) = application.history.code_at(id, from).await? else {
        let what = format!("{id} did not exist yet at position {from} of the decision log");
        return Err(Refusal::Invalid(vec![Fault::new(POINTER, what)]));
    };
    let former = then.code.configuration;
    let mut faults = Vec::new();
    let policy = checks::policy(application, code.unit.as_ref(), &mut faults).await?;
    if let Some(target) = &former.target {
        faults.extend(checks::target(application, &policy, "/target", target));
    }
    faults.extend(checks::rules(application, &policy, "/rules", &former.rules).await?);
    checks::refuse(faults.into_iter().map(of_then).collect())?;
    decide_on_code(application, caller, id, expectation, |code| {
        Ok(CodeCommand::Restore {
            from,
            configuration: Box::new(Configuration {
                successor: code.configuration.successor.clone(),
                ..former.clone()
            }),
        })
    })
    .await
}

/// The fault is in what was, and not in what was sent.
fn of_then(fault: Fault) -> Fault {
    let Fault { pointer, detail } = fault;
    Fault::new(
        POINTER,
        format!("what it did then is not allowed today, at {pointer}: {detail}"),
    )
}
