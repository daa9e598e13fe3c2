//! Retargeting: giving a code another default target.

use signpost_domain::{code::CodeCommand, identifier::CodeId, target::Target};

use super::{Decided, Expectation, checks, decide_on_code, load_code};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::catalogue::CodeRecord,
    refusal::Refusal,
};

/// Gives a code another default target, or takes it away.
pub async fn retarget(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    target: Option<Target>,
) -> Result<Decided<CodeRecord>, Refusal> {
    let code = load_code(application, id).await?.state;
    caller.principal.must(Action::ChangeCodes, code.unit.as_ref())?;
    if let Some(target) = &target {
        let mut faults = Vec::new();
        let policy = checks::policy(application, code.unit.as_ref(), &mut faults).await?;
        faults.extend(checks::target(application, &policy, "", target));
        checks::refuse(faults)?;
    }
    decide_on_code(application, caller, id, expectation, |_| {
        Ok(CodeCommand::Retarget(target.clone()))
    })
    .await
}
