//! Settling how a batch is printed: whoever prints it again and says nothing else gets the same to the bit.

use signpost_domain::{
    batch::{Batch, BatchCommand},
    design::Choice,
    identifier::BatchId,
    print::Print,
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Action, Caller, Principal},
    ports::decision_log::Stream,
    queries::{
        print::try_out,
        settled::{Settled, settled, unit_of},
    },
    refusal::{Fault, Refusal},
};

/// Settles how a batch is printed: in that version of its design, and with the labels and units that its codes have now.
pub async fn settle_print(
    application: &Application,
    caller: &Caller,
    id: &BatchId,
    expectation: Expectation,
    print: &Print,
) -> Result<Settled, Refusal> {
    let before = settled(application, &caller.principal, id.as_str()).await?;
    let unit = unit_of(application, id.as_str(), &before).await?;
    caller.principal.must(Action::ChangeCodes, unit.as_ref())?;
    let print = fit_to_settle(application, &caller.principal, print, "").await?;
    let stream: &dyn Stream<Batch> = &*application.decisions;
    let command = |_: &Batch| Ok(BatchCommand::SettlePrint(Box::new(print.clone())));
    decide(
        application,
        stream,
        id.as_str(),
        expectation,
        caller,
        command,
        |never| match never {},
    )
    .await?;
    settled(application, &caller.principal, id.as_str()).await
}

/// The same with the version of its design, once it was tried on a code that there need not be. `at` is where it stands in what was sent.
pub(super) async fn fit_to_settle(
    application: &Application,
    principal: &Principal,
    print: &Print,
    at: &str,
) -> Result<Print, Refusal> {
    let chosen = try_out(application, principal, print)
        .await
        .map_err(|refusal| match refusal {
            Refusal::Invalid(faults) => {
                let stands = |fault: Fault| Fault::new(format!("{at}/{}", fault.pointer), fault.detail);
                Refusal::Invalid(faults.into_iter().map(stands).collect())
            }
            other => other,
        })?;
    Ok(Print {
        design: chosen.map(|chosen| Choice {
            name: chosen.name,
            version: Some(chosen.version),
        }),
        ..print.clone()
    })
}
