//! Attaching a code to what it was just stuck on: in the street, in one act.

use signpost_domain::{code::Asset, identifier::CodeId, target::Target};

use super::{
    Decided, Expectation, checks,
    describe_code::{Description, describe_code},
    load_code,
    retarget::retarget,
};
use crate::{
    Application,
    authority::{Action, Caller},
    refusal::Refusal,
};

/// What it is attached to, and where it should lead; `None` where that stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// The object; `None` takes it off.
    pub asset: Option<Asset>,
    /// The target.
    pub target: Option<Target>,
}

/// Attaches it. Everything is checked before anything is decided. Says whether all of it counts; if not, another person must approve where it leads.
pub async fn attach_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    attachment: Attachment,
) -> Result<bool, Refusal> {
    let code = load_code(application, id).await?.state;
    caller.principal.must(Action::ChangeCodes, code.unit.as_ref())?;
    let Attachment { asset, target } = attachment;
    let mut faults = checks::description(code.label.as_deref(), &code.tags, asset.as_ref());
    if let Some(target) = &target {
        let policy = checks::policy(application, code.unit.as_ref(), &mut faults).await?;
        faults.extend(checks::target(application, &policy, "/target", target));
    }
    checks::refuse(faults)?;
    let describe = |_: Option<&Asset>| {
        Ok(Description {
            asset: Some(asset.clone()),
            ..Description::default()
        })
    };
    let described = describe_code(application, caller, id, Expectation::Any, describe).await?;
    let led = match target {
        Some(target) => Some(retarget(application, caller, id, Expectation::Any, Some(target)).await?),
        None => None,
    };
    let counts = |decided: &Decided<_>| matches!(decided, Decided::Done(_));
    Ok(counts(&described) && led.as_ref().is_none_or(counts))
}
