//! All that was ever decided about one code.

use signpost_domain::{decision::Subject, identifier::CodeId};

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Page, Paging, history::HistoryEntry},
    refusal::Refusal,
};

/// The history of a code, oldest first.
pub async fn history(
    application: &Application,
    principal: &Principal,
    id: &CodeId,
    paging: &Paging,
) -> Result<Page<HistoryEntry>, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    let page = application.history.of(&Subject::Code(id.clone()), paging).await?;
    if page.items.is_empty() && paging.cursor.is_none() {
        return Err(Refusal::NotFound {
            kind: "code",
            id: id.to_string(),
        });
    }
    Ok(page)
}
