//! Taking an audience out of use.

use signpost_domain::{
    audience::{Audience, AudienceCommand, AudienceError},
    identifier::AudienceName,
};

use super::{Expectation, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::decision_log::Stream,
    refusal::Refusal,
};

/// Withdraws an audience that no code uses any more. Should a code come to use it in the same instant, its rule will hold
/// for nobody and the explanation says why.
pub async fn withdraw_audience(
    application: &Application,
    caller: &Caller,
    name: &AudienceName,
    expectation: Expectation,
) -> Result<(), Refusal> {
    caller.principal.must(Action::ChangeAudiences, None)?;
    let (count, some) = application.catalogue.users_of(name).await?;
    if count > 0 {
        let some: Vec<_> = some.iter().map(ToString::to_string).collect();
        return Err(Refusal::AudienceInUse {
            count,
            some: some.join(", "),
        });
    }
    let stream: &dyn Stream<Audience> = &*application.decisions;
    let refused = |AudienceError::Unknown| Refusal::NotFound {
        kind: "audience",
        id: name.to_string(),
    };
    decide(
        application,
        stream,
        name.as_str(),
        expectation,
        caller,
        |_| Ok(AudienceCommand::Withdraw),
        refused,
    )
    .await?;
    Ok(())
}
