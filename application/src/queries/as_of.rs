//! Where a code led at some moment: its whole configuration then, with the audiences as they were defined then.

use std::collections::BTreeMap;

use signpost_domain::{
    audience::Definition,
    decision::Position,
    identifier::{AudienceName, CodeId},
};

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        StoreError,
        history::{CodeThen, Moment},
    },
    refusal::Refusal,
};

/// A code's whole configuration at one position of the decision log.
#[derive(Debug, Clone, PartialEq)]
pub struct AsOf {
    /// The position asked for, or the last one up to the time asked for.
    pub position: Position,
    /// The code.
    pub then: CodeThen,
    /// The audiences that its rules name; those that were not there then are missing.
    pub audiences: BTreeMap<AudienceName, Definition>,
}

/// A code as it was at `moment`.
pub async fn as_of(application: &Application, principal: &Principal, id: &CodeId, moment: Moment) -> Result<AsOf, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    let position = application.history.position_at(moment).await?;
    at_position(application, id, position)
        .await?
        .ok_or_else(|| Refusal::NotFound {
            kind: "code at that moment with the id",
            id: id.to_string(),
        })
}

/// A code as it was after the decision at `position`; `None` when it did not exist yet.
pub(crate) async fn at_position(application: &Application, id: &CodeId, position: Position) -> Result<Option<AsOf>, StoreError> {
    let Some(then) = application.history.code_at(id, position).await? else {
        return Ok(None);
    };
    let mut audiences = BTreeMap::new();
    for name in then.code.configuration.rules.iter().filter_map(|rule| rule.audience()) {
        if let Some(definition) = application.history.audience_at(name, position).await? {
            audiences.insert(name.clone(), definition);
        }
    }
    Ok(Some(AsOf {
        position,
        then,
        audiences,
    }))
}
