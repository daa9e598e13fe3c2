//! Demanding that another person approves where a code sends its visitors, or doing without.

use signpost_domain::{approval::Approval, code::CodeCommand, identifier::CodeId};

use super::{Decided, Expectation, decide_on_code};
use crate::{Application, authority::Caller, ports::catalogue::CodeRecord, refusal::Refusal};

/// Demands approval of what sends a code's visitors elsewhere, or does without. To do without must itself be approved.
pub async fn demand_approval(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    approval: Approval,
) -> Result<Decided<CodeRecord>, Refusal> {
    decide_on_code(application, caller, id, expectation, |_| Ok(CodeCommand::Demand(approval))).await
}
