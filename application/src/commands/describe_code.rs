//! Describing: label, tags, and the asset a code is attached to.

use signpost_domain::{
    code::{Asset, CodeCommand},
    identifier::{CodeId, Tag},
};

use super::{Decided, Expectation, checks, decide_on_code};
use crate::{Application, authority::Caller, ports::catalogue::CodeRecord, refusal::Refusal};

/// What of a description changes: `None` leaves a part as it is, `Some(None)` takes it away.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Description {
    /// Its name for people.
    pub label: Option<Option<String>>,
    /// Words to find it by.
    pub tags: Option<Vec<Tag>>,
    /// What it is attached to; the whole new value.
    pub asset: Option<Option<Asset>>,
}

/// Changes parts of a code's description. `asset` is given the current asset, since a merge patch changes parts of it.
pub async fn describe_code(
    application: &Application,
    caller: &Caller,
    id: &CodeId,
    expectation: Expectation,
    description: impl Fn(Option<&Asset>) -> Result<Description, Refusal>,
) -> Result<Decided<CodeRecord>, Refusal> {
    decide_on_code(application, caller, id, expectation, |code| {
        let change = description(code.asset.as_ref())?;
        let label = change.label.unwrap_or_else(|| code.label.clone());
        let tags = change.tags.unwrap_or_else(|| code.tags.clone());
        let asset = change.asset.unwrap_or_else(|| code.asset.clone());
        checks::refuse(checks::description(label.as_deref(), &tags, asset.as_ref()))?;
        Ok(CodeCommand::Describe { label, tags, asset })
    })
    .await
}
