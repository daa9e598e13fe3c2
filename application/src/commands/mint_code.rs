//! Minting: bringing a code into being.

use signpost_domain::{
    code::{Code, CodeCommand, Minting},
    identifier::CodeId,
};

use super::{Expectation, checks, decide, guards::minted_bare, record, refuse};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{catalogue::CodeRecord, decision_log::Stream},
    refusal::Refusal,
};

/// How many random ids are tried before giving up; with a billion codes minted a single one is taken once in a thousand times.
const DRAWS: usize = 8;

/// Mints a code, under the id asked for or a random one.
pub async fn mint_code(
    application: &Application,
    caller: &Caller,
    id: Option<CodeId>,
    minting: Minting,
) -> Result<CodeRecord, Refusal> {
    caller.principal.must(Action::ChangeCodes, minting.unit.as_ref())?;
    let mut faults = checks::description(minting.label.as_deref(), &minting.tags, minting.asset.as_ref());
    let unit = checks::unit(application, minting.unit.as_ref(), &mut faults).await?;
    let policy = &unit.policy;
    if let Some(target) = &minting.target {
        faults.extend(checks::target(application, policy, "/target", target));
    }
    faults.extend(checks::rules(application, policy, "/rules", &minting.rules).await?);
    let given = [("/target", minting.target.is_some()), ("/rules", !minting.rules.is_empty())];
    faults.extend(minted_bare(&unit, minting.unit.as_ref(), &given));
    checks::refuse(faults)?;

    let mut draws = 0;
    loop {
        let candidate = id.clone().unwrap_or_else(|| CodeId::from_random(application.entropy.bits()));
        match mint(application, caller, &candidate, minting.clone()).await {
            Err(Refusal::AlreadyMinted(_)) if id.is_none() && draws < DRAWS => draws += 1,
            outcome => return outcome,
        }
    }
}

async fn mint(application: &Application, caller: &Caller, id: &CodeId, minting: Minting) -> Result<CodeRecord, Refusal> {
    let stream: &dyn Stream<Code> = &*application.decisions;
    let command = |_: &Code| Ok(CodeCommand::Mint(Box::new(minting.clone())));
    let decided = decide(application, stream, id.as_str(), Expectation::Any, caller, command, |error| {
        refuse(id, error)
    })
    .await?;
    Ok(record(application, id, decided))
}
