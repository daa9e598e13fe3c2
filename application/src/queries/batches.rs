//! Series of codes.

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Page, Paging, catalogue::BatchRecord},
    refusal::Refusal,
};

/// One batch.
pub async fn batch(application: &Application, principal: &Principal, id: &str) -> Result<BatchRecord, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let found = application.catalogue.batch(id).await?;
    found.ok_or_else(|| Refusal::NotFound {
        kind: "batch",
        id: id.to_owned(),
    })
}

/// Batches, by id.
pub async fn batches(application: &Application, principal: &Principal, paging: &Paging) -> Result<Page<BatchRecord>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    Ok(application.catalogue.batches(paging).await?)
}
