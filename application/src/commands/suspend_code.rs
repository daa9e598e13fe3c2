//! Taking a code out of use for now, and back.

use signpost_domain::{code::CodeCommand, identifier::CodeId};

use super::{Decided, Expectation, decide_on_code};
use crate::{Application, authority::Caller, ports::catalogue::CodeRecord, refusal::Refusal};

/// Takes a code out of use for now.
pub async fn suspend_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
) -> Result<Decided<CodeRecord>, Refusal> {
    decide_on_code(application, caller, id, expectation, |_| Ok(CodeCommand::Suspend)).await
}

/// Puts a suspended code into use again.
pub async fn resume_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
) -> Result<Decided<CodeRecord>, Refusal> {
    decide_on_code(application, caller, id, expectation, |_| Ok(CodeCommand::Resume)).await
}
