//! Taking a design out of use.

use signpost_domain::{
    design::{Design, DesignCommand, DesignError},
    identifier::DesignName,
};

use super::{Expectation, decide, draw_design::may_change};
use crate::{Application, authority::Caller, ports::decision_log::Stream, queries::designs::unknown, refusal::Refusal};

/// Withdraws a design. What was printed with it can still be printed again, by naming its version.
pub async fn withdraw_design(
    application: &Application,
    caller: &Caller,
    name: &DesignName,
    expectation: Expectation,
) -> Result<(), Refusal> {
    let stream: &dyn Stream<Design> = &*application.decisions;
    let command = |design: &Design| {
        may_change(caller, design)?;
        Ok(DesignCommand::Withdraw)
    };
    let refused = |DesignError::Unknown| unknown(name);
    decide(application, stream, name.as_str(), expectation, caller, command, refused).await?;
    Ok(())
}
