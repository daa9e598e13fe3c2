//! Giving a code to another unit.

use signpost_domain::{
    code::CodeCommand,
    identifier::{CodeId, UnitName},
};

use super::{Decided, Expectation, checks, decide_on_code, load_code};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::catalogue::CodeRecord,
    refusal::Refusal,
};

/// Gives a code to another unit, or to none. The caller must be trusted with both, and the new unit's policy must allow
/// everything the code leads to.
pub async fn transfer_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    unit: Option<UnitName>,
) -> Result<Decided<CodeRecord>, Refusal> {
    let code = load_code(application, id).await?.state;
    caller.principal.must(Action::ChangeCodes, code.unit.as_ref())?;
    caller.principal.must(Action::ChangeCodes, unit.as_ref())?;
    let mut faults = Vec::new();
    let policy = checks::policy(application, unit.as_ref(), &mut faults).await?;
    for target in code.configuration.targets() {
        faults.extend(
            checks::target(application, &policy, "/unit", target)
                .into_iter()
                .map(|mut fault| {
                    fault.pointer = "/unit".to_owned();
                    fault
                }),
        );
    }
    checks::refuse(faults)?;
    decide_on_code(application, caller, id, expectation, |_| {
        Ok(CodeCommand::Transfer(unit.clone()))
    })
    .await
}
