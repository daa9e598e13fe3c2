//! The decision log itself.

use crate::{
    Application,
    authority::{Action, Principal},
    ports::history::{DecisionFilter, HistoryEntry},
    refusal::Refusal,
};

/// Decisions that fit a filter, oldest first.
pub async fn decisions(
    application: &Application,
    principal: &Principal,
    filter: &DecisionFilter,
    limit: u32,
) -> Result<Vec<HistoryEntry>, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    Ok(application.history.decisions(filter, limit).await?)
}
