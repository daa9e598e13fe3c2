//! Taking a code out of use for good, with or without a successor.

use signpost_domain::{
    code::{Code, CodeCommand, Status},
    identifier::CodeId,
};

use super::{Decided, Expectation, checks, decide_on_code};
use crate::{
    Application,
    authority::Caller,
    ports::{StoreError, catalogue::CodeRecord, decision_log::Stream},
    refusal::{Fault, Refusal},
};

/// Successors of successors that a visitor is led along, at most; browsers follow about twenty redirects.
const LONGEST_CHAIN: usize = 10;

/// Retires a code. A successor must exist and must not lead back here.
pub async fn retire_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    successor: Option<CodeId>,
) -> Result<Decided<CodeRecord>, Refusal> {
    if let Some(successor) = &successor {
        checks::refuse(check_successor(application, id, successor).await?)?;
    }
    decide_on_code(application, caller, id, expectation, |_| {
        Ok(CodeCommand::Retire {
            successor: successor.clone(),
        })
    })
    .await
}

pub(crate) async fn check_successor(
    application: &Application,
    id: &CodeId,
    successor: &CodeId,
) -> Result<Vec<Fault>, StoreError> {
    let what = match chain(application, successor).await? {
        Ok(chain) if chain.contains(id) => format!("{successor} leads back to {id}"),
        Ok(_) => return Ok(vec![]),
        Err(what) => what,
    };
    Ok(vec![Fault::new("/successor", what)])
}

/// The codes that a successor leads on through, itself first, or what is wrong with them.
pub(crate) async fn chain(application: &Application, successor: &CodeId) -> Result<Result<Vec<CodeId>, String>, StoreError> {
    let stream: &dyn Stream<Code> = &*application.decisions;
    let mut chain = Vec::new();
    let mut next = successor.clone();
    for _ in 0..LONGEST_CHAIN {
        let code = stream.load(next.as_str()).await?.state;
        if !code.minted {
            return Ok(Err(format!("there is no code {next}")));
        }
        chain.push(next);
        match code.configuration.successor {
            Some(further) if code.configuration.status == Status::Retired => next = further,
            _ => return Ok(Ok(chain)),
        }
    }
    Ok(Err(format!(
        "{successor} leads on through more than {LONGEST_CHAIN} retired codes; name the last of them"
    )))
}
