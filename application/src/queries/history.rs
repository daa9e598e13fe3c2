//! All that was ever decided about one thing.

use signpost_domain::decision::Subject;

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Page, Paging, history::HistoryEntry},
    refusal::Refusal,
};

/// The history of a thing, oldest first.
pub async fn history(
    application: &Application,
    principal: &Principal,
    subject: &Subject,
    paging: &Paging,
) -> Result<Page<HistoryEntry>, Refusal> {
    principal.must(Action::ReadHistory, None)?;
    let page = application.history.of(subject, paging).await?;
    if page.items.is_empty() && paging.cursor.is_none() {
        return Err(Refusal::NotFound {
            kind: subject.kind(),
            id: subject.id().to_owned(),
        });
    }
    Ok(page)
}
