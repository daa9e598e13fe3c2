//! Changing a code's audience rules.

use signpost_domain::{code::CodeCommand, identifier::CodeId, rule::Rule};

use super::{Decided, Expectation, checks, decide_on_code, load_code};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::catalogue::CodeRecord,
    refusal::Refusal,
};

/// Replaces a code's rules.
pub async fn change_rules(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    rules: Vec<Rule>,
) -> Result<Decided<CodeRecord>, Refusal> {
    let code = load_code(application, id).await?.state;
    caller.principal.must(Action::ChangeCodes, code.unit.as_ref())?;
    let mut faults = Vec::new();
    let policy = checks::policy(application, code.unit.as_ref(), &mut faults).await?;
    faults.extend(checks::rules(application, &policy, "", &rules).await?);
    checks::refuse(faults)?;
    decide_on_code(application, caller, id, expectation, |_| {
        Ok(CodeCommand::ChangeRules(rules.clone()))
    })
    .await
}
