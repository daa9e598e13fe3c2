//! Where a code led at some moment: its whole configuration then, with the audiences as they were defined then.

use std::collections::BTreeMap;

use signpost_domain::{
    audience::Definition,
    decision::Position,
    identifier::{AudienceName, CodeId},
    unit::Unit,
};

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        StoreError,
        history::{CodeThen, Moment},
    },
    refusal::{Fault, Refusal},
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
    /// The unit that owned it, with its policy then; `None` when it had none.
    pub unit: Option<Unit>,
}

/// A code as it was at `moment`.
pub async fn as_of(application: &Application, principal: &Principal, id: &CodeId, moment: Moment) -> Result<AsOf, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    if let Moment::Position(position) = moment {
        within_log(application, "position", position).await?;
    }
    let position = application.history.position_at(moment).await?;
    at_position(application, id, position)
        .await?
        .ok_or_else(|| Refusal::NotFound {
            kind: "code at that moment with the id",
            id: id.to_string(),
        })
}

/// Refuses a position that no decision has yet: what it will be cannot be told. It was given at `pointer`.
pub(crate) async fn within_log(application: &Application, pointer: &str, position: Position) -> Result<(), Refusal> {
    let head = application.history.position_at(Moment::LATEST).await?;
    if position <= head || Moment::Position(position) == Moment::LATEST {
        return Ok(());
    }
    let what = format!("the decision log ends at position {head}; give one up to there");
    Err(Refusal::Invalid(vec![Fault::new(pointer, what)]))
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
    let unit = match &then.code.unit {
        Some(name) => application.history.unit_at(name, position).await?,
        None => None,
    };
    Ok(Some(AsOf {
        position,
        then,
        audiences,
        unit,
    }))
}
