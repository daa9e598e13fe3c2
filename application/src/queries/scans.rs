//! The scan log itself.

use signpost_domain::{decision::Position, identifier::CodeId, scan::RecordedScan};

use crate::{
    Application,
    authority::{Action, Principal},
    refusal::Refusal,
};

/// Scans after a position, oldest first.
pub async fn scans(
    application: &Application,
    principal: &Principal,
    after: Position,
    code: Option<&CodeId>,
    limit: u32,
) -> Result<Vec<RecordedScan>, Refusal> {
    principal.must(Action::ReadScans, None)?;
    Ok(application.scans.read(after, code, limit).await?)
}
